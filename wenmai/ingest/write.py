"""Put rows into tables of schema raw."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from wenmai.ingest.raw_tables import LOAD_ID, RAW_TABLES, RawTable

_ARROW_TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
}


def make_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make schema raw and all its tables anew, empty.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside a transaction, so that the old rows come back when it fails.
    """
    connection.execute("create schema if not exists raw")
    for table in RAW_TABLES:
        connection.execute(table.ddl)


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    rows: Iterable[Mapping[str, Any]],
    load_id: str,
) -> None:
    """Insert rows given as mappings; a column that a row leaves out is null.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the build file.
    table : RawTable
        Where the rows go.
    rows : iterable of mapping
        Column → value; a key that is no column is an error in the code.
    load_id : str
        Written into every row.
    """
    complete = [{**row, LOAD_ID: load_id} for row in rows]
    unknown = {key for row in complete for key in row} - set(table.column_names)
    if unknown:
        raise KeyError(f"{table.qualified_name} has no column {', '.join(sorted(unknown))}")
    schema = pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in table.columns])
    insert_arrow(connection, table, [pa.RecordBatch.from_pylist(complete, schema=schema)])


def insert_arrow(
    connection: duckdb.DuckDBPyConnection, table: RawTable, batches: Sequence[pa.RecordBatch]
) -> None:
    """Insert record batches that have the table's columns, in any order.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the build file.
    table : RawTable
        Where the rows go.
    batches : sequence of pyarrow.RecordBatch
        All of one schema; may be empty.
    """
    if not batches:
        return
    columns = ", ".join(table.column_names)
    connection.register("incoming", pa.Table.from_batches(batches))
    try:
        connection.execute(
            f"insert into {table.qualified_name} ({columns}) select {columns} from incoming"
        )
    finally:
        connection.unregister("incoming")
