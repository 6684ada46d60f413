"""Tables without places, and tables that name the indicator line by line."""

import pytest

from wenmai.inspect import inspect_file
from wenmai.readers import read_source
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def draft(tmp_path, reference):
    """Write a CSV, draft its mapping, and count the records that it reads."""

    def make(name, *rows):
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
        found = inspect_file(path, reference)
        result = read_source(path, found.mapping, study_folder=tmp_path)
        return found, sum(batch.num_rows for batch in result.records)

    return make


def test_a_line_per_year_is_about_one_place_that_the_user_names(draft):
    rows = [[year, year / 2] for year in range(2015, 2021)]
    found, records = draft("a.csv", ["年份", "地区生产总值（亿元）"], *rows)
    assert (found.mapping.unit.value, found.mapping.year.label) == ("?", "年份")
    assert any("whom is 'a.csv' about" in str(doubt) for doubt in found.doubts)
    assert records == 6
    assert found.years == set(range(2015, 2021))


def test_the_name_of_the_file_says_the_place(draft):
    rows = [[year, year / 2] for year in range(2015, 2021)]
    found, _ = draft("辽宁省历年GDP.csv", ["年份", "地区生产总值（亿元）"], *rows)
    assert (found.mapping.unit.value, found.mapping.level) == ("辽宁省", "province")
    assert found.places == {"210000"}


def test_years_across_with_an_indicator_per_line(draft):
    found, records = draft(
        "全国.csv",
        ["指标", "2021年", "2020年", "2019年"],
        ["地区生产总值(亿元)", 3, 2, 1],
        ["常住人口(万人)", 3, 2, 1],
        ["企鹅(只)", 3, 2, 1],
        ["企鹅的心情", 3, 2, 1],
    )
    assert found.mapping.layout == "wide_years"
    assert found.mapping.indicators == {
        "地区生产总值": "gdp",
        "常住人口": "resident_population",
        "企鹅": "qie",
        "企鹅的心情": None,
    }
    assert any("1 names are left out (null)" in str(doubt) for doubt in found.doubts)
    assert records == 9


def test_a_line_per_place_year_and_indicator(draft):
    rows = [
        [city, year, name, unit, 5]
        for city in CITIES
        for year in (2019, 2020)
        for name, unit in (("地区生产总值", "亿元"), ("常住人口", "万人"))
    ]
    found, records = draft("b.csv", ["城市", "年份", "指标", "单位", "数值"], *rows)
    assert found.mapping.indicator_from.label == "指标"
    assert found.mapping.indicators == {"地区生产总值": "gdp", "常住人口": "resident_population"}
    assert found.mapping.values[0].unit.label == "单位"
    assert records == 12
    # the twelve lines name each place and year twice, once per indicator: that is no doubt
    assert found.doubts == ()
