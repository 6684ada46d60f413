from wenmai.build.changed_studies import compute_changed_studies
from wenmai.text.corpora import new_words_by_study


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "texts": dbt.ref("int_text__new_word_texts"),
        "settings": dbt.ref("int_text__method_settings"),
        "domain_terms": dbt.ref("domain_terms"),
        "stop_words": dbt.ref("stop_words"),
        "general_words": dbt.ref("general_words"),
    }

    def compute(changed):
        return new_words_by_study(
            texts=changed["texts"].order("study_code, document_id").df(),
            settings=changed["settings"].df(),
            domain_terms=changed["domain_terms"].df(),
            stop_words=changed["stop_words"].df(),
            general_words=changed["general_words"].df(),
        )

    return compute_changed_studies(dbt, session, inputs, compute)
