from wenmai.econometrics.regressions import estimate_regressions


def model(dbt, session):
    dbt.config(materialized="table")
    return estimate_regressions(
        models=dbt.ref("int_econometrics__regressions").df(),
        terms=dbt.ref("stg_econometrics__regression_terms").df(),
        members=dbt.ref("int_econometrics__region_units").df(),
        panel=dbt.ref("int_econometrics__panel").df(),
        weights=dbt.ref("stg_econometrics__spatial_weights").df(),
        places=dbt.ref("int_econometrics__unit_places").df(),
        links=dbt.ref("int_econometrics__spatial_links").df(),
    )
