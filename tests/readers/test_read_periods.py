"""Months and quarters, as statistics write them, become periods of a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.readers.periods import Period, read_period

READ = {
    "2002年1月": "2002M01",
    "2002年01月份": "2002M01",
    "２０２１年３月": "2021M03",
    "2021-03": "2021M03",
    "2021/3": "2021M03",
    "202103": "2021M03",
    "2021.10": "2021M10",
    "2002-01-31 00:00:00": "2002M01",
    "Mar-2021": "2021M03",
    "September 2021": "2021M09",
    "2021年3月末": "2021M03",
    "2023年1—2月": "2023M01-02",
    "2023年1月-2月": "2023M01-02",
    "2021年12月累计": "2021M01-12",
    "2023年第四季度": "2023M10-12",
    "2021Q3": "2021M07-09",
    "Q3 2021": "2021M07-09",
    "1990年一季": "1990M01-03",
    "2021年1—3季度": "2021M01-09",
    "2021年上半年": "2021M01-06",
    "2021年": "2021M01-12",
    "01/03/2022": "2022M03",
    "3/1/2022": "2022M03",
    "1/1/2022": "2022M01",
}
READ_OF_2021 = {
    "一季度": "2021M01-03",
    "前三季度": "2021M01-09",
    "一至三季度": "2021M01-09",
    "3月累计": "2021M01-03",
    "前11个月": "2021M01-11",
    "十一月": "2021M11",
    "全年": "2021M01-12",
    "5": "2021M05",
}
REFUSED = (
    "02/03/2022",
    "31/12/2022",
    "1/13/2022",
    "2021.1",
    "2010-13",
    "3月",
    "20213",
    "210100",
    "沈阳市",
    "前二十个月",
    "",
)


@pytest.mark.parametrize(("text", "code"), READ.items())
def test_a_period_is_understood_as_it_is_written(text, code):
    assert read_period(text).code == code


@pytest.mark.parametrize(("text", "code"), READ_OF_2021.items())
def test_the_year_of_a_period_may_stand_elsewhere(text, code):
    assert read_period(text, "2021年").code == code


@pytest.mark.parametrize("text", REFUSED)
def test_what_can_mean_two_things_or_none_is_refused(text):
    assert read_period(text) is None


@given(st.integers(1950, 2099), st.integers(1, 12), st.integers(1, 12))
def test_every_span_is_read_back(year, one, other):
    first, last = min(one, other), max(one, other)
    written = f"{year}年{first}-{last}月" if first < last else f"{year}年{first}月"
    assert read_period(written) == Period(year, first, last)
    assert read_period(Period(year, first, first).code) == Period(year, first, first)


def periods(rows):
    return [(row["indicator_code"], row["year_text"], row["value_text"]) for row in rows]


def test_a_download_with_months_across_is_read_with_totals_since_january(reader):
    reader.write(
        "a.csv",
        "数据库：分省月度数据\n指标：社会消费品零售总额_累计值(亿元)\n"
        "地区,2023年3月,2023年2月\n辽宁省,30,20\n注：略\n",
        "gb18030",
    )
    rows, info = reader.read(
        layout="wide_periods",
        unit={"name": "地区"},
        year=None,
        values=[],
        indicator_from={"preamble": "指标"},
        indicators={"社会消费品零售总额_累计值": "retail_sales"},
        stop_at=["^注"],
    )
    assert periods(rows) == [
        ("retail_sales", "2023M01-03", "30"),
        ("retail_sales", "2023M01-02", "20"),
    ]
    assert (info.lines_read, info.lines_data) == (5, 1)


def test_columns_of_a_month_and_since_january_stand_side_by_side(reader):
    reader.write(
        "a.csv", "年份,月份,本月（亿元）,累计（亿元）\n2002,1-2月,3,3\n2002,3月,1,4\n2002,？,1,5\n"
    )
    rows, _ = reader.read(
        unit={"value": "中国"},
        year={"column": "年份"},
        period={"column": "月份"},
        values=[
            {"column": "本月（亿元）", "indicator": "a"},
            {"column": "累计（亿元）", "indicator": "a"},
        ],
    )
    assert periods(rows)[:2] == [("a", "2002M01-02", "3"), ("a", "2002M03", "1")]
    assert periods(rows)[3:5] == [("a", "2002M01-02", "3"), ("a", "2002M01-03", "4")]
    assert [row["reader_issue"] for row in rows[2::3]] == ["period_not_understood"] * 2


def test_months_across_take_their_year_from_a_column_or_the_line_above(reader):
    reader.write("a.csv", "年份,1月,2月\n2002,1,2\n2003,3,4\n")
    values = [{"indicator": "a", "unit": "亿元"}]
    layout = {"layout": "wide_periods", "unit": {"value": "中国"}, "values": values}
    rows, _ = reader.read(**layout, year={"column": "年份"})
    assert [row["year_text"] for row in rows] == ["2002M01", "2003M01", "2002M02", "2003M02"]
    reader.write("a.csv", "城市,2002年,,2003年\n,1-2月,3月,1-2月\n沈阳,1,2,3\n")
    rows, _ = reader.read(**layout | {"unit": {"name": "城市"}}, year=None, heading={"rows": 2})
    assert [row["year_text"] for row in rows] == ["2002M01-02", "2002M03", "2003M01-02"]
