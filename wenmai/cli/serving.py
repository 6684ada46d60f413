"""Read the serving file: read-only, and nothing else on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.settings import Settings

# A query may read the serving file and nothing else; the lock lets no statement lift that again.
CLOSED: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False}
# Looked through for tables that are named without a schema.
SCHEMAS = ("marts", "quality")


def connect(file: Path) -> DuckDBPyConnection:
    """Open a DuckDB file for reading only, shut off from all other files.

    Tables answer to their names alone, too: ``dim_units`` is ``marts.dim_units``.

    Parameters
    ----------
    file : Path

    Returns
    -------
    duckdb.DuckDBPyConnection

    Raises
    ------
    WenmaiError
        When there is no such file yet, or it cannot be opened.
    """
    import duckdb

    if not file.is_file():
        raise WenmaiError(
            f"There is no release yet: {file} does not exist.", hint="Run `wenmai refresh` first."
        )
    try:
        connection = duckdb.connect(str(file), read_only=True, config=CLOSED)
    except duckdb.Error as error:
        raise WenmaiError(
            f"{file} cannot be opened: {str(error).splitlines()[0]}",
            hint="Bring back an older release with `wenmai releases rollback`, or refresh again.",
        ) from error
    there = {name for (name,) in rows(connection, "select schema_name from duckdb_schemas()")}
    schemas = [schema for schema in SCHEMAS if schema in there]
    if schemas:
        connection.execute(f"set search_path = '{','.join(schemas)}'")
    connection.execute("set lock_configuration = true")
    return connection


@contextmanager
def opened(settings: Settings) -> Iterator[DuckDBPyConnection]:
    """Open the serving file for the length of a block."""
    connection = connect(settings.serving_file)
    try:
        yield connection
    finally:
        connection.close()


def has_table(connection: DuckDBPyConnection, schema: str, name: str) -> bool:
    """Tell whether a table is there: an older release may not have every mart."""
    return (schema, name) in rows(connection, "select schema_name, table_name from duckdb_tables()")


def rows(
    connection: DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return all rows of a query; without parameters DuckDB need not import pandas."""
    return connection.execute(query, list(parameters) or None).fetchall()
