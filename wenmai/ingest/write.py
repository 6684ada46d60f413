"""Put rows into tables of schema raw."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from wenmai.ingest.raw_tables import LOAD_ID, RAW_TABLES, RawTable

# Rows that one statement inserts: few enough to hold twice, many enough that it pays.
PORTION_BYTES = 64_000_000

_ARROW_TYPES = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
}


def make_tables(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[RawTable] = RAW_TABLES
) -> None:
    """Make schema raw and its tables anew, empty.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside a transaction, so that the old rows come back when it fails.
    tables : iterable of RawTable
        Default: those that every study fills.
    """
    connection.execute("create schema if not exists raw")
    for table in tables:
        connection.execute(table.ddl)


def make_view(connection: duckdb.DuckDBPyConnection, table: RawTable, query: str) -> None:
    """Make a table of schema raw a view, also where it was a table of an earlier version.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside a transaction.
    table : RawTable
    query : str
        Gives its columns.
    """
    stands = connection.execute(
        "select 1 from duckdb_tables() where database_name = current_database()"
        " and schema_name || '.' || table_name = ?",
        [table.qualified_name],
    ).fetchone()
    if stands:
        connection.execute(f"drop table {table.qualified_name}")
    connection.execute(f"create or replace view {table.qualified_name} as {query}")


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
    insert_stream(connection, table, iter([pa.RecordBatch.from_pylist(complete, schema=schema)]))


def insert_stream(
    connection: duckdb.DuckDBPyConnection, table: RawTable, batches: Iterator[pa.RecordBatch]
) -> int:
    """Insert record batches as they are made: DuckDB writes while the next one is read.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the build file.
    table : RawTable
        Where the rows go.
    batches : iterator of pyarrow.RecordBatch
        With the table's columns, in any order; all of one schema. May yield nothing.

    Returns
    -------
    int
        How many rows were inserted.

    Raises
    ------
    Exception
        What the iterator raised, as it raised it; what came before is in the table, and the
        transaction goes on.
    """
    rows = 0
    raised: list[BaseException] = []

    def portion(first: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Yield batches until they hold PORTION_BYTES."""
        nonlocal rows
        size = 0
        try:
            for batch in itertools.chain([first], batches):
                rows += batch.num_rows
                size += batch.nbytes
                yield batch
                if size >= PORTION_BYTES:
                    return
        except BaseException as error:
            # Raised inside the statement, it would end the transaction with all other files.
            raised.append(error)

    # DuckDB lets go of the batches of a statement when it ends: one statement for a whole file
    # would hold much of it. A relation, not a registered view: the transaction would keep that.
    first = next(batches, None)
    while first is not None:
        reader = pa.RecordBatchReader.from_batches(first.schema, portion(first))
        relation = connection.from_arrow(reader).select(", ".join(table.column_names))
        relation.insert_into(table.qualified_name)
        if raised:
            raise raised[0]
        first = next(batches, None)
    return rows
