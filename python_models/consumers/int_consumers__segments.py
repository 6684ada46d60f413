from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_people import segment_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "persons": dbt.ref("int_consumers__persons"),
    }

    def compute(changed):
        return segment_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
