"""Answers beside the index by hand: obstacles, gaps, elasticities, coupling coordination."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd
import pytest
from support.panels import panel

from wenmai.atlas.warehouse import Warehouse
from wenmai.indicators.pages.obstacles import obstacles_page

NO_CELLS = pd.DataFrame(
    {
        "study_code": pd.Series(dtype="str"),
        "unit_code": pd.Series(dtype="str"),
        "year": pd.Series(dtype="int32"),
        "indicator_code": pd.Series(dtype="str"),
        "group_code": pd.Series(dtype="str"),
        "member_code": pd.Series(dtype="str"),
        "member_value": pd.Series(dtype="float"),
        "normalized_value": pd.Series(dtype="float"),
        "weight": pd.Series(dtype="float"),
        "design": pd.Series(dtype="str"),
    }
)


def test_obstacles_gaps_and_elasticities_by_hand(compiled_models):
    """Two cities of one province; the second indicator is one of which less is better."""
    values = np.array([[[10.0, 6.0]], [[20.0, 2.0]], [[15.0, 4.0]]])
    con = compiled_models.run(
        panel(values, directions=["positive", "negative"]) | {"fct_index_cells": NO_CELLS},
        ["fct_index_gaps", "fct_index_contributions"],
    )
    rows = con.sql("select * from marts.fct_index_gaps order by unit_code, indicator_code").df()
    assert rows["position"].tolist() == [0, 0, 1, 1, 0.5, 0.5]
    # the two weigh the same: their positions are alike
    np.testing.assert_allclose(rows["weight"], 0.5, atol=1e-12)
    np.testing.assert_allclose(rows["obstacle_degree"], [0.5, 0.5, 0, 0, 0.5, 0.5], atol=1e-12)
    assert rows["obstacle_rank"].tolist() == [1, 2] * 3
    assert set(rows["best_unit_code"]) == {"210200"}
    assert rows["gap_to_best"].tolist() == [1, 1, 0, 0, 0.5, 0.5]
    np.testing.assert_allclose(rows["gap_to_peers"], [0.75, 0.75, -0.75, -0.75, 0, 0], atol=1e-12)
    np.testing.assert_allclose(rows["score_gain_at_best"], [0.5, 0.5, 0, 0, 0.25, 0.25], atol=1e-12)
    # third city: D = 1/2, a span of 10 and a value of 15; of 4 and 4 with less being better
    np.testing.assert_allclose(rows["elasticity"][4:], [0.5 * 15 / 10 / 0.5, -0.5 * 4 / 4 / 0.5])
    assert rows["elasticity"][:2].isna().all()  # a score of 0 has no elasticity


def coupled(compiled_models, scores):
    rows = [
        ("s", unit, 2020, code, float(score), 1.0)
        for unit, of_unit in scores.items()
        for code, score in of_unit.items()
    ]
    names = ["study_code", "unit_code", "year", "dimension_code", "dimension_score"]
    frame = pd.DataFrame(rows, columns=[*names, "observed_weight_share"])
    con = compiled_models.run(
        {
            "fct_dimension_scores": frame,
            "fct_level_members": NO_CELLS,
            "fct_index_cells": NO_CELLS,
            "int_indicators__composite_settings": NO_CELLS,
        },
        ["fct_coupling_coordination"],
    )
    found = con.sql("select * from marts.fct_coupling_coordination").df()
    return found.set_index(["unit_code", "subsystems_code"]).sort_index()


def test_coupling_coordination_by_hand(compiled_models):
    found = coupled(
        compiled_models,
        {
            "u": {"a": 0.4, "b": 0.9},
            "v": {"a": 0.25, "b": 0.25},
            "w": {"a": 0.0, "b": 0.5},
            "x": {"a": 0.5},
            "y": {"a": 0.2, "b": 0.4, "c": 0.9},
        },
    )
    assert "x" not in found.index.get_level_values(0)  # one subsystem is coupled to nothing
    two = found.loc[("u", "a + b")]
    assert two["coupling"] == pytest.approx(12 / 13, abs=1e-12)
    assert two["coordination"] == pytest.approx(np.sqrt(0.6), abs=1e-12)
    assert two["revised_coupling"] == pytest.approx(np.sqrt(0.5 * 4 / 9), abs=1e-12)
    assert (two["grade_number"], two["grade_zh"]) == (8, "中级协调")
    alike, broken = found.loc[("v", "all")], found.loc[("w", "all")]
    assert (alike["coupling"], alike["revised_coupling"]) == (1, 1)
    assert (alike["coordination"], alike["grade_number"]) == (0.5, 6)
    assert (broken["coupling"], broken["coordination"], broken["grade"]) == (
        0,
        0,
        "extreme disorder",
    )
    three = found.loc[("y", "all")]
    assert three["n_subsystems"] == 3
    assert three["coupling"] == pytest.approx(3 * (0.2 * 0.4 * 0.9) ** (1 / 3) / 1.5, abs=1e-12)
    # Wang et al. (2021): distances 0.2, 0.5, 0.7 over 1 + 2; product of shares of 0.9, root of 2
    revised = np.sqrt((1 - 1.4 / 3) * np.sqrt((0.2 / 0.9) * (0.4 / 0.9)))
    assert three["revised_coupling"] == pytest.approx(revised, abs=1e-12)
    assert len(found.loc["y"]) == 4  # all, and three pairs


MARTS_OF_A_DESIGN = """
create schema marts;
create table marts.dim_units as
select 'u' as unit_code, '甲' as unit_name_zh, 'U' as unit_name_en;
create table marts.dim_indicators as
select 's' as study_code, 'gdp' as indicator_code, '产值' as indicator_name_zh,
    'Output' as indicator_name_en, 'a' as dimension_code, '经济' as dimension_name_zh,
    'Economy' as dimension_name_en;
create table marts.dim_index_groups as
select 's' as study_code, * from (values
    (1, '支柱', 'Pillar', 'a', '甲组', 'Group A'), (1, '支柱', 'Pillar', 'b', '乙组', 'Group B'),
    (2, '指数', 'Index', 'index', '指数', 'Index')
) as groups (level_number, level_name_zh, level_name_en, group_code, group_name_zh, group_name_en);
create table marts.fct_level_scores as
select 's' as study_code, 'u' as unit_code, 2020 as year, group_code, 0.5 as score,
    1 as rank_in_year, 1.0 as observed_weight_share
from marts.dim_index_groups;
create table marts.fct_level_uncertainty as
select study_code, unit_code, year, group_code, score, rank_in_year, 0.4 as score_p05,
    0.5 as score_p50, 0.6 as score_p95, 1 as rank_p05, 2 as rank_p95, 'dimension' as level_code
from marts.fct_level_scores
where group_code <> 'index';
create table marts.fct_level_weights as
select 's' as study_code, * from (values
    ('a', 'gdp', 1.0, 0.6), ('index', 'a', 0.6, 0.6), ('index', 'b', 0.4, 0.4)
) as weights (group_code, member_code, weight, whole_weight);
create table marts.fct_index_gaps as
select 's' as study_code, 'u' as unit_code, 2020 as year, 'gdp' as indicator_code,
    1 as obstacle_rank, 1.0 as obstacle_degree, 0.2 as gap_to_best, 'u' as best_unit_code,
    0.1 as gap_to_peers, 0.1 as score_gain_at_best, 0.3 as elasticity;
create table marts.fct_coupling_coordination as
select 's' as study_code, 'u' as unit_code, 2020 as year, subsystems_code, 0.5 as development,
    1.0 as coupling, 0.7 as coordination, 1.0 as revised_coupling, 0.7 as revised_coordination,
    '中级协调' as grade_zh, 'moderate' as grade
from (values ('a + b'), ('all')) as subsystems (subsystems_code);
"""


def test_the_page_beside_the_index_shows_levels_obstacles_and_balance_by_name():
    study = SimpleNamespace(code="s")
    with duckdb.connect() as con:
        con.execute(MARTS_OF_A_DESIGN)
        blocks = {block.code: block for block in obstacles_page(Warehouse(con), study).blocks}
        con.execute("delete from marts.fct_level_scores; delete from marts.fct_level_weights")
        without = obstacles_page(Warehouse(con), study)
        con.execute("delete from marts.fct_index_gaps")
        con.execute("delete from marts.fct_coupling_coordination")
        assert obstacles_page(Warehouse(con), study) is None
    assert list(blocks) == ["levels", "level_weights", "obstacles", "coupling"]
    # the index first, then the groups below it
    groups = [zh for _, zh, _ in blocks["levels"].choosers[0].choices]
    assert groups == ["指数", "甲组", "乙组"]
    assert blocks["levels"].answer.column("score_p05") == [None, 0.4, 0.4]
    assert blocks["levels"].answer.column("places_zh")[1] == "第1–2位"
    members = blocks["level_weights"].answer.column("member_name_en")
    assert members == ["Group A", "Group B", "Output"]
    # names of the groups go before those of dimensions with the same code
    assert blocks["coupling"].choosers[0].choices == [
        ("all", "全部", "All"),
        ("a + b", "甲组—乙组", "Group A – Group B"),
    ]
    assert blocks["obstacles"].answer.column("best_name_zh") == ["甲"]
    assert [block.code for block in without.blocks] == ["obstacles", "coupling"]


def test_of_a_large_panel_the_last_years_are_shown_and_the_page_says_so(monkeypatch):
    """Every row of an answer passes through Python: the page of a large study was made of all."""
    monkeypatch.setattr("wenmai.indicators.pages.obstacles.MOST_ROWS", 2)
    with duckdb.connect() as con:
        con.execute(MARTS_OF_A_DESIGN)
        (last,) = con.sql("select max(year) from marts.fct_index_gaps").fetchone()
        con.execute("""
            insert into marts.fct_index_gaps by name
            select gaps.* replace (gaps.year - back as year)
            from marts.fct_index_gaps as gaps cross join range(1, 4) as years (back)
        """)
        page = obstacles_page(Warehouse(con), SimpleNamespace(code="s"))
    blocks = {block.code: block for block in page.blocks}
    assert set(blocks["obstacles"].answer.column("year")) == {last - 1, last}
    assert f"Since {last - 1}; all years: marts.fct_index_gaps." in blocks["obstacles"].note["en"]
    assert f"{last - 1}年起" in blocks["obstacles"].note["zh"]
    assert "all years" not in blocks["coupling"].note["en"]
