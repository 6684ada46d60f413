"""What is left of a network when nodes fail by chance or are taken out on purpose."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from wenmai.networks import sentences as say
from wenmai.networks.betweenness import betweenness
from wenmai.networks.graph import Floats, Graph, Ints
from wenmai.networks.paths import block_sums
from wenmai.networks.tables import tidy
from wenmai.sentences import told

Bools = npt.NDArray[np.bool_]

# Above this, paths between all pairs are too many to be counted after every removal, and
# betweenness too slow to be computed again.
MANY_NODES = 2_000
_CELLS = 3_000_000
_LINKS_IN_ALL = 100_000_000
_LEAST_DRAWS = 10
_LIMITS = (0.05, 0.95)


def resilience(
    graph: Graph,
    own_betweenness: Floats,
    n_draws: int = 100,
    n_steps: int = 50,
    seed: int = 1,
) -> list[dict[str, Any]]:
    """Remove nodes step by step and see what holds together.

    Strategies: ``random`` (mean and 5–95 % interval over random orders), ``degree`` and
    ``betweenness`` (the node with most goes first, computed again after every step; of equal ones
    the first in order). Above 2,000 nodes betweenness is that of the whole network throughout
    (``betweenness_initial``) and efficiency is left out.

    Parameters
    ----------
    graph : Graph
    own_betweenness : array of shape (n_nodes,)
        Of the whole network.
    n_draws, n_steps : int
        Random orders, and steps from the whole network to none; a network of fewer nodes loses
        one a step. Orders × steps × links stay below 10⁸ where at least ten orders allow it; the
        result says how many were drawn.
    seed : int

    Returns
    -------
    list of dict
        Columns of :data:`wenmai.networks.tables.RESILIENCE`: ``giant_share`` is the largest weak
        component, ``efficiency`` the mean of 1 / distance over all ordered pairs, both as a share
        of what the nodes of the whole network allow, so that a removed node counts as lost.

    Examples
    --------
    Without its centre a star falls apart; a random node is most often a leaf.

    >>> star = Graph.from_edges([("c", leaf) for leaf in "wxyz"], is_directed=False)
    >>> rows = resilience(star, betweenness(star), n_draws=50)
    >>> [row["giant_share"] for row in rows if row["strategy_code"] == "degree"]
    [1.0, 0.2, 0.2, 0.2, 0.2, 0.0]
    """
    n = graph.n_nodes
    if n == 0 or n_draws == 0:
        return []
    removed = np.unique(np.linspace(0, n, min(n_steps, n) + 1).round().astype(np.int64))
    affordable = _LINKS_IN_ALL // max(graph.n_links * len(removed), 1)
    n_draws = min(n_draws, max(affordable, _LEAST_DRAWS))
    rng = np.random.default_rng(seed)
    orders = rng.permuted(np.tile(np.arange(n), (n_draws, 1)), axis=1)
    rows = _curve(graph, orders, removed, "random")
    for row in rows:
        row |= {"n_draws": n_draws, "seed": seed}
    last = "betweenness" if n <= MANY_NODES else "betweenness_initial"
    for strategy in ("degree", last):
        order = _targeted(graph, own_betweenness, removed, strategy)
        rows += _curve(graph, order[None], removed, strategy)
    return rows


def robustness(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sum up each curve of :func:`resilience` as the area under it.

    Returns
    -------
    list of dict
        Measures of the whole network: ``robustness_<strategy>`` of the giant component and
        ``efficiency_robustness_<strategy>`` where efficiency is known.

    Examples
    --------
    >>> rows = [{"strategy_code": "degree", "removed_share": x, "giant_share": 1 - x,
    ...          "efficiency": None} for x in (0.0, 0.5, 1.0)]
    >>> [(row["measure_code"], row["value"]) for row in robustness(rows)]
    [('robustness_degree', 0.5)]
    """
    found = []
    for strategy in dict.fromkeys(row["strategy_code"] for row in rows):
        curve = [row for row in rows if row["strategy_code"] == strategy]
        x = np.array([row["removed_share"] for row in curve])
        for column, name in (("giant_share", ""), ("efficiency", "efficiency_")):
            y = np.array([row[column] for row in curve], dtype=float)
            if np.isfinite(y).all():
                found.append(
                    {
                        "measure_code": f"{name}robustness_{strategy}",
                        "value": float(tidy(np.trapezoid(y, x))),
                        "convention_said": told([say.convention(f"{name}robustness")]),
                        "reason_said": None,
                    }
                )
    return found


def _curve(graph: Graph, orders: Ints, removed: Ints, strategy: str) -> list[dict[str, Any]]:
    """Return a row per step: the mean over orders, an interval if there are several."""
    n_orders, n = orders.shape
    position = np.empty_like(orders)
    np.put_along_axis(position, orders, np.arange(n)[None], axis=1)
    # every order at every step is a network of its own
    gone = (position[:, None, :] < removed[None, :, None]).reshape(-1, n)
    giant, efficiency = _fragments(graph, gone)
    giant, efficiency = giant.reshape(n_orders, -1), efficiency.reshape(n_orders, -1)
    rows = []
    for step, count in enumerate(removed):
        row: dict[str, Any] = {
            "strategy_code": strategy,
            "n_removed": int(count),
            "removed_share": float(count / n),
        }
        for name, values in (("giant_share", giant), ("efficiency", efficiency)):
            row[name] = float(values[:, step].mean())
            if n_orders > 1:
                limits = np.quantile(values[:, step], _LIMITS, method="inverted_cdf")
                row[f"{name}_p05"], row[f"{name}_p95"] = (float(limit) for limit in limits)
        rows.append(row)
    return rows


def _fragments(graph: Graph, gone: Bools) -> tuple[Floats, Floats]:
    """Return giant component and efficiency of the network without each of many sets of nodes."""
    n = graph.n_nodes
    size = max(1, _CELLS // max(graph.n_links, n))
    giant, efficiency = np.empty(len(gone)), np.full(len(gone), np.nan)
    for start in range(0, len(gone), size):
        block = gone[start : start + size]
        is_left = ~(block[:, graph.sources] | block[:, graph.targets])
        place, link = np.nonzero(is_left)
        sources, targets = graph.sources[link] + place * n, graph.targets[link] + place * n
        shape = (block.size, block.size)
        matrix = csr_array((np.ones(len(link), dtype=np.int8), (sources, targets)), shape=shape)
        _, labels = connected_components(matrix, directed=False)
        sizes = np.bincount(labels)[labels].reshape(block.shape)
        giant[start : start + size] = np.where(block, 0, sizes).max(axis=1) / n
        if 1 < n <= MANY_NODES:
            if not graph.is_directed:
                sources, targets = (
                    np.concatenate([sources, targets]),
                    np.concatenate([targets, sources]),
                )
            inverse = block_sums(len(block), n, sources, targets).out_inverse
            totals = inverse.reshape(block.shape).sum(axis=1)
            efficiency[start : start + size] = totals / (n * (n - 1))
    return giant, efficiency


def _targeted(graph: Graph, own: Floats, removed: Ints, strategy: str) -> Ints:
    """Return the order in which nodes go when those with most go first at every step."""
    if strategy == "betweenness_initial":
        return np.lexsort((np.arange(graph.n_nodes), -_level(own)))
    gone = np.zeros(graph.n_nodes, dtype=bool)
    order: list[int] = []
    for count in np.diff(removed):
        rest = np.flatnonzero(~gone)
        left = graph.without(gone)
        values = left.degrees if strategy == "degree" else _level(betweenness(left))
        first = rest[np.lexsort((rest, -values))][:count]
        order += first.tolist()
        gone[first] = True
    return np.array(order, dtype=np.int64)


def _level(values: Floats) -> Floats:
    """Round, so that nodes that are equal but for rounding go in their order."""
    return np.round(values, 8)
