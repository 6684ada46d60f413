from wenmai.build.changed_studies import compute_changed_studies
from wenmai.indicators.composite.studies import composite_by_study


def model(dbt, session):
    # A row per study with what one run says as lists of structs, which the marts unfold.
    dbt.config(materialized="table")
    inputs = {
        "cells": dbt.ref("int_indicators__composite_input"),
        "settings": dbt.ref("int_indicators__composite_settings"),
    }

    def compute(changed):
        return composite_by_study(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
