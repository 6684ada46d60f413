"""Tests that say which panel model the data want."""

from dataclasses import dataclass

import numpy as np

from wenmai.econometrics import sentences as say
from wenmai.econometrics.design import Design
from wenmai.econometrics.panel import PanelEstimate
from wenmai.econometrics.transforms import Array, group_means, transformed, with_constant
from wenmai.sentences import Said


@dataclass(frozen=True)
class TestResult:
    """One test of one model.

    Parameters
    ----------
    test_code : str
        hausman, mundlak, f_unit_effects, f_time_effects, breusch_pagan_lm, pesaran_cd or one of
        the Lagrange multiplier tests of :mod:`wenmai.econometrics.spatial_panel`.
    statistic_name : str
        chi2, F or z.
    statistic, p_value : float or None
        None where the test cannot be computed; ``note`` says why.
    df_1, df_2 : float or None
    note : Said, optional
    """

    __test__ = False  # not a test class of pytest

    test_code: str
    statistic_name: str
    statistic: float | None
    df_1: float | None
    df_2: float | None
    p_value: float | None
    note: Said | None = None


def panel_tests(design: Design, effects: str, found: PanelEstimate) -> list[TestResult]:
    """Run every test that the sample allows.

    Parameters
    ----------
    design : Design
        The rows of the model.
    effects : str
        pooled, fixed, time, random, between or two_way; a between model gets no test.
    found : PanelEstimate
        The estimated model; its residuals are tested for dependence between units.

    Returns
    -------
    list of TestResult
    """
    if effects == "between" or design.n_units < 2 or design.n_years < 2:
        return []
    results = [*f_tests(design, effects), breusch_pagan(design), hausman(design), mundlak(design)]
    cross = pesaran_cd(design, found)
    return [*results, cross] if cross else results


def f_tests(design: Design, effects: str) -> list[TestResult]:
    """Test that all unit effects (and all year effects) are zero.

    F = ((RSS_restricted - RSS) / r) / (RSS / df): units against pooled least squares; years, in a
    two-way model, against unit effects alone; in one of years, against pooled least squares.
    """
    from scipy import stats  # noqa: PLC0415

    n, slopes = len(design.y), design.x.shape[1]
    rss = {kind: _rss(design, kind) for kind in ("pooled", "fixed")}
    nested = [("f_unit_effects", "pooled", "fixed", design.n_units - 1, n - design.n_units)]
    if effects == "time":
        rss["time"] = _rss(design, "time")
        nested.append(("f_time_effects", "pooled", "time", design.n_years - 1, n - design.n_years))
    if effects == "two_way":
        rss["two_way"] = _rss(design, "two_way")
        years = design.n_years - 1
        nested.append(("f_time_effects", "fixed", "two_way", years, n - design.n_units - years))
    results = []
    for code, smaller, larger, restrictions, free in nested:
        df = free - slopes
        if df <= 0 or rss[larger] <= 1e-20 * rss[smaller]:
            note = say.NO_FREEDOM() if df <= 0 else say.EXACT_FIT()
            results.append(TestResult(code, "F", None, restrictions, df, None, note))
            continue
        statistic = (rss[smaller] - rss[larger]) / restrictions / (rss[larger] / df)
        p_value = float(stats.f.sf(statistic, restrictions, df))
        results.append(TestResult(code, "F", statistic, restrictions, df, p_value))
    return results


def _rss(design: Design, kind: str) -> float:
    y = transformed(design.y, design, kind)
    x = transformed(design.x, design, kind)
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(left @ left)


def breusch_pagan(design: Design) -> TestResult:
    r"""Test pooled residuals for unit effects (Breusch–Pagan; unbalanced: Baltagi–Li).

    :math:`LM = \frac{(\sum T_i)^2}{2(\sum T_i^2 - \sum T_i)}
    \left(\frac{\sum_i(\sum_t e_{it})^2}{\sum_{it}e_{it}^2} - 1\right)^2 \sim \chi^2_1`.
    Variances are not negative, so Stata halves the p-value; here it is the two-sided one of R plm.
    """
    from scipy import stats  # noqa: PLC0415

    x = with_constant(design.x)
    left = design.y - x @ np.linalg.lstsq(x, design.y, rcond=None)[0]
    sizes = np.bincount(design.units).astype(float)
    doubled = sizes @ sizes - sizes.sum()
    if doubled <= 0:
        note = say.NO_TWO_YEARS()
        return TestResult("breusch_pagan_lm", "chi2", None, 1.0, None, None, note)
    sums = group_means(left, design.units, design.n_units) * sizes
    ratio = float(sums @ sums / (left @ left))
    statistic = float(sizes.sum() ** 2 / (2 * doubled) * (ratio - 1) ** 2)
    p_value = float(stats.chi2.sf(statistic, 1))
    return TestResult("breusch_pagan_lm", "chi2", statistic, 1.0, None, p_value)


def hausman(design: Design) -> TestResult:
    """Test that unit effects are uncorrelated with the regressors.

    (b_FE - b_RE)' (V_FE - V_RE)^{-1} (b_FE - b_RE) ~ chi² on the slopes, both with classic
    covariances. In small samples the difference of covariances may fail to be positive definite;
    the statistic then says nothing and is left out with a note.
    """
    from scipy import stats  # noqa: PLC0415

    count = design.x.shape[1]
    empty = ("hausman", "chi2", None, float(count), None, None)
    if design.n_units <= count + 1:
        note = say.FEW_UNITS_RANDOM(n=design.n_units)
        return TestResult(*empty, note)
    within = transformed(design.x, design, "fixed")
    if np.linalg.matrix_rank(within) < count or len(design.y) <= design.n_units + count:
        return TestResult(*empty, say.NO_FIXED_EFFECTS())
    fixed, random = two_estimates(design)
    gap, spread = fixed[0] - random[0], fixed[1] - random[1]
    scale = np.sqrt(np.diag(fixed[1]))
    if np.linalg.eigvalsh(spread / np.outer(scale, scale)).min() <= 1e-10:
        return TestResult(*empty, say.NOT_DEFINITE())
    statistic = float(gap @ np.linalg.solve(spread, gap))
    p_value = float(stats.chi2.sf(statistic, count))
    return TestResult("hausman", "chi2", statistic, float(count), None, p_value)


Estimated = tuple[Array, Array]


def two_estimates(design: Design) -> tuple[Estimated, Estimated]:
    """Return slopes and classic covariance with fixed and with random effects.

    The same numbers as :func:`wenmai.econometrics.panel.estimate`, without the rest: this is done
    for every model.

    Parameters
    ----------
    design : Design

    Returns
    -------
    tuple of (slopes, covariance) for fixed and for random effects
    """
    n, k = design.x.shape
    x, y = (transformed(values, design, "fixed") for values in (design.x, design.y))
    inverse = np.linalg.inv(x.T @ x)
    slopes: Array = inverse @ (x.T @ y)
    left = y - x @ slopes
    sigma2_e = float(left @ left) / (n - design.n_units - k)
    covariance: Array = sigma2_e * inverse
    fixed = (slopes, covariance)

    mean_x = with_constant(group_means(design.x, design.units, design.n_units))
    mean_y = group_means(design.y, design.units, design.n_units)
    left = mean_y - mean_x @ np.linalg.lstsq(mean_x, mean_y, rcond=None)[0]
    sizes = np.bincount(design.units)
    harmonic = design.n_units / np.sum(1 / sizes)
    between = float(left @ left) / (design.n_units - k - 1)
    sigma2_u = max(0.0, between - sigma2_e / harmonic)
    theta = 1 - np.sqrt(sigma2_e / (sizes * sigma2_u + sigma2_e))
    x = with_constant(design.x) - (theta[:, None] * mean_x)[design.units]
    y = design.y - (theta * mean_y)[design.units]
    bread = np.linalg.inv(x.T @ x)
    coefficients: Array = bread @ (x.T @ y)
    left = y - x @ coefficients
    spread: Array = float(left @ left) / (n - k - 1) * bread
    return fixed, (coefficients[1:], spread[1:, 1:])


def mundlak(design: Design) -> TestResult:
    """Test the same as Hausman in the form that always has an answer (Mundlak 1978).

    Pooled least squares on the regressors and their unit means: the coefficients of the means are
    between less within. F test of all of them, with errors clustered by unit, so it also holds
    under autocorrelation and heteroskedasticity.
    """
    from scipy import stats  # noqa: PLC0415

    count = design.x.shape[1]
    empty = ("mundlak", "F", None, float(count), float(design.n_units - 1), None)
    if design.n_units <= 2 * count + 1:
        return TestResult(*empty, say.FEW_UNITS_SLOPES(n=design.n_units, n_slopes=2 * count))
    means = group_means(design.x, design.units, design.n_units)[design.units]
    columns = np.column_stack([design.x, means])
    scaled = columns / np.linalg.norm(columns, axis=0)
    if np.linalg.matrix_rank(with_constant(scaled), tol=1e-9) < 2 * count + 1:
        return TestResult(*empty, say.NO_VARIATION())
    x = with_constant(columns)
    bread = np.linalg.inv(x.T @ x)
    slopes = bread @ (x.T @ design.y)
    left = (design.y - x @ slopes)[:, None]
    sizes = np.bincount(design.units)[:, None]
    scores = group_means(x * left, design.units, design.n_units) * sizes
    n, groups = len(design.y), design.n_units
    factor = groups / (groups - 1) * (n - 1) / (n - x.shape[1])
    covariance = factor * bread @ (scores.T @ scores) @ bread
    gap, spread = slopes[1 + count :], covariance[1 + count :, 1 + count :]
    statistic = float(gap @ np.linalg.solve(spread, gap)) / count
    p_value = float(stats.f.sf(statistic, count, design.n_units - 1))
    return TestResult("mundlak", "F", statistic, empty[3], empty[4], p_value)


def pesaran_cd(design: Design, found: PanelEstimate) -> TestResult | None:
    r"""Test residuals for dependence between units (Pesaran 2004).

    :math:`CD = \sqrt{\frac{2}{n(n-1)}}\sum_{i<j}\sqrt{T_{ij}}\,\hat\rho_{ij}\sim N(0,1)`, with the
    correlations over the years that both units have; pairs with fewer than three are left out.
    None when no pair is left.
    """
    from scipy import stats  # noqa: PLC0415

    table = np.full((design.n_units, design.n_years), np.nan)
    table[design.units, design.years] = found.residuals
    weighted = _pair_correlations(table)
    if not weighted.size:
        return None
    statistic = float(weighted.sum() / np.sqrt(weighted.size))
    p_value = float(2 * stats.norm.sf(abs(statistic)))
    return TestResult("pesaran_cd", "z", statistic, None, None, p_value)


def _pair_correlations(table: Array) -> Array:
    """Return √T_ij ρ_ij of every pair of rows with three common columns or more."""
    seen = ~np.isnan(table)
    filled = np.where(seen, table, 0.0)
    mask = seen.astype(float)
    common = mask @ mask.T
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = filled @ mask.T  # of row i over the columns of row j
        squares = (filled**2) @ mask.T
        covariance = filled @ filled.T - sums * sums.T / common
        variance = squares - sums**2 / common
        rho = covariance / np.sqrt(variance * variance.T)
    upper = np.triu_indices(len(table), k=1)
    usable = (common[upper] >= 3) & np.isfinite(rho[upper])
    pairs: Array = (np.sqrt(common) * rho)[upper][usable]
    return pairs
