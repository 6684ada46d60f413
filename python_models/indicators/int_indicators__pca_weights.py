from wenmai.indicators.pca import pca_weights


def model(dbt, session):
    dbt.config(materialized="table")
    correlations = dbt.ref("int_indicators__correlations").df()
    return pca_weights(correlations)
