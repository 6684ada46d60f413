from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_content import sentiment_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "reviews": dbt.ref("int_consumers__reviews").filter("reason_code is null"),
    }

    def compute(changed):
        return sentiment_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
