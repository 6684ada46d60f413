from wenmai.build.changed_studies import compute_changed_studies
from wenmai.paths.studies import judgements_by_study

STORED = ("models", "trees", "samples", "strengths")


def model(dbt, session):
    dbt.config(materialized="table")
    # What the last release stores is input of a study that keeps its forest, and of no other:
    # after each release with a new forest, the next refresh would else judge that forest again.
    used = dbt.ref("int_paths__results").select(
        "study_code, coalesce(models[1].recipe_code, 'own') as recipe_code"
    )

    def of_used_recipe(rows):
        return rows.join(used, "study_code, recipe_code", how="semi")

    kept = used.filter("recipe_code = 'stored'").select("study_code")

    def of_kept(rows):
        return rows.join(kept, "study_code", how="semi")

    inputs = {
        "settings": dbt.ref("stg_paths__settings"),
        "path_types": dbt.ref("int_paths__path_types"),
        "samples": dbt.ref("int_paths__samples"),
        "features": of_used_recipe(dbt.ref("int_paths__fused_features")),
        "scales": of_used_recipe(dbt.ref("int_paths__scales")),
        "stored_models": of_kept(dbt.source("paths", "previous_path_models")),
        "stored_trees": of_kept(dbt.source("paths", "previous_path_trees")),
        "stored_samples": of_kept(dbt.source("paths", "previous_path_samples")),
        "stored_strengths": of_kept(dbt.source("paths", "previous_path_strengths")),
    }

    def compute(changed):
        given = {name: rows.df() for name, rows in changed.items()}
        stored = {name: given.pop(f"stored_{name}") for name in STORED}
        return judgements_by_study(given.pop("settings"), **given, stored=stored)

    return compute_changed_studies(dbt, session, inputs, compute)
