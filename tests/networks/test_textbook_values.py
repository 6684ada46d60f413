"""Numbers that others have printed for well-known networks, and some that can be done by hand."""

from math import sqrt

import networkx as nx
import numpy as np
import pytest
from networks.textbook import (
    florentine_business,
    florentine_marriage,
    from_networkx,
    karate,
    nodes_of,
    whole_of,
)

from wenmai.networks.graph import Graph
from wenmai.networks.qap import qap_correlation

# Krackhardt (1990), as printed with the kite on orgnet.com: degree, betweenness and closeness
# centrality of ten people, three digits.
KITE = {
    "Diane": (0.667, 0.102, 0.600),
    "Fernando": (0.556, 0.231, 0.643),
    "Garth": (0.556, 0.231, 0.643),
    "Andre": (0.444, 0.023, 0.529),
    "Beverly": (0.444, 0.023, 0.529),
    "Carol": (0.333, 0.000, 0.500),
    "Ed": (0.333, 0.000, 0.500),
    "Heather": (0.333, 0.389, 0.600),
    "Ike": (0.222, 0.222, 0.429),
    "Jane": (0.111, 0.000, 0.310),
}
# as networkx numbers them
KITE_ORDER = [
    *("Andre", "Beverly", "Carol", "Diane", "Ed"),
    *("Fernando", "Garth", "Heather", "Ike", "Jane"),
]

# UCINET's standard data set PADGM (16 families): betweenness as its routine prints it.
UCINET_BETWEENNESS = {
    "Medici": 47.500,
    "Guadagni": 23.167,
    "Albizzi": 19.333,
    "Salviati": 13.000,
    "Ridolfi": 10.333,
    "Bischeri": 9.500,
    "Strozzi": 9.333,
    "Barbadori": 8.500,
    "Tornabuoni": 8.333,
    "Castellani": 5.000,
    "Peruzzi": 2.000,
}

# Wasserman and Faust (1994), chapter 5: the 15 families without the Pucci.
WASSERMAN_FAUST_CLOSENESS = {"Medici": 0.560, "Ridolfi": 0.500, "Albizzi": 0.483}


@pytest.fixture(scope="module")
def kite():
    return nodes_of(from_networkx(nx.krackhardt_kite_graph())).set_axis(KITE_ORDER)


@pytest.mark.parametrize("person", KITE)
def test_the_kite_has_the_printed_centralities(kite, person):
    found = kite.loc[person]
    own = (found["degree"] / 9, found["relative_betweenness"], found["closeness_out"])
    assert np.round(own, 3) == pytest.approx(KITE[person], abs=1e-9)
    # connected: UCINET's closeness is the same in per cent
    assert found["closeness_out_ucinet"] == pytest.approx(100 * found["closeness_out"])


def test_betweenness_of_the_florentine_families_is_what_ucinet_prints():
    found = nodes_of(florentine_marriage())
    for family, value in UCINET_BETWEENNESS.items():
        assert found.loc[family, "betweenness"] == pytest.approx(value, abs=5e-4)
        # nBetweenness in per cent of the (n-1)(n-2)/2 = 105 pairs of others
        relative = 100 * found.loc[family, "relative_betweenness"]
        assert relative == pytest.approx(value / 105 * 100, abs=1e-3)
    rest = found.drop(index=list(UCINET_BETWEENNESS))
    assert (rest["betweenness"] == 0).all()


def test_closeness_of_the_florentine_families_without_the_pucci_is_that_of_the_textbook():
    found = nodes_of(florentine_marriage(with_pucci=False))
    for family, value in WASSERMAN_FAUST_CLOSENESS.items():
        assert found.loc[family, "closeness_out"] == pytest.approx(value, abs=5e-4)
    assert found.loc["Medici", "relative_betweenness"] == pytest.approx(0.522, abs=5e-4)


def test_an_unreachable_family_is_n_steps_away_for_ucinet_and_nowhere_for_the_other_convention():
    # By hand: the Medici reach 14 families in 25 steps; the Pucci count as 16 steps away.
    found = nodes_of(florentine_marriage())
    assert found.loc["Medici", "closeness_out_ucinet"] == pytest.approx(100 * 15 / (25 + 16))
    assert found.loc["Medici", "closeness_out_wasserman_faust"] == pytest.approx(14 / 15 * 14 / 25)
    # nobody is reached: 15 others at 16 steps
    assert found.loc["Pucci", "closeness_out_ucinet"] == pytest.approx(100 / 16)
    assert found.loc["Pucci", "closeness_out_wasserman_faust"] == 0


def test_marriage_and_business_correlate_as_ucinet_s_qap_says():
    # UCINET's QAP of PADGM and PADGB: 0.372. By hand: 8 of 20 and 15 ties are common, 120 pairs.
    marriage, business = florentine_marriage(), florentine_business()
    found = qap_correlation(
        marriage.adjacency.toarray(),
        business.adjacency.toarray(),
        is_directed=False,
        n_permutations=2000,
    )
    assert found.correlation == pytest.approx((120 * 8 - 20 * 15) / sqrt(20 * 100 * 15 * 105))
    assert round(found.correlation, 3) == 0.372
    assert found.p_greater < 0.01


def test_the_karate_club_has_the_known_measures_of_the_whole_network():
    # Zachary (1977); clustering, path length and betweenness as in Newman and Girvan's papers and
    # the documentation of networkx and igraph.
    club = karate()
    whole = whole_of(club)
    assert (whole["n_nodes"], whole["n_links"], whole["diameter"]) == (34, 78, 5)
    assert whole["density"] == pytest.approx(0.1390, abs=5e-5)
    assert whole["average_path_length"] == pytest.approx(2.4082, abs=5e-5)
    assert whole["mean_clustering"] == pytest.approx(0.5706, abs=5e-5)
    assert whole["transitivity"] == pytest.approx(0.2557, abs=5e-5)
    nodes = nodes_of(club)
    assert nodes.loc["00000", "betweenness"] == pytest.approx(231.0714, abs=5e-5)
    assert nodes.loc["00033", "betweenness"] == pytest.approx(160.5516, abs=5e-5)
    assert nodes["core_number"].max() == 4
    assert (nodes["core_number"] == 4).sum() == 10


@pytest.mark.parametrize("n", [4, 5, 9])
def test_the_middle_of_a_star_has_the_most_of_everything(n):
    # Freeman (1979): the star is what relative measures and centralization are relative to.
    star = Graph.from_edges([("a", f"leaf{i}") for i in range(n - 1)], is_directed=False)
    nodes, whole = nodes_of(star), whole_of(star)
    assert nodes.loc["a", "relative_betweenness"] == 1
    assert nodes.loc["a", "closeness_out_ucinet"] == 100
    assert whole["degree_centralization"] == whole["betweenness_centralization"] == 1
    assert nodes.loc["a", "role_code"] == "core_hub"


def test_relative_betweenness_of_a_directed_star_through_its_middle_is_1():
    # Both ways over the middle: (n-1)(n-2) ordered pairs of leaves, all through it.
    leaves = "wxyz"
    star = Graph.from_edges([("a", x) for x in leaves] + [(x, "a") for x in leaves])
    assert nodes_of(star).loc["a", ["betweenness", "relative_betweenness"]].tolist() == [12, 1]


@pytest.mark.parametrize("n", [3, 4, 7])
def test_everybody_on_a_directed_circle_lies_between_half_of_all_pairs(n):
    # Of the n - 1 ends of paths from each of n starts, d - 1 nodes lie between at distance d:
    # n (1 + ... + (n-2)) over n nodes is (n-1)(n-2)/2 each.
    circle = Graph.from_edges([(f"{i}", f"{(i + 1) % n}") for i in range(n)])
    found = nodes_of(circle)
    assert found["betweenness"].tolist() == [(n - 1) * (n - 2) / 2] * n
    assert found["relative_betweenness"].tolist() == [0.5] * n


def test_closeness_of_a_directed_chain_has_two_sides():
    # a -> b -> c. Out: a 1 + 2, b 1 + 3 (a is unreachable: n = 3), c 3 + 3.
    found = nodes_of(Graph.from_edges([("a", "b"), ("b", "c")]))
    assert found["closeness_out_ucinet"].tolist() == pytest.approx([200 / 3, 50, 100 / 3])
    assert found["closeness_in_ucinet"].tolist() == pytest.approx([100 / 3, 50, 200 / 3])
    # Wasserman-Faust: (r/(n-1)) (r/sum): a 1 * 2/3, b 1/2 * 1, c 0
    assert found["closeness_out_wasserman_faust"].tolist() == pytest.approx([2 / 3, 0.5, 0])
    assert found["closeness_in_wasserman_faust"].tolist() == pytest.approx([0, 0.5, 2 / 3])


def test_strong_links_are_short_when_length_is_inverse_strength():
    # a-b 2, b-c 2, a-c 1/2: mean 1.5, lengths 0.75, 0.75, 3; a reaches c over b in 1.5.
    edges = [("a", "b"), ("b", "c"), ("a", "c")]
    graph = Graph.from_edges(edges, is_directed=False, weights=[2, 2, 0.5])
    found = nodes_of(graph, path_length="inverse_strength")
    assert found["betweenness"].tolist() == [0, 1, 0]
    assert found["closeness_out"].tolist() == pytest.approx([2 / 2.25, 2 / 1.5, 2 / 2.25])
    assert nodes_of(graph)["betweenness"].tolist() == [0, 0, 0]


def test_degree_counts_a_mutual_neighbour_once():
    # As P2 describes Jinzhou: 3 out, 3 in, 2 of them both ways, so 4 neighbours (Table 1 has 5).
    graph = Graph.from_edges([("j", x) for x in "abc"] + [(x, "j") for x in "bcd"])
    assert nodes_of(graph).loc["j", ["out_degree", "in_degree", "degree"]].tolist() == [3, 3, 4]


def test_an_ideal_core_and_periphery_correlates_perfectly():
    # Borgatti and Everett (1999), figure 1: four core nodes linked to all, six others to them only.
    core, others = "abcd", "efghij"
    edges = [(x, y) for x in core for y in core if x < y] + [(x, y) for x in core for y in others]
    graph = Graph.from_edges(edges, is_directed=False)
    assert whole_of(graph)["core_periphery_fit"] == pytest.approx(1)
    assert nodes_of(graph)["is_core"].tolist() == [True] * 4 + [False] * 6
