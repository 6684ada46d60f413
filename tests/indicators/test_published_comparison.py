"""Printed numbers beside the warehouse's own, and what the papers themselves contradict."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from support.panels import panel

from wenmai.atlas.pages.published import MISSING, STATUSES

# Prefecture-level units of the three provinces in 2024: 14, 9 and 13.
CITIES = {"21": 14, "22": 8, "23": 12}
UNITS = [
    *(f"{province}{city:02d}00" for province, n in CITIES.items() for city in range(1, n + 1)),
    "222400",
    "232700",
]


OWN_RESULTS = pd.DataFrame(
    {
        **dict.fromkeys(
            ("study_code", "statistic", "unit_code", "item_code", "measure_unit"),
            pd.Series([], dtype="str"),
        ),
        "year": pd.Series([], dtype="int32"),
        "own_value": pd.Series([], dtype="float64"),
    }
)


@pytest.fixture
def comparison(compiled_models):
    """Return the comparison where Liaoning's cities score 0.421 in 2018 and 0.642 in 2024."""
    inputs = panel(np.array([[[0.421], [0.642]], [[0.0], [0.5]], [[1.0], [0.9]]]))
    values = inputs["int_indicators__imputed_values"]
    values["unit_code"] = values["unit_code"].map(
        {"210100": "210100", "210200": "220100", "210300": "230100"}
    )
    values["year"] = values["year"].map({2018: 2018, 2019: 2024})
    inputs["stg_config__study_indicators"]["measure_unit"] = "分"
    for frame in inputs.values():
        frame["study_code"] = "northeast"
    # what other domains say about printed numbers: nothing here
    parents = compiled_models.nodes["int_quality__own_results"].parents
    others = {
        name: OWN_RESULTS
        for name in map(compiled_models.names.get, parents)
        if name.endswith("own_results") and not name.startswith("int_indicators")
    }
    con = compiled_models.run(
        {
            **inputs,
            **others,
            "int_indicators__observed_values": values.assign(raw_value=values["raw_value"]),
            "study_units": pd.DataFrame({"study_code": "northeast", "unit_code": UNITS}),
        },
        ["fct_published_comparison"],
    )
    return con.sql("from quality.fct_published_comparison").df()


def statuses(frame, table, row):
    found = frame[(frame["table_or_figure"] == table) & (frame["row_label"] == row)]
    return dict(zip(found["column_label"], found["status"], strict=True))


def test_own_numbers_get_the_status_they_deserve(comparison):
    assert statuses(comparison, "Figure 5", "Liaoning") == dict.fromkeys(
        ["2018", "2024"], "reproduced"
    )
    assert set(statuses(comparison, "Figure 5", "Jilin").values()) == {"same direction"}
    assert set(statuses(comparison, "Figure 5", "Heilongjiang").values()) == {"different"}
    assert set(statuses(comparison, "Table 5", "Policy-Driven Type").values()) == {"not computable"}


def test_every_printed_number_says_why_it_has_its_status(comparison):
    rows = {
        (row.table_or_figure, row.row_label, row.column_label): row
        for row in comparison.itertuples()
    }
    same = rows["Figure 5", "Liaoning", "2018"]
    assert same.reason.startswith("The difference to the printed value is within half a unit")
    assert "0.0005" in same.reason_zh
    assert comparison["reason"].notna().all()
    assert comparison["reason_zh"].str.contains("[一-鿿]", regex=True).all()
    off = comparison[comparison["status"].isin(["same direction", "different"])]
    assert off["reason"].str.startswith("Off by ").all()


def test_known_contradictions_of_the_papers_are_found(comparison):
    found = comparison.dropna(subset="contradiction")

    def says(paper, table, row):
        rows = found[
            (found["paper"] == paper)
            & (found["table_or_figure"] == table)
            & (found["row_label"] == row)
        ]
        return " | ".join(rows["contradiction"])

    assert "out-degrees sum to 41, the in-degrees to 36" in says("P2", "Table 1", "Shenyang")
    assert "a degree of 3 does not go with an out-degree of 4" in says("P2", "Table 1", "Benxi")
    assert "Table 2 prints 0.756" in says("P2", "Abstract", "Digital technology")
    assert "the provinces give 27.34" in says("P1", "Figure 4", "Technology-Empowered")
    # rounding is no contradiction: 75.68 % and 0.756, -0.0307 and -0.030
    assert "75.68" not in says("P2", "Table 2", "Digital technology")
    rounded = found[found["row_label"] == "Institutional environment"]
    assert "Coef" not in set(rounded["column_label"])


def test_contradictions_are_said_in_chinese_with_the_same_numbers(comparison):
    found = comparison.dropna(subset="contradiction")
    english, chinese = found["contradiction"], found["contradiction_zh"]
    for said, said_zh in zip(english, chinese, strict=True):
        assert sorted(re.findall(r"[0-9.]*[0-9]", said)) == sorted(
            re.findall(r"[0-9.]*[0-9]", said_zh)
        )
        assert len(said.split("; ")) == len(said_zh.split("；"))
    for sentence in (
        "出度合计为41，入度合计为36",
        "度3与出度4、入度",
        "Table 2中为0.756",
        "按各省份额推算，全部样本应为27.34",
        "标为F值，而F值不会为负：应为t或z值",
        "时，p值约为",
    ):
        assert chinese.str.contains(sentence, regex=False).any(), sentence
    assert comparison[comparison["contradiction"].isna()]["contradiction_zh"].isna().all()


def test_what_stands_under_f_for_one_coefficient_is_no_f(comparison):
    printed = comparison[comparison["statistic"] == "regression_t_value"]
    assert len(printed) == 36
    negative = printed[printed["published_value"] < 0]
    assert len(negative) == 6
    assert negative["contradiction"].str.contains("which is never negative").all()
    assert not printed[printed["published_value"] > 0]["contradiction"].notna().any()


def test_p_values_that_belong_to_no_printed_statistic_are_found(comparison):
    printed = comparison[comparison["statistic"] == "regression_p_value"]
    wrong = printed[printed["contradiction"].str.contains("has a p of about", na=False)]
    found = set(
        zip(wrong["table_or_figure"], wrong["row_label"], wrong["column_label"], strict=True)
    )
    assert found >= {
        ("Table 2", "Institutional environment", "P"),
        ("Table 3", "Constant", "Model 1: P"),
        ("Table 3", "Constant", "Model 2: P"),
        ("Table 3", "EM", "Model 2: P"),
    }
    normal = {
        (row.table_or_figure, row.item_code): 2 * stats.norm.sf(abs(row.published_value))
        for row in comparison[comparison["statistic"] == "regression_t_value"].itertuples()
    }
    ten = {
        (row.table_or_figure, row.item_code): 2 * stats.t.sf(abs(row.published_value), 10)
        for row in comparison[comparison["statistic"] == "regression_t_value"].itertuples()
    }
    for row in printed.itertuples():
        low, high = (law[row.table_or_figure, row.item_code] for law in (normal, ten))
        if (row.table_or_figure, row.row_label, row.column_label) in found:
            assert not low - 0.005 <= row.published_value <= high, row
        else:
            assert low - 0.012 <= row.published_value <= 1.7 * low + 0.012, row


def test_the_readme_counts_the_printed_numbers_by_status(demo_warehouse, project_dir):
    counts = dict(
        demo_warehouse.rows(
            "select status, count(*) from quality.fct_published_comparison group by 1"
        )
    )
    printed = sum(counts.values()) - counts["stated in words"]
    english = (project_dir / "README.md").read_text(encoding="utf-8")
    assert f"print {printed} numbers" in english
    chinese = (project_dir / "README.zh.md").read_text(encoding="utf-8")
    assert f"共印有{printed}个数字" in chinese
    for status, n in counts.items():
        assert f"{n} {status}" in english, status
        name = STATUSES.get(status, MISSING[0])["zh"]
        assert f"{name}{n}项" in chinese, status
