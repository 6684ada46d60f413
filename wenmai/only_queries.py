"""What a reader's SQL may do: ask for rows. What is not known to do only that is refused.

DuckDB itself keeps the serving file read-only and every other file shut; but some of its functions
change the process (``enable_logging`` to a file that is shut even ends it), and can be called in
the middle of a query. So queries are read as DuckDB parses them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READ_ONLY = Sentence("cli.read_only")
MAY_NOT_CALL = Sentence("cli.may_not_call", "functions")
PUBLISHED_TABLES_ONLY = Sentence("cli.published_tables_only")
# Table functions that make rows of their arguments or of the catalogue, and nothing else.
ALLOWED = {
    *("range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree"),
    *("duckdb_columns", "duckdb_constraints", "duckdb_functions", "duckdb_indexes"),
    *("duckdb_keywords", "duckdb_schemas", "duckdb_tables", "duckdb_types", "duckdb_views"),
    *("pragma_show", "pragma_table_info", "pragma_version", "summary"),
    *("icu_calendar_names", "pg_timezone_names"),
}


def refuse_unless_allowed(connection: DuckDBPyConnection, statements: list[Any], text: str) -> None:
    """Refuse a text whose statements do anything but ask for rows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of the serving file.
    statements : list of duckdb.Statement
        As DuckDB took the text apart.
    text : str

    Raises
    ------
    WenmaiError
        Naming what is refused.

    Examples
    --------
    >>> import duckdb
    >>> with duckdb.connect() as connection:  # doctest: +ELLIPSIS
    ...     text = "select count(*) from enable_logging()"
    ...     refuse_unless_allowed(connection, connection.extract_statements(text), text)
    Traceback (most recent call last):
    wenmai.errors.WenmaiError: A query may not call enable_logging here. ...
    """
    for statement in statements:
        kind, query = statement.type.name, statement.query
        # a pivot without a list of its values is two statements without a text of their own
        is_half_a_pivot = kind in {"CREATE", "SELECT"} and not query
        if kind == "SELECT" and query:
            called = set(_table_functions(_parsed(connection, query)))
        elif kind == "EXPLAIN" or is_half_a_pivot:
            # DuckDB takes neither apart for us: no word may be the name of another function
            known = connection.execute(
                "select distinct function_name from duckdb_functions() "
                "where function_type in ('table', 'pragma')"
            ).fetchall()
            words = set(re.findall(r"\w+", text.lower()))
            called = words & {name.lower() for (name,) in known} - {"show"}
        else:
            raise WenmaiError(READ_ONLY())
        if refused := sorted(called - ALLOWED):
            said = MAY_NOT_CALL(functions=", ".join(refused))
            raise WenmaiError(said, hint=PUBLISHED_TABLES_ONLY())


def _parsed(connection: DuckDBPyConnection, query: str) -> Any:
    """Return DuckDB's own syntax tree of a query."""
    row = connection.execute(
        "select json_serialize_sql(?::varchar, skip_null := true)", [query]
    ).fetchone()
    tree = json.loads(row[0]) if row else {"error": True}
    if tree["error"]:
        raise WenmaiError(READ_ONLY())
    return tree


def _table_functions(node: Any) -> Iterator[str]:
    """Yield the table functions that are called anywhere in a syntax tree."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "TABLE_FUNCTION":
                yield node["function"]["function_name"].lower()
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
