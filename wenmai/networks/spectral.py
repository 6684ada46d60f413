"""Centralities in which a node counts by whom it is linked to: eigenvector, PageRank, k-core."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import ArpackError, eigs, eigsh

from wenmai.networks.components import components
from wenmai.networks.graph import Floats, Graph, Ints

DAMPING = 0.85
_MOST_ROUNDS = 5_000
_DENSE_NODES = 500


def eigenvector(graph: Graph, is_weighted: bool = False) -> Floats:
    r"""Eigenvector centrality: proportional to the sum of the centralities of those who link in.

    :math:`A^T x = \lambda_1 x` with the largest eigenvalue, :math:`x \ge 0`,
    :math:`\lVert x \rVert_2 = 1`: the limit of :math:`(A^T + I)^k \mathbf 1`, normalised, which
    is also defined when the network is not connected and no component competes with the largest.

    Parameters
    ----------
    graph : Graph
    is_weighted : bool
        Strengths instead of 0 and 1.

    Returns
    -------
    array of shape (n_nodes,)
        All missing where no such vector exists: no link, no directed circle, or strong components
        of equal eigenvalue that feed one another.

    Examples
    --------
    >>> star = Graph.from_edges([("c", "x"), ("c", "y")], is_directed=False)
    >>> eigenvector(star).round(6).tolist()
    [0.707107, 0.5, 0.5]
    """
    n = graph.n_nodes
    labels = components(graph, "strong")
    if graph.n_links == 0 or len(np.unique(labels)) == n:
        return np.full(n, np.nan)
    matrix = graph.strengths if is_weighted else graph.adjacency
    inward = csr_array(matrix.T)
    if labels.max() == 1:
        found = _leading(inward, is_symmetric=not graph.is_directed)
        if found is not None:
            return found
    return _by_power(inward)


def _leading(inward: csr_array, is_symmetric: bool) -> Floats | None:
    """Return the one positive eigenvector of a connected network."""
    n = inward.shape[0]
    if n <= _DENSE_NODES:
        dense = inward.toarray()
        values, vectors = np.linalg.eigh(dense) if is_symmetric else np.linalg.eig(dense)
        vector = np.real(vectors[:, int(np.argmax(np.real(values)))])
    else:
        try:
            solve = eigsh if is_symmetric else eigs
            which = "LA" if is_symmetric else "LR"
            vector = np.real(solve(inward, k=1, which=which, v0=np.ones(n), tol=0)[1][:, 0])
        except ArpackError:
            return None
    vector = vector * np.sign(vector.sum())
    return np.maximum(vector, 0.0) / np.linalg.norm(vector)


def _by_power(inward: csr_array) -> Floats:
    n = inward.shape[0]
    # a multiple of the identity keeps a network of circles from swinging
    shift = float(inward.data.mean())
    vector = np.full(n, 1 / np.sqrt(n))
    for _ in range(_MOST_ROUNDS):
        following = inward @ vector + shift * vector
        following /= np.linalg.norm(following)
        if np.abs(following - vector).max() < 1e-14:
            return np.where(following < 1e-12, 0.0, following)
        vector = following
    return np.full(n, np.nan)


def pagerank(graph: Graph, is_weighted: bool = False) -> Floats:
    """PageRank with damping 0.85; who links nowhere links to everybody.

    Parameters
    ----------
    graph : Graph
    is_weighted : bool
        Whether a node gives to its neighbours in proportion to strength, or all the same.

    Returns
    -------
    array of shape (n_nodes,)
        Sums to 1; empty without nodes. Exact to rounding (iterated until nothing moves), where
        networkx stops at a tolerance of 1e-6 unless told.

    Examples
    --------
    >>> pagerank(Graph.from_edges([("a", "b"), ("b", "a")])).tolist()
    [0.5, 0.5]
    """
    n = graph.n_nodes
    if n == 0:
        return np.zeros(0)
    matrix = graph.strengths if is_weighted else graph.adjacency
    given = np.asarray(matrix.sum(axis=1)).ravel()
    is_dangling = given == 0
    share = np.divide(1.0, given, out=np.zeros(n), where=~is_dangling)
    inward = csr_array(matrix.multiply(share[:, None]).T)
    rank = np.full(n, 1 / n)
    for _ in range(_MOST_ROUNDS):
        spread = DAMPING * rank[is_dangling].sum() + (1 - DAMPING)
        following = DAMPING * (inward @ rank) + spread / n
        following /= following.sum()
        if np.abs(following - rank).sum() < 1e-14:
            return following
        rank = following
    return rank


def core_numbers(graph: Graph) -> Ints:
    """Return for every node the largest k of a k-core that contains it, directions ignored.

    A k-core is a largest set of nodes of which each has k neighbours inside it.

    Examples
    --------
    >>> triangle = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")]
    >>> core_numbers(Graph.from_edges(triangle)).tolist()
    [2, 2, 2, 1]
    """
    simple = graph.undirected
    matrix = simple.adjacency
    degrees = simple.out_degrees.copy()
    cores = np.zeros(graph.n_nodes, dtype=np.int64)
    is_left = np.ones(graph.n_nodes, dtype=bool)
    k = 0
    while is_left.any():
        leaving = np.flatnonzero(is_left & (degrees <= k))
        if not len(leaving):
            k += 1
            continue
        cores[leaving] = k
        is_left[leaving] = False
        neighbours = matrix[leaving].indices
        degrees -= np.bincount(neighbours, minlength=graph.n_nodes)
    return cores
