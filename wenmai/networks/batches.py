"""Clustering and path length of many networks of the same nodes at once, from bits.

The neighbours of a node are the bits of a few machine words; triangles over a link are the bits
that its two ends have in common.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from wenmai.networks.betweenness import dense_betweenness, relative
from wenmai.networks.clustering import local_clustering
from wenmai.networks.components import components
from wenmai.networks.graph import Floats, Graph, Ints
from wenmai.networks.paths import block_sums, path_sums

Words = npt.NDArray[np.uint64]
_WORD = 64
_MANY_NODES = 2_000
_WORDS_PER_BATCH = 8_000_000


def mean_clustering(graph: Graph, sources: Ints, targets: Ints) -> Floats:
    """Mean local clustering of networks that have the nodes and degrees of one.

    Parameters
    ----------
    graph : Graph
        Its degrees and whether it is directed.
    sources, targets : arrays of shape (n_networks, n_links)

    Returns
    -------
    array of shape (n_networks,)

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c"), ("a", "c")], is_directed=False)
    >>> mean_clustering(graph, graph.sources[None], graph.targets[None]).tolist()
    [1.0]
    """
    if graph.n_nodes > _MANY_NODES:
        both = zip(sources, targets, strict=True)
        return np.array([local_clustering(graph.with_links(*ends)).mean() for ends in both])
    n_words = (graph.n_nodes + _WORD - 1) // _WORD
    size = max(1, _WORDS_PER_BATCH // max(graph.n_links * n_words, 1))
    parts = [
        _clustering_by_bits(graph, sources[start : start + size], targets[start : start + size])
        for start in range(0, len(sources), size)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _clustering_by_bits(graph: Graph, sources: Ints, targets: Ints) -> Floats:
    n_networks, n = len(sources), graph.n_nodes
    shift = (np.arange(n_networks) * n)[:, None]
    starts, ends = (sources + shift).ravel(), (targets + shift).ravel()
    out = _bits(n_networks * n, n, starts, targets.ravel())
    into = _bits(n_networks * n, n, ends, sources.ravel())
    if graph.is_directed:
        closed = sum(_common(x, starts, y, ends) for x in (out, into) for y in (out, into)) / 2
        total = np.tile(graph.out_degrees + graph.in_degrees, n_networks)
        mutual = np.bitwise_count(out & into).sum(axis=1, dtype=np.int64)
        possible = (total * (total - 1) - 2 * mutual).astype(float)
    else:
        near = out | into
        closed = _common(near, starts, near, ends).astype(float)
        possible = np.tile(graph.degrees * (graph.degrees - 1), n_networks).astype(float)
    n_rows = n_networks * n
    both = np.bincount(starts, closed, n_rows) + np.bincount(ends, closed, n_rows)
    local = np.divide(both, possible, out=np.zeros(len(both)), where=possible > 0)
    return local.reshape(n_networks, n).mean(axis=1)


def _bits(n_rows: int, n_columns: int, rows: Ints, columns: Ints) -> Words:
    n_words = (n_columns + _WORD - 1) // _WORD
    flat = np.zeros((n_rows, n_words * _WORD), dtype=np.uint8)
    flat[rows, columns] = 1
    return np.packbits(flat, axis=1, bitorder="little").view(np.uint64)


def _common(one: Words, starts: Ints, other: Words, ends: Ints) -> Ints:
    shared = one[starts]
    shared &= other[ends]
    return np.bitwise_count(shared).sum(axis=1, dtype=np.int64)


def mean_path_length(graph: Graph, sources: Ints, targets: Ints) -> Floats:
    """Average shortest path on the largest weak component of every network.

    Parameters
    ----------
    graph : Graph
    sources, targets : arrays of shape (n_networks, n_links)

    Returns
    -------
    array of shape (n_networks,)
        Mean over the ordered pairs with a path; missing where there is none.

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c")], is_directed=False)
    >>> mean_path_length(graph, graph.sources[None], graph.targets[None]).round(6).tolist()
    [1.333333]
    """
    if graph.n_nodes > _MANY_NODES:
        both = zip(sources, targets, strict=True)
        return np.array([average_path_length(graph.with_links(*ends)) for ends in both])
    n_networks, n = len(sources), graph.n_nodes
    if n_networks == 0 or graph.n_links == 0:
        return np.full(n_networks, np.nan)
    shift = (np.arange(n_networks) * n)[:, None]
    starts, ends = (sources + shift).ravel(), (targets + shift).ravel()
    if not graph.is_directed:
        starts, ends = np.concatenate([starts, ends]), np.concatenate([ends, starts])
    sums = block_sums(n_networks, n, starts, ends)
    shape = (n_networks * n, n_networks * n)
    matrix = csr_array((np.ones(len(starts), dtype=np.int8), (starts, ends)), shape=shape)
    _, labels = connected_components(matrix, directed=True, connection="weak")
    sizes = np.bincount(labels)[labels].reshape(n_networks, n)
    first = np.argmax(sizes, axis=1)  # of components of equal size that of the first node
    grid = labels.reshape(n_networks, n)
    inside = grid == grid[np.arange(n_networks), first][:, None]
    total = np.where(inside, sums.in_sum.reshape(n_networks, n), 0.0).sum(axis=1)
    pairs = np.where(inside, sums.in_count.reshape(n_networks, n), 0).sum(axis=1)
    return np.divide(total, pairs, out=np.full(n_networks, np.nan), where=pairs > 0)


def average_path_length(graph: Graph, path_length: str = "hops") -> float:
    """Average shortest path on the largest weak component, over ordered pairs with a path.

    Examples
    --------
    >>> average_path_length(Graph.from_edges([("a", "b"), ("b", "c"), ("x", "y")]))
    1.3333333333333333
    """
    sums = path_sums(graph, path_length)
    inside = components(graph) == 1
    pairs = int(sums.out_count[inside].sum())
    return float(sums.out_sum[inside].sum() / pairs) if pairs else float("nan")


def centralities(adjacency: npt.NDArray[np.bool_], is_directed: bool) -> dict[str, Any]:
    """Degrees, relative betweenness and path sums of the nodes of many networks at once.

    Parameters
    ----------
    adjacency : array of bool of shape (n_networks, n, n)
        Empty diagonal; symmetric when there are no directions.
    is_directed : bool

    Returns
    -------
    dict of arrays of shape (n_networks, n)
        ``out_degree``, ``in_degree``, ``degree``, ``relative_betweenness``, ``out_sum``,
        ``out_count``, ``in_sum``, ``in_count`` (as in :class:`wenmai.networks.paths.PathSums`).

    Examples
    --------
    >>> chain = np.zeros((1, 3, 3), dtype=bool)
    >>> chain[0, 0, 1] = chain[0, 1, 2] = True
    >>> found = centralities(chain, is_directed=True)
    >>> found["relative_betweenness"].tolist(), found["in_sum"].tolist()
    ([[0.0, 0.5, 0.0]], [[0.0, 1.0, 3.0]])
    """
    n_networks, n, _ = adjacency.shape
    network, start, end = np.nonzero(adjacency)
    starts, ends = start + network * n, end + network * n
    into = block_sums(n_networks, n, starts, ends)
    out = block_sums(n_networks, n, ends, starts) if is_directed else into
    raw = dense_betweenness(adjacency)
    flat: dict[str, Floats | Ints] = {"in_sum": into.in_sum, "out_sum": out.in_sum}
    flat |= {"in_count": into.in_count, "out_count": out.in_count}
    return {
        "out_degree": adjacency.sum(axis=2, dtype=float),
        "in_degree": adjacency.sum(axis=1, dtype=float),
        "degree": (adjacency | np.swapaxes(adjacency, 1, 2)).sum(axis=2, dtype=float),
        "relative_betweenness": relative(raw if is_directed else raw / 2, n, is_directed),
        **{name: values.reshape(n_networks, n) for name, values in flat.items()},
    }
