from wenmai.build.changed_studies import compute_changed_studies
from wenmai.econometrics.moran import measure_autocorrelation


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "asked": dbt.source("econometrics", "study_autocorrelation"),
        "panel": dbt.ref("int_econometrics__panel"),
        "weights": dbt.source("econometrics", "study_spatial_weights"),
        "places": dbt.ref("int_econometrics__unit_places"),
        "links": dbt.ref("int_econometrics__spatial_links"),
    }

    def compute(changed):
        return measure_autocorrelation(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
