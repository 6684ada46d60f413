"""Random networks of given degrees: degrees stay, no network is favoured, rigid ones say so."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from networks.test_against_networkx import graphs
from networks.textbook import from_networkx
from scipy.stats import chisquare

from wenmai.networks import sentences as say
from wenmai.networks.batches import mean_clustering
from wenmai.networks.graph import Graph
from wenmai.networks.lattice import latticized
from wenmai.networks.rewiring import batches, rewired
from wenmai.networks.small_world import small_world
from wenmai.sentences import told


def keys(graph: Graph, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    if not graph.is_directed:
        sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
    return np.sort(sources * graph.n_nodes + targets, axis=1)


def assert_same_degrees_and_simple(graph, sources, targets):
    for one_sources, one_targets in zip(sources, targets, strict=True):
        drawn = graph.with_links(one_sources, one_targets)
        assert drawn.out_degrees.tolist() == graph.out_degrees.tolist()
        assert drawn.in_degrees.tolist() == graph.in_degrees.tolist()
        assert (one_sources != one_targets).all()
    drawn_keys = keys(graph, sources, targets)
    assert (np.diff(drawn_keys, axis=1) > 0).all()


@settings(deadline=None)
@given(graphs(smallest=2))
def test_a_draw_keeps_every_degree_and_stays_simple(graph):
    for n, seed in batches(graph, 4, seed=1):
        batch = rewired(graph, n, swaps_per_link=3, seed=seed)
        assert_same_degrees_and_simple(graph, batch.sources, batch.targets)
    assert_same_degrees_and_simple(graph, *latticized(graph, 2, seed=1))


def test_a_large_sparse_network_keeps_every_degree():
    # sorted keys instead of a table of all pairs of nodes
    graph = from_networkx(nx.gnm_random_graph(1500, 3000, seed=2))
    batch = rewired(graph, 2, swaps_per_link=5, seed=1)
    assert_same_degrees_and_simple(graph, batch.sources, batch.targets)
    assert batch.swaps_per_link > 4
    before = set(keys(graph, graph.sources[None], graph.targets[None])[0])
    assert len(before & set(keys(graph, batch.sources, batch.targets)[0])) < 0.1 * graph.n_links


def all_networks_with(degrees: list[int]) -> int:
    """Count the simple networks with these degrees one by one."""
    n = len(degrees)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]

    def count(place: int, left: tuple[int, ...]) -> int:
        if place == len(pairs):
            return int(not any(left))
        i, j = pairs[place]
        found = count(place + 1, left)
        if left[i] and left[j]:
            taken = list(left)
            taken[i] -= 1
            taken[j] -= 1
            found += count(place + 1, tuple(taken))
        return found

    return count(0, tuple(degrees))


def test_every_network_of_the_same_degrees_is_equally_likely():
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 0), (0, 3)]
    graph = from_networkx(nx.Graph(edges))
    batch = rewired(graph, 12_000, swaps_per_link=10, seed=5)
    drawn = Counter(map(tuple, keys(graph, batch.sources, batch.targets)))
    assert len(drawn) == all_networks_with(graph.degrees.tolist())
    assert chisquare(list(drawn.values())).pvalue > 0.001


def test_every_directed_network_of_the_same_degrees_is_equally_likely():
    # out 1, 1, 2, 1 and in 1, 2, 1, 1
    graph = Graph.from_edges([("a", "b"), ("b", "c"), ("c", "d"), ("c", "b"), ("d", "a")])
    batch = rewired(graph, 6_000, swaps_per_link=10, seed=5)
    drawn = Counter(map(tuple, keys(graph, batch.sources, batch.targets)))
    matrices = 0
    cells = [(i, j) for i in range(4) for j in range(4) if i != j]
    for choice in range(2 ** len(cells)):
        chosen = [cells[k] for k in range(len(cells)) if choice >> k & 1]
        out = np.bincount([i for i, _ in chosen], minlength=4)
        into = np.bincount([j for _, j in chosen], minlength=4)
        matrices += out.tolist() == graph.out_degrees.tolist() and into.tolist() == (
            graph.in_degrees.tolist()
        )
    assert len(drawn) == matrices
    assert chisquare(list(drawn.values())).pvalue > 0.001


RIGID_NETWORKS = {
    "star": nx.star_graph(6),
    "complete": nx.complete_graph(6),
    "one link": nx.path_graph(2),
    "complete directed": nx.complete_graph(5, nx.DiGraph()),
}


@pytest.mark.parametrize("name", RIGID_NETWORKS)
def test_a_network_that_cannot_be_rewired_says_so(name):
    rows = small_world(from_networkx(RIGID_NETWORKS[name]), n_draws=20)
    by_measure = {row["measure_code"]: row for row in rows}
    assert {row["reason_said"] for row in rows} == {told([say.RIGID()])}
    assert np.isnan(by_measure["sigma"]["value"])
    assert (
        by_measure["average_path_length"]["null_mean"]
        == (by_measure["average_path_length"]["value"])
    )


def test_a_network_without_links_has_no_small_world_and_a_reason():
    rows = small_world(Graph.from_edges([], nodes=["a", "b"]), n_draws=20)
    assert {row["reason_said"] for row in rows} == {told([say.NO_LINK()])}
    assert all(np.isnan(row["value"]) for row in rows)


def measures(graph, **options):
    return {row["measure_code"]: row for row in small_world(graph, **options)}


def test_a_rewired_ring_is_a_small_world_and_a_random_network_is_none():
    small = measures(from_networkx(nx.watts_strogatz_graph(80, 6, 0.1, seed=3)), n_draws=60)
    random = measures(from_networkx(nx.gnm_random_graph(80, 240, seed=3)), n_draws=60)
    assert small["sigma"]["value_p05"] > 2
    assert small["mean_clustering"]["p_value"] == pytest.approx(1 / 61)
    assert random["sigma"]["value_p05"] < 1 < random["sigma"]["value_p95"]
    assert abs(small["omega"]["value"]) < 0.4 < random["omega"]["value"]


def test_omega_of_a_ring_lattice_is_near_minus_one():
    ring = from_networkx(nx.watts_strogatz_graph(80, 6, 0.0, seed=1))
    assert measures(ring, n_draws=40)["omega"]["value"] < -0.5


def test_lattices_are_more_clustered_than_those_of_networkx():
    other = nx.gnm_random_graph(60, 180, seed=1)
    graph = from_networkx(other)
    ours = mean_clustering(graph, *latticized(graph, 5, seed=1)).max()
    theirs = nx.average_clustering(nx.lattice_reference(other, niter=5, seed=1))
    assert ours > theirs


def test_sigma_follows_from_the_rows_beside_it():
    found = measures(from_networkx(nx.krackhardt_kite_graph()), n_draws=50)
    clustering, length = found["mean_clustering"], found["average_path_length"]
    sigma = (clustering["value"] / clustering["null_mean"]) / (
        length["value"] / length["null_mean"]
    )
    assert found["sigma"]["value"] == pytest.approx(sigma)
    omega = length["null_mean"] / length["value"] - (
        clustering["value"] / clustering["lattice_value"]
    )
    assert found["omega"]["value"] == pytest.approx(omega)


def test_the_same_seed_draws_the_same_and_strengths_play_no_part():
    plain = from_networkx(nx.krackhardt_kite_graph())
    strong = Graph(plain.nodes, plain.sources, plain.targets, plain.weights * 7, False)
    assert small_world(plain, 30, seed=4) == small_world(strong, 30, seed=4)
    assert small_world(plain, 30, seed=4) != small_world(plain, 30, seed=5)
