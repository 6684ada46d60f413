"""The tables of schema raw that networks fill."""

from wenmai.ingest.raw_tables import RawTable

STUDY_NETWORKS = RawTable(
    "study_networks",
    "One row per study and network; a convention that the study leaves open is null.",
    """
    study_code varchar, network_code varchar, network_name_zh varchar, network_name_en varchar,
    network_kind varchar, is_directed boolean, node_kind varchar, is_by_unit boolean,
    exponent double, mass_share_code varchar, distance_kind varchar, distance_measure varchar,
    income_code varchar, people_code varchar, income_gap_floor double, threshold_rule varchar,
    threshold_comparison varchar, threshold_value double, relation_text varchar, year integer,
    first_year integer, last_year integer, path_length varchar, is_weighted boolean,
    closeness_convention varchar,
    hub_quantile double, bridge_quantile double, edge_quantile double, null_draws integer,
    swaps_per_link double, removal_draws integer, removal_steps integer, bootstrap_draws integer,
    threshold_draws integer, permutations integer, seed integer, position integer
    """,
)

STUDY_NETWORK_MASSES = RawTable(
    "study_network_masses",
    "One row per study, gravity network and indicator that is one of its masses.",
    "study_code varchar, network_code varchar, indicator_code varchar, position integer",
)

STUDY_NETWORK_EXPLANATIONS = RawTable(
    "study_network_explanations",
    "One row per study, network and network that shall explain it in a QAP regression.",
    "study_code varchar, network_code varchar, explaining_code varchar, position integer",
)

NETWORK_LINKS = RawTable(
    "network_links",
    "One row per line of a table of links, tie of a Pajek file, or line not understood, as text.",
    """
    study_code varchar, network_code varchar, source_file varchar, sheet_name varchar,
    row_number bigint, column_label varchar, node_a varchar, node_b varchar,
    vertex_a bigint, vertex_b bigint, frequency_text varchar, period_text varchar,
    relation bigint, is_arc boolean, reader_issue varchar, reader_detail varchar
    """,
)

NETWORK_NODES = RawTable(
    "network_nodes",
    "One row per line of a table of nodes, or vertex of a Pajek file, as text.",
    """
    study_code varchar, network_code varchar, source_file varchar, sheet_name varchar,
    row_number bigint, column_label varchar, node varchar, vertex bigint, mode integer,
    node_name varchar, city varchar, node_group varchar, x double, y double,
    reader_issue varchar, reader_detail varchar
    """,
)

NETWORK_DISTANCES = RawTable(
    "network_distances",
    "One row per line of a table of distances, as text.",
    """
    study_code varchar, network_code varchar, source_file varchar, sheet_name varchar,
    row_number bigint, column_label varchar, unit_a varchar, unit_b varchar,
    distance_text varchar, reader_issue varchar, reader_detail varchar
    """,
)
