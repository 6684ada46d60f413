"""What the draft says about small tables: placeholders where a file is silent, doubts in words."""

import openpyxl
import pytest

from wenmai.errors import WenmaiError
from wenmai.inspect import inspect_file
from wenmai.readers import read_source
from wenmai.studies.reference import Reference

CITIES = ["沈阳市", "大连市", "鞍山市", "抚顺市", "本溪市", "丹东市", "锦州市", "营口市"]


@pytest.fixture(scope="module")
def reference(project_dir):
    return Reference(project_dir / "seeds")


@pytest.fixture
def draft(tmp_path, reference):
    """Write a CSV, draft its mapping, and make sure that the draft reads the file."""

    def make(lines, name="a.csv", **options):
        path = tmp_path / name
        path.write_text("\n".join(",".join(map(str, line)) for line in lines), encoding="utf-8")
        found = inspect_file(path, reference, **options)
        result = read_source(path, found.mapping, study_folder=tmp_path)
        records = sum(batch.num_rows for batch in result.records)
        return found, records

    return make


def panel(*columns, years=(2018, 2019, 2020)):
    """Return a heading and one line per city and year; a column is a heading and a function."""
    heading = ["城市", "年份", *(name for name, _ in columns)]
    lines = [
        [city, year, *(make(number, year) for _, make in columns)]
        for number, city in enumerate(CITIES)
        for year in years
    ]
    return [heading, *lines]


def doubts_about(found, word):
    return [str(doubt) for doubt in found.doubts if word in str(doubt)]


def test_a_clean_panel_is_understood_without_doubt(draft):
    found, records = draft(
        panel(
            ("地区生产总值（亿元）", lambda n, y: 100 * n + y),
            ("常住人口(万人)", lambda n, y: 10 + n),
        )
    )
    mapping = found.mapping
    assert (mapping.unit.name.label, mapping.year.label) == ("城市", "年份")
    assert [(v.label, v.indicator, v.unit) for v in mapping.values] == [
        ("地区生产总值（亿元）", "gdp", "亿元"),
        ("常住人口(万人)", "resident_population", "万人"),
    ]
    assert mapping.file == "tables/a.csv" and mapping.level == "prefecture"
    assert found.doubts == ()
    assert records == 48
    assert "24 lines, 8 places of level prefecture, years 2018–2020" in str(found.understood[0])


def test_without_a_unit_of_measure_nothing_is_guessed(draft, reference):
    found, _ = draft(panel(("GDP", lambda n, y: 100 * n + y)))
    (value,) = found.mapping.values
    assert (value.indicator, value.unit) == ("gdp", "?")
    assert not reference.measures.known("?")
    assert doubts_about(found, "No unit of measure found for C 'GDP'")


def test_a_share_shows_in_its_values(draft):
    found, _ = draft(panel(("第三产业占GDP比重", lambda n, y: 0.3 + n / 100)))
    assert found.mapping.values[0].unit == "比率"
    assert doubts_about(found, "Please check")


def test_the_observed_column_is_taken_and_not_its_interpolated_twin(draft):
    found, _ = draft(
        panel(
            ("常住人口（万人）", lambda n, y: "" if y == 2019 and n < 3 else 100 + n),
            ("插值_常住人口（万人）", lambda n, y: 100 + n),
            years=range(2015, 2021),
        )
    )
    assert [value.label for value in found.mapping.values] == ["常住人口（万人）"]
    (doubt,) = doubts_about(found, "same quantity")
    assert "named as interpolated (48 values against 45)" in doubt
    assert doubts_about(found, "Blank cells, of 48 lines: C '常住人口（万人）' in 3.")


def test_unknown_and_ambiguous_names_are_listed(draft):
    lines = panel(("地区生产总值（亿元）", lambda n, y: n))
    lines += [["沈阳氏", 2018, 1], ["海市蜃楼市", 2018, 1]]
    found, _ = draft(lines)
    (doubt,) = doubts_about(found, "did not resolve")
    assert doubt.startswith("2 names did not resolve: 沈阳氏, 海市蜃楼市")


def test_impossible_values_and_words_are_named(draft):
    found, _ = draft(
        panel(
            ("城镇化率（%）", lambda n, y: 120 if (n, y) == (0, 2018) else 60),
            ("外商直接投资（百万美元）", lambda n, y: "约三" if (n, y) == (0, 2018) else n - 3),
        )
    )
    assert doubts_about(found, "1 values are above 100 %")
    assert doubts_about(found, "8 values are below 0 百万美元")
    assert doubts_about(found, "no numbers: 约三")


def test_a_column_that_resembles_nothing_gets_a_code_of_its_own(draft):
    found, _ = draft(panel(("企鹅（个）", lambda n, y: n), ("frogs (个)", lambda n, y: n * y)))
    assert [value.indicator for value in found.mapping.values] == ["qie", "frogs"]
    (doubt,) = doubts_about(found, "outside the index")
    assert "C '企鹅（个）' as qie, D 'frogs (个)' as frogs" in doubt


def test_years_across_the_columns(draft):
    lines = [["指标：地区生产总值(亿元)"], ["地区", "2020年", "2019年"]]
    lines += [[city, 10 + n, 20 + n] for n, city in enumerate(CITIES)]
    found, records = draft([*lines, ["注：修订。"]])
    assert found.mapping.layout == "wide_years"
    assert found.mapping.indicators == {"地区生产总值": "gdp"}
    assert records == 16


def test_years_across_the_columns_with_the_indicator_in_the_title(draft):
    lines = [["地区生产总值（亿元）"], ["地区", 2019, 2020]]
    found, records = draft([*lines, *([city, 1, 2] for city in CITIES)])
    assert (found.mapping.values[0].indicator, found.mapping.values[0].unit) == ("gdp", "亿元")
    assert records == 16


def test_a_file_without_a_year_gets_a_year_outside_every_study(draft):
    lines = [["城市", "地区生产总值（亿元）"], *([city, n] for n, city in enumerate(CITIES))]
    found, _ = draft(lines)
    assert found.mapping.year.value == 1900
    assert doubts_about(found, "does not say its year")
    found, _ = draft(lines, name="2017年生产总值.csv")
    assert found.mapping.year.value == 2017


def test_double_headings_get_an_occurrence(draft):
    found, records = draft(
        panel(
            ("地区生产总值（亿元）", lambda n, y: n), ("地区生产总值（亿元）", lambda n, y: n * y)
        )
    )
    assert [value.occurrence for value in found.mapping.values] == [1, 2]
    assert records == 48


def test_codes_and_provinces_are_told_from_units_and_values(draft):
    codes = [210100 + 100 * number for number in range(8)]
    lines = [["年份", "省份", "省份代码", "城市", "城市代码", "地区生产总值（万元）"]]
    lines += [
        [2018, "辽宁省", 210000, city, code, 5] for city, code in zip(CITIES, codes, strict=True)
    ]
    found, _ = draft(lines)
    unit = found.mapping.unit
    assert (unit.name.label, unit.code.label, unit.within.label) == ("城市", "城市代码", "省份")
    assert [value.label for value in found.mapping.values] == ["地区生产总值（万元）"]


def test_the_sheet_with_the_largest_table_is_drafted_unless_another_is_named(tmp_path, reference):
    book = openpyxl.Workbook()
    book.active.append(["数据来源：年鉴"])
    for title, cities in (("小", CITIES[:3]), ("大", CITIES)):
        sheet = book.create_sheet(title)
        for line in [["城市", "年份", "GDP（亿元）"], *([city, 2018, 1] for city in cities)]:
            sheet.append(line)
    book.save(tmp_path / "a.xlsx")
    found = inspect_file(tmp_path / "a.xlsx", reference)
    assert found.mapping.sheet == "大"
    assert doubts_about(found, "Other sheets hold tables, too")
    assert inspect_file(tmp_path / "a.xlsx", reference, sheet="2").mapping.sheet == "小"
    with pytest.raises(WenmaiError, match="has no sheet '中'"):
        inspect_file(tmp_path / "a.xlsx", reference, sheet="中")


def test_a_file_without_places_is_refused(tmp_path, reference):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(WenmaiError, match="holds no table with names or codes of places"):
        inspect_file(tmp_path / "a.csv", reference)
    with pytest.raises(WenmaiError, match="There is no file"):
        inspect_file(tmp_path / "b.csv", reference)


def test_a_column_without_a_heading_is_named_by_its_letter(draft):
    lines = [["地区生产总值（亿元）"], ["", 2019, 2020], *([city, 1, 2] for city in CITIES)]
    found, records = draft(lines)
    assert found.mapping.unit.name.label == "[A]"
    assert (found.mapping.values[0].indicator, records) == ("gdp", 16)
    found, records = draft(
        [["", "年份", "地区生产总值（亿元）"], *([city, 2020, 5] for city in CITIES)]
    )
    assert (found.mapping.unit.name.label, records) == ("[A]", 8)
