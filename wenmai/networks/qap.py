"""Do two networks of the same nodes go together? QAP correlation and regression.

Cells of a matrix depend on one another, so p-values come from permuting rows and columns together
(quadratic assignment procedure: Krackhardt, Social Networks 10, 1988; double semi-partialing:
Dekker, Krackhardt and Snijders, Psychometrika 72, 2007).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.errors import WenmaiError
from wenmai.networks.graph import Floats, Ints
from wenmai.sentences import Sentence

REGRESSOR_NOT_FREE = Sentence("domains.regressor_not_free")
LEAVE_IT_OUT = Sentence("domains.leave_it_out")
SHAPES_DIFFER = Sentence("domains.shapes_differ", "shapes")
GIVE_SQUARE_ONES = Sentence("domains.give_square_ones")
TOO_FEW_TO_PERMUTE = Sentence("domains.too_few_to_permute", "n")
COMPARE_THREE = Sentence("domains.compare_three")
NOT_SYMMETRIC = Sentence("domains.not_symmetric")
AS_DIRECTED_OR_BOTH_TRIANGLES = Sentence("domains.as_directed_or_both_triangles")

_CELLS = 2_000_000
_SAME = 1e-12


class RegressorNotFreeError(WenmaiError):
    """A regressor is constant or a combination of others."""


@dataclass(frozen=True)
class QapCorrelation:
    """Correlation of two matrices.

    Parameters
    ----------
    correlation : float
        Pearson's r over the cells off the diagonal; missing when one of them is constant.
    p_greater, p_less, p_two_sided : float
        Share of permutations whose r is at least, at most, at least as far from 0 as this one,
        the observed order counted among them.
    permuted_mean, permuted_sd : float
    n_cells, n_permutations : int
    """

    correlation: float
    p_greater: float
    p_less: float
    p_two_sided: float
    permuted_mean: float
    permuted_sd: float
    n_cells: int
    n_permutations: int


@dataclass(frozen=True)
class QapRegression:
    """Regression of a matrix on others.

    Parameters
    ----------
    coefficients : array of shape (1 + n_regressors,)
        The intercept first.
    p_two_sided : array of the same shape
        By double semi-partialing; missing for the intercept.
    t_values : array of the same shape
        Ordinary ones, the statistic that is permuted.
    r_squared : float
    n_cells, n_permutations : int
    """

    coefficients: Floats
    p_two_sided: Floats
    t_values: Floats
    r_squared: float
    n_cells: int
    n_permutations: int


def qap_correlation(
    one: npt.ArrayLike,
    other: npt.ArrayLike,
    is_directed: bool = True,
    n_permutations: int = 5000,
    seed: int = 1,
) -> QapCorrelation:
    """Correlate two matrices, with p-values from permutations of the nodes.

    Parameters
    ----------
    one, other : arrays of shape (n, n)
        Same nodes in the same order; the diagonal plays no part.
    is_directed : bool
        Whether both triangles count; without directions the upper one does.
    n_permutations : int
    seed : int

    Returns
    -------
    QapCorrelation

    Raises
    ------
    WenmaiError
        When the matrices are not square, of different size, below three nodes, or not symmetric
        though there are no directions.

    Examples
    --------
    >>> star = np.zeros((6, 6))
    >>> star[0, 1:] = star[1:, 0] = 1
    >>> found = qap_correlation(star, 1 - star, n_permutations=200)
    >>> round(found.correlation, 6), found.p_greater
    (-1.0, 1.0)
    """
    matrices = _checked([one, other], is_directed)
    pairs = _pairs(matrices[0].shape[0], is_directed)
    first, second = (matrix[pairs] for matrix in matrices)
    n_cells = len(first)
    x, y = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((x @ x) * (y @ y)))
    if _is_constant(first) or _is_constant(second):
        nan = float("nan")
        return QapCorrelation(nan, nan, nan, nan, nan, nan, n_cells, 0)
    observed = float(x @ y) / scale
    # Permuting nodes permutes cells, so mean and spread stay what they are; with one side centred
    # only cells where the other is not 0 count, and links are few.
    fixed, moved, mean = first, matrices[1], second.mean()
    if np.count_nonzero(second) < np.count_nonzero(first):
        fixed, moved, mean = second, matrices[0], first.mean()
    counts = np.flatnonzero(fixed)
    drawn = np.empty(n_permutations)
    some = pairs[0][counts], pairs[1][counts]
    for block, cells in _permuted(moved - mean, some, n_permutations, seed):
        drawn[block] = cells @ fixed[counts] / scale

    def share(extreme: npt.NDArray[np.bool_]) -> float:
        return float((1 + extreme.sum()) / (1 + n_permutations))

    return QapCorrelation(
        correlation=observed,
        p_greater=share(drawn >= observed - _SAME),
        p_less=share(drawn <= observed + _SAME),
        p_two_sided=share(np.abs(drawn) >= abs(observed) - _SAME),
        permuted_mean=float(drawn.mean()) if n_permutations else float("nan"),
        permuted_sd=float(drawn.std()) if n_permutations else float("nan"),
        n_cells=n_cells,
        n_permutations=n_permutations,
    )


def qap_regression(
    dependent: npt.ArrayLike,
    regressors: list[npt.ArrayLike],
    is_directed: bool = True,
    n_permutations: int = 2000,
    seed: int = 1,
) -> QapRegression:
    """Regress a matrix on others by least squares, with p-values by double semi-partialing.

    For each regressor its residuals on the other regressors are permuted as a matrix and take its
    place; the p-value is the share of permutations, the observed order among them, whose t is at
    least as far from 0.

    Parameters
    ----------
    dependent : array of shape (n, n)
    regressors : list of arrays of shape (n, n)
    is_directed : bool
        Whether both triangles count; without directions the upper one does.
    n_permutations : int
    seed : int

    Returns
    -------
    QapRegression

    Raises
    ------
    WenmaiError
        When a matrix has another shape.
    RegressorNotFreeError
        When a regressor is constant or a combination of others.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x, noise = rng.normal(size=(12, 12)), rng.normal(size=(12, 12))
    >>> found = qap_regression(2 * x + noise, [x, noise @ noise], n_permutations=200)
    >>> found.coefficients.shape, bool(found.p_two_sided[1] < 0.01)
    ((3,), True)
    """
    matrices = _checked([dependent, *regressors], is_directed)
    n = matrices[0].shape[0]
    pairs = _pairs(n, is_directed)
    y = matrices[0][pairs]
    design = np.column_stack([np.ones(len(y)), *(matrix[pairs] for matrix in matrices[1:])])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise RegressorNotFreeError(
            REGRESSOR_NOT_FREE(),
            hint=LEAVE_IT_OUT(),
        )
    coefficients, t_values, r_squared = _least_squares(design, y)
    p_values = np.full(design.shape[1], np.nan)
    for column in range(1, design.shape[1]):
        others = np.delete(design, column, axis=1)
        basis = np.linalg.qr(others)[0]
        kept = design[:, column]
        residual = kept - basis @ (basis.T @ kept)
        square = np.zeros((n, n))
        square[pairs] = residual
        if not is_directed:
            square = square + square.T
        y_rest = y - basis @ (basis.T @ y)
        freedom = len(y) - design.shape[1]
        extreme = 0
        limit = abs(t_values[column]) * (1 - _SAME)
        for _, cells in _permuted(square, pairs, n_permutations, seed + column):
            # by Frisch, Waugh and Lovell t needs only what the others leave of both
            rest = cells - (cells @ basis) @ basis.T
            spread, joint = (rest**2).sum(axis=1), rest @ y_rest
            left = np.maximum(y_rest @ y_rest - joint**2 / spread, 0.0)
            with np.errstate(divide="ignore"):
                extreme += int((np.abs(joint) >= limit * np.sqrt(left / freedom * spread)).sum())
        p_values[column] = (1 + extreme) / (1 + n_permutations)
    return QapRegression(coefficients, p_values, t_values, r_squared, len(y), n_permutations)


def _checked(given: list[npt.ArrayLike], is_directed: bool) -> list[Floats]:
    matrices = [np.asarray(matrix, dtype=float) for matrix in given]
    shape = matrices[0].shape
    if len(shape) != 2 or shape[0] != shape[1] or any(m.shape != shape for m in matrices):
        raise WenmaiError(
            SHAPES_DIFFER(shapes=", ".join(str(m.shape) for m in matrices)),
            hint=GIVE_SQUARE_ONES(),
        )
    if shape[0] < 3:
        raise WenmaiError(TOO_FEW_TO_PERMUTE(n=shape[0]), hint=COMPARE_THREE())
    if not is_directed and any((np.abs(m - m.T) > _SAME * np.abs(m).max()).any() for m in matrices):
        raise WenmaiError(
            NOT_SYMMETRIC(),
            hint=AS_DIRECTED_OR_BOTH_TRIANGLES(),
        )
    return matrices


def _pairs(n: int, is_directed: bool) -> tuple[Ints, Ints]:
    if is_directed:
        rows, columns = np.nonzero(~np.eye(n, dtype=bool))
        return rows, columns
    return np.triu_indices(n, k=1)


def _permuted(
    matrix: Floats, pairs: tuple[Ints, Ints], n_permutations: int, seed: int
) -> Iterator[tuple[slice, Floats]]:
    """Yield blocks of permutations: which ones, and the cells of the matrix in their order."""
    rng = np.random.default_rng(seed)
    n = len(matrix)
    size = max(1, _CELLS // len(pairs[0]))
    flat = np.ascontiguousarray(matrix).ravel()
    for start in range(0, n_permutations, size):
        stop = min(start + size, n_permutations)
        orders = rng.permuted(np.tile(np.arange(n), (stop - start, 1)), axis=1)
        yield slice(start, stop), flat[orders[:, pairs[0]] * n + orders[:, pairs[1]]]


def _is_constant(values: Floats) -> bool:
    return bool(np.ptp(values) <= _SAME * max(1.0, float(np.abs(values).max())))


def _least_squares(design: Floats, y: Floats) -> tuple[Floats, Floats, float]:
    coefficients: Floats = np.asarray(np.linalg.lstsq(design, y, rcond=None)[0], dtype=float)
    residual = y - design @ coefficients
    squares = float(residual @ residual)
    inverse = np.linalg.inv(design.T @ design)
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.sqrt(squares / (len(y) - design.shape[1]) * np.diag(inverse))
        t_values = coefficients / errors
    total = float(((y - y.mean()) ** 2).sum())
    return coefficients, t_values, 1 - squares / total if total > 0 else float("nan")
