"""Whatever table is written comes back equal, in every encoding, kind of file and layout."""

import csv
import io
import tempfile
from pathlib import Path

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wenmai.kit.mapping import SourceMapping
from wenmai.readers import read_source

NAMES = ["沈阳市", "大连市", "Anshan", "吉林", "延边朝鲜族自治州", "大兴安岭地区"]
# Workbooks keep 15 digits.
# rounded to a few digits, the largest doubles would become infinite
FLOATS = st.floats(min_value=-1e300, max_value=1e300).map(lambda number: float(f"{number:.15g}"))
CELLS = st.none() | FLOATS | st.integers(-(10**9), 10**9)


@st.composite
def tables(draw):
    units = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    years = draw(st.lists(st.integers(1990, 2030), min_size=1, max_size=5, unique=True))
    return {(unit, year): draw(CELLS) for unit in units for year in years}


def as_lines(table, layout):
    if layout == "long":
        return [
            ["城市", "年份", "值（亿元）"],
            *([unit, year, v] for (unit, year), v in table.items()),
        ]
    units = list(dict.fromkeys(unit for unit, _ in table))
    years = list(dict.fromkeys(year for _, year in table))
    return [["城市", *years], *([unit, *(table[unit, year] for year in years)] for unit in units)]


def write(folder, lines, kind, title):
    lines = [[title], *lines] if title else lines
    if kind == "xlsx":
        book = xlsxwriter.Workbook(folder / "a.xlsx")
        sheet = book.add_worksheet("甲")
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
        book.close()
        return folder / "a.xlsx"
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    (folder / "a.csv").write_bytes(text.getvalue().encode(kind))
    return folder / "a.csv"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    table=tables(),
    layout=st.sampled_from(["long", "wide_years"]),
    kind=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "xlsx"]),
    title=st.sampled_from(["", "各市生产总值", "1905年以来"]),
)
def test_a_table_comes_back_equal(table, layout, kind, title):
    value = {"indicator": "gdp", "unit": "亿元"}
    mapping = SourceMapping.model_validate(
        {
            "file": "a.*",
            "layout": layout,
            "unit": {"name": "城市"},
            "year": {"column": "年份"} if layout == "long" else None,
            "values": [{"column": "值（亿元）", **value} if layout == "long" else value],
        }
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write(folder, as_lines(table, layout), kind, title)
        result = read_source(path, mapping, study_folder=folder)
        rows = [row for batch in result.records for row in batch.to_pylist()]
    found = {
        (row["unit_name"], int(row["year_text"])): row["value_text"] and float(row["value_text"])
        for row in rows
    }
    assert len(rows) == len(table)
    assert found == {
        key: None if number is None else float(number) for key, number in table.items()
    }
    info = result.file
    assert info.lines_data == len(rows) if layout == "long" else True
    assert info.lines_skipped == bool(title)
