"""How far centralities and roles depend on the threshold that makes links."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.networks.batches import centralities
from wenmai.networks.betweenness import DENSE_NODES, betweenness, relative
from wenmai.networks.closeness import ucinet, wasserman_faust
from wenmai.networks.graph import Floats, Graph
from wenmai.networks.paths import path_sums
from wenmai.networks.roles import ROLES, node_roles
from wenmai.networks.settings import NetworkSettings
from wenmai.networks.tables import KEY, tidy

Bools = npt.NDArray[np.bool_]
_CLOSENESS = {"wasserman_faust": wasserman_faust, "ucinet": ucinet}
LOWEST_FACTOR, HIGHEST_FACTOR = 0.5, 1.5
MEASURES = (
    *("out_degree", "in_degree", "degree", "relative_betweenness"),
    *("closeness_out", "closeness_in"),
)


def threshold_factors(draws: int) -> Floats:
    """Return the multiples of the threshold that are tried: evenly from 0.5 to 1.5, 1 included.

    Examples
    --------
    >>> threshold_factors(5).tolist(), threshold_factors(4).tolist()
    ([0.5, 0.75, 1.0, 1.25, 1.5], [0.5, 0.75, 1.0, 1.25, 1.5])
    """
    return np.linspace(LOWEST_FACTOR, HIGHEST_FACTOR, draws + (draws % 2 == 0))


def threshold_sensitivity(
    pairs: pd.DataFrame, nodes: pd.DataFrame, settings: pd.DataFrame
) -> pd.DataFrame:
    """Link every network at several multiples of its threshold and compare its nodes.

    Parameters
    ----------
    pairs : DataFrame
        Key, ``from_node``, ``to_node``, ``strength``, ``strength_to_threshold``,
        ``threshold_comparison`` of every pair; networks without rows are left out.
    nodes : DataFrame
        Key and ``node_code``.
    settings : DataFrame
        As for :func:`wenmai.networks.measure_networks`, with ``threshold_draws``.

    Returns
    -------
    DataFrame
        One row per network, year and node: every measure at the threshold itself with its least
        and greatest value over the multiples; the role, the share of multiples at which it is
        kept, and the most frequent other role with its share.
    """
    rows: list[pd.DataFrame] = []
    by_network: dict[Any, dict[Any, Any]] = {
        (row["study_code"], row["network_code"]): row for row in settings.to_dict("records")
    }
    codes = dict(list(nodes.groupby(list(KEY))["node_code"])) if len(nodes) else {}
    groups: Any = pairs.groupby(list(KEY)) if len(pairs) else ()
    for key, group in groups:
        row = by_network[key[:2]]
        factors = threshold_factors(int(row["threshold_draws"]))
        listed = sorted(str(code) for code in codes.get(key, ()))
        found = sensitivity(group, listed, NetworkSettings.from_row(row), factors)
        rows.append(found.assign(**dict(zip(KEY, key, strict=True))))
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()


def sensitivity(
    pairs: pd.DataFrame, nodes: list[str], settings: NetworkSettings, factors: Floats
) -> pd.DataFrame:
    """Compare the nodes of one network over multiples of its threshold.

    Parameters
    ----------
    pairs : DataFrame
        ``from_node``, ``to_node``, ``strength``, ``strength_to_threshold``,
        ``threshold_comparison``.
    nodes : list of str
        Codes in order.
    settings : NetworkSettings
    factors : array of shape (n_factors,)
        With 1 among them.

    Returns
    -------
    DataFrame
        As :func:`threshold_sensitivity`, without the key.

    Examples
    --------
    >>> pairs = pd.DataFrame({"from_node": ["a", "b"], "to_node": ["b", "c"], "strength": 1.0,
    ...     "strength_to_threshold": [2.0, 1.2], "threshold_comparison": ">="})
    >>> setting = NetworkSettings(is_directed=False)
    >>> found = sensitivity(pairs, ["a", "b", "c"], setting, np.array([0.5, 1.0, 1.5]))
    >>> found[["node_code", "degree", "degree_low", "degree_high"]].values.tolist()
    [['a', 1.0, 1.0, 1.0], ['b', 2.0, 1.0, 2.0], ['c', 1.0, 0.0, 1.0]]
    >>> found["role_code"].tolist(), found["role_share"].round(3).tolist()
    (['edge_node', 'core_hub', 'edge_node'], [0.667, 0.667, 1.0])
    """
    ratios = pairs["strength_to_threshold"].to_numpy(dtype=float)
    is_strict = (pairs["threshold_comparison"] == ">").to_numpy(dtype=bool)
    limits = factors[:, None]
    linked = np.where(is_strict, ratios > limits, ratios >= limits)
    if settings.path_length == "hops" and len(nodes) <= DENSE_NODES:
        values = _at_once(pairs, linked, nodes, settings)
    else:
        values = np.array([_one_by_one(pairs[row], nodes, settings) for row in linked])
    roles = node_roles(
        values[:, MEASURES.index("degree")],
        values[:, MEASURES.index("relative_betweenness")],
        settings.hub_quantile,
        settings.bridge_quantile,
        settings.edge_quantile,
    )
    own = int(np.flatnonzero(factors == 1.0)[0])
    shares = np.array([(roles == role).mean(axis=0) for role in ROLES])
    kept = (roles == roles[own]).mean(axis=0)
    others = np.where(np.array(ROLES)[:, None] == roles[own], -1.0, shares)
    found: dict[str, Any] = {
        "node_code": nodes,
        "role_code": roles[own],
        "role_share": kept,
        "other_role_code": [
            ROLES[place] if share > 0 else None
            for place, share in zip(others.argmax(axis=0), others.max(axis=0), strict=True)
        ],
        "other_role_share": np.maximum(others.max(axis=0), 0.0),
        "n_thresholds": len(factors),
        "lowest_factor": float(factors.min()),
        "highest_factor": float(factors.max()),
    }
    for place, measure in enumerate(MEASURES):
        found[measure] = values[own, place]
        found[f"{measure}_low"] = values[:, place].min(axis=0)
        found[f"{measure}_high"] = values[:, place].max(axis=0)
    return pd.DataFrame(found)


def _at_once(
    pairs: pd.DataFrame, linked: Bools, nodes: list[str], settings: NetworkSettings
) -> Floats:
    """Return factors × MEASURES × nodes from matrices of all factors together."""
    n = len(nodes)
    index = pd.Index(nodes, dtype=object)
    starts = index.get_indexer(pd.Index(pairs["from_node"].astype(str), dtype=object))
    ends = index.get_indexer(pd.Index(pairs["to_node"].astype(str), dtype=object))
    counts = (starts != ends) & (pairs["strength"] > 0).to_numpy(dtype=bool)
    adjacency = np.zeros((len(linked), n, n), dtype=bool)
    factor, pair = np.nonzero(linked & counts)
    adjacency[factor, starts[pair], ends[pair]] = True
    if not settings.is_directed:
        adjacency |= np.swapaxes(adjacency, 1, 2)
    found = centralities(adjacency, settings.is_directed)
    closeness = _CLOSENESS[settings.closeness_convention]
    for side in ("out", "in"):
        sums, counted = found[f"{side}_sum"], found[f"{side}_count"]
        found[f"closeness_{side}"] = closeness(sums, counted, n)
    return np.stack([tidy(found[measure]) for measure in MEASURES], axis=1)


def _one_by_one(pairs: pd.DataFrame, nodes: list[str], settings: NetworkSettings) -> Floats:
    """Return MEASURES × nodes at one factor."""
    links = pairs[["from_node", "to_node", "strength"]].rename(columns={"strength": "weight"})
    graph = Graph.from_links(links, nodes, settings.is_directed)
    sums = path_sums(graph, settings.path_length)
    closeness = _CLOSENESS[settings.closeness_convention]
    n = graph.n_nodes
    between = relative(betweenness(graph, settings.path_length), n, graph.is_directed)
    return np.stack(
        [
            graph.out_degrees.astype(float),
            graph.in_degrees.astype(float),
            graph.degrees.astype(float),
            tidy(between),
            tidy(closeness(sums.out_sum, sums.out_count, n)),
            tidy(closeness(sums.in_sum, sums.in_count, n)),
        ]
    )
