from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_market import suppression_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "demand": dbt.ref("int_consumers__demand"),
        "settings": dbt.ref("stg_consumers__settings"),
    }

    def compute(changed):
        return suppression_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
