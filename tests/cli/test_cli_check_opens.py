"""`wenmai check` opens the files and says all at once; `wenmai list` names what is known."""

import os

import pytest
from openpyxl import Workbook

from wenmai.kit.answers_file import ANSWERS_FILE

STUDY = """code: {code}
name: {{zh: 甲, en: A}}
years: {{first: 2020, last: 2020}}
units: {{level: prefecture, include: [沈阳市, 大连市]}}
indicators:
  - code: gdp
"""
MAPPING = """file: gdp.*
unit: {name: 城市}
year: {value: 2020}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
"""


@pytest.fixture
def study(settings):
    """Return a function that lands a small study with a table of the lines given."""

    def land(code, *lines):
        folder = settings.landing[0] / code
        (folder / "sources").mkdir(parents=True)
        (folder / "study.yml").write_text(STUDY.format(code=code), encoding="utf-8")
        (folder / "sources" / "gdp.yml").write_text(MAPPING, encoding="utf-8")
        book = Workbook()
        for line in lines:
            book.active.append(line)
        book.save(folder / "gdp.xlsx")
        return folder

    return land


def test_everything_is_said_at_once(wenmai, study):
    study("east", ["城市", "生产总值"], ["沈阳市", 5])
    study("west", ["地市", "地区生产总值"], ["沈阳市", 5])
    wrong = study("north", ["城市", "地区生产总值"], ["沈阳市", 5])
    (wrong / "study.yml").write_text(STUDY.format(code="north").replace("gdp", "gpd"))
    code, _, err = wenmai("check")
    said = " ".join(err.split())
    assert code == 1
    assert "no column '地区生产总值'. Did you mean '生产总值'" in said
    assert "no column '城市'" in said and "'gpd'" in said
    asked = "  - {code: x, name: {zh: 甲}, unit: 个, dimension: '?', direction: positive}\n"
    (wrong / "study.yml").write_text(STUDY.format(code="north") + asked)
    said = " ".join(wenmai("check")[2].split())
    assert "'?' is not a code. Choose one of: policy_support (政策支持), " in said


def test_the_files_of_an_unsound_study_are_opened_too(wenmai, study):
    north = study("north", ["地市", "地区生产总值"], ["沈阳市", 5])
    (north / "study.yml").write_text(STUDY.format(code="north").replace("last: 2020", "last: 1"))
    (north / "sources" / "more.yml").write_text("file: no.csv\nvalue: []\n", encoding="utf-8")
    west = study("west", ["城市", "地区生产总值"], ["沈阳市", "=1+1"])
    (west / "study.yml").write_text("code: [west\n", encoding="utf-8")
    code, out, err = wenmai("check")
    said = " ".join((out + err).split())
    assert code == 1
    assert "years.last" in said and "more.yml: value" in said
    assert said.count("north/gdp.xlsx") == 1 and "no column '城市'" in said
    assert said.count("west/study.yml") == 1 and "west/gdp.xlsx: 1 cell for the quarantine" in said


def test_a_formula_without_value_is_said_before_anything_is_built(wenmai, study):
    study("east", ["城市", "地区生产总值"], ["沈阳市", "=1+1"], ["大连市", 4])
    code, out, _ = wenmai("check")
    assert code == 0
    assert "1 cell for the quarantine" in out and "formula" in out


def test_goalposts_inside_the_data_and_a_skipped_year_are_said_before_anything_is_built(
    wenmai, study
):
    lines = [["城市", "年份", "地区生产总值"], ["沈阳市", 2018, "7,208.5"], ["大连市", 2020, 40]]
    folder = study("east", *lines)
    ends = "    normalization: {method: goalposts, lower: 20, upper: 5000}\n"
    text = STUDY.format(code="east").replace("first: 2020", "first: 2018")
    (folder / "study.yml").write_text(text + ends + "    treatment: none\n", encoding="utf-8")
    mapping = MAPPING.replace("{value: 2020}", "{column: 年份}")
    (folder / "sources" / "gdp.yml").write_text(mapping, encoding="utf-8")
    code, out, _ = wenmai("check")
    said = " ".join(out.split())
    assert code == 0
    assert "The study 'east' has no line for 2019 although it has earlier and later ones." in said
    assert "from 40 to 7,208.5, reach beyond the goalposts 20 and 5,000" in said
    # of logarithms the goalposts are others than the files hold
    (folder / "study.yml").write_text(text + ends + "    treatment: log\n", encoding="utf-8")
    assert "goalposts" not in wenmai("check")[1]


def test_answers_that_nobody_has_taken_yet_are_named(wenmai, study):
    folder = study("east", ["城市", "地区生产总值"], ["沈阳市", 4])
    Workbook().save(folder / ANSWERS_FILE)
    later = (folder / "study.yml").stat().st_mtime + 60
    os.utime(folder / ANSWERS_FILE, (later, later))
    assert f"{ANSWERS_FILE} was changed after the drafts" in wenmai("check")[1]


def test_what_is_known_is_listed_by_a_word(wenmai, monkeypatch):
    _, out, _ = wenmai("list", "indicators", "旅行社")
    assert out.split()[5:7] == ["travel_agencies", "旅行社数"]
    assert len(out.splitlines()) == 2
    assert "百万人次" in wenmai("list", "units", "人次")[1]
    assert "Special planning" in wenmai("list", "dimensions")[1]
    assert "performance and celebration" in wenmai("list", "industries", "艺术表演")[1]
    assert "6513*" in wenmai("list", "industries", "数字出版软件")[1]
    assert "Nothing known" in wenmai("list", "indicators", "企鹅")[1]
    monkeypatch.setenv("WENMAI_LANG", "zh")
    assert "专项规划" in wenmai("list", "dimensions")[1]
    assert "表演和庆祝活动" in wenmai("list", "industries", "艺术表演")[1]
