"""Ask the serving file; every answer keeps its question."""

import math
import textwrap
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from wenmai.atlas.blocks import Answer
from wenmai.sql_text import literal

if TYPE_CHECKING:
    import duckdb

Made = TypeVar("Made")
_PLAIN = {str, int, bool, type(None)}
SIGNIFICANT_DIGITS = 6  # more than any picture shows, half the size of a page


DIMENSION_NAMES = """
        with names as (
            select distinct dimension_code, dimension_name_zh, dimension_name_en
            from marts.dim_indicators
            where study_code = {study}
        )"""
"""Begins a question that needs what a study calls its dimensions."""


class Warehouse:
    """The tables of one release, open for reading.

    A release does not change, so a question that two pages ask is run once.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To a serving file.
    """

    def __init__(self, connection: "duckdb.DuckDBPyConnection") -> None:
        self._connection = connection
        self._answers: dict[tuple[str, bool], Answer] = {}
        self._made: dict[tuple[Hashable, ...], Any] = {}
        listed = connection.execute("select schema_name, table_name from duckdb_tables()")
        self.tables = {f"{schema}.{name}" for schema, name in listed.fetchall()}

    def ask(self, sql: str, **values: str | int) -> Answer:
        """Run a query.

        Parameters
        ----------
        sql : str
            ``{name}`` stands for a value, which is put in as a literal: the question shown on the
            page runs as it stands.
        values : str or int

        Returns
        -------
        Answer
            Numbers rounded to six significant digits; no number is infinite. The same object for
            the same question: whoever wants other rows makes an answer of their own.
        """
        return self._asked(sql, values, is_exact=False)

    def ask_exactly(self, sql: str, **values: str | int) -> Answer:
        """Run a query whose numbers keep all their digits, for a page that computes with them."""
        return self._asked(sql, values, is_exact=True)

    def _asked(self, sql: str, values: Mapping[str, str | int], *, is_exact: bool) -> Answer:
        literals = {
            name: literal(value) if isinstance(value, str) else str(value)
            for name, value in values.items()
        }
        text = textwrap.dedent(sql).strip().format(**literals)
        if (text, is_exact) not in self._answers:
            relation = self._connection.execute(text)
            columns = tuple(column[0] for column in relation.description or ())
            by_column = (
                _column(cells, is_exact) for cells in zip(*relation.fetchall(), strict=True)
            )
            self._answers[text, is_exact] = Answer(
                text, columns, list(zip(*by_column, strict=True))
            )
        return self._answers[text, is_exact]

    def once(self, *key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what several pages make of the answers, made for the first that needs it."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def holds(self, *tables: str) -> bool:
        """Whether the release has all these tables, named with their schema."""
        return self.tables.issuperset(tables)


def _column(cells: tuple[Any, ...], is_exact: bool) -> Iterable[Any]:
    """Return a column as JSON can hold it; most columns are as they should be."""
    if set(map(type, cells)) <= _PLAIN:
        return cells
    return [_plain(cell, is_exact) for cell in cells]


def _plain(cell: Any, is_exact: bool) -> Any:
    """Return what JSON can hold."""
    if isinstance(cell, Decimal):
        cell = float(cell)
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return None
        return cell if is_exact else float(f"{cell:.{SIGNIFICANT_DIGITS}g}")
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell
