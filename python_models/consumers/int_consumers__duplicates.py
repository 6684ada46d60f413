from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_content import duplicate_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "items": dbt.ref("int_consumers__items").filter("item_text is not null"),
    }

    def compute(changed):
        return duplicate_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
