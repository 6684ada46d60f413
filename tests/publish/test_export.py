"""Exports open in a spreadsheet, in Chinese, and run nothing."""

import csv
import json
import sqlite3
from contextlib import closing

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
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
    with pytest.raises(WenmaiError, match="Did you mean 'fct_innovation_index'"):
        export_table(published, "fct_inovation_index", tmp_path / "x.csv")


def test_an_unknown_ending_is_refused(published, tmp_path):
    with pytest.raises(WenmaiError, match=r"ends in none of \.csv, \.xlsx"):
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


@pytest.fixture
def odd(settings, make_build_file):
    """Return a warehouse with a table that has what formats differ in."""
    make_build_file(
        "create or replace table marts.dim_units as select '220200' as unit_code, "
        "126.55::double as longitude, 43.84::double as latitude",
        "create table marts.fct_odd as select * from (values "
        "('220200', 'a' || repeat('长', 1000), true, 1.5::double, 7, "
        "2::bigint, date '2024-02-29'), "
        "('999999', null, null, 'nan'::double, null, 9007199254740991, null)) as odd "
        "(unit_code, said, is_so, culture_tourism_integration_share, few, big, day)",
    )
    publish(settings, "a")
    return settings


def test_parquet_and_sqlite_hold_what_the_table_holds(odd, tmp_path):
    assert export_table(odd, "fct_odd", tmp_path / "odd.parquet") == 2
    rows = pq.read_table(tmp_path / "odd.parquet").to_pylist()
    assert rows[0]["said"] == "a" + "长" * 1000
    assert rows[1]["big"] == 9007199254740991
    assert export_table(odd, "fct_odd", tmp_path / "odd.sqlite") == 2
    with closing(sqlite3.connect(tmp_path / "odd.sqlite")) as database:
        query = "select unit_code, is_so, few, big, day from fct_odd order by unit_code"
        assert database.execute(query).fetchall() == [
            ("220200", 1, 7, 2, "2024-02-29"),
            ("999999", None, None, 9007199254740991, None),
        ]


def test_stata_gets_short_names_with_whole_ones_in_their_labels(odd, tmp_path):
    assert export_table(odd, "fct_odd", tmp_path / "odd.dta") == 2
    with pd.read_stata(tmp_path / "odd.dta", iterator=True) as reader:
        labels = reader.variable_labels()
        frame = reader.read()
    assert next(iter(frame["culture_tourism_integration_shar"])) == 1.5
    assert labels["culture_tourism_integration_shar"].startswith(
        "culture_tourism_integration_share"
    )
    assert frame["said"][0] == "a" + "长" * 1000
    assert frame["said"][1] == ""
    assert frame["big"][1] == 9007199254740991
    assert frame["day"][0] == pd.Timestamp("2024-02-29")
    assert pd.isna(frame["few"][1])


def test_geojson_has_a_point_where_the_place_is_known(odd, tmp_path):
    assert export_table(odd, "fct_odd", tmp_path / "odd.geojson") == 2
    known, unknown = json.loads((tmp_path / "odd.geojson").read_text("utf-8"))["features"]
    assert known["geometry"] == {"type": "Point", "coordinates": [126.55, 43.84]}
    assert known["properties"]["day"] == "2024-02-29"
    assert unknown["geometry"] is None
    assert unknown["properties"]["culture_tourism_integration_share"] is None
    with pytest.raises(WenmaiError, match="no places"):
        export_table(odd, "fct_empty", tmp_path / "empty.geojson")


def test_geoparquet_is_read_by_geopandas(odd, tmp_path):
    geopandas = pytest.importorskip("geopandas")
    assert export_table(odd, "fct_odd", tmp_path / "odd.geo.parquet") == 2
    frame = geopandas.read_parquet(tmp_path / "odd.geo.parquet")
    assert frame.crs == "OGC:CRS84"
    assert (frame.geometry[0].x, frame.geometry[0].y) == (126.55, 43.84)
    assert frame.geometry[1] is None
    assert frame["big"].tolist() == [2, 9007199254740991]


def test_a_sheet_is_frozen_filtered_and_wide_enough(odd, tmp_path):
    export_table(odd, "fct_odd", tmp_path / "odd.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "odd.xlsx").active
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:H3"
    assert sheet.column_dimensions["D"].width > len("culture_tourism_integration_share")
