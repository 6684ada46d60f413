"""Every measure of many networks at once: from tables of links to tables of measures."""

import pandas as pd

from wenmai.networks.tables import TABLES, typed


def measure_networks(
    links: pd.DataFrame, nodes: pd.DataFrame, settings: pd.DataFrame
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
    """
    if nodes.empty and links.empty:
        return {name: typed(columns) for name, columns in TABLES.items()}
    raise NotImplementedError
