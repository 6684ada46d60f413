"""Panel models with a spatial lag or a spatial error (spreg), and the effects they imply."""

import contextlib
import io
import warnings
from dataclasses import dataclass, replace

import numpy as np

from wenmai.econometrics import sentences as say
from wenmai.econometrics.autocorrelation import pysal_weights
from wenmai.econometrics.design import Design
from wenmai.econometrics.panel import CONSTANT
from wenmai.econometrics.panel_tests import TestResult
from wenmai.econometrics.refusal import NotEstimable, needs_spatial_libraries
from wenmai.econometrics.spatial_two_way import (
    TransformedFit,
    fit_transformed,
    transformed_weights,
    without_effects,
)
from wenmai.econometrics.transforms import Array, transformed
from wenmai.sentences import first_few

LAG, ERROR = "spatial_lag", "spatial_error"


@dataclass(frozen=True)
class SpatialEstimate:
    """An estimated spatial panel model.

    Parameters
    ----------
    names : tuple of str
        Constant (random effects only), regressors, then spatial_lag (ρ) or spatial_error (λ).
    coefficients : array of shape (k,)
    covariance : array of shape (k, k)
    linear_prediction, effects, residuals : array of shape (n,)
        In the order of the design; the prediction includes ρWy.
    log_likelihood, pseudo_r_squared, sigma_e : float
        The second is the squared correlation of y and its prediction.
    impacts : tuple of (str, str, float, float)
        Effect type (direct, indirect, total), regressor, effect, standard error; for a lag only.
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    linear_prediction: Array
    effects: Array
    residuals: Array
    log_likelihood: float
    pseudo_r_squared: float
    sigma_e: float
    impacts: tuple[tuple[str, str, float, float], ...] = ()


def balanced(design: Design) -> tuple[Design, tuple[str, ...]]:
    """Keep the units that have every year; return them, sorted by year, and those left out.

    Parameters
    ----------
    design : Design

    Returns
    -------
    tuple of Design and unit codes

    Raises
    ------
    NotEstimable
        too_few_observations, when fewer than three units have every year.
    """
    sizes = np.bincount(design.units, minlength=design.n_units)
    complete = sizes == design.n_years
    left_out = tuple(np.array(design.unit_codes)[~complete].tolist())
    if complete.sum() < 3:
        said = say.UNBALANCED(
            n_years=design.n_years, n_complete=int(complete.sum()), n_units=design.n_units
        )
        raise NotEstimable("too_few_observations", said)
    renumbered = np.cumsum(complete) - 1
    rows = np.flatnonzero(complete[design.units])
    rows = rows[np.lexsort((design.units[rows], design.years[rows]))]
    kept = replace(
        design,
        y=design.y[rows],
        x=design.x[rows],
        units=renumbered[design.units[rows]],
        years=design.years[rows],
        unit_codes=tuple(np.array(design.unit_codes)[complete].tolist()),
        n_missing=design.n_missing + int(np.sum(~complete[design.units])),
    )
    return kept, left_out


def estimate_spatial(design: Design, effects: str, model: str, weights: Array) -> SpatialEstimate:
    r"""Estimate a spatial panel model by maximum likelihood.

    lag: :math:`y_t = \rho W y_t + X_t b + \mu + e_t` with fixed (Elhorst 2003) or random unit
    effects; error: :math:`y_t = X_t b + \mu + u_t`, :math:`u_t = \lambda W u_t + e_t` with fixed
    ones (spreg's random-effects error model holds for symmetric weights only). With fixed
    effects the likelihood of demeaned data understates the variance by (T - 1)/T; covariances here
    are multiplied by T/(T - 1), the correction of Lee and Yu (2010). Without year effects, a growth
    that all units share passes for a strong spatial lag; two-way effects are transformed away
    (:mod:`wenmai.econometrics.spatial_two_way`).

    Parameters
    ----------
    design : Design
        Balanced, sorted by year, then unit (:func:`balanced`).
    effects : str
        fixed, two_way or random.
    model : str
        lag or error.
    weights : array of shape (units, units)
        Row-standardised; every unit has a neighbour.

    Returns
    -------
    SpatialEstimate

    Raises
    ------
    NotEstimable
        no_neighbors for a unit without any; not_converged.
    """
    islands = np.flatnonzero(weights.sum(axis=1) == 0)
    if len(islands):
        alone = first_few([design.unit_codes[i] for i in islands])
        raise NotEstimable("no_neighbors", say.NO_NEIGHBOR(units=alone))
    if effects == "two_way":
        found = fit_transformed(
            without_effects(design.y, design.n_years),
            without_effects(design.x, design.n_years),
            transformed_weights(weights),
            model,
        )
    else:
        found = _fit(design, effects, model, weights)
    coefficients = found.coefficients
    first = int(effects == "random")
    slopes, strength = coefficients[first:-1], float(coefficients[-1])
    linear = design.x @ slopes + (coefficients[0] if first else 0.0)
    if model == "lag":
        by_year = design.y.reshape(design.n_years, design.n_units)
        linear = linear + strength * (by_year @ weights.T).ravel()
    left = design.y - linear
    shape = "two_way" if effects == "two_way" else "fixed"
    estimated_effects = left - transformed(left, design, shape)
    fitted = linear + estimated_effects
    names = ((CONSTANT,) if first else ()) + design.names
    return SpatialEstimate(
        names=(*names, LAG if model == "lag" else ERROR),
        coefficients=coefficients,
        covariance=found.covariance,
        linear_prediction=linear,
        effects=estimated_effects,
        residuals=design.y - fitted,
        log_likelihood=found.log_likelihood,
        pseudo_r_squared=float(np.corrcoef(design.y, fitted)[0, 1] ** 2),
        sigma_e=float(np.sqrt(found.sigma2)),
        impacts=(
            impacts(design.names, coefficients[first:], found.covariance[first:, first:], weights)
            if model == "lag"
            else ()
        ),
    )


def _fit(design: Design, effects: str, model: str, weights: Array) -> TransformedFit:
    """Run spreg, which prints and warns about the layout that is meant."""
    # two seconds to import, and only studies with spatial models need it
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with needs_spatial_libraries():
            import spreg  # noqa: PLC0415

        kind = f"Panel_{'RE' if effects == 'random' else 'FE'}_{model.capitalize()}"
        try:
            found = getattr(spreg, kind)(design.y[:, None], design.x, pysal_weights(weights))
        except (ValueError, np.linalg.LinAlgError) as error:
            said = say.NO_MAXIMUM(effects=say.effects(effects), space=say.SPACE[model]())
            raise NotEstimable("not_converged", said) from error
    betas = np.asarray(found.betas).ravel()
    if np.iscomplexobj(betas) or not np.isfinite(betas).all():
        raise NotEstimable("not_converged", say.NO_INNER_MAXIMUM())
    count = design.x.shape[1] + (effects == "random") + 1
    # of the whole information matrix: the standard errors that spreg prints leave the variance out
    covariance = np.asarray(found.vm, dtype=float)[:count, :count]
    sigma2 = float(np.asarray(found.sig2).ravel()[0])
    correction = design.n_years / (design.n_years - 1) if effects == "fixed" else 1.0
    return TransformedFit(
        coefficients=betas[:count],
        covariance=covariance * correction,
        log_likelihood=float(np.asarray(found.logll).ravel()[0]),
        sigma2=sigma2 * correction,
    )


def impacts(
    names: tuple[str, ...], coefficients: Array, covariance: Array, weights: Array
) -> tuple[tuple[str, str, float, float], ...]:
    r"""Return direct, indirect and total effects of a spatial lag model.

    With :math:`S = (I - \rho W)^{-1}`: direct :math:`b\,tr(S)/n`, total :math:`b\,1'S1/n` (for
    rows that sum to 1, :math:`b/(1-\rho)`), indirect their difference (LeSage and Pace 2009).
    Standard errors by the delta method, with :math:`dS/d\rho = SWS`.

    Parameters
    ----------
    names : tuple of str
        The k regressors.
    coefficients : array of shape (k + 1,)
        Slopes, then ρ.
    covariance : array of shape (k + 1, k + 1)
    weights : array of shape (n, n)

    Returns
    -------
    tuple of (effect type, regressor, effect, standard error)

    Examples
    --------
    Two neighbours, b = 1, ρ = 0.5: of the total of 2, 4/3 stay at home.

    >>> pair = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> found = impacts(("x",), np.array([1.0, 0.5]), np.eye(2), pair)
    >>> [(kind, round(effect, 4)) for kind, _, effect, _ in found]
    [('direct', 1.3333), ('indirect', 0.6667), ('total', 2.0)]
    """
    count, rho = len(weights), coefficients[-1]
    spread = np.linalg.inv(np.eye(count) - rho * weights)
    moved = spread @ weights @ spread
    direct = (np.trace(spread) / count, np.trace(moved) / count)
    total = (spread.sum() / count, moved.sum() / count)
    indirect = (total[0] - direct[0], total[1] - direct[1])
    found = []
    for place, name in enumerate(names):
        block = covariance[np.ix_([place, -1], [place, -1])]
        for kind, (level, slope) in zip(
            ("direct", "indirect", "total"), (direct, indirect, total), strict=True
        ):
            gradient = np.array([level, coefficients[place] * slope])
            error = float(np.sqrt(gradient @ block @ gradient))
            found.append((kind, name, float(coefficients[place] * level), error))
    return tuple(found)


def spatial_tests(design: Design, effects: str, weights: Array) -> list[TestResult]:
    """Test the model without space for a lag and for an error (Lagrange multipliers).

    Fixed and two-way effects are transformed away first. The robust version of each test allows
    for the other.

    Parameters
    ----------
    design : Design
        Balanced, sorted by year, then unit.
    effects : str
        fixed, two_way or random.
    weights : array of shape (units, units)

    Returns
    -------
    list of TestResult
    """
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with needs_spatial_libraries():
            import spreg  # noqa: PLC0415

        y, x = design.y, design.x
        if effects != "random":
            years = effects == "two_way"
            y = without_effects(y, design.n_years, years=years).ravel()
            x = without_effects(x, design.n_years, years=years).reshape(len(y), -1)
        matrix = pysal_weights(transformed_weights(weights) if effects == "two_way" else weights)
        tests = {
            "lm_lag": spreg.panel_LMlag,
            "lm_error": spreg.panel_LMerror,
            "robust_lm_lag": spreg.panel_rLMlag,
            "robust_lm_error": spreg.panel_rLMerror,
        }
        results = []
        for code, test in tests.items():
            statistic, p_value = (
                float(np.asarray(v).ravel()[0]) for v in test(y[:, None], x, matrix)
            )
            results.append(TestResult(code, "chi2", statistic, 1.0, None, p_value))
    return results
