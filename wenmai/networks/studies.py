"""From the warehouse's tables to the measures of every network, and back to one table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from wenmai.kit.nested import nest, nested_schema
from wenmai.networks.tables import DRAWN, KEY, TABLES, typed

_NETWORK = ("study_code", "network_code")
THRESHOLD_SENSITIVITY = KEY | {
    "node_code": "str",
    "role_code": "str",
    "role_share": "float",
    "other_role_code": "str",
    "other_role_share": "float",
    "n_thresholds": "int",
    "lowest_factor": "float",
    "highest_factor": "float",
    **{
        f"{measure}{end}": "float"
        for measure in (
            *("out_degree", "in_degree", "degree", "relative_betweenness"),
            *("closeness_out", "closeness_in"),
        )
        for end in ("", "_low", "_high")
    },
}
# Two models: paths wait for the first, and nothing but marts for the second.
DRAWN_TABLES = {name: TABLES[name] for name in DRAWN}
MEASURE_TABLES = {
    **{name: columns for name, columns in TABLES.items() if name not in DRAWN_TABLES},
    "threshold_sensitivity": THRESHOLD_SENSITIVITY,
}


def measures_by_network(
    links: pd.DataFrame, nodes: pd.DataFrame, settings: pd.DataFrame, pairs: pd.DataFrame
) -> pa.Table:
    """Measure every network and return what is said of it, one row per study and network.

    Parameters
    ----------
    links, nodes, settings : DataFrame
        As :func:`wenmai.networks.measure_networks` takes them; ``settings`` also has
        ``threshold_draws``.
    pairs : DataFrame
        Every pair of the networks with a threshold: the key, ``from_node``, ``to_node``,
        ``strength``, ``strength_to_threshold``, ``threshold_comparison``.

    Returns
    -------
    pyarrow.Table
        Study, network, and a list of structs for each of MEASURE_TABLES. Empty but typed, without
        loading the numerics, when there is no network.
    """
    if nodes.empty and links.empty:
        return _schema(MEASURE_TABLES).empty_table()
    from wenmai.networks.measure import measure_networks  # noqa: PLC0415
    from wenmai.networks.sensitivity import threshold_sensitivity  # noqa: PLC0415

    with _one_thread():
        found = dict(measure_networks(links, nodes, settings, tuple(MEASURE_TABLES)))
        found["threshold_sensitivity"] = threshold_sensitivity(pairs, nodes, settings)
    return _by_network(found, links, nodes, MEASURE_TABLES)


def draws_by_network(links: pd.DataFrame, nodes: pd.DataFrame, settings: pd.DataFrame) -> pa.Table:
    """Hold every network against null models and its degrees against laws.

    Parameters
    ----------
    links, nodes, settings : DataFrame
        As :func:`measures_by_network`.

    Returns
    -------
    pyarrow.Table
        Study, network, and a list of structs for each of DRAWN_TABLES.
    """
    if nodes.empty and links.empty:
        return _schema(DRAWN_TABLES).empty_table()
    from wenmai.networks.measure import measure_networks  # noqa: PLC0415

    with _one_thread():
        found = dict(measure_networks(links, nodes, settings, tuple(DRAWN_TABLES)))
    return _by_network(found, links, nodes, DRAWN_TABLES)


def _one_thread() -> Any:
    """Bound linear algebra: of products of small matrices a second thread only waits."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    return threadpool_limits(limits=1, user_api="blas")


def _schema(tables: Mapping[str, dict[str, str]]) -> pa.Schema:
    return nested_schema(_NETWORK, tables)


def _by_network(
    found: Mapping[str, pd.DataFrame],
    links: pd.DataFrame,
    nodes: pd.DataFrame,
    tables: Mapping[str, dict[str, str]],
) -> pa.Table:
    """Nest tables of measures: one row per study and network, a list of structs per table."""
    keys = (
        pd.concat([nodes[list(_NETWORK)], links[list(_NETWORK)]])
        .drop_duplicates()
        .sort_values(list(_NETWORK))
    )
    return nest(keys, tables, {name: typed(kinds, found[name]) for name, kinds in tables.items()})
