"""Read the serving file: read-only, and nothing else on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.settings import Settings

NO_FILE = Sentence("cli.no_serving_file", "file")
REFRESH_FIRST = Sentence("cli.refresh_first")
CANNOT_BE_OPENED = Sentence("cli.cannot_be_opened", "file", "error")
BRING_BACK = Sentence("cli.bring_back")
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
        raise WenmaiError(NO_FILE(file=str(file)), hint=REFRESH_FIRST())
    try:
        connection = duckdb.connect(str(file), read_only=True, config=CLOSED)
    except duckdb.Error as error:
        said = CANNOT_BE_OPENED(file=str(file), error=str(error).splitlines()[0])
        raise WenmaiError(said, hint=BRING_BACK()) from error
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
