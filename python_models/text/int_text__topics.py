from wenmai.build.changed_studies import compute_changed_studies
from wenmai.sql_text import literal
from wenmai.text.corpora import topics_by_study


def model(dbt, session):
    # One factorisation says three things: the numbers of topics tried, the weights of terms, and
    # those of documents. One table of numbers holds them all; the marts unfold it.
    dbt.config(materialized="table")
    inputs = {
        "weights": dbt.ref("int_text__topic_input"),
        "settings": dbt.ref("int_text__method_settings"),
    }

    def compute(changed):
        def weights_of(study):
            mine = changed["weights"].filter(f"study_code = {literal(study)}")
            wanted = mine.select("document_number", "term_number", "weight")
            return wanted.order("document_number, term_number").df()

        return topics_by_study(weights_of, changed["settings"].df())

    return compute_changed_studies(dbt, session, inputs, compute)
