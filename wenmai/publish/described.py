"""What a serving file says of itself: tables, keys, columns in both languages, studies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wenmai.labels import label
from wenmai.sql_text import identifier

if TYPE_CHECKING:
    import duckdb

_KEY = re.compile(r"\*\*Primary\s+key\*\*:\s*([\w,\s]+)")

ORIGIN = ("publisher", "title", "url", "licence", "citation", "accessed")


@dataclass(frozen=True)
class DescribedColumn:
    """A column: its type in DuckDB, its label in both languages, and what its mart says of it."""

    name: str
    kind: str
    label_zh: str
    label_en: str
    description: str


@dataclass(frozen=True)
class DescribedTable:
    """A published table.

    Parameters
    ----------
    schema, name, description : str
        The description without the sentence about the key.
    key : tuple of str
        Columns of the primary key, none of which is ever null; else empty.
    columns : tuple of DescribedColumn
    rows : int
    synthetic : tuple of str
        Codes of the studies with synthetic data that have rows here.
    """

    schema: str
    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[DescribedColumn, ...]
    rows: int
    synthetic: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """Schema and name with a dot between."""
        return f"{self.schema}.{self.name}"


@dataclass(frozen=True)
class Described:
    """A serving file.

    Parameters
    ----------
    tables : tuple of DescribedTable
    studies : mapping
        Code → its row of ``dim_studies``.
    sources : tuple of mapping
        Rows of ``dim_sources`` that say an origin.
    """

    tables: tuple[DescribedTable, ...]
    studies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: tuple[Mapping[str, Any], ...] = ()

    @property
    def synthetic(self) -> tuple[str, ...]:
        """Codes of the studies whose data are synthetic."""
        return tuple(code for code, row in self.studies.items() if row.get("is_synthetic"))


def key_of(comment: str) -> tuple[str, tuple[str, ...]]:
    """Split the comment of a table into its description and its key.

    Parameters
    ----------
    comment : str

    Returns
    -------
    tuple of str and tuple of str

    Examples
    --------
    >>> key_of("One row per study and unit. **Primary key**: study_code, unit_code")
    ('One row per study and unit.', ('study_code', 'unit_code'))
    """
    found = _KEY.search(comment)
    if found is None:
        return " ".join(comment.split()), ()
    names = tuple(name.strip() for name in found.group(1).split(",") if name.strip())
    return " ".join(comment[: found.start()].split()), names


def describe_file(connection: "duckdb.DuckDBPyConnection") -> Described:
    """Describe the published tables of an open serving file.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Its current database is the serving file.

    Returns
    -------
    Described
    """
    listed = connection.execute("""
        select schema_name, table_name, column_name, data_type, coalesce(comment, '')
        from duckdb_columns()
        where database_name = current_database() and schema_name in ('marts', 'quality')
        order by schema_name, table_name, column_index
    """).fetchall()
    columns: dict[tuple[str, str], list[DescribedColumn]] = {}
    for schema, table, name, kind, comment in listed:
        said = _label(name, table)
        text = " ".join(comment.split())
        columns.setdefault((schema, table), []).append(
            DescribedColumn(name, kind, said["zh"], said["en"], text)
        )
    comments = connection.execute("""
        select schema_name, table_name, coalesce(comment, '') from duckdb_tables()
        where database_name = current_database() and schema_name in ('marts', 'quality')
        order by all
    """).fetchall()
    studies = {row["study_code"]: row for row in _rows(connection, columns, "dim_studies")}
    synthetic = [code for code, row in studies.items() if row.get("is_synthetic")]
    return Described(
        tuple(_table(connection, named, columns[named[:2]], synthetic) for named in comments),
        studies,
        tuple(
            row
            for row in _rows(connection, columns, "dim_sources")
            if any(row[key] for key in ORIGIN)
        ),
    )


def _label(name: str, table: str) -> Mapping[str, str]:
    try:
        return label(name, table)
    except KeyError:  # a technical column, or one of an own model
        return {"zh": name, "en": name}


def _rows(
    connection: "duckdb.DuckDBPyConnection", columns: Mapping[tuple[str, str], Any], name: str
) -> list[dict[str, Any]]:
    if ("marts", name) not in columns:
        return []
    found = connection.execute(f"select * from marts.{name} order by all")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _table(
    connection: "duckdb.DuckDBPyConnection",
    named: tuple[str, str, str],
    columns: list[DescribedColumn],
    synthetic: list[str],
) -> DescribedTable:
    schema, name, comment = named
    description, key = key_of(comment)
    names = {column.name for column in columns}
    asked = ["count(*)", *(f"count({identifier(part)})" for part in key if part in names)]
    has_study = "study_code" in names and synthetic
    if has_study:
        asked.append("list(distinct study_code order by study_code)")
    (rows, *filled) = (
        connection.execute(f"select {', '.join(asked)} from {identifier(schema, name)}").fetchone()
        or ()
    )
    found = filled.pop() or [] if has_study else []
    is_whole = set(key) <= names and all(number == rows for number in filled)
    return DescribedTable(
        schema,
        name,
        description,
        key if is_whole else (),
        tuple(columns),
        int(rows),
        tuple(code for code in found if code in synthetic),
    )
