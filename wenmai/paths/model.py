"""A forest that is kept from one release to the next: what belongs to it, and how it is checked."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wenmai.paths.trees import LEAF, Floats, Integers, TreeArrays

VERSION_LENGTH = 16
SCALE_COLUMNS = ["block_code", "feature_code", "dimension_code", "lowest", "highest", "weight"]


@dataclass(frozen=True)
class PathModel:
    """A trained forest with everything that scoring a new sample needs.

    Parameters
    ----------
    arrays : TreeArrays
        Column q and path q stand for the q-th path type.
    path_codes, dimension_codes : tuple of str
        Path types and their dimensions, in that order.
    strengths : array of shape (n_paths,)
        Strength of every path (Eq 12); NaN where no sample of the path was labelled.
    scales : DataFrame
        How features are measured: SCALE_COLUMNS, one row per feature, and one per block with the
        fusion weight (``feature_code`` empty).
    samples : DataFrame
        Unit-years known when the forest was trained: ``unit_code``, ``year``, ``sample_role``
        (training, test or unlabelled), ``label_path_code`` and one column per dimension.
    """

    arrays: TreeArrays
    path_codes: tuple[str, ...]
    dimension_codes: tuple[str, ...]
    strengths: Floats
    scales: pd.DataFrame
    samples: pd.DataFrame

    @property
    def version(self) -> str:
        """Name of the model: the beginning of a sha256 over all of it."""
        return self.arrays.digest(
            "/".join((*self.path_codes, *self.dimension_codes)).encode(),
            self.strengths.astype("<f8").tobytes(),
            _scale_bytes(self.scales),
            _sample_bytes(self.samples, self.dimension_codes),
        )[:VERSION_LENGTH]

    def training_values(self) -> Floats:
        """Return the fused features of the training samples, shape (n, d)."""
        is_training = self.samples["sample_role"] == "training"
        return self.samples.loc[is_training, list(self.dimension_codes)].to_numpy(np.float64)


def tree_rows(model: PathModel) -> pd.DataFrame:
    """Return the nodes of all trees as rows, the form in which a model is stored.

    Returns
    -------
    DataFrame
        ``tree_number``, ``node_number`` (both from 0, the root is node 0), ``dimension_code`` that
        the node asks (null at a leaf), ``threshold``, ``left_node``, ``right_node`` (null at a
        leaf), ``path_code`` with most training samples, ``n_samples`` and ``impurity``.
    """
    trees = model.arrays
    m = len(trees.feature)
    sizes = np.diff(np.append(trees.roots, m))
    first = np.repeat(trees.roots, sizes)
    is_leaf = trees.feature == LEAF
    asked = np.array([*model.dimension_codes, None], dtype=object)[trees.feature]
    return pd.DataFrame(
        {
            "tree_number": np.repeat(np.arange(trees.n_trees), sizes).astype(np.int32),
            "node_number": (np.arange(m) - first).astype(np.int32),
            "dimension_code": asked,
            "threshold": np.where(is_leaf, np.nan, trees.threshold),
            "left_node": pd.array(trees.left - first, dtype="Int32").astype(object),
            "right_node": pd.array(trees.right - first, dtype="Int32").astype(object),
            "path_code": np.array(model.path_codes, dtype=object)[trees.path],
            "n_samples": trees.weight,
            "impurity": trees.impurity,
        }
    ).assign(
        left_node=lambda rows: rows["left_node"].where(~is_leaf, None),
        right_node=lambda rows: rows["right_node"].where(~is_leaf, None),
    )


def arrays_of_rows(
    rows: pd.DataFrame, path_codes: Sequence[str], dimension_codes: Sequence[str]
) -> TreeArrays:
    """Read a stored forest back; the inverse of tree_rows().

    Parameters
    ----------
    rows : DataFrame
        As tree_rows() gives it, in any order.
    path_codes, dimension_codes : sequence of str

    Returns
    -------
    TreeArrays

    Raises
    ------
    ValueError
        When the rows are no forest: numbers missing, a child that is not there or comes before
        its parent, a code that is not known.
    """
    rows = rows.sort_values(["tree_number", "node_number"])
    tree, node = (rows[name].to_numpy(np.int64) for name in ("tree_number", "node_number"))
    own = np.arange(len(rows), dtype=np.int64)
    roots = np.flatnonzero(node == 0).astype(np.int64)
    if not np.array_equal(
        tree, np.repeat(np.arange(len(roots)), np.diff(np.append(roots, len(rows))))
    ):
        raise ValueError("the trees are not numbered from 0 without a gap")
    if not len(rows) or not np.array_equal(node, own - roots[tree]):
        raise ValueError("the nodes of a tree are not numbered from 0 without a gap")
    feature = _numbers(rows["dimension_code"], dimension_codes, "dimension")
    is_leaf = feature == LEAF
    last = np.append(roots[1:], len(rows))[tree]
    left, right = (
        np.where(
            is_leaf, own, rows[side].fillna(-1).to_numpy(np.float64).astype(np.int64) + roots[tree]
        )
        for side in ("left_node", "right_node")
    )
    for child in (left, right):
        if ((child <= own) & ~is_leaf | (child >= last)).any():
            raise ValueError("a node has a child that is not in its tree")
    path = _numbers(rows["path_code"], path_codes, "path")
    return TreeArrays(
        roots=roots,
        feature=feature,
        threshold=np.where(is_leaf, 0.0, rows["threshold"].fillna(0.0).to_numpy(np.float64)),
        left=left,
        right=right,
        path=path,
        weight=rows["n_samples"].to_numpy(np.float64),
        impurity=rows["impurity"].to_numpy(np.float64),
        n_features=len(dimension_codes),
        n_paths=len(path_codes),
    )


def _numbers(codes: pd.Series, known: Sequence[str], what: str) -> Integers:
    places = {code: number for number, code in enumerate(known)}
    unknown = sorted(set(codes.dropna()) - set(places))
    if unknown:
        raise ValueError(f"the model speaks of the {what} '{unknown[0]}', which is not known")
    return _integers(codes.map(places))


def _integers(column: pd.Series) -> Integers:
    """Read whole numbers; -1 where there is none."""
    return pd.to_numeric(column).fillna(LEAF).to_numpy(np.float64).astype(np.int64)


def _scale_bytes(scales: pd.DataFrame) -> bytes:
    rows = scales.sort_values(SCALE_COLUMNS[:3])
    return b"".join(
        "/".join(row[:3]).encode() + struct.pack("<3d", *(_known(x) for x in row[3:]))
        for row in rows[SCALE_COLUMNS].itertuples(index=False, name=None)
    )


def _sample_bytes(samples: pd.DataFrame, dimension_codes: Sequence[str]) -> bytes:
    rows = samples.sort_values(["unit_code", "year"])
    names = ["unit_code", "year", "sample_role", "label_path_code"]
    text = rows[names].fillna("").astype(str).agg("/".join, axis=1)
    values = rows[list(dimension_codes)].to_numpy("<f8")
    # a NaN may come back from a table with other bits
    values = np.where(np.isnan(values), -1.0, values)
    return "\n".join(text).encode() + np.ascontiguousarray(values).tobytes()


def _known(number: float | None) -> float:
    return -1.0 if number is None or np.isnan(number) else float(number)
