"""Every measure of many networks at once: from tables of links to tables of measures."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.networks.settings import NetworkSettings
from wenmai.networks.tables import DRAWN, KEY, TABLES, typed
from wenmai.sentences import Sentence

NO_SETTINGS = Sentence("domains.no_settings", "network", "study")
GIVE_SETTINGS = Sentence("domains.give_settings")

if TYPE_CHECKING:
    from wenmai.networks.graph import Graph

_NETWORK = ["study_code", "network_code"]
_OF_STRUCTURE = frozenset(TABLES).difference(DRAWN)


def measure_networks(
    links: pd.DataFrame,
    nodes: pd.DataFrame,
    settings: pd.DataFrame,
    wanted: Iterable[str] = tuple(TABLES),
) -> dict[str, pd.DataFrame]:
    """Measure every network of every study and year.

    Parameters
    ----------
    links : DataFrame
        ``study_code``, ``network_code``, ``year``, ``from_node``, ``to_node``, ``weight`` (the
        strength of the link, above 0); one row per link of the 0–1 matrix. In an undirected
        network A–B and B–A are the same link. Rows of the same link are added up; loops and links
        without a strength above 0 are left out; how many of each stands in the summary.
    nodes : DataFrame
        ``study_code``, ``network_code``, ``year``, ``node_code``: isolated nodes exist only here.
        A node that only links name is added.
    settings : DataFrame
        One row per ``study_code`` and ``network_code`` with any of the columns of
        :class:`wenmai.networks.settings.NetworkSettings`; absent columns and missing values mean
        the default.
    wanted : iterable of str
        Which tables.

    Returns
    -------
    dict of DataFrame
        ``nodes`` (one row per network, year and node), ``summary`` (one row per network, year and
        measure, with its convention, and a reason where it is undefined), ``degree_distribution``,
        ``degree_fits``, ``resilience``, ``null_models`` and ``pareto``, with the columns of
        :data:`wenmai.networks.tables.TABLES`; empty but typed when there is no network.

    Raises
    ------
    WenmaiError
        When a network has no row in ``settings``.

    Examples
    --------
    >>> key = {"study_code": "s", "network_code": "n", "year": 2024}
    >>> links = pd.DataFrame([key | {"from_node": "a", "to_node": "b", "weight": 1.0}])
    >>> nodes = pd.DataFrame([key | {"node_code": code} for code in "abc"])
    >>> settings = pd.DataFrame([{"study_code": "s", "network_code": "n", "null_draws": 0}])
    >>> found = measure_networks(links, nodes, settings)
    >>> found["nodes"][["node_code", "degree", "is_isolated"]].values.tolist()
    [['a', 1, False], ['b', 1, False], ['c', 0, True]]
    """
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES if name in wanted}
    if not (nodes.empty and links.empty):
        for key, graph, setting in networks(links, nodes, settings):
            for name, found in measure_network(
                graph, setting, _stream(key, setting), parts
            ).items():
                parts[name].append(found.assign(**key))
    return {
        name: typed(columns, pd.concat(parts[name], ignore_index=True) if parts[name] else ())
        for name, columns in TABLES.items()
        if name in parts
    }


def networks(
    links: pd.DataFrame, nodes: pd.DataFrame, settings: pd.DataFrame
) -> "Iterator[tuple[dict[str, Any], Graph, NetworkSettings]]":
    """Yield key, network and settings of every network and year, in the order of the keys.

    Raises
    ------
    WenmaiError
        When a network has no row in ``settings``.
    """
    # SciPy takes a moment to load, and a study without networks needs none of it
    from wenmai.networks.graph import Graph  # noqa: PLC0415

    by_network = {
        (str(row["study_code"]), str(row["network_code"])): NetworkSettings.from_row(row)
        for row in settings.to_dict("records")
    }
    keys = list(KEY)
    grouped_links: dict[Any, pd.DataFrame] = dict(list(links.groupby(keys))) if len(links) else {}
    grouped_nodes: dict[Any, pd.DataFrame] = dict(list(nodes.groupby(keys))) if len(nodes) else {}
    no_links = pd.DataFrame({"from_node": [], "to_node": [], "weight": []})
    for key in sorted(set(grouped_links) | set(grouped_nodes)):
        study, network, year = key
        setting = by_network.get((str(study), str(network)))
        if setting is None:
            raise WenmaiError(
                NO_SETTINGS(network=network, study=study),
                hint=GIVE_SETTINGS(),
            )
        listed = grouped_nodes[key]["node_code"] if key in grouped_nodes else ()
        graph = Graph.from_links(grouped_links.get(key, no_links), listed, setting.is_directed)
        yield {"study_code": study, "network_code": network, "year": int(year)}, graph, setting


def measure_network(
    graph: "Graph",
    settings: NetworkSettings,
    seed: int | None = None,
    wanted: Iterable[str] = tuple(TABLES),
) -> dict[str, pd.DataFrame]:
    """Measure one network.

    Parameters
    ----------
    graph : Graph
    settings : NetworkSettings
    seed : int, optional
        Of its draws; that of the settings unless told.
    wanted : iterable of str
        Which tables.

    Returns
    -------
    dict of DataFrame
        As :func:`measure_networks`, without the key.
    """
    seed = settings.seed if seed is None else seed
    found: dict[str, pd.DataFrame] = {}
    if not _OF_STRUCTURE.isdisjoint(wanted):
        found |= _structure(graph, settings, seed)
    if "degree_fits" in wanted:
        from wenmai.networks.degree_fits import degree_fits  # noqa: PLC0415

        found["degree_fits"] = pd.DataFrame(degree_fits(graph, settings.bootstrap_draws, seed))
    if "null_models" in wanted:
        from wenmai.networks.small_world import small_world  # noqa: PLC0415

        found["null_models"] = pd.DataFrame(
            small_world(graph, settings.null_draws, settings.swaps_per_link, seed)
        )
    return {name: frame for name, frame in found.items() if name in wanted}


def _structure(graph: "Graph", settings: NetworkSettings, seed: int) -> dict[str, pd.DataFrame]:
    """Measure what rests on the network's shortest paths."""
    from wenmai.networks.degree_distribution import degree_distribution  # noqa: PLC0415
    from wenmai.networks.nodes import node_measures, pareto  # noqa: PLC0415
    from wenmai.networks.paths import path_sums  # noqa: PLC0415
    from wenmai.networks.resilience import resilience, robustness  # noqa: PLC0415
    from wenmai.networks.whole import whole_network  # noqa: PLC0415

    sums = path_sums(graph, settings.path_length)
    nodes = node_measures(graph, settings, sums)
    share = nodes["relative_betweenness"].to_numpy(dtype=float)
    removals = resilience(
        graph,
        nodes["betweenness"].to_numpy(dtype=float),
        settings.removal_draws,
        settings.removal_steps,
        seed,
    )
    whole = whole_network(graph, sums, share, settings.path_length)
    return {
        "nodes": nodes,
        "summary": pd.DataFrame(whole + robustness(removals)),
        "degree_distribution": pd.DataFrame(degree_distribution(graph)),
        "resilience": pd.DataFrame(removals),
        "pareto": pareto(nodes),
    }


def _stream(key: dict[str, Any], settings: NetworkSettings) -> int:
    """Return a seed of its own for a network and year: adding another one changes no draw."""
    return (crc32("/".join(map(str, key.values())).encode()) ^ settings.seed) & 0x7FFFFFFF
