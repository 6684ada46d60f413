"""The leaves of a forest as boxes: what each demands of every column, and who meets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import LEAF, Floats, Integers, TreeArrays, as_read

# Comparisons made at a time: their results stay in the cache.
PORTION = 4_000_000


@dataclass(frozen=True)
class LeafBoxes:
    """One row per leaf of the forest, sorted by the path that it votes for.

    Parameters
    ----------
    low, high : array of shape (m, d)
        A value reaches the leaf when low < value <= high in every column (in single precision).
    share : array of shape (m, d)
        Product, over the questions about a column on the way from the root, of the share of
        training samples that took the same turn; 1 for a column that was not asked about.
    path : array of shape (m,)
        Vote of the leaf.
    """

    low: Floats
    high: Floats
    share: Floats
    path: Integers

    @property
    def n_columns(self) -> int:
        """How many columns the trees read."""
        return int(self.low.shape[1])

    def met(self, values: npt.ArrayLike) -> npt.NDArray[np.uint8]:
        """Say which columns of a sample satisfy each leaf.

        Parameters
        ----------
        values : array of shape (n, d)

        Returns
        -------
        array of shape (m, n)
            Bit q is set when column q does; all bits: the sample is in the leaf.
        """
        # thresholds lie between the training values, so single precision must be widened
        columns = as_read(values).astype(np.float64)
        code = np.zeros((len(self.path), len(columns)), dtype=np.uint8)
        for q, (places, first, width) in enumerate(self._ranks):
            # ranks among the thresholds compare as the values do, in a quarter of the memory; a
            # value below the box wraps round to a rank beyond every width
            rank = np.searchsorted(places, columns[:, q], side="left").astype(first.dtype)
            inside = (rank - first[:, None]) < width[:, None]
            code |= inside.view(np.uint8) << q
        return code

    @cached_property
    def _ranks(self) -> list[tuple[Floats, npt.NDArray[Any], npt.NDArray[Any]]]:
        """Return, per column, its thresholds, and first rank and number of ranks of every leaf."""
        found = []
        for q in range(self.n_columns):
            places = np.unique(self.low[:, q])
            kind = np.uint16 if len(places) < 2**15 else np.uint32
            first = np.searchsorted(places, self.low[:, q], side="right")
            # nothing is above an open end: one rank more than there are thresholds
            last = np.searchsorted(places, self.high[:, q], side="right")
            last += np.isinf(self.high[:, q])
            found.append((places, first.astype(kind), (last - first).astype(kind)))
        return found

    def portions(self, n_samples: int) -> Iterator[slice]:
        """Yield slices of samples small enough to be compared with all leaves at once."""
        step = max(1, PORTION // max(len(self.path), 1))
        for start in range(0, n_samples, step):
            yield slice(start, start + step)


def leaf_boxes(forest: TreeArrays) -> LeafBoxes:
    """Describe every leaf of a forest.

    Parameters
    ----------
    forest : TreeArrays
        Of at most eight columns, one bit each.

    Returns
    -------
    LeafBoxes

    Raises
    ------
    ValueError
        With more than eight columns.
    """
    m, d = len(forest.feature), forest.n_features
    if d > 8:
        raise ValueError(f"leaves are described for at most 8 columns, got {d}")
    low, high = np.full((m, d), -np.inf), np.full((m, d), np.inf)
    share = np.ones((m, d))
    for nodes in forest.levels():
        inner = nodes[forest.feature[nodes] != LEAF]
        asked, threshold = forest.feature[inner], forest.threshold[inner]
        for children, bound in ((forest.left[inner], high), (forest.right[inner], low)):
            for array in (low, high, share):
                array[children] = array[inner]
            # a deeper question about the same column is always the narrower one
            bound[children, asked] = threshold
            share[children, asked] *= forest.weight[children] / forest.weight[inner]
    leaves = np.flatnonzero(forest.feature == LEAF)
    leaves = leaves[np.argsort(forest.path[leaves], kind="stable")]
    return LeafBoxes(low[leaves], high[leaves], share[leaves], forest.path[leaves])
