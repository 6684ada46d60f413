"""Weights of a normalised panel under each scheme, in matrix form.

The warehouse's own weights are SQL (``int_indicators__entropy_weights`` and its neighbours); here
the same formulas stand once more because a Monte-Carlo run needs thousands of weight vectors.
Tests hold the two together.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.indicators.pca import leading_component

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

# Rounding leaves about this much of a divergence or a variance that is zero.
NO_DIVERGENCE = 1e-12
NO_VARIANCE = 1e-15


def divergences(z: Matrix) -> Vector:
    r"""Return 1 − e of every column, P1 Eq 7 over its observed cells.

    :math:`e_j = -\frac{1}{\ln n}\sum p \ln p` with :math:`0 \ln 0 = 0`.

    Parameters
    ----------
    z : array of shape (n, m)
        Normalised values, NaN where missing.

    Returns
    -------
    array of shape (m,)

    Examples
    --------
    >>> divergences(np.array([[1.0, 1.0], [1.0, 0.0]])).tolist()
    [0.0, 1.0]
    """
    known = ~np.isnan(z)
    filled = np.where(known, z, 0.0)
    counts = known.sum(axis=0)
    totals = filled.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(filled > 0, filled * np.log(np.where(filled > 0, filled, 1)), 0)
        entropy = (np.log(totals) - logs.sum(axis=0) / totals) / np.log(counts)
        divergence = 1 - entropy
    useful = (totals > 0) & (counts > 1) & (divergence >= NO_DIVERGENCE)
    return np.where(useful, divergence, 0.0)


def capped(weights: Vector, cap: float) -> Vector:
    """Limit every weight to ``cap`` and hand the rest to the others in proportion.

    Examples
    --------
    >>> capped(np.array([0.7, 0.2, 0.1]), 0.4).round(6).tolist()
    [0.4, 0.4, 0.2]
    """
    positive = weights > 0
    limit = max(cap, 1 / max(int(positive.sum()), 1))
    order = np.argsort(-weights, kind="stable")
    rest = weights[order][::-1].cumsum()[::-1]
    for place in range(len(order)):
        if rest[place] <= 0:
            break
        factor = (1 - place * limit) / rest[place]
        if factor * weights[order[place]] <= limit + NO_DIVERGENCE:
            result = weights * factor
            result[order[:place]] = limit
            return result
    return weights


def correlation(z: Matrix) -> Matrix:
    """Return Pearson's correlations, pairwise complete; NaN for a constant column."""
    if not np.isnan(z).any():
        centred = z - z.mean(axis=0)
        covariance = centred.T @ centred / (len(z) - 1)
        variance = np.diag(covariance).copy()
        variance[variance <= NO_VARIANCE] = np.nan
        return covariance / np.sqrt(np.outer(variance, variance))
    return pd.DataFrame(z).corr().to_numpy()


@dataclass
class WeightSource:
    """Weights of one normalised panel under any scheme, with any one indicator left out.

    What all of them share (divergences, deviations, correlations) is computed once.

    Parameters
    ----------
    z : array of shape (n, m)
    cap : float, optional
        Largest entropy weight.

    Examples
    --------
    >>> source = WeightSource(np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]]))
    >>> source.vector("equal", left_out=-1).tolist()
    [0.5, 0.5, 0.0]
    """

    z: Matrix
    cap: float | None = None
    _known: dict[tuple[str, int], Vector] = field(default_factory=dict)

    @cached_property
    def _divergences(self) -> Vector:
        return divergences(self.z)

    @cached_property
    def _deviations(self) -> Vector:
        if len(self.z) < 2:
            return np.zeros(self.z.shape[1])
        counts = (~np.isnan(self.z)).sum(axis=0)
        varied = counts > 1
        deviations = np.zeros(self.z.shape[1])
        deviations[varied] = np.nanstd(self.z[:, varied], axis=0, ddof=1)
        return np.where(deviations**2 > NO_VARIANCE, deviations, 0.0)

    @cached_property
    def _correlation(self) -> Matrix:
        return correlation(self.z)

    def vector(self, scheme: str, left_out: int) -> Vector:
        """Return weights that sum to 1; ``left_out`` is a position, or −1 for none."""
        key = (scheme, left_out)
        if key not in self._known:
            self._known[key] = self._compute(scheme, left_out)
        return self._known[key]

    def _compute(self, scheme: str, left_out: int) -> Vector:
        kept = np.ones(self.z.shape[1], dtype=bool)
        if left_out >= 0:
            kept[left_out] = False
        parts = np.zeros(len(kept))
        varied = kept & (self._deviations > 0)
        if scheme == "entropy":
            parts[kept] = self._divergences[kept]
        elif scheme == "equal":
            parts[varied] = 1.0
        elif scheme == "critic":
            conflict = np.nansum(1 - self._correlation[:, kept], axis=1)
            parts[varied] = (self._deviations * conflict)[varied]
        elif varied.any():
            parts[varied] = leading_component(self._correlation[np.ix_(varied, varied)]).weights
        total = parts.sum()
        if total <= 0:
            return np.zeros(len(parts))
        weights = parts / total
        return capped(weights, self.cap) if scheme == "entropy" and self.cap else weights
