"""Random networks in which every node keeps its degree: link swaps after Maslov and Sneppen.

A swap takes two links a → b, c → d and makes them a → d, c → b, unless that gives a loop or a link
that exists (Science 296, 2002). One swap at a time would be a loop in Python; here all links are
paired at random and all pairs swap at once. A pair stands back whenever one of its four links, old
or new, is also an old or new link of another pair. That rule reads the same forwards and
backwards, so every step is as likely as its reverse and the walk favours no network over another
that it reaches, just like single swaps.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from wenmai.networks.graph import Graph, Ints

# Rounds that measure how many swaps are accepted, and rounds without a single one after which a
# network counts as rigid.
_FIRST_ROUNDS = 10
_RIGID_ROUNDS = 40
_MOST_ROUNDS = 2_000
_CELLS_PER_BATCH = 1_000_000


@dataclass(frozen=True)
class Rewired:
    """Many random networks with the degrees of one.

    Parameters
    ----------
    sources, targets : arrays of shape (n_draws, n_links)
    swaps_per_link : float
        Accepted swaps per link, mean of the draws; 0 when the network is rigid.
    """

    sources: Ints
    targets: Ints
    swaps_per_link: float


def batches(graph: Graph, n_draws: int, seed: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the sizes of batches of draws that fit into memory, and the seed of each.

    Examples
    --------
    >>> graph = Graph.from_edges([(str(i), str(i + 1)) for i in range(999)])
    >>> list(batches(graph, 5, seed=3))[:2]
    [(5, (3,))]
    """
    n_cells = max(graph.n_nodes**2 if _is_small(graph) else graph.n_links, 1)
    size = max(1, min(n_draws, _CELLS_PER_BATCH // n_cells))
    for number, start in enumerate(range(0, n_draws, size)):
        yield min(size, n_draws - start), (seed, number) if number else (seed,)


def rewired(graph: Graph, n: int, swaps_per_link: float, seed: int | tuple[int, ...]) -> Rewired:
    """Draw networks with the degrees of this one (in- and out-degrees if it is directed).

    Parameters
    ----------
    graph : Graph
        Strengths play no part.
    n : int
        How many; :func:`batches` says how many fit into memory.
    swaps_per_link : float
        About so many accepted swaps per link; each draw starts from the network itself.
    seed : int or tuple of int

    Returns
    -------
    Rewired
        A rigid network (a star, a complete one, fewer than two links) comes back as it is, with 0
        swaps.

    Examples
    --------
    >>> circle = Graph.from_edges([(str(i), str((i + 1) % 8)) for i in range(8)], is_directed=False)
    >>> batch = rewired(circle, 3, swaps_per_link=10, seed=1)
    >>> ends = np.concatenate([batch.sources[0], batch.targets[0]])
    >>> np.bincount(ends).tolist(), batch.swaps_per_link > 5
    ([2, 2, 2, 2, 2, 2, 2, 2], True)
    """
    rng = np.random.default_rng(seed)
    sources = np.tile(graph.sources, (n, 1))
    targets = np.tile(graph.targets, (n, 1))
    n_links = graph.n_links
    if n_links < 2 or swaps_per_link == 0:
        return Rewired(sources, targets, 0.0)
    swaps = 0
    wanted = swaps_per_link * n_links * n
    # The number of rounds must not depend on where the walk stands, or it would favour some
    # networks: the first rounds measure how many swaps are accepted, then it is fixed.
    order = np.tile(np.arange(n_links), (n, 1))
    n_rounds = _RIGID_ROUNDS
    done = 0
    while done < n_rounds:
        rng.permuted(order, axis=1, out=order)
        swaps += swap_round(graph, sources, targets, order, rng)
        done += 1
        if done == _FIRST_ROUNDS and swaps > 0:
            n_rounds = min(max(done, int(np.ceil(wanted / (swaps / done)))), _MOST_ROUNDS)
    return Rewired(sources, targets, swaps / (n_links * n))


def _is_small(graph: Graph) -> bool:
    """Whether a table of all pairs of nodes is cheaper than sorting the links."""
    return graph.n_nodes**2 <= 40 * graph.n_links + 10_000


def swap_round(
    graph: Graph,
    sources: Ints,
    targets: Ints,
    order: Ints,
    rng: np.random.Generator,
    *,
    length: Callable[[Ints, Ints], Ints] | None = None,
) -> int:
    """Let the links of every draw swap ends in pairs, in place.

    Parameters
    ----------
    graph : Graph
    sources, targets : arrays of shape (n_draws, n_links)
        C-contiguous; changed in place.
    order : array of shape (n_draws, n_links)
        A random order of the links of each draw: the first half is paired with the second.
    rng : Generator
        Turns undirected links.
    length : callable, optional
        Length of links from positions of their ends; a pair that would get longer stands back.

    Returns
    -------
    int
        How many pairs swapped.

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("c", "d")])
    >>> sources, targets = graph.sources[None].copy(), graph.targets[None].copy()
    >>> swap_round(graph, sources, targets, np.array([[0, 1]]), np.random.default_rng(1))
    1
    >>> targets.tolist()
    [[3, 1]]
    """
    n_draws, n_links = sources.shape
    n = graph.n_nodes
    half = n_links // 2
    # positions in the flat arrays: numpy takes by one number much faster than by row and column
    places = order + (np.arange(n_draws) * n_links)[:, None]
    flat_sources, flat_targets = sources.reshape(-1), targets.reshape(-1)
    starts, ends = flat_sources[places], flat_targets[places]
    a, b = starts[:, :half], ends[:, :half]
    c, d = starts[:, half : 2 * half], ends[:, half : 2 * half]
    if not graph.is_directed:
        turned = rng.random((n_draws, half)) < 0.5
        c, d = np.where(turned, d, c), np.where(turned, c, d)

    def key(start: Ints, end: Ints) -> Ints:
        if graph.is_directed:
            return start * n + end
        return np.minimum(start, end) * n + np.maximum(start, end)

    # old links in the order of the draw, an unpaired one last, then the new ones
    starts, ends = np.concatenate([starts, a, c], axis=1), np.concatenate([ends, d, b], axis=1)
    alone = _occurs_once(key(starts, ends), n)
    is_free = alone[:, :half] & alone[:, half : 2 * half]
    is_free &= alone[:, n_links : n_links + half] & alone[:, n_links + half :]
    accepted = is_free & (a != d) & (c != b)
    if length is not None:
        lengths = length(starts, ends)
        longer = lengths[:, n_links : n_links + half] + lengths[:, n_links + half :]
        accepted &= longer <= lengths[:, :half] + lengths[:, half : 2 * half]
    taken = np.flatnonzero(accepted)
    draw, pair = np.divmod(taken, half) if half else (taken, taken)
    one, two = places[draw, pair], places[draw, half + pair]
    flat_targets[one] = d[draw, pair]
    flat_sources[two] = c[draw, pair]
    flat_targets[two] = b[draw, pair]
    return len(taken)


def _occurs_once(keys: Ints, n: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Return which keys occur once in their row."""
    n_rows, n_keys = keys.shape
    if n * n <= 10 * n_keys + 10_000:
        flat = keys + np.arange(n_rows)[:, None] * (n * n)
        counts = np.bincount(flat.ravel(), minlength=n_rows * n * n)
        return counts[flat] == 1
    order = np.argsort(keys, axis=1)
    ordered = np.take_along_axis(keys, order, axis=1)
    same = ordered[:, 1:] == ordered[:, :-1]
    edge = np.zeros((n_rows, 1), dtype=bool)
    single = ~(np.concatenate([edge, same], axis=1) | np.concatenate([same, edge], axis=1))
    result = np.empty_like(single)
    np.put_along_axis(result, order, single, axis=1)
    return result
