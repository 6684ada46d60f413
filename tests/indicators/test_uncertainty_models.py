"""From a study's section on uncertainty to the marts, on small tables in memory."""

import numpy as np
import pandas as pd
import pytest
from support.panels import UNITS, panel, stack

MARTS = ["fct_index_uncertainty", "fct_index_sensitivity", "fct_rank_robustness"]
EMPTY_CELLS = pd.DataFrame(
    {
        "study_code": pd.Series([], dtype="str"),
        "unit_code": pd.Series([], dtype="str"),
        "indicator_code": pd.Series([], dtype="str"),
        "year": pd.Series([], dtype="int32"),
        "max_gap_years": pd.Series([], dtype="int32"),
        "raw_value": pd.Series([], dtype="float64"),
    }
)


def inputs(**said: object) -> dict[str, pd.DataFrame]:
    """Two studies of six units and three years; study ``off`` wants no intervals."""
    rng = np.random.default_rng(4)
    tables = stack(*(panel(rng.lognormal(size=(6, 3, 4)), study=code) for code in ("on", "off")))
    section = {
        "is_enabled": [True, False],
        "draws": 256,
        "seed": 1,
        "leave_one_out": False,
        "weight_concentration": np.nan,
    }
    tables["study_uncertainty"] = pd.DataFrame({"study_code": ["on", "off"], **section, **said})
    tables["study_uncertainty_options"] = pd.DataFrame(
        {
            "study_code": ["on", "on"],
            "choice_code": "normalization",
            "position": [1, 2],
            "option_code": ["rank", "minmax"],
            "winsor_lower": np.nan,
            "winsor_upper": np.nan,
        }
    )
    tables["study_measurement_noise"] = pd.DataFrame(
        {"study_code": ["on"], "indicator_code": ["i01"], "relative_error": [0.1]}
    )
    tables["study_units"] = pd.DataFrame({"study_code": ["on", "off"] * 6})
    tables["stg_config__study_years"] = pd.DataFrame({"study_code": ["on", "off"] * 3})
    tables["int_indicators__missing_cells"] = EMPTY_CELLS
    tables["int_indicators__observed_values"] = EMPTY_CELLS
    tables["dim_units"] = pd.DataFrame(
        {
            "unit_code": UNITS[:6],
            "unit_name_en": list("ABCDEF"),
            "unit_name_zh": list("甲乙丙丁戊己"),
        }
    )
    return tables


def test_a_study_is_drawn_as_it_says_and_another_not_at_all(compiled_models):
    con = compiled_models.run(inputs(), MARTS)
    choices = con.sql("""
        select choice_code, options_text from marts.fct_index_sensitivity
        where output_code = 'rank' order by choice_code
    """).fetchall()
    assert choices == [
        ("measurement_noise", "errors as the study states them"),
        ("normalization", "minmax; rank"),
    ]
    for mart, rows in zip(MARTS, (18, 4, 15), strict=True):
        studies = con.sql(f"select distinct study_code from marts.{mart}").fetchall()
        assert studies == [("on",)], mart
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (rows,), mart
    assert con.sql("select distinct n_draws from marts.fct_index_uncertainty").fetchall() == [
        (256,)
    ]


def test_without_any_study_the_marts_are_empty(compiled_models):
    con = compiled_models.run(inputs(is_enabled=[False, False]), MARTS)
    for mart in MARTS:
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (0,), mart


def test_with_nothing_in_doubt_the_interval_is_the_score(compiled_models):
    tables = inputs()
    for name in ("study_uncertainty_options", "study_measurement_noise"):
        tables[name] = tables[name].iloc[:0]
    con = compiled_models.run(tables, MARTS)
    rows = con.sql("""
        select innovation_score, score_p05, score_p95, rank_in_year, rank_p05, rank_p95
        from marts.fct_index_uncertainty
    """).fetchall()
    assert len(rows) == 18
    for score, low, high, rank, best, worst in rows:
        assert low == pytest.approx(score, abs=1e-9) and high == pytest.approx(score, abs=1e-9)
        assert best == rank == worst
    assert con.sql("select count(*) from marts.fct_index_sensitivity").fetchone() == (0,)
    assert con.sql("select bool_and(is_order_firm) from marts.fct_rank_robustness").fetchone()[0]
