"""Measures of nodes, and how they are shared out among them."""

from typing import Any

import numpy as np
import pandas as pd

from wenmai.networks.betweenness import betweenness, relative
from wenmai.networks.closeness import ucinet, wasserman_faust
from wenmai.networks.clustering import local_clustering, weighted_clustering
from wenmai.networks.components import components
from wenmai.networks.core_periphery import core_periphery
from wenmai.networks.graph import Graph
from wenmai.networks.paths import PathSums
from wenmai.networks.roles import node_roles
from wenmai.networks.settings import NetworkSettings
from wenmai.networks.spectral import core_numbers, eigenvector, pagerank
from wenmai.networks.tables import tidy

PARETO_MEASURES = (
    "degree",
    "out_degree",
    "in_degree",
    "out_strength",
    "in_strength",
    "relative_betweenness",
    "closeness_out",
    "closeness_in",
    "pagerank",
)


def node_measures(graph: Graph, settings: NetworkSettings, sums: PathSums) -> pd.DataFrame:
    """Measure every node of a network.

    Parameters
    ----------
    graph : Graph
    settings : NetworkSettings
    sums : PathSums
        Shortest paths of the network in the lengths that the settings name.

    Returns
    -------
    DataFrame
        One row per node, columns of :data:`wenmai.networks.tables.NODES` without the key. An
        isolated node has 0 everywhere but in what is undefined for the whole network
        (eigenvector) and PageRank, which gives everybody something.

    Examples
    --------
    >>> from wenmai.networks.paths import path_sums
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c")])
    >>> found = node_measures(graph, NetworkSettings(), path_sums(graph))
    >>> found[["node_code", "degree", "betweenness", "relative_betweenness"]].values.tolist()
    [['a', 1, 0.0, 0.0], ['b', 2, 1.0, 0.5], ['c', 1, 0.0, 0.0]]
    """
    n = graph.n_nodes
    raw = betweenness(graph, settings.path_length)
    share = tidy(relative(raw, n, graph.is_directed))
    labels = components(graph)
    conventions = {"wasserman_faust": wasserman_faust, "ucinet": ucinet}
    closeness = {
        f"closeness_{side}_{name}": tidy(formula(distances, counts, n))
        for name, formula in conventions.items()
        for side, distances, counts in (
            ("out", sums.out_sum, sums.out_count),
            ("in", sums.in_sum, sums.in_count),
        )
    }
    chosen = settings.closeness_convention
    return pd.DataFrame(
        {
            "node_code": list(graph.nodes),
            "out_degree": graph.out_degrees,
            "in_degree": graph.in_degrees,
            "degree": graph.degrees,
            "out_strength": tidy(graph.out_strengths),
            "in_strength": tidy(graph.in_strengths),
            "betweenness": tidy(raw),
            "relative_betweenness": share,
            "closeness_out": closeness[f"closeness_out_{chosen}"],
            "closeness_in": closeness[f"closeness_in_{chosen}"],
            "closeness_convention": chosen,
            **closeness,
            "clustering": tidy(local_clustering(graph)),
            "weighted_clustering": tidy(weighted_clustering(graph)),
            "eigenvector": tidy(eigenvector(graph, settings.is_weighted)),
            "pagerank": tidy(pagerank(graph, settings.is_weighted)),
            "core_number": core_numbers(graph),
            "weak_component": labels,
            "strong_component": components(graph, "strong"),
            "is_in_largest_component": labels == 1,
            "is_isolated": graph.degrees == 0,
            "is_core": core_periphery(graph).is_core,
            "role_code": node_roles(
                graph.degrees,
                share,
                settings.hub_quantile,
                settings.bridge_quantile,
                settings.edge_quantile,
            ),
        }
    )


def pareto(nodes: pd.DataFrame, measures: tuple[str, ...] = PARETO_MEASURES) -> pd.DataFrame:
    """Rank nodes by each measure and add up their shares (P2 Figs 2 and 3).

    Parameters
    ----------
    nodes : DataFrame
        ``node_code`` and the measures, not negative.
    measures : tuple of str

    Returns
    -------
    DataFrame
        ``measure_code``, ``rank`` (1, 2, 2, 4 …), ``node_code``, ``value``, ``value_share`` of
        the sum over nodes, ``cumulative_share`` of this node and all before it; nodes of equal
        value in the order of their codes. Shares are missing when all values are 0.

    Examples
    --------
    >>> frame = pd.DataFrame({"node_code": ["a", "b", "c"], "degree": [1, 2, 1]})
    >>> found = pareto(frame, ("degree",))
    >>> found["node_code"].tolist(), found["rank"].tolist(), found["cumulative_share"].tolist()
    (['b', 'a', 'c'], [1, 2, 2], [0.5, 0.75, 1.0])
    """
    parts: list[dict[str, Any]] = []
    codes = nodes["node_code"].astype(str).to_numpy(dtype=object)
    for measure in measures:
        values = nodes[measure].to_numpy(dtype=float)
        order = np.lexsort((codes, -values))
        ordered = values[order]
        total = ordered.sum()
        sums = np.cumsum(ordered)
        ranks = len(values) - np.searchsorted(ordered[::-1], ordered, side="right") + 1
        for place, node in enumerate(order):
            parts.append(
                {
                    "measure_code": measure,
                    "rank": int(ranks[place]),
                    "node_code": codes[node],
                    "value": float(ordered[place]),
                    "value_share": float(ordered[place] / total) if total > 0 else None,
                    # the last is 1 whatever rounding the sum took on its way
                    "cumulative_share": float(sums[place] / sums[-1]) if total > 0 else None,
                }
            )
    columns = ["measure_code", "rank", "node_code", "value", "value_share", "cumulative_share"]
    return pd.DataFrame(parts, columns=columns)
