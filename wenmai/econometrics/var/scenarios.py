"""What the other variables are to be expected at, when one of them is held on a path."""

from collections.abc import Sequence

import numpy as np

from wenmai.econometrics.var.design import Array
from wenmai.econometrics.var.estimate import Fit
from wenmai.econometrics.var.responses import moving_average

_NUMBERS_AT_A_TIME = 4_000_000


def held_paths(matrices: Array, covariance: Array, horizon: int) -> Array:
    r"""Return how every variable deviates when one is held one unit above its own forecast.

    The future is normal around the forecast with covariance V; given that variable j is one unit
    higher in periods 0 … H, the others are expected at V R'(R V R')^-1 1 above theirs, R picking
    out j's periods (Doan, Litterman and Sims 1984; Waggoner and Zha 1999). The smallest shocks that
    lead there, so to speak; no order of the variables enters. Another path or size is a
    combination: a model is linear.

    Parameters
    ----------
    matrices : array, … × lags × k × k
        A_1 … A_p, rows are equations.
    covariance : array, … × k × k
        Of the residuals.
    horizon : int
        Last period; 0 is the first that is held.

    Returns
    -------
    array, … × (horizon + 1) × variable × held variable

    Examples
    --------
    >>> a, sigma = np.array([[[0.5, 0.0], [0.2, 0.0]]]), np.array([[4.0, 2.0], [2.0, 5.0]])
    >>> held_paths(a, sigma, 1)[:, 1, 0].round(3).tolist()  # 2/4; then 0.2 + 2/4 (1 − 0.5)
    [0.5, 0.45]
    """
    *leading, _, k, _ = matrices.shape
    size = k * (horizon + 1)
    flat = matrices.reshape(-1, *matrices.shape[-3:])
    spread = np.broadcast_to(covariance, (*leading, k, k)).reshape(-1, k, k)
    batch = max(1, _NUMBERS_AT_A_TIME // size**2)
    parts = []
    for first in range(0, len(flat), batch):
        part = slice(first, first + batch)
        shocks = _shock_matrix(flat[part], spread[part], horizon)
        parts.append(np.stack([_held(shocks, place, k) for place in range(k)], axis=-1))
    return np.concatenate(parts).reshape(*leading, horizon + 1, k, k)


def multipliers(
    matrices: Array, effects: Array, terms: Sequence[tuple[int, int]], horizon: int
) -> Array:
    """Return how every variable deviates when an exogenous one is held one unit higher.

    Sum over j of Psi_{h-j} c_j, c_j being the effects that have set in by period j (dynamic
    multipliers, Lütkepohl 2005, 10.6).

    Parameters
    ----------
    matrices : array, … × lags × k × k
    effects : array, … × terms × k
        Coefficients of the exogenous regressors.
    terms : sequence of (int, int)
        Exogenous variable and delay of each of them.
    horizon : int

    Returns
    -------
    array, … × (horizon + 1) × variable × exogenous variable

    Examples
    --------
    >>> a, b = np.array([[[0.5]]]), np.array([[2.0]])
    >>> multipliers(a, b, [(0, 0)], 2).ravel().tolist()  # 2; 2 + 0.5 · 2; 2 + 0.5 · 3
    [2.0, 3.0, 3.5]
    """
    psi = moving_average(matrices, horizon)
    count = len({place for place, _ in terms})
    found = np.zeros((*psi.shape[:-1], count))
    for column, (place, delay) in enumerate(terms):
        moved = (psi @ effects[..., None, column, :, None])[..., 0]
        found[..., delay:, :, place] += moved[..., : horizon + 1 - delay, :].cumsum(axis=-2)
    return found


def conditional_errors(matrices: Array, covariance: Array, horizon: int) -> Array:
    """Return how far variables may lie from the conditional path, as standard deviations.

    sqrt(diag(V - V R'(R V R')^-1 R V)): shocks to come, without the doubt of the estimate.

    Parameters
    ----------
    matrices : array, lags × k × k
    covariance : array, k × k
    horizon : int

    Returns
    -------
    array, (horizon + 1) × variable × held variable

    Examples
    --------
    >>> a, sigma = np.array([[[0.5, 0.0], [0.2, 0.0]]]), np.array([[4.0, 2.0], [2.0, 5.0]])
    >>> conditional_errors(a, sigma, 0)[0, 1].tolist()  # given the first: 5 − 2·2/4
    [2.0, 0.0]
    """
    k = covariance.shape[-1]
    shocks = _shock_matrix(matrices[None], covariance[None], horizon)[0]
    whole = (shocks**2).sum(axis=1)
    found = []
    for place in range(k):
        held = shocks[place::k]
        factor = np.linalg.cholesky(held @ held.T)
        known = (np.linalg.solve(factor, held @ shocks.T) ** 2).sum(axis=0)
        found.append(np.sqrt(np.maximum(whole - known, 0)))
        found[-1][place::k] = 0
    return np.stack(found, axis=-1).reshape(horizon + 1, k, k)


def forecast(fit: Fit, series: Array, horizon: int, ahead: Array | None = None) -> Array:
    """Return the forecast of a single series for the periods after the last one.

    Parameters
    ----------
    fit : Fit
        Of one unit.
    series : array, periods × k
        Observed, the last period last; its first ``lags`` periods are before the first equation.
    horizon : int
        Period 0 is the first one after the series.
    ahead : array, (horizon + 1) × m, optional
        Exogenous regressors of these periods.

    Returns
    -------
    array, (horizon + 1) × k
    """
    lags = fit.design.lags
    past = [*series]
    terms = fit.constants.shape[1]
    given = np.zeros((horizon + 1, len(fit.covariance)))
    if ahead is not None:
        given = ahead @ fit.coefficients[fit.design.n_lagged :]
    for period in range(horizon + 1):
        time = np.array([float(len(past) + 1) ** power for power in range(terms)])
        made = time @ fit.constants[0] + given[period]
        made = made + sum(fit.matrices[lag] @ past[-1 - lag] for lag in range(lags))
        past.append(made)
    return np.array(past[len(series) :])


def _shock_matrix(matrices: Array, covariance: Array, horizon: int) -> Array:
    """Return M with deviations = M · shocks: draws × k(H + 1) × k(H + 1), periods outermost."""
    k = covariance.shape[-1]
    theta = moving_average(matrices, horizon) @ np.linalg.cholesky(covariance)[:, None]
    found = np.zeros((len(matrices), horizon + 1, k, horizon + 1, k))
    for period in range(horizon + 1):
        for shock in range(period + 1):
            found[:, period, :, shock] = theta[:, period - shock]
    return found.reshape(len(matrices), k * (horizon + 1), k * (horizon + 1))


def _held(shocks: Array, place: int, k: int) -> Array:
    """Return draws × k(H + 1): what is expected while one variable is one unit higher."""
    held = shocks[:, place::k]
    cross = held @ held.transpose(0, 2, 1)
    weights = np.linalg.solve(cross, np.ones((*cross.shape[:2], 1)))
    found = (shocks @ (held.transpose(0, 2, 1) @ weights))[..., 0]
    found[:, place::k] = 1.0
    return np.asarray(found)
