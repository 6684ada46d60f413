from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_market import curve_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "items": dbt.ref("int_consumers__curve_input"),
    }

    def compute(changed):
        return curve_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
