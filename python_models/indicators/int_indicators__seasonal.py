from wenmai.build.changed_studies import compute_changed_studies
from wenmai.indicators.seasonal import adjust_series


def model(dbt, session):
    # STL needs a whole series at once; the formula is in wenmai.indicators.seasonal.
    dbt.config(materialized="table")
    inputs = {"periods": dbt.ref("int_indicators__series_periods")}

    def compute(changed):
        return adjust_series(changed["periods"].df())

    return compute_changed_studies(dbt, session, inputs, compute)
