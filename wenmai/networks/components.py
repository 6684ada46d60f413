"""Connected components, numbered by size."""

import numpy as np
from scipy.sparse.csgraph import connected_components

from wenmai.networks.graph import Graph, Ints, once_per_graph


@once_per_graph
def components(graph: Graph, connection: str = "weak") -> Ints:
    """Return the number of every node's component, 1 for the largest.

    Parameters
    ----------
    graph : Graph
    connection : {'weak', 'strong'}
        Weakly: joined when directions are ignored. Strongly: each node reaches each other one.
        Without directions both are the same.

    Returns
    -------
    array of shape (n_nodes,)
        Components of equal size stand in the order of their first node.

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c"), ("c", "b")])
    >>> components(graph).tolist(), components(graph, "strong").tolist()
    ([1, 1, 1], [2, 1, 1])
    """
    if graph.n_nodes == 0:
        return np.zeros(0, dtype=np.int64)
    _, labels = connected_components(
        graph.adjacency, directed=graph.is_directed, connection=connection
    )
    _, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    places = np.empty(len(sizes), dtype=np.int64)
    places[np.lexsort((first, -sizes))] = np.arange(1, len(sizes) + 1)
    return places[inverse]
