from wenmai.build.changed_studies import compute_changed_studies
from wenmai.text.emergence import emergence_tests


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {"counts": dbt.ref("int_text__emergence_counts")}
    return compute_changed_studies(
        dbt, session, inputs, lambda changed: emergence_tests(changed["counts"].df())
    )
