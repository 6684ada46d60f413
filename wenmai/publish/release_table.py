"""The table ``quality.published_tables``, by which a serving file says which release it is."""

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING

from wenmai.publish.copying import RELEASE_COLUMN, SourceTable
from wenmai.publish.release import RELEASE_TABLE, PublishedTable, Release
from wenmai.sql_text import identifier

if TYPE_CHECKING:
    import duckdb

COLUMNS = {
    "release_id": ("varchar", "The release."),
    "created_at": ("timestamp", "When the release was made, in UTC."),
    "schema_name": ("varchar", "Schema of the table."),
    "table_name": ("varchar", "The table."),
    "row_count": ("bigint", "Rows that it holds."),
    "schema_hash": ("varchar", "SHA-256 of its column names and types."),
    "content_hash": ("varchar", "SHA-256 of its rows, whatever their order."),
    "is_log": ("boolean", "Whether it speaks of the refresh, so that the same input changes it."),
}


def describe_release() -> SourceTable:
    """Return the name, columns and comments of the table.

    Returns
    -------
    SourceTable

    Examples
    --------
    >>> describe_release().name
    'published_tables'
    """
    schema, name = RELEASE_TABLE
    return SourceTable(
        schema,
        name,
        "One row per table of this release. **Primary key**: schema_name, table_name.",
        tuple((column, kind) for column, (kind, _) in COLUMNS.items()),
        {column: text for column, (_, text) in COLUMNS.items()},
    )


def fill_release_table(
    connection: "duckdb.DuckDBPyConnection",
    about: SourceTable,
    release: Release,
    tables: Sequence[PublishedTable],
) -> None:
    """Create the table in the new serving file.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    about : SourceTable
    release : Release
    tables : sequence of PublishedTable
        Every other table of the release.
    """
    columns = ", ".join(f"{identifier(name)} {kind}" for name, (kind, _) in COLUMNS.items())
    connection.execute(f"create schema if not exists {identifier(about.schema)}")
    connection.execute(f"create table {about.relation} ({columns}, {RELEASE_COLUMN} varchar)")
    connection.executemany(
        f"insert into {about.relation} values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                release.release_id,
                release.created_at.astimezone(UTC).replace(tzinfo=None),
                table.schema,
                table.name,
                table.rows,
                table.schema_hash,
                table.content_hash,
                table.is_log,
                release.release_id,
            )
            for table in tables
        ],
    )


def mark_published(
    connection: "duckdb.DuckDBPyConnection", table: SourceTable, release: Release, message: str = ""
) -> None:
    """Let the log say of this very refresh that it was published, not that it is running.

    Who reads this row reads it in the serving file, where it is true.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    table : SourceTable
        ``quality.fct_refreshes`` as copied.
    release : Release
    message : str
        What the log says at the end.
    """
    names = {name for name, _ in table.columns}
    if not {"release_id", "status"} <= names:
        return
    finished = ", finished_at = $created_at" if "finished_at" in names else ""
    given = {"release_id": release.release_id}
    if finished:
        given["created_at"] = release.created_at.replace(tzinfo=None).isoformat()
    if message and "message" in names:
        finished += ", message = $message"
        given["message"] = message
    connection.execute(
        f"update {table.relation} set status = 'published'{finished} "
        "where release_id = $release_id and status = 'running'",
        given,
    )
