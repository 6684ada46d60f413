"""How far the columns of a panel spread and go together: what weights from data are made of."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]

# Rounding leaves about this much of a divergence or a variance that is zero.
NO_DIVERGENCE = 1e-12
NO_VARIANCE = 1e-15


def divergences(z: Matrix) -> Vector:
    r"""Return 1 − e of every column, P1 Eq 7 over its observed cells.

    :math:`e_j = -\frac{1}{\ln n}\sum p \ln p` with :math:`0 \ln 0 = 0`.

    Parameters
    ----------
    z : array of shape (n, m)
        Normalised values, NaN where missing.

    Returns
    -------
    array of shape (m,)

    Examples
    --------
    >>> divergences(np.array([[1.0, 1.0], [1.0, 0.0]])).tolist()
    [0.0, 1.0]
    """
    known = ~np.isnan(z)
    filled = np.where(known, z, 0.0)
    counts = known.sum(axis=0)
    totals = filled.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(filled > 0, filled * np.log(np.where(filled > 0, filled, 1)), 0)
        entropy = (np.log(totals) - logs.sum(axis=0) / totals) / np.log(counts)
        divergence = 1 - entropy
    useful = (totals > 0) & (counts > 1) & (divergence >= NO_DIVERGENCE)
    return np.where(useful, divergence, 0.0)


def capped(weights: Vector, cap: float) -> Vector:
    """Limit every weight to ``cap`` and hand the rest to the others in proportion.

    Examples
    --------
    >>> capped(np.array([0.7, 0.2, 0.1]), 0.4).round(6).tolist()
    [0.4, 0.4, 0.2]
    """
    positive = weights > 0
    limit = max(cap, 1 / max(int(positive.sum()), 1))
    order = np.argsort(-weights, kind="stable")
    rest = weights[order][::-1].cumsum()[::-1]
    for place in range(len(order)):
        if rest[place] <= 0:
            break
        factor = (1 - place * limit) / rest[place]
        if factor * weights[order[place]] <= limit + NO_DIVERGENCE:
            result = weights * factor
            result[order[:place]] = limit
            return result
    return weights


def correlation(z: Matrix) -> Matrix:
    """Return Pearson's correlations, pairwise complete; NaN for a constant column."""
    if not np.isnan(z).any():
        centred = z - z.mean(axis=0)
        covariance = centred.T @ centred / (len(z) - 1)
        variance = np.diag(covariance).copy()
        variance[variance <= NO_VARIANCE] = np.nan
        return covariance / np.sqrt(np.outer(variance, variance))
    return pd.DataFrame(z).corr().to_numpy()


def winsorized(values: Matrix, lower: float, upper: float) -> Matrix:
    """Set what lies outside two type-7 quantiles of its column to that quantile.

    Examples
    --------
    >>> winsorized(np.array([[0.0], [1.0], [2.0], [9.0]]), 0, 0.5)[:, 0].tolist()
    [0.0, 1.0, 1.5, 1.5]
    """
    if lower == 0 and upper == 1:
        return values
    known = ~np.isnan(values).all(axis=0)
    limits = np.full((2, values.shape[1]), np.nan)
    quantile = np.nanquantile if np.isnan(values).any() else np.quantile
    limits[:, known] = quantile(values[:, known], [lower, upper], axis=0)
    return np.clip(values, limits[0], limits[1])
