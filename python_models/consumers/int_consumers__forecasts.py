from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_market import forecast_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "series": dbt.ref("int_consumers__series"),
        "settings": dbt.ref("stg_consumers__settings"),
    }

    def compute(changed):
        return forecast_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
