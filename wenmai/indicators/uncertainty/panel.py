"""The panel in doubt: winsorizing and normalization as each choice has them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import rankdata

from wenmai.indicators.methods import named

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """Unit-years by indicators, before winsorizing.

    Parameters
    ----------
    filled : mapping of str to array of shape (n, m)
        The panel under each way of filling gaps (``interpolate``, ``nearest``, ``none``), NaN
        where a cell stays missing.
    units : array of shape (n,)
        Which unit a row belongs to.
    years : int array of shape (n,)
    is_negative : bool array of shape (m,)
        Whether less is better.
    codes : tuple of str
        Indicator codes, in the order of the columns.
    """

    filled: Mapping[str, Matrix]
    units: npt.NDArray[np.generic]
    years: npt.NDArray[np.int64]
    is_negative: npt.NDArray[np.bool_]
    codes: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """Number of unit-years."""
        return len(self.years)


# computed for all columns at once, as thousands of draws want it
_AT_ONCE = {"minmax", "zscore", "rank"}


def normalized(values: Matrix, is_negative: npt.NDArray[np.bool_], method: str) -> Matrix:
    """Bring every column to 0–1 with one as the best; a constant column becomes 0.

    Parameters
    ----------
    values : array of shape (n, m)
        NaN stays NaN.
    is_negative : bool array of shape (m,)
    method : str
        ``minmax`` is P1 Eq 4 and 5. ``zscore`` maps z to the normal probability Φ(z) and
        ``rank`` to (average rank − ½)/n, so that all share one scale and intervals of scores mean
        something; any other method of the registry that stays between 0 and 1.

    Returns
    -------
    array of shape (n, m)

    Examples
    --------
    >>> normalized(np.array([[1.0], [2.0], [5.0]]), np.array([True]), "minmax")[:, 0].tolist()
    [1.0, 0.75, 0.0]
    """
    if method not in _AT_ONCE:
        compute = named("normalization", method).compute
        columns = zip(values.T, is_negative, strict=True)
        return np.column_stack([compute(x, bool(less)) for x, less in columns])
    known = ~np.isnan(values)
    lowest = np.where(known, values, np.inf).min(axis=0)
    highest = np.where(known, values, -np.inf).max(axis=0)
    counts = np.maximum(known.sum(axis=0), 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        if method == "minmax":
            # Eq 5 and not 1 − Eq 4: the two differ in the last digit
            above = np.where(is_negative, highest - values, values - lowest)
            result = above / (highest - lowest)
        else:
            if method == "rank":
                result = (rankdata(values, axis=0, nan_policy="omit") - 0.5) / counts
            else:
                mean = np.where(known, values, 0).sum(axis=0) / counts
                spread = np.sqrt(np.where(known, (values - mean) ** 2, 0).sum(axis=0) / counts)
                result = ndtr((values - mean) / spread)
            result = np.where(is_negative, 1 - result, result)
    result = np.where(lowest == highest, 0.0, result)
    return np.where(known, result, np.nan)
