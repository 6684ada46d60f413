from wenmai.text.corpora import topics_by_study


def model(dbt, session):
    # One factorisation says three things: the numbers of topics tried, the weights of terms, and
    # those of documents. One table of numbers holds them all; the marts unfold it.
    dbt.config(materialized="table")
    weights = dbt.ref("int_text__topic_input").order("study_code, document_number, term_number")
    return topics_by_study(
        weights=weights.df(),
        settings=dbt.ref("int_text__method_settings").df(),
    )
