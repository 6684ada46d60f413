"""Sobol sensitivity shares of many outputs taken together, with bootstrap intervals."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Matrix = npt.NDArray[np.float64]


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
    r"""Running sums of the estimators over outputs that arrive in blocks.

    The indices of several outputs are put together weighted by variance (Lamboni, Monod and
    Makowski 2011): :math:`S_i = \sum_v V_i(v) / \sum_v V(v)`. First order by Saltelli et al.
    (2010), total order by Jansen (1999), on outputs centred at their mean.

    Parameters
    ----------
    n, n_factors : int
    """

    n: int
    n_factors: int

    def __post_init__(self) -> None:
        self.variance = np.zeros(self.n)
        self.first = np.zeros((self.n, self.n_factors))
        self.total = np.zeros((self.n, self.n_factors))
        self.n_outputs = 0

    def add(self, f_a: Matrix, f_b: Matrix, f_ab: list[Matrix]) -> None:
        """Add a block of outputs; an output with a missing value in any draw is left out.

        Parameters
        ----------
        f_a, f_b : array of shape (n, outputs)
        f_ab : list of k arrays of shape (n, outputs)
        """
        whole = ~np.isnan(f_a).any(axis=0) & ~np.isnan(f_b).any(axis=0)
        for values in f_ab:
            whole &= ~np.isnan(values).any(axis=0)
        mean = (f_a[:, whole].mean(axis=0) + f_b[:, whole].mean(axis=0)) / 2
        a, b = f_a[:, whole] - mean, f_b[:, whole] - mean
        self.variance += ((a**2 + b**2) / 2).sum(axis=1)
        for factor, values in enumerate(f_ab):
            ab = values[:, whole] - mean
            self.first[:, factor] += (b * (ab - a)).sum(axis=1)
            self.total[:, factor] += ((a - ab) ** 2 / 2).sum(axis=1)
        self.n_outputs += int(whole.sum())

    def shares(self) -> tuple[Matrix, Matrix]:
        """Return first- and total-order shares, arrays of shape (k,); NaN without variance."""
        return self._of(np.ones((1, self.n)))[0][0], self._of(np.ones((1, self.n)))[1][0]

    def intervals(self, level: float, draws: int, seed: int) -> tuple[Matrix, Matrix]:
        """Return bootstrap percentile intervals of both shares, arrays of shape (2, k)."""
        counts = np.random.default_rng(seed).multinomial(
            self.n, np.full(self.n, 1 / self.n), size=draws
        )
        tail = (1 - level) / 2
        first, total = self._of(counts.astype(float))
        return (
            np.quantile(first, [tail, 1 - tail], axis=0),
            np.quantile(total, [tail, 1 - tail], axis=0),
        )

    def _of(self, counts: Matrix) -> tuple[Matrix, Matrix]:
        variance = (counts @ self.variance)[:, None]
        # what rounding leaves of no variance at all
        variance[variance <= 1e-18 * self.n] = np.nan
        return counts @ self.first / variance, counts @ self.total / variance
