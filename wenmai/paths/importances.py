"""Path contributions of the dimensions (P1 Eq 3), for all samples and for groups of them."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from wenmai.paths.forest import winners
from wenmai.paths.trees import LEAF, Floats, Integers, TreeArrays, as_read


def shares(importances: npt.ArrayLike) -> Floats:
    """Return P_j = Imp_j / sum of Imp (Eq 3).

    A negative importance (a column that misleads) counts as 0. NaN where no column counts.

    Examples
    --------
    >>> shares([[3.0, 1.0, -0.5]]).tolist()
    [[0.75, 0.25, 0.0]]
    """
    kept = np.maximum(np.asarray(importances, dtype=np.float64), 0.0)
    total = kept.sum(axis=-1, keepdims=True)
    return np.divide(kept, total, out=np.full(kept.shape, np.nan), where=total > 0)


def impurity_importances(forest: TreeArrays) -> Floats:
    """Return the mean decrease of Gini impurity by column, as scikit-learn defines it.

    Returns
    -------
    array of shape (d,)
        Sums to 1; all 0 when no tree splits.
    """
    inner = np.flatnonzero(forest.feature != LEAF)
    return _mean_over_trees(forest, inner, forest.weight[inner] * decreases(forest)[inner])


def group_importances(
    forest: TreeArrays, values: npt.ArrayLike, groups: Integers, n_groups: int
) -> Floats:
    """Return the decrease of impurity by column at the nodes that each group passes.

    A node's decrease counts as often as samples of the group pass it, where the importance for
    all counts the training samples there: a question that no city of a province is asked adds
    nothing to the province's path.

    Parameters
    ----------
    forest : TreeArrays
    values : array of shape (n, d)
    groups : array of shape (n,)
        Number of the group of each sample.
    n_groups : int

    Returns
    -------
    array of shape (n_groups, d)
        Rows sum to 1.
    """
    samples, m = np.asarray(values), len(forest.feature)
    passed = np.zeros((n_groups, m))
    for at in forest.walk(samples):
        # who stands at a leaf is asked nothing there, so counting it again does no harm
        keys = (groups * m + at).ravel()
        passed += np.bincount(keys, minlength=n_groups * m).reshape(n_groups, m)
    inner = np.flatnonzero(forest.feature != LEAF)
    gain = decreases(forest)[inner]
    return np.stack([_mean_over_trees(forest, inner, row[inner] * gain) for row in passed])


def decreases(forest: TreeArrays) -> Floats:
    """Return by how much the question at each node lowers the impurity; 0 at leaves."""
    left, right = forest.left, forest.right
    share_left = forest.weight[left] / forest.weight
    after = share_left * forest.impurity[left] + (1 - share_left) * forest.impurity[right]
    return np.where(forest.feature == LEAF, 0.0, forest.impurity - after)


def permutation_drops(
    forest: TreeArrays, values: npt.ArrayLike, labels: npt.ArrayLike, repeats: int, seed: int
) -> Floats:
    """Say of every held-out sample how much accuracy hangs on each column.

    Parameters
    ----------
    forest : TreeArrays
    values : array of shape (n, d)
        Samples that did not train the forest.
    labels : array of shape (n,)
    repeats : int
        How often each column is shuffled.
    seed : int

    Returns
    -------
    array of shape (n, d)
        Right before shuffling minus share of right answers after; the mean over samples is the
        permutation importance of the column.
    """
    samples, right = as_read(values), np.asarray(labels)
    random = np.random.default_rng(seed)
    before = (winners(forest.votes(samples)) == right).astype(np.float64)
    drops = np.zeros(samples.shape)
    for q, shuffled in _shuffled(samples, repeats, random):
        after = winners(forest.votes(shuffled)) == np.tile(right, repeats)
        drops[:, q] = before - after.reshape(repeats, -1).mean(axis=0)
    return drops


def _shuffled(
    samples: npt.NDArray[np.float32], repeats: int, random: np.random.Generator
) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    for q in range(samples.shape[1]):
        many = np.tile(samples, (repeats, 1))
        many[:, q] = np.concatenate([random.permutation(samples[:, q]) for _ in range(repeats)])
        yield q, many


def _mean_over_trees(forest: TreeArrays, inner: Integers, gains: Floats) -> Floats:
    """Sum gains by tree and column, bring every tree to a sum of 1, and average the trees."""
    tree = np.searchsorted(forest.roots, inner, side="right") - 1
    keys = tree * forest.n_features + forest.feature[inner]
    summed = np.bincount(keys, gains, minlength=forest.n_trees * forest.n_features)
    by_tree = summed.reshape(forest.n_trees, forest.n_features)
    total = by_tree.sum(axis=1, keepdims=True)
    mean = np.divide(by_tree, total, out=np.zeros_like(by_tree), where=total > 0).mean(axis=0)
    return mean / mean.sum() if mean.sum() > 0 else mean
