"""Source mappings: what is wrong is named with key, line and the nearest valid key."""

from pathlib import Path

import pytest
import yaml

from wenmai.errors import ProblemsFound
from wenmai.kit.mapping import load_mapping, mapping_from_text, merge, ready_made_mappings

GOOD = """
file: tables/a.csv
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: GDP, indicator: gdp, unit: 亿元}
"""


def problems(text):
    with pytest.raises(ProblemsFound) as caught:
        mapping_from_text(text, "east/sources/a.yml", "a")
    return str(caught.value)


def test_a_good_mapping_has_its_file_name_as_code(tmp_path):
    path = tmp_path / "east" / "sources" / "gdp_table.yml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, encoding="utf-8")
    mapping = load_mapping(path)
    assert mapping.code == "gdp_table"
    assert mapping.indicator_codes == ("gdp",)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("shet: 1", "shet (line 8): This key is not known. Did you mean 'sheet'?"),
        ("heading: {rwo: 2}", "heading.rwo (line 8): This key is not known. Did you mean 'row'?"),
        ("layout: wide_year", "'wide_year' is not a choice."),
        ("encoding: utf-9", "'utf-9' is not an encoding"),
        ("skip: ['(']", "is not a regular expression"),
        ("where: [{column: a}]", "Give one of equals and matches"),
        ("extends: nbs_provinz_annual", "Did you mean 'nbs_province_annual'?"),
        ("layout: wide_years", "takes the years from the columns"),
    ],
)
def test_wrong_keys_are_explained(change, sentence):
    assert sentence in problems(GOOD + "\n" + change)


@pytest.mark.parametrize(
    "file", ["../secret.csv", "/etc/passwd", "a/../../b.csv", "C:/a.csv", "~/a"]
)
def test_no_path_leads_out_of_the_study(file):
    text = problems(GOOD.replace("tables/a.csv", file))
    assert "file (line 2)" in text


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("year: {column: 年份}", "", "The year is missing"),
        ("year: {column: 年份}", "year: {column: a, value: 2017}", "Give one of column, value"),
        ("unit: {name: 城市}", "unit: {within: 省}", "Name the column of the unit's name"),
        ("column: GDP, indicator: gdp", "column: GDP", "names no indicator"),
        ("column: GDP, indicator: gdp", "indicator: gdp", "names no column"),
    ],
)
def test_what_does_not_fit_together(before, after, sentence):
    assert sentence in problems(GOOD.replace(before, after))


def test_extends_merges_deep_and_null_takes_away():
    mapping = mapping_from_text(
        "extends: city_yearbook_population\nfile: a.xls\nyear: {value: 2017}\n"
        "unit: {within: 省}\nskip: null\n",
        "a.yml",
        "a",
    )
    assert mapping.unit.name.label == "城市" and mapping.unit.within.label == "省"
    assert mapping.heading.rows == 2 and mapping.skip == ()
    assert merge({"a": {"b": 1, "c": [1]}}, {"a": {"c": [2]}}) == {"a": {"b": 1, "c": [2]}}


@pytest.mark.parametrize("code", sorted(ready_made_mappings()))
def test_every_ready_made_mapping_is_complete_but_for_what_the_study_states(code):
    if code == "city_yearbook_base":
        pytest.skip("what the yearbook's tables have in common")
    stated = {"extends": code, "file": "tables/a"}
    stated |= {"year": {"value": 2017}} if "yearbook" in code else {"indicators": {"x": "gdp"}}
    mapping = mapping_from_text(yaml.safe_dump(stated, allow_unicode=True), "a.yml", "a")
    assert mapping.indicator_codes


def test_the_examples_name_only_known_indicators(project_dir: Path):
    from wenmai.reference import IndicatorLibrary

    library = IndicatorLibrary.load(project_dir / "seeds")
    files = sorted((project_dir / "examples").glob("*/sources/*.yml"))
    assert len(files) > 12
    for path in files:
        study = yaml.safe_load((path.parents[1] / "study.yml").read_text(encoding="utf-8"))
        declared = {entry["code"] for entry in study["indicators"]}
        defined = {entry["code"] for entry in study["indicators"] if "name" in entry}
        mapping = load_mapping(path)
        assert declared & set(mapping.indicator_codes), path
        assert set(mapping.indicator_codes) <= set(library.indicators) | defined, path
