"""How many nodes have how many neighbours (P2 Eq 6)."""

from typing import Any

import numpy as np
from scipy.special import gammaln

from wenmai.networks.graph import Graph, Ints


def degree_types(graph: Graph) -> dict[str, Ints]:
    """Return the kinds of degree a network has: total, and out and in where links have directions.

    Examples
    --------
    >>> list(degree_types(Graph.from_edges([("a", "b")], is_directed=False)))
    ['total']
    """
    if not graph.is_directed:
        return {"total": graph.degrees}
    return {"total": graph.degrees, "out": graph.out_degrees, "in": graph.in_degrees}


def degree_distribution(graph: Graph) -> list[dict[str, Any]]:
    r"""Count nodes by degree, beside the Poisson distribution of the same mean.

    Returns
    -------
    list of dict
        One per kind of degree and degree from 0 to the largest, those without nodes included:
        ``n_nodes``, ``node_share`` p(k), ``node_share_at_least``, ``poisson_share``
        :math:`\lambda^k e^{-\lambda} / k!` with :math:`\lambda` the mean degree (P2 Eq 6).

    Examples
    --------
    >>> star = Graph.from_edges([("c", leaf) for leaf in "xyz"], is_directed=False)
    >>> [(row["degree"], row["n_nodes"], row["node_share"]) for row in degree_distribution(star)]
    [(0, 0, 0.0), (1, 3, 0.75), (2, 0, 0.0), (3, 1, 0.25)]
    """
    rows: list[dict[str, Any]] = []
    for name, degrees in degree_types(graph).items():
        if not len(degrees):
            continue
        counts = np.bincount(degrees)
        at_least = np.cumsum(counts[::-1])[::-1] / len(degrees)
        k = np.arange(len(counts))
        mean = float(degrees.mean())
        if mean > 0:
            poisson = np.exp(k * np.log(mean) - mean - gammaln(k + 1))
        else:
            poisson = (k == 0).astype(float)
        rows += [
            {
                "degree_type": name,
                "degree": int(degree),
                "n_nodes": int(counts[degree]),
                "node_share": float(counts[degree] / len(degrees)),
                "node_share_at_least": float(at_least[degree]),
                "poisson_share": float(poisson[degree]),
            }
            for degree in k
        ]
    return rows
