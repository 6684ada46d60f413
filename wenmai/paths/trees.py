"""A forest as plain arrays: what is stored, hashed, scored and explained, without scikit-learn."""

import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

LEAF = -1  # feature number of a leaf
# Positions walked at a time: as many as stay in the cache together with the node arrays.
PORTION = 400_000


@dataclass(frozen=True)
class TreeArrays:
    """All nodes of all trees, one behind the other, parents before children.

    Parameters
    ----------
    roots : array of shape (T,)
        Number of the root node of every tree.
    feature : array of shape (M,)
        Column that the node asks; -1 at a leaf.
    threshold : array of shape (M,)
        Left when the value, in single precision, is not above it.
    left, right : array of shape (M,)
        Numbers of the children; a leaf is its own child, so that a walk may go on.
    path : array of shape (M,)
        Class with the most training samples at the node: the vote of a leaf.
    weight : array of shape (M,)
        Training samples at the node, counted as often as the bootstrap drew them.
    impurity : array of shape (M,)
        Gini impurity of the training samples at the node.
    n_features, n_paths : int
        Columns that it reads, classes that it may vote for.
    """

    roots: Integers
    feature: Integers
    threshold: Floats
    left: Integers
    right: Integers
    path: Integers
    weight: Floats
    impurity: Floats
    n_features: int
    n_paths: int

    @property
    def n_trees(self) -> int:
        """How many trees there are."""
        return len(self.roots)

    @property
    def depth(self) -> int:
        """Length of the longest way from a root to a leaf."""
        return max(len(list(self.levels())) - 1, 0)

    def levels(self) -> Iterator[Integers]:
        """Yield the nodes of all trees level by level, from the roots down."""
        nodes = self.roots
        while len(nodes):
            yield nodes
            inner = nodes[self.feature[nodes] != LEAF]
            nodes = np.concatenate([self.left[inner], self.right[inner]])

    def walk(self, values: npt.ArrayLike) -> Iterator[Integers]:
        """Yield where every sample stands in every tree: the roots, then level by level.

        Parameters
        ----------
        values : array of shape (n, n_features)

        Yields
        ------
        array of shape (T, n)
            Node numbers; a sample that has reached its leaf stays there.
        """
        columns = as_read(values)
        n = len(columns)
        flat, sample = np.ascontiguousarray(columns.T).ravel(), np.arange(n)
        at = np.repeat(self.roots[:, None], n, axis=1)
        yield at
        for _ in range(self.depth):
            # a leaf asks column 0 to no effect: both its children are itself
            asked = np.maximum(self.feature[at], 0) * n + sample
            at = np.where(flat[asked] <= self.threshold[at], self.left[at], self.right[at])
            yield at

    def leaves(self, values: npt.ArrayLike) -> Integers:
        """Return the leaf of every tree and sample, shape (T, n)."""
        columns = np.asarray(values)
        step = max(1, PORTION // max(self.n_trees, 1))
        parts = []
        for start in range(0, len(columns), step):
            parts.append(deque(self.walk(columns[start : start + step]), maxlen=1)[0])
        return np.concatenate(parts, axis=1) if parts else np.empty((self.n_trees, 0), np.int64)

    def votes(self, values: npt.ArrayLike) -> Integers:
        """Count the trees that vote for each path (P1 Eq 11 before division).

        Parameters
        ----------
        values : array of shape (n, n_features)

        Returns
        -------
        array of shape (n, n_paths)
            Every row sums to the number of trees.

        Examples
        --------
        A tree that says 1 above 0.5 and 0 below, and one that always says 0:

        >>> forest = TreeArrays(
        ...     roots=np.array([0, 3]), feature=np.array([0, -1, -1, -1]),
        ...     threshold=np.array([0.5, 0, 0, 0]), left=np.array([1, 1, 2, 3]),
        ...     right=np.array([2, 1, 2, 3]), path=np.array([0, 0, 1, 0]),
        ...     weight=np.array([4.0, 2, 2, 4]), impurity=np.array([0.5, 0, 0, 0]),
        ...     n_features=1, n_paths=2)
        >>> forest.votes([[0.2], [0.9]]).tolist()
        [[2, 0], [1, 1]]
        """
        return count_votes(self.path[self.leaves(values)], self.n_paths)

    def digest(self, *parts: bytes) -> str:
        """Return the sha256 of the arrays, and of whatever else belongs to the model."""
        found = hashlib.sha256(f"{self.n_features} {self.n_paths}".encode())
        for array in (self.roots, self.feature, self.left, self.right, self.path):
            found.update(np.ascontiguousarray(array, dtype="<i8").tobytes())
        for numbers in (self.threshold, self.weight, self.impurity):
            found.update(np.ascontiguousarray(numbers, dtype="<f8").tobytes())
        for part in parts:
            found.update(part)
        return found.hexdigest()


def as_read(values: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Return values in the single precision in which trees compare them."""
    return np.asarray(values, dtype=np.float64).astype(np.float32)


def count_votes(votes: Integers, n_paths: int, counted: npt.ArrayLike | None = None) -> Integers:
    """Count votes per sample and path.

    Parameters
    ----------
    votes : array of shape (T, n)
        Path that each tree votes for.
    n_paths : int
    counted : array of bool of shape (T, n), optional
        Which votes count; default: all.

    Returns
    -------
    array of shape (n, n_paths)
    """
    n = votes.shape[1]
    keys = np.arange(n) * n_paths + votes
    wanted = keys.ravel() if counted is None else keys[np.asarray(counted, dtype=bool)]
    return np.bincount(wanted, minlength=n * n_paths).reshape(n, n_paths).astype(np.int64)


def stack_trees(trees: Sequence[object], paths: Integers, n_paths: int) -> TreeArrays:
    """Take scikit-learn's fitted trees over into arrays.

    Parameters
    ----------
    trees : sequence of sklearn.tree.DecisionTreeClassifier
        Fitted.
    paths : array of shape (K,)
        Number of the path of each class of the trees.
    n_paths : int
        How many paths there are, met in training or not.
    """
    inner = [tree.tree_ for tree in trees]  # type: ignore[attr-defined]
    sizes = np.array([tree.node_count for tree in inner], dtype=np.int64)
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    shift = np.repeat(roots, sizes)
    own = np.arange(int(sizes.sum()), dtype=np.int64)
    feature = np.concatenate([tree.feature for tree in inner]).astype(np.int64)
    is_leaf = feature < 0
    left = np.concatenate([tree.children_left for tree in inner]) + shift
    right = np.concatenate([tree.children_right for tree in inner]) + shift
    share = np.concatenate([tree.value[:, 0, :] for tree in inner])
    return TreeArrays(
        roots=roots,
        feature=np.where(is_leaf, LEAF, feature),
        threshold=np.where(is_leaf, 0.0, np.concatenate([tree.threshold for tree in inner])),
        left=np.where(is_leaf, own, left),
        right=np.where(is_leaf, own, right),
        path=paths[np.argmax(share, axis=1)],
        weight=np.concatenate([tree.weighted_n_node_samples for tree in inner]),
        impurity=np.concatenate([tree.impurity for tree in inner]),
        n_features=int(inner[0].n_features),
        n_paths=n_paths,
    )
