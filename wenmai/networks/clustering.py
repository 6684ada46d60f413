"""Clustering: how often two neighbours of a node are linked themselves."""

import numpy as np
from scipy.sparse import csr_array

from wenmai.networks.graph import Floats, Graph, once_per_graph

_DENSE_NODES = 500


def triangle_products(symmetric: csr_array) -> Floats:
    """Sum up, over the triangles that contain a node, the product of their three entries.

    Parameters
    ----------
    symmetric : sparse array of shape (n, n)
        Entries above 0, empty diagonal.

    Returns
    -------
    array of shape (n,)

    Examples
    --------
    >>> triangle_products(csr_array(np.array([[0.0, 1, 1], [1, 0, 2], [1, 2, 0]]))).tolist()
    [2.0, 2.0, 2.0]
    """
    n = symmetric.shape[0]
    if n <= _DENSE_NODES:
        dense = symmetric.toarray()
        return ((dense @ dense) * dense).sum(axis=1) / 2
    # Each triangle once: links point to the node with more neighbours, so nobody has many.
    degrees = np.diff(symmetric.indptr)
    order = np.lexsort((np.arange(n), degrees))
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    ends = symmetric.tocoo()
    is_upward = rank[ends.row] < rank[ends.col]
    upward = csr_array(
        (ends.data[is_upward], (rank[ends.row[is_upward]], rank[ends.col[is_upward]])), shape=(n, n)
    )
    closed = (upward @ upward).multiply(upward)
    middle = (upward @ upward.T).multiply(upward)
    return (closed.sum(axis=1) + closed.sum(axis=0) + middle.sum(axis=0))[rank]


@once_per_graph
def local_clustering(graph: Graph) -> Floats:
    r"""Local clustering coefficient of every node (P2 Eq 4).

    Undirected: :math:`C_i = 2E_i / (k_i(k_i-1))`. Directed, after Fagiolo (2007) and as networkx
    has it: directed triangles through i over all that its links would allow,

    .. math:: C_i = \frac{(A+A^T)^3_{ii}}{2[k_i(k_i-1) - 2k_i^{\leftrightarrow}]}

    with :math:`k_i` the number of links in both directions together and
    :math:`k_i^{\leftrightarrow}` that of mutual neighbours. 0 below two neighbours.

    Examples
    --------
    >>> triangle = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    >>> local_clustering(Graph.from_edges(triangle, is_directed=False)).round(3).tolist()
    [1.0, 1.0, 0.333, 0.0]
    """
    if graph.n_links == 0:
        return np.zeros(graph.n_nodes)
    if not graph.is_directed:
        return _ratio(2 * triangle_products(graph.adjacency), _pairs(graph))
    both = csr_array(graph.adjacency + graph.adjacency.T)
    return _ratio(triangle_products(both), _pairs(graph))


def weighted_clustering(graph: Graph) -> Floats:
    r"""Local clustering in which a triangle counts with the strengths of its links.

    Onnela et al. (2005): the geometric mean :math:`(\hat w_{ij}\hat w_{jk}\hat w_{ki})^{1/3}` of
    the strengths, divided by the largest of the network, takes the place of 1; directed as above.

    Examples
    --------
    >>> edges = [("a", "b"), ("b", "c"), ("a", "c")]
    >>> graph = Graph.from_edges(edges, is_directed=False, weights=[1, 1, 8])
    >>> weighted_clustering(graph).round(6).tolist()
    [0.25, 0.25, 0.25]
    """
    if graph.n_links == 0:
        return np.zeros(graph.n_nodes)
    roots = graph.strengths.copy()
    roots.data = np.cbrt(roots.data / graph.weights.max())
    if not graph.is_directed:
        return _ratio(2 * triangle_products(roots), _pairs(graph))
    return _ratio(triangle_products(csr_array(roots + roots.T)), _pairs(graph))


def transitivity(graph: Graph) -> float:
    """Share of connected triples that are closed, without regard to directions.

    Three times the number of triangles over the number of paths of two links; 0 without such
    paths. Counts a node with many neighbours more than the mean of local coefficients does.

    Examples
    --------
    >>> triangle = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    >>> transitivity(Graph.from_edges(triangle))
    0.6
    """
    simple = graph.undirected
    degrees = simple.out_degrees
    triples = float((degrees * (degrees - 1)).sum())
    if triples == 0:
        return 0.0
    return float(2 * triangle_products(simple.adjacency).sum()) / triples


def _pairs(graph: Graph) -> Floats:
    """Return how many (directed: twice how many) triangles the links of a node would allow."""
    if not graph.is_directed:
        return (graph.out_degrees * (graph.out_degrees - 1)).astype(float)
    total = graph.out_degrees + graph.in_degrees
    mutual = total - graph.degrees
    return (total * (total - 1) - 2 * mutual).astype(float)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
