"""Random effects of units and years: the estimator of Swamy and Arora for two ways."""

from dataclasses import dataclass

import numpy as np

from wenmai.econometrics import sentences as say
from wenmai.econometrics.design import Design
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.transforms import Array, group_means, transformed, with_constant


@dataclass(frozen=True)
class TwoWay:
    """Variances of a two-way error component, and what they take off the data.

    Parameters
    ----------
    units, years, rest : float
        Variances of the effects and of the rest; an estimate below zero is zero.
    roots : tuple of float
        Characteristic roots of the covariance: of unit means, year means and the grand mean.
    """

    units: float
    years: float
    rest: float
    roots: tuple[float, float, float]

    @property
    def shares(self) -> tuple[float, float, float]:
        """Shares of the unit mean, the year mean (taken off) and the grand mean (put back)."""
        of_units, of_years, of_both = (1 - np.sqrt(self.rest / root) for root in self.roots)
        return of_units, of_years, of_units + of_years - of_both

    def taken_off(self, values: Array, design: Design) -> Array:
        """Return values less the shares of their means."""
        of_units, of_years, of_both = self.shares
        by_unit = group_means(values, design.units, design.n_units)[design.units]
        by_year = group_means(values, design.years, design.n_years)[design.years]
        moved: Array = values - of_units * by_unit - of_years * by_year
        return moved + of_both * values.mean(axis=0)

    def predicted(self, composed: Array, design: Design) -> Array:
        """Return the best linear prediction of both effects in every row."""
        grand = composed.mean() / self.roots[2]
        by_unit = group_means(composed, design.units, design.n_units) - composed.mean()
        by_year = group_means(composed, design.years, design.n_years) - composed.mean()
        units = self.units * design.n_years * (by_unit / self.roots[0] + grand)
        years = self.years * design.n_units * (by_year / self.roots[1] + grand)
        predicted: Array = units[design.units] + years[design.years]
        return predicted


def two_way(design: Design) -> TwoWay:
    r"""Estimate the variances of unit effects, year effects and the rest.

    .. math:: \sigma^2_\nu = \frac{RSS_w}{(N-1)(T-1)-k}, \quad
        T\sigma^2_\mu + \sigma^2_\nu = \frac{T\,RSS_N}{N-k-1}, \quad
        N\sigma^2_\lambda + \sigma^2_\nu = \frac{N\,RSS_T}{T-k-1}

    of the regressions within both ways, of unit means and of year means (Swamy and Arora 1972;
    Baltagi 2005, 3.3); as R plm's ``effect = "twoways", model = "random"``.

    Parameters
    ----------
    design : Design
        Of a balanced panel.

    Returns
    -------
    TwoWay

    Raises
    ------
    NotEstimable
        Unbalanced panel; too few units or years for their means to be regressed.
    """
    n, t, k = design.n_units, design.n_years, design.x.shape[1]
    if len(design.y) != n * t:
        raise NotEstimable("too_few_observations", say.TWO_WAY_BALANCED(n=len(design.y), of=n * t))
    if min(n, t) <= k + 1:
        raise NotEstimable("too_few_observations", say.TWO_WAY_MEANS(n=n, years=t, of=k + 1))
    within = _rss(*(transformed(values, design, "two_way") for values in (design.y, design.x)))
    rest = within / ((n - 1) * (t - 1) - k)
    means = [
        (group_means(design.y, groups, count), group_means(design.x, groups, count))
        for groups, count in ((design.units, n), (design.years, t))
    ]
    of_units = max(t * _rss(means[0][0], with_constant(means[0][1])) / (n - k - 1), rest)
    of_years = max(n * _rss(means[1][0], with_constant(means[1][1])) / (t - k - 1), rest)
    roots = (of_units, of_years, of_units + of_years - rest)
    return TwoWay((of_units - rest) / t, (of_years - rest) / n, rest, roots)


def _rss(y: Array, x: Array) -> float:
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(left @ left)
