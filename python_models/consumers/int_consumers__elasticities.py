from wenmai.build.changed_studies import compute_changed_studies
from wenmai.consumers.results_market import elasticity_rows


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "cells": dbt.ref("int_consumers__price_cells"),
    }

    def compute(changed):
        return elasticity_rows(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
