"""Every measure against networkx on random networks: directed or not, in pieces, with strengths."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks.textbook import nodes_of, to_networkx, whole_of

from wenmai.networks import betweenness as betweenness_module
from wenmai.networks import clustering as clustering_module
from wenmai.networks import paths as paths_module
from wenmai.networks.batches import mean_clustering, mean_path_length
from wenmai.networks.betweenness import betweenness
from wenmai.networks.clustering import local_clustering, transitivity, weighted_clustering
from wenmai.networks.components import components
from wenmai.networks.graph import Graph
from wenmai.networks.paths import path_sums
from wenmai.networks.resilience import resilience
from wenmai.networks.spectral import core_numbers, eigenvector, pagerank

TOLERANCE = 1e-12
unhurried = settings(deadline=None)  # the first example loads a library


@st.composite
def graphs(draw, smallest=1, largest=14, directed=None):
    """Draw a network; strengths are powers of two, so that equally long paths are exactly so."""
    n = draw(st.integers(smallest, largest))
    is_directed = draw(st.booleans()) if directed is None else directed
    seed = draw(st.integers(0, 2**32 - 1))
    density = draw(st.sampled_from([0.0, 0.05, 0.15, 0.3, 0.6, 1.0]))
    rng = np.random.default_rng(seed)
    matrix = rng.random((n, n)) < density
    matrix = np.triu(matrix, k=1) if not is_directed else matrix & ~np.eye(n, dtype=bool)
    sources, targets = np.nonzero(matrix)
    weights = 2.0 ** rng.integers(-2, 3, len(sources))
    codes = tuple(f"{i:03d}" for i in range(n))
    return Graph(codes, sources, targets, weights, is_directed)


def values(found: dict) -> np.ndarray:
    return np.array([found[node] for node in sorted(found)], dtype=float)


def close(ours, theirs) -> bool:
    return np.allclose(ours, theirs, rtol=TOLERANCE, atol=TOLERANCE)


@unhurried
@given(graphs())
def test_betweenness(graph):
    theirs = nx.betweenness_centrality(to_networkx(graph), normalized=False)
    assert close(betweenness(graph), values(theirs))


@unhurried
@given(graphs())
def test_relative_betweenness(graph):
    theirs = values(nx.betweenness_centrality(to_networkx(graph), normalized=True))
    assert np.allclose(nodes_of(graph)["relative_betweenness"], theirs, atol=1e-10)


@unhurried
@given(graphs())
def test_betweenness_of_large_networks_takes_the_same_values(graph):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(betweenness_module, "DENSE_NODES", 0)
        theirs = nx.betweenness_centrality(to_networkx(graph), normalized=False)
        assert close(betweenness(graph), values(theirs))


@unhurried
@given(graphs())
def test_betweenness_over_strengths(graph):
    other = to_networkx(graph)
    for _, _, data in other.edges(data=True):
        data["length"] = 1 / data["weight"]
    theirs = nx.betweenness_centrality(other, normalized=False, weight="length")
    assert close(betweenness(graph, "inverse_strength"), values(theirs))


@unhurried
@given(graphs())
@pytest.mark.parametrize("path_length", ["hops", "inverse_strength"])
def test_closeness_in_both_directions(path_length, graph):
    other = to_networkx(graph)
    if graph.n_links:
        mean = graph.weights.mean()
        for _, _, data in other.edges(data=True):
            data["length"] = mean / data["weight"]
    distance = None if path_length == "hops" else "length"
    found = nodes_of(graph, path_length=path_length)
    # networkx measures the way in; the way out is the way in of the reversed network
    into = values(nx.closeness_centrality(other, distance=distance))
    turned = other.reverse() if graph.is_directed else other
    out = values(nx.closeness_centrality(turned, distance=distance))
    assert np.allclose(found["closeness_in_wasserman_faust"], into, rtol=1e-9, atol=1e-12)
    assert np.allclose(found["closeness_out_wasserman_faust"], out, rtol=1e-9, atol=1e-12)


@unhurried
@given(graphs())
def test_closeness_of_ucinet_from_distances(graph):
    n = graph.n_nodes
    distances = dict(nx.all_pairs_shortest_path_length(to_networkx(graph)))
    matrix = np.array([[distances[i].get(j, n) for j in range(n)] for i in range(n)], dtype=float)
    found = nodes_of(graph)
    if n == 1:
        assert found["closeness_out_ucinet"].tolist() == [0]
        return
    for side, sums in (("out", matrix.sum(axis=1)), ("in", matrix.sum(axis=0))):
        theirs = 100 * (n - 1) / sums
        assert np.allclose(found[f"closeness_{side}_ucinet"], theirs, rtol=1e-9)


@unhurried
@given(graphs())
def test_path_sums_of_networks_as_long_as_a_chain(graph):
    with pytest.MonkeyPatch.context() as patch:
        ours = path_sums(graph)
        patch.setattr(paths_module, "_MOST_STEPS", 1)
        by_dijkstra = path_sums(graph)
    for name in ("out_sum", "in_sum", "out_count", "in_count", "out_farthest"):
        assert getattr(ours, name).tolist() == getattr(by_dijkstra, name).tolist()
    assert close(ours.out_inverse, by_dijkstra.out_inverse)


@pytest.mark.parametrize("is_directed", [False, True])
def test_path_sums_over_several_blocks_of_sources(is_directed):
    # more than 16 words of 64 sources, and a last word that is not full
    other = nx.gnm_random_graph(1100, 2500, seed=4, directed=is_directed)
    sources, targets = map(np.array, zip(*other.edges, strict=True))
    graph = Graph(tuple(map(str, range(1100))), sources, targets, np.ones(2500), is_directed)
    distances = dict(nx.all_pairs_shortest_path_length(other))
    sums = path_sums(graph)
    assert sums.out_sum.tolist() == [sum(distances[i].values()) for i in range(1100)]
    into = np.zeros(1100)
    for reached in distances.values():
        for node, distance in reached.items():
            into[node] += distance
    assert sums.in_sum.tolist() == into.tolist()


@unhurried
@given(graphs())
def test_clustering(graph):
    other = to_networkx(graph)
    assert close(local_clustering(graph), values(nx.clustering(other)))
    if graph.n_links:
        theirs = values(nx.clustering(other, weight="weight"))
        assert close(weighted_clustering(graph), theirs)
    assert close(transitivity(graph), nx.transitivity(nx.Graph(other)))


@unhurried
@given(graphs())
def test_clustering_of_large_networks_takes_the_same_values(graph):
    expected = local_clustering(graph), weighted_clustering(graph), transitivity(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clustering_module, "_DENSE_NODES", 0)
        assert close(local_clustering(graph), expected[0])
        assert close(weighted_clustering(graph), expected[1])
        assert close(transitivity(graph), expected[2])


@unhurried
@given(graphs(smallest=2))
def test_clustering_and_path_length_of_many_at_once(graph):
    sources, targets = np.tile(graph.sources, (3, 1)), np.tile(graph.targets, (3, 1))
    mean = local_clustering(graph).mean()
    assert close(mean_clustering(graph, sources, targets), [mean] * 3)
    lengths = mean_path_length(graph, sources, targets)
    own = whole_of(graph)["average_path_length"]
    assert np.isnan(lengths).all() if own is None else np.allclose(lengths, own, rtol=1e-9)


@unhurried
@given(graphs())
def test_components(graph):
    other = to_networkx(graph)
    weak = nx.connected_components(nx.Graph(other))
    strong = nx.strongly_connected_components(other) if graph.is_directed else list(weak)
    if not graph.is_directed:
        weak = strong
    for theirs, connection in ((weak, "weak"), (strong, "strong")):
        labels = components(graph, connection)
        ours = {frozenset(np.flatnonzero(labels == label).tolist()) for label in set(labels)}
        assert ours == {frozenset(part) for part in theirs}
        sizes = np.bincount(labels)[1:]
        assert (np.diff(sizes) <= 0).all()


@unhurried
@given(graphs())
def test_core_numbers_ignore_directions(graph):
    theirs = nx.core_number(nx.Graph(to_networkx(graph)))
    assert core_numbers(graph).tolist() == values(theirs).astype(int).tolist()


@unhurried
@given(graphs())
@pytest.mark.parametrize("is_weighted", [False, True])
def test_pagerank(is_weighted, graph):
    weight = "weight" if is_weighted else None
    theirs = nx.pagerank(to_networkx(graph), weight=weight, tol=1e-14, max_iter=10_000)
    assert np.allclose(pagerank(graph, is_weighted), values(theirs), rtol=0, atol=1e-12)


@unhurried
@given(graphs(smallest=3))
@pytest.mark.parametrize("is_weighted", [False, True])
def test_the_eigenvector_of_a_connected_network(is_weighted, graph):
    other = to_networkx(graph)
    is_whole = nx.is_strongly_connected(other) if graph.is_directed else nx.is_connected(other)
    found = eigenvector(graph, is_weighted)
    if not is_whole:
        # where it is defined it is an eigenvector of the largest eigenvalue
        if not np.isnan(found).any():
            matrix = (graph.strengths if is_weighted else graph.adjacency).toarray()
            largest = np.linalg.eigvals(matrix).real.max()
            assert np.allclose(matrix.T @ found, largest * found, atol=1e-6)
        return
    theirs = nx.eigenvector_centrality_numpy(other, weight="weight" if is_weighted else None)
    assert np.allclose(found, np.abs(values(theirs)), atol=1e-9)


@unhurried
@given(graphs())
def test_the_whole_network(graph):
    other, whole = to_networkx(graph), whole_of(graph)
    if graph.n_nodes > 1:
        assert whole["density"] == pytest.approx(nx.density(other), rel=1e-9)
    if graph.n_links and graph.is_directed:
        assert whole["reciprocity"] == pytest.approx(nx.overall_reciprocity(other), rel=1e-9)
    if graph.n_nodes > 1 and not graph.is_directed:
        assert whole["global_efficiency"] == pytest.approx(nx.global_efficiency(other), rel=1e-9)
    if graph.n_links and not graph.is_directed:
        first = max(nx.connected_components(other), key=lambda part: (len(part), -min(part)))
        largest = other.subgraph(first)
        assert whole["average_path_length"] == pytest.approx(
            nx.average_shortest_path_length(largest), rel=1e-9
        )
        assert whole["diameter"] == nx.diameter(largest)
        assert whole["n_pairs_with_path"] == len(first) * (len(first) - 1)


@settings(deadline=None, max_examples=25)
@given(graphs(smallest=3, largest=10))
def test_what_is_left_after_removals(graph):
    other = nx.Graph(to_networkx(graph))
    rows = resilience(graph, betweenness(graph), n_draws=2)
    by_degree = [row["giant_share"] for row in rows if row["strategy_code"] == "degree"]
    expected = []
    while True:
        parts = nx.connected_components(other)
        expected.append(max((len(part) for part in parts), default=0) / graph.n_nodes)
        if not len(other):
            break
        other.remove_node(max(sorted(other), key=other.degree))
    assert by_degree == pytest.approx(expected)
