from wenmai.build.changed_studies import compute_changed_studies
from wenmai.paths.studies import paths_by_study

STORED = ("models", "trees", "samples", "strengths")


def model(dbt, session):
    # One forest says many things, and a model is one table: a row per study holds them as lists
    # of structs, which the marts unfold. A model for each would grow the forest anew.
    dbt.config(materialized="table")
    inputs = {
        "settings": dbt.ref("stg_paths__settings"),
        "path_types": dbt.ref("int_paths__path_types"),
        "samples": dbt.ref("int_paths__samples"),
        "features": dbt.ref("int_paths__fused_features"),
        "scales": dbt.ref("int_paths__scales"),
        "stored_models": dbt.source("paths", "previous_path_models"),
        "stored_trees": dbt.source("paths", "previous_path_trees"),
        "stored_samples": dbt.source("paths", "previous_path_samples"),
        "stored_strengths": dbt.source("paths", "previous_path_strengths"),
    }

    def compute(changed):
        given = {name: rows.df() for name, rows in changed.items()}
        stored = {name: given.pop(f"stored_{name}") for name in STORED}
        return paths_by_study(given.pop("settings"), **given, stored=stored)

    return compute_changed_studies(dbt, session, inputs, compute)
