from wenmai.econometrics.var.results import var_results


def model(dbt, session):
    # One estimation says nine things, and a model is one table: a row per VAR holds them as lists
    # of structs, which the marts unfold. Nine models would estimate and resample nine times.
    dbt.config(materialized="table")
    return var_results(
        cells=dbt.ref("int_econometrics__var_input").df(),
        models=dbt.ref("stg_econometrics__var_models").df(),
        variables=dbt.ref("stg_econometrics__var_variables").df(),
    )
