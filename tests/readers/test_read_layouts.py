"""Tables as users have them become records, and every line is counted once."""

import datetime as dt

import pytest

from wenmai.ingest.raw_tables import INDICATOR_RECORDS, SOURCE_FILES
from wenmai.kit.mapping import SourceMapping
from wenmai.readers import RECORD_COLUMNS, SourceFileInfo, find_files, read_source


def test_records_have_the_columns_of_the_raw_table():
    assert INDICATOR_RECORDS.column_names == RECORD_COLUMNS
    fields = {*SourceFileInfo.__dataclass_fields__, "study_code", "_load_id"}
    assert fields == set(SOURCE_FILES.column_names)


def test_long_csv_with_title_notes_and_blank_lines(reader):
    reader.write(
        "a.csv",
        "各市生产总值,,\n单位：亿元,,\n\n城 市,年份,GDP（亿元）\n沈阳,2018,6292.4\n"
        ",,\n大连,2018,\n数据来源：统计局,,\n脚注,,\n",
    )
    rows, info = reader.read(stop_at=["^数据来源"])
    assert reader.values(rows) == [("沈阳", "2018", "6292.4"), ("大连", "2018", None)]
    assert (info.lines_read, info.lines_heading, info.lines_skipped, info.lines_data) == (
        9,
        1,
        6,
        2,
    )
    assert [row["_row_number"] for row in rows] == [5, 7]
    assert rows[0]["source_file"] == "tables/a.csv"
    assert rows[0]["column_label"] == "GDP（亿元）"
    assert rows[0]["study_code"] == "east" and rows[0]["mapping_code"] == "gdp"


def test_row_numbers_are_those_of_a_spreadsheet(reader):
    reader.write("a.csv", '城市,年份,GDP（亿元）,备注\n沈阳,2018,1,"两\n行"\n大连,2018,2,\n')
    rows, info = reader.read()
    assert [row["_row_number"] for row in rows] == [2, 3]
    assert info.lines_read == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters_are_found(reader, encoding, delimiter):
    lines = [
        ["城市", "年份", "GDP（亿元）"],
        ["沈阳", "2018", "6292.4"],
        ["大连", "2018", "7668.5"],
    ]
    reader.write("a.csv", "\r\n".join(map(delimiter.join, lines)), encoding)
    rows, info = reader.read()
    assert reader.values(rows) == [("沈阳", "2018", "6292.4"), ("大连", "2018", "7668.5")]
    assert info.encoding == encoding.removesuffix("-sig")


def test_gb18030_keeps_rare_signs_and_digits(reader):
    reader.write("a.csv", "城市,年份,GDP（亿元）\n㼆䶮市€,2018,0123456789.5\n", "gb18030")
    rows, _ = reader.read()
    assert reader.values(rows) == [("㼆䶮市€", "2018", "0123456789.5")]


def test_years_across_with_the_indicator_above_the_heading(reader):
    reader.write(
        "a.csv",
        "数据库：分省年度数据\r\n指标：地区生产总值(亿元)\r\n时间：最近3年\r\n"
        "地区,2019年,2018年,2017年\r\n辽宁省,24855.3,,21693.0\r\n注：修订。\r\n数据来源：国家统计局\r\n",
        "gb18030",
    )
    rows, info = reader.read(
        layout="wide_years",
        unit={"name": "地区"},
        year=None,
        values=[],
        indicator_from={"preamble": "指标"},
        indicators={"地区生产总值": "gdp"},
        stop_at=["^注："],
    )
    assert reader.values(rows) == [
        ("辽宁省", "2019", "24855.3"),
        ("辽宁省", "2018", None),
        ("辽宁省", "2017", "21693.0"),
    ]
    assert {row["measure_unit"] for row in rows} == {"亿元"}
    assert (info.lines_heading, info.lines_skipped, info.lines_data) == (1, 5, 1)


def test_a_file_whose_indicator_is_declared_null_is_counted_and_left_out(reader):
    reader.write("a.csv", "指标：人口(人)\n地区,2019年\n辽宁省,1\n\n")
    rows, info = reader.read(
        layout="wide_years",
        unit={"name": "地区"},
        year=None,
        values=[],
        indicator_from={"preamble": "指标"},
        indicators={"人口": None},
    )
    assert rows == []
    assert (info.lines_filtered, info.lines_skipped, info.lines_heading) == (1, 2, 1)


def test_a_column_names_the_indicator(reader):
    reader.write(
        "a.csv",
        "城市,年份,指标,数值\n沈阳,2018,地区生产总值（亿元）,6292\n沈阳,2018,气温（度）,9\n"
        "沈阳,2018,常住人口（万人）,832\n",
    )
    rows, info = reader.read(
        values=[{"column": "数值"}],
        indicator_from={"column": "指标"},
        indicators={"地区生产总值": "gdp", "常住人口": "resident_population"},
    )
    found = [(row["indicator_code"], row["value_text"], row["measure_unit"]) for row in rows]
    assert found == [("gdp", "6292", "亿元"), ("resident_population", "832", "万人")]
    assert info.lines_filtered == 1


def test_one_column_per_quantity_and_year(reader):
    reader.write("a.csv", "城市,pop_2010,pop_2020\n沈阳,8106171,9070093\n")
    rows, _ = reader.read(
        year=None,
        values=[
            {"column": "pop_2010", "indicator": "census", "unit": "人", "year": 2010},
            {"column": "pop_2020", "indicator": "census", "unit": "人", "year": 2020},
        ],
    )
    assert reader.values(rows) == [("沈阳", "2010", "8106171"), ("沈阳", "2020", "9070093")]


def test_the_unit_of_measure_may_stand_in_a_column_or_above(reader):
    reader.write("a.csv", "单位：万元\n城市,年份,单位,FDI,GDP\n沈阳,2018,百万美元,14,6\n")
    rows, _ = reader.read(
        values=[
            {"column": "FDI", "indicator": "fdi", "unit": {"column": "单位"}},
            {"column": "GDP", "indicator": "gdp", "unit": {"preamble": "单位"}},
        ]
    )
    assert [row["measure_unit"] for row in rows] == ["百万美元", "万元"]


def test_pages_repeat_title_and_heading_in_two_languages(reader):
    title = ["2-1  人口及户数", None, None, None]
    top = [
        "城    市",
        "City",
        "年末户籍人口(万人)\r\nHousehold Registered\r\n(10 000 persons)",
        None,
    ]
    low = [None, None, "全 市\r\nTotal City", "市辖区\r\nDistricts"]
    sheet = [
        title,
        ["Population", None, None, None],
        top,
        low,
        ["河北省", "Hebei", None, None],
        ["  石家庄市", "  Shijiazhuang", "973", "417"],
        [None] * 4,
        ["2-1  续表 1  continued 1", None, None, None],
        ["城  市", "City", "年末户籍人口(万人)\r\nHousehold\r\n(10 000 persons)", None],
        [None, None, "全市\r\nTotal City", "市辖区\r\nDistricts"],
        title,
        ["  唐山市", "  Tangshan", "755", "334"],
    ]
    reader.workbook("a.xlsx", {"1-7": sheet})
    rows, info = reader.read(
        heading={"rows": 2},
        year={"value": 2017},
        skip=["续表"],
        values=[
            {"columns": ["年末户籍人口(万人)", "全市"], "indicator": "a", "unit": "万人"},
            {"columns": ["年末户籍人口(万人)", "市辖区"], "indicator": "b", "unit": "万人"},
        ],
    )
    assert [(row["unit_name"], row["indicator_code"], row["value_text"]) for row in rows] == [
        ("河北省", "a", None),
        ("  石家庄市", "a", "973"),
        ("  唐山市", "a", "755"),
        ("河北省", "b", None),
        ("  石家庄市", "b", "417"),
        ("  唐山市", "b", "334"),
    ]
    assert rows[0]["column_label"] == "年末户籍人口(万人) / 全 市"
    assert (info.lines_heading, info.lines_skipped, info.lines_data) == (4, 5, 3)


def test_filtered_lines_are_counted(reader):
    reader.write(
        "a.csv",
        "城市,代码,年份,GDP（亿元）\n沈阳,210100,2018,1\n新民,210181,2018,2\n辽宁,210000,2018,3\n",
    )
    rows, info = reader.read(where=[{"column": "代码", "matches": r"^\d{4}00$"}])
    assert [row["unit_name"] for row in rows] == ["沈阳", "辽宁"]
    assert (info.lines_filtered, info.lines_data) == (1, 2)


def test_merged_unit_cells_are_filled_down_when_asked(reader):
    reader.workbook(
        "a.xlsx",
        {
            "甲": [
                ["城市", "年份", "GDP（亿元）"],
                ["沈阳", 2018, 1],
                [None, 2019, 2],
                ["大连", 2018, 3],
            ]
        },
    )
    rows, _ = reader.read(unit={"name": "城市", "fill_down": True})
    assert [row["unit_name"] for row in rows] == ["沈阳", "沈阳", "大连"]
    rows, _ = reader.read()
    assert [row["unit_name"] for row in rows] == ["沈阳", "", "大连"]


def test_the_first_sheet_with_the_heading_is_taken(reader):
    reader.workbook(
        "a.xlsx",
        {
            "说明": [["数据来源：年鉴"]],
            "面板 数据": [[], [None, "城市", "年份", "GDP（亿元）"], [None, "沈阳", 2018, 6292.4]],
        },
    )
    rows, info = reader.read()
    assert reader.values(rows) == [("沈阳", "2018", "6292.4")]
    assert info.sheet_name == "面板 数据"
    assert rows[0]["_row_number"] == 3
    assert reader.read(sheet="面板数据")[0] == reader.read(sheet=2)[0] == rows


def test_numbers_codes_and_dates_of_a_workbook_are_written_as_people_see_them(reader):
    reader.workbook(
        "a.xlsx",
        {
            "s": [
                ["城市", "代码", "年份", "GDP（亿元）"],
                ["沈阳", 210100.0, dt.date(2018, 12, 31), 940.35],
            ]
        },
    )
    rows, _ = reader.read(unit={"name": "城市", "code": "代码"})
    assert rows[0]["unit_code_text"] == "210100"
    assert reader.values(rows) == [("沈阳", "2018", "940.35")]


def test_several_files_of_a_pattern_are_read_in_the_order_of_their_names(reader):
    for name in ("b.csv", "a.csv", "~$a.csv", ".hidden.csv"):
        reader.write(name, "城市,年份,GDP（亿元）\n沈阳,2018,1\n")
    mapping = SourceMapping.model_validate(
        {
            "file": "tables/*.csv",
            "unit": {"name": "城市"},
            "year": {"column": "年份"},
            "values": [{"column": "GDP", "indicator": "gdp", "unit": "亿元"}],
        }
    )
    assert [path.name for path in find_files(mapping, reader.folder)] == ["a.csv", "b.csv"]


def test_a_name_with_brackets_is_found_literally(reader):
    path = reader.write("表[1].csv", "城市,年份,GDP（亿元）\n沈阳,2018,1\n")
    mapping = SourceMapping.model_validate(
        {
            "file": "tables/表[1].csv",
            "unit": {"name": "城市"},
            "year": {"column": "年份"},
            "values": [{"column": "GDP（亿元）", "indicator": "gdp"}],
        }
    )
    assert find_files(mapping, reader.folder) == [path]
    assert (
        sum(b.num_rows for b in read_source(path, mapping, study_folder=reader.folder).records) == 1
    )
