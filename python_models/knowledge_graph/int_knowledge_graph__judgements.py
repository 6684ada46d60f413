from wenmai.build.changed_studies import compute_changed_studies
from wenmai.knowledge_graph.studies import judgements_by_study

ENDS = "head_code as head, relation_code as relation, tail_code as tail"


def model(dbt, session):
    dbt.config(materialized="table")
    inputs = {
        "triples": dbt.ref("int_knowledge_graph__triples").project(
            f"study_code, {ENDS}, valid_from as year, is_role"
        ),
        "entities": dbt.ref("int_knowledge_graph__entities"),
        "relations": dbt.source("knowledge_graph", "study_graph_relations").project(
            "study_code, relation_code, from_kind, to_kind, functional_end, inverse_of"
        ),
        "aliases": dbt.source("knowledge_graph", "graph_aliases").project(
            "study_code, entity as entity_code, alias"
        ),
        "statements": dbt.ref("int_knowledge_graph__statements").project(
            f"study_code, statement_kind, {ENDS}, is_true"
        ),
        "settings": dbt.ref("int_knowledge_graph__settings"),
    }

    def compute(changed):
        return judgements_by_study(**{name: rows.df() for name, rows in changed.items()})

    return compute_changed_studies(dbt, session, inputs, compute)
