"""Grow the forest that recognises paths, and read its votes (P1 Eq 11-16)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import Floats, Integers, TreeArrays, as_read, count_votes, stack_trees


@dataclass(frozen=True)
class ForestSettings:
    """How a forest is grown; the defaults are P1's (§4.1).

    Parameters
    ----------
    trees, max_depth, min_samples_leaf : int
        P1: 500, 8 and 4.
    training_share : float
        Share of the labelled samples that trains; P1: 7 of 10.
    seed : int
        Of the split and of the trees.
    n_jobs : int
        Threads; the result does not depend on it.
    """

    trees: int = 500
    max_depth: int = 8
    min_samples_leaf: int = 4
    training_share: float = 0.7
    seed: int = 1
    n_jobs: int = 1


@dataclass(frozen=True)
class Grown:
    """A forest and what its training samples got from the trees that did not see them.

    Parameters
    ----------
    arrays : TreeArrays
    oob_votes : array of shape (n_training, n_paths)
        Votes of the trees whose bootstrap did not draw the sample.
    """

    arrays: TreeArrays
    oob_votes: Integers


def grow(
    values: npt.ArrayLike, labels: npt.ArrayLike, n_paths: int, settings: ForestSettings
) -> Grown:
    """Grow a forest of classification trees on bootstrap samples.

    Parameters
    ----------
    values : array of shape (n, d)
        Fused features, no missing values.
    labels : array of shape (n,)
        Number of the path of each sample, 0 … n_paths - 1.
    n_paths : int
    settings : ForestSettings

    Returns
    -------
    Grown

    Raises
    ------
    ValueError
        When there are not two classes to tell apart, or a value is missing.

    Examples
    --------
    >>> values = np.repeat([[0.1], [0.9]], 20, axis=0)
    >>> grown = grow(values, np.repeat([0, 2], 20), 3, ForestSettings(trees=10))
    >>> grown.arrays.votes([[0.0], [1.0]]).tolist()
    [[10, 0, 0], [0, 0, 10]]
    """
    from sklearn.ensemble import RandomForestClassifier  # noqa: PLC0415

    columns, classes = as_read(values), np.asarray(labels, dtype=np.int64)
    found = np.unique(classes)
    if len(found) < 2:
        raise ValueError(f"a forest needs samples of two paths, got {len(found)}")
    if not np.isfinite(columns).all():
        raise ValueError("a forest needs samples without missing values")
    forest = RandomForestClassifier(
        n_estimators=settings.trees,
        max_depth=settings.max_depth,
        min_samples_leaf=settings.min_samples_leaf,
        random_state=settings.seed,
        n_jobs=settings.n_jobs,
    ).fit(columns, classes)
    arrays = stack_trees(forest.estimators_, forest.classes_.astype(np.int64), n_paths)
    drawn = np.zeros((settings.trees, len(columns)), dtype=bool)
    for number, sample in enumerate(forest.estimators_samples_):
        drawn[number, sample] = True
    # the compiled trees walk faster than arrays do, and end at the same leaves
    leaves = np.stack([tree.tree_.apply(columns) for tree in forest.estimators_])
    votes = arrays.path[leaves + arrays.roots[:, None]]
    return Grown(arrays, count_votes(votes, n_paths, ~drawn))


def winners(votes: npt.ArrayLike) -> Integers:
    """Return the path with the most votes of every sample (Eq 14); -1 where nobody voted.

    Of two paths with equally many votes the one that stands first in the list of paths wins.

    Examples
    --------
    >>> winners([[109, 71, 241], [5, 5, 0], [0, 0, 0]]).tolist()
    [2, 0, -1]
    """
    counts = np.asarray(votes, dtype=np.int64)
    return np.where(counts.sum(axis=1) > 0, counts.argmax(axis=1), -1)


def runners_up(votes: npt.ArrayLike) -> Integers:
    """Return the path with the second most votes of every sample; -1 where all are for one.

    Examples
    --------
    >>> runners_up([[109, 71, 241], [0, 9, 0]]).tolist()
    [0, -1]
    """
    counts = np.array(votes, dtype=np.int64)
    counts[np.arange(len(counts)), counts.argmax(axis=1)] = 0
    return winners(counts)


def confidence(votes: npt.ArrayLike) -> Floats:
    """Return C = max votes / all votes of every sample (Eq 15); NaN where nobody voted.

    Examples
    --------
    P1's worked example, Changchun 2024, whose two last paths share the remaining votes:

    >>> confidence([[109, 71, 241, 40, 39]]).tolist()
    [0.482]
    """
    counts = np.asarray(votes, dtype=np.float64)
    total = counts.sum(axis=1)
    return np.divide(counts.max(axis=1), total, out=np.full(len(counts), np.nan), where=total > 0)


def path_scores(votes: npt.ArrayLike, strengths: npt.ArrayLike) -> Floats:
    """Return R = sum of vote share times strength of the path (Eq 12).

    Parameters
    ----------
    votes : array of shape (n, n_paths)
    strengths : array of shape (n_paths,)
        Strength of every path; NaN where unknown, which counts only when the path has votes.

    Returns
    -------
    array of shape (n,)
        NaN where a path with votes has no strength.

    Examples
    --------
    >>> path_scores([[300, 200]], [0.7, 0.6]).round(3).tolist()
    [0.66]
    """
    counts = np.asarray(votes, dtype=np.float64)
    parts = np.where(counts > 0, counts * np.asarray(strengths, dtype=np.float64), 0.0)
    scores: Floats = parts.sum(axis=1) / counts.sum(axis=1)
    return scores


def split(labels: npt.ArrayLike, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Choose the training samples at random, the same share of every path.

    Parameters
    ----------
    labels : array of shape (n,)
    share : float
        Between 0 and 1.
    seed : int

    Returns
    -------
    array of bool of shape (n,)
        Whether the sample trains. Of every path at least one does, so a path with a single
        sample is learnt and not tested.

    Examples
    --------
    >>> chosen = split([0] * 10 + [1], 0.7, seed=1)
    >>> int(chosen[:10].sum()), bool(chosen[10])
    (7, True)
    """
    classes, random = np.asarray(labels), np.random.default_rng(seed)
    is_training = np.zeros(len(classes), dtype=bool)
    for path in np.unique(classes):
        members = random.permutation(np.flatnonzero(classes == path))
        is_training[members[: max(1, round(share * len(members)))]] = True
    return is_training
