"""Copy marts and quality tables out of the private file, with their comments."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.errors import WenmaiError
from wenmai.publish.hashing import Column, zero_without_sign
from wenmai.sentences import Sentence, joined
from wenmai.sql_text import identifier, literal

COLUMN_IS = Sentence("warehouse.column_is", "schema", "table", "column", "kind")
NOT_READ_BY_BI = Sentence("warehouse.not_read_by_bi", "columns")
CAST_IN_MART = Sentence("warehouse.cast_in_mart")
COLUMN_OF_ITS_OWN = Sentence("warehouse.column_of_its_own", "schema", "table", "column")
RENAME_IN_MART = Sentence("warehouse.rename_in_mart")

if TYPE_CHECKING:
    import duckdb

SCHEMAS = ("marts", "quality")
RELEASE_COLUMN = "_release_id"
RELEASE_COMMENT = "Release that this row was published with."


@dataclass(frozen=True)
class SourceTable:
    """A table or view of the private file that is to be published as a table."""

    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    column_comments: dict[str, str]

    @property
    def relation(self) -> str:
        """Schema and name, quoted."""
        return identifier(self.schema, self.name)


def find_tables(
    connection: "duckdb.DuckDBPyConnection", database: str, schemas: Sequence[str] = SCHEMAS
) -> list[SourceTable]:
    """List the tables and views of a database that are published, by schema and name.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    database : str
        Name under which the file is attached.
    schemas : sequence of str

    Returns
    -------
    list of SourceTable
    """
    wanted = [database, list(schemas)]
    columns: dict[tuple[str, str], list[tuple[str, str, str | None]]] = {}
    for schema, table, name, kind, comment in connection.execute(
        "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() "
        "where database_name = ? and list_contains(?, schema_name) "
        "order by schema_name, table_name, column_index",
        wanted,
    ).fetchall():
        columns.setdefault((schema, table), []).append((name, kind, comment))
    return [
        SourceTable(
            schema,
            table,
            comment,
            tuple((name, kind) for name, kind, _ in columns[schema, table]),
            {name: text for name, _, text in columns[schema, table] if text},
        )
        for schema, table, comment in connection.execute(
            "select schema_name, table_name, comment from duckdb_tables() "
            "where database_name = $1 and list_contains($2, schema_name) union all "
            "select schema_name, view_name, comment from duckdb_views() "
            "where database_name = $1 and list_contains($2, schema_name) order by all",
            wanted,
        ).fetchall()
    ]


def check_types(tables: Sequence[SourceTable]) -> None:
    """Refuse types on which readers break, and names that publishing needs itself.

    Parameters
    ----------
    tables : sequence of SourceTable

    Raises
    ------
    WenmaiError
        Naming every such column.

    Examples
    --------
    >>> check_types([SourceTable("marts", "fct", None, (("n", "HUGEINT"),), {})])
    Traceback (most recent call last):
    wenmai.errors.WenmaiError: marts.fct.n is HUGEINT, which BI tools cannot read. Cast it ...
    """
    huge = [
        COLUMN_IS(schema=table.schema, table=table.name, column=name, kind=kind)
        for table in tables
        for name, kind in table.columns
        if "HUGEINT" in kind
    ]
    if huge:
        raise WenmaiError(
            NOT_READ_BY_BI(columns=joined(huge, "; ")),
            hint=CAST_IN_MART(),
        )
    taken = [
        table for table in tables if RELEASE_COLUMN in {name.lower() for name, _ in table.columns}
    ]
    if taken:
        raise WenmaiError(
            COLUMN_OF_ITS_OWN(schema=taken[0].schema, table=taken[0].name, column=RELEASE_COLUMN),
            hint=RENAME_IN_MART(),
        )


def copy_table(
    connection: "duckdb.DuckDBPyConnection",
    database: str,
    table: SourceTable,
    release_id: str,
    *,
    without: Collection[str] = (),
) -> int:
    """Copy one table into the open serving file, and say how many rows it had at the source.

    ``create table as`` drops comments, so they are set again: BI tools show them.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Open on the new serving file.
    database : str
        Name under which the private file is attached.
    table : SourceTable
    release_id : str
        Becomes the last column of every row.
    without : collection of str
        Studies whose rows are left out.

    Returns
    -------
    int
    """
    source = identifier(database, table.schema, table.name)
    if without and "study_code" in {name for name, _ in table.columns}:
        codes = ", ".join(literal(code) for code in sorted(without))
        source += f" where study_code is null or study_code not in ({codes})"
    connection.execute(f"create schema if not exists {identifier(table.schema)}")
    # Parquet's dictionary merges 0.0 and -0.0, which no reader tells apart
    values = ", ".join(
        f"{zero_without_sign(name, kind)} as {identifier(name)}" for name, kind in table.columns
    )
    connection.execute(
        f"create table {table.relation} as "
        f"select {values}, {literal(release_id)}::varchar as {RELEASE_COLUMN} from {source}"
    )
    set_comments(connection, table)
    (rows,) = connection.execute(f"select count(*) from {source}").fetchone() or (0,)
    return int(rows)


def set_comments(connection: "duckdb.DuckDBPyConnection", table: SourceTable) -> None:
    """Set the comments of a table and its columns.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    table : SourceTable
    """
    said = [f"table {table.relation} is {literal(table.comment)}"] if table.comment else []
    said += [
        f"column {identifier(table.schema, table.name, name)} is {literal(text)}"
        for name, text in {**table.column_comments, RELEASE_COLUMN: RELEASE_COMMENT}.items()
    ]
    connection.execute("; ".join(f"comment on {one}" for one in said))


def attach(
    connection: "duckdb.DuckDBPyConnection", file: Path, name: str, *, read_only: bool = True
) -> None:
    """Attach a DuckDB file.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    file : Path
    name : str
    read_only : bool
        Otherwise a file that does not exist is made.
    """
    mode = " (read_only)" if read_only else ""
    connection.execute(f"attach {literal(str(file))} as {identifier(name)}{mode}")
