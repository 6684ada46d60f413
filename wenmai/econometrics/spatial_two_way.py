"""Spatial panel models with unit and year effects by the likelihood of transformed data.

Dummies for years bias the strength of the spatial dependence downwards as long as there are few
units (with 14 units and 10 years by -0.09). Lee and Yu (2010) take both effects away by
orthonormal transformations instead, which leave as many independent errors as there are degrees
of freedom; no library for Python has that.
"""

from dataclasses import dataclass

import numpy as np

from wenmai.econometrics.transforms import Array

# ρ and λ of row-standardised weights lie below 1; the lower bound is that of stationarity for
# any such matrix.
BOUND = 1 - 1e-6


@dataclass(frozen=True)
class TransformedFit:
    """Maximum of the likelihood.

    Parameters
    ----------
    coefficients : array of shape (k + 1,)
        Slopes, then ρ or λ.
    covariance : array of shape (k + 1, k + 1)
        Inverse information, the variance of the errors among the parameters.
    log_likelihood, sigma2 : float
    """

    coefficients: Array
    covariance: Array
    log_likelihood: float
    sigma2: float


def without_effects(values: Array, n_years: int, *, years: bool = True) -> Array:
    """Take unit effects, and year effects, out of a panel by Helmert transformations.

    Parameters
    ----------
    values : array of shape (years * units,) or (years * units, k)
        Sorted by year, then unit.
    n_years : int
    years : bool, optional
        Whether year effects go too.

    Returns
    -------
    array of shape (years - 1, units - 1, …), or (years - 1, units, …)

    Examples
    --------
    Nothing but effects leaves nothing:

    >>> panel = np.add.outer([1.0, 5.0, 2.0], [10.0, 20.0]).ravel()
    >>> bool(np.abs(without_effects(panel, 3)).max() < 1e-12)
    True
    """
    from scipy.linalg import helmert  # noqa: PLC0415

    cube = values.reshape(n_years, -1, *values.shape[1:])
    left = np.tensordot(helmert(n_years), cube, axes=1)
    if years:
        left = np.moveaxis(np.tensordot(helmert(cube.shape[1]), left, axes=([1], [1])), 0, 1)
    moved: Array = left
    return moved


def transformed_weights(weights: Array) -> Array:
    """Return H W H', the weights between transformed units; rows of W sum to 1.

    Parameters
    ----------
    weights : array of shape (units, units)

    Returns
    -------
    array of shape (units - 1, units - 1)
    """
    from scipy.linalg import helmert  # noqa: PLC0415

    basis = helmert(len(weights))
    moved: Array = basis @ weights @ basis.T
    return moved


def fit_transformed(y: Array, x: Array, weights: Array, model: str) -> TransformedFit:
    r"""Maximise the likelihood of a spatial panel without effects.

    lag: :math:`\ln L = -\frac m2\ln\sigma^2 + t\ln|I-\rho W|`, residuals
    :math:`y - \rho Wy - Xb`; error: the same with :math:`(I-\lambda W)(y - Xb)`. Slopes and
    variance are concentrated out; the information matrix is Elhorst's (2003).

    Parameters
    ----------
    y : array of shape (t, n)
    x : array of shape (t, n, k)
    weights : array of shape (n, n)
    model : str
        lag or error.

    Returns
    -------
    TransformedFit
    """
    from scipy.optimize import minimize_scalar  # noqa: PLC0415

    t, n, k = x.shape
    rows, m = x.reshape(-1, k), t * n
    lagged_y = (y @ weights.T).ravel()
    lagged_x = np.einsum("ij,tjk->tik", weights, x).reshape(-1, k)

    def solve(strength: float) -> tuple[Array, Array, float]:
        moved_y = y.ravel() - strength * lagged_y
        moved_x = rows - strength * lagged_x if model == "error" else rows
        slopes = np.linalg.lstsq(moved_x, moved_y, rcond=None)[0]
        left = moved_y - moved_x @ slopes
        return slopes, moved_x, float(left @ left) / m

    def negative(strength: float) -> float:
        determinant = np.linalg.slogdet(np.eye(n) - strength * weights)[1]
        return float(m / 2 * np.log(solve(strength)[2]) - t * determinant)

    best = minimize_scalar(
        negative, bounds=(-BOUND, BOUND), method="bounded", options={"xatol": 1e-9}
    )
    strength = float(best.x)
    slopes, moved_x, sigma2 = solve(strength)
    spread = weights @ np.linalg.inv(np.eye(n) - strength * weights)
    information = np.zeros((k + 2, k + 2))
    information[:k, :k] = moved_x.T @ moved_x / sigma2
    information[k, k] = t * (np.trace(spread @ spread) + np.sum(spread**2))
    information[k, k + 1] = information[k + 1, k] = t * np.trace(spread) / sigma2
    information[k + 1, k + 1] = m / (2 * sigma2**2)
    if model == "lag":
        reached = ((x @ slopes) @ spread.T).ravel()
        information[:k, k] = information[k, :k] = rows.T @ reached / sigma2
        information[k, k] += reached @ reached / sigma2
    return TransformedFit(
        coefficients=np.append(slopes, strength),
        covariance=np.linalg.inv(information)[: k + 1, : k + 1],
        log_likelihood=-float(best.fun) - m / 2 * (np.log(2 * np.pi) + 1),
        sigma2=sigma2,
    )
