"""The warehouse built from the demo's files recovers the truth that it did not see."""

import csv
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from wenmai.settings import Settings

TRUTH = Settings.from_env({}).project_dir / "demo" / "truth"
PROVINCES = {"21": (0.421, 0.642), "22": (0.389, 0.587), "23": (0.372, 0.551)}  # P1 Fig 5


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(TRUTH / f"{name}.csv", dtype={"unit_code": str})


def fault_lines(check: str) -> list[dict[str, str]]:
    with (TRUTH / "faults.csv").open(encoding="utf-8", newline="") as file:
        return [line for line in csv.DictReader(file) if line["check"] == check]


def cell_of(fault: dict[str, str]) -> tuple[str, str, int, str]:
    return (fault["study_code"], fault["unit_code"], int(fault["year"]), fault["indicator_code"])


@pytest.fixture(scope="module")
def index(demo_warehouse) -> pd.DataFrame:
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        found = connection.execute(
            "select unit_code, year, innovation_score from marts.fct_innovation_index"
            " where study_code = 'northeast'"
        ).df()
    return found.merge(table("northeast_latent"), on=["unit_code", "year"], suffixes=("", "_true"))


@pytest.fixture(scope="module")
def values(demo_warehouse) -> pd.DataFrame:
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        found = connection.execute("select * from marts.fct_indicator_values").df()
    return found.set_index(["study_code", "unit_code", "year", "indicator_code"])


def test_the_index_ranks_as_the_latent_level_does(index):
    assert len(index) == 252
    ranks = index[["innovation_score", "level"]].rank()
    assert ranks["innovation_score"].corr(ranks["level"]) >= 0.9


def test_the_index_is_that_of_an_independent_calculation(index):
    # The truth is written with six decimals.
    assert (index["innovation_score"] - index["innovation_score_true"]).abs().max() < 1e-6


def test_province_means_are_the_published_ones(index):
    means = index.groupby([index["unit_code"].str[:2], "year"])["innovation_score"].mean().unstack()
    for province, (first, last) in PROVINCES.items():
        assert means.loc[province, 2018] == pytest.approx(first, abs=0.01)
        assert means.loc[province, 2024] == pytest.approx(last, abs=0.01)
        assert means.loc[province].is_monotonic_increasing


def test_weights_are_those_of_an_independent_calculation(demo_warehouse):
    found = dict(
        demo_warehouse.rows(
            "select indicator_code, weight from marts.fct_indicator_weights"
            " where study_code = 'northeast'"
        )
    )
    true = table("northeast_weights").set_index("indicator_code")["weight"]
    assert found == pytest.approx(true.to_dict(), abs=1e-7)


def test_dimension_scores_are_those_of_an_independent_calculation(demo_warehouse):
    true = table("northeast_latent").set_index(["unit_code", "year"])
    found = demo_warehouse.rows(
        "select unit_code, year, dimension_code, dimension_score from marts.fct_dimension_scores"
        " where study_code = 'northeast'"
    )
    assert len(found) == 252 * 5
    for unit, year, dimension, score in found:
        assert score == pytest.approx(true.loc[(unit, year), f"{dimension}_score"], abs=1e-6)


def test_the_quarantine_holds_the_planted_records_and_no_others(demo_warehouse):
    found = demo_warehouse.rows(
        "select study_code, source_file, sheet_name, row_number, column_label, indicator_code,"
        # the faults of screen stand in its README: tests/consumers/test_screen_recovery.py
        " reason_code from quality.fct_quarantine where study_code <> 'screen'"
    )
    planted = [
        (
            fault["study_code"],
            fault["source_file"],
            fault["sheet_name"],
            int(fault["row_number"]),
            fault["column_label"],
            fault["indicator_code"],
            fault["expected"],
        )
        for fault in fault_lines("quarantine")
    ]
    assert sorted(found) == sorted(planted)


def test_an_ambiguous_name_comes_with_its_candidates(demo_warehouse):
    found = demo_warehouse.rows(
        "select distinct candidates from quality.fct_quarantine"
        " where reason_code = 'unit_ambiguous'"
    )
    assert len(found) == 1
    assert "230700" in found[0][0]
    assert "360900" in found[0][0]


def test_equal_lines_collapse_and_are_counted(demo_warehouse):
    collapsed = dict(
        demo_warehouse.rows(
            "select study_code || '/' || source_file, sum(rows_collapsed)::bigint"
            " from quality.fct_source_files where study_code <> 'screen' group by all"
        )
    )
    planted = Counter(
        f"{fault['study_code']}/{fault['source_file']}" for fault in fault_lines("collapsed")
    )
    # Lines that conflict in one value agree in the others: these collapse too.
    planted["northeast/tables/文化企业与专利_2018-2024.csv"] += 3
    planted["liaoning/tables/就业投资与产业结构.csv"] += 7
    # The yearbook's 2023 wins over the preliminary 2023: 36 units, 3 indicators.
    planted["northeast/tables/冰雪与品牌_2018-2023.csv"] += 108
    assert {file: count for file, count in collapsed.items() if count} == dict(planted)


def test_gaps_are_imputed_as_planted(values):
    planted = {cell_of(fault): fault["expected"] for fault in fault_lines("imputation")}
    for cell, method in planted.items():
        row = values.loc[cell]
        assert pd.isna(row["raw_value"])
        assert (row["imputation_method"] if row["is_imputed"] else "") == method
        assert pd.isna(row["clean_value"]) == (method == "")


def test_corrections_apply_only_while_the_source_holds_the_error(demo_warehouse, values):
    found = {
        row[:4]: row[4]
        for row in demo_warehouse.rows(
            "select study_code, unit_code, year, indicator_code, status"
            " from quality.fct_corrections"
        )
    }
    planted = {cell_of(fault): fault["expected"] for fault in fault_lines("correction")}
    assert found == planted
    for cell, status in planted.items():
        assert values.loc[cell, "is_corrected"] == (status == "applied")


def test_plausibility_asks_about_the_tenfold_values_and_few_others(demo_warehouse):
    found = {
        row[:4]: row[4]
        for row in demo_warehouse.rows(
            "select study_code, unit_code, year, indicator_code, check_code"
            " from quality.fct_plausibility"
            " where check_code in ('spike', 'level_jump', 'panel_jump', 'not_positive')"
        )
    }
    planted = {cell_of(fault) for fault in fault_lines("plausibility")}
    assert planted <= set(found)
    false_alarms = {cell: check for cell, check in found.items() if cell not in planted}
    # Of 8,092 cells; about one in a thousand may be asked about in vain.
    assert len(false_alarms) <= 8, false_alarms


def test_values_that_only_look_odd_are_loaded(values):
    true = table("northeast_values").set_index(["unit_code", "year"])
    of_indicators = [fault for fault in fault_lines("loaded") if fault["indicator_code"]]
    assert of_indicators
    for fault in of_indicators:
        study, unit, year, indicator = cell_of(fault)
        found = values.loc[(study, unit, year, indicator), "raw_value"]
        assert found == pytest.approx(true.loc[(unit, year), indicator])


def test_every_value_without_a_fault_is_read_exactly(values):
    touched = {
        cell_of(fault)
        for check in ("quarantine", "imputation", "plausibility")
        for fault in fault_lines(check)
    }
    # Yichun's records name no unit that could be looked up.
    touched |= {
        ("northeast", "230700", 2020, fault["indicator_code"])
        for fault in fault_lines("quarantine")
        if fault["expected"] == "unit_ambiguous"
    }
    for study in ("northeast", "liaoning"):
        true = table(f"{study}_values").set_index(["unit_code", "year"])
        compared = 0
        for (unit, year), row in true.iterrows():
            for indicator, value in row.items():
                if (study, unit, year, indicator) not in touched:
                    found = values.loc[(study, unit, year, indicator), "raw_value"]
                    assert found == pytest.approx(value, rel=1e-9), (unit, year, indicator)
                    compared += 1
        assert compared > 0.98 * true.size


def test_the_digital_coefficient_of_p2_is_found_in_the_warehouse(values):
    regressors = {  # P2 Table 2
        "digital_culture_income": 0.756,
        "rd_expenditure": 0.567,
        "museums": 0.195,
        "culture_spending_per_person": 0.284,
        "patent_enforcement_cases": -0.030,
    }
    # Not the clean values: winsorising bends the ends of a regression.
    panel = values.sort_index().loc["liaoning", "raw_value"].unstack("indicator_code")
    logs = np.log(panel[["culture_income", *regressors]])
    within = logs - logs.groupby("unit_code").transform("mean")
    slopes = np.linalg.lstsq(within[list(regressors)], within["culture_income"], rcond=None)[0]
    assert dict(zip(regressors, slopes, strict=True)) == pytest.approx(regressors, abs=0.003)


def test_the_demo_says_that_it_is_synthetic(demo_warehouse):
    found = demo_warehouse.rows("select study_code, is_synthetic from marts.dim_studies")
    studies = ("liaoning", "northeast", "screen")
    assert sorted(found) == [(study, True) for study in studies]
