"""Copy what users see now into raw.previous_*, so that the next release can say what changed."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from wenmai.ingest.raw_tables import (
    PREVIOUS_INDEX_CONTRIBUTIONS,
    PREVIOUS_INNOVATION_INDEX,
    PREVIOUS_SOURCE_FILES,
    RawTable,
)
from wenmai.sentences import Sentence
from wenmai.sql_text import literal

NO_CHANGES = Sentence("refresh.no_changes", "file", "reason")

# Not the stem of the file: the build file has the same stem, and so the same catalog name.
CATALOG = "previous_serving"

# Raw table ← published table. Add a line here when fct_changes shall compare another mart.
COPIES: dict[RawTable, str] = {
    PREVIOUS_INNOVATION_INDEX: "marts.fct_innovation_index",
    PREVIOUS_INDEX_CONTRIBUTIONS: "marts.fct_index_contributions",
    PREVIOUS_SOURCE_FILES: "quality.fct_source_files",
}


def attach_serving(connection: duckdb.DuckDBPyConnection, serving_file: Path) -> list[str]:
    """Attach the serving file read-only; call it before the transaction begins.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Connection to the build file.
    serving_file : Path
        May be missing (first refresh).

    Returns
    -------
    list of str
        Empty, or one note: an unreadable serving file counts as none, because a refresh is what
        replaces it.
    """
    if not serving_file.is_file():
        return []
    try:
        connection.execute(f"attach {literal(str(serving_file))} as {CATALOG} (read_only)")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        return [NO_CHANGES(file=serving_file.name, reason=reason)]
    return []


def copy_previous(
    connection: duckdb.DuckDBPyConnection, load_id: str, copies: Mapping[RawTable, str] = COPIES
) -> None:
    """Fill raw.previous_* from the attached serving file.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the (empty) raw tables made. When no serving file is attached they stay empty.
    load_id : str
        Written into every row.
    copies : mapping of RawTable to str
        Raw table ← published table.

    Notes
    -----
    An older release may lack a table (its copy stays empty) or a column (it stays null).
    """
    published = _published_columns(connection)
    for table, source in copies.items():
        columns = published.get(source)
        if columns is None:
            continue
        taken = ", ".join(
            f"try_cast({name} as {kind})" if name in columns else "null"
            for name, kind in table.columns[:-1]
        )
        connection.execute(
            f"insert into {table.qualified_name} select {taken}, ? from {CATALOG}.{source}",
            [load_id],
        )


def _published_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return the columns of every published table, by schema.table."""
    rows = connection.execute(
        """
        select schema_name || '.' || table_name, list(column_name)
        from duckdb_columns()
        where database_name = ? and not internal and schema_name in ('marts', 'quality')
        group by all
        order by all
        """,
        [CATALOG],
    ).fetchall()
    return {name: set(columns) for name, columns in rows}
