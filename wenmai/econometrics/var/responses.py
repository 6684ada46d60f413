"""Impulse responses and variance shares of one VAR, or of a thousand at once."""

import numpy as np

from wenmai.econometrics.var.design import Array

KINDS = ("orthogonalized", "generalized", "nonorthogonal")


def moving_average(matrices: Array, horizon: int) -> Array:
    """Return Psi_0 … Psi_horizon of the moving-average form.

    Psi_0 = I, Psi_h = sum of A_l Psi_{h-l} (Lütkepohl 2005, 2.1.22).

    Parameters
    ----------
    matrices : array, … × lags × k × k
        A_1 … A_p, rows are equations.
    horizon : int
        Last period; 0 is the period of the shock.

    Returns
    -------
    array, … × (horizon + 1) × k × k

    Examples
    --------
    >>> moving_average(np.array([[[0.5]]]), 3).ravel().tolist()
    [1.0, 0.5, 0.25, 0.125]
    """
    *leading, lags, k, _ = matrices.shape
    psi = np.zeros((*leading, horizon + 1, k, k))
    psi[..., 0, :, :] = np.eye(k)
    for period in range(1, horizon + 1):
        for lag in range(1, min(lags, period) + 1):
            psi[..., period, :, :] += matrices[..., lag - 1, :, :] @ psi[..., period - lag, :, :]
    return psi


def impulse_responses(matrices: Array, covariance: Array, horizon: int, kind: str) -> Array:
    """Return the responses to a shock, period 0 being the impact.

    ``orthogonalized``: Psi_h P with the lower triangular P P' = Sigma (Sims 1980); a shock of one
    standard deviation, the order of the variables matters. ``generalized``: Psi_h Sigma e_j /
    sqrt(sigma_jj) (Pesaran and Shin 1998), free of the order. ``nonorthogonal``: Psi_h, a shock of
    one unit.

    Parameters
    ----------
    matrices : array, … × lags × k × k
    covariance : array, … × k × k
        Of the residuals.
    horizon : int
    kind : {"orthogonalized", "generalized", "nonorthogonal"}

    Returns
    -------
    array, … × (horizon + 1) × response × impulse

    Examples
    --------
    >>> a, sigma = np.array([[[0.5, 0.0], [0.2, 0.0]]]), np.array([[4.0, 2.0], [2.0, 5.0]])
    >>> impulse_responses(a, sigma, 1, "orthogonalized")[:, 1, 0].tolist()
    [1.0, 0.4]
    """
    psi = moving_average(matrices, horizon)
    if kind == "nonorthogonal":
        return psi
    if kind == "orthogonalized":
        factor = np.linalg.cholesky(covariance)
    elif kind == "generalized":
        spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
        factor = covariance / spread[..., None, :]
    else:
        raise ValueError(f"there is no response of kind {kind!r}: use {', '.join(KINDS)}")
    return np.asarray(psi @ factor[..., None, :, :])


def variance_decomposition(orthogonalized: Array) -> tuple[Array, Array]:
    """Return what share of a variable's forecast error each shock explains.

    Share of shock j in variable i at period h: the squared responses of periods 0 … h over those
    of all shocks; the forecast error's standard deviation is the square root of their sum.

    Parameters
    ----------
    orthogonalized : array, … × periods × variable × shock

    Returns
    -------
    shares : array, … × periods × variable × shock
        They sum to 1 over the shocks.
    forecast_se : array, … × periods × variable

    Examples
    --------
    >>> shares, se = variance_decomposition(np.array([[[3.0, 4.0], [0.0, 1.0]]]))
    >>> shares[0, 0].round(2).tolist(), se[0, 0].item()
    ([0.36, 0.64], 5.0)
    """
    grown = np.cumsum(orthogonalized**2, axis=-3)
    total = grown.sum(axis=-1)
    return grown / total[..., None], np.sqrt(total)
