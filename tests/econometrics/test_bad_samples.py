"""Samples that cannot carry their model: a reason in words, never a crash or a silent number."""

import numpy as np
import pandas as pd
import pytest

from wenmai.econometrics.design import ModelSpec, build_design
from wenmai.econometrics.refusal import NotEstimable


def sample(units: int = 4, years: int = 5, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    index = pd.MultiIndex.from_product(
        [[f"2101{unit:02d}" for unit in range(units)], range(2015, 2015 + years)],
        names=["unit_code", "year"],
    )
    data = {name: rng.lognormal(size=units * years) for name in ("y", "a", "b")}
    return pd.DataFrame(data, index=index).assign(**columns)


def refusal(wide: pd.DataFrame, spec: ModelSpec) -> tuple[str, str]:
    with pytest.raises(NotEstimable) as caught:
        build_design(wide, spec)
    return caught.value.code, str(caught.value)


def test_zeros_and_negatives_under_a_log_are_counted_and_named():
    wide = sample()
    wide.iloc[[0, 1, 7, 12], 1] = [0.0, -2.0, 0.0, 0.0]
    code, reason = refusal(wide, ModelSpec("y", ("a",), logged=frozenset(["a"])))
    assert code == "not_positive_under_log"
    assert "4 of 20 rows" in reason
    assert "210100 in 2015, 210100 in 2016, 210101 in 2017 and 1 more" in reason


def test_a_zero_without_a_log_is_a_number():
    wide = sample()
    wide.iloc[0, 1] = 0.0
    assert len(build_design(wide, ModelSpec("y", ("a",))).y) == 20


def test_collinear_regressors_are_named():
    wide = sample()
    wide["c"] = 2 * wide["a"] - wide["b"]
    code, reason = refusal(wide, ModelSpec("y", ("a", "b", "c"), effects="pooled"))
    assert code == "collinear_regressors"
    assert reason.startswith("c is an exact linear combination of a and b.")


def test_logs_of_a_product_are_collinear():
    wide = sample()
    wide["c"] = wide["a"] * wide["b"]
    spec = ModelSpec("y", ("a", "b", "c"), logged=frozenset("abc"))
    assert refusal(wide, spec)[0] == "collinear_regressors"


def test_a_regressor_without_variation_within_units_is_absorbed():
    wide = sample()
    wide["c"] = np.repeat([3.1, 4.2, 5.3, 7.7], 5)
    code, reason = refusal(wide, ModelSpec("y", ("a", "c")))
    assert code == "collinear_regressors"
    assert reason == "c does not vary within units: the fixed effects absorb it."
    assert len(build_design(wide, ModelSpec("y", ("a", "c"), effects="random")).y) == 20


def test_a_regressor_that_is_the_same_everywhere_in_a_year_is_absorbed_by_two_ways():
    wide = sample()
    wide["c"] = np.tile([1.0, 4.0, 2.0, 8.0, 5.0], 4)
    code, reason = refusal(wide, ModelSpec("y", ("a", "c"), effects="two_way"))
    assert (code, reason[:37]) == ("collinear_regressors", "c does not vary within units and year")


@pytest.mark.parametrize("series", ["y", "a"])
def test_a_constant_series_is_named(series):
    wide = sample(**{series: 3.25})
    code, reason = refusal(wide, ModelSpec("y", ("a",), effects="pooled"))
    assert code == "constant_series"
    assert reason == f"{series} is constant over the 20 rows of the sample."


def test_one_unit_has_no_unit_effects():
    wide = sample(units=1, years=12)
    code, reason = refusal(wide, ModelSpec("y", ("a",)))
    assert code == "one_unit_only"
    assert reason == "The sample has one unit only, 210100; fixed effects need several."
    assert refusal(wide, ModelSpec("y", ("a",), effects="pooled", covariance="cluster"))[0] == code
    assert len(build_design(wide, ModelSpec("y", ("a",), effects="pooled")).y) == 12


def test_one_year_has_no_changes():
    wide = sample(units=12, years=1)
    code, reason = refusal(wide, ModelSpec("y", ("a",)))
    assert code == "one_year_only"
    assert reason == "The sample has one year only, 2015; fixed effects need several."
    pooled = ModelSpec("y", ("a",), effects="pooled", covariance="driscoll_kraay")
    assert refusal(wide, pooled)[0] == code
    assert len(build_design(wide, ModelSpec("y", ("a",), effects="pooled")).y) == 12


def test_too_few_rows_are_counted_with_those_that_were_lost():
    wide = sample(units=3, years=2)
    wide.iloc[0, 1] = np.nan
    code, reason = refusal(wide, ModelSpec("y", ("a", "b")))
    assert code == "too_few_observations"
    assert reason == "5 observations (1 rows lack a value) are too few for 5 parameters."


def test_random_effects_need_more_units_than_coefficients():
    code, reason = refusal(sample(units=3), ModelSpec("y", ("a", "b"), effects="random"))
    assert code == "too_few_observations"
    assert "3 unit means" in reason


def test_random_effects_need_variation_within_units():
    wide = sample(units=8, years=2)
    wide.iloc[1::2, 0] = np.nan
    wide.iloc[1, 0] = 1.0
    code, reason = refusal(wide, ModelSpec("y", ("a",), effects="random"))
    assert code == "too_few_observations"
    assert reason.startswith("9 observations of 8 units leave nothing")


def test_a_between_model_counts_units():
    code, reason = refusal(sample(units=3), ModelSpec("y", ("a", "b"), effects="between"))
    assert (code, reason) == ("too_few_observations", "3 units are too few for 3 parameters.")


def test_gaps_are_left_out_and_counted():
    wide = sample()
    wide.iloc[[3, 9], 0] = np.nan
    wide.iloc[[3, 11], 1] = np.nan
    design = build_design(wide, ModelSpec("y", ("a",)))
    assert (len(design.y), design.n_missing) == (17, 3)


def test_a_variable_without_any_value_is_named():
    code, reason = refusal(sample(b=np.nan), ModelSpec("y", ("a", "b")))
    assert (code, reason) == ("no_data", "No value of b lies in the sample.")


def test_series_that_never_meet_are_refused():
    wide = sample()
    wide.loc[wide.index.get_level_values("year") < 2017, "a"] = np.nan
    wide.loc[wide.index.get_level_values("year") >= 2017, "b"] = np.nan
    code, reason = refusal(wide, ModelSpec("y", ("a", "b")))
    assert code == "no_data"
    assert "do not overlap" in reason


def test_an_empty_sample_is_refused():
    assert refusal(sample().iloc[:0], ModelSpec("y", ("a",)))[0] == "no_data"
