"""From a study's section on uncertainty to the marts, on small tables in memory."""

import numpy as np
import pandas as pd
import pytest
from support.panels import UNITS, panel, stack

from wenmai.indicators.composite.design import INDEX, Design, Group, Level, Step, Treated

MARTS = [
    *("fct_index_uncertainty", "fct_index_sensitivity", "fct_rank_robustness"),
    "fct_level_uncertainty",
]
LEVELS = "the_engine_with_its_first_options_is_every_level"
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
    n_groups = con.sql("select count(distinct group_code) from marts.fct_level_uncertainty")
    rows_of_groups = 18 * n_groups.fetchone()[0]
    assert compiled_models.found_by(LEVELS, con) == 0
    for mart, rows in zip(MARTS, (18, 4, 15, rows_of_groups), strict=True):
        studies = con.sql(f"select distinct study_code from marts.{mart}").fetchall()
        assert studies == [("on",)], mart
        assert con.sql(f"select count(*) from marts.{mart}").fetchone() == (rows,), mart
    assert con.sql("select distinct n_draws from marts.fct_index_uncertainty").fetchall() == [
        (256,)
    ]


RANGES = "scores_lie_in_the_range_of_their_method"


def designed() -> dict[str, pd.DataFrame]:
    """Two studies that design their index: geometric means of pillars, and TOPSIS of z-scores."""
    rng = np.random.default_rng(4)
    pillars = (
        Group("p", "p", "p", ("i00", "i01")),
        Group("q", "q", "q", ("i02",)),
    )
    top = (Group(INDEX, INDEX, INDEX, ("p", "q")),)
    designs = {}
    for code, scale, per, mean in (
        ("levels", Step("minmax", {"range": [1, 100]}), "i03", Step("geometric")),
        ("topsis", Step("zscore"), None, Step("topsis", scope="per_year")),
    ):
        levels = (
            Level("pillar", "p", "p", pillars, Step("critic"), Step("arithmetic")),
            Level(INDEX, INDEX, INDEX, top, Step("equal"), mean),
        )
        treated = dict.fromkeys(("i00", "i01", "i02"), Treated(scale, per=per))
        designs[code] = Design(treated, levels).to_json()
    tables = stack(
        *(
            panel(rng.lognormal(size=(6, 3, 4)), study=code, design=design)
            for code, design in designs.items()
        )
    )
    tables["stg_config__study_indicators"]["is_in_index"] = [True, True, True, False] * 2
    said = inputs(is_enabled=[True, True], leave_one_out=True, weight_concentration=100.0)
    studies = list(designs)
    for name in ("study_uncertainty", "study_uncertainty_options", "study_measurement_noise"):
        said[name]["study_code"] = studies[: len(said[name])]
    for name in ("study_units", "stg_config__study_years"):
        said[name]["study_code"] = studies * (len(said[name]) // 2)
    options = said["study_uncertainty_options"]
    more = options.assign(choice_code="aggregation", option_code=["arithmetic", "harmonic"])
    tables["study_uncertainty_options"] = pd.concat([options, more])
    treated = [(code, f"i0{place}") for code in studies for place in range(3)]
    index_indicators = pd.DataFrame(treated, columns=["study_code", "indicator_code"])
    for name in ("treatment", "imputation", "normalization", "denominator"):
        index_indicators[f"{name}_code"] = "none"
    return said | tables | {"study_index_indicators": index_indicators}


def test_an_index_of_the_study_s_own_design_is_drawn_and_keeps_to_its_ranges(compiled_models):
    wanted = ("fct_level_scores", "fct_level_members", "fct_index_cells", "fct_dimension_scores")
    con = compiled_models.run(designed(), [*MARTS, *wanted, "fct_index_contributions"])
    choices = con.sql("""
        select study_code, list(choice_code order by choice_code)
        from marts.fct_index_sensitivity where output_code = 'rank' group by all order by all
    """).fetchall()
    common = ["leave_one_out", "measurement_noise", "normalization", "weight_noise"]
    # a mean takes the place of means only: that of TOPSIS stays
    assert choices == [("levels", ["aggregation", *common]), ("topsis", common[:1] + common[2:])]
    (outside,) = con.sql("""
        select count(*) from marts.fct_index_uncertainty
        where n_draws <> 256 or score_p05 > score_p95 or score_p50 is null
    """).fetchone()
    assert outside == 0
    kept = (RANGES, "members_make_up_their_group", "row_weights_sum_to_one")
    for test in (*kept, "the_engine_with_its_first_options_is_the_index", LEVELS):
        assert compiled_models.found_by(test, con) == 0, test
    # leaving out the only indicator of a pillar leaves it without score, in a quarter of the draws
    shares = con.sql("""
        select group_code, min(scored_share), max(scored_share), count(*), min(n_draws)
        from marts.fct_level_uncertainty where study_code = 'levels' group by all order by all
    """).fetchall()
    assert [row[0] for row in shares] == ["p", "q"]
    assert shares[0][1:] == (1, 1, 18, 256)
    assert shares[1][1] == pytest.approx(0.75, abs=0.03)
    # 1 to 100 in one study, 0 to 1 in the other, and no end of z-scores
    con.execute("update marts.fct_level_scores set score = 1.5 where group_code = 'index'")
    assert compiled_models.found_by(RANGES, con) == 18
    con.execute("update marts.fct_level_members set weight = weight / 2, contribution = 1")
    assert compiled_models.found_by("row_weights_sum_to_one", con) == 108
    assert compiled_models.found_by("members_make_up_their_group", con) > 0


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
