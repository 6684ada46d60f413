from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_content import quality_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "ratings": dbt.ref("int_consumers__ratings"),
    }

    def compute(changed):
        return quality_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
