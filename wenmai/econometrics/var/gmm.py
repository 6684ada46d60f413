"""Panel VAR by the generalised method of moments: lagged levels as instruments."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.econometrics.var.design import Array, Design, residual_squares
from wenmai.econometrics.var.estimate import Fit, with_coefficients
from wenmai.econometrics.var.estimators import Estimates, resampled_freedom, weighted


@dataclass(frozen=True)
class Gmm:
    """GMM on forward-orthogonal deviations or first differences (Holtz-Eakin, Newey, Rosen 1988).

    Instruments are levels: of the ``instrument_lags`` periods before the equation's for
    forward-orthogonal deviations (Arellano and Bover 1995), one period earlier for differences
    (Arellano and Bond 1991); one column per variable and lag ("collapsed", Roodman 2009), or one
    per variable, lag and period, a missing level being zero. Levels are deviations from the
    variable's mean over the panel, so that the result does not depend on units of measure, or raw.
    Exogenous variables, transformed, are their own instruments. The first step weighs by the
    transformed errors' covariance under independence, the second by the moments of the first
    step's residuals, clustered by unit: of each equation, or of all of them jointly.

    Parameters
    ----------
    design : Design
        With trend ``c``.
    transformation : {"forward_orthogonal", "first_difference"}
    instrument_lags : int
        At least the lags of the VAR.
    steps : {1, 2}
    is_collapsed, is_centred, is_joint : bool
    """

    design: Design
    transformation: str
    instrument_lags: int
    steps: int = 1
    is_collapsed: bool = True
    is_centred: bool = True
    is_joint: bool = False
    operator: Array = field(init=False)

    def __post_init__(self) -> None:
        make = _forward_orthogonal if self.transformation == "forward_orthogonal" else _difference
        operator = np.stack([make(used) for used in self.design.rows])
        object.__setattr__(self, "operator", operator)

    @property
    def n_instruments(self) -> int:
        """Instruments of one equation."""
        own = self.design.outside.shape[-1]
        if self.is_collapsed:
            return self.instrument_lags * self.design.n_variables + own
        return int(self._kept.sum()) + own

    @property
    def n_weighed(self) -> int:
        """Moments that one matrix of the second step's weights covers."""
        return self.n_instruments * (self.design.n_variables if self.is_joint else 1)

    @cached_property
    def _kept(self) -> npt.NDArray[np.bool_]:
        """Which columns are a level of some unit: the first periods have few levels before them."""
        seen = np.repeat(self.design.observed[..., None], self.design.n_variables, axis=-1)
        kept: npt.NDArray[np.bool_] = (self._columns(seen.astype(float)) != 0).any(axis=(0, 1))
        return kept

    def _columns(self, levels: Array) -> Array:
        """Return the instruments of every row, … × units × rows × columns."""
        k, lags, length = self.design.n_variables, self.design.lags, self.design.rows.shape[1]
        used = (np.abs(self.operator).sum(axis=-1) > 0)[..., None]
        delay = 1 if self.transformation == "forward_orthogonal" else 2
        columns = []
        furthest = delay + self.instrument_lags
        if not self.is_collapsed:
            furthest = min(furthest, lags + length)  # further back there is no period
        for lag in range(delay, furthest):
            shifted = np.zeros((*levels.shape[:-2], length, k))
            first = max(lag - lags, 0)
            shifted[..., first:, :] = levels[..., lags - lag + first : lags - lag + length, :]
            shifted = shifted * used
            if not self.is_collapsed:
                apart = np.eye(length)[..., None] * shifted[..., :, None, :]
                shifted = apart.reshape(*shifted.shape[:-1], length * k)
            columns.append(shifted)
        return np.concatenate(columns, axis=-1)

    def estimate(self, values: Array) -> Estimates:
        """Estimate every panel of a batch."""
        coefficients = self._solve(self._parts(values), None)[0]
        squares = residual_squares(self.design.cross_products(values), coefficients)
        return coefficients, squares / self.design.freedom

    def resample(self, values: Array, counts: Array) -> Estimates:
        """Estimate with every unit taken ``counts`` times."""
        coefficients = self._solve(self._parts(values), counts)[0]
        cross = weighted(self.design.cross_products_by_unit(values), counts)
        squares = residual_squares(cross, coefficients)
        return coefficients, squares / resampled_freedom(self.design, counts)

    def fit(self, values: Array) -> tuple[Fit, "Checks"]:
        """Estimate one panel.

        Returns
        -------
        Fit
            Standard errors robust to any dependence within a unit; of two steps with
            Windmeijer's (2005) correction.
        Checks
        """
        parts = self._parts(values)
        coefficients, scores, hansen = self._solve(parts, None)
        flat = scores.reshape(len(scores), -1)
        covariance = flat.T @ flat
        plain = with_coefficients(values, self.design, coefficients)
        fit = Fit(
            self.design,
            coefficients,
            plain.constants,
            plain.covariance,
            plain.residuals,
            covariance,
            len(values) - 1,
        )
        serial = self._serial_correlation(values, coefficients, scores)
        freedom = self.n_instruments - self.design.n_regressors
        return fit, Checks(hansen, freedom * (self.n_weighed // self.n_instruments), serial)

    def _serial_correlation(self, values: Array, coefficients: Array, scores: Array) -> Array:
        """Return Arellano and Bond's (1991) m1 and m2 of every equation, 2 × k.

        Sum over units i of differenced residuals u times their lag w, over its standard error,
        which allows for estimated coefficients: the root of Σ (w'u_i - w'X s_i)², s_i being the
        unit's part in the coefficients.
        """
        rows, q = self.design.rows, self.design.n_regressors
        stacked = self.design.sides(values * self.design.observed[..., None])
        moved = (stacked[:, 1:] - stacked[:, :-1]) * (rows[:, 1:] & rows[:, :-1])[..., None]
        left = moved[..., q:] - moved[..., :q] @ coefficients
        found = np.full((2, left.shape[-1]), np.nan)
        for lag in (1, 2):
            before = np.zeros_like(left)
            before[:, lag:] = left[:, :-lag]
            of_unit = (before * left).sum(axis=1)
            slope = np.einsum("itk,itq->qk", before, moved[..., :q])
            spread = np.sqrt(((of_unit - np.einsum("qk,iqk->ik", slope, scores)) ** 2).sum(axis=0))
            total = of_unit.sum(axis=0)
            found[lag - 1] = np.divide(total, spread, out=found[lag - 1], where=spread > 0)
        return found

    def _parts(self, values: Array) -> "_Parts":
        """Return the cross-products of every unit."""
        seen = self.design.observed[..., None]
        centre = 0.0
        if self.is_centred:
            centre = (values * seen).sum(axis=(-3, -2), keepdims=True) / seen.sum()
        levels = (values - centre) * seen
        instruments = self._columns(levels)
        if not self.is_collapsed:
            instruments = instruments[..., self._kept]
        # constants leave with the transformation: raw levels and deviations give the same
        moved = self.operator @ self.design.sides(levels)
        q, own = self.design.n_regressors, self.design.outside.shape[-1]
        if own:
            instruments = np.concatenate([instruments, moved[..., q - own : q]], axis=-1)
        turned = np.swapaxes(instruments, -1, -2)
        inner = self.operator @ np.swapaxes(self.operator, -1, -2)
        return _Parts(
            turned @ moved[..., :q], turned @ moved[..., q:], turned @ inner @ instruments
        )

    def _solve(self, parts: "_Parts", counts: Array | None) -> tuple[Array, Array, Array]:
        """Return coefficients, and for one panel every unit's part in them and Hansen's J."""
        zx, zy, zz = (_add(part, counts) for part in (parts.zx, parts.zy, parts.zz))
        first = _weighted_solution(zx, zy, _inverse(zz))
        moments = _moments(parts, first)
        k, q = self.design.n_variables, self.design.n_regressors
        systems = [_System(zx, zy, moments, together, counts) for together in self._together()]
        both = np.concatenate([system.solution for system in systems], axis=-1)
        chosen = first if self.steps == 1 else both
        if counts is not None or zx.ndim > 2:
            return chosen, chosen, chosen
        hansen = np.array([system.hansen for system in systems])
        scores = np.asarray(np.einsum("ql,ilj->iqj", _bread(zx, _inverse(zz)), moments))
        if self.steps == 1:
            return chosen, scores, hansen
        corrected = [system.corrected(parts.zx, scores) for system in systems]
        return chosen, np.concatenate(corrected, axis=-1).reshape(-1, q, k), hansen

    def _together(self) -> list[slice]:
        """Return which equations are weighed together."""
        k = self.design.n_variables
        return [slice(0, k)] if self.is_joint else [slice(j, j + 1) for j in range(k)]


@dataclass(frozen=True)
class Checks:
    """Whether instruments and lags may be trusted.

    Parameters
    ----------
    hansen : array, k or 1
        Hansen's J of every equation, or of all of them jointly.
    freedom : int
        Of J: moments less coefficients.
    serial : array, 2 × k
        m1 and m2: standard normal where differenced residuals have no autocorrelation of the order;
        of independent errors the first order has, the second has none.
    """

    hansen: Array
    freedom: int
    serial: Array


@dataclass(frozen=True)
class _Parts:
    """Cross-products per unit: instruments with regressors, left-hand sides, themselves."""

    zx: Array
    zy: Array
    zz: Array


class _System:
    """Second step of some equations; their moments are weighed together.

    Moments and coefficients run over instruments (regressors) and, innermost, equations.
    """

    def __init__(
        self, zx: Array, zy: Array, moments: Array, equations: slice, counts: Array | None
    ) -> None:
        self.equations = equations
        count = len(range(*equations.indices(zy.shape[-1])))
        self.zx = _for_each_equation(zx, count)
        self.moments = moments[..., equations].reshape(*moments.shape[:-2], -1)
        self.weight = _inverse(_outer(self.moments, counts))
        left = zy[..., equations].reshape(*zy.shape[:-2], -1)
        found = _weighted_solution(self.zx, left[..., None], self.weight)
        self.solution = found.reshape(*found.shape[:-2], zx.shape[-1], count)
        self.left = left - (self.zx @ found)[..., 0]

    @property
    def hansen(self) -> float:
        """Hansen's J."""
        return float(self.left @ self.weight @ self.left)

    def corrected(self, zx: Array, scores: Array) -> Array:
        """Return every unit's part in the coefficients, units × regressors × equations.

        With how they move with those of the first step, through the weights (Windmeijer 2005).
        """
        bread = _bread(self.zx, self.weight)
        first = scores[..., self.equations]
        wide = _for_each_equation(zx, first.shape[-1])
        pairs = np.einsum("ilr,im->rlm", wide, self.moments)
        turned = pairs + np.swapaxes(pairs, -1, -2)
        slope = bread @ (turned @ (self.weight @ self.left)).T
        found = self.moments @ bread.T + first.reshape(len(first), -1) @ slope.T
        return np.asarray(found.reshape(first.shape))


def _for_each_equation(zx: Array, count: int) -> Array:
    """Return the Kronecker product with the identity: … × L · count × q · count."""
    wide = zx[..., :, None, :, None] * np.eye(count)[:, None, :]
    return np.asarray(wide.reshape(*zx.shape[:-2], zx.shape[-2] * count, zx.shape[-1] * count))


def _moments(parts: _Parts, coefficients: Array) -> Array:
    """Return … × units × instruments × equations: every unit's share of the moments."""
    return np.asarray(parts.zy - parts.zx @ coefficients[..., None, :, :])


def _add(by_unit: Array, counts: Array | None) -> Array:
    return by_unit.sum(axis=-3) if counts is None else weighted(by_unit, counts)


def _outer(moments: Array, counts: Array | None) -> Array:
    """Return … × instruments × instruments: the moments' covariance, clustered by unit."""
    if counts is not None:
        moments = moments * np.sqrt(counts)[..., None]
    return np.asarray(np.swapaxes(moments, -1, -2) @ moments)


def _inverse(matrix: Array) -> Array:
    """Invert; the pseudo-inverse serves where units are fewer than moments."""
    scale = np.sqrt(np.diagonal(matrix, axis1=-2, axis2=-1))
    outer = scale[..., :, None] * scale[..., None, :]
    return np.asarray(np.linalg.pinv(matrix / outer, rcond=1e-10, hermitian=True) / outer)


def _weighted_solution(zx: Array, zy: Array, weight: Array) -> Array:
    turned = np.swapaxes(zx, -1, -2) @ weight
    return np.asarray(np.linalg.solve(turned @ zx, turned @ zy))


def _bread(zx: Array, weight: Array) -> Array:
    return np.asarray(np.linalg.solve(zx.T @ weight @ zx, zx.T @ weight))


def _forward_orthogonal(used: np.ndarray[Any, np.dtype[np.bool_]]) -> Array:
    """Return the operator that takes from a row the mean of the unit's later rows.

    Scaled so that independent errors stay independent with the same variance.
    """
    operator = np.zeros((len(used), len(used)))
    rows = np.flatnonzero(used)
    for place, row in enumerate(rows[:-1]):
        later = rows[place + 1 :]
        scale = np.sqrt(len(later) / (len(later) + 1.0))
        operator[row, row] = scale
        operator[row, later] = -scale / len(later)
    return operator


def _difference(used: np.ndarray[Any, np.dtype[np.bool_]]) -> Array:
    """Return the operator of first differences; a unit's first row has none."""
    operator = np.zeros((len(used), len(used)))
    rows = np.flatnonzero(used)
    for before, row in pairwise(rows):
        operator[row, row], operator[row, before] = 1.0, -1.0
    return operator
