from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_content import response_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "changes": dbt.ref("stg_consumers__changes").filter("changed_at is not null"),
        "ratings": dbt.ref("int_consumers__reviews").filter(
            "reason_code is null and rating is not null"
        ),
    }

    def compute(changed):
        return response_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
