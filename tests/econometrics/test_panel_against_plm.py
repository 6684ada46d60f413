"""Grunfeld's investment data: what R plm 2.6-2 and Stata's xtreg print, to the digits printed."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from grunfeld import design_of, grunfeld

from wenmai.econometrics.design import ModelSpec, build_design
from wenmai.econometrics.goodness import goodness
from wenmai.econometrics.panel import estimate
from wenmai.econometrics.panel_tests import panel_tests
from wenmai.econometrics.random_two_way import two_way
from wenmai.econometrics.refusal import NotEstimable

# plm(inv ~ value + capital): constant (where printed), value, capital; standard errors.
PLM = {
    "pooled": ([-42.7143694, 0.1155622, 0.2306785], [9.5116760, 0.0058357, 0.0254758]),
    "fixed": ([None, 0.110124, 0.310065], [None, 0.011857, 0.017355]),
    "random": ([-57.834415, 0.109781, 0.308113], [28.898935, 0.010493, 0.017180]),
    "between": ([-8.527114, 0.134646, 0.032031], [47.515308, 0.028745, 0.190938]),
    "two_way": ([None, 0.117716, 0.357916], [None, 0.013751, 0.022719]),
    "random_two_way": ([-57.865377, 0.109790, 0.308190], [29.393359, 0.010528, 0.017171]),
}
# R², adjusted R², F (random: chi²), denominator degrees of freedom, sums of squares.
PLM_FIT = {
    "pooled": (0.81241, 0.8105, 426.576, 197, 9359900, 1755900),
    "fixed": (0.76676, 0.75311, 309.014, 188, 2244400, 523480),
    "random": (0.7695, 0.76716, 657.674, None, 2381400, 548900),
    "between": (0.85777, 0.81713, 21.1077, 7, 355780, 50603),
    "two_way": (0.72015, 0.67047, 217.442, 169, 1615600, 452150),
    "random_two_way": (0.7694, 0.76706, 657.295, None, 2376000, 547910),
}


def last_digit(printed: float) -> float:
    """Half a unit of the last digit that was printed."""
    decimals = len(f"{printed}".partition(".")[2])
    return 0.5 * 10.0**-decimals * (1 + 1e-9)


@pytest.mark.parametrize("effects", PLM)
def test_coefficients_and_standard_errors_are_those_of_plm(effects):
    found = estimate(design_of(effects), effects)
    for printed, own in zip(PLM[effects], (found.coefficients, found.standard_errors), strict=True):
        for number, value in zip(printed, own, strict=True):
            if number is not None:
                assert value == pytest.approx(number, abs=last_digit(number))
    assert found.statistic_name == ("z" if effects.startswith("random") else "t")


def test_two_way_random_effects_are_those_of_plm_and_need_a_balanced_panel():
    design = design_of("random_two_way")
    found = estimate(design, "random_two_way")
    # what plm prints (its own tests, test_Estimators.Rout.save): variances and theta
    assert found.sigma_e**2 == pytest.approx(2675.43, abs=5e-3)
    assert found.sigma_u**2 == pytest.approx(7095.25, abs=5e-3)
    assert two_way(design).shares == pytest.approx((0.864, 0, 0), abs=5e-4)
    # with effects of years the quasi-demeaned equation is what generalised least squares solves
    rng = np.random.default_rng(3)
    years = np.repeat(rng.normal(size=20) * 300, 11)
    shaken = replace(design, y=design.y + years[np.lexsort((design.units, design.years)).argsort()])
    parts, own = two_way(shaken), estimate(shaken, "random_two_way")
    same_unit = shaken.units[:, None] == shaken.units
    same_year = shaken.years[:, None] == shaken.years
    omega = parts.units * same_unit + parts.years * same_year + parts.rest * np.eye(len(shaken.y))
    x = np.column_stack([np.ones(len(shaken.y)), shaken.x])
    solved = np.linalg.solve(omega, np.column_stack([x, shaken.y]))
    expected = np.linalg.solve(x.T @ solved[:, :3], x.T @ solved[:, 3])
    np.testing.assert_allclose(own.coefficients, expected, rtol=1e-8)
    assert parts.years > 0
    frame = grunfeld().iloc[1:]
    spec = ModelSpec("invest", ("value", "capital"), effects="random_two_way")
    with pytest.raises(NotEstimable, match="balanced panel"):
        estimate(build_design(frame, spec), "random_two_way")


@pytest.mark.parametrize("effects", PLM_FIT)
def test_fit_is_that_of_plm(effects):
    design = design_of(effects)
    found = estimate(design, effects)
    fit = goodness(design, effects, found)
    r_squared, adjusted, statistic, df, tss, rss = PLM_FIT[effects]
    assert fit.r_squared == pytest.approx(r_squared, abs=last_digit(r_squared))
    assert fit.adjusted_r_squared == pytest.approx(adjusted, abs=last_digit(adjusted))
    own = fit.wald_chi_squared if effects.startswith("random") else fit.f_statistic
    assert own == pytest.approx(statistic, abs=last_digit(statistic))
    assert df is None or (fit.f_df_1, fit.f_df_2) == (2, df)
    # plm prints five significant digits
    assert found.tss == pytest.approx(tss, rel=5e-5)
    assert found.rss == pytest.approx(rss, rel=5e-5)


def test_random_effects_split_the_variance_as_plm_does():
    found = estimate(design_of("random"), "random")
    assert found.sigma_e**2 == pytest.approx(2784.46, abs=0.005)
    assert found.sigma_u**2 == pytest.approx(7089.80, abs=0.005)
    assert found.theta == pytest.approx(0.8612, abs=0.00005)


def test_hausman_is_that_of_plm():
    design = design_of("fixed")
    tests = {
        test.test_code: test for test in panel_tests(design, "fixed", estimate(design, "fixed"))
    }
    assert tests["hausman"].statistic == pytest.approx(2.3304, abs=0.00005)
    assert tests["hausman"].df_1 == 2
    assert tests["hausman"].p_value == pytest.approx(0.3119, abs=0.00005)
    # plmtest(type = "bp") and pcdtest() of the within model, from plm's vignette
    assert tests["breusch_pagan_lm"].statistic == pytest.approx(798.16, abs=0.005)
    assert tests["pesaran_cd"].statistic == pytest.approx(4.6612, abs=0.00005)


def test_clustered_errors_are_plms_arellano_ones_but_for_the_factor():
    # vcovHC(type = "HC1") multiplies by N / (N - k), Stata by G / (G - 1) (N - 1) / (N - K)
    found = estimate(design_of("fixed"), "fixed", "cluster")
    n, groups = 200, 10
    to_plm = np.sqrt(n / (n - 2) / (groups / (groups - 1) * (n - 1) / (n - 3)))
    assert found.standard_errors[1:] * to_plm == pytest.approx([0.014414, 0.050043], abs=5e-7)


def test_fixed_effects_are_stata_s():
    # xtreg invest mvalue kstock, fe: as Stata prints them for these data
    design = design_of("fixed")
    found = estimate(design, "fixed")
    fit = goodness(design, "fixed", found)
    assert found.coefficients[0] == pytest.approx(-58.744, abs=5e-4)
    assert found.standard_errors[0] == pytest.approx(12.45369, abs=5e-6)
    assert (fit.within, fit.between, fit.overall) == pytest.approx(
        (0.7668, 0.8194, 0.8060), abs=5e-5
    )
    assert found.sigma_u == pytest.approx(85.732501, abs=5e-6)
    assert found.sigma_e == pytest.approx(52.767964, abs=5e-6)
    assert fit.corr_effects == pytest.approx(-0.1517, abs=5e-5)
    tests = {test.test_code: test for test in panel_tests(design, "fixed", found)}
    assert tests["f_unit_effects"].statistic == pytest.approx(49.18, abs=0.005)
    assert (tests["f_unit_effects"].df_1, tests["f_unit_effects"].df_2) == (9, 188)


def test_the_three_r_squared_of_random_effects_are_stata_s():
    design = design_of("random")
    fit = goodness(design, "random", estimate(design, "random"))
    assert (fit.within, fit.between, fit.overall) == pytest.approx(
        (0.7668, 0.8196, 0.8061), abs=5e-5
    )


def test_the_sandwiches_are_those_written_out():
    design = design_of("fixed")
    y = design.y - np.bincount(design.units, design.y)[design.units] / 20
    means = np.stack([np.bincount(design.units, column) for column in design.x.T], axis=1) / 20
    x = design.x - means[design.units]
    bread = np.linalg.inv(x.T @ x)
    scores = x * (y - x @ (bread @ x.T @ y))[:, None]
    by_unit = np.stack([scores[design.units == unit].sum(axis=0) for unit in range(10)])
    by_year = np.stack([scores[design.years == year].sum(axis=0) for year in range(20)])
    meat = by_year.T @ by_year
    for lag, weight in ((1, 2 / 3), (2, 1 / 3)):
        crossed = by_year[lag:].T @ by_year[:-lag]
        meat += weight * (crossed + crossed.T)
    written = {
        "cluster": 10 / 9 * 199 / 197 * bread @ (by_unit.T @ by_unit) @ bread,
        "driscoll_kraay": 20 / 19 * 199 / 197 * bread @ meat @ bread,
    }
    for covariance, expected in written.items():
        found = estimate(design, "fixed", covariance)
        assert found.covariance[1:, 1:] == pytest.approx(expected, rel=1e-9)
        assert found.df_residual == {"cluster": 9, "driscoll_kraay": 19}[covariance]


@pytest.mark.real
def test_the_data_are_those_of_the_reference(real_data_dir):
    reference = pd.read_csv(real_data_dir / "reference" / "panel" / "grunfeld.csv")
    own = grunfeld()
    for theirs, ours in (("inv", "invest"), ("value", "value"), ("capital", "capital")):
        assert sorted(reference[theirs]) == sorted(own[ours])
