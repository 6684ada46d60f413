"""Variables without an equation of their own: statsmodels' VARX, by hand, and what is assumed."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.api import VAR

from tests.econometrics.test_var_bad_samples import MODEL, cells_of, variables_of
from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.estimate import constant_errors, fit_least_squares
from wenmai.econometrics.var.gmm import Gmm
from wenmai.econometrics.var.records import residual_records
from wenmai.econometrics.var.results import var_results
from wenmai.econometrics.var.sample import Exogenous, Variable, prepare
from wenmai.econometrics.var.scenarios import forecast, multipliers
from wenmai.sentences import text_of

NAMES = ("x", "y", "rain")


def made(units, periods, seed=5):
    """Two variables that the third moves, now and one period later."""
    rng = np.random.default_rng(seed)
    rain = rng.normal(size=(units, periods)).cumsum(axis=1) / 3
    values = np.zeros((units, periods, 2))
    level = 4 * rng.normal(size=(units, 2))
    values[:, 0] = level + rng.normal(size=(units, 2))
    for t in range(1, periods):
        moved = values[:, t - 1] @ [[0.5, 0.1], [0.2, 0.3]] + rain[:, [t]] * [0.8, -0.3]
        moved = moved + rain[:, [t - 1]] * [0.0, 0.4] + rng.normal(size=(units, 2)) * 0.5
        values[:, t] = level + moved
    return np.concatenate([values, rain[..., None]], axis=-1)


def sample_of(levels, **settings):
    units = [f"u{i}" for i in range(len(levels))]
    years = range(2001, 2001 + levels.shape[1])
    outside = Exogenous("rain", **settings)
    return prepare(levels, units, years, [Variable("x"), Variable("y")], exogenous=[outside])


def design_of(sample, lags, trend="c"):
    return Design(sample.observed, lags, 2, trend, exogenous=sample.outside)


@pytest.mark.parametrize(("trend", "lags", "delays"), [("c", 2, 0), ("ct", 1, 1), ("n", 3, 1)])
def test_a_varx_is_that_of_statsmodels(trend, lags, delays):
    levels = made(1, 70)
    sample = sample_of(levels, delays=delays)
    fit = fit_least_squares(sample.values, design_of(sample, lags, trend))
    given = np.nan_to_num(sample.outside[0])
    theirs = VAR(levels[0, :, :2], exog=given).fit(lags, trend=trend)
    # statsmodels: constant and trend, exogenous, lags; here the lags come first
    k, terms, own = lags * 2, len(trend) if trend != "n" else 0, delays + 1
    for ours, whole, constants in (
        (fit.coefficients, theirs.params, fit.constants[0]),
        (fit.standard_errors, theirs.stderr, constant_errors(sample.values, fit)),
    ):
        np.testing.assert_allclose(ours[:k], whole[terms + own :], rtol=1e-7)
        np.testing.assert_allclose(ours[k:], whole[terms : terms + own], rtol=1e-7)
        np.testing.assert_allclose(constants, whole[:terms], rtol=1e-7)
    np.testing.assert_allclose(fit.covariance, theirs.sigma_u, rtol=1e-9)
    _, ahead, _ = sample.ahead(5)
    expected = theirs.forecast(levels[0, -lags:, :2], 6, exog_future=ahead)
    np.testing.assert_allclose(forecast(fit, sample.series(0), 5, ahead), expected, rtol=1e-8)


def test_a_delay_longer_than_the_lags_costs_rows_and_not_the_tests_of_residuals():
    levels = made(1, 60)
    sample = sample_of(levels, delays=3)
    design = design_of(sample, 1)
    assert (design.n_rows, design.n_regressors, design.freedom) == (57, 6, 50)
    fit = fit_least_squares(sample.values, design)
    theirs = VAR(levels[0, 2:, :2], exog=np.nan_to_num(sample.outside[0, 2:])).fit(1)
    np.testing.assert_allclose(fit.coefficients[:2], theirs.params[5:], rtol=1e-8)
    found = type("Found", (), {"fit": fit, "checks": None})
    settings = type("Settings", (), {"trend": "c"})
    tests = {row["test_code"]: row for row in residual_records(sample, found, settings)}
    assert tests["normality"]["statistic"] == pytest.approx(theirs.test_normality().test_statistic)


def test_multipliers_are_what_one_unit_more_does_to_the_forecast():
    sample = sample_of(made(1, 60), delays=1)
    fit = fit_least_squares(sample.values, design_of(sample, 2))
    _, ahead, _ = sample.ahead(6)
    more = ahead + 1.0
    more[0, 1] -= 1.0  # the period before the first is not held
    moved = forecast(fit, sample.series(0), 6, more) - forecast(fit, sample.series(0), 6, ahead)
    found = multipliers(fit.matrices, fit.coefficients[4:], sample.terms, 6)
    np.testing.assert_allclose(found[..., 0], moved, atol=1e-10)


@pytest.mark.parametrize(
    ("ahead", "expected", "word"),
    [
        ("last", [7.0, 8.0, 8.0, 8.0], "its last known one, 8"),
        ("mean", [7.0, 8.0, 3.5, 3.5], "its mean over the sample, 3.5"),
        (0.5, [7.0, 8.0, 0.5, 0.5], "0.5, as the study states"),
    ],
)
def test_forecasts_take_known_values_and_then_say_what_they_assume(ahead, expected, word):
    levels = np.full((1, 8, 3), np.nan)
    levels[0, :6, :2] = np.random.default_rng(1).normal(size=(6, 2))
    levels[0, :, 2] = [1, 2, 3, 4, 5, 6, 7, 8]
    sample = sample_of(levels, delays=1, ahead=ahead)
    assert (sample.span, sample.n_missing) == ((2001, 2006), 0)
    future, regressors, (note,) = sample.ahead(3)
    assert future[:, 0].tolist() == expected
    assert regressors[:, 1].tolist() == [6.0, *expected[:-1]]
    assert word in note and "2 known values" in note and "已知的2期" in note.text("zh")


def test_a_panel_with_exogenous_variables_is_least_squares_with_unit_dummies():
    levels = made(8, 12)
    levels[0, :4] = np.nan  # starts late
    sample = sample_of(levels)
    fit = fit_least_squares(sample.values, design_of(sample, 1))
    rows = [(u, t) for u in range(8) for t in range(1, 12) if not np.isnan(levels[u, t - 1, 0])]
    x = np.array([[*levels[u, t - 1, :2], levels[u, t, 2], *np.eye(8)[u]] for u, t in rows])
    y = np.array([levels[u, t, :2] for u, t in rows])
    np.testing.assert_allclose(fit.coefficients, np.linalg.lstsq(x, y)[0][:3], atol=1e-10)


@pytest.mark.parametrize("is_joint", [False, True])
def test_gmm_takes_exogenous_variables_as_their_own_instruments(is_joint):
    """The formulas of Sigmund and Ferstl (2021) with Kronecker products, unit by unit."""
    sample = sample_of(made(60, 6))
    design = design_of(sample, 1)
    gmm = Gmm(design, "forward_orthogonal", 9, 2, False, False, is_joint)
    assert gmm.n_instruments == 2 * (1 + 2 + 3 + 4) + 1
    assert gmm.n_weighed == gmm.n_instruments * (2 if is_joint else 1)
    zs, xs, ys = [], [], []
    for unit in range(60):
        moved = gmm.operator[unit] @ design.sides(sample.values)[unit]
        z = np.zeros((5, 21))
        at = 0
        for row in range(4):
            levels = sample.values[unit, : row + 1].ravel()
            z[row, at : at + len(levels)] = levels
            at += len(levels)
        z[:, 20] = moved[:, 2]
        zs.append(z), xs.append(z.T @ moved[:, :3]), ys.append(z.T @ moved[:, 3:])
    inner = [o @ o.T for o in gmm.operator]
    zz = sum(z.T @ i @ z for z, i in zip(zs, inner, strict=True))
    zx, zy = sum(xs), sum(ys)
    turned = zx.T @ np.linalg.inv(zz)
    first = np.linalg.solve(turned @ zx, turned @ zy)
    expected = np.empty((3, 2))
    for equations in [[0, 1]] if is_joint else [[0], [1]]:
        wide = np.kron(zx, np.eye(len(equations)))
        parts = [(y - x @ first)[:, equations].ravel() for x, y in zip(xs, ys, strict=True)]
        weight = np.linalg.inv(sum(np.outer(part, part) for part in parts))
        solved = np.linalg.solve(wide.T @ weight @ wide, wide.T @ weight @ zy[:, equations].ravel())
        expected[:, equations] = solved.reshape(3, -1)
    fit, checks = gmm.fit(sample.values)
    np.testing.assert_allclose(fit.coefficients, expected, rtol=1e-6)
    assert checks.freedom == 18 * (2 if is_joint else 1)


def results(levels, held_by=None, **changes):
    variables = variables_of(NAMES).assign(delays=0, ahead="last", ahead_value=None)
    variables["is_exogenous"] = variables["variable_code"] == "rain"
    variables["held_by"] = [None, None, held_by]
    models = pd.DataFrame([MODEL | changes])
    (row,) = var_results(cells_of(levels, NAMES), models, variables).to_pylist()
    return row


@pytest.mark.parametrize("band_method", ["residual", "analytic"])
def test_scenarios_hold_exogenous_variables_and_show_what_is_assumed(band_method):
    levels = made(1, 60)
    row = results(levels, held_by=2.0, band_method=band_method)
    assert row["status"] == "estimated" and "its last known one" in text_of(row["notes_said"])
    terms = {(r["equation_code"], r["term_code"]): r["coefficient"] for r in row["coefficients"]}
    paths = {(r["held_code"], r["variable_code"], r["period"]): r for r in row["scenarios"]}
    assert len(terms) == 8 and len(paths) == 9 * 5
    at_once = paths["rain", "x", 0]
    assert at_once["value"] == pytest.approx(2 * terms["x", "rain"])
    assert at_once["lower"] < at_once["value"] < at_once["upper"]
    assumed = paths["x", "rain", 4]
    last = pytest.approx(levels[0, -1, 2])
    assert (assumed["value"], assumed["forecast"], assumed["path_se"]) == (0, last, 0)
    assert paths["rain", "rain", 3]["path"] == pytest.approx(levels[0, -1, 2] + 2)
    assert row["cointegration"] == []
    assert {r["shock_code"] for r in row["decomposition"]} == {"x", "y"}


@pytest.mark.parametrize(
    "changes",
    [
        {"band_method": "unit_block"},
        {"bias_correction": "half_panel_jackknife"},
        {"has_year_effects": True},
        {"estimator": "gmm", "transformation": "first_difference", "gmm_steps": 2},
    ],
)
def test_every_estimator_of_a_panel_takes_exogenous_variables(changes):
    row = results(made(30, 10), **changes)
    assert row["status"] == "estimated", text_of(row["reason_said"])
    (effect,) = [r for r in row["coefficients"] if r["term_code"] == "rain"][:1]
    assert effect["lower"] < 0.8 < effect["upper"]
    assert all(r["forecast"] is None for r in row["scenarios"])


def test_an_exogenous_variable_that_follows_from_the_others_is_named():
    levels = made(4, 12)
    levels[..., 2] = 3.0
    row = results(levels)
    assert (row["status"], row["reason_code"]) == ("refused", "collinear_regressors")
    assert "'rain'" in text_of(row["reason_said"])
