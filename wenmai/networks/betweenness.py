"""Betweenness: how many shortest paths between two others lead through a node.

Small networks: Brandes' recursion (Journal of Mathematical Sociology 25, 2001) on matrices, all
sources of many networks at once. Large ones: rustworkx. Weighted: the recursion on the links that
lie on shortest paths from each source.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wenmai.networks.graph import Floats, Graph
from wenmai.networks.paths import distance_blocks, link_lengths

Bools = npt.NDArray[np.bool_]

# Up to here products of dense matrices beat a search per source.
DENSE_NODES = 500
_DENSE_CELLS = 200_000  # what stays near the processor

# Threads add up in any order; a network this large is worth it.
_SINGLE_THREAD_NODES = 2_000

# Two paths whose lengths differ by less are equally short: 0.1 + 0.2 and 0.3.
_SAME_LENGTH = 1e-12


def betweenness(graph: Graph, path_length: str = "hops") -> Floats:
    r"""Betweenness of every node, not normalised.

    .. math:: B(v) = \sum_{s \ne v \ne t} \sigma_{st}(v) / \sigma_{st}

    with :math:`\sigma_{st}` shortest paths from s to t, of which :math:`\sigma_{st}(v)` lead
    through v. Ordered pairs in a directed network, unordered ones otherwise.

    Parameters
    ----------
    graph : Graph
    path_length : {'hops', 'inverse_strength'}
        See :func:`wenmai.networks.paths.path_sums`.

    Returns
    -------
    array of shape (n_nodes,)

    Examples
    --------
    A star of three leaves: its centre lies between all three pairs.

    >>> star = Graph.from_edges([("c", "x"), ("c", "y"), ("c", "z")], is_directed=False)
    >>> betweenness(star).tolist()
    [3.0, 0.0, 0.0, 0.0]
    """
    if graph.n_nodes == 0 or graph.n_links == 0:
        return np.zeros(graph.n_nodes)
    if path_length == "inverse_strength":
        ordered = _weighted(link_lengths(graph))
    elif graph.n_nodes <= DENSE_NODES:
        ordered = dense_betweenness(graph.adjacency.toarray()[None])[0]
    else:
        return _rustworkx(graph)
    return ordered if graph.is_directed else ordered / 2


def relative(values: Floats, n_nodes: int, is_directed: bool) -> Floats:
    """Divide betweenness by the most a node can have: that of the centre of a star.

    Directed B / ((n−1)(n−2)), undirected 2B / ((n−1)(n−2)); 0 below three nodes.

    Examples
    --------
    >>> relative(np.array([3.0, 0.0]), n_nodes=4, is_directed=False).tolist()
    [1.0, 0.0]
    """
    if n_nodes < 3:
        return np.zeros(values.shape)
    return values * (1 if is_directed else 2) / ((n_nodes - 1) * (n_nodes - 2))


def dense_betweenness(adjacency: Floats | Bools) -> Floats:
    """Betweenness over ordered pairs of many networks of equal size, by matrix products.

    Parameters
    ----------
    adjacency : array of shape (n_networks, n, n)
        0 or 1, zero diagonal; a symmetric matrix counts every unordered pair twice.

    Returns
    -------
    array of shape (n_networks, n)

    Examples
    --------
    >>> dense_betweenness(np.array([[[0.0, 1, 0], [0, 0, 1], [0, 0, 0]]])).tolist()
    [[0.0, 1.0, 0.0]]
    """
    n_networks, n, _ = adjacency.shape
    size = max(1, _DENSE_CELLS // max(n * n, 1))
    parts = [
        _dense_block(np.ascontiguousarray(adjacency[start : start + size], dtype=float))
        for start in range(0, n_networks, size)
    ]
    return np.concatenate(parts) if parts else np.zeros((0, n))


def _dense_block(adjacency: Floats) -> Floats:
    """Run all sources of a block of networks; cell (b, s, v) is source s and node v."""
    n = adjacency.shape[1]
    frontier = np.broadcast_to(np.eye(n), adjacency.shape).copy()
    paths_at: list[Floats] = []  # number of shortest paths, where the node is so many steps away
    is_new = np.broadcast_to(~np.eye(n, dtype=bool), adjacency.shape).copy()
    while True:
        frontier = (frontier @ adjacency) * is_new
        if not frontier.any():
            break
        paths_at.append(frontier)
        is_new &= frontier == 0
    backward = np.ascontiguousarray(np.swapaxes(adjacency, 1, 2))
    total = np.zeros(adjacency.shape[:2])
    below = np.zeros_like(adjacency)  # dependency ÷ paths of the nodes one step farther
    for step in range(len(paths_at) - 1, 0, -1):
        farther, nearer = paths_at[step], paths_at[step - 1]
        reached = farther > 0
        share = np.divide(1.0, farther, out=np.zeros_like(farther), where=reached)
        share += np.where(reached, below, 0.0)
        below = share @ backward
        total += (below * nearer).sum(axis=1)
    return total


def _rustworkx(graph: Graph) -> Floats:
    # loading it takes as long as measuring a small network
    import rustworkx  # noqa: PLC0415

    edges = list(zip(graph.sources.tolist(), graph.targets.tolist(), strict=True))
    parallel_from = _SINGLE_THREAD_NODES
    if graph.is_directed:
        digraph = rustworkx.PyDiGraph()
        digraph.add_nodes_from(range(graph.n_nodes))
        digraph.extend_from_edge_list(edges)
        found = rustworkx.digraph_betweenness_centrality(
            digraph, normalized=False, parallel_threshold=parallel_from
        )
    else:
        ungraph = rustworkx.PyGraph()
        ungraph.add_nodes_from(range(graph.n_nodes))
        ungraph.extend_from_edge_list(edges)
        found = rustworkx.graph_betweenness_centrality(
            ungraph, normalized=False, parallel_threshold=parallel_from
        )
    return np.fromiter(found.values(), dtype=float, count=graph.n_nodes)


def _weighted(lengths: csr_array) -> Floats:
    n = lengths.shape[0]
    tails = np.repeat(np.arange(n), np.diff(lengths.indptr))
    heads, length = lengths.indices, lengths.data
    total = np.zeros(n)
    for sources, distances in distance_blocks(lengths):
        for source, distance in zip(sources, distances, strict=True):
            total += _dependencies(int(source), distance, tails, heads, length)
    return total


def _dependencies(
    source: int,
    distance: Floats,
    tails: npt.NDArray[np.int64],
    heads: npt.NDArray[np.int32],
    length: Floats,
) -> Floats:
    """Return what every node carries of the paths from one source."""
    through = distance[tails] + length
    arrival = distance[heads]
    with np.errstate(invalid="ignore"):
        is_shortest = (through <= arrival * (1 + _SAME_LENGTH)) & (distance[tails] < arrival)
    is_shortest &= np.isfinite(arrival)
    n = len(distance)
    tail, head = tails[is_shortest], heads[is_shortest]
    forward = csr_array((np.ones(len(tail)), (head, tail)), shape=(n, n))
    # wave k holds the paths of k links; the waves end with the longest shortest path
    wave = np.zeros(n)
    wave[source] = 1.0
    paths = wave.copy()
    while (wave := forward @ wave).any():
        paths += wave
    share = np.divide(1.0, paths, out=np.zeros(n), where=paths > 0)
    backward = csr_array((np.ones(len(tail)), (tail, head)), shape=(n, n))
    # dependency d = paths · backward (share + share · d), unrolled from the far end
    carried = np.zeros(n)
    wave = paths * (backward @ (share * (paths > 0)))
    while wave.any():
        carried += wave
        wave = paths * (backward @ (share * wave))
    carried[source] = 0.0
    return carried
