"""Networks that textbooks print, and how to turn one of networkx into one of ours and back."""

import networkx as nx
import numpy as np
import pandas as pd

from wenmai.networks.graph import Graph
from wenmai.networks.nodes import node_measures
from wenmai.networks.paths import path_sums
from wenmai.networks.settings import NetworkSettings
from wenmai.networks.whole import whole_network

# Padgett and Ansell (1993), business ties between the 16 families of the marriage network.
FLORENTINE_BUSINESS = [
    ("Barbadori", "Castellani"),
    ("Barbadori", "Ginori"),
    ("Barbadori", "Medici"),
    ("Barbadori", "Peruzzi"),
    ("Bischeri", "Guadagni"),
    ("Bischeri", "Lamberteschi"),
    ("Bischeri", "Peruzzi"),
    ("Castellani", "Lamberteschi"),
    ("Castellani", "Peruzzi"),
    ("Ginori", "Medici"),
    ("Guadagni", "Lamberteschi"),
    ("Lamberteschi", "Peruzzi"),
    ("Medici", "Pazzi"),
    ("Medici", "Salviati"),
    ("Medici", "Tornabuoni"),
]


def code(node) -> str:
    """Name a node so that names sort like numbers."""
    return f"{node:05d}" if isinstance(node, int | np.integer) else str(node)


def from_networkx(graph) -> Graph:
    rows = [
        (code(start), code(end), float(data.get("weight", 1.0)))
        for start, end, data in graph.edges(data=True)
    ]
    frame = pd.DataFrame(rows, columns=["from_node", "to_node", "weight"])
    return Graph.from_links(frame, [code(node) for node in graph], graph.is_directed())


def to_networkx(graph: Graph):
    found = nx.DiGraph() if graph.is_directed else nx.Graph()
    found.add_nodes_from(range(graph.n_nodes))
    found.add_weighted_edges_from(
        zip(graph.sources.tolist(), graph.targets.tolist(), graph.weights.tolist(), strict=True)
    )
    return found


def florentine_marriage(with_pucci: bool = True) -> Graph:
    """The marriage network; the Pucci married into no other family of it."""
    graph = nx.florentine_families_graph()
    if with_pucci:
        graph.add_node("Pucci")
    return from_networkx(graph)


def florentine_business() -> Graph:
    return Graph.from_edges(
        FLORENTINE_BUSINESS, nodes=florentine_marriage().nodes, is_directed=False
    )


def karate() -> Graph:
    """Zachary's club without its weights."""
    return from_networkx(nx.Graph(nx.karate_club_graph().edges))


def nodes_of(graph: Graph, **settings) -> pd.DataFrame:
    found = NetworkSettings(is_directed=graph.is_directed, **settings)
    frame = node_measures(graph, found, path_sums(graph, found.path_length))
    return frame.set_index("node_code")


def whole_of(graph: Graph) -> dict[str, float | None]:
    between = nodes_of(graph)["relative_betweenness"].to_numpy()
    rows = whole_network(graph, path_sums(graph), between)
    return {row["measure_code"]: row["value"] for row in rows}
