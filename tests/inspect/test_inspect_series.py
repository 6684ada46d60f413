"""Tables without places, and tables that name the indicator line by line."""

import pytest
import yaml

from wenmai.inspect import inspect_file, inspect_folder
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


def test_months_become_a_mapping_of_periods(draft):
    rows = [
        [city, f"{year}年{month}月", month, 3, month * (month + 1) // 2]
        for city in CITIES
        for year in (2020, 2021)
        for month in range(1, 13)
    ]
    found, records = draft(
        "月.csv",
        ["城市", "时间", "本月零售额（亿元）", "同比增长（%）", "零售额累计（亿元）"],
        *rows,
    )
    mapping = found.mapping
    assert (mapping.period.label, mapping.year) == ("时间", None)
    assert [value.indicator for value in mapping.values] == [
        "lingshoue",
        "lingshoue_growth",
        "lingshoue",
    ]
    assert found.growths == {"lingshoue_growth": "零售额"}
    assert found.years == {2020, 2021}
    assert records == 3 * 72


def test_totals_since_january_are_known_by_how_they_rise(draft):
    def table(of):
        return [
            [year, f"{month}月", of(month)] for year in (2020, 2021, 2022) for month in range(2, 13)
        ]

    heading = ["年份", "月份", "旅游收入（亿元）"]
    found, _ = draft("全国.csv", heading, *table(lambda month: 10 * month))
    assert found.mapping.values[0].cumulated
    assert any("totals since January" in str(doubt) for doubt in found.doubts)
    found, _ = draft("全国.csv", heading, *table(lambda month: 10 + month % 3))
    assert not found.mapping.values[0].cumulated


def test_a_national_download_of_months_needs_no_answer(draft):
    found, records = draft(
        "月度数据.csv",
        ["数据库：月度数据"],
        ["时间：最近13个月"],
        ["指标", "2023年3月", "2023年2月"],
        ["社会消费品零售总额_当期值(亿元)", 2, 1],
        ["社会消费品零售总额_累计值(亿元)", 3, 1],
        ["社会消费品零售总额_累计增长(%)", 5, 5],
    )
    assert (found.mapping.layout, found.mapping.unit.value) == ("wide_periods", "中国")
    assert list(found.mapping.indicators.values()) == [
        *("retail_sales", "retail_sales", "retail_sales_growth"),
    ]
    assert records == 6


@pytest.mark.parametrize("form", ["01/{:02}/2022", "{}/1/2022"])
def test_first_days_head_months_and_english_words_say_what_is_cumulated(draft, form):
    found, records = draft(
        "national monthly.csv",
        ["Database：Monthly"],
        ["Indicators", *(form.format(month) for month in (4, 3, 2))],
        ['"Output of Tourism, Current Period(100 million yuan)"', 5, 4, 3],
        ['"Output of Tourism, Accumulated(100 million yuan)"', 14, 9, 5],
        ['"Growth Rate of Output of Tourism, Accumulated(%)"', 5, 5, 6],
    )
    assert (found.mapping.layout, found.mapping.unit.value) == ("wide_periods", "中国")
    assert list(found.mapping.indicators.values()) == [
        *("output_of_tourism", "output_of_tourism", "output_of_tourism_growth"),
    ]
    assert (found.years, records) == ({2022}, 9)


def test_first_days_of_years_are_no_months(draft):
    heading = ["Region", "1/1/2020", "1/1/2021", "1/1/2022"]
    found, _ = draft("gdp.csv", heading, *([city, 1, 2, 3] for city in CITIES))
    assert found.mapping.layout != "wide_periods"


def test_provinces_of_which_some_are_cities_too_are_provinces(tmp_path, reference):
    named = ["北京市", "天津市", "上海市", "辽宁省"]
    table = ["地区,地区生产总值（亿元）,年份", *(f"{one},5,2021" for one in named)]
    (tmp_path / "a.csv").write_text("\n".join(table), encoding="utf-8")
    text = inspect_folder(tmp_path, reference).files["study.yml"]
    assert yaml.safe_load(text)["units"] == {"level": "province", "include": sorted(
        named, key=["北京市", "天津市", "辽宁省", "上海市"].index)}  # fmt: skip


def test_the_study_says_how_months_become_years(tmp_path, reference):
    lines = ["城市,季度,GDP（亿元）,同比（%）,年末常住人口（万人）"]
    for city in CITIES:
        lines += [f"{city},2021年{n}季度,5,3,100" for n in "一二三四"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    text = inspect_folder(tmp_path, reference).files["study.yml"]
    said = {one["code"]: one for one in yaml.safe_load(text)["indicators"]}
    assert said["gdp"]["to_year"] == "sum"
    assert said["gdp_growth"]["growth_of"] == "gdp"
