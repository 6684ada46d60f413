"""What people may ask in SQL Lab: rows, as in ``wenmai sql``.

The connection reads one file and no other. But DuckDB has statements that change the process or
even end it (``call enable_logging(storage = 'file', …)`` where files are closed), for everybody.
"""

from typing import Any

import duckdb

from wenmai.errors import WenmaiError
from wenmai.only_queries import refuse_unless_allowed
from wenmai.sentences import speaking


def refuse_all_but_queries(sql: str, **_: Any) -> str:
    """Return a text as it is when it asks for rows; Superset calls this before it runs one.

    Parameters
    ----------
    sql : str
        One statement or several.

    Returns
    -------
    str

    Raises
    ------
    WenmaiError
        Naming what is refused; Superset shows it where the result would stand.

    Examples
    --------
    >>> refuse_all_but_queries("select 1")
    'select 1'
    """
    with duckdb.connect() as connection:
        try:
            refuse_unless_allowed(connection, connection.extract_statements(sql), sql)
        except WenmaiError as error:
            raise WenmaiError(error.text(speaking())) from None
    return sql
