"""Fingerprints of tables and files.

The content hash of a table depends on its rows, not on their order, and needs one pass and no
memory: each row becomes one text, its MD5 gives two numbers, and the sums of those numbers over
all rows, with the row count, are hashed. Columns that are no content are left out.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.sql_text import identifier

if TYPE_CHECKING:
    import duckdb

# 62 bits of each half of the MD5: the sum of 2^64 rows still fits DuckDB's HUGEINT
LOW_BITS = (1 << 62) - 1
Column = tuple[str, str]


def content_columns(columns: Sequence[Column]) -> list[Column]:
    """Return the columns that belong to the content.

    Those that begin with ``_`` are technical, and those that name a release (``release_id``,
    ``trained_release_id``) would give the same content another hash at each build.

    Parameters
    ----------
    columns : sequence of (name, type)

    Returns
    -------
    list of (name, type)

    Examples
    --------
    >>> content_columns([("year", "INTEGER"), ("_release_id", "VARCHAR")])
    [('year', 'INTEGER')]
    """
    return [
        (name, kind)
        for name, kind in columns
        if not name.startswith("_") and not name.endswith("release_id")
    ]


def schema_hash(columns: Sequence[Column]) -> str:
    """Hash the names and types of the content columns, in their order.

    Parameters
    ----------
    columns : sequence of (name, type)

    Returns
    -------
    str
        SHA-256 as hex.

    Examples
    --------
    >>> schema_hash([("year", "INTEGER")])[:12]
    'd017633eefcc'
    """
    return hashlib.sha256(json.dumps(content_columns(columns)).encode()).hexdigest()


def content_hash(
    connection: "duckdb.DuckDBPyConnection", relation: str, columns: Sequence[Column]
) -> str:
    """Hash the rows of a relation, whatever their order.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    relation : str
        SQL that may stand after ``from``.
    columns : sequence of (name, type)
        Its columns; technical ones are left out.

    Returns
    -------
    str
        SHA-256 as hex.

    Examples
    --------
    >>> import duckdb
    >>> with duckdb.connect() as connection:
    ...     one = content_hash(connection, "(values (1), (2)) as t (year)", [("year", "INTEGER")])
    ...     two = content_hash(connection, "(values (2), (1)) as t (year)", [("year", "INTEGER")])
    >>> one == two
    True
    """
    (only,) = content_hashes(connection, [(relation, columns)])
    return only


def content_hashes(
    connection: "duckdb.DuckDBPyConnection", tables: Sequence[tuple[str, Sequence[Column]]]
) -> list[str]:
    """Hash the rows of several relations as :func:`content_hash` does, in one statement.

    One statement keeps all processors busy; one for each table would keep one.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    tables : sequence of (relation, columns)

    Returns
    -------
    list of str
    """
    sums = " union all ".join(
        f"select {number} as number, count(*),"
        f" coalesce(sum(('0x' || substr(digest, 1, 16))::ubigint & {LOW_BITS}), 0),"
        f" coalesce(sum(('0x' || substr(digest, 17, 16))::ubigint & {LOW_BITS}), 0)"
        f" from (select md5({_row_text(columns)}) as digest from {relation})"
        for number, (relation, columns) in enumerate(tables)
    )
    rows = connection.execute(f"{sums} order by number").fetchall() if tables else []
    return [hashlib.sha256("|".join(map(str, said)).encode()).hexdigest() for _, *said in rows]


def _row_text(columns: Sequence[Column]) -> str:
    # the length before each value keeps ('a', 'bc') and ('ab', 'c') apart, N is the null
    parts = [
        f"coalesce(strlen({value}::varchar)::varchar, 'N'), if({value} is null, '', ':'),"
        f" {value}::varchar"
        for value in (zero_without_sign(*column) for column in content_columns(columns))
    ]
    return f"concat({', '.join(parts)})" if parts else "''"


def zero_without_sign(name: str, kind: str) -> str:
    """Return SQL for a column in which -0.0 is 0.0: the same number has one text and one hash.

    Parameters
    ----------
    name, kind : str
        Of the column.

    Returns
    -------
    str

    Examples
    --------
    >>> zero_without_sign("score", "DOUBLE"), zero_without_sign("year", "INTEGER")
    ('("score" + 0)', '"year"')
    """
    column = identifier(name)
    if kind in {"DOUBLE", "FLOAT"}:
        return f"({column} + 0)"
    if kind in {"DOUBLE[]", "FLOAT[]"}:
        return f"list_transform({column}, lambda number: number + 0)"
    return column


def file_hash(file: Path) -> str:
    """Hash a file's bytes.

    Parameters
    ----------
    file : Path

    Returns
    -------
    str
        SHA-256 as hex.

    Examples
    --------
    >>> file_hash(Path("missing"))
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: 'missing'
    """
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
