"""Export a published table to formats of statistics, databases and maps."""

import json
import sqlite3
import struct
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import EXPORT_AS_CSV
from wenmai.labels import label
from wenmai.sentences import Sentence
from wenmai.sql_text import identifier, literal

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

NO_PLACES = Sentence("publish.no_places", "table")
CHOOSE_TABLE_WITH_PLACES = Sentence("publish.choose_table_with_places")
NOT_FOR_STATA = Sentence("publish.not_for_stata", "column")
EXACT_DIGITS = 15  # that a number of a sheet, or a double, keeps
STATA_NAME = 32  # characters
STATA_LABEL = 80
STATA_KINDS = {"BOOLEAN", "INTEGER", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP"}
STATA_EXACT, STATA_MOST = 2**53, 8.98e307  # whole numbers that a double holds; its largest number
PLACE = ("place_x", "place_y")  # degrees
SQLITE_TYPES = {"BOOLEAN": "integer", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "real"}


def write_parquet(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    """Write a table as Parquet and return its rows."""
    connection.execute(f"copy {relation} to {literal(str(path))} (format parquet)")
    return _rows(connection, relation)


def write_stata(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    """Write a table for Stata 14 and newer, and return its rows.

    A truth value is 0 or 1, a name of more than 32 characters is cut and stands whole before the
    label of its variable.
    """
    kinds = _stata_kinds(connection, relation)
    asked = ", ".join(
        f"{identifier(name)}::{kind} as {identifier(name)}" for name, kind in kinds.items()
    )
    frame = connection.execute(f"select {asked} from {relation}").df()
    for name, kind in kinds.items():
        frame[name] = _for_stata(frame[name], kind, name)
    short = stata_names(kinds)
    table = relation.rpartition(".")[2].strip('"')
    labels = {short[name]: _stata_label(name, table, short[name]) for name in kinds}
    frame.rename(columns=short).to_stata(
        path,
        write_index=False,
        version=118,
        variable_labels=labels,
        convert_strl=_long(frame, short),
    )
    return len(frame)


def _stata_kinds(connection: "duckdb.DuckDBPyConnection", relation: str) -> dict[str, str]:
    """Return as what each column goes; whole numbers that a double would round, as text."""
    kinds = _columns(connection, relation)
    whole = [identifier(name) for name, kind in kinds.items() if kind == "BIGINT"]
    asked = ", ".join(
        f"bool_or({name} not between {-STATA_EXACT} and {STATA_EXACT})" for name in whole
    )
    found = connection.execute(f"select {asked or 1} from {relation}").fetchone() or ()
    wide = {name for name, is_wide in zip(whole, found, strict=False) if is_wide}
    return {
        name: kind if kind in STATA_KINDS and identifier(name) not in wide else "VARCHAR"
        for name, kind in kinds.items()
    }


def _for_stata(column: "pd.Series[Any]", kind: str, name: str) -> "pd.Series[Any]":
    import pandas as pd  # noqa: PLC0415

    if kind in {"DATE", "TIMESTAMP"}:
        return pd.to_datetime(column)
    if kind == "INTEGER" and not column.isna().any():
        return column
    if kind == "VARCHAR":
        cells = column.astype(object).where(column.notna(), "")
        is_held = not cells.str.contains("\0", regex=False).any()
    else:
        # nulls and whole numbers beyond 32 bits: Stata's own kinds hold them as doubles
        cells = column.astype("float64")
        cells = cells.where(cells.abs() != float("inf"))
        is_held = not (cells.abs() > STATA_MOST).any()
    if not is_held:
        raise WenmaiError(NOT_FOR_STATA(column=name), hint=EXPORT_AS_CSV())
    return cells


def _long(frame: "pd.DataFrame", short: Mapping[str, str]) -> list[str]:
    """Return the columns of texts that are too long for Stata's plain ones."""
    return [
        new
        for old, new in short.items()
        if frame[old].dtype == object
        and frame[old].map(lambda cell: len(str(cell).encode())).max() > 2000
    ]


def stata_names(names: Iterable[str]) -> dict[str, str]:
    """Return the name in Stata of every column: at most 32 characters, each once.

    Parameters
    ----------
    names : iterable of str

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> stata_names(["culture_tourism_integration_share"])
    {'culture_tourism_integration_share': 'culture_tourism_integration_shar'}
    """
    found: dict[str, str] = {}
    for name in names:
        # a leading underscore is Stata's own
        new, number = name[:STATA_NAME], 2
        while new in found.values():
            ending = f"_{number}"
            new, number = f"{name[: STATA_NAME - len(ending)]}{ending}", number + 1
        found[name] = new
    return found


def _stata_label(name: str, table: str, short: str) -> str:
    try:
        said = label(name, table)["en"]
    except KeyError:  # a technical column
        said = name
    return (said if name == short else f"{name}: {said}")[:STATA_LABEL]


def write_sqlite(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    """Write a table as a SQLite database with that one table, and return its rows."""
    columns = _columns(connection, relation)
    table = identifier(relation.rpartition(".")[2].strip('"'))
    kinds = ", ".join(
        f"{identifier(name)} {SQLITE_TYPES.get(kind, 'text')}" for name, kind in columns.items()
    )
    path.unlink(missing_ok=True)
    found = connection.execute(f"select * from {relation}")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"create table {table} ({kinds})")
        places = ", ".join("?" for _ in columns)
        while rows := found.fetchmany(10_000):
            database.executemany(
                f"insert into {table} values ({places})", ([_plain(c) for c in row] for row in rows)
            )
    return _rows(connection, relation)


def write_geoparquet(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    """Write a table of places as GeoParquet 1.1 with a point for each row, and return its rows.

    A row whose place has no coordinates has no geometry.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = connection.execute(_with_places(connection, relation)).to_arrow_table()
    places = [table[name].to_pylist() for name in PLACE]
    # a point in well-known binary: little-endian, kind 1, x, y
    points = [
        None if x is None else struct.pack("<BIdd", 1, 1, x, y)
        for x, y in zip(*places, strict=True)
    ]
    column = {"encoding": "WKB", "geometry_types": ["Point"]}
    said = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    table = table.drop_columns(list(PLACE)).append_column("geometry", pa.array(points, pa.binary()))
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(said)}), path)
    return len(points)


def write_geojson(connection: "duckdb.DuckDBPyConnection", relation: str, path: Path) -> int:
    """Write a table of places as GeoJSON with a point for each row, and return its rows.

    A row whose place has no coordinates has no geometry.
    """
    found = connection.execute(_with_places(connection, relation))
    names = [column[0] for column in found.description or ()]
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        between, number = "\n", 0
        while rows := found.fetchmany(10_000):
            for row in rows:
                said = dict(zip(names, (_plain(cell) for cell in row), strict=True))
                x, y = (said.pop(name) for name in PLACE)
                point = {"type": "Point", "coordinates": [x, y]} if x is not None else None
                feature = {"type": "Feature", "geometry": point, "properties": said}
                # JSON has no NaN
                stream.write(between + json.dumps(feature, ensure_ascii=False, allow_nan=False))
                between, number = ",\n", number + 1
        stream.write("\n]}\n")
    return number


def _with_places(connection: "duckdb.DuckDBPyConnection", relation: str) -> str:
    """Return the query of a table with the degrees of its units beside each row."""
    if "unit_code" not in _columns(connection, relation):
        raise WenmaiError(
            NO_PLACES(table=relation.replace('"', "")), hint=CHOOSE_TABLE_WITH_PLACES()
        )
    x, y = PLACE
    units = f"(select unit_code, longitude as {x}, latitude as {y} from marts.dim_units)"
    return f"select * from {relation} left join {units} using (unit_code) order by all"


def _plain(cell: Any) -> Any:
    """Return a cell as text, number or nothing; a number that is none is nothing."""
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, float) and cell - cell != 0:
        return None
    if cell is None or isinstance(cell, bool | int | float | str):
        return cell
    return plain_decimal(cell) if isinstance(cell, Decimal) else str(cell)


def plain_decimal(cell: Decimal) -> float | str:
    """Return a decimal as a number where fifteen digits hold it, else whole, as text.

    Examples
    --------
    >>> plain_decimal(Decimal("-0.001")), plain_decimal(Decimal("12345678901234567890.123"))
    (-0.001, '12345678901234567890.123')
    """
    is_exact = cell.is_finite() and len(cell.normalize().as_tuple().digits) <= EXACT_DIGITS
    return float(cell) if is_exact else str(cell)


def _columns(connection: "duckdb.DuckDBPyConnection", relation: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in connection.execute(f"describe {relation}").fetchall()}


def _rows(connection: "duckdb.DuckDBPyConnection", relation: str) -> int:
    (number,) = connection.execute(f"select count(*) from {relation}").fetchone() or (0,)
    return int(number)
