from wenmai.build.changed_studies import compute_changed_studies
from wenmai.knowledge_graph.studies import identities_by_study


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "roles": dbt.ref("int_knowledge_graph__roles"),
        "entities": dbt.ref("int_knowledge_graph__described_entities"),
        "aliases": dbt.source("knowledge_graph", "graph_aliases").project(
            "study_code, entity as entity_code, alias"
        ),
    }

    def compute(changed):
        return identities_by_study(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
