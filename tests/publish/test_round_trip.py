"""Every published table comes back from every format of export as it went in."""

import csv
import json
import math
import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from wenmai.publish import export_table
from wenmai.publish.export import DANGEROUS
from wenmai.settings import Settings

ROWS = 40  # of each table, drawn with a seed: what is tried is every column, not every row
TABLES = (
    "select schema_name, table_name from duckdb_tables() where database_name = 'demo' order by all"
)
ALL_TABLES = "select schema_name, table_name from duckdb_tables() order by all"
# the ends of what types can hold, beside what the demo holds
ODD = """
create table marts.fct_odd as select * from (values
    (9223372036854775807, 0.1::double + 0.2, 12345678901234567890.123::decimal(38, 3), '=1+1', true,
        timestamp '2024-02-29 23:59:59', [1, null], date '1850-05-05'),
    (-9223372036854775808, -5e-324, -0.001::decimal(38, 3), ' 空 ', false,
        timestamp '1600-12-31 00:00:00', [], date '1900-02-28'),
    (9007199254740993, 8e307, 7::decimal(38, 3), 'a
b', null, null, null, date '9999-12-31'),
    (null, null, null, '001', null, null, null, null)
) as t (n, x, amount, text, is_so, seen_at, several, day)
"""


@pytest.fixture(scope="module")
def sampled(demo_warehouse, tmp_path_factory) -> Settings:
    """Return settings of a warehouse with some rows of each table of the demo."""
    home = tmp_path_factory.mktemp("sampled")
    settings = Settings(demo_warehouse.settings.project_dir, home, ())
    settings.serving_dir.mkdir()
    with duckdb.connect(str(settings.serving_file)) as connection:
        connection.execute(
            f"attach '{demo_warehouse.settings.serving_file}' as demo (read_only);"
            "create schema marts; create schema quality"
        )
        for schema, name in connection.execute(TABLES).fetchall():
            connection.execute(
                f"create table {schema}.{name} as from demo.{schema}.{name} "
                f"using sample reservoir({ROWS} rows) repeatable (7)"
            )
        connection.execute(ODD)
    return settings


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def read_xlsx(path):
    (sheet,) = CalamineWorkbook.from_path(path).sheet_names
    return (
        CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )


def read_stata(path):
    frame = pd.read_stata(path, convert_missing=False)
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def read_sqlite(path):
    with closing(sqlite3.connect(path)) as database:
        (name,) = database.execute("select name from sqlite_master").fetchone()
        return database.execute(f'select * from "{name}"').fetchall()


def read_geojson(path):
    features = json.loads(path.read_text("utf-8"))["features"]
    return [list(feature["properties"].values()) for feature in features]


def read_parquet(path):
    return duckdb.sql(f"from '{path}'").fetchall()


READ = {
    "csv": lambda path: read_csv(path)[1:],
    "xlsx": lambda path: read_xlsx(path)[1:],
    "dta": read_stata,
    "sqlite": read_sqlite,
    "geojson": read_geojson,
    "geo.parquet": read_parquet,
    "parquet": read_parquet,
}
SHEETS, TEXTS, TYPED = {"csv", "xlsx"}, {"csv"}, {"parquet", "geo.parquet"}


def is_same(cell, back, ending):
    """Tell whether a cell came back; but for Parquet, null and an empty text are alike."""
    match cell:
        case _ if ending in TYPED:
            same = cell == back
        case None | "":
            same = back in {"", None}
        case bool():
            same = back == (str(cell) if ending in TEXTS else cell)
        case float():
            # a sheet keeps sixteen digits
            same = math.isclose(cell, float(back), rel_tol=1e-15 if ending == "xlsx" else 0)
        case int():
            same = Decimal(str(back)) == cell
        case Decimal():
            same = math.isclose(cell, back) if isinstance(back, float) else Decimal(back) == cell
        case date():  # a moment too; sheets and Stata keep milliseconds
            read = back if isinstance(back, date) else datetime.fromisoformat(back)
            moments = [datetime(*day.timetuple()[:6]) for day in (cell, read)]
            same = abs(moments[0] - moments[1]).total_seconds() <= 1
        case list():
            same = back.replace("NULL", "None") == str(cell)
        case _:
            text = str(cell)
            same = back == (f"'{text}" if ending in SHEETS and text.startswith(DANGEROUS) else text)
    return same


@pytest.mark.parametrize("ending", READ)
def test_every_table_comes_back_as_it_went(sampled, tmp_path, ending):
    path = tmp_path / f"table.{ending}"
    with duckdb.connect(str(sampled.serving_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = connection.execute(ALL_TABLES).fetchall()
        wrong, n_tables = [], 0
        for schema, name in tables:
            order = "order by all" if ending.startswith("geo") else ""
            result = connection.execute(f"from {schema}.{name} {order}")
            columns, rows = [column[0] for column in result.description], result.fetchall()
            if ending.startswith("geo") and "unit_code" not in columns:
                continue
            n_tables += 1
            assert export_table(sampled, f"{schema}.{name}", path) == len(rows)
            if ending in SHEETS:
                heading = read_csv(path)[0] if ending == "csv" else read_xlsx(path)[0]
                assert heading == columns
            back = READ[ending](path)
            assert len(back) == len(rows)
            wrong += [
                (name, column, cell, again)
                for row, read in zip(rows, back, strict=True)
                for column, cell, again in zip(columns, row, read[: len(columns)], strict=True)
                if not is_same(cell, again, ending)
            ]
    assert n_tables > (30 if ending.startswith("geo") else 90)
    assert wrong[:5] == []
