"""Measures of a whole network, each with the convention it follows."""

from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.networks.clustering import local_clustering, transitivity, weighted_clustering
from wenmai.networks.components import components
from wenmai.networks.core_periphery import core_periphery
from wenmai.networks.graph import Floats, Graph, Ints
from wenmai.networks.paths import PathSums
from wenmai.networks.tables import tidy

_LENGTHS = {
    "hops": "links",
    "inverse_strength": "length of a link: mean strength / its strength",
}


def gini(values: npt.ArrayLike) -> float:
    r"""Gini coefficient: 0 when all have the same, near 1 when one has all.

    .. math:: G = \frac{\sum_i (2i - n - 1) x_{(i)}}{n \sum_i x_i}

    Missing without values or when all are 0.

    Examples
    --------
    >>> gini([0, 0, 0, 1]), gini([2, 2, 2])
    (0.75, 0.0)
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    n, total = len(ordered), float(ordered.sum())
    if n == 0 or total == 0:
        return float("nan")
    return float(((2 * np.arange(1, n + 1) - n - 1) * ordered).sum() / (n * total))


def centralization(values: npt.ArrayLike, most: float) -> float:
    r"""Freeman's centralization: :math:`\sum_i (\max x - x_i)` over the most it can be.

    Examples
    --------
    Degrees of a star of five: the most it can be for n nodes is (n−1)(n−2).

    >>> centralization([4, 1, 1, 1, 1], most=4 * 3)
    1.0
    """
    array = np.asarray(values, dtype=float)
    if not len(array) or most <= 0:
        return float("nan")
    return float((array.max() - array).sum() / most)


def whole_network(
    graph: Graph, sums: PathSums, relative_betweenness: Floats, path_length: str = "hops"
) -> list[dict[str, Any]]:
    """Measure a whole network.

    Parameters
    ----------
    graph : Graph
    sums : PathSums
        Its shortest paths, :func:`wenmai.networks.paths.path_sums`.
    relative_betweenness : array of shape (n_nodes,)
    path_length : {'hops', 'inverse_strength'}
        What lengths in ``sums`` are.

    Returns
    -------
    list of dict
        ``measure_code``, ``value`` (missing where undefined), ``convention``, ``reason`` (why it
        is undefined).

    Examples
    --------
    >>> from wenmai.networks.paths import path_sums
    >>> graph = Graph.from_edges([("a", "b"), ("b", "a"), ("b", "c")])
    >>> found = {r["measure_code"]: r["value"] for r in whole_network(
    ...     graph, path_sums(graph), np.array([0.0, 0.5, 0.0]))}
    >>> found["density"], round(found["reciprocity"], 3), found["average_path_length"]
    (0.5, 0.667, 1.25)
    """
    return [
        *_counts(graph),
        *_cohesion(graph),
        *_paths(graph, sums, path_length),
        *_inequality(graph, relative_betweenness),
    ]


def _row(measure: str, value: float, convention: str, reason: str = "") -> dict[str, Any]:
    is_known = bool(np.isfinite(value))
    return {
        "measure_code": measure,
        "value": float(tidy(value)) if is_known else None,
        "convention": convention,
        "reason": None if is_known else reason,
    }


def _counts(graph: Graph) -> list[dict[str, Any]]:
    n, links = graph.n_nodes, graph.n_links
    pairs = n * (n - 1) if graph.is_directed else n * (n - 1) // 2
    link = "ordered pair" if graph.is_directed else "unordered pair"
    none = "the network has fewer than two nodes"
    mutual = 2 * links - 2 * graph.undirected.n_links
    no_direction = "links have no direction" if not graph.is_directed else "the network has no link"
    return [
        _row("n_nodes", n, "isolated nodes included"),
        _row("n_links", links, f"one per {link}, loops left out"),
        _row("n_isolated", int((graph.degrees == 0).sum()), "no link in either direction"),
        _row("n_loops_left_out", graph.n_loops, "rows from a node to itself"),
        _row("n_links_merged", graph.n_merged, "rows added to another row of the same link"),
        _row("n_links_without_strength", graph.n_without_strength, "rows of strength 0 or less"),
        _row("total_strength", graph.weights.sum(), "sum of strengths over links"),
        _row("mean_degree", _mean(graph.degrees), "distinct neighbours", "the network has no node"),
        _row("density", links / pairs if pairs else np.nan, f"links / {link}s", none),
        _row(
            "reciprocity",
            mutual / links if graph.is_directed and links else np.nan,
            "share of links whose reverse exists",
            no_direction,
        ),
    ]


def _cohesion(graph: Graph) -> list[dict[str, Any]]:
    weak, strong = components(graph), components(graph, "strong")
    n = max(graph.n_nodes, 1)
    none = "the network has no node"
    kind = "Fagiolo 2007" if graph.is_directed else "2E / (k(k-1))"
    core = core_periphery(graph)
    undefined = "fewer than three nodes, no link or every pair linked"
    local, projected = local_clustering(graph), local_clustering(graph.undirected)
    return [
        _row("n_weak_components", weak.max(initial=0), "directions ignored"),
        _row("n_strong_components", strong.max(initial=0), "each node reaches each other one"),
        _row("largest_weak_share", (weak == 1).sum() / n, "nodes in the largest weak component"),
        _row("largest_strong_share", (strong == 1).sum() / n, "same, strong component"),
        _row("mean_clustering", _mean(local), f"mean of local ones, {kind}", none),
        _row("mean_clustering_undirected", _mean(projected), "same, directions ignored", none),
        _row(
            "mean_weighted_clustering",
            _mean(weighted_clustering(graph)),
            "mean of local ones, Onnela et al. 2005, strengths / largest strength",
            none,
        ),
        _row(
            "transitivity", transitivity(graph), "3 triangles / paths of two links, no directions"
        ),
        _row(
            "core_periphery_fit",
            core.correlation,
            "correlation with pattern: linked if one end is core (Borgatti and Everett 1999)",
            undefined,
        ),
        _row("core_share", core.is_core.sum() / n, "nodes in that core"),
    ]


def _paths(graph: Graph, sums: PathSums, path_length: str) -> list[dict[str, Any]]:
    unit = _LENGTHS[path_length]
    n = graph.n_nodes
    none = "no two nodes are joined by a path"
    inside = components(graph) == 1
    size = int(inside.sum())
    pairs = int(sums.out_count[inside].sum())
    length = sums.out_sum[inside].sum() / pairs if pairs else np.nan
    rows = [
        _row("average_path_length", length, f"largest weak component, {unit}", none),
        _row(
            "diameter",
            sums.out_farthest[inside].max() if pairs else np.nan,
            f"longest shortest path there, {unit}",
            none,
        ),
        _row("n_pairs_with_path", pairs, "ordered pairs, largest weak component"),
        _row("n_pairs_in_largest", size * (size - 1), "ordered pairs, largest weak component"),
        _row(
            "n_pairs_with_path_anywhere", int(sums.out_count.sum()), "ordered pairs, whole network"
        ),
        _row(
            "global_efficiency",
            sums.out_inverse.sum() / (n * (n - 1)) if n > 1 else np.nan,
            f"mean of 1 / distance over all ordered pairs, 0 without a path, {unit}",
            "the network has fewer than two nodes",
        ),
    ]
    return rows


def _inequality(graph: Graph, relative_betweenness: Floats) -> list[dict[str, Any]]:
    n = graph.n_nodes
    few, no_link = "fewer than three nodes", "the network has no link"
    freeman = "Freeman 1979, distinct neighbours, most: star"
    sides = "Freeman 1979, most: star, (n-1)^2"
    by_side: list[dict[str, Any]] = []
    if graph.is_directed:
        for side, values in (("out", graph.out_degrees), ("in", graph.in_degrees)):
            most = float((n - 1) ** 2)
            by_side += [
                _row(f"{side}_degree_centralization", centralization(values, most), sides, few),
                _row(f"{side}_degree_gini", gini(values), f"Gini of {side}-degree", no_link),
            ]
    strength = graph.out_strengths + (graph.in_strengths if graph.is_directed else 0)
    return [
        _row(
            "degree_centralization",
            centralization(graph.degrees, (n - 1) * (n - 2)),
            freeman,
            few,
        ),
        _row(
            "betweenness_centralization",
            centralization(relative_betweenness, n - 1) if n > 2 else np.nan,
            "Freeman 1979, relative betweenness, most: star",
            few,
        ),
        _row("degree_gini", gini(graph.degrees), "Gini of distinct neighbours", no_link),
        _row("strength_gini", gini(strength), "Gini of strengths, out and in together", no_link),
        _row(
            "top_tenth_link_share",
            _top_share(graph.degrees),
            "ends of links at the top 10 %",
            no_link,
        ),
        *by_side,
    ]


def _mean(values: Floats | Ints) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _top_share(degrees: Ints) -> float:
    """Return the share of all degrees that the tenth with most has, rounded up to whole nodes."""
    if not degrees.sum():
        return float("nan")
    top = np.sort(degrees)[::-1][: int(np.ceil(len(degrees) / 10))]
    return float(top.sum() / degrees.sum())
