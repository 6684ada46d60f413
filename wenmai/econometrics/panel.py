"""Panel regressions: linearmodels estimates, the conventions are those of Stata and R plm."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from wenmai.econometrics.design import Design, parameters
from wenmai.econometrics.random_two_way import TwoWay, two_way
from wenmai.econometrics.transforms import Array, group_means, transformed, with_constant

CONSTANT = "constant"
BOTH_RANDOM = "random_two_way"


@dataclass(frozen=True)
class PanelEstimate:
    """An estimated panel model.

    Parameters
    ----------
    names : tuple of str
        The constant, then the regressors.
    coefficients : array of shape (k,)
    covariance : array of shape (k, k)
    statistic_name : str
        t, or z for estimators whose distribution is asymptotic.
    df_residual : float
        Degrees of freedom of t; of the error variance for z.
    residuals : array of shape (n,)
        y less constant, slopes and effects; for random effects less their prediction.
    linear_prediction : array of shape (n,)
        Constant and slopes only.
    effects : array of shape (n,)
        Estimated effect of the unit (and the year) in every row; zero without effects.
    rss, tss : float
        Sums of squares of the estimated equation: of the data as the estimator sees them.
    sigma_u, sigma_e : float or None
        Standard deviation of the unit effects and of the rest.
    theta : float or None
        Random effects: the share of the unit mean taken off; the mean over units when unbalanced.
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    statistic_name: str
    df_residual: float
    residuals: Array
    linear_prediction: Array
    effects: Array
    rss: float
    tss: float
    sigma_u: float | None = None
    sigma_e: float | None = None
    theta: float | None = None

    @property
    def standard_errors(self) -> Array:
        """Roots of the diagonal of the covariance."""
        errors: Array = np.sqrt(np.diag(self.covariance))
        return errors

    @property
    def slopes(self) -> Array:
        """The coefficients without the constant."""
        return self.coefficients[1:]


def estimate(design: Design, effects: str, covariance: str = "classic") -> PanelEstimate:
    r"""Estimate a linear panel model.

    Pooled least squares, fixed effects (within), random effects (Swamy–Arora), between, and
    fixed effects of years or of both by linearmodels; random effects of both by least squares of
    what :mod:`wenmai.econometrics.random_two_way` leaves. The constant of a fixed-effects model is
    Stata's: the mean of the unit effects, :math:`\bar y - \bar x'b`. Covariances:

    * ``classic``: :math:`s^2(\ddot X'\ddot X)^{-1}` with N - K degrees of freedom, absorbed effects
      counted in K. Equals R plm and Stata ``xtreg``.
    * ``white``: sandwich of single squared residuals (White 1980) times :math:`\frac{N}{N-K}`,
      absorbed effects counted in K; t has N - K degrees of freedom. Equals Stata ``regress,
      robust`` and ``areg, robust``; ``xtreg, fe robust`` is ``cluster``.
    * ``cluster``: sandwich by unit times :math:`\frac{G}{G-1}\frac{N-1}{N-K}`, K counting slopes,
      constant and year effects; t has G - 1 degrees of freedom. Equals Stata ``vce(cluster)``;
      R plm's ``vcovHC(type = "HC1")`` has the factor N / (N - k) instead.
    * ``driscoll_kraay``: Bartlett kernel over years with :math:`m = \lfloor 4(T/100)^{2/9}\rfloor`
      lags, times :math:`\frac{T}{T-1}\frac{N-1}{N-K}`; t has T - 1 degrees of freedom.

    Parameters
    ----------
    design : Design
        Checked rows.
    effects : str
        pooled, fixed, time, random, between, two_way or random_two_way.
    covariance : str, optional
        classic, white, cluster or driscoll_kraay.

    Returns
    -------
    PanelEstimate

    Examples
    --------
    Two units on parallel lines: the within slope is 2, the pooled one is not.

    >>> from wenmai.econometrics.design import ModelSpec, build_design
    >>> index = pd.MultiIndex.from_product([["a", "b"], [1, 2, 3]], names=["unit_code", "year"])
    >>> wide = pd.DataFrame({"y": [2, 4, 6.1, 12, 14, 16.1], "x": [1, 2, 3, 1, 2, 3]}, index=index)
    >>> design = build_design(wide, ModelSpec("y", ("x",)))
    >>> estimate(design, "fixed").coefficients.round(3).tolist()
    [4.933, 2.05]
    """
    # half a second to import, and only studies with models need it
    from linearmodels.panel import (  # noqa: PLC0415
        BetweenOLS,
        PanelOLS,
        PooledOLS,
        RandomEffects,
    )

    y, x = _frames(design)
    moved: TwoWay | None = None
    model: Any
    if effects == "pooled":
        model = PooledOLS(y, x)
    elif effects == "between":
        model = BetweenOLS(y, x)
    elif effects == "random":
        model = RandomEffects(y, x)
    elif effects == BOTH_RANDOM:
        moved = two_way(design)
        model = PooledOLS(*_frames(design, moved))
    else:
        model = PanelOLS(
            y, x, entity_effects=effects != "time", time_effects=effects in {"time", "two_way"}
        )
    options = _covariance_options(covariance, design)
    if covariance != "classic" and effects in {"fixed", "time", "two_way"}:
        # linearmodels would count effects on top of the factor that is applied below
        options |= {"auto_df": False, "count_effects": False}
    fitted = model.fit(**options)
    coefficients = fitted.params.to_numpy()
    factor, df = _small_sample(covariance, effects, design, float(fitted.df_resid))
    linear = with_constant(design.x) @ coefficients
    composed = design.y - linear
    if moved is None:
        unit_effects, sigma_u, sigma_e = _effects(effects, design, composed, fitted)
        moved_y, moved_x = _as_estimated(effects, design, fitted)
    else:
        unit_effects = moved.predicted(composed, design)
        sigma_u, sigma_e = float(np.sqrt(moved.units)), float(np.sqrt(moved.rest))
        moved_y = moved.taken_off(design.y, design)
        moved_x = moved.taken_off(with_constant(design.x), design)
    errors = moved_y - moved_x @ (
        coefficients if moved_x.shape[1] == len(coefficients) else coefficients[1:]
    )
    return PanelEstimate(
        names=(CONSTANT, *design.names),
        coefficients=coefficients,
        covariance=fitted.cov.to_numpy() * factor,
        statistic_name="z" if effects in {"random", BOTH_RANDOM} else "t",
        df_residual=df,
        residuals=composed - unit_effects,
        linear_prediction=linear,
        effects=unit_effects,
        rss=float(errors @ errors),
        tss=float(np.sum((moved_y - moved_y.mean()) ** 2)),
        sigma_u=sigma_u,
        sigma_e=sigma_e,
        theta=moved.shares[0] if moved else _theta(fitted) if effects == "random" else None,
    )


def _frames(design: Design, moved: TwoWay | None = None) -> tuple[pd.Series, pd.DataFrame]:
    """Write the design as linearmodels wants it: units and years in the index."""
    index = pd.MultiIndex.from_arrays([design.units, design.years], names=["unit", "year"])
    y, x = design.y, with_constant(design.x)
    if moved is not None:
        y, x = moved.taken_off(y, design), moved.taken_off(x, design)
    names = [CONSTANT, *design.names]
    return pd.Series(y, index=index, name="y"), pd.DataFrame(x, index=index, columns=names)


def _covariance_options(covariance: str, design: Design) -> dict[str, Any]:
    if covariance == "white":
        return {"cov_type": "robust", "debiased": False}
    if covariance == "cluster":
        return {"cov_type": "clustered", "cluster_entity": True, "debiased": False}
    if covariance == "driscoll_kraay":
        return {
            "cov_type": "kernel",
            "kernel": "bartlett",
            "bandwidth": kernel_lags(design.n_years),
            "debiased": False,
        }
    return {"cov_type": "unadjusted", "debiased": True}


def kernel_lags(n_years: int) -> int:
    """Return the number of lags of a Bartlett kernel, ⌊4 (T/100)^(2/9)⌋ (Newey and West 1994).

    Examples
    --------
    >>> kernel_lags(10), kernel_lags(20)
    (2, 2)
    """
    return int(4 * (n_years / 100) ** (2 / 9))


def _small_sample(
    covariance: str, effects: str, design: Design, df_residual: float
) -> tuple[float, float]:
    """Return the factor on the sandwich and the degrees of freedom of t."""
    if covariance == "classic":
        return 1.0, df_residual
    if covariance == "white":
        rows = len(design.y)
        free = rows - parameters(design, effects)
        return rows / free, df_residual if effects in {"random", BOTH_RANDOM} else float(free)
    years = design.n_years - 1 if effects in {"time", "two_way"} else 0
    n, k = len(design.y), design.x.shape[1] + 1 + years
    groups = design.n_units if covariance == "cluster" else design.n_years
    factor = groups / (groups - 1) * (n - 1) / (n - k)
    return factor, df_residual if effects in {"random", BOTH_RANDOM} else float(groups - 1)


def _effects(
    effects: str, design: Design, composed: Array, fitted: Any
) -> tuple[Array, float | None, float | None]:
    """Return the effect in every row, and the standard deviations of effects and rest."""
    means = group_means(composed, design.units, design.n_units)
    if effects == "fixed":
        left = composed - means[design.units]
        df = len(design.y) - parameters(design, "fixed")
        return means[design.units], float(np.std(means, ddof=1)), float(np.sqrt(left @ left / df))
    if effects == "time":
        left = transformed(composed, design, "time")
        sigma = float(np.sqrt(left @ left / (len(left) - parameters(design, "time"))))
        return composed - left, None, sigma
    if effects == "two_way":
        left = transformed(composed, design, "two_way")
        df = len(design.y) - parameters(design, "two_way")
        return composed - left, float(np.std(means, ddof=1)), float(np.sqrt(left @ left / df))
    if effects == "random":
        parts = fitted.variance_decomposition
        between, rest = float(parts["Effects"]), float(parts["Residual"])
        sizes = np.bincount(design.units)
        predicted = means * sizes * between / (sizes * between + rest)
        return predicted[design.units], float(np.sqrt(between)), float(np.sqrt(rest))
    return np.zeros_like(composed), None, None


def _as_estimated(effects: str, design: Design, fitted: Any) -> tuple[Array, Array]:
    """Return y and x as the estimator sees them; x without a constant where that is gone."""
    if effects == "random":
        theta = fitted.theta.to_numpy()[:, 0]
        x = with_constant(design.x)

        def partly(values: Array) -> Array:
            means = group_means(values, design.units, design.n_units)
            shape = (-1, *([1] * (values.ndim - 1)))
            moved: Array = values - (theta.reshape(shape) * means)[design.units]
            return moved

        return partly(design.y), partly(x)
    if effects == "between":
        y = group_means(design.y, design.units, design.n_units)
        return y, with_constant(group_means(design.x, design.units, design.n_units))
    if effects == "pooled":
        return design.y, with_constant(design.x)
    return transformed(design.y, design, effects), transformed(design.x, design, effects)


def _theta(fitted: Any) -> float:
    return float(fitted.theta.to_numpy().mean())
