"""Weights of a normalised panel under each scheme, in matrix form.

The warehouse's own weights are SQL (``int_indicators__entropy_weights`` and its neighbours); here
the same formulas stand once more because a Monte-Carlo run needs thousands of weight vectors.
Tests hold the two together.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wenmai.indicators.methods import named
from wenmai.indicators.pca import leading_component
from wenmai.indicators.spread import NO_VARIANCE, capped, correlation, divergences

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


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
        elif scheme != "pca":
            # imported when asked: the methods of weights are made of this module
            from wenmai.indicators.methods.weights import WeightInput  # noqa: PLC0415

            z = self.z[:, kept]
            codes = tuple(map(str, np.flatnonzero(kept)))
            parts[kept] = named("weighting", scheme).compute(WeightInput(z, z, codes))
        elif varied.any():
            parts[varied] = leading_component(self._correlation[np.ix_(varied, varied)]).weights
        total = parts.sum()
        if total <= 0:
            return np.zeros(len(parts))
        weights = parts / total
        return capped(weights, self.cap) if scheme == "entropy" and self.cap else weights
