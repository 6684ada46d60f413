"""VAR: cases small enough to compute by hand, and identities that hold for any data."""

import doctest
import importlib

import numpy as np
import pytest

from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.diagnostics import normality, portmanteau_statistic
from wenmai.econometrics.var.estimate import fit_least_squares
from wenmai.econometrics.var.estimators import HalfPanelJackknife, LeastSquares
from wenmai.econometrics.var.gmm import Gmm
from wenmai.econometrics.var.lag_order import largest_order
from wenmai.econometrics.var.responses import impulse_responses, variance_decomposition
from wenmai.econometrics.var.sample import Variable, prepare
from wenmai.econometrics.var.unit_roots import dickey_fuller_t, panel_tests

MODULES = ("bands", "bootstrap", "design", "diagnostics", "estimate", "estimators", "gmm")
MORE = ("lag_order", "responses", "results", "sample", "scenarios", "unit_roots")


@pytest.mark.parametrize("name", [*MODULES, *MORE])
def test_the_examples_in_the_docstrings_are_true(name):
    module = importlib.import_module(f"wenmai.econometrics.var.{name}")
    assert doctest.testmod(module, extraglobs={"np": np}).failed == 0


@pytest.fixture
def panel():
    """Twelve units, nine years, two variables; unit effects far apart."""
    random = np.random.default_rng(3)
    values = np.zeros((12, 9, 2))
    level = 5 * random.standard_normal((12, 2))
    values[:, 0] = level
    for year in range(1, 9):
        shock = random.standard_normal((12, 2)) @ np.array([[1.0, 0.5], [0.0, 0.8]])
        values[:, year] = 0.4 * level + values[:, year - 1] @ [[0.5, 0.1], [0.2, 0.4]] + shock
    return values


def design_of(values, lags=1, trend="c"):
    return Design(np.ones(values.shape[:2], dtype=bool), lags, values.shape[2], trend)


def test_a_var_of_one_lag_responds_by_powers_of_its_matrix():
    matrix, covariance = np.array([[0.5, 0.2], [0.0, 0.4]]), np.array([[4.0, 2.0], [2.0, 5.0]])
    found = impulse_responses(matrix[None], covariance, 2, "orthogonalized")
    assert found[0].tolist() == [[2.0, 0.0], [1.0, 2.0]]
    assert found[1].tolist() == [[1.2, 0.4], [0.4, 0.8]]
    shares, errors = variance_decomposition(found)
    # variable 1 after one step: 2² + 1.2² by its own shock, 0² + 0.4² by the other
    assert shares[1, 0, 0] == pytest.approx(5.44 / 5.60)
    assert errors[1, 0] == pytest.approx(np.sqrt(5.60))


def test_generalized_responses_do_not_depend_on_the_order():
    random = np.random.default_rng(1)
    matrices, root = 0.3 * random.standard_normal((2, 3, 3)), random.standard_normal((3, 3))
    covariance, turned = root @ root.T, [2, 0, 1]
    here = impulse_responses(matrices, covariance, 6, "generalized")
    there = impulse_responses(
        matrices[:, turned][:, :, turned], covariance[np.ix_(turned, turned)], 6, "generalized"
    )
    assert np.allclose(here[:, turned][:, :, turned], there)
    first = impulse_responses(matrices, covariance, 6, "orthogonalized")
    # the first shock in the order is the same in both
    assert np.allclose(here[:, :, 0], first[:, :, 0])
    assert not np.allclose(here[:, :, 1], first[:, :, 1])


def test_the_panel_estimate_is_least_squares_with_a_dummy_for_every_unit(panel):
    units, years, k = panel.shape
    left, lagged = panel[:, 1:].reshape(-1, k), panel[:, :-1].reshape(-1, k)
    dummies = np.kron(np.eye(units), np.ones((years - 1, 1)))
    solved, *_ = np.linalg.lstsq(np.hstack([lagged, dummies]), left)
    fit = fit_least_squares(panel, design_of(panel))
    assert np.allclose(fit.coefficients, solved[:k])
    assert np.allclose(fit.constants[:, 0], solved[k:])
    residuals = left - np.hstack([lagged, dummies]) @ solved
    assert np.allclose(fit.covariance, residuals.T @ residuals / (units * (years - 1) - units - k))


def test_clustered_errors_are_those_of_statsmodels(panel):
    import statsmodels.api as sm

    units, years, k = panel.shape
    left, lagged = panel[:, 1:], panel[:, :-1]

    def within(values):
        return (values - values.mean(axis=1, keepdims=True)).reshape(-1, k)

    groups = np.repeat(np.arange(units), years - 1)
    fit = fit_least_squares(panel, design_of(panel))
    for equation in range(k):
        theirs = sm.OLS(within(left)[:, equation], within(lagged)).fit(
            cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
        )
        expected = theirs.bse * np.sqrt(units / (units - 1))
        assert np.allclose(fit.standard_errors[:, equation], expected)


def test_forward_orthogonal_least_squares_is_the_within_estimate(panel):
    design = design_of(panel)
    operator = Gmm(design, "forward_orthogonal", 1).operator
    assert np.allclose((operator @ np.swapaxes(operator, -1, -2))[0, :-1, :-1], np.eye(7))
    moved = operator @ np.concatenate([panel[:, :-1], panel[:, 1:]], axis=-1)
    flat = moved.reshape(-1, 4)
    solved, *_ = np.linalg.lstsq(flat[:, :2], flat[:, 2:])
    assert np.allclose(solved, fit_least_squares(panel, design).coefficients)


@pytest.mark.parametrize("transformation", ["forward_orthogonal", "first_difference"])
def test_just_identified_gmm_is_two_stage_least_squares(panel, transformation):
    design = design_of(panel)
    fit, checks = Gmm(design, transformation, instrument_lags=1).fit(panel)
    levels = panel - panel.mean(axis=(0, 1))
    rows = []
    for unit in levels:
        for year in range(1, 8):
            if transformation == "first_difference":
                if year == 1:
                    continue  # the level two years before the second year is not observed
                rows.append(
                    (unit[year - 2], unit[year - 1] - unit[year - 2], unit[year] - unit[year - 1])
                )
            else:
                later = 8 - year
                scale = np.sqrt(later / (later + 1))
                rest = slice(year, 8), slice(year + 1, 9)
                rows.append(
                    (
                        unit[year - 1],
                        scale * (unit[year - 1] - unit[rest[0]].mean(axis=0)),
                        scale * (unit[year] - unit[rest[1]].mean(axis=0)),
                    )
                )
        if transformation == "first_difference":
            rows.append((unit[6], unit[7] - unit[6], unit[8] - unit[7]))
    instruments, lagged, now = (np.array(part) for part in zip(*rows, strict=True))
    expected = np.linalg.solve(instruments.T @ lagged, instruments.T @ now)
    assert np.allclose(fit.coefficients, expected)
    assert np.allclose(checks.hansen, 0)


def test_gmm_does_not_depend_on_units_of_measure(panel):
    design = design_of(panel)
    gmm = Gmm(design, "forward_orthogonal", instrument_lags=3, steps=2)
    moved = gmm.fit(100 + panel * [1000, 1])[0].coefficients
    assert np.allclose(moved, gmm.fit(panel)[0].coefficients * [[1, 1e-3], [1e3, 1]])


def test_the_jackknife_takes_both_ways_to_halve_an_odd_number_of_years(panel):
    values = panel[:, :8]  # seven equations
    design = design_of(values)

    def part(first, last):
        return fit_least_squares(values[:, first:last], design_of(values[:, first:last]))

    halves = [part(0, 4), part(3, 8), part(0, 5), part(4, 8)]
    mean = sum(half.coefficients for half in halves) / 4
    whole = fit_least_squares(values, design).coefficients
    assert np.allclose(HalfPanelJackknife(design).estimate(values)[0], 2 * whole - mean)


def test_an_unbalanced_panel_uses_what_every_unit_has(panel):
    observed = np.ones(panel.shape[:2], dtype=bool)
    observed[0, :4] = False  # the first unit starts late
    observed[1, 5:] = False  # the second ends early
    values = np.where(observed[..., None], panel, 0.0)
    design = Design(observed, 1, 2, "c")
    lines = [(0, range(5, 9)), (1, range(1, 5)), *((unit, range(1, 9)) for unit in range(2, 12))]
    left = np.vstack([panel[u, list(t)] - panel[u, list(t)].mean(axis=0) for u, t in lines])
    before = [(u, [year - 1 for year in t]) for u, t in lines]
    lagged = np.vstack([panel[u, t] - panel[u, t].mean(axis=0) for u, t in before])
    solved, *_ = np.linalg.lstsq(lagged, left)
    assert design.n_rows == len(left) == 88
    assert np.allclose(fit_least_squares(values, design).coefficients, solved)
    assert np.allclose(LeastSquares(design).estimate(values)[0], solved)


@pytest.mark.parametrize(("years", "trend", "expected"), [(20, "c", 4), (8, "c", 1), (6, "ct", 0)])
def test_the_largest_order_leaves_as_many_rows_as_variables(years, trend, expected):
    observed = np.ones((1, years), dtype=bool)
    assert largest_order(observed, 3, trend) == expected
    if expected:
        assert Design(observed, expected, 3, trend).freedom >= 3
    assert Design(observed, expected + 1, 3, trend).freedom < 3


def test_logs_and_differences_shorten_the_series():
    levels = np.exp(np.array([[[0.0, 1.0], [1.0, 1.0], [3.0, 2.0], [6.0, 9.0]]]))
    sample = prepare(
        levels, ["a"], range(2001, 2005), [Variable("x", True, 1), Variable("y", True)]
    )
    assert sample.span == (2002, 2004)
    assert np.allclose(sample.series(0), [[1, 1], [2, 2], [3, 9]])


def test_year_effects_leave_the_differences_between_units(panel):
    years = range(2001, 2010)
    units = [f"u{number}" for number in range(12)]
    variables = [Variable("x"), Variable("y")]
    plain = prepare(panel, units, years, variables, year_effects=True)
    shifted = panel + np.arange(9.0)[None, :, None] ** 2
    assert np.allclose(plain.values.mean(axis=0), 0)
    moved = prepare(shifted, units, years, variables, year_effects=True)
    assert np.allclose(plain.values, moved.values)


def test_portmanteau_and_normality_are_those_of_statsmodels_for_one_series():
    from statsmodels.tsa.api import VAR

    series = np.random.default_rng(5).standard_normal((80, 2)).cumsum(axis=0)
    result = VAR(series).fit(1)
    found = float(portmanteau_statistic(result.resid[None], 6)) * len(result.resid)
    assert found == pytest.approx(result.test_whiteness(6).test_statistic)
    ours, theirs = normality(result.resid), result.test_normality()
    assert ours.statistic == pytest.approx(theirs.test_statistic)
    assert ours.p_value == pytest.approx(theirs.pvalue)


@pytest.mark.parametrize(("trend", "terms"), [("c", 1), ("ct", 2)])
@pytest.mark.parametrize("lags", [0, 2])
def test_dickey_fuller_t_is_that_of_statsmodels(trend, terms, lags):
    from statsmodels.tsa.stattools import adfuller

    series = np.random.default_rng(8).standard_normal((4, 30)).cumsum(axis=1)
    ours = dickey_fuller_t(series, terms, lags)
    theirs = [
        adfuller(one, maxlag=lags, regression=trend, autolag=None, result_object=False)[0]
        for one in series
    ]
    assert np.allclose(ours, theirs)


@pytest.mark.parametrize("years", [10, 40])
def test_panel_unit_root_tests_hold_their_size_in_short_and_long_panels(years):
    random = np.random.default_rng(11)
    rejected = np.zeros(2)
    for _ in range(200):
        walks = random.standard_normal((14, years)).cumsum(axis=1)
        rejected += [test.is_stationary for test in panel_tests(list(walks), "c", 0)]
    # 5 % of 200, four standard errors to either side
    assert (np.abs(rejected / 200 - 0.05) < 0.062).all()
    noise = random.standard_normal((14, years))
    assert all(test.is_stationary for test in panel_tests(list(noise), "c", 0))


def autoregressive(seed, units=60, periods=7, memory=0.0):
    """Two variables with effects of units; errors remember their last value by ``memory``."""
    random = np.random.default_rng(seed)
    matrix = np.array([[0.5, 0.1], [0.0, 0.4]])
    effects = random.normal(size=(units, 2))
    values, error = effects.copy(), np.zeros((units, 2))
    kept = []
    for _ in range(20 + periods):
        error = memory * error + random.normal(size=(units, 2))
        values = values @ matrix.T + effects + error
        kept.append(values)
    return np.stack(kept[-periods:], axis=1)


def test_two_step_errors_are_windmeijers():
    """The slope of the second step in the first is differentiated numerically."""
    values = autoregressive(3)
    gmm = Gmm(design_of(values), "first_difference", instrument_lags=3, steps=2)
    parts = gmm._parts(values)
    zx, zy = parts.zx.sum(axis=0), parts.zy.sum(axis=0)

    def second(first, j):
        moments = parts.zy[..., j] - parts.zx @ first
        weight = np.linalg.inv(moments.T @ moments)
        bread = np.linalg.solve(zx.T @ weight @ zx, zx.T @ weight)
        return bread @ zy[:, j], bread, moments

    one = Gmm(design_of(values), "first_difference", instrument_lags=3)
    start, step = one.fit(values)[0], 1e-6
    spread = start.coefficient_covariance
    fit = gmm.fit(values)[0]
    for j in range(2):
        first = start.coefficients[:, j]
        found, bread, moments = second(first, j)
        slope = np.column_stack(
            [
                (second(first + step * e, j)[0] - second(first - step * e, j)[0]) / (2 * step)
                for e in np.eye(2)
            ]
        )
        places = [row * 2 + j for row in range(2)]
        v_1, v_2 = spread[np.ix_(places, places)], bread @ moments.T @ moments @ bread.T
        expected = v_2 + slope @ v_2 + v_2 @ slope.T + slope @ v_1 @ slope.T
        assert fit.coefficients[:, j] == pytest.approx(found)
        assert fit.standard_errors[:, j] == pytest.approx(np.sqrt(np.diag(expected)), rel=1e-5)


def test_m1_and_m2_are_arellano_and_bonds():
    """Equation 8 of 1991 with all its terms, unit by unit."""
    values = autoregressive(5)
    gmm = Gmm(design_of(values), "first_difference", instrument_lags=3)
    fit, checks = gmm.fit(values)
    parts = gmm._parts(values)
    zx = parts.zx.sum(axis=0)
    weight = np.linalg.inv(parts.zz.sum(axis=0))
    bread = np.linalg.solve(zx.T @ weight @ zx, zx.T @ weight)
    lagged, now = np.diff(values[:, :-1], axis=1), np.diff(values[:, 1:], axis=1)
    left = now - lagged @ fit.coefficients
    for order in (1, 2):
        for j in range(2):
            u, w, x = left[:, order:, j], left[:, :-order, j], lagged[:, order:]
            own = (w * u).sum(axis=1)
            slope = np.einsum("it,itq->q", w, x)
            moments = parts.zy[..., j] - parts.zx @ fit.coefficients[:, j]
            variance = (own**2).sum() - 2 * slope @ bread @ (moments * own[:, None]).sum(axis=0)
            variance += slope @ bread @ moments.T @ moments @ bread.T @ slope
            expected = own.sum() / np.sqrt(variance)
            assert checks.serial[order - 1, j] == pytest.approx(expected)


def test_m2_rejects_errors_that_remember_and_seldom_others():
    def rejected(memory):
        drawn = [autoregressive(seed, units=150, memory=memory) for seed in range(100)]
        gmm = Gmm(design_of(drawn[0]), "first_difference", instrument_lags=2)
        found = [gmm.fit(values)[1].serial for values in drawn]
        return (np.abs(found) > 1.96).mean(axis=(0, 2))

    first, second = rejected(0.0)
    assert first > 0.95  # differences of independent errors are correlated at order 1 ...
    assert second < 0.1  # ... and not at order 2
    assert rejected(0.6)[1] > 0.3


@pytest.mark.parametrize("transformation", ["first_difference", "forward_orthogonal"])
def test_uncollapsed_raw_instruments_are_blocks_of_levels_by_period(transformation):
    """Arellano and Bond (1991), table of instruments: each period has its own levels."""
    values = autoregressive(4, units=80, periods=6) + np.array([7.0, 0.0])
    design = design_of(values)
    gmm = Gmm(design, transformation, 4, is_collapsed=False, is_centred=False)
    is_difference = transformation == "first_difference"
    n_levels = [period - 1 if is_difference else period for period in range(1, 6)]
    # the last row has no forward deviation, the first no difference
    places = range(1, 5) if is_difference else range(4)
    counts = [min(n_levels[place], 4) for place in places]
    assert gmm.n_instruments == 2 * sum(counts)
    zx, zy, weight = 0, 0, 0
    for unit, operator in zip(values, gmm.operator, strict=True):
        z = np.zeros((5, 2 * sum(counts)))
        at = 0
        for place, count in zip(places, counts, strict=True):
            last = place if is_difference else place + 1
            levels = unit[last - count : last].ravel()
            z[place, at : at + len(levels)] = levels
            at += len(levels)
        zx = zx + z.T @ operator @ unit[:-1]
        zy = zy + z.T @ operator @ unit[1:]
        weight = weight + z.T @ operator @ operator.T @ z
    turned = zx.T @ np.linalg.inv(weight)
    expected = np.linalg.solve(turned @ zx, turned @ zy)
    fit, checks = gmm.fit(values)
    assert fit.coefficients == pytest.approx(expected)
    assert checks.freedom == gmm.n_instruments - 2
    # collapsed and centred instruments stay what they were
    assert Gmm(design, transformation, 4).n_instruments == 8
