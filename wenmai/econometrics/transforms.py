"""Means, demeaning and constants: what panel estimators do to their columns."""

from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


class PanelIndex(Protocol):
    """Which unit and year every row belongs to."""

    @property
    def units(self) -> Codes:
        """Position of the unit of every row."""

    @property
    def years(self) -> Codes:
        """Position of the year of every row."""

    @property
    def n_units(self) -> int:
        """Number of units."""

    @property
    def n_years(self) -> int:
        """Number of years."""


def group_means(values: Array, groups: Codes, count: int) -> Array:
    """Return the mean of every group, as rows.

    Parameters
    ----------
    values : array of shape (n,) or (n, k)
    groups : array of int of shape (n,)
    count : int
        Number of groups.

    Returns
    -------
    array of shape (count,) or (count, k)

    Examples
    --------
    >>> group_means(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1]), 2).tolist()
    [2.0, 5.0]
    """
    sums = np.zeros((count, *values.shape[1:]))
    np.add.at(sums, groups, values)
    sizes = np.bincount(groups, minlength=count).reshape(-1, *([1] * (values.ndim - 1)))
    means: Array = sums / sizes
    return means


def transformed(values: Array, panel: PanelIndex, effects: str) -> Array:
    """Return values as the estimator of the effects sees them.

    Pooled and random: centred. Fixed: less unit means. Time: less year means. Two-way: less both
    (by alternating projections where the panel is unbalanced). Between: centred unit means.

    Parameters
    ----------
    values : array of shape (n,) or (n, k)
    panel : PanelIndex
        Which unit and year every row belongs to; a Design is one.
    effects : str

    Returns
    -------
    array of shape (n, …), or (units, …) for between
    """
    if effects == "between":
        means = group_means(values, panel.units, panel.n_units)
        return _centred(means)
    if effects == "fixed":
        return values - group_means(values, panel.units, panel.n_units)[panel.units]
    if effects == "time":
        return values - group_means(values, panel.years, panel.n_years)[panel.years]
    if effects == "two_way":
        return _two_way(values, panel)
    return _centred(values)


def _centred(values: Array) -> Array:
    centred: Array = values - values.mean(axis=0)
    return centred


def _two_way(values: Array, panel: PanelIndex, rounds: int = 10_000) -> Array:
    scale = np.abs(values).max() or 1.0
    for _ in range(rounds):
        values = values - group_means(values, panel.units, panel.n_units)[panel.units]
        of_years = group_means(values, panel.years, panel.n_years)
        values = values - of_years[panel.years]
        if np.abs(of_years).max() <= 1e-14 * scale:
            break
    return values


def with_constant(x: Array) -> Array:
    """Put a column of ones before the regressors.

    Examples
    --------
    >>> with_constant(np.array([[2.0], [3.0]])).tolist()
    [[1.0, 2.0], [1.0, 3.0]]
    """
    return np.column_stack([np.ones(len(x)), x])
