"""How many lags: information criteria on one common sample."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wenmai.econometrics.var.design import Array, Design, Mask, least_squares

CRITERIA = ("aic", "bic", "hq", "fpe")


@dataclass(frozen=True)
class LagOrder:
    """Criteria of one number of lags; the smaller the better.

    Parameters
    ----------
    lags : int
    aic, bic, hq, fpe : float
        Akaike, Schwarz, Hannan–Quinn, final prediction error.
    n_rows : int
        Equations per variable: the same for all numbers of lags.
    """

    lags: int
    aic: float
    bic: float
    hq: float
    fpe: float
    n_rows: int


def select_lags(
    values: Array, observed: Mask, max_lags: int, trend: str, exogenous: Array | None = None
) -> list[LagOrder]:
    """Return the criteria of 1 … max_lags lags.

    AIC = ln det S + 2 m / n, BIC with ln n, HQ with 2 ln ln n in the place of 2;
    FPE = ((n + r) / (n - r))^k det S; S = E'E / n, n rows, r parameters of one equation and
    m = k r of all, constants of the units included. All orders use the rows that the largest one
    leaves. For one series these are the numbers of R's ``VARselect``.

    Parameters
    ----------
    values : array, units × periods × variables
    observed : array of bool, units × periods
    max_lags : int
    trend : {"n", "c", "ct"}
    exogenous : array, optional
        As of a Design.

    Returns
    -------
    list of LagOrder
        Up to the largest order that the sample and its rank allow.
    """
    k = values.shape[-1]
    widest = Design(observed, max_lags, k, trend, exogenous=exogenous)
    found = []
    for lags in range(1, max_lags + 1):
        only = np.zeros((len(values), values.shape[1] - lags), dtype=bool)
        only[:, max_lags - lags :] = widest.rows
        design = Design(observed, lags, k, trend, only, exogenous)
        n, parameters = design.n_rows, design.n_deterministic + design.n_regressors
        try:
            squares = least_squares(design.cross_products(values), design.n_regressors)[1]
        except np.linalg.LinAlgError:
            break
        sign, log_determinant = np.linalg.slogdet(squares / n)
        if sign <= 0 or n <= parameters:
            break
        total = k * parameters
        found.append(
            LagOrder(
                lags,
                aic=log_determinant + 2 * total / n,
                bic=log_determinant + np.log(n) * total / n,
                hq=log_determinant + 2 * np.log(np.log(n)) * total / n,
                fpe=((n + parameters) / (n - parameters)) ** k * np.exp(log_determinant),
                n_rows=n,
            )
        )
    return found


def best_order(orders: Sequence[LagOrder], criterion: str) -> LagOrder:
    """Return the order with the smallest criterion, the shorter of two equal ones.

    Parameters
    ----------
    orders : sequence of LagOrder
        Not empty.
    criterion : {"aic", "bic", "hq", "fpe"}

    Returns
    -------
    LagOrder
    """
    return min(orders, key=lambda order: (getattr(order, criterion), order.lags))


def largest_order(
    observed: Mask, n_variables: int, trend: str, exogenous: Array | None = None
) -> int:
    """Return the most lags that can be estimated: as many rows must be left over as variables.

    Parameters
    ----------
    observed : array of bool, units × periods
    n_variables : int
    trend : {"n", "c", "ct"}
    exogenous : array, optional
        As of a Design.

    Returns
    -------
    int
        0 when not even one lag can be estimated.

    Examples
    --------
    >>> largest_order(np.ones((1, 20), dtype=bool), n_variables=3, trend="c")
    4
    """
    lags = 0
    while lags + 1 < observed.shape[1]:
        design = Design(observed, lags + 1, n_variables, trend, exogenous=exogenous)
        if design.freedom < n_variables:
            break
        lags += 1
    return lags
