"""Stability, residual tests, Granger causality, cointegration of an estimated VAR."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from wenmai.econometrics.var.bootstrap import simulate
from wenmai.econometrics.var.design import Array, companion, least_squares
from wenmai.econometrics.var.estimate import Fit


@dataclass(frozen=True)
class Test:
    """A test's statistic and its distribution under the null hypothesis.

    ``freedom`` is the numerator's for F, ``second_freedom`` the denominator's; None where the
    p-value comes from the bootstrap.
    """

    statistic: float
    p_value: float
    freedom: float | None = None
    second_freedom: float | None = None


def roots(matrices: Array) -> Array:
    """Return the eigenvalues of the companion matrix, largest modulus first.

    Parameters
    ----------
    matrices : array, lags × k × k

    Returns
    -------
    array of complex, lags · k
        All moduli below 1: shocks die out.

    Examples
    --------
    >>> roots(np.array([[[0.5, 0.0], [0.0, -0.8]]])).real.tolist()
    [-0.8, 0.5]
    """
    found = np.linalg.eigvals(companion(matrices))
    order = np.lexsort((-found.imag.round(12), -found.real.round(12), -np.abs(found).round(12)))
    return np.asarray(found[order])


def granger(fit: Fit, caused: list[int], causing: list[int]) -> Test:
    """Test whether the lags of some variables help to predict others (Granger 1969).

    Wald statistic of the zero restrictions, divided by their number. F with k · (rows - parameters)
    denominator degrees of freedom for one series, as in R's vars; units - 1 for a panel, whose
    covariance is clustered by unit.

    Parameters
    ----------
    fit : Fit
    caused, causing : list of int
        Places of the variables.

    Returns
    -------
    Test
    """
    k, lags = fit.covariance.shape[0], fit.design.lags
    chosen = [
        (lag * k + cause) * k + effect
        for effect in caused
        for lag in range(lags)
        for cause in causing
    ]
    values = fit.coefficients.ravel()[chosen]
    spread = fit.coefficient_covariance[np.ix_(chosen, chosen)]
    count = len(chosen)
    # more restrictions than clusters: the clustered covariance has no inverse
    if np.linalg.matrix_rank(spread, hermitian=True) < count:
        return Test(float("nan"), float("nan"), count, None)
    statistic = float(values @ np.linalg.solve(spread, values)) / count
    single = len(fit.design.rows) == 1
    second = k * fit.inference_freedom if single else fit.inference_freedom
    return Test(statistic, float(stats.f.sf(statistic, count, second)), count, second)


def instantaneous(fit: Fit, caused: list[int], causing: list[int]) -> Test:
    """Test whether residuals of some variables are uncorrelated with those of others.

    Wald statistic on the covariances under normal errors (Lütkepohl 2005, 3.6.2), with the
    covariance of R's vars: residual products over rows.

    Parameters
    ----------
    fit : Fit
    caused, causing : list of int

    Returns
    -------
    Test
    """
    rows = fit.design.n_rows
    sigma = fit.covariance
    pairs = [(i, j) for i in caused for j in causing]
    values = np.array([sigma[i, j] for i, j in pairs])
    spread = np.array(
        [
            [(sigma[i, a] * sigma[j, b] + sigma[i, b] * sigma[j, a]) / rows for a, b in pairs]
            for i, j in pairs
        ]
    )
    statistic = float(values @ np.linalg.solve(spread, values))
    return Test(statistic, float(stats.chi2.sf(statistic, len(pairs))), len(pairs))


def normality(residuals: Array) -> Test:
    """Test skewness and kurtosis of all residuals jointly (Jarque–Bera, Lütkepohl 2005, 4.5).

    Parameters
    ----------
    residuals : array, rows × k

    Returns
    -------
    Test
        Chi-squared with 2 k degrees of freedom.
    """
    rows, k = residuals.shape
    centred = residuals - residuals.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / rows)
    white = np.linalg.solve(factor, centred.T)
    skewness, kurtosis = (white**3).mean(axis=1), (white**4).mean(axis=1)
    statistic = float(rows * (skewness @ skewness / 6 + ((kurtosis - 3) ** 2).sum() / 24))
    return Test(statistic, float(stats.chi2.sf(statistic, 2 * k)), 2 * k)


def portmanteau_statistic(residuals: Array, horizon: int) -> Array:
    """Return rows · sum over lags of tr(C_l' C_0^-1 C_l C_0^-1), autocovariances within units.

    Parameters
    ----------
    residuals : array, … × units × rows × k
        Zero in rows that are not used.
    horizon : int

    Returns
    -------
    array, …
        Up to a constant that does not depend on the panel's values.
    """
    base = np.linalg.inv(np.einsum("...isk,...isl->...kl", residuals, residuals))
    total = np.zeros(base.shape[:-2])
    for lag in range(1, horizon + 1):
        product = np.einsum(
            "...isk,...isl->...kl", residuals[..., lag:, :], residuals[..., :-lag, :]
        )
        total += np.einsum(
            "...lk,...lm,...mn,...nk->...", product, base, product, base, optimize=True
        )
    return total


def panel_portmanteau(
    values: Array, fit: Fit, horizon: int, replications: int = 499, seed: int = 1
) -> Test:
    """Test for autocorrelation left in the residuals of a panel, p-value by residual bootstrap.

    Deviations from unit means are correlated by construction, so the usual chi-squared does not
    hold in short panels; the bootstrap panels have the same correlation.

    Parameters
    ----------
    values : array, units × periods × variables
    fit : Fit
    horizon, replications, seed : int

    Returns
    -------
    Test
        The statistic in the scale of a Portmanteau statistic; no degrees of freedom.
    """
    design = fit.design
    random = np.random.default_rng(seed)
    pool = fit.residuals[design.rows] * np.sqrt(design.n_rows / design.freedom)
    pool = pool - pool.mean(axis=0)
    found = portmanteau_statistic(fit.residuals, horizon)
    larger = 0
    for first in range(0, replications, 50):
        size = (min(50, replications - first), *design.rows.shape)
        panels = simulate(values, fit, pool[random.integers(0, len(pool), size=size)])
        stacked = design.stack(panels)
        q = design.n_regressors
        drawn = least_squares(design.cross_products(panels), q)[0]
        left = stacked[..., q:] - stacked[..., :q] @ drawn[:, None]
        larger += int((portmanteau_statistic(left, horizon) >= found).sum())
    return Test(float(found) * design.n_rows, (1 + larger) / (1 + replications))


def series_residual_tests(
    series: Array, lags: int, trend: str, exogenous: Array | None = None
) -> list[tuple[str, int, Test]]:
    """Test the residuals of a VAR of one series (statsmodels).

    Parameters
    ----------
    series : array, periods × k
    lags : int
    trend : {"n", "c", "ct"}
    exogenous : array, periods × m, optional

    Returns
    -------
    list of (name, equation, Test)
        ``portmanteau`` and ``portmanteau_adjusted`` (Ljung–Box), ``normality`` of all equations
        (equation -1), and ``arch`` of each; a test that the rows do not allow is missing.
    """
    from statsmodels.stats.diagnostic import het_arch  # noqa: PLC0415
    from statsmodels.tsa.api import VAR  # noqa: PLC0415

    result = VAR(series, exog=exogenous).fit(lags, trend=trend)
    rows = int(result.nobs)
    found: list[tuple[str, int, Test]] = []
    horizon = max(lags + 2, min(12, rows // 4))
    if horizon < rows:
        for name, adjusted in (("portmanteau", False), ("portmanteau_adjusted", True)):
            tested = result.test_whiteness(horizon, adjusted=adjusted)
            found.append((name, -1, _from_statsmodels(tested)))
    found.append(("normality", -1, _from_statsmodels(result.test_normality())))
    arch_lags = min(4, rows // 5)
    if arch_lags >= 1:
        for equation in range(series.shape[1]):
            statistic, p_value, *_ = het_arch(
                result.resid[:, equation], nlags=arch_lags, result_object=False
            )
            found.append(("arch", equation, Test(float(statistic), float(p_value), arch_lags)))
    return found


@dataclass(frozen=True)
class CointegrationRank:
    """Johansen's tests of one rank: 90, 95 and 99 % critical values."""

    rank: int
    trace: float
    trace_critical: tuple[float, float, float]
    max_eigenvalue: float
    max_eigenvalue_critical: tuple[float, float, float]
    eigenvalue: float


def cointegration(series: Array, lags: int, trend: str) -> list[CointegrationRank]:
    """Test how many linear combinations of the levels are stationary (Johansen 1991, statsmodels).

    Parameters
    ----------
    series : array, periods × k
        Levels.
    lags : int
        Of the VAR in levels; the error-correction form has one less.
    trend : {"n", "c", "ct"}

    Returns
    -------
    list of CointegrationRank
        One per null hypothesis "at most r combinations", r = 0 … k - 1; empty when the series is
        too short.
    """
    from statsmodels.tsa.vector_ar.vecm import coint_johansen  # noqa: PLC0415

    k = series.shape[1]
    if len(series) - lags - 1 < k * lags + 3:
        return []
    order = {"n": -1, "c": 0, "ct": 1}[trend]
    result = coint_johansen(series, order, lags - 1)

    def limits(table: Any, rank: int) -> tuple[float, float, float]:
        return (float(table[rank, 0]), float(table[rank, 1]), float(table[rank, 2]))

    return [
        CointegrationRank(
            rank=rank,
            trace=float(result.trace_stat[rank]),
            trace_critical=limits(result.trace_stat_crit_vals, rank),
            max_eigenvalue=float(result.max_eig_stat[rank]),
            max_eigenvalue_critical=limits(result.max_eig_stat_crit_vals, rank),
            eigenvalue=float(result.eig[rank]),
        )
        for rank in range(k)
    ]


def _from_statsmodels(result: Any) -> Test:
    return Test(float(result.test_statistic), float(result.pvalue), float(result.df))
