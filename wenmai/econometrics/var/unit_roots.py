"""Unit roots: ADF and KPSS per unit, IPS and Fisher over the panel."""

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats

from wenmai.econometrics.var.design import Array

_SHORTEST = 8  # fewer values leave the ADF regression of one lag no degrees of freedom worth having


@dataclass(frozen=True)
class UnitRootTest:
    """One test of one series or panel.

    ``is_stationary`` is the verdict at 5 %: ADF, Fisher and IPS reject a unit root, KPSS does not
    reject stationarity.
    """

    test: str
    statistic: float
    p_value: float
    lags: float
    n_observations: int
    is_stationary: bool


def adf(series: Array, trend: str) -> UnitRootTest | None:
    """Augmented Dickey–Fuller, lags by AIC, p-value after MacKinnon (1994).

    Parameters
    ----------
    series : array, periods
    trend : {"n", "c", "ct"}

    Returns
    -------
    UnitRootTest or None
        None when the series has fewer than 8 values or does not vary.
    """
    if len(series) < _SHORTEST or np.ptp(series) == 0:
        return None
    from statsmodels.tsa.stattools import adfuller  # noqa: PLC0415

    terms = {"n": 0, "c": 1, "ct": 2}[trend]
    most = min(int(12 * (len(series) / 100) ** 0.25), (len(series) - terms) // 2 - 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        statistic, p_value, lags, rows, *_ = adfuller(
            series, maxlag=max(most, 0), regression=trend, autolag="AIC", result_object=False
        )
    if not np.isfinite(statistic):
        return None
    return UnitRootTest("adf", float(statistic), float(p_value), lags, rows, bool(p_value < 0.05))


def kpss(series: Array, trend: str) -> UnitRootTest | None:
    """KPSS, bandwidth after Hobijn et al. (1998); the p-value lies between 0.01 and 0.1.

    Parameters
    ----------
    series : array, periods
    trend : {"n", "c", "ct"}
        ``n`` is tested around a constant.

    Returns
    -------
    UnitRootTest or None
    """
    if len(series) < _SHORTEST or np.ptp(series) == 0:
        return None
    from statsmodels.tsa.stattools import kpss as run  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        statistic, p_value, lags, *_ = run(
            series, regression="ct" if trend == "ct" else "c", nlags="auto", result_object=False
        )
    return UnitRootTest(
        "kpss", float(statistic), float(p_value), lags, len(series), bool(p_value >= 0.05)
    )


def panel_tests(series: list[Array], trend: str, lags: int) -> list[UnitRootTest]:
    """Test independent units together: IPS and Fisher, both against all having a unit root.

    Im, Pesaran and Shin (2003) standardise the mean of the units' Dickey–Fuller t; Maddala and Wu
    (1999) add up -2 ln p, chi-squared with twice as many degrees of freedom as units. What holds
    under a unit root (mean, variance, p) comes from 20,000 simulated random walks of the units' own
    lengths: asymptotic values are far off in the short panels of yearbooks. Rejecting means that
    some units are stationary.

    Parameters
    ----------
    series : list of array, periods each
    trend : {"n", "c", "ct"}
        ``n`` is tested with a constant.
    lags : int
        Lagged differences in every regression.

    Returns
    -------
    list of UnitRootTest
        Empty when fewer than two units are long enough.
    """
    terms = 2 if trend == "ct" else 1
    usable = [one for one in series if len(one) - lags - 1 > terms + lags + 2 and np.ptp(one) > 0]
    if len(usable) < 2:
        return []
    found = [float(dickey_fuller_t(one[None], terms, lags)[0]) for one in usable]
    walks = [_of_random_walks(len(one), terms, lags) for one in usable]
    mean = np.mean([drawn.mean() for drawn in walks])
    variance = np.mean([drawn.var() for drawn in walks])
    z = float(np.sqrt(len(found)) * (np.mean(found) - mean) / np.sqrt(variance))
    below = [
        (1 + np.searchsorted(drawn, t)) / (1 + len(drawn))
        for t, drawn in zip(found, walks, strict=True)
    ]
    chi2 = float(-2 * np.log(below).sum())
    rows = sum(len(one) - lags - 1 for one in usable)
    ips, fisher = float(stats.norm.cdf(z)), float(stats.chi2.sf(chi2, 2 * len(usable)))
    return [
        UnitRootTest("ips", z, ips, lags, rows, ips < 0.05),
        UnitRootTest("fisher_adf", chi2, fisher, lags, rows, fisher < 0.05),
    ]


def dickey_fuller_t(series: Array, terms: int, lags: int) -> Array:
    """Return the t of the lagged level in the Dickey–Fuller regression, for many series at once.

    Parameters
    ----------
    series : array, n × periods
    terms : {1, 2}
        Constant; constant and trend.
    lags : int

    Returns
    -------
    array, n
    """
    steps = np.diff(series, axis=1)
    rows = steps.shape[1] - lags
    left = steps[:, lags:]
    columns = [
        series[:, lags:-1],
        *(steps[:, lags - j : lags - j + rows] for j in range(1, lags + 1)),
    ]
    stacked = np.stack([*columns, left], axis=-1)
    basis = np.linalg.qr(np.vander(np.arange(rows), terms, increasing=True).astype(float))[0]
    stacked = stacked - basis @ (basis.T @ stacked)
    cross = np.swapaxes(stacked, -1, -2) @ stacked
    q = lags + 1
    inverse = np.linalg.inv(cross[:, :q, :q])
    coefficients = (inverse @ cross[:, :q, q:])[..., 0]
    squares = cross[:, q, q] - np.einsum("nq,nq->n", coefficients, cross[:, :q, q])
    error = np.sqrt(squares / (rows - terms - q) * inverse[:, 0, 0])
    return np.asarray(coefficients[:, 0] / error)


@lru_cache(maxsize=64)
def _of_random_walks(length: int, terms: int, lags: int) -> Array:
    """Return 20,000 t of random walks in rising order."""
    walks = np.random.default_rng(20030701).standard_normal((20_000, length)).cumsum(axis=1)
    return np.sort(dickey_fuller_t(walks, terms, lags))
