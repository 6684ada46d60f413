from wenmai.text.corpora import new_words_by_study


def model(dbt, session):
    dbt.config(materialized="table")
    return new_words_by_study(
        texts=dbt.ref("int_text__new_word_texts").order("study_code, document_id").df(),
        settings=dbt.ref("int_text__method_settings").df(),
        domain_terms=dbt.ref("domain_terms").df(),
        stop_words=dbt.ref("stop_words").df(),
        general_words=dbt.ref("general_words").df(),
    )
