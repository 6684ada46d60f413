"""Every published table comes back from every format of export as it went in."""

import csv
import math
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from wenmai.publish import export_table
from wenmai.publish.export import DANGEROUS
from wenmai.settings import Settings

ROWS = 120  # of each table, drawn with a seed: what is tried is every column, not every row
TABLES = (
    "select schema_name, table_name from duckdb_tables() where database_name = 'demo' order by all"
)
ALL_TABLES = "select schema_name, table_name from duckdb_tables() order by all"
# the ends of what types can hold, beside what the demo holds
ODD = """
create table marts.fct_odd as select * from (values
    (9223372036854775807, 0.1::double + 0.2, 12345678901234567890.123::decimal(38, 3), '=1+1', true,
        timestamp '2024-02-29 23:59:59', [1, null]),
    (-9223372036854775808, -5e-324, -0.001::decimal(38, 3), ' 空 ', false,
        timestamp '1999-12-31 00:00:00', []),
    (9007199254740993, 9e307, 7::decimal(38, 3), 'a
b', null, null, null),
    (null, null, null, '001', null, null, null)
) as t (n, x, amount, text, is_so, seen_at, several)
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


def is_same(cell, back, *, is_sheet):
    """Tell whether a cell came back; a format says null and an empty text alike."""
    match cell:
        case None | "":
            same = back in {"", None}
        case bool():
            same = back is cell if is_sheet else back == str(cell)
        case float() if is_sheet:
            same = math.isclose(cell, back, rel_tol=1e-15)  # a sheet keeps sixteen digits
        case float():
            same = float(back) == cell
        case int() | Decimal():
            same = Decimal(str(back)) == cell
        case date() if is_sheet:  # a moment too; a sheet keeps milliseconds
            moment = datetime(cell.year, cell.month, cell.day, *cell.timetuple()[3:6])
            shown = datetime(back.year, back.month, back.day, *back.timetuple()[3:6])
            same = abs(moment - shown).total_seconds() <= 1
        case _:
            text = str(cell)
            same = back == (f"'{text}" if text.startswith(DANGEROUS) else text)
    return same


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_table_comes_back_as_it_went(sampled, tmp_path, ending):
    path = tmp_path / f"table.{ending}"
    with duckdb.connect(str(sampled.serving_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
        ).fetchall()
        wrong = []
        for schema, name in tables:
            result = connection.execute(f"from {schema}.{name}")
            columns, rows = [column[0] for column in result.description], result.fetchall()
            assert export_table(sampled, f"{schema}.{name}", path) == len(rows)
            heading, *back = read_csv(path) if ending == "csv" else read_xlsx(path)
            assert heading == columns
            assert len(back) == len(rows)
            wrong += [
                (name, column, cell, again)
                for row, read in zip(rows, back, strict=True)
                for column, cell, again in zip(columns, row, read, strict=True)
                if not is_same(cell, again, is_sheet=ending == "xlsx")
            ]
    assert len(tables) > 90
    assert wrong[:5] == []
