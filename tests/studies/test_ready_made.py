"""A ready-made mapping knows more than a study asks for."""

import pytest

from wenmai.kit import mapping as mapping_module

READY_MADE = """\
file: tables/values.csv
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
  - {column: 文化收入, indicator: culture_revenue, unit: 万元}
  - {column: 外资, indicator: fdi, unit: 百万美元}
"""


@pytest.fixture(autouse=True)
def _ready_made(monkeypatch):
    monkeypatch.setattr(mapping_module, "ready_made_mappings", lambda: {"yearbook": READY_MADE})


def test_a_study_reads_only_the_indicators_it_declares(east):
    east.write("sources/values.yml", "extends: yearbook\n")
    (source,) = east.load().sources
    assert source.mapping.indicator_codes == ("gdp", "culture_revenue")


def test_what_the_studys_own_file_names_must_be_declared(east):
    values = "values:\n  - {column: 外资, indicator: fdi, unit: 百万美元}\n"
    east.write("sources/values.yml", "extends: yearbook\n" + values)
    assert "The study declares no indicator 'fdi'." in str(east.problems()[0])


def test_a_ready_made_mapping_without_a_declared_indicator_is_named(east):
    east.write("sources/more.yml", "extends: yearbook\n")
    east.replace("study.yml", "gdp", "loans")
    east.replace("study.yml", "culture_revenue", "deposits")
    east.replace("sources/values.yml", "indicator: gdp", "indicator: loans")
    east.replace("sources/values.yml", "culture_revenue, unit: 万元", "deposits, unit: 亿元")
    assert "The mapping gives none of the study's indicators." in east.problem()


def test_an_unknown_ready_made_mapping_is_answered_with_the_nearest(east):
    east.write("sources/values.yml", "extends: yearbok\n")
    assert "Did you mean 'yearbook'?" in str(east.problems()[0])
