from wenmai.build.changed_studies import compute_changed_studies
from wenmai.econometrics.var.results import var_results


def model(dbt, session):
    # One estimation says nine things, and a model is one table: a row per VAR holds them as lists
    # of structs, which the marts unfold. Nine models would estimate and resample nine times.
    dbt.config(materialized="table")
    inputs = {
        "cells": dbt.ref("int_econometrics__var_input"),
        "models": dbt.source("econometrics", "study_var_models"),
        "variables": dbt.ref("stg_econometrics__var_variables"),
    }

    def compute(changed):
        return var_results(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
