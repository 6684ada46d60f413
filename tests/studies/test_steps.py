"""Studies that do not count by years: what they may say, and what their files must."""

import pytest

PERIODIC = (
    "file: tables/values.csv\nunit: {name: 城市}\nperiod: {column: 季度}\n"
    "values: [{column: 产值, indicator: gdp, unit: 亿元}]\n"
)


@pytest.fixture
def quarters(east):
    east.replace("study.yml", "{first: 2018, last: 2020}", "{first: 2018Q1, last: 2018Q4}")
    east.replace("study.yml", "  - code: culture_revenue\n", "")
    east.write("sources/values.yml", PERIODIC)
    east.write("tables/values.csv", "城市,季度,产值\n沈阳,2018年第一季度,1\n")
    return east


def test_a_study_of_quarters_or_without_a_period_is_read(quarters):
    years = quarters.load().config.years
    assert (years.first, len(years.span), years.text) == (8072, 4, "2018Q1–2018Q4")
    quarters.replace("study.yml", "{first: 2018Q1, last: 2018Q4}", "none")
    quarters.replace("sources/values.yml", "period: {column: 季度}", "year: none")
    study = quarters.load()
    assert (study.config.years.text, list(study.config.years.span)) == ("–", [0])
    # of today's register
    assert len(study.unit_codes) == 14


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("study.yml", "2018Q4", "2018-12", "2018Q1 and 2018-12 are periods of two kinds."),
        ("study.yml", "2018Q4", "2017Q4", "First 2018Q1 is after last 2017Q4."),
        ("study.yml", "{first: 2018Q1, last: 2018Q4}", "{first: 2018Q5, last: 2019Q1}", "2018Q5"),
        ("sources/values.yml", "period:", "year:", "The study counts 2018Q1–2018Q4, the mapping"),
        ("study.yml", "{first: 2018Q1, last: 2018Q4}", "none", "Write year: none in the mapping."),
        (
            "study.yml",
            "indicators:",
            "networks: [{code: g, kind: gravity, masses: [gdp]}]\nindicators:",
            "networks (line 7): networks counts by years, and the study by 2018Q1–2018Q4.",
        ),
    ],
)
def test_what_does_not_fit_the_steps_is_refused(quarters, file, old, new, said):
    quarters.replace(file, old, new)
    assert any(said in str(problem) for problem in quarters.problems()), quarters.problems()


def test_corrections_count_by_years(quarters):
    quarters.write(
        "corrections.csv", "unit,year,indicator,expect,value,reason\n沈阳,2018,gdp,1,2,typo\n"
    )
    (problem,) = quarters.problems()
    assert "corrections.csv counts by years" in str(problem)


def test_a_mapping_without_years_needs_a_study_without_them(east):
    east.replace("sources/values.yml", "year: {column: 年份}", "year: none")
    (problem,) = east.problems()
    assert "year: none is for studies without periods" in str(problem)
