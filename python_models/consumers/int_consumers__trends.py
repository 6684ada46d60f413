from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_market import trend_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "shares": dbt.ref("int_consumers__weekly_shares"),
        "windows": dbt.ref("int_consumers__trend_windows"),
    }

    def compute(changed):
        return trend_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
