"""Measures of a whole network, each with the convention it follows."""

from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.networks import sentences as say
from wenmai.networks.clustering import local_clustering, transitivity, weighted_clustering
from wenmai.networks.components import components
from wenmai.networks.core_periphery import core_periphery
from wenmai.networks.graph import Floats, Graph, Ints
from wenmai.networks.paths import PathSums
from wenmai.networks.tables import tidy
from wenmai.sentences import Said, told


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
        ``measure_code``, ``value`` (missing where undefined), ``convention_said``,
        ``reason_said`` (why it is undefined).

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


def _row(
    measure: str, value: float, convention: Said | None = None, reason: Said | None = None
) -> dict[str, Any]:
    is_known = bool(np.isfinite(value))
    return {
        "measure_code": measure,
        "value": float(tidy(value)) if is_known else None,
        "convention_said": told([convention or say.convention(measure)]),
        "reason_said": told([reason]) if reason and not is_known else None,
    }


def _counts(graph: Graph) -> list[dict[str, Any]]:
    n, links = graph.n_nodes, graph.n_links
    pairs = n * (n - 1) if graph.is_directed else n * (n - 1) // 2
    kind = "directed" if graph.is_directed else "undirected"
    mutual = 2 * links - 2 * graph.undirected.n_links
    return [
        _row("n_nodes", n),
        _row("n_links", links, say.convention(f"n_links.{kind}")),
        _row("n_isolated", int((graph.degrees == 0).sum())),
        _row("n_loops_left_out", graph.n_loops),
        _row("n_links_merged", graph.n_merged),
        _row("n_links_without_strength", graph.n_without_strength),
        _row("total_strength", graph.weights.sum()),
        _row("mean_degree", _mean(graph.degrees), reason=say.NO_NODE()),
        _row(
            "density",
            links / pairs if pairs else np.nan,
            say.convention(f"density.{kind}"),
            say.NO_TWO_NODES(),
        ),
        _row(
            "reciprocity",
            mutual / links if graph.is_directed and links else np.nan,
            reason=say.NO_LINK() if graph.is_directed else say.NO_DIRECTION(),
        ),
    ]


def _cohesion(graph: Graph) -> list[dict[str, Any]]:
    weak, strong = components(graph), components(graph, "strong")
    n = max(graph.n_nodes, 1)
    none = say.NO_NODE()
    kind = "directed" if graph.is_directed else "undirected"
    core = core_periphery(graph)
    local, projected = local_clustering(graph), local_clustering(graph.undirected)
    return [
        _row("n_weak_components", weak.max(initial=0)),
        _row("n_strong_components", strong.max(initial=0)),
        _row("largest_weak_share", (weak == 1).sum() / n),
        _row("largest_strong_share", (strong == 1).sum() / n),
        _row("mean_clustering", _mean(local), say.convention(f"mean_clustering.{kind}"), none),
        _row("mean_clustering_undirected", _mean(projected), reason=none),
        _row("mean_weighted_clustering", _mean(weighted_clustering(graph)), reason=none),
        _row("transitivity", transitivity(graph)),
        _row("core_periphery_fit", core.correlation, reason=say.NO_CORE()),
        _row("core_share", core.is_core.sum() / n),
    ]


def _paths(graph: Graph, sums: PathSums, path_length: str) -> list[dict[str, Any]]:
    n = graph.n_nodes
    inside = components(graph) == 1
    size = int(inside.sum())
    pairs = int(sums.out_count[inside].sum())
    with_lengths = {
        "average_path_length": sums.out_sum[inside].sum() / pairs if pairs else np.nan,
        "diameter": sums.out_farthest[inside].max() if pairs else np.nan,
    }
    efficiency = sums.out_inverse.sum() / (n * (n - 1)) if n > 1 else np.nan
    return [
        *(
            _row(code, value, say.convention(code, path_length), say.NO_PATH())
            for code, value in with_lengths.items()
        ),
        _row("n_pairs_with_path", pairs),
        _row("n_pairs_in_largest", size * (size - 1)),
        _row("n_pairs_with_path_anywhere", int(sums.out_count.sum())),
        _row(
            "global_efficiency",
            efficiency,
            say.convention("global_efficiency", path_length),
            say.NO_TWO_NODES(),
        ),
    ]


def _inequality(graph: Graph, relative_betweenness: Floats) -> list[dict[str, Any]]:
    n = graph.n_nodes
    few, no_link = say.NO_THREE_NODES(), say.NO_LINK()
    by_side: list[dict[str, Any]] = []
    if graph.is_directed:
        for side, values in (("out", graph.out_degrees), ("in", graph.in_degrees)):
            spread = centralization(values, float((n - 1) ** 2))
            by_side += [
                _row(f"{side}_degree_centralization", spread, reason=few),
                _row(f"{side}_degree_gini", gini(values), reason=no_link),
            ]
    strength = graph.out_strengths + (graph.in_strengths if graph.is_directed else 0)
    spread = centralization(graph.degrees, (n - 1) * (n - 2))
    between = centralization(relative_betweenness, n - 1) if n > 2 else np.nan
    return [
        _row("degree_centralization", spread, reason=few),
        _row("betweenness_centralization", between, reason=few),
        _row("degree_gini", gini(graph.degrees), reason=no_link),
        _row("strength_gini", gini(strength), reason=no_link),
        _row("top_tenth_link_share", _top_share(graph.degrees), reason=no_link),
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
