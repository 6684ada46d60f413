"""Countries, quarters, and parks without a period, from their files to the published tables."""

import shutil

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.api import VAR
from support.shared import made_once
from support.warehouse import DemoWarehouse

from wenmai.atlas.data import _packed
from wenmai.pipeline import refresh
from wenmai.settings import Settings

PARKS = {
    "study.yml": """\
code: parks
name: {zh: 园区, en: Parks}
years: none
units: {table: units.csv}
measures: [Score 1-5]
dimensions:
  - {code: quality, name: {zh: 质量, en: Quality}}
indicators:
  - code: joy
    name: {zh: 满意度, en: Satisfaction}
    dimension: quality
    direction: positive
    unit: Score 1-5
    treatment: none
index: {weighting: equal}
""",
    "units.csv": "代码,名称,英文名称,上级,经度,纬度\nN,北方,North,,,\n"
    "a,沈阳,Shenyang Park,N,123.4,41.8\nb,港,Harbour,N,121.6,38.9\nc,岛,Island,,,\n",
    "sources/joy.yml": "file: joy.csv\nunit: {name: park}\nyear: none\n"
    "values: [{column: joy, indicator: joy, unit: Score 1-5}]\n",
    "joy.csv": "park,joy\n沈阳,4.5\nHarbour,2\nc,3\n鞍山市,5\n",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory, project_dir) -> DemoWarehouse:
    def make(folder):
        landing = folder / "landing"
        for example in ("human_development", "quarterly_var"):
            shutil.copytree(project_dir / "examples" / example, landing / example)
        for name, text in PARKS.items():
            path = landing / "parks" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        settings = Settings(project_dir, home=folder / "home", landing=(landing,))
        return DemoWarehouse(settings, refresh(settings))

    return made_once(tmp_path_factory, "any_unit_any_period", make)


def test_countries_have_the_printed_index(world, project_dir):
    printed = pd.read_csv(project_dir / "examples/human_development/tables/hdr2015.csv")
    scores = world.rows(
        "select unit_code, innovation_score from marts.fct_innovation_index"
        " where study_code = 'human_development' order by innovation_score desc"
    )
    assert [code for code, _ in scores[:3]] == ["NOR", "AUS", "CHE"]
    np.testing.assert_allclose([score for _, score in scores], printed["HDI"], atol=0.001)


def test_a_var_of_quarters_is_that_of_statsmodels(world, project_dir):
    table = pd.read_csv(project_dir / "examples/quarterly_var/tables/us_macro.csv")
    series = np.log(table[["realgdp", "realcons", "realinv"]]).diff().dropna()
    expected = VAR(series.to_numpy()).fit(2).irf(10).orth_irfs
    names = ["gdp", "consumption", "investment"]
    found = world.rows(
        "select period, response_code, impulse_code, value from marts.fct_impulse_responses"
        " where study_code = 'quarterly_var' and response_kind = 'orthogonalized'"
    )
    assert len(found) == 11 * 9
    for period, response, impulse, value in found:
        own = expected[period, names.index(response), names.index(impulse)]
        assert value == pytest.approx(own, abs=1e-9)


def test_periods_are_called_what_they_are(world):
    periods = world.rows(
        "select study_code, min(period_name), max(period_name), count(*) from marts.dim_periods"
        " group by 1 order by 1"
    )
    assert periods == [
        ("human_development", "2014", "2014", 1),
        ("parks", "–", "–", 1),
        ("quarterly_var", "1959Q1", "2009Q3", 203),
    ]
    ((sample,),) = world.rows("select sample_text from marts.dim_models")
    assert "1959Q1" in sample and "2009Q3" in sample
    years = world.rows("select min(year), max(year) from marts.dim_dates")
    assert years == [(1959, 2014)]


def test_parks_need_neither_years_nor_cities(world):
    rows = world.rows(
        "select unit_code, unit_name_zh, province_code, year, rank_in_year, rank_in_province"
        " from marts.fct_innovation_index join marts.dim_units using (unit_code)"
        " where study_code = 'parks' order by unit_code"
    )
    assert rows == [
        ("parks.a", "沈阳", "parks.N", 0, 1, 1),
        ("parks.b", "港", "parks.N", 0, 3, 2),
        ("parks.c", "岛", None, 0, 2, None),
    ]
    waiting = world.rows(
        "select unit_name, reason_code from quality.fct_quarantine where study_code = 'parks'"
    )
    assert waiting == [("鞍山市", "unit_unknown")]


def test_the_atlas_of_such_studies_is_whole_and_calls_steps_what_they_are(world):
    atlas = world.settings.home / "serving" / "atlas"
    assert (atlas / "quarterly_var").is_dir() and (atlas / "parks" / "index.html").is_file()
    year, other = _packed(("year", "period"), [(8074, 8074), (2018, 2018)])
    assert (list(year.get("words", [])) or year["values"])[0] == "2018Q3"
    assert other["values"] == [8074, 2018]
