"""The composite index in compact numpy, used to calibrate the demo and for nothing else.

It repeats docs/methods.md §2-4 on arrays (units × years × indicators) so that the generator can
aim at published scores without calling the warehouse it is going to test.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MAX_GAP_YEARS = 3
WINSOR_LOWER, WINSOR_UPPER = 0.01, 0.99
MIN_OBSERVED_SHARE = 0.6


@dataclass(frozen=True)
class Index:
    """What the method makes of a panel: arrays over units, years and indicators.

    Parameters
    ----------
    normalized : Array
        Units × years × indicators, 0-1, missing cells NaN.
    weights : Array
        One entropy weight per indicator.
    scores : Array
        Units × years.
    """

    normalized: Array
    weights: Array
    scores: Array

    def dimension_scores(self, dimension_of: NDArray[np.intp]) -> Array:
        """Return units × years × dimensions, weights renormalised inside the dimension (Eq 9)."""
        return np.stack(
            [
                _weighted_mean(
                    self.normalized[..., dimension_of == q], self.weights[dimension_of == q]
                )
                for q in range(int(dimension_of.max()) + 1)
            ],
            axis=-1,
        )


def fill_gaps(values: Array, max_gap_years: int = MAX_GAP_YEARS) -> Array:
    """Fill inner gaps of at most ``max_gap_years`` linearly along the years (axis 1).

    A one-year gap so becomes the mean of its neighbours; ends stay missing.

    Examples
    --------
    >>> fill_gaps(np.array([[[1.0], [np.nan], [3.0]]]))[0, :, 0].tolist()
    [1.0, 2.0, 3.0]
    """
    filled = values.copy()
    for unit, _, indicator in {(u, 0, j) for u, _, j in np.argwhere(np.isnan(values))}:
        series = values[unit, :, indicator]
        seen = np.flatnonzero(~np.isnan(series))
        for left, right in itertools.pairwise(seen):
            if 1 < right - left <= max_gap_years + 1:
                years = np.arange(left + 1, right)
                slope = (series[right] - series[left]) / (right - left)
                filled[unit, years, indicator] = series[left] + slope * (years - left)
    return filled


def composite_index(values: Array, is_positive: NDArray[np.bool_]) -> Index:
    """Winsorise, normalise, weight by entropy and add up (P1 Eq 4, 5, 7, 8).

    Parameters
    ----------
    values : Array
        Units × years × indicators in canonical units, gaps already filled.
    is_positive : array of bool
        False where a high value is bad.

    Returns
    -------
    Index

    Examples
    --------
    >>> panel = np.array([[[0.0, 1.0]], [[1.0, 2.0]], [[2.0, 3.0]], [[3.0, 4.0]]])
    >>> composite_index(panel, np.array([True, True])).scores[:, 0].round(2).tolist()
    [0.0, 0.33, 0.67, 1.0]
    """
    flat = values.reshape(-1, values.shape[-1])
    low = np.nanquantile(flat, WINSOR_LOWER, axis=0)
    high = np.nanquantile(flat, WINSOR_UPPER, axis=0)
    spread = np.where(high > low, high - low, 1.0)
    rising = (np.clip(flat, low, high) - low) / spread
    normalized = np.where(is_positive, rising, 1.0 - rising)
    weights = entropy_weights(normalized)
    scores = _weighted_mean(normalized, weights)
    observed = (~np.isnan(normalized) * weights).sum(axis=1)
    scores = np.where(observed >= MIN_OBSERVED_SHARE, scores, np.nan)
    return Index(normalized.reshape(values.shape), weights, scores.reshape(values.shape[:-1]))


def entropy_weights(normalized: Array) -> Array:
    """Return the entropy weight of every column (P1 Eq 7); 0·ln 0 counts as 0."""
    share = normalized / np.nansum(normalized, axis=0)
    plogp = np.where(share > 0, share * np.log(np.where(share > 0, share, 1.0)), share)
    counts = (~np.isnan(normalized)).sum(axis=0)
    divergence = 1.0 + np.nansum(plogp, axis=0) / np.log(counts)
    return divergence / divergence.sum()


def _weighted_mean(normalized: Array, weights: Array) -> Array:
    """Average over the last axis with weights renormalised over what is observed."""
    carried = (~np.isnan(normalized) * weights).sum(axis=-1)
    total = np.nansum(normalized * weights, axis=-1)
    return np.where(carried > 0, total / np.where(carried > 0, carried, 1.0), np.nan)
