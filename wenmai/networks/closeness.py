"""Closeness of nodes in the two conventions that software uses."""

import numpy as np

from wenmai.networks.graph import Floats, Ints


def wasserman_faust(distance_sum: Floats, n_reached: Ints, n_nodes: int) -> Floats:
    r"""Return closeness after Wasserman and Faust (1994), as networkx has it.

    .. math:: C(v) = \frac{r}{n-1}\,\frac{r}{\sum d}

    with r the number of others on a path; 0 where there is none.

    Parameters
    ----------
    distance_sum, n_reached : arrays of shape (..., n_nodes)
        From :func:`wenmai.networks.paths.path_sums`: ``out_`` for the way to others, ``in_`` (the
        one networkx takes) for the way from others.
    n_nodes : int

    Examples
    --------
    >>> wasserman_faust(np.array([3.0, 0.0]), np.array([2, 0]), n_nodes=5).tolist()
    [0.3333333333333333, 0.0]
    """
    # in the order in which networkx multiplies, so that ties there are ties here
    inverse = np.divide(
        n_reached, distance_sum, out=np.zeros(distance_sum.shape), where=distance_sum > 0
    )
    return inverse * (n_reached / max(n_nodes - 1, 1))


def ucinet(distance_sum: Floats, n_reached: Ints, n_nodes: int) -> Floats:
    r"""Return closeness as UCINET prints it, in per cent.

    .. math:: C(v) = 100\,\frac{n-1}{\sum d},\qquad d = n \text{ where there is no path}

    0 for a network of one node.

    Examples
    --------
    Of four others two are reached, in 1 + 2 steps: 100 · 4 / (3 + 2 · 5).

    >>> ucinet(np.array([3.0]), np.array([2]), n_nodes=5).round(6).tolist()
    [30.769231]
    """
    total = distance_sum + (n_nodes - 1 - n_reached) * float(n_nodes)
    return np.divide(100.0 * (n_nodes - 1), total, out=np.zeros(total.shape), where=total > 0)
