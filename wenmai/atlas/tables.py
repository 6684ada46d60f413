"""Tables of the atlas, each written down as a question and the columns that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenmai.atlas.blocks import Block, Column
from wenmai.atlas.warehouse import Warehouse


@dataclass(frozen=True)
class Table:
    """A block without a chart.

    Parameters
    ----------
    code : str
        Unique on its page; names the download.
    title : mapping
        Text in both languages.
    sql : str
        The question; ``{name}`` stands for a value given to `block`.
    columns : tuple of Column
        What is shown of the answer; the download holds all of it.
    note : mapping, optional
        How to read it, in both languages.
    is_wide : bool
        Whether it takes the whole width.
    """

    code: str
    title: Mapping[str, str]
    sql: str
    columns: tuple[Column, ...]
    note: Mapping[str, str] | None = None
    is_wide: bool = False

    def block(self, warehouse: Warehouse, **values: str | int) -> Block:
        """Ask the question and return the answer as a block.

        Parameters
        ----------
        warehouse : Warehouse
        values : str or int
            What stands in ``{}`` in the question.

        Returns
        -------
        Block

        Examples
        --------
        >>> import duckdb
        >>> from wenmai.atlas.blocks import both
        >>> years = Table(
        ...     "years", both("年份", "Years"), "select {year} as year", (Column({}, "year"),)
        ... )
        >>> with duckdb.connect() as connection:
        ...     block = years.block(Warehouse(connection), year=2024)
        >>> block.answer.rows
        [(2024,)]
        """
        return Block(
            self.code,
            self.title,
            warehouse.ask(self.sql, **values),
            columns=self.columns,
            note=self.note,
            is_wide=self.is_wide,
        )
