from wenmai.build.changed_studies import compute_changed_studies
from wenmai.econometrics.regressions import estimate_regressions


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "models": dbt.ref("int_econometrics__regressions"),
        "terms": dbt.ref("stg_econometrics__regression_terms"),
        "members": dbt.ref("int_econometrics__region_units"),
        "panel": dbt.ref("int_econometrics__panel"),
        "weights": dbt.source("econometrics", "study_spatial_weights"),
        "places": dbt.ref("int_econometrics__unit_places"),
        "links": dbt.ref("int_econometrics__spatial_links"),
    }

    def compute(changed):
        return estimate_regressions(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
