"""VAR: the numbers of R's vars, on US data that statsmodels carries, and on Canada."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from wenmai.econometrics.var.bands import analytic_bands
from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.diagnostics import granger, instantaneous, roots
from wenmai.econometrics.var.estimate import constant_errors, fit_least_squares
from wenmai.econometrics.var.gmm import Gmm
from wenmai.econometrics.var.lag_order import select_lags
from wenmai.econometrics.var.records import causality_records
from wenmai.econometrics.var.responses import impulse_responses, variance_decomposition

TOLERANCE = 1e-8
US = ("realgdp", "realcons", "realinv")
CANADA = ("e", "prod", "rw", "U")


def fitted(series, lags=2, trend="c"):
    observed = np.ones((1, len(series)), dtype=bool)
    return fit_least_squares(series[None], Design(observed, lags, series.shape[1], trend))


def responses(fit, horizon, kind="orthogonalized"):
    return impulse_responses(fit.matrices, fit.covariance, horizon, kind)


def close(ours, theirs):
    return np.abs(np.asarray(ours) - np.asarray(theirs)).max() <= TOLERANCE


@pytest.fixture(scope="module")
def us_growth():
    """Growth of US output, consumption and investment by quarter, 1959–2009."""
    from statsmodels.datasets import macrodata

    levels = macrodata.load_pandas().data[list(US)]
    return np.diff(np.log(levels.to_numpy()), axis=0)


@pytest.fixture(scope="module")
def us_in_r():
    """Return what R's vars says about them, as statsmodels stores it."""
    from statsmodels.tsa.vector_ar.tests.results.results_var_data import var_results

    return vars(var_results)


def rows_of(records):
    return np.array(records.tolist())


def test_us_coefficients_and_errors_are_those_of_r(us_growth, us_in_r):
    fit = fitted(us_growth)
    constant, *lagged = rows_of(us_in_r["coefs"])
    assert close(fit.constants[0, 0], constant)
    assert close(fit.coefficients, lagged)
    constant_error, *errors = rows_of(us_in_r["stderr"])
    assert close(fit.standard_errors, errors)
    assert close(constant_errors(us_growth[None], fit), constant_error)


def test_us_responses_are_those_of_r(us_growth, us_in_r):
    fit = fitted(us_growth)
    for name, kind in (("irf", "nonorthogonal"), ("orthirf", "orthogonalized")):
        stored = us_in_r[name].item()
        for place, impulse in enumerate(US):
            assert close(responses(fit, 5, kind)[:, :, place], rows_of(stored[impulse]))


def test_us_criteria_are_those_of_r(us_growth, us_in_r):
    # R's numbers are those of the whole sample, so two lags are compared with none beyond
    order = select_lags(us_growth[None], np.ones((1, len(us_growth)), dtype=bool), 2, "c")[1]
    stored = {name: value[0] for name, value in us_in_r["crit"].item().items()}
    assert close(
        [order.aic, order.bic, order.hq, order.fpe * 1e12],
        [stored["aic"], stored["sic"], stored["hqic"], stored["fpe"] * 1e12],
    )


def test_us_granger_tests_are_those_of_r(us_growth, us_in_r):
    fit = fitted(us_growth)
    for caused, stored in enumerate(us_in_r["causality"]["causedby"]):
        others = [place for place in range(3) if place != caused]
        assert close(granger(fit, [caused], others).p_value, stored)


def test_a_var_says_what_all_others_together_do_for_each_variable(us_growth):
    fit = fitted(us_growth)
    sample = SimpleNamespace(variables=("a", "b", "c"), units=("one",))
    rows = list(causality_records(sample, SimpleNamespace(fit=fit)))
    found = {
        (row["test_code"], row["causing_code"], row["caused_code"]): row["statistic"]
        for row in rows
    }
    assert len(found) == len(rows) == 3 * 3 * 2 + 3
    for place, name in enumerate("abc"):
        others = [other for other in range(3) if other != place]
        assert found["granger", "all", name] == granger(fit, [place], others).statistic
        assert found["granger", name, "all"] == granger(fit, others, [place]).statistic
        assert ("instantaneous", "all", name) not in found


@pytest.mark.parametrize("trend", ["n", "c", "ct"])
@pytest.mark.parametrize("lags", [1, 3])
def test_every_trend_and_lag_gives_what_statsmodels_gives(us_growth, lags, trend):
    from statsmodels.tsa.api import VAR

    theirs = VAR(us_growth).fit(lags, trend=trend)
    ours = fitted(us_growth, lags, trend)
    terms = len(ours.constants[0])
    assert close(ours.coefficients, theirs.params[terms:])
    assert np.allclose(ours.constants[0], theirs.params[:terms], rtol=0, atol=TOLERANCE)
    assert close(ours.standard_errors, theirs.stderr[terms:])
    assert close(ours.covariance, theirs.sigma_u)
    assert close(np.sort(np.abs(roots(ours.matrices))), np.sort(1 / np.abs(theirs.roots)))
    ours_share, ours_se = variance_decomposition(responses(ours, 9))
    assert close(ours_share.swapaxes(0, 1), theirs.fevd(10).decomp)
    assert close(ours_se**2, np.stack([np.diag(one) for one in theirs.mse(10)]))


def test_pairwise_and_instantaneous_causality_is_that_of_statsmodels(us_growth):
    from statsmodels.tsa.api import VAR

    theirs, ours = VAR(us_growth).fit(2), fitted(us_growth)
    for cause in range(3):
        for effect in range(3):
            if cause != effect:
                stored = theirs.test_causality(effect, cause, kind="f")
                assert close(granger(ours, [effect], [cause]).statistic, stored.test_statistic)
    stored = theirs.test_inst_causality([0])
    found = instantaneous(ours, [1, 2], [0])
    assert found.statistic == pytest.approx(stored.test_statistic, rel=0.04)  # rows, not freedom


def test_delta_method_gives_the_standard_errors_of_statsmodels(us_growth):
    from statsmodels.tsa.api import VAR

    theirs = VAR(us_growth).fit(2).irf(10)
    bands = analytic_bands(fitted(us_growth), 10, 0.95)
    assert close(bands["orthogonalized"].standard_error, theirs.stderr(orth=True))
    assert close(bands["nonorthogonal"].standard_error, theirs.stderr(orth=False))


@pytest.fixture(scope="module")
def canada_folder(real_data_dir):
    folder = real_data_dir / "reference" / "var"
    if not folder.is_dir():
        pytest.skip("the reference numbers of R's vars are not here")
    return folder


@pytest.fixture(scope="module")
def canada(canada_folder):
    return pd.read_csv(canada_folder / "canada.csv")[list(CANADA)].to_numpy()


def stored(folder, name, **options):
    return pd.read_csv(folder / f"canada_{name}.csv", **options)


@pytest.mark.real
def test_canadas_coefficients_are_those_of_r(canada, canada_folder):
    fit = fitted(canada)
    table = stored(canada_folder, "var2_coef", index_col=0)
    assert close(fit.coefficients.T, table.iloc[:, :-1])
    assert close(fit.constants[0, 0], table["const"])
    assert close(fit.covariance, stored(canada_folder, "var2_covres", index_col=0))


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "kind"), [("ortho", "orthogonalized"), ("nonortho", "nonorthogonal")]
)
def test_canadas_responses_are_those_of_r(canada, canada_folder, name, kind):
    table = stored(canada_folder, f"var2_irf_{name}")
    ours = responses(fitted(canada), 10, kind)
    for place, impulse in enumerate(CANADA):
        assert close(ours[:, :, place], table.loc[table["impulse"] == impulse, list(CANADA)])


@pytest.mark.real
def test_canadas_variance_shares_and_forecast_errors_are_those_of_r(canada, canada_folder):
    shares, errors = variance_decomposition(responses(fitted(canada), 9))
    table = stored(canada_folder, "var2_fevd")
    forecast = stored(canada_folder, "var2_forecast")
    normal = 1.959963984540054
    for place, name in enumerate(CANADA):
        assert close(shares[:, place], table.loc[table["response"] == name, list(CANADA)])
        half_width = forecast.loc[forecast["var"] == name, "CI"]
        assert close(errors[: len(half_width), place] * normal, half_width)


@pytest.mark.real
def test_canadas_lag_selection_is_that_of_r(canada, canada_folder):
    table = stored(canada_folder, "varselect_const", index_col=0)
    orders = select_lags(canada[None], np.ones((1, len(canada)), dtype=bool), 8, "c")
    for name, row in (("aic", "AIC(n)"), ("hq", "HQ(n)"), ("bic", "SC(n)"), ("fpe", "FPE(n)")):
        assert close([getattr(order, name) for order in orders], table.loc[row])


@pytest.mark.real
def test_canadas_causality_tests_are_those_of_r(canada, canada_folder):
    printed = (canada_folder / "canada_summary.txt").read_text(encoding="utf-8")
    fit = fitted(canada)
    lags, now = granger(fit, [1, 2, 3], [0]), instantaneous(fit, [1, 2, 3], [0])
    f_line = f"F-Test = {lags.statistic:.4f}, df1 = {lags.freedom:.0f}, "
    assert f_line + f"df2 = {lags.second_freedom:.0f}, p-value = {lags.p_value:.3e}" in printed
    chi_line = f"Chi-squared = {now.statistic:.3f}, df = {now.freedom:.0f}"
    assert chi_line + f", p-value = {now.p_value:.3e}" in printed
    moduli = np.abs(roots(fit.matrices))
    assert " ".join(f"{modulus:.4g}" for modulus in moduli) in printed


# The published example of panel VARs by GMM: Dahlberg and Johansson (2000), spending, revenues and
# grants of 265 Swedish municipalities, as panelvar 0.5.6 estimates it (its object
# ex1_dahlberg_data: one lag, forward orthogonal deviations, all raw levels). Rows are equations.
DAHLBERG_FIRST = [
    [0.28411789, -0.04383889, -1.68262306],
    [0.25640355, 0.06073771, -2.24662207],
    [0.01655661, -0.04035921, 0.31832352],
]
DAHLBERG_FIRST_ERRORS = [
    [0.06404729, 0.06105722, 0.27545152],
    [0.07732037, 0.0700693, 0.2796163],
    [0.01631737, 0.01411324, 0.05022651],
]
DAHLBERG_SECOND = [
    [0.28461641, -0.0470207, -1.67460612],
    [0.25834785, 0.05878479, -2.23666392],
    [0.01666129, -0.04049592, 0.32039474],
]


@pytest.mark.real
def test_the_example_of_dahlberg_and_johansson_comes_out(real_data_dir, monkeypatch):
    path = real_data_dir / "reference" / "panel" / "dahlberg.csv"
    if not path.is_file():
        pytest.skip("Dahlberg of the R package panelvar (GPL) is not here")
    names = ["expenditures", "revenues", "grants"]
    towns = pd.read_csv(path).sort_values("year").groupby("id")
    values = np.stack([town[names].to_numpy() for _, town in towns])
    assert values.shape == (265, 9, 3)
    design = Design(np.ones(values.shape[:2], dtype=bool), 1, 3, "c")
    first = Gmm(design, "forward_orthogonal", 99, 1, False, False, True)
    assert first.n_instruments == 84
    fit, _ = first.fit(values)
    np.testing.assert_allclose(fit.coefficients.T, DAHLBERG_FIRST, atol=5e-9)
    np.testing.assert_allclose(fit.standard_errors.T, DAHLBERG_FIRST_ERRORS, atol=5e-9)
    second = replace(first, steps=2)
    exact, _ = second.fit(values)
    apart = np.abs(exact.coefficients.T - DAHLBERG_SECOND) / exact.standard_errors.T
    assert apart.max() < 0.06
    # what sets the two apart is R's ginv, which drops 31 of the 252 directions of the weights
    drops = np.sqrt(np.finfo(float).eps)
    monkeypatch.setattr(
        "wenmai.econometrics.var.gmm._inverse",
        lambda matrix: np.linalg.pinv(matrix, rcond=drops, hermitian=True),
    )
    cut, _ = second.fit(values)
    np.testing.assert_allclose(cut.coefficients.T, DAHLBERG_SECOND, atol=5e-9)
