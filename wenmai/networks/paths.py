"""Shortest paths from all nodes to all nodes, kept as sums per node.

Unweighted: breadth-first search from 64 sources a machine word, one bit each. Whoever has reached
a node is the union of whoever had reached its predecessors one step before, so one pass over the
links moves all sources of a block one step. Weighted: Dijkstra's algorithm of SciPy.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from wenmai.networks.graph import Floats, Graph, Ints

Words = npt.NDArray[np.uint64]
_WORD = 64
_WORDS_PER_BLOCK = 16
_DISTANCES_PER_BLOCK = 4_000_000

# Every step is a pass over all links; on a network as long as a chain Dijkstra is faster.
_MOST_STEPS = 200


@dataclass
class PathSums:
    """Shortest paths of a network, summed up per node.

    Parameters
    ----------
    out_sum, in_sum : arrays of shape (n_nodes,)
        Sum of the distances to, and from, all others that can be reached.
    out_count, in_count : arrays of shape (n_nodes,)
        How many others each node reaches, and is reached by.
    out_inverse : array of shape (n_nodes,)
        Sum of 1 / distance to all others, 0 where there is no path.
    out_farthest : array of shape (n_nodes,)
        Largest distance to a node that is reached (eccentricity); 0 where none is.
    """

    out_sum: Floats
    in_sum: Floats
    out_count: Ints
    in_count: Ints
    out_inverse: Floats
    out_farthest: Floats

    @classmethod
    def empty(cls, n: int) -> "PathSums":
        """Return sums in which nobody has been reached yet."""
        floats = [np.zeros(n) for _ in range(4)]
        counts = [np.zeros(n, dtype=np.int64) for _ in range(2)]
        return cls(floats[0], floats[1], counts[0], counts[1], floats[2], floats[3])


def link_lengths(graph: Graph) -> csr_array:
    """Return the matrix of link lengths: mean strength of all links ÷ strength of the link.

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c")], weights=[1.0, 3.0])
    >>> link_lengths(graph).toarray()[0, 1].item()
    2.0
    """
    lengths = graph.strengths.copy()
    if graph.n_links:
        lengths.data = graph.weights.mean() / lengths.data
    return lengths


def path_sums(graph: Graph, path_length: str = "hops") -> PathSums:
    """Sum up the shortest paths between all nodes.

    Parameters
    ----------
    graph : Graph
    path_length : {'hops', 'inverse_strength'}
        Length of a link: 1, or that of :func:`link_lengths`.

    Returns
    -------
    PathSums

    Examples
    --------
    A path a → b → c: the first node reaches two others in 1 + 2 steps.

    >>> sums = path_sums(Graph.from_edges([("a", "b"), ("b", "c")]))
    >>> sums.out_sum.tolist(), sums.in_sum.tolist(), sums.out_inverse.tolist()
    ([3.0, 1.0, 0.0], [0.0, 1.0, 3.0], [1.5, 1.0, 0.0])
    """
    sums = PathSums.empty(graph.n_nodes)
    if graph.n_links == 0:
        return sums
    if path_length == "inverse_strength":
        _add_weighted(sums, link_lengths(graph))
        return sums
    if not _add_by_steps(sums, csr_array(graph.adjacency.T)):
        sums = PathSums.empty(graph.n_nodes)
        _add_weighted(sums, graph.adjacency)
    return sums


def _add_by_steps(sums: PathSums, reverse: csr_array) -> bool:
    """Fill the sums by breadth-first search; False when it would take too many steps."""
    n = reverse.shape[0]
    for start in range(0, n, _WORD * _WORDS_PER_BLOCK):
        stop = min(start + _WORD * _WORDS_PER_BLOCK, n)
        bits = _own_bits(n, start, stop)
        block = slice(start, stop)
        for step, reached in _steps(bits, reverse.indptr, reverse.indices):
            if step > _MOST_STEPS:
                return False
            arrived = np.bitwise_count(reached).sum(axis=0, dtype=np.int64)
            sums.in_sum += step * arrived
            sums.in_count += arrived
            left = _column_counts(reached)[: stop - start]
            sums.out_sum[block] += step * left
            sums.out_count[block] += left
            sums.out_inverse[block] += left / step
            sums.out_farthest[block][left > 0] = step
    return True


def block_sums(n_blocks: int, n_nodes: int, sources: Ints, targets: Ints) -> PathSums:
    """Sum up the shortest paths of many networks of equal size at once.

    Parameters
    ----------
    n_blocks, n_nodes : int
        Number of networks and of the nodes of each.
    sources, targets : arrays
        Arcs; node i of network b is ``b * n_nodes + i``.

    Returns
    -------
    PathSums
        Only what comes from arriving paths is filled: ``in_sum``, ``in_count`` and, in
        ``out_inverse``, the sum of 1 / distance of arriving paths.

    Examples
    --------
    >>> both = block_sums(2, 2, np.array([0, 2, 3]), np.array([1, 3, 2]))
    >>> both.in_sum.tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    n = n_blocks * n_nodes
    sums = PathSums.empty(n)
    if len(sources) == 0:
        return sums
    order = np.argsort(targets, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(targets, minlength=n))])
    indices = sources[order]
    for start in range(0, n_nodes, _WORD * _WORDS_PER_BLOCK):
        stop = min(start + _WORD * _WORDS_PER_BLOCK, n_nodes)
        bits = np.tile(_own_bits(n_nodes, start, stop), (1, n_blocks))
        for step, reached in _steps(bits, indptr, indices):
            arrived = np.bitwise_count(reached).sum(axis=0, dtype=np.int64)
            sums.in_sum += step * arrived
            sums.in_count += arrived
            sums.out_inverse += arrived / step
    return sums


def _own_bits(n: int, start: int, stop: int) -> Words:
    """Give every source from start to stop the bit that is its own, words by nodes."""
    words = np.zeros(((stop - start + _WORD - 1) // _WORD, n), dtype=np.uint64)
    position = np.arange(stop - start)
    words[position // _WORD, start + position] = np.uint64(1) << (position % _WORD).astype(
        np.uint64
    )
    return words


def _steps(bits: Words, indptr: Ints, indices: Ints) -> Iterator[tuple[int, Words]]:
    """Yield step by step which sources reach which nodes for the first time."""
    starts = np.asarray(indptr[:-1], dtype=np.int64)
    has_any = np.flatnonzero(np.diff(indptr) > 0)
    starts = starts[has_any]
    visited, frontier = bits.copy(), bits
    step = 0
    while True:
        step += 1
        reached = np.zeros_like(visited)
        for word, now in zip(reached, frontier, strict=True):
            if now.any():
                word[has_any] = np.bitwise_or.reduceat(now[indices], starts)
        reached &= ~visited
        if not reached.any():
            return
        visited |= reached
        yield step, reached
        frontier = reached


def _column_counts(words: Words) -> Ints:
    """Count for every bit in how many nodes it is set."""
    as_bytes = np.ascontiguousarray(words.T).view(np.uint8)
    bits = np.unpackbits(as_bytes, axis=1, bitorder="little")
    # a byte holds the count of up to 255 rows, and adding bytes is what processors do fastest
    whole = len(bits) // 255 * 255
    counts = bits[:whole].reshape(-1, 255, bits.shape[1]).sum(axis=1, dtype=np.uint8)
    rest = bits[whole:].sum(axis=0, dtype=np.int64)
    return counts.sum(axis=0, dtype=np.int64) + rest


def distance_blocks(lengths: csr_array) -> Iterator[tuple[Ints, Floats]]:
    """Yield blocks of sources and their distances to all nodes, infinite without a path."""
    n = lengths.shape[0]
    size = max(1, _DISTANCES_PER_BLOCK // n)
    for start in range(0, n, size):
        sources = np.arange(start, min(start + size, n))
        yield sources, dijkstra(lengths, directed=True, indices=sources)


def _add_weighted(sums: PathSums, lengths: csr_array) -> None:
    for sources, distances in distance_blocks(lengths):
        distances[np.arange(len(sources)), sources] = np.inf
        known = np.isfinite(distances)
        finite = np.where(known, distances, 0.0)
        sums.out_sum[sources] = finite.sum(axis=1)
        sums.out_count[sources] = known.sum(axis=1)
        sums.out_inverse[sources] = (1.0 / distances).sum(axis=1)
        sums.out_farthest[sources] = finite.max(axis=1)
        sums.in_sum += finite.sum(axis=0)
        sums.in_count += known.sum(axis=0)
