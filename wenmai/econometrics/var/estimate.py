"""Least-squares estimates of a VAR or panel VAR, with standard errors."""

from dataclasses import dataclass

import numpy as np

from wenmai.econometrics.var.design import Array, Design, lag_matrices


@dataclass(frozen=True)
class Fit:
    """An estimated VAR.

    Parameters
    ----------
    design : Design
    coefficients : array, q × k
        Lagged variables (all at lag 1, all at lag 2 …) and exogenous ones × equations.
    constants : array, units × d × k
        Constant and trend per unit, of periods counted from 1 at the first equation of the panel.
    covariance : array, k × k
        Of the residuals, divided by the degrees of freedom.
    residuals : array, units × rows × k
        Zero in rows that are not used.
    coefficient_covariance : array, (q · k) × (q · k)
        Of the coefficients in the order of ``coefficients.ravel()``.
    inference_freedom : int
        Of the t distribution that tests use.
    """

    design: Design
    coefficients: Array
    constants: Array
    covariance: Array
    residuals: Array
    coefficient_covariance: Array
    inference_freedom: int

    @property
    def matrices(self) -> Array:
        """A_1 … A_p, rows are equations."""
        return lag_matrices(self.coefficients, self.design.lags)

    @property
    def standard_errors(self) -> Array:
        """Of the coefficients, q × k."""
        return np.sqrt(np.diag(self.coefficient_covariance)).reshape(self.coefficients.shape)


def fit_least_squares(values: Array, design: Design) -> Fit:
    """Estimate y_t = d_i + A_1 y_{t-1} + … + A_p y_{t-p} + B x_t + e_t by pooled least squares.

    Constants and trends belong to the units: with several units this is the within (fixed effects)
    estimator, which forward-orthogonal deviations give as well. Its covariance is
    E'E / (rows - units · d - lags · k). With a single unit standard errors are the classic ones;
    with several they allow for any dependence within a unit (clustered, N/(N-1), t with N - 1
    degrees of freedom).

    Parameters
    ----------
    values : array, units × periods × variables
        Zero where not observed.
    design : Design

    Returns
    -------
    Fit

    Raises
    ------
    numpy.linalg.LinAlgError
        When the regressors are collinear.

    Examples
    --------
    >>> y = np.array([[[1.0], [0.5], [0.25], [0.125], [0.0625]]])
    >>> design = Design(np.ones((1, 5), dtype=bool), lags=1, n_variables=1, trend="n")
    >>> round(fit_least_squares(y, design).coefficients.item(), 12)
    0.5
    """
    q = design.n_regressors
    stacked = design.stack(values)
    flat = stacked.reshape(-1, stacked.shape[-1])
    size = np.sqrt((flat[:, :q] ** 2).sum(axis=0))
    if not (size > 0).all():
        raise np.linalg.LinAlgError("a regressor does not vary")
    solved, _, rank, _ = np.linalg.lstsq(flat[:, :q] / size, flat[:, q:], rcond=1e-11)
    if rank < q:
        raise np.linalg.LinAlgError("the regressors are collinear")
    return with_coefficients(values, design, solved / size[:, None])


def with_coefficients(values: Array, design: Design, coefficients: Array) -> Fit:
    """Return what follows from given coefficients: constants, residuals, covariances.

    A bias correction moves the coefficients; this makes the rest fit to them.

    Parameters
    ----------
    values : array, units × periods × variables
    design : Design
    coefficients : array, q × k

    Returns
    -------
    Fit
    """
    q = design.n_regressors
    stacked = design.stack(values)
    residuals = stacked[..., q:] - stacked[..., :q] @ coefficients
    covariance = np.einsum("isk,isl->kl", residuals, residuals) / design.freedom
    spread, freedom = _coefficient_covariance(stacked[..., :q], residuals, covariance, design)
    constants = _constants(values, design, coefficients)
    return Fit(design, coefficients, constants, covariance, residuals, spread, freedom)


def _coefficient_covariance(
    regressors: Array, residuals: Array, covariance: Array, design: Design
) -> tuple[Array, int]:
    """Classic for one unit, clustered by unit for several."""
    q, units = design.n_regressors, len(design.rows)
    flat = regressors.reshape(-1, q)
    inverse = np.linalg.inv(flat.T @ flat)
    if units == 1:
        return np.kron(inverse, covariance), design.freedom
    scores = np.einsum("isq,isk->iqk", regressors, residuals).reshape(units, -1)
    bread = np.kron(inverse, np.eye(residuals.shape[-1]))
    return bread @ (scores.T @ scores) @ bread * units / (units - 1), units - 1


def _constants(values: Array, design: Design, coefficients: Array) -> Array:
    """Regress what the lags leave on constant and trend, unit by unit."""
    terms, k = design.basis.shape[-1], values.shape[-1]
    sides = design.sides(values)
    left = sides[..., design.n_regressors :] - sides[..., : design.n_regressors] @ coefficients
    found = np.zeros((len(values), terms, k))
    for unit, used in enumerate(design.rows):
        if terms and used.any():
            # the trend counts observations as statsmodels and R vars do: p + 1 at the first row
            times = np.flatnonzero(used) + design.lags + 1.0
            columns = np.vander(times, terms, increasing=True)[:, : int(used.sum())]
            found[unit, : columns.shape[1]] = np.linalg.lstsq(columns, left[unit, used])[0]
    return found


def constant_errors(values: Array, fit: Fit) -> Array:
    """Return the standard errors of constant and trend of a VAR of one series.

    Parameters
    ----------
    values : array, 1 × periods × variables
    fit : Fit

    Returns
    -------
    array, d × k
    """
    design = fit.design
    terms = design.basis.shape[-1]
    used = design.rows[0]
    times = np.flatnonzero(used) + design.lags + 1.0
    regressors = design.sides(values)[0, used, : design.n_regressors]
    whole = np.hstack([np.vander(times, terms, increasing=True), regressors])
    # scaled: levels beside a constant would cost half the digits
    size = np.sqrt((whole**2).sum(axis=0))
    inverse = np.linalg.inv((whole / size).T @ (whole / size))
    spread = np.diag(inverse)[:terms] / size[:terms] ** 2
    return np.sqrt(np.outer(spread, np.diag(fit.covariance)))
