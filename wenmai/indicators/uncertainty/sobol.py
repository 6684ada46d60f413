"""Sobol sensitivity shares of many outputs taken together, with bootstrap intervals."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
Positions = npt.NDArray[np.int64]
Draws: TypeAlias = slice | Positions


@dataclass(frozen=True)
class Design:
    """Saltelli's design: two independent samples and, per factor, one that mixes them.

    Parameters
    ----------
    first, second : array of shape (n, k)
    """

    first: Matrix
    second: Matrix

    @classmethod
    def scrambled(cls, n: int, n_factors: int, seed: int) -> "Design":
        """Draw the design from a scrambled Sobol sequence; ``n`` is a power of 2.

        Examples
        --------
        >>> Design.scrambled(8, 3, seed=1).first.shape
        (8, 3)
        """
        if n < 2 or n & (n - 1):
            raise ValueError(f"the number of base draws is a power of 2, got {n}")
        sequence = qmc.Sobol(2 * n_factors, scramble=True, rng=np.random.default_rng(seed))
        points = sequence.random(n)
        # a point at 1 would be no option at all
        points = np.minimum(points, np.nextafter(1, 0))
        return cls(points[:, :n_factors], points[:, n_factors:])

    def mixed(self, factor: int) -> Matrix:
        """Return the first sample with one factor taken from the second."""
        points = self.first.copy()
        points[:, factor] = self.second[:, factor]
        return points


@dataclass
class SobolSums:
    r"""Running sums of the estimators; outputs and draws may arrive in blocks.

    The indices of several outputs are put together weighted by variance (Lamboni, Monod and
    Makowski 2011): :math:`S_i = \sum_v V_i(v) / \sum_v V(v)`. With :math:`f_A, f_B` on the two
    base samples and :math:`f_{AB_i}` on the first with factor i from the second,
    :math:`V_i = \frac1n\sum f_B (f_{AB_i} - f_A)` (Saltelli et al. 2010) and
    :math:`V_{Ti} = \frac1{2n}\sum (f_A - f_{AB_i})^2` (Jansen 1999), on centred outputs.

    Parameters
    ----------
    n, n_factors : int

    Examples
    --------
    The output is the first factor; the second has no effect.

    >>> design = Design.scrambled(64, 2, seed=1)
    >>> sums = SobolSums(64, 2)
    >>> f_a, f_b, mean = design.first[:, :1], design.second[:, :1], np.array([0.5])
    >>> sums.add(f_a, f_b, mean)
    >>> for factor in range(2):
    ...     sums.add_mixed(factor, f_a, f_b, design.mixed(factor)[:, :1], mean)
    >>> [round(float(share), 1) for share in sums.shares()[1]]
    [1.0, 0.0]
    """

    n: int
    n_factors: int

    def __post_init__(self) -> None:
        self.variance = np.zeros(self.n)
        self.first = np.zeros((self.n, self.n_factors))
        self.total = np.zeros((self.n, self.n_factors))

    def add(self, f_a: Matrix, f_b: Matrix, mean: Vector, draws: Draws = slice(None)) -> None:
        """Add outputs on the two base samples.

        Parameters
        ----------
        f_a, f_b : array of shape (draws, outputs)
            Without missing values.
        mean : array of shape (outputs,)
            Mean of every output over all draws, or near it: any value is right, the mean gives
            the least error.
        draws : slice or int array
            Which of the n draws these are.
        """
        a, b = f_a - mean, f_b - mean
        self.variance[draws] += ((a**2 + b**2) / 2).sum(axis=1)

    def add_mixed(
        self,
        factors: int | Positions,
        f_a: Matrix,
        f_b: Matrix,
        f_ab: Matrix,
        mean: Vector,
        *,
        draws: Draws = slice(None),
    ) -> None:
        """Add outputs on mixed samples, whose factor may be another one in every draw.

        Parameters are those of :meth:`add`; a missing value of ``f_ab`` adds nothing.
        """
        change = np.nan_to_num((f_ab - mean) - (f_a - mean), copy=False)
        self.first[draws, factors] += ((f_b - mean) * change).sum(axis=1)
        self.total[draws, factors] += (np.square(change, out=change) / 2).sum(axis=1)

    def shares(self) -> tuple[Matrix, Matrix]:
        """Return first- and total-order shares, arrays of shape (k,); NaN without variance."""
        first, total = self._of(np.ones((1, self.n)))
        return first[0], total[0]

    def intervals(self, level: float, draws: int, seed: int) -> tuple[Matrix, Matrix]:
        """Return bootstrap percentile intervals of both shares, arrays of shape (2, k)."""
        rng = np.random.default_rng(seed)
        counts = np.empty((draws, self.n))
        for row in counts:
            row[:] = np.bincount(rng.integers(self.n, size=self.n), minlength=self.n)
        tail = (1 - level) / 2
        first, total = self._of(counts)
        return (
            np.quantile(first, [tail, 1 - tail], axis=0),
            np.quantile(total, [tail, 1 - tail], axis=0),
        )

    def _of(self, counts: Matrix) -> tuple[Matrix, Matrix]:
        variance = (counts @ self.variance)[:, None]
        # what rounding leaves of no variance at all
        variance[variance <= 1e-18 * self.n] = np.nan
        return counts @ self.first / variance, counts @ self.total / variance
