"""Panel estimates on panels small enough, or regular enough, to know the answer."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.api import OLS

from wenmai.econometrics.design import ModelSpec, build_design
from wenmai.econometrics.goodness import goodness, variance_inflation
from wenmai.econometrics.panel import estimate
from wenmai.econometrics.panel_tests import f_tests, mundlak, panel_tests, two_estimates
from wenmai.econometrics.refusal import NotEstimable


def panel(values: dict[str, list[float]], units: int, years: int) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(
        [[f"u{unit}" for unit in range(units)], range(2001, 2001 + years)],
        names=["unit_code", "year"],
    )
    return pd.DataFrame(values, index=index)


def drawn(seed: int, units: int = 6, years: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(units * years, 2))
    effects = np.repeat(rng.normal(size=units), years)
    y = 1 + x @ [0.7, -0.4] + effects + 0.3 * rng.normal(size=units * years)
    return panel({"y": y, "a": x[:, 0], "b": x[:, 1]}, units, years)


def test_a_constant_and_slopes_that_fit_exactly_are_found():
    wide = panel({"y": [3, 5, 7, 4, 6, 9], "x": [1, 2, 3, 1.5, 2.5, 4]}, 2, 3)
    found = estimate(build_design(wide, ModelSpec("y", ("x",), effects="pooled")), "pooled")
    assert found.coefficients == pytest.approx([1, 2])
    assert found.residuals == pytest.approx(np.zeros(6), abs=1e-12)


def test_fixed_effects_are_least_squares_with_dummies():
    wide = drawn(1)
    design = build_design(wide, ModelSpec("y", ("a", "b")))
    found = estimate(design, "fixed")
    dummies = np.eye(6)[design.units]
    full = np.column_stack([design.x, dummies])
    expected = np.linalg.lstsq(full, design.y, rcond=None)[0]
    assert found.slopes == pytest.approx(expected[:2])
    assert found.coefficients[0] == pytest.approx(expected[2:].mean())
    left = design.y - full @ expected
    variance = left @ left / (30 - 8) * np.linalg.inv(full.T @ full)
    assert found.standard_errors[1:] == pytest.approx(np.sqrt(np.diag(variance))[:2])
    assert found.residuals == pytest.approx(left)


def test_two_way_effects_are_dummies_also_in_an_unbalanced_panel():
    wide = drawn(2).drop([("u0", 2001), ("u3", 2004), ("u5", 2005)])
    design = build_design(wide, ModelSpec("y", ("a", "b"), effects="two_way"))
    found = estimate(design, "two_way")
    full = np.column_stack([design.x, np.eye(6)[design.units], np.eye(5)[design.years][:, 1:]])
    expected = np.linalg.lstsq(full, design.y, rcond=None)[0]
    assert found.slopes == pytest.approx(expected[:2])
    left = design.y - full @ expected
    assert found.residuals == pytest.approx(left, abs=1e-10)
    variance = left @ left / (27 - 12) * np.linalg.inv(full.T @ full)
    assert found.standard_errors[1:] == pytest.approx(np.sqrt(np.diag(variance))[:2])


@pytest.mark.parametrize("effects", ["pooled", "fixed", "time", "two_way"])
def test_white_errors_are_those_of_least_squares_with_dummies(effects):
    """HC1 of statsmodels on the dummies: what Stata gives as regress or areg, robust."""
    wide = drawn(2).drop([("u0", 2001), ("u3", 2004), ("u5", 2005)])
    design = build_design(wide, ModelSpec("y", ("a", "b"), effects=effects))
    found = estimate(design, effects, "white")
    units, years = np.eye(6)[design.units], np.eye(5)[design.years]
    dummies = {
        "pooled": np.ones((27, 1)),
        "fixed": units,
        "time": years,
        "two_way": np.column_stack([units, years[:, 1:]]),
    }[effects]
    full = OLS(design.y, np.column_stack([design.x, dummies])).fit(cov_type="HC1", use_t=True)
    assert found.slopes == pytest.approx(full.params[:2])
    assert found.standard_errors[1:] == pytest.approx(full.bse[:2])
    assert found.df_residual == full.df_resid
    assert found.residuals == pytest.approx(full.resid, abs=1e-10)


def test_effects_of_years_alone_are_dummies_with_a_test_of_their_own():
    wide = drawn(2).drop([("u0", 2001), ("u3", 2004)])
    design = build_design(wide, ModelSpec("y", ("a", "b"), effects="time"))
    found = estimate(design, "time")
    full = OLS(design.y, np.column_stack([design.x, np.eye(5)[design.years]])).fit()
    plain = OLS(design.y, np.column_stack([design.x, np.ones(28)])).fit()
    assert found.standard_errors[1:] == pytest.approx(full.bse[:2])
    assert found.sigma_e == pytest.approx(np.sqrt(full.mse_resid))
    (tested,) = [one for one in f_tests(design, "time") if one.test_code == "f_time_effects"]
    expected = full.compare_f_test(plain)
    assert (tested.statistic, tested.p_value) == pytest.approx(expected[:2])
    with pytest.raises(NotEstimable, match="one year"):
        only = wide[wide.index.get_level_values("year") == 2003]
        build_design(only, ModelSpec("y", ("a",), effects="time"))


def test_variance_inflation_is_one_over_one_less_r_squared():
    wide = drawn(3)
    wide["b"] = wide["a"] + 0.5 * wide["b"]
    design = build_design(wide, ModelSpec("y", ("a", "b"), effects="pooled"))
    correlation = np.corrcoef(design.x.T)[0, 1]
    expected = 1 / (1 - correlation**2)
    assert variance_inflation(design, "pooled") == pytest.approx([expected, expected])


def test_r_squared_by_correlation_and_by_rss_differ_where_the_line_is_wrong():
    # within units y falls with x, between units it rises
    wide = panel({"y": [3, 2, 1, 13, 12, 11.0], "x": [1, 2, 3, 4, 5, 6.0]}, 2, 3)
    design = build_design(wide, ModelSpec("y", ("x",)))
    fit = goodness(design, "fixed", estimate(design, "fixed"))
    assert fit.within == pytest.approx(1)
    assert fit.between == pytest.approx(1)  # of two points, whatever the slope's sign
    assert fit.between_rss < 0


def test_a_test_that_cannot_be_made_says_why():
    wide = drawn(4, units=3, years=8)
    design = build_design(wide, ModelSpec("y", ("a", "b")))
    tests = {
        test.test_code: test for test in panel_tests(design, "fixed", estimate(design, "fixed"))
    }
    assert tests["hausman"].statistic is None
    assert str(tests["hausman"].note) == "3 units are too few for random effects"
    assert tests["f_unit_effects"].p_value is not None


@pytest.mark.parametrize("dropped", [0, 7])
def test_hausman_compares_the_estimates_that_the_models_give(dropped):
    wide = drawn(9, units=9).sample(45 - dropped, random_state=2)
    design = build_design(wide, ModelSpec("y", ("a", "b")))
    for (slopes, covariance), effects in zip(
        two_estimates(design), ("fixed", "random"), strict=True
    ):
        found = estimate(design, effects)
        assert slopes == pytest.approx(found.slopes, rel=1e-9)
        assert covariance == pytest.approx(found.covariance[1:, 1:], rel=1e-8)


def test_mundlaks_means_are_between_less_within():
    design = build_design(drawn(5, units=9), ModelSpec("y", ("a", "b")))
    within, between = (estimate(design, effects).slopes for effects in ("fixed", "between"))
    means = np.stack([np.bincount(design.units, column) / 5 for column in design.x.T], axis=1)
    wide = replace(design, x=np.hstack([design.x, means[design.units]]), names=tuple("abcd"))
    found = estimate(wide, "pooled", "cluster")
    assert found.slopes == pytest.approx([*within, *(between - within)])
    gap, spread = found.slopes[2:], found.covariance[3:, 3:]
    test = mundlak(design)
    assert test.statistic == pytest.approx(gap @ np.linalg.inv(spread) @ gap / 2)
    assert (test.df_1, test.df_2) == (2, 8)


def test_mundlak_rejects_effects_that_go_with_a_regressor():
    rng = np.random.default_rng(8)
    effects = np.repeat(rng.normal(size=20), 6)
    a = effects + rng.normal(size=120)
    y = a + 2 * effects + rng.normal(size=120)
    design = build_design(panel({"y": y, "a": a}, 20, 6), ModelSpec("y", ("a",)))
    assert mundlak(design).p_value < 0.001
    unrelated = panel({"y": y - 2 * effects + rng.normal(size=120), "a": a}, 20, 6)
    assert mundlak(build_design(unrelated, ModelSpec("y", ("a",)))).p_value > 0.05


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    effects=st.sampled_from(["pooled", "fixed", "two_way", "random"]),
    scale=st.sampled_from([1e-6, 1.0, 1e6]),
)
def test_rescaling_a_regressor_rescales_its_coefficient_only(seed, effects, scale):
    wide = drawn(seed)
    spec = ModelSpec("y", ("a", "b"), effects=effects)
    one = estimate(build_design(wide, spec), effects)
    other = estimate(build_design(wide.assign(a=wide["a"] * scale), spec), effects)
    assert other.coefficients[1] * scale == pytest.approx(one.coefficients[1], rel=1e-6)
    assert other.coefficients[2] == pytest.approx(one.coefficients[2], rel=1e-6)
    assert other.residuals == pytest.approx(one.residuals, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), effects=st.sampled_from(["pooled", "fixed", "two_way"]))
def test_the_order_of_rows_does_not_matter(seed, effects):
    wide = drawn(seed)
    spec = ModelSpec("y", ("a", "b"), effects=effects)
    shuffled = wide.sample(frac=1, random_state=seed)
    one, other = (estimate(build_design(part, spec), effects) for part in (wide, shuffled))
    assert np.array_equal(one.coefficients, other.coefficients)
    assert np.array_equal(one.covariance, other.covariance)
