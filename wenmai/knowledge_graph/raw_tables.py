"""The tables of schema raw that graphs fill."""

from wenmai.ingest.raw_tables import RawTable

_PLACE = """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    row_number bigint, column_label varchar
"""
_ISSUE = "reader_issue varchar, reader_detail varchar"

STUDY_GRAPHS = RawTable(
    "study_graphs",
    "One row per study with a graph; a convention that the study leaves open is null.",
    """
    study_code varchar, methods varchar, half_life_years double, credit_share varchar,
    rating_shrinkage double, valid_share double, test_share double, context_share double,
    suspicious_quantile double, grace_years integer, n_factors integer, steps integer,
    seed integer
    """,
)

STUDY_GRAPH_RELATIONS = RawTable(
    "study_graph_relations",
    "One row per study and relation of its graph.",
    """
    study_code varchar, relation_code varchar, relation_name_zh varchar, relation_name_en varchar,
    from_kind varchar, to_kind varchar, functional_end varchar, inverse_of varchar,
    position integer
    """,
)

STUDY_GRAPH_LAYERS = RawTable(
    "study_graph_layers",
    "One row per study and layer of its graph; the relations of an end stand between commas.",
    """
    study_code varchar, layer_code varchar, layer_name_zh varchar, layer_name_en varchar,
    one_end varchar, other_end varchar, position integer
    """,
)

GRAPH_WORKS = RawTable(
    "graph_works",
    "One row per line of a table of works, as text.",
    f"""{_PLACE},
    work varchar, title varchar, date_text varchar, takings_text varchar, rating_text varchar,
    votes_text varchar, {_ISSUE}
    """,
)

GRAPH_FEATURES = RawTable(
    "graph_features",
    "One row per work and genre or region that its line names.",
    """
    study_code varchar, mapping_code varchar, source_file varchar,
    work varchar, relation_code varchar, feature varchar
    """,
)

GRAPH_ROLES = RawTable(
    "graph_roles",
    "One row per role: a line of a long table, or a name in a cell of a wide one, as text.",
    f"""{_PLACE},
    work varchar, entity_id varchar, entity_name varchar, relation_text varchar,
    position_text varchar, is_no_name boolean, {_ISSUE}
    """,
)

GRAPH_ENTITIES = RawTable(
    "graph_entities",
    "One row per line of a table of people and institutions, as text.",
    f"""{_PLACE},
    entity varchar, entity_name varchar, kind_text varchar, region varchar, born_text varchar,
    died_text varchar, {_ISSUE}
    """,
)

GRAPH_ALIASES = RawTable(
    "graph_aliases",
    "One row per entity and further name that its line gives.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, entity varchar, alias varchar
    """,
)

GRAPH_STATEMENTS = RawTable(
    "graph_statements",
    "One row per line of a table of triples: facts, candidates or labels, as text.",
    f"""{_PLACE},
    statement_kind varchar, head varchar, relation_text varchar, tail varchar, date_text varchar,
    is_true_text varchar, {_ISSUE}
    """,
)
