"""How well a panel model fits: both families of R², Wald and F, variance inflation."""

from dataclasses import dataclass

import numpy as np

from wenmai.econometrics.design import Design, parameters
from wenmai.econometrics.panel import PanelEstimate
from wenmai.econometrics.transforms import Array, group_means, transformed


@dataclass(frozen=True)
class Goodness:
    r"""Fit of a panel model.

    Parameters
    ----------
    r_squared, adjusted_r_squared : float
        1 - RSS/TSS of the estimated equation: within for fixed effects, of unit means for
        between, of partly demeaned data for random effects. As R plm prints it.
    within, between, overall : float
        Stata's: squared correlations of :math:`\ddot y` and :math:`\ddot x'b`, of
        :math:`\bar y_i` and :math:`\bar x_i'b`, of :math:`y` and :math:`x'b`.
    within_rss, between_rss, overall_rss : float
        1 - RSS/TSS of the same three; negative where the line fits worse than the mean.
    corr_effects : float or None
        Correlation of the unit effects with x'b; fixed effects only.
    wald_chi_squared, wald_p_value : float
        All slopes are zero, by the model's covariance.
    f_statistic, f_p_value : float
        The same, divided by the number of slopes.
    f_df_1, f_df_2 : float
    """

    r_squared: float
    adjusted_r_squared: float
    within: float
    between: float
    overall: float
    within_rss: float
    between_rss: float
    overall_rss: float
    corr_effects: float | None
    wald_chi_squared: float
    wald_p_value: float
    f_statistic: float
    f_p_value: float
    f_df_1: float
    f_df_2: float


def goodness(design: Design, effects: str, found: PanelEstimate) -> Goodness:
    """Measure the fit of an estimated panel model.

    Parameters
    ----------
    design : Design
        The rows of the model.
    effects : str
        pooled, fixed, time, random, between or two_way.
    found : PanelEstimate
        What :func:`wenmai.econometrics.panel.estimate` returned.

    Returns
    -------
    Goodness

    Examples
    --------
    >>> from wenmai.econometrics.design import ModelSpec, build_design
    >>> from wenmai.econometrics.panel import estimate
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["a", "b"], [1, 2, 3]], names=["unit_code", "year"])
    >>> wide = pd.DataFrame({"y": [2, 4, 6.1, 12, 14, 16.1], "x": [1, 2, 3, 1, 2, 3]}, index=index)
    >>> design = build_design(wide, ModelSpec("y", ("x",)))
    >>> fit = goodness(design, "fixed", estimate(design, "fixed"))
    >>> round(fit.within, 4), round(fit.overall, 4)
    (0.9998, 0.1008)
    """
    from scipy import stats  # noqa: PLC0415

    index = design.x @ found.slopes
    pairs = {
        "within": [transformed(values, design, "fixed") for values in (design.y, index)],
        "between": [
            group_means(values, design.units, design.n_units) for values in (design.y, index)
        ],
        "overall": [design.y, index],
    }
    squared = {name: _squared_correlation(*pair) for name, pair in pairs.items()}
    shift = {"within": 0.0, "between": found.coefficients[0], "overall": found.coefficients[0]}
    by_rss = {
        name: _explained(actual, shift[name] + predicted)
        for name, (actual, predicted) in pairs.items()
    }
    slopes, block = found.slopes, found.covariance[1:, 1:]
    wald = float(slopes @ np.linalg.solve(block, slopes))
    count = len(slopes)
    r_squared = 1 - found.rss / found.tss
    rows = design.n_units if effects == "between" else len(design.y)
    classic_df = _classic_df(design, effects)
    return Goodness(
        r_squared=r_squared,
        adjusted_r_squared=1 - (1 - r_squared) * (rows - 1) / classic_df,
        **squared,
        within_rss=by_rss["within"],
        between_rss=by_rss["between"],
        overall_rss=by_rss["overall"],
        corr_effects=_correlation(found.effects, index) if effects == "fixed" else None,
        wald_chi_squared=wald,
        wald_p_value=float(stats.chi2.sf(wald, count)),
        f_statistic=wald / count,
        f_p_value=float(stats.f.sf(wald / count, count, found.df_residual)),
        f_df_1=float(count),
        f_df_2=found.df_residual,
    )


def _classic_df(design: Design, effects: str) -> int:
    """Return observations less parameters, absorbed effects counted."""
    rows = design.n_units if effects == "between" else len(design.y)
    return rows - parameters(design, effects)


def _correlation(one: Array, other: Array) -> float:
    a, b = one - one.mean(), other - other.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    return float(a @ b / scale) if scale > 0 else float("nan")


def _squared_correlation(one: Array, other: Array) -> float:
    return _correlation(one, other) ** 2


def _explained(actual: Array, predicted: Array) -> float:
    """1 - RSS/TSS; NaN when the actual values do not vary."""
    centred = actual - actual.mean()
    total = float(centred @ centred)
    left = actual - predicted
    return 1 - float(left @ left) / total if total > 0 else float("nan")


def variance_inflation(design: Design, effects: str) -> Array:
    """Return the variance inflation factor of every regressor, as the estimator sees it.

    1 / (1 - R²) of the regression of each regressor on the others, after the transformation of
    the effects (for fixed effects, within units); random effects as pooled.

    Parameters
    ----------
    design : Design
    effects : str

    Returns
    -------
    array of shape (k,)

    Examples
    --------
    >>> from wenmai.econometrics.design import ModelSpec, build_design
    >>> import pandas as pd
    >>> index = pd.MultiIndex.from_product([["a", "b"], [1, 2, 3]], names=["unit_code", "year"])
    >>> data = {"y": [1, 2, 4, 3, 5, 9.0], "a": [1, 2, 3, 1, 2, 3], "b": [1, 0, 1, 1, 0, 1]}
    >>> wide = pd.DataFrame(data, index=index)
    >>> spec = ModelSpec("y", ("a", "b"), effects="pooled")
    >>> variance_inflation(build_design(wide, spec), "pooled").round(6).tolist()
    [1.0, 1.0]
    """
    x = transformed(design.x, design, effects)
    x = x - x.mean(axis=0)
    standardised = x / np.linalg.norm(x, axis=0)
    inflation: Array = np.diag(np.linalg.inv(standardised.T @ standardised)).copy()
    return inflation
