"""A network as GEXF, which Gephi opens."""

from pathlib import Path

from wenmai.networks.pajek import PajekNetwork


def write_gexf(network: PajekNetwork, path: Path) -> None:
    """Write a network as GEXF 1.2: labels, weights, and places where vertices have some.

    Parameters
    ----------
    network : PajekNetwork
    path : Path
        It is replaced.
    """
    import networkx as nx  # noqa: PLC0415

    is_directed = any(tie.is_directed for tie in network.ties)
    graph: nx.Graph = nx.DiGraph() if is_directed else nx.Graph()
    graph.graph["name"] = network.name
    for number, vertex in enumerate(network.vertices, start=1):
        graph.add_node(number, label=vertex.label)
        if len(vertex.coordinates) >= 2:
            x, y = vertex.coordinates[:2]
            # Pajek counts from the top, between 0 and 1
            place = {"x": 1000 * x, "y": 1000 * (1 - y), "z": 0.0}
            graph.nodes[number]["viz"] = {"position": place}
    for tie in network.ties:
        graph.add_edge(tie.tail, tie.head, weight=tie.weight)
    nx.write_gexf(graph, path)
