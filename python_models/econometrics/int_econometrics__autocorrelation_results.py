from wenmai.econometrics.moran import measure_autocorrelation


def model(dbt, session):
    dbt.config(materialized="table")
    return measure_autocorrelation(
        asked=dbt.ref("stg_econometrics__autocorrelation").df(),
        panel=dbt.ref("int_econometrics__panel").df(),
        weights=dbt.ref("stg_econometrics__spatial_weights").df(),
        places=dbt.ref("int_econometrics__unit_places").df(),
        links=dbt.ref("int_econometrics__spatial_links").df(),
    )
