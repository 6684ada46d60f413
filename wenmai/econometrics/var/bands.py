"""Intervals around impulse responses and variance shares: bootstrap percentiles or delta method."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from wenmai.econometrics.var.bootstrap import Replications
from wenmai.econometrics.var.design import Array, lag_matrices
from wenmai.econometrics.var.estimate import Fit
from wenmai.econometrics.var.responses import KINDS, impulse_responses, variance_decomposition
from wenmai.econometrics.var.scenarios import held_paths, multipliers

# Deviations may be mirrored at the estimate; shares and errors have to stay within their range.
_MIRRORED = (*KINDS, "held")


@dataclass(frozen=True)
class Band:
    """A quantity, the limits of its interval and its standard error, all of one shape."""

    value: Array
    lower: Array
    upper: Array
    standard_error: Array

    @property
    def without_limits(self) -> "Band":
        """The value alone."""
        nothing = np.full_like(self.value, np.nan)
        return Band(self.value, nothing, nothing, nothing)


def quantities(
    coefficients: Array,
    covariance: Array,
    lags: int,
    horizon: int,
    terms: Sequence[tuple[int, int]] = (),
) -> dict[str, Array]:
    """Return everything that gets an interval, for one VAR or a batch.

    Parameters
    ----------
    coefficients : array, … × q × k
    covariance : array, … × k × k
    lags, horizon : int
    terms : sequence of (int, int)
        Exogenous variable and delay of the regressors that follow the lags.

    Returns
    -------
    dict
        Kind of response → … × periods × response × impulse; ``held`` → … × periods × variable ×
        held variable, endogenous and then exogenous ones; ``share`` → … × periods × variable ×
        shock; ``forecast_se`` → … × periods × variable.
    """
    matrices = lag_matrices(coefficients, lags)
    found = {kind: impulse_responses(matrices, covariance, horizon, kind) for kind in KINDS}
    found["held"] = held_paths(matrices, covariance, horizon)
    if terms:
        effects = coefficients[..., lags * covariance.shape[-1] :, :]
        moved = multipliers(matrices, effects, terms, horizon)
        found["held"] = np.concatenate([found["held"], moved], axis=-1)
    found["share"], found["forecast_se"] = variance_decomposition(found["orthogonalized"])
    return found


def bootstrap_bands(
    fit: Fit,
    drawn: Replications,
    *,
    horizon: int,
    level: float,
    interval: str = "percentile",
    terms: Sequence[tuple[int, int]] = (),
) -> dict[str, Band]:
    """Return intervals from bootstrap replications.

    ``percentile`` takes the percentiles of the replications (Efron and Tibshirani 1993, 13.3),
    ``basic`` mirrors them at the estimate, 2 value - percentile (Hall 1992), which takes account of
    an estimator's bias. Shares and forecast errors always have percentiles, which stay within their
    range.

    Parameters
    ----------
    fit : Fit
    drawn : Replications
    horizon : int
    level : float
        0.95 takes the 2.5 % and 97.5 % percentiles.
    interval : {"percentile", "basic"}
    terms : sequence of (int, int)

    Returns
    -------
    dict
        As :func:`quantities`.
    """
    lags = fit.design.lags
    values = quantities(fit.coefficients, fit.covariance, lags, horizon, terms)
    draws = quantities(drawn.coefficients, drawn.covariance, lags, horizon, terms)
    tail = (1 - level) / 2
    found = {}
    for name, value in values.items():
        lower, upper = np.quantile(draws[name], [tail, 1 - tail], axis=0)
        if interval == "basic" and name in _MIRRORED:
            lower, upper = 2 * value - upper, 2 * value - lower
        found[name] = Band(value, lower, upper, draws[name].std(axis=0, ddof=1))
    return found


def analytic_bands(
    fit: Fit,
    horizon: int,
    level: float,
    terms: Sequence[tuple[int, int]] = (),
    step: float = 1e-5,
) -> dict[str, Band]:
    """Return intervals by the delta method (Lütkepohl 2005, 3.7).

    The covariance of the coefficients is the fit's; that of the residuals' covariance is the one
    of normal errors, cov(s_ij, s_kl) = (s_ik s_jl + s_il s_jk) / rows; both are independent.
    Derivatives are central differences. Limits are value ± normal quantile · standard error, which
    for a share may lie outside 0 and 1.

    Parameters
    ----------
    fit : Fit
    horizon : int
    level : float
    terms : sequence of (int, int)
    step : float
        Of the differences, relative to the standard error of a parameter.

    Returns
    -------
    dict
        As :func:`quantities`.
    """
    q, k = fit.coefficients.shape
    lower = np.tril_indices(k)
    spread = np.zeros((q * k + len(lower[0]),) * 2)
    spread[: q * k, : q * k] = fit.coefficient_covariance
    spread[q * k :, q * k :] = _covariance_of_covariance(fit.covariance, fit.design.n_rows)
    steps = step * np.sqrt(np.diag(spread))
    moves = np.concatenate([np.diag(steps), -np.diag(steps)])
    coefficients = fit.coefficients + moves[:, : q * k].reshape(-1, q, k)
    covariances = np.repeat(fit.covariance[None], len(moves), axis=0)
    covariances[:, lower[0], lower[1]] += moves[:, q * k :]
    covariances[:, lower[1], lower[0]] = covariances[:, lower[0], lower[1]]
    moved = quantities(coefficients, covariances, fit.design.lags, horizon, terms)
    values = quantities(fit.coefficients, fit.covariance, fit.design.lags, horizon, terms)
    width = stats.norm.ppf((1 + level) / 2)
    found = {}
    for name, value in values.items():
        up, down = moved[name].reshape(2, len(steps), -1)
        slopes = (up - down) / (2 * steps[:, None])
        variance = np.einsum("ax,ab,bx->x", slopes, spread, slopes)
        error = np.sqrt(np.maximum(variance, 0)).reshape(value.shape)
        found[name] = Band(value, value - width * error, value + width * error, error)
    return found


def _covariance_of_covariance(covariance: Array, rows: int) -> Array:
    """Return the covariance of the distinct entries, in the order of ``np.tril_indices``."""
    i, j = np.tril_indices(len(covariance))
    first = covariance[np.ix_(i, i)] * covariance[np.ix_(j, j)]
    second = covariance[np.ix_(i, j)] * covariance[np.ix_(j, i)]
    return np.asarray((first + second) / rows)
