from wenmai.indicators.methods.table import method_table


def model(dbt, session):
    dbt.config(materialized="table")
    return method_table()
