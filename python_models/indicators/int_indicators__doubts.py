from wenmai.indicators.uncertainty import doubts_by_study


def model(dbt, session):
    # One run of the draws says three things, and a model is one table: a row per study holds the
    # three as lists of structs, which the marts unfold. Three models would draw three times.
    dbt.config(materialized="table")
    return doubts_by_study(
        cells=dbt.ref("int_indicators__uncertainty_input").df(),
        settings=dbt.ref("int_indicators__uncertainty_settings").df(),
        options=dbt.ref("int_indicators__uncertainty_options").df(),
    )
