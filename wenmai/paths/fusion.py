"""Fusion of structured, text and network features (P1 Eq 1), and its weights tried on a grid."""

from itertools import product

import numpy as np
import numpy.typing as npt

from wenmai.paths.forest import ForestSettings, grow, winners
from wenmai.paths.metrics import macro_f1
from wenmai.paths.trees import Floats, Integers

BLOCKS = ("structured", "text", "network")


def fuse(blocks: npt.ArrayLike, weights: npt.ArrayLike) -> Floats:
    """Return F = αS + βT + γN by sample and dimension.

    Where a block has no score its weight goes to the blocks that have one, in proportion to
    their weights; where these are all 0, equally. The SQL model int_paths__fused_features says
    the same.

    Parameters
    ----------
    blocks : array of shape (n, 3, d)
        Block scores, NaN where a block has no feature.
    weights : array of shape (3,)

    Returns
    -------
    array of shape (n, d)
        NaN where no block has a score.

    Examples
    --------
    >>> fuse([[[0.8], [0.4], [0.1]], [[0.8], [np.nan], [0.1]]], [0.5, 0.3, 0.2]).round(4).tolist()
    [[0.54], [0.6]]
    """
    scores = np.asarray(blocks, dtype=np.float64)
    is_there = ~np.isnan(scores)
    wanted = np.where(is_there, np.asarray(weights, dtype=np.float64)[:, None], 0.0)
    total = wanted.sum(axis=1, keepdims=True)
    wanted = np.where(total > 0, wanted, is_there)
    total = np.where(total > 0, total, is_there.sum(axis=1, keepdims=True))
    parts = np.where(is_there, wanted * np.nan_to_num(scores), 0.0).sum(axis=1)
    fused: Floats = np.divide(
        parts, total[:, 0], out=np.full(parts.shape, np.nan), where=total[:, 0] > 0
    )
    return fused


def simplex(step: float, present: npt.ArrayLike) -> Floats:
    """Return all weights that are multiples of a step and sum to 1.

    Parameters
    ----------
    step : float
        1 divided by a whole number.
    present : array of bool of shape (3,)
        Blocks that have features; the others keep the weight 0.

    Returns
    -------
    array of shape (g, 3)

    Examples
    --------
    >>> simplex(0.5, [True, True, False]).tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.5, 0.0], [1.0, 0.0, 0.0]]
    """
    parts = round(1 / step)
    ways = [range(parts + 1) if is_there else (0,) for is_there in np.asarray(present)]
    return np.array([way for way in product(*ways) if sum(way) == parts], dtype=np.float64) / parts


def weight_grid(
    blocks: Floats,
    labels: Integers,
    own: npt.ArrayLike,
    step: float,
    settings: ForestSettings,
) -> list[dict[str, object]]:
    """Grow a forest for every point of the simplex and say how often it is right out of bag.

    Parameters
    ----------
    blocks : array of shape (n, 3, d)
        Training samples; NaN where a block has no feature.
    labels : array of shape (n,)
    own : array of shape (3,)
        The study's own weights, a point of their own when they are not on the grid.
    step : float
    settings : ForestSettings
        Of the forests of the grid.

    Returns
    -------
    list of dict
        ``structured_weight``, ``text_weight``, ``network_weight``, ``oob_accuracy``,
        ``oob_macro_f1``, ``n_trees``, ``is_own``; empty with fewer than two blocks.
    """
    present = ~np.isnan(blocks).all(axis=(0, 2))
    if present.sum() < 2:
        return []
    points, given = simplex(step, present), np.where(present, np.asarray(own, float), 0.0)
    given = given / given.sum() if given.sum() > 0 else present / present.sum()
    is_own = np.abs(points - given).max(axis=1) < 1e-9
    if not is_own.any():
        points, is_own = np.vstack([points, given]), np.append(is_own, True)
    n_paths = blocks.shape[2]
    rows: list[dict[str, object]] = []
    for point, own_point in zip(points, is_own, strict=True):
        # a dimension without any score says nothing, as in wenmai.paths.recognise
        grown = grow(np.nan_to_num(fuse(blocks, point)), labels, n_paths, settings)
        found = winners(grown.oob_votes)
        judged = found >= 0
        rows.append(
            {
                **{f"{name}_weight": float(w) for name, w in zip(BLOCKS, point, strict=True)},
                "oob_accuracy": float((found[judged] == labels[judged]).mean()),
                "oob_macro_f1": macro_f1(labels[judged], found[judged]),
                "n_trees": settings.trees,
                "is_own": bool(own_point),
            }
        )
    return rows
