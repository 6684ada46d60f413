"""Panels of series, their lags, and the cross-products from which everything is estimated.

A VAR is a panel of one unit. Arrays have the axes (…, units, periods, variables); leading axes hold
bootstrap replications, so that a thousand panels are estimated by a handful of matrix products.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

DETERMINISTIC = {"n": 0, "c": 1, "ct": 2}


@dataclass(frozen=True)
class Design:
    """Which rows of a panel enter the equations, and what is taken out of them beforehand.

    Row s of a unit is the equation of period ``lags + s``; it needs that period and the ``lags``
    before it. ``trend`` names what every unit has of its own: ``n`` nothing, ``c`` a constant
    (the fixed effect of a panel), ``ct`` a constant and a linear trend.

    Parameters
    ----------
    observed : array of bool, units × periods
        Periods in which all variables are known; each unit's must be one stretch without a gap.
    lags : int
    n_variables : int
    trend : {"n", "c", "ct"}
    only : array of bool, units × (periods − lags), optional
        Equations to keep of those that are possible.
    exogenous : array, units × periods × m, optional
        Variables that enter every equation and have none of their own; NaN where not known, and
        then there is no equation.

    Examples
    --------
    >>> design = Design(np.ones((14, 10), dtype=bool), lags=1, n_variables=3, trend="c")
    >>> design.n_rows, design.freedom
    (126, 109)
    """

    observed: Mask
    lags: int
    n_variables: int
    trend: str = "c"
    only: Mask | None = None
    exogenous: Array | None = None
    rows: Mask = field(init=False)
    basis: Array = field(init=False)
    outside: Array = field(init=False)

    def __post_init__(self) -> None:
        spans = np.lib.stride_tricks.sliding_window_view(self.observed, self.lags + 1, axis=1)
        rows: Mask = np.asarray(spans.all(axis=-1))
        if self.only is not None:
            rows = rows & self.only
        known = np.zeros((*rows.shape, 0))
        if self.exogenous is not None:
            known = self.exogenous[:, self.lags :]
            rows = rows & ~np.isnan(known).any(axis=-1)
        object.__setattr__(self, "outside", np.where(rows[..., None], known, 0.0))
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "basis", _basis(rows, DETERMINISTIC[self.trend]))

    @property
    def n_lagged(self) -> int:
        """Lagged variables in one equation."""
        return self.lags * self.n_variables

    @property
    def n_regressors(self) -> int:
        """Lagged and exogenous variables in one equation."""
        return self.n_lagged + self.outside.shape[-1]

    @property
    def n_rows(self) -> int:
        """Equations of one variable over all units."""
        return int(self.rows.sum())

    @property
    def n_deterministic(self) -> int:
        """Constants and trends of all units."""
        return round(float((self.basis**2).sum()))

    @property
    def freedom_by_unit(self) -> Array:
        """Rows less constants and trends, unit by unit."""
        return np.asarray(self.rows.sum(axis=1) - (self.basis**2).sum(axis=(1, 2)))

    @property
    def freedom(self) -> int:
        """Rows less estimated parameters of one equation."""
        return self.n_rows - self.n_deterministic - self.n_regressors

    def sides(self, values: Array) -> Array:
        """Return regressors beside left-hand sides as they are.

        Parameters
        ----------
        values : array, … × units × periods × variables

        Returns
        -------
        array, … × units × rows × (q + variables)
            All variables at lag 1, all at lag 2 …, the exogenous ones, then the left-hand sides;
            zero in rows that are not used.
        """
        periods = values.shape[-2]
        lagged = [
            values[..., self.lags - lag : periods - lag, :] for lag in range(1, self.lags + 1)
        ]
        if self.outside.shape[-1]:
            shape = (*values.shape[:-2], *self.outside.shape[-2:])
            lagged.append(np.broadcast_to(self.outside, shape))
        stacked: Array = np.concatenate([*lagged, values[..., self.lags :, :]], axis=-1)
        if not self.rows.all():
            stacked *= self.rows[..., None]
        return stacked

    def stack(self, values: Array) -> Array:
        """Return regressors beside left-hand sides, deterministic terms taken out.

        Parameters
        ----------
        values : array, … × units × periods × variables
            Zero where not observed.

        Returns
        -------
        array, … × units × rows × (q + variables)
            As :meth:`sides`.
        """
        stacked = self.sides(values)
        is_whole = bool(self.rows.all())
        if is_whole and self.trend == "c":  # the common case, several times as fast
            stacked -= np.einsum("...sv->...v", stacked)[..., None, :] / stacked.shape[-2]
        elif self.basis.shape[-1]:
            stacked -= self.basis @ (np.swapaxes(self.basis, -1, -2) @ stacked)
        return stacked

    def cross_products(self, values: Array) -> Array:
        """Return the cross-products of :meth:`stack` summed over units and rows.

        Returns
        -------
        array, … × (q + k) × (q + k)
            q regressors, then k left-hand sides.
        """
        stacked = self.stack(values)
        flat = stacked.reshape(*stacked.shape[:-3], -1, stacked.shape[-1])
        return np.asarray(np.swapaxes(flat, -1, -2) @ flat)

    def cross_products_by_unit(self, values: Array) -> Array:
        """Return units × (q + k) × (q + k): the addends of :meth:`cross_products`."""
        stacked = self.stack(values)
        return np.asarray(np.swapaxes(stacked, -1, -2) @ stacked)


def _basis(rows: Mask, terms: int) -> Array:
    """Return units × rows × terms: orthonormal columns that span constant and trend per unit."""
    units, length = rows.shape
    basis = np.zeros((units, length, terms))
    for unit in range(units):
        used = np.flatnonzero(rows[unit])
        if len(used) == 0 or terms == 0:
            continue
        columns = np.vander(used - used.mean(), terms, increasing=True)[:, : len(used)]
        basis[unit, used, : columns.shape[1]] = np.linalg.qr(columns)[0]
    return basis


def least_squares(cross: Array, n_regressors: int) -> tuple[Array, Array]:
    """Solve normal equations for many panels at once.

    Regressors are scaled to unit length first, so that income in yuan beside a share does no harm.

    Parameters
    ----------
    cross : array, … × (q + k) × (q + k)
    n_regressors : int
        q.

    Returns
    -------
    coefficients : array, … × q × k
    squares : array, … × k × k
        Sums of squares and products of the residuals.

    Raises
    ------
    numpy.linalg.LinAlgError
        When the regressors of some panel are collinear.

    Examples
    --------
    >>> x, y = np.array([[1.0], [2.0]]), np.array([[2.0], [4.0]])
    >>> both = np.hstack([x, y])
    >>> coefficients, squares = least_squares(both.T @ both, 1)
    >>> round(coefficients.item(), 12), abs(round(squares.item(), 12))
    (2.0, 0.0)
    """
    q = n_regressors
    size = np.sqrt(np.diagonal(cross, axis1=-2, axis2=-1))[..., :q]
    if not (size > 0).all():
        raise np.linalg.LinAlgError("a regressor does not vary")
    scaled = cross[..., :q, :q] / (size[..., :, None] * size[..., None, :])
    solved = np.linalg.solve(scaled, cross[..., :q, q:] / size[..., None])
    coefficients = solved / size[..., None]
    return coefficients, residual_squares(cross, coefficients)


def residual_squares(cross: Array, coefficients: Array) -> Array:
    """Return the residuals' sums of squares and products under any coefficients.

    Parameters
    ----------
    cross : array, … × (q + k) × (q + k)
    coefficients : array, … × q × k

    Returns
    -------
    array, … × k × k
    """
    q = coefficients.shape[-2]
    turned = np.swapaxes(coefficients, -1, -2)
    crossed = turned @ cross[..., :q, q:]
    explained = turned @ cross[..., :q, :q] @ coefficients
    return np.asarray(cross[..., q:, q:] - crossed - np.swapaxes(crossed, -1, -2) + explained)


def lag_matrices(coefficients: Array, lags: int) -> Array:
    """Return … × lags × k × k: row = equation, column = lagged variable."""
    *leading, _, k = coefficients.shape
    by_lag = coefficients[..., : lags * k, :].reshape(*leading, lags, k, k)
    return np.asarray(np.swapaxes(by_lag, -1, -2))


def companion(matrices: Array) -> Array:
    """Return the companion matrix of lag matrices, … × (lags · k) × (lags · k).

    Examples
    --------
    >>> companion(np.array([[[0.5]], [[0.2]]])).tolist()
    [[0.5, 0.2], [1.0, 0.0]]
    """
    *leading, lags, k, _ = matrices.shape
    whole = np.zeros((*leading, lags * k, lags * k))
    whole[..., :k, :] = np.swapaxes(matrices, -3, -2).reshape(*leading, k, lags * k)
    whole[..., k:, :-k] = np.eye((lags - 1) * k)
    return whole


def largest_root(matrices: Array) -> Array:
    """Return the largest modulus of the companion matrix's eigenvalues; below 1 is stable."""
    return np.asarray(np.abs(np.linalg.eigvals(companion(matrices))).max(axis=-1))
