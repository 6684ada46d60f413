from wenmai.text.emergence import emergence_tests


def model(dbt, session):
    dbt.config(materialized="table")
    return emergence_tests(dbt.ref("int_text__emergence_counts").df())
