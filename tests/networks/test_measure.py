"""Tables in, tables out: every network and year, empty ones, bad rows, streams of their own."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from networks.test_against_networkx import graphs
from networks.textbook import code, nodes_of

from wenmai.errors import WenmaiError
from wenmai.networks import measure_networks
from wenmai.networks.measure import measure_network
from wenmai.networks.roles import ROLES, node_roles
from wenmai.networks.settings import NetworkSettings
from wenmai.networks.tables import TABLES, tidy

FEW = {"null_draws": 10, "removal_draws": 5, "bootstrap_draws": 10}

# P2 Table 1: distinct neighbours, betweenness, and the role its section 3.1.1 names.
P2_TABLE_1 = {
    "Shenyang": (8, 0.327, "core_hub"),
    "Dalian": (7, 0.241, "core_hub"),
    "Anshan": (4, 0.073, "sub_node"),
    "Fushun": (3, 0.039, "sub_node"),
    "Benxi": (3, 0.091, "sub_node"),
    "Dandong": (6, 0.118, "bridge"),
    "Jinzhou": (5, 0.104, "bridge"),
    "Yingkou": (3, 0.045, "sub_node"),
    "Fuxin": (2, 0.011, "edge_node"),
    "Liaoyang": (5, 0.152, "sub_node"),
    "Tieling": (2, 0.024, "edge_node"),
    "Chaoyang": (2, 0.000, "edge_node"),
    "Panjin": (3, 0.018, "sub_node"),
    "Huludao": (2, 0.000, "edge_node"),
}


def links(network, year, rows):
    return pd.DataFrame(
        [("s", network, year, *row) for row in rows],
        columns=["study_code", "network_code", "year", "from_node", "to_node", "weight"],
    )


def nodes(network, year, codes):
    return pd.DataFrame(
        [("s", network, year, node) for node in codes],
        columns=["study_code", "network_code", "year", "node_code"],
    )


def setting(network, **options):
    return pd.DataFrame([{"study_code": "s", "network_code": network} | FEW | options])


def summary(found, year=1):
    rows = found["summary"][found["summary"]["year"] == year]
    return rows.set_index("measure_code")


def test_no_network_gives_every_table_empty_and_typed():
    found = measure_networks(links("n", 1, []), nodes("n", 1, []), setting("n"))
    for name, columns in TABLES.items():
        assert list(found[name].columns) == list(columns)
        assert found[name].empty


@pytest.mark.parametrize("is_directed", [True, False])
@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_network_without_links_is_measured_and_says_what_is_undefined(n, is_directed):
    codes = [code(i) for i in range(n)]
    found = measure_networks(
        links("n", 1, []), nodes("n", 1, codes), setting("n", is_directed=is_directed)
    )
    assert len(found["nodes"]) == n
    assert found["nodes"]["is_isolated"].all()
    assert set(found["nodes"]["role_code"]) == {"edge_node"}
    assert found["nodes"]["betweenness"].tolist() == [0.0] * n
    whole = summary(found)
    assert whole.loc["n_isolated", "value"] == n
    unknown = whole[whole["value"].isna()]
    assert "average_path_length" in unknown.index
    assert unknown["reason_said"].notna().all()
    assert whole[whole["value"].notna()]["reason_said"].isna().all()


def test_an_isolated_node_stands_beside_the_others():
    found = measure_networks(
        links("n", 1, [("a", "b", 1.0)]), nodes("n", 1, ["a", "b", "z"]), setting("n")
    )
    frame = found["nodes"].set_index("node_code")
    assert frame["weak_component"].tolist() == [1, 1, 2]
    assert frame.loc["z", ["degree", "closeness_out", "clustering"]].tolist() == [0, 0.0, 0.0]
    assert summary(found).loc["largest_weak_share", "value"] == pytest.approx(2 / 3)


def test_rows_that_are_no_links_are_counted_and_left_out():
    rows = [
        ("a", "b", 1.0),
        ("a", "b", 2.0),  # the same link again
        ("a", "a", 5.0),  # a loop
        ("b", "c", 0.0),  # no strength
        ("b", "c", -1.0),
        ("b", "c", float("nan")),
    ]
    found = measure_networks(links("n", 1, rows), nodes("n", 1, ["a", "b", "c"]), setting("n"))
    whole = summary(found)["value"]
    assert whole["n_links"] == 1
    assert whole["total_strength"] == 3
    assert whole["n_loops_left_out"] == 1
    assert whole["n_links_merged"] == 1
    assert whole["n_links_without_strength"] == 3


def test_a_network_without_settings_is_named():
    with pytest.raises(WenmaiError, match="Network n of study s has no settings"):
        measure_networks(links("n", 1, [("a", "b", 1.0)]), nodes("n", 1, []), setting("m"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"closeness_convention": "freeman"}, "wasserman_faust, ucinet"),
        ({"path_length": "miles"}, "hops, inverse_strength"),
        ({"hub_quantile": 1.5}, "between 0 and 1"),
        ({"null_draws": -1}, "0 or more"),
        ({"removal_steps": 0}, "1 or more"),
    ],
)
def test_a_setting_out_of_range_says_what_is_allowed(options, words):
    with pytest.raises(WenmaiError, match=words):
        NetworkSettings(**options)


def test_another_year_or_network_changes_no_draw_and_no_row_order_matters():
    graph = nx.gnm_random_graph(12, 30, seed=2, directed=True)
    rows = [(code(a), code(b), 1.0 + a) for a, b in graph.edges]
    alone = measure_networks(links("n", 1, rows), nodes("n", 1, []), setting("n"))
    more = measure_networks(
        pd.concat([links("n", 1, rows[::-1]), links("n", 2, rows), links("m", 1, rows)]),
        nodes("n", 1, []),
        pd.concat([setting("n"), setting("m")]),
    )
    for name, frame in more.items():
        same = frame[(frame["network_code"] == "n") & (frame["year"] == 1)]
        pd.testing.assert_frame_equal(same.reset_index(drop=True), alone[name], check_exact=True)


def test_every_table_has_its_key_once():
    graph = nx.gnm_random_graph(12, 30, seed=2, directed=True)
    rows = [(code(a), code(b), 1.0) for a, b in graph.edges]
    found = measure_networks(links("n", 1, rows), nodes("n", 1, []), setting("n"))
    keys = {
        "nodes": ["node_code"],
        "summary": ["measure_code"],
        "degree_distribution": ["degree_type", "degree"],
        "degree_fits": ["degree_type", "scope_code", "law_code"],
        "resilience": ["strategy_code", "n_removed"],
        "null_models": ["measure_code"],
        "pareto": ["measure_code", "node_code"],
    }
    for name, columns in keys.items():
        assert len(found[name])
        assert not found[name].duplicated(columns).any(), name


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_no_network_is_too_odd(graph):
    options = NetworkSettings(is_directed=graph.is_directed, **FEW)
    found = measure_network(graph, options)
    frame = found["nodes"]
    assert len(frame) == graph.n_nodes
    assert frame["relative_betweenness"].between(0, 1).all()
    assert set(frame["role_code"]) <= set(ROLES)
    distribution = found["degree_distribution"]
    for _, rows in distribution.groupby("degree_type"):
        assert rows["n_nodes"].sum() == graph.n_nodes
        assert rows["node_share"].sum() == pytest.approx(1)
        assert rows["node_share_at_least"].iloc[0] == 1
    for _, rows in found["resilience"].groupby("strategy_code"):
        assert (np.diff(rows["giant_share"]) <= 1e-12).all()
        assert rows["giant_share"].iloc[-1] == 0
    for _, rows in found["pareto"].groupby("measure_code"):
        shares = rows["cumulative_share"].dropna()
        assert shares.empty or shares.iloc[-1] == 1
        assert (np.diff(rows["value"]) <= 0).all()


def test_roles_of_the_paper_s_table_are_those_it_names():
    degree, between, named = zip(*P2_TABLE_1.values(), strict=True)
    found = dict(zip(P2_TABLE_1, node_roles(degree, between), strict=True))
    different = {city for city, role in zip(P2_TABLE_1, named, strict=True) if found[city] != role}
    # Section 3.1.1 counts Liaoyang among the sub-nodes, the conclusion among "important bridges".
    assert different == {"Liaoyang"}
    assert found["Liaoyang"] == "bridge"


def test_equal_nodes_have_equal_roles_and_nobody_is_at_the_edge():
    assert set(node_roles([4] * 5, [0.0] * 5)) == {"sub_node"}
    assert set(node_roles([2] * 6, [0.1] * 6)) == {"sub_node"}


def test_two_hubs_with_their_own_leaves_and_a_bridge_between():
    edges = [("h1", f"a{i}") for i in range(6)] + [("h2", f"b{i}") for i in range(6)]
    edges += [("h1", "m"), ("m", "h2"), ("a0", "a1"), ("b0", "b1"), ("a2", "a3"), ("b2", "b3")]
    graph = nx.Graph(edges)
    rows = [(a, b, 1.0) for a, b in graph.edges]
    found = measure_networks(
        links("n", 1, rows), nodes("n", 1, []), setting("n", is_directed=False)
    )["nodes"].set_index("node_code")["role_code"]
    assert found[["h1", "h2", "m"]].tolist() == ["core_hub", "core_hub", "bridge"]
    assert found[["a0", "b3"]].tolist() == ["sub_node", "sub_node"]
    assert found[["a5", "b4"]].tolist() == ["edge_node", "edge_node"]


def test_pareto_of_the_kite_adds_up_in_order():
    graph = nx.krackhardt_kite_graph()
    rows = [(code(a), code(b), 1.0) for a, b in graph.edges]
    found = measure_networks(
        links("n", 1, rows), nodes("n", 1, []), setting("n", is_directed=False)
    )["pareto"]
    degree = found[found["measure_code"] == "degree"]
    assert degree["node_code"].iloc[0] == code(3)
    assert degree["rank"].tolist() == [1, 2, 2, 4, 4, 6, 6, 6, 9, 10]
    assert degree["value_share"].iloc[0] == pytest.approx(6 / 36)
    assert degree["cumulative_share"].iloc[2] == pytest.approx(16 / 36)


def test_resilience_of_a_star_by_hand():
    rows = [("c", leaf, 1.0) for leaf in "wxyz"]
    found = measure_networks(
        links("n", 1, rows), nodes("n", 1, []), setting("n", is_directed=False, removal_draws=400)
    )
    curve = found["resilience"]
    targeted = curve[curve["strategy_code"] == "betweenness"]
    assert targeted["giant_share"].tolist() == [1, 0.2, 0.2, 0.2, 0.2, 0]
    # 4 links and 6 pairs of leaves two steps apart, 10 pairs: (4 + 6/2) / 10
    assert targeted["efficiency"].tolist() == pytest.approx([0.7, 0, 0, 0, 0, 0])
    # the centre goes first in one of five orders
    first = curve[(curve["strategy_code"] == "random") & (curve["n_removed"] == 1)]
    assert first["giant_share"].item() == pytest.approx(0.8 * 0.8 + 0.2 * 0.2, abs=0.06)
    # trapezoids of 1, .2, .2, .2, .2, 0 over fifths
    area = summary(found).loc["robustness_betweenness", "value"]
    assert area == pytest.approx((0.5 + 0.2 * 4) / 5)


def test_tidy_keeps_ten_significant_digits_and_makes_neighbours_equal():
    assert tidy(1 / 3) == 0.3333333333
    assert tidy(0.1 + 0.2) == tidy(0.3)
    assert tidy(np.array([np.nan, 0.0, -1e-30])).tolist()[1:] == [0.0, -1e-30]


def test_measures_do_not_depend_on_names():
    graph = nx.gnm_random_graph(9, 14, seed=3)
    plain = nodes_of(graph_named(graph, {i: f"{i}" for i in graph}))
    turned = nodes_of(graph_named(graph, {i: f"{8 - i}" for i in graph}))
    measures = ["betweenness", "closeness_out", "clustering", "pagerank", "core_number"]
    assert plain[measures].to_numpy() == pytest.approx(turned[measures].to_numpy()[::-1])


def graph_named(graph, names):
    from networks.textbook import from_networkx

    return from_networkx(nx.relabel_nodes(graph, names))
