from wenmai.paths.studies import paths_by_study


def model(dbt, session):
    # One forest says many things, and a model is one table: a row per study holds them as lists
    # of structs, which the marts unfold. A model for each would grow the forest anew.
    dbt.config(materialized="table")
    return paths_by_study(
        dbt.ref("stg_paths__settings").df(),
        path_types=dbt.ref("int_paths__path_types").df(),
        samples=dbt.ref("int_paths__samples").df(),
        features=dbt.ref("int_paths__fused_features").df(),
        scales=dbt.ref("int_paths__scales").df(),
        stored={
            "models": dbt.ref("stg_paths__stored_models").df(),
            "trees": dbt.ref("stg_paths__stored_trees").df(),
            "samples": dbt.ref("stg_paths__stored_samples").df(),
            "strengths": dbt.ref("stg_paths__stored_strengths").df(),
        },
    )
