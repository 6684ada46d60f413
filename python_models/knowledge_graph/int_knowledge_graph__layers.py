from wenmai.build.changed_studies import compute_changed_studies
from wenmai.knowledge_graph.studies import layers_by_study


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "roles": dbt.ref("int_knowledge_graph__credits"),
        "works": dbt.ref("stg_knowledge_graph__works").project(
            "study_code, work_code, year, takings, rating, n_votes"
        ),
        "layers": dbt.source("knowledge_graph", "study_graph_layers").project(
            "study_code, layer_code, position, one_end, other_end"
        ),
        "settings": dbt.ref("int_knowledge_graph__settings"),
    }

    def compute(changed):
        return layers_by_study(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
