"""Estimators that take one panel or a batch of resampled panels: the bootstrap's inner loop.

An estimator returns coefficients (… × q × k) and the covariance of the residuals (… × k × k), the
latter always from deviations within units and divided by the degrees of freedom.
"""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from wenmai.econometrics.var.design import (
    Array,
    Design,
    Mask,
    lag_matrices,
    largest_root,
    least_squares,
    residual_squares,
)

Estimates = tuple[Array, Array]


class Estimator(Protocol):
    """What the bootstrap asks of an estimator."""

    @property
    def design(self) -> Design:
        """The rows that are used."""

    def estimate(self, values: Array) -> Estimates:
        """Estimate every panel of a batch: values … × units × periods × variables."""

    def resample(self, values: Array, counts: Array) -> Estimates:
        """Estimate with every unit taken ``counts`` times: replications × units."""


@dataclass(frozen=True)
class LeastSquares:
    """Pooled least squares within units.

    Parameters
    ----------
    design : Design

    Examples
    --------
    >>> y = np.array([[[1.0], [0.5], [0.25], [0.125], [0.0625]]])
    >>> design = Design(np.ones((1, 5), dtype=bool), lags=1, n_variables=1, trend="n")
    >>> coefficients, covariance = LeastSquares(design).estimate(y)
    >>> coefficients.item()
    0.5
    """

    design: Design

    def estimate(self, values: Array) -> Estimates:
        """Estimate every panel of a batch."""
        cross = self.design.cross_products(values)
        coefficients, squares = least_squares(cross, self.design.n_regressors)
        return coefficients, squares / self.design.freedom

    def resample(self, values: Array, counts: Array) -> Estimates:
        """Estimate with every unit taken ``counts`` times."""
        cross = weighted(self.design.cross_products_by_unit(values), counts)
        coefficients, squares = least_squares(cross, self.design.n_regressors)
        return coefficients, squares / resampled_freedom(self.design, counts)


@dataclass(frozen=True)
class HalfPanelJackknife:
    """Least squares less its bias of order 1/T, from the halves of the panel.

    2 b - (b_first + b_second) / 2, where b_first and b_second come from the first and the second
    half of the periods; with an odd number of periods the middle one goes once to either side and
    both results are averaged (Dhaene and Jochmans 2015). It removes most of the Nickell bias and
    widens the spread of the estimates.

    Parameters
    ----------
    design : Design
    """

    design: Design

    def estimate(self, values: Array) -> Estimates:
        """Estimate every panel of a batch."""
        q = self.design.n_regressors
        whole = self.design.cross_products(values)
        halves = [least_squares(half.cross_products(values), q)[0] for half in self._halves()]
        return self._combine(whole, halves, self.design.freedom)

    def resample(self, values: Array, counts: Array) -> Estimates:
        """Estimate with every unit taken ``counts`` times."""
        q = self.design.n_regressors
        whole = weighted(self.design.cross_products_by_unit(values), counts)
        halves = [
            least_squares(weighted(half.cross_products_by_unit(values), counts), q)[0]
            for half in self._halves()
        ]
        return self._combine(whole, halves, resampled_freedom(self.design, counts))

    def _combine(self, whole: Array, halves: list[Array], freedom: Array | int) -> Estimates:
        least = least_squares(whole, self.design.n_regressors)[0]
        coefficients = 2 * least - sum(halves[1:], halves[0]) / len(halves)
        return coefficients, residual_squares(whole, coefficients) / freedom

    def _halves(self) -> list[Design]:
        return [replace(self.design, only=only) for only in halves_of(self.design.rows)]


def halves_of(rows: Mask) -> list[Mask]:
    """Return which rows belong to the first and the second half of every unit's periods.

    Returns
    -------
    list of array
        First and second half; when some unit has an odd number of rows, both ways to cut.

    Examples
    --------
    >>> [half.astype(int).tolist() for half in halves_of(np.ones((1, 3), dtype=bool))]
    [[[1, 0, 0]], [[0, 1, 1]], [[1, 1, 0]], [[0, 0, 1]]]
    """
    number = np.cumsum(rows, axis=1) - 1
    length = rows.sum(axis=1, keepdims=True)
    cuts = [length // 2] if (length % 2 == 0).all() else [length // 2, (length + 1) // 2]
    halves: list[Mask] = []
    for cut in cuts:
        halves += [rows & (number < cut), rows & (number >= cut)]
    return halves


@dataclass(frozen=True)
class Shifted:
    """Another estimator, moved by a constant: what a bootstrap bias correction does.

    A replication whose own estimate is stable is moved only as far as it stays so (Kilian 1998).

    Parameters
    ----------
    base : Estimator
    shift : array, q × k
        Added to the coefficients.
    """

    base: Estimator
    shift: Array

    @property
    def design(self) -> Design:
        """The rows that are used."""
        return self.base.design

    def estimate(self, values: Array) -> Estimates:
        """Estimate every panel of a batch."""
        coefficients = move_while_stable(
            self.base.estimate(values)[0], self.shift, self.design.lags
        )
        squares = residual_squares(self.design.cross_products(values), coefficients)
        return coefficients, squares / self.design.freedom

    def resample(self, values: Array, counts: Array) -> Estimates:
        """Estimate with every unit taken ``counts`` times."""
        found = self.base.resample(values, counts)[0]
        coefficients = move_while_stable(found, self.shift, self.design.lags)
        cross = weighted(self.design.cross_products_by_unit(values), counts)
        squares = residual_squares(cross, coefficients)
        return coefficients, squares / resampled_freedom(self.design, counts)


def move_while_stable(coefficients: Array, shift: Array, lags: int, steps: int = 20) -> Array:
    """Add a shift, cut down in steps of a twentieth where it would make a stable VAR unstable.

    Parameters
    ----------
    coefficients : array, … × q × k
    shift : array, q × k
    lags, steps : int

    Returns
    -------
    array, … × q × k

    Examples
    --------
    >>> found = np.array([[[0.5]], [[0.9]]])
    >>> move_while_stable(found, np.array([[0.2]]), 1).round(3).ravel().tolist()
    [0.7, 0.99]
    """
    was_stable = largest_root(lag_matrices(coefficients, lags)) < 1
    share = np.ones(coefficients.shape[:-2])
    for _ in range(steps):
        moved = coefficients + share[..., None, None] * shift
        lost = was_stable & (largest_root(lag_matrices(moved, lags)) >= 1) & (share > 0)
        if not lost.any():
            break
        share = np.where(lost, np.maximum(share - 1 / steps, 0.0), share)
    return np.asarray(coefficients + share[..., None, None] * shift)


def weighted(by_unit: Array, counts: Array) -> Array:
    """Return replications × a × b: the units' matrices added up, each as often as it was drawn."""
    flat = by_unit.reshape(len(by_unit), -1)
    return np.asarray((counts @ flat).reshape(len(counts), *by_unit.shape[1:]))


def resampled_freedom(design: Design, counts: Array) -> Array:
    """Return replications × 1 × 1: rows less parameters when units are drawn with replacement."""
    return np.asarray((counts @ design.freedom_by_unit - design.n_regressors)[:, None, None])
