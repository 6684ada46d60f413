"""The measures of nodes as a plain networkx script takes them."""

import networkx as nx
import numpy as np
import pandas as pd


def graph_of(links: pd.DataFrame, nodes: list[str], is_directed: bool) -> nx.Graph:
    graph = nx.DiGraph() if is_directed else nx.Graph()
    graph.add_nodes_from(nodes)
    ends = links[["from_node", "to_node", "weight"]].itertuples(index=False, name=None)
    graph.add_weighted_edges_from(ends)
    return graph


def cheap_measures(graph: nx.Graph) -> dict[str, dict]:
    """Everything but betweenness and closeness."""
    is_directed = graph.is_directed()
    simple = nx.Graph(graph)
    simple.remove_edges_from(nx.selfloop_edges(simple))
    weak = list(nx.connected_components(simple))
    strong = list(nx.strongly_connected_components(graph)) if is_directed else weak
    measures = {
        "out_degree": dict(graph.out_degree() if is_directed else graph.degree()),
        "in_degree": dict(graph.in_degree() if is_directed else graph.degree()),
        "degree": dict(simple.degree()),
        "out_strength": dict(
            graph.out_degree(weight="weight") if is_directed else graph.degree(weight="weight")
        ),
        "in_strength": dict(
            graph.in_degree(weight="weight") if is_directed else graph.degree(weight="weight")
        ),
        "clustering": nx.clustering(graph),
        "weighted_clustering": nx.clustering(graph, weight="weight"),
        "pagerank": nx.pagerank(graph, weight=None, tol=1e-14, max_iter=1000),
        "core_number": nx.core_number(simple),
    }
    sizes = {node: len(part) for part in weak for node in part}
    measures["weak_size"] = sizes
    measures["strong_size"] = {node: len(part) for part in strong for node in part}
    if len(strong) == 1:
        found = nx.eigenvector_centrality_numpy(graph, weight=None)
        measures["eigenvector"] = {node: abs(value) for node, value in found.items()}
    return measures


def betweenness(graph: nx.Graph) -> dict:
    return nx.betweenness_centrality(graph, normalized=False)


def closeness(graph: nx.Graph, nodes: list[str]) -> dict[str, dict]:
    """Both directions and both conventions, from one search per node and direction."""
    n = len(graph)
    found: dict[str, dict] = {}
    sides = {"in": graph.reverse(copy=False), "out": graph} if graph.is_directed() else {}
    for side, searched in (sides or {"out": graph}).items():
        ucinet, faust = {}, {}
        for node in nodes:
            distances = nx.single_source_shortest_path_length(searched, node)
            total, reached = sum(distances.values()), len(distances) - 1
            faust[node] = reached / total * reached / (n - 1) if total else 0.0
            ucinet[node] = 100 * (n - 1) / (total + (n - 1 - reached) * n)
        found[f"closeness_{side}_wasserman_faust"] = faust
        found[f"closeness_{side}_ucinet"] = ucinet
    return found


def largest_difference(ours: pd.DataFrame, theirs: dict[str, dict]) -> tuple[float, str]:
    """Return the largest relative difference over measures and nodes, and in which measure."""
    worst, where = 0.0, ""
    for measure, found in theirs.items():
        if measure not in ours:
            continue
        nodes = list(found)
        expected = np.array([found[node] for node in nodes], dtype=float)
        own = ours.loc[nodes, measure].to_numpy(dtype=float)
        scale = np.maximum(np.abs(expected), 1.0)
        gap = float(np.nanmax(np.abs(own - expected) / scale, initial=0.0))
        if gap > worst or np.isnan(own).any():
            worst, where = (float("inf") if np.isnan(own).any() else gap), measure
    return worst, where
