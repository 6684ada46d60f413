"""Exports open in a spreadsheet, in Chinese, and run nothing."""

import csv

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenmai.errors import WenmaiError
from wenmai.publish import export_table, neutralise, publish
from wenmai.sql_text import literal

NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1+1", "沈阳市", "a=b", ""]


@pytest.fixture
def published(settings, make_build_file):
    values = ", ".join(f"({literal(cell)}, {-number})" for number, cell in enumerate(NASTY))
    make_build_file(
        f'create table marts.fct_cells as select * from (values {values}) as t (cell, "=number")'
    )
    publish(settings, "a")
    return settings


def expected(cell):
    return f"'{cell}" if cell[:1] in tuple("=+-@\t\r＝") and cell else cell


def test_csv_has_a_byte_order_mark_and_harmless_cells(published, tmp_path):
    path = tmp_path / "cells.csv"
    assert export_table(published, "fct_cells", path) == len(NASTY)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heading, *rows = csv.reader(stream)
    assert heading == ["cell", "'=number", "_release_id"]
    assert [row[0] for row in rows] == [expected(cell) for cell in NASTY]
    assert [row[1] for row in rows] == [str(-number) for number in range(len(NASTY))]


def test_xlsx_holds_text_and_numbers_and_no_formula(published, tmp_path):
    path = tmp_path / "cells.xlsx"
    assert export_table(published, "marts.fct_cells", path) == len(NASTY)
    sheet = openpyxl.load_workbook(path).active
    rows = list(sheet.iter_rows(min_row=2))
    assert not [cell for row in rows for cell in row if cell.data_type == "f"]
    assert [row[1].value for row in rows] == [-number for number in range(len(NASTY))]
    # a carriage return is escaped inside the file format
    read = [(row[0].value or "").replace("_x000D_", "\r") for row in rows]
    assert read == [expected(cell) for cell in NASTY]


def test_dates_truth_values_and_gaps_are_exported(published, tmp_path):
    path = tmp_path / "units.xlsx"
    export_table(published, "dim_units", path)
    values = [cell.value for cell in openpyxl.load_workbook(path).active[2]]
    assert values[:3] == ["220200", "吉林市", True]
    assert values[3].isoformat().startswith("2018-01-01")
    export_table(published, "fct_innovation_index", tmp_path / "index.csv")


def test_an_unknown_table_is_answered_with_the_nearest(published, tmp_path):
    with pytest.raises(WenmaiError, match="Did you mean fct_innovation_index"):
        export_table(published, "fct_inovation_index", tmp_path / "x.csv")


def test_an_unknown_ending_is_refused(published, tmp_path):
    with pytest.raises(WenmaiError, match=r"neither \.csv nor \.xlsx"):
        export_table(published, "dim_units", tmp_path / "x.ods")


def test_nothing_half_written_is_left_behind(published, tmp_path, monkeypatch):
    monkeypatch.setattr("wenmai.publish.export.SHEET_ROWS", 5)
    with pytest.raises(WenmaiError, match="more than the 4 rows"):
        export_table(published, "fct_cells", tmp_path / "x.xlsx")
    assert not [path for path in tmp_path.iterdir() if "x.xlsx" in path.name]


def test_a_text_too_long_for_a_cell_is_refused_and_nothing_is_lost(
    settings, make_build_file, tmp_path
):
    make_build_file(
        "create table marts.fct_long as select repeat('文', n) as text, 1 as after, "
        "-1.25::decimal(9, 2) as amount from (values (32767), (32768)) as t (n)"
    )
    publish(settings, "a")
    with pytest.raises(WenmaiError, match="Row 2 of text has more than the 32,767 characters"):
        export_table(settings, "fct_long", tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()
    assert export_table(settings, "fct_long", tmp_path / "x.csv") == 2


def test_what_follows_the_longest_text_and_a_negative_decimal_stay(
    settings, make_build_file, tmp_path
):
    make_build_file(
        "create table marts.fct_long as select repeat('文', 32767) as text, 1 as after, "
        "-1.25::decimal(9, 2) as amount"
    )
    publish(settings, "a")
    export_table(settings, "fct_long", tmp_path / "x.xlsx")
    cells = [cell.value for cell in openpyxl.load_workbook(tmp_path / "x.xlsx").active[2]]
    assert (len(cells[0]), cells[1:3]) == (32767, [1, -1.25])


@given(st.text(max_size=6))
def test_no_exported_text_begins_as_a_formula(text):
    assert not str(neutralise(text)).startswith(("=", "+", "-", "@", "\t", "\r"))
