"""From tables of cells, settings and options to the uncertainty of every study."""

import numpy as np
import pandas as pd
import pyarrow as pa
from support.panels import unit_years

from wenmai.indicators.uncertainty import uncertainty_by_study
from wenmai.indicators.uncertainty.studies import choices_of, panel_of

OPTIONS = {
    "imputation": ["interpolate", "nearest"],
    "normalization": ["minmax", "rank"],
    "weighting": ["entropy"],
    "aggregation": ["arithmetic"],
}
SETTINGS = {
    "entropy_scope": "pooled",
    "weight_cap": None,
    "min_observed_share": 0.6,
    "draws": 256,
    "seed": 3,
    "is_leaving_one_out": True,
    "weight_concentration": None,
    "design": None,
}


def cells(study: str, n_units: int = 5, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    grid = pd.MultiIndex.from_product(
        [[f"u{unit}" for unit in range(n_units)], [2020, 2021], ["a", "b", "c"]],
        names=["unit_code", "year", "indicator_code"],
    ).to_frame(index=False)
    values = rng.lognormal(size=len(grid))
    grid = grid.assign(study_code=study, direction="positive", relative_error=np.nan)
    grid["dimension_code"] = grid["indicator_code"].map({"a": "d", "b": "d", "c": "e"})
    grid = grid.assign(observed_value=values, imputed_value=values, nearest_value=values)
    grid.loc[0, ["observed_value", "nearest_value"]] = [np.nan, 9.0]
    return grid.sample(frac=1, random_state=seed)


def settings(*studies: str, **changes: object) -> pd.DataFrame:
    return pd.DataFrame([{"study_code": study, **SETTINGS, **changes} for study in studies])


def options(*studies: str) -> pd.DataFrame:
    rows = [
        {"study_code": study, "choice_code": choice, "position": place, "option_code": option}
        for study in studies
        for choice, listed in OPTIONS.items()
        for place, option in enumerate(listed, start=1)
    ]
    rows += [
        {"study_code": study, "choice_code": "winsorizing", "position": place,
         "winsor_lower": low, "winsor_upper": 1 - low}
        for study in studies
        for place, low in enumerate([0.01, 0.0], start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows).sample(frac=1, random_state=1)


def doubts(frame: pd.DataFrame, settings: pd.DataFrame, options: pd.DataFrame) -> pa.Table:
    return uncertainty_by_study(unit_years(frame), settings, options)


def test_every_study_gets_one_row_with_all_that_its_draws_say():
    found = doubts(
        pd.concat([cells("s"), cells("t", n_units=3, seed=1)]),
        settings("t", "s"),
        options("s", "t"),
    ).to_pylist()
    assert [row["study_code"] for row in found] == ["s", "t"]
    assert [len(row["uncertainty"]) for row in found] == [10, 6]
    assert [len(row["robustness"]) for row in found] == [8, 4]
    first = found[0]
    assert first["n_draws"] == 256
    assert {(row["output_code"], row["choice_code"]) for row in first["sensitivity"]} == {
        (output, choice)
        for output in ("score", "rank")
        for choice in ("imputation", "winsorizing", "normalization", "leave_one_out")
    }
    for row in first["uncertainty"]:
        assert row["score_p05"] <= row["score_p50"] <= row["score_p95"]
        assert 1 <= row["rank_p05"] <= row["rank_p50"] <= row["rank_p95"] <= 5
    assert (first["n_group_draws"], len(first["groups"])) == (256, 20)
    assert {row["group_code"] for row in first["groups"]} == {"d", "e"}
    # of a dimension of one indicator other weights change nothing, other scales do
    widths = [r["score_p95"] - r["score_p05"] for r in first["groups"] if r["group_code"] == "e"]
    assert 0 < max(widths) < 0.5


def test_one_study_does_not_touch_another():
    both = doubts(
        pd.concat([cells("s"), cells("t", seed=1)]), settings("s", "t"), options("s", "t")
    )
    alone = doubts(cells("s"), settings("s"), options("s"))
    assert both.slice(0, 1).equals(alone)


def test_no_study_gives_an_empty_table_of_the_same_columns():
    empty = doubts(cells("s"), settings("s").iloc[:0], options("s"))
    assert empty.num_rows == 0
    assert empty.schema.equals(doubts(cells("s"), settings("s"), options("s")).schema)


def test_a_panel_too_large_for_the_intervals_of_groups_gets_fewer_draws_or_none(monkeypatch):
    for most, expected in ((20 * 64, 64), (20 * 63, 0)):
        monkeypatch.setattr("wenmai.indicators.uncertainty.summary.GROUP_CELLS", most)
        monkeypatch.setattr("wenmai.indicators.uncertainty.summary.FEWEST_DRAWS", 64)
        (row,) = uncertainty_by_study(
            unit_years(cells("s")), settings("s"), options("s")
        ).to_pylist()
        assert (row["n_group_draws"], len(row["groups"])) == (expected, 20 * (expected > 0))


def test_a_cell_that_no_option_fills_stays_missing():
    panel = panel_of(unit_years(cells("s")))
    assert np.isnan(panel.filled["none"][0, 0])
    assert panel.filled["nearest"][0, 0] == 9.0
    assert not np.isnan(panel.filled["interpolate"]).any()
    assert panel.codes == ("a", "b", "c")


def test_options_keep_their_order_and_the_own_one_stays_first():
    mine = options("s")
    chosen = choices_of(SETTINGS, mine, {"a": 0.1})
    assert chosen.imputation == ("interpolate", "nearest")
    assert chosen.winsorizing == ((0.01, 0.99), (0.0, 1.0))
    assert chosen.leave_one_out and chosen.weight_concentration is None
    assert chosen.measurement_noise == {"a": 0.1}


def test_stated_errors_widen_the_intervals():
    plain, noisy = cells("s", n_units=12), cells("s", n_units=12)
    noisy["relative_error"] = noisy["indicator_code"].map({"a": 0.3, "b": 0.3})
    widths = [
        np.mean(
            [row["score_p95"] - row["score_p05"] for row in found.to_pylist()[0]["uncertainty"]]
        )
        for found in (doubts(frame, settings("s"), options("s")) for frame in (plain, noisy))
    ]
    assert widths[1] > widths[0]


def test_an_indicator_without_any_value_takes_no_part():
    frame = cells("s")
    columns = ["observed_value", "imputed_value", "nearest_value"]
    frame.loc[frame["indicator_code"] == "b", columns] = np.nan
    (row,) = doubts(frame, settings("s"), options("s")).to_pylist()
    scores = [unit["own_score"] for unit in row["uncertainty"]]
    assert all(score is not None and 0 <= score <= 1 for score in scores)


def test_a_study_without_any_value_has_doubts_without_numbers():
    frame = cells("s")
    frame[["observed_value", "imputed_value", "nearest_value"]] = np.nan
    (row,) = doubts(frame, settings("s"), options("s")).to_pylist()
    assert all(unit["score_p50"] is None and unit["n_scored"] == 0 for unit in row["uncertainty"])
    assert all(share["total_order_share"] is None for share in row["sensitivity"])
    assert row["robustness"] == []


def test_a_study_of_one_unit_and_one_indicator_is_certain_of_its_rank():
    frame = cells("s", n_units=1)
    frame = frame[frame["indicator_code"] == "b"]
    (row,) = doubts(frame, settings("s"), options("s")).to_pylist()
    assert [(unit["rank_p05"], unit["rank_p95"]) for unit in row["uncertainty"]] == [(1, 1)] * 2
    assert row["robustness"] == []
