"""What each dimension adds to the vote shares of a sample: exact Shapley values of tree votes."""

from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt

from wenmai.paths.leaf_boxes import LeafBoxes, leaf_boxes
from wenmai.paths.trees import Floats, TreeArrays


def vote_contributions(
    forest: TreeArrays, values: npt.ArrayLike, boxes: LeafBoxes | None = None
) -> tuple[Floats, Floats]:
    r"""Split the vote shares of samples into a common base and a part of every column.

    Path-dependent Shapley values (Lundberg et al. 2020, "TreeSHAP"), here of votes, not of leaf
    probabilities. For a set :math:`S` of known columns, a tree votes for path k with

    .. math:: v_S = \sum_\ell 1(k_\ell = k)\prod_{q \in S} o_{\ell q}\prod_{q \notin S} s_{\ell q}

    where :math:`o` says whether the sample meets what the leaf demands of the column and
    :math:`s` is the share of training samples that do. The contribution of a column is its mean
    gain :math:`v_{S+q} - v_S` over all orders in which columns become known. With few columns a
    leaf has few patterns of demands met (2^d), so the gains are tabled once per leaf and pattern.

    Parameters
    ----------
    forest : TreeArrays
    values : array of shape (n, d)
    boxes : LeafBoxes, optional
        Of the same forest, when they are at hand.

    Returns
    -------
    base : array of shape (n_paths,)
        Vote share of every path when nothing is known of the sample.
    contributions : array of shape (n, n_paths, d)
        ``base + contributions.sum(axis=2)`` is the vote share of every sample and path.

    Examples
    --------
    One tree asks one question, which three of four training samples answered with yes:

    >>> forest = TreeArrays(
    ...     roots=np.array([0]), feature=np.array([0, -1, -1]), threshold=np.array([0.5, 0, 0]),
    ...     left=np.array([1, 1, 2]), right=np.array([2, 1, 2]), path=np.array([0, 0, 1]),
    ...     weight=np.array([4.0, 1, 3]), impurity=np.zeros(3), n_features=1, n_paths=2)
    >>> base, parts = vote_contributions(forest, [[0.9]])
    >>> base.tolist(), parts[0, :, 0].tolist()
    ([0.25, 0.75], [-0.25, 0.25])
    """
    boxes = leaf_boxes(forest) if boxes is None else boxes
    samples = np.asarray(values, dtype=np.float64)
    d, n_paths = boxes.n_columns, forest.n_paths
    known, gains = _tables(boxes, d)
    bounds = np.searchsorted(boxes.path, np.arange(n_paths + 1))
    base = np.array([known[bounds[k] : bounds[k + 1], 0].sum() for k in range(n_paths)])
    parts = np.zeros((len(samples), n_paths, d))
    rows = np.arange(len(boxes.path), dtype=np.int64)[:, None] << d
    flat = [np.ascontiguousarray(gains[..., q]).ravel() for q in range(d)]
    for chosen in boxes.portions(len(samples)):
        at = rows + boxes.met(samples[chosen])
        for k in range(n_paths):
            own = at[bounds[k] : bounds[k + 1]]
            for q in range(d):
                parts[chosen, k, q] = np.take(flat[q], own).sum(axis=0)
    return base / forest.n_trees, parts / forest.n_trees


def _tables(boxes: LeafBoxes, d: int) -> tuple[Floats, Floats]:
    """Return v_S without o, shape (m, 2^d), and gains per leaf, pattern and column."""
    sets = np.arange(1 << d)
    has = (sets[:, None] >> np.arange(d)) & 1 == 1
    known = np.ones((len(boxes.path), 1 << d))
    for q in range(d):
        known[:, ~has[:, q]] *= boxes.share[:, q, None]
    weights = _shapley_weights(d)
    gains = np.empty((len(boxes.path), 1 << d, d))
    for pattern in sets:
        # a leaf whose known demand is not met is out of reach
        reachable = (sets & ~pattern) == 0
        gains[:, pattern] = known[:, reachable] @ weights[reachable]
    return known, gains


def _shapley_weights(d: int) -> Floats:
    """Return the matrix that turns the values of all sets into the Shapley value of each column."""
    weights = np.zeros((1 << d, d))
    for q in range(d):
        others = [other for other in range(d) if other != q]
        for size in range(d):
            weight = factorial(size) * factorial(d - size - 1) / factorial(d)
            for members in combinations(others, size):
                number = sum(1 << member for member in members)
                weights[number | (1 << q), q] += weight
                weights[number, q] -= weight
    return weights
