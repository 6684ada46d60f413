from wenmai.build.changed_studies import compute_changed_studies
from wenmai.indicators.uncertainty import uncertainty_by_study


def model(dbt, session):
    # One run of the draws says three things, and a model is one table: a row per study holds the
    # three as lists of structs, which the marts unfold. Three models would draw three times.
    dbt.config(materialized="table")
    inputs = {
        "cells": dbt.ref("int_indicators__uncertainty_input"),
        "settings": dbt.ref("int_indicators__uncertainty_settings"),
        "options": dbt.ref("int_indicators__uncertainty_options"),
    }

    def compute(changed):
        # held by nobody here, the cells go once the panels are made of them
        return uncertainty_by_study(
            changed["cells"].to_arrow_table(), changed["settings"].df(), changed["options"].df()
        )

    return compute_changed_studies(dbt, session, inputs, compute)
