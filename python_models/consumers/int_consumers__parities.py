from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_content import parity_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "exposures": dbt.ref("int_consumers__exposures")
        .filter("reason_code is null")
        .select(
            "study_code, algorithm_code, period_start, item_code as item,"
            " session_code as session, outcome"
        ),
        "catalogue": dbt.ref("int_consumers__catalogue"),
    }

    def compute(changed):
        return parity_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
