"""VAR bootstrap: the batch gives what a loop over replications gives, and the same every time."""

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from wenmai.econometrics.var.bands import bootstrap_bands
from wenmai.econometrics.var.bootstrap import bias_shift, replicate, simulate
from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.estimate import fit_least_squares, with_coefficients
from wenmai.econometrics.var.estimators import HalfPanelJackknife, LeastSquares, Shifted
from wenmai.econometrics.var.gmm import Gmm

TRUTH = np.array([[0.6, 0.1], [0.2, 0.5]])


def panel(units, years, seed=4):
    random = np.random.default_rng(seed)
    values = np.zeros((units, years + 20, 2))
    for year in range(1, years + 20):
        values[:, year] = values[:, year - 1] @ TRUTH.T + random.standard_normal((units, 2))
    return values[:, 20:]


def everything(values, lags=1):
    design = Design(np.ones(values.shape[:2], dtype=bool), lags, 2, "c")
    return design, fit_least_squares(values, design)


def estimators(design):
    return {
        "least squares": LeastSquares(design),
        "jackknife": HalfPanelJackknife(design),
        "one step": Gmm(design, "forward_orthogonal", 2, 1),
        "two steps": Gmm(design, "first_difference", 2, 2),
        "shifted": Shifted(LeastSquares(design), np.full((2, 2), 0.05)),
    }


@pytest.mark.parametrize("name", list(estimators(everything(panel(8, 9))[0])))
def test_a_batch_of_panels_gives_what_one_panel_after_the_other_gives(name):
    design, _ = everything(panel(8, 9))
    estimator = estimators(design)[name]
    panels = np.stack([panel(8, 9, seed) for seed in range(5)])
    coefficients, covariance = estimator.estimate(panels)
    for place, one in enumerate(panels):
        alone = estimator.estimate(one)
        assert np.allclose(coefficients[place], alone[0])
        assert np.allclose(covariance[place], alone[1])


@pytest.mark.parametrize("name", list(estimators(everything(panel(8, 9))[0])))
def test_counting_units_gives_what_stacking_the_drawn_units_gives(name):
    values = panel(8, 9)
    design, _ = everything(values)
    counts = np.array([[2, 0, 1, 1, 0, 2, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]], dtype=float)
    if name in {"one step", "two steps"}:
        # drawn units keep the instruments' means of the whole panel: the stack must have them too
        counts = counts[1:]
    coefficients, covariance = estimators(design)[name].resample(values, counts)
    for place, count in enumerate(counts.astype(int)):
        stacked = np.repeat(values, count, axis=0)
        alone = estimators(everything(stacked)[0])[name].estimate(stacked)
        assert np.allclose(coefficients[place], alone[0])
        assert np.allclose(covariance[place], alone[1])


def test_a_series_is_resampled_as_statsmodels_would():
    from statsmodels.tsa.api import VAR

    values = panel(1, 60)
    design, fit = everything(values, lags=2)
    shocks = np.random.default_rng(2).standard_normal((6, 1, 58, 2))
    panels = simulate(values, fit, shocks)
    coefficients, covariance = LeastSquares(design).estimate(panels)
    for place, one in enumerate(panels[:, 0]):
        theirs = VAR(one).fit(2)
        assert np.allclose(coefficients[place], theirs.params[1:])
        assert np.allclose(covariance[place], theirs.sigma_u)
    # the equations hold in the simulated series
    constant = fit.constants[0, 0]
    made = (
        constant + panels[:, 0, 1] @ fit.coefficients[:2] + panels[:, 0, 0] @ fit.coefficients[2:]
    )
    assert np.allclose(panels[:, 0, 2], made + shocks[:, 0, 0])
    assert np.allclose(panels[:, 0, :2], values[0, :2])


@pytest.mark.parametrize("method", ["residual", "wild", "unit_block"])
def test_the_same_seed_gives_the_same_bands_on_any_number_of_threads(method):
    values = panel(10, 12)
    design, fit = everything(values)

    def bands(threads, seed=7):
        with threadpool_limits(limits=threads):
            drawn = replicate(
                values, fit, LeastSquares(design), method=method, replications=200, seed=seed
            )
            return bootstrap_bands(fit, drawn, horizon=6, level=0.95)["orthogonalized"]

    one, two, other = bands(1), bands(2), bands(1, seed=8)
    assert np.allclose(one.lower, two.lower, rtol=1e-13, atol=0)
    assert np.allclose(one.upper, two.upper, rtol=1e-13, atol=0)
    assert not np.allclose(one.upper, other.upper)


def test_every_way_to_resample_spreads_as_the_theory_says_in_a_large_panel():
    values = panel(200, 30)
    design, fit = everything(values)
    for method in ("residual", "wild", "unit_block"):
        drawn = replicate(
            values, fit, LeastSquares(design), method=method, replications=600, seed=1
        )
        spread = drawn.coefficients.std(axis=0)
        assert np.allclose(spread, fit.standard_errors, rtol=0.2), method
        # a normal variance estimate has the relative standard error sqrt(2 / rows)
        scatter = np.diagonal(drawn.covariance.std(axis=0)) / np.diagonal(fit.covariance)
        assert np.allclose(scatter, np.sqrt(2 / design.n_rows), rtol=0.25), method


def test_the_bias_of_a_short_panel_is_found_and_mostly_removed():
    values = panel(400, 8)
    design, fit = everything(values)
    plain = LeastSquares(design)
    # Nickell 1981: every coefficient on itself is far too small
    assert (np.diagonal(fit.coefficients.T - TRUTH) < -0.15).all()

    def refit(coefficients):
        return with_coefficients(values, design, coefficients)

    options = {"replications": 300, "seed": 3}
    once = bias_shift(values, fit, plain, refit, **options)
    often = bias_shift(values, fit, plain, refit, **options, rounds=5)

    def error(shift):
        return np.abs(fit.coefficients.T + shift.T - TRUTH).max()

    jackknife = HalfPanelJackknife(design).estimate(values)[0]
    assert error(0 * once) > 0.25
    assert error(once) < 0.45 * error(0 * once)
    # what is left at eight years is of order 1/T²: the simulated units start where the real ones do
    assert error(often) < 0.3 * error(0 * once)
    assert error(often) < error(once)
    assert np.abs(jackknife.T - TRUTH).max() < 0.3 * error(0 * once)


def test_replications_that_cannot_be_estimated_are_counted():
    values = panel(3, 6)
    design, fit = everything(values)
    drawn = replicate(
        values, fit, LeastSquares(design), method="unit_block", replications=300, seed=1
    )
    # one unit drawn three times leaves 5 - 1 - 2 = 2 rows of freedom; all of them are estimable
    assert len(drawn.coefficients) + drawn.n_failed == 300
    short = values[:, :4]
    design, fit = everything(short)
    drawn = replicate(
        short, fit, LeastSquares(design), method="unit_block", replications=300, seed=1
    )
    # one unit, or two, fit exactly: 3 rows less a mean and two lags
    assert 0 < drawn.n_failed < 300
    assert len(drawn.coefficients) + drawn.n_failed == 300


def test_basic_limits_mirror_percentiles_at_the_estimate():
    values = panel(10, 12)
    design, fit = everything(values)
    drawn = replicate(
        values, fit, LeastSquares(design), method="residual", replications=200, seed=1
    )
    one = bootstrap_bands(fit, drawn, horizon=4, level=0.9)
    two = bootstrap_bands(fit, drawn, horizon=4, level=0.9, interval="basic")
    value = one["generalized"].value
    assert np.allclose(two["generalized"].lower, 2 * value - one["generalized"].upper)
    assert np.allclose(two["share"].lower, one["share"].lower)
    assert (one["share"].lower >= 0).all() and (one["share"].upper <= 1).all()
