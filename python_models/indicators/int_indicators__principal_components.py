from wenmai.indicators.pca import principal_components


def model(dbt, session):
    dbt.config(materialized="table")
    return principal_components(dbt.ref("int_indicators__correlation_groups").df())
