"""The panel in doubt: imputation, winsorising and normalisation as each choice has them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, rankdata

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Unit-years by indicators, before winsorising.

    Parameters
    ----------
    observed : array of shape (n, m)
        Observed values, NaN where missing.
    interpolated : array of shape (n, m)
        The same with the index's own imputation.
    units : int array of shape (n,)
        Which unit a row belongs to.
    years : int array of shape (n,)
    is_negative : bool array of shape (m,)
        Whether less is better.
    codes : tuple of str
        Indicator codes, in the order of the columns.
    max_gap_years : int array of shape (m,)
        How far ``nearest`` may reach.
    """

    observed: Matrix
    interpolated: Matrix
    units: npt.NDArray[np.int64]
    years: npt.NDArray[np.int64]
    is_negative: npt.NDArray[np.bool_]
    codes: tuple[str, ...]
    max_gap_years: npt.NDArray[np.int64]

    def imputed(self, method: str) -> Matrix:
        """Return the panel with one way of filling gaps."""
        if method == "interpolate":
            return self.interpolated
        if method == "none":
            return self.observed
        return nearest_year(self.observed, self.units, self.years, self.max_gap_years)


def nearest_year(
    values: Matrix,
    units: npt.NDArray[np.int64],
    years: npt.NDArray[np.int64],
    max_gap_years: npt.NDArray[np.int64],
) -> Matrix:
    """Fill a gap with the unit's nearest observed year; the earlier one of two equally near.

    Parameters
    ----------
    values : array of shape (n, m)
    units, years : int arrays of shape (n,)
    max_gap_years : int array of shape (m,)
        A year farther away does not serve.

    Returns
    -------
    array of shape (n, m)

    Examples
    --------
    >>> filled = nearest_year(
    ...     np.array([[1.0], [np.nan], [np.nan], [4.0]]),
    ...     np.zeros(4, int), np.array([2018, 2019, 2020, 2021]), np.array([3]))
    >>> filled[:, 0].tolist()
    [1.0, 1.0, 4.0, 4.0]
    """
    filled = values.copy()
    for row, column in zip(*np.nonzero(np.isnan(values)), strict=True):
        donors = np.nonzero((units == units[row]) & ~np.isnan(values[:, column]))[0]
        if not donors.size:
            continue
        distance = np.abs(years[donors] - years[row])
        nearest = donors[np.lexsort((years[donors], distance))[0]]
        if abs(years[nearest] - years[row]) <= max_gap_years[column]:
            filled[row, column] = values[nearest, column]
    return filled


def winsorised(values: Matrix, lower: float, upper: float) -> Matrix:
    """Set what lies outside two type-7 quantiles of its column to that quantile."""
    if lower == 0 and upper == 1:
        return values
    known = ~np.isnan(values).all(axis=0)
    limits = np.full((2, values.shape[1]), np.nan)
    limits[:, known] = np.nanquantile(values[:, known], [lower, upper], axis=0)
    return np.clip(values, limits[0], limits[1])


def normalised(values: Matrix, is_negative: npt.NDArray[np.bool_], method: str) -> Matrix:
    """Bring every column to 0–1 with one as the best; a constant column becomes 0.

    Parameters
    ----------
    values : array of shape (n, m)
        NaN stays NaN.
    is_negative : bool array of shape (m,)
    method : {'minmax', 'zscore', 'rank'}
        ``minmax`` is P1 Eq 4 and 5. ``zscore`` maps z to the normal probability Φ(z) and
        ``rank`` to (average rank − ½)/n, so that all three share one scale and intervals of
        scores mean something.

    Returns
    -------
    array of shape (n, m)

    Examples
    --------
    >>> normalised(np.array([[1.0], [2.0], [5.0]]), np.array([True]), "minmax")[:, 0].tolist()
    [1.0, 0.75, 0.0]
    """
    known = ~np.isnan(values)
    if method == "rank":
        counts = known.sum(axis=0)
        result = (rankdata(values, axis=0, nan_policy="omit") - 0.5) / np.maximum(counts, 1)
    else:
        filled_low = np.where(known, values, np.inf).min(axis=0)
        filled_high = np.where(known, values, -np.inf).max(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            if method == "minmax":
                result = (values - filled_low) / (filled_high - filled_low)
                if is_negative.any():
                    flipped = (filled_high - values) / (filled_high - filled_low)
                    result = np.where(is_negative, flipped, result)
            else:
                counts = known.sum(axis=0)
                mean = np.where(known, values, 0).sum(axis=0) / counts
                spread = np.sqrt(np.where(known, (values - mean) ** 2, 0).sum(axis=0) / counts)
                result = norm.cdf((values - mean) / spread)
    if method != "minmax":
        result = np.where(is_negative, 1 - result, result)
    with np.errstate(invalid="ignore"):
        constant = np.where(known, values, -np.inf).max(axis=0) == np.where(
            known, values, np.inf
        ).min(axis=0)
    result = np.where(constant, 0.0, result)
    return np.where(known, result, np.nan)


def noisy(values: Matrix, relative_errors: npt.NDArray[np.float64], seed: int) -> Matrix:
    """Multiply values by log-normal noise of mean 1 and the stated relative standard errors.

    Parameters
    ----------
    values : array of shape (n, m)
    relative_errors : array of shape (m,)
        Coefficient of variation of the noise of each indicator; 0 leaves it alone.
    seed : int

    Returns
    -------
    array of shape (n, m)
    """
    spread = np.sqrt(np.log1p(relative_errors**2))
    draws = np.random.default_rng(seed).standard_normal(values.shape)
    return values * np.exp(spread * draws - spread**2 / 2)
