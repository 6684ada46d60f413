"""VAR samples that cannot carry their model: a row says why, and the other models still run."""

import numpy as np
import pandas as pd
import pytest

from wenmai.econometrics.var.results import var_results
from wenmai.econometrics.var.schema import PARTS, VAR_SCHEMA
from wenmai.sentences import text_of

NAMES = ("x", "y")
MODEL = {
    **{"study_code": "s", "model_code": "m", "kind": "auto", "combine": None},
    **{"has_year_effects": False, "lags": 1.0, "lag_criterion": None, "max_lags": 4},
    **{"trend": "c", "transformation": "within", "estimator": "ols", "instrument_lags": None},
    **{
        "gmm_steps": 1,
        "is_collapsed": True,
        "is_centred": True,
        "is_joint": False,
        "bias_correction": None,
        "horizon": 4,
        "band_method": "residual",
    },
    **{"interval_kind": None, "band_level": 0.95, "replications": 100, "seed": 1},
}


def panel(units=6, years=12, names=NAMES, seed=1):
    random = np.random.default_rng(seed)
    shocks = random.standard_normal((units, years, len(names)))
    values = np.zeros_like(shocks)
    for year in range(1, years):
        values[:, year] = 0.5 * values[:, year - 1] + shocks[:, year]
    return values + 10


def cells_of(values, names=NAMES, model="m"):
    units, years, _ = values.shape
    return pd.DataFrame(
        [
            ("s", model, f"{210100 + 100 * unit}", 2001 + year, name, values[unit, year, place])
            for unit in range(units)
            for year in range(years)
            for place, name in enumerate(names)
        ],
        columns=["study_code", "model_code", "unit_code", "year", "variable_code", "value"],
    )


def variables_of(names=NAMES, is_logged=False, differences=0, model="m", held_by=None):
    return pd.DataFrame(
        {
            "study_code": "s",
            "model_code": model,
            "variable_code": names,
            "is_logged": is_logged,
            "differences": differences,
            "held_by": held_by,
            "is_exogenous": False,
            "variable_position": range(1, len(names) + 1),
        }
    )


def run(values, names=NAMES, is_logged=False, differences=0, held_by=None, **changes):
    cells = cells_of(values, names)
    models = pd.DataFrame([MODEL | changes])
    variables = variables_of(names, is_logged, differences, held_by=held_by)
    (row,) = var_results(cells, models, variables).to_pylist()
    return row


def refused(row):
    assert row["status"] == "refused"
    assert all(not row[part] for part in PARTS if part != "unit_roots")
    return row["reason_code"], text_of(row["reason_said"])


def test_a_sound_panel_is_estimated():
    row = run(panel())
    assert (row["status"], row["reason_said"], row["notes_said"]) == ("estimated", None, None)
    assert (row["n_units"], row["n_rows"], row["n_missing"]) == (6, 66, 0)
    assert (row["bias_correction"], row["interval_kind"]) == ("bootstrap", "percentile")
    assert all(row[part] for part in PARTS if part != "cointegration")


def test_a_single_unit_is_a_var_of_one_series():
    row = run(panel(1, 40))
    assert (row["model_kind"], row["bias_correction"]) == ("var", "none")
    assert len(row["cointegration"]) == 2


def test_a_scenario_of_ones_own_size_is_a_multiple_of_the_usual_one():
    usual, own = (run(panel(1, 40), held_by=size)["scenarios"] for size in (None, 0.5))
    for one, other in zip(usual, own, strict=True):
        factor = 0.5 / one["shock_size"]
        assert other["shock_size"] == 0.5 and other["path_se"] == one["path_se"]
        numbers = ("value", "lower", "upper")
        assert [other[n] for n in numbers] == pytest.approx([factor * one[n] for n in numbers])
        assert other["path"] == pytest.approx(other["forecast"] + other["value"])


def test_fewer_observations_than_the_lags_need():
    code, reason = refused(run(panel(1, 9), lags=3.0))
    assert code == "too_few_observations"
    assert (
        "9 observations of 1 unit do not carry 3 lags of 2 variables, they allow at most 2"
        in reason
    )


def test_a_criterion_looks_no_further_than_the_sample_carries():
    row = run(panel(1, 14), lags=np.nan, lag_criterion="aic", max_lags=8)
    assert row["status"] == "estimated"
    assert [line["lags"] for line in row["lag_selection"]] == [1, 2, 3]
    assert row["max_estimable_lags"] == 3
    assert "Lags were compared up to 3" in text_of(row["notes_said"])
    assert sum(line["is_used"] for line in row["lag_selection"]) == 1


@pytest.mark.parametrize("units", [1, 5])
def test_a_constant_series(units):
    values = panel(units, 30)
    values[..., 1] = 7.3
    code, reason = refused(run(values))
    assert (code, "'y' does not vary" in reason) == ("constant_series", True)


def test_a_series_that_only_differs_between_units_is_constant_to_a_panel():
    values = panel(5, 12)
    values[..., 1] = np.arange(5.0)[:, None] / 3
    code, reason = refused(run(values))
    assert (code, "'y' does not vary in any unit" in reason) == ("constant_series", True)


@pytest.mark.parametrize("units", [1, 5])
def test_collinear_variables_are_named(units):
    values = panel(units, 40, names=("x", "y", "z"))
    values[..., 2] = 2 * values[..., 0] - values[..., 1] + 3
    code, reason = refused(run(values, names=("x", "y", "z")))
    assert code == "collinear_regressors"
    assert any(f"'{name}'" in reason for name in "xyz")


def test_residuals_that_determine_each_other_have_no_order():
    values = panel(1, 60, names=("x", "y"))
    # y follows x with the same shock, its lag does not
    values[0, 1:, 1] = values[0, 1:, 0] - 0.9 * values[0, :-1, 0]
    code, reason = refused(run(values))
    assert code == "collinear_regressors"
    assert "'x', 'y'" in reason


def test_a_gap_inside_a_series_keeps_the_longest_stretch_and_counts_the_rest():
    values = panel(1, 40)
    values[0, 6] = np.nan
    values[0, 30, 1] = np.nan
    row = run(values)
    assert row["status"] == "estimated"
    assert (row["first_year"], row["last_year"]) == (2008, 2030)
    assert (row["n_observations"], row["n_missing"], row["n_dropped"]) == (23, 2, 15)
    assert "15 of 38 unit-years" in text_of(row["notes_said"])
    alone = run(panel(1, 40)[:, 7:30])
    ours, theirs = row["coefficients"], alone["coefficients"]
    assert [line["coefficient"] for line in ours] == [line["coefficient"] for line in theirs]


def test_units_of_a_panel_may_have_different_gaps():
    values = panel(6, 12)
    values[0, 3] = np.nan
    values[1, :5] = np.nan
    values[2] = np.nan
    row = run(values)
    assert (row["status"], row["n_units"]) == ("estimated", 5)
    assert (row["n_observations"], row["n_dropped"]) == (3 * 12 + 8 + 7, 3)
    assert "1 units without a complete year were left out" in text_of(row["notes_said"])


def test_zeros_under_a_log_are_counted_and_the_first_is_named():
    values = panel()
    values[1, 3, 0] = 0.0
    values[4, 2, 0] = -1.0
    code, reason = refused(run(values, is_logged=True))
    assert code == "not_positive_under_log"
    assert "2 values of 'x'" in reason
    assert "unit 210200 in 2004" in reason


def test_one_unit_only_is_no_panel():
    code, reason = refused(run(panel(1, 20), kind="panel_var"))
    assert (code, "only 210100 has data" in reason) == ("one_unit_only", True)


def test_one_year_only_is_no_series():
    assert refused(run(panel(6, 1)))[0] == "one_year_only"
    assert refused(run(panel(6, 1)[:, :1], differences=1))[0] == "no_data"


def test_several_units_are_no_single_series():
    code, reason = refused(run(panel(), kind="var"))
    assert (code, "the sample has 6 units" in reason) == ("several_units", True)


def test_units_are_combined_in_years_in_which_all_report():
    values = panel(3, 30)
    values[1, 29, 0] = np.nan
    row = run(values, combine="sum")
    assert (row["model_kind"], row["n_units"], row["last_year"]) == ("var", 1, 2029)
    total = run(values[:, :29].sum(axis=0, keepdims=True))
    assert [line["coefficient"] for line in row["coefficients"]] == pytest.approx(
        [line["coefficient"] for line in total["coefficients"]]
    )
    mean = run(values, combine="mean")
    assert mean["roots"] == row["roots"]


def test_more_instruments_than_units_are_no_two_step_gmm():
    gmm = {"estimator": "gmm", "transformation": "forward_orthogonal", "gmm_steps": 2}
    code, reason = refused(run(panel(), **gmm, instrument_lags=4.0))
    assert (code, "8 moments" in reason) == ("too_few_units", True)
    assert refused(run(panel(), **gmm, lags=2.0, instrument_lags=1.0))[0] == "too_few_instruments"
    row = run(panel(), **gmm, instrument_lags=2.0)
    assert row["status"] == "estimated"
    tests = [line for line in row["residual_tests"] if line["test_code"] == "hansen_j"]
    assert [line["degrees_of_freedom"] for line in tests] == [2, 2]


def test_an_explosive_var_is_estimated_and_says_so():
    values = panel(1, 30)
    values[0, :, 0] = 1.2 ** np.arange(30) + values[0, :, 0]
    row = run(values)
    assert row["status"] == "estimated"
    assert row["largest_root"] > 1
    assert "not stable" in text_of(row["notes_said"])


def test_bands_are_withheld_when_too_many_replications_fail():
    row = run(panel(2, 5), band_method="unit_block", bias_correction="none", lags=2.0)
    assert row["status"] == "refused" or row["n_failed_replications"] > 5
    row = run(panel(3, 4), band_method="unit_block", bias_correction="none")
    assert row["status"] == "estimated"
    assert row["n_failed_replications"] > 5
    assert all(line["lower"] is None for line in row["responses"])
    assert all(line["value"] is not None for line in row["responses"])
    assert "too many for intervals" in text_of(row["notes_said"])


def test_one_model_that_cannot_be_estimated_leaves_the_others_alone():
    sound, broken = panel(), panel()
    broken[..., 1] = 1.0
    cells = pd.concat([cells_of(sound, model="a"), cells_of(broken, model="b")])
    models = pd.DataFrame([MODEL | {"model_code": code} for code in ("c", "b", "a")])
    variables = pd.concat([variables_of(model=code) for code in ("a", "b", "c")])
    rows = var_results(cells, models, variables).to_pylist()
    assert [(row["model_code"], row["status"], row["reason_code"]) for row in rows] == [
        ("a", "estimated", None),
        ("b", "refused", "constant_series"),
        ("c", "refused", "no_data"),
    ]


def test_no_declared_model_gives_an_empty_typed_table():
    empty = var_results(
        cells_of(panel())[:0], pd.DataFrame(MODEL, index=[])[:0], variables_of()[:0]
    )
    assert empty.num_rows == 0
    assert empty.schema == VAR_SCHEMA
