"""Tables of the atlas, each written down as a question and the columns that answer it."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenmai.atlas.blocks import Answer, Block, Column, both
from wenmai.atlas.texts import WORD, Texts
from wenmai.atlas.warehouse import Warehouse

TEXT = Texts(
    "pages.tables",
    *("study",),
)

STUDY = Column("study_code", heading=TEXT("study"))  # said by its name


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
    most : int, optional
        Rows that a page can carry; where there are more, the note says how many are missing.
    """

    code: str
    title: Mapping[str, str]
    sql: str
    columns: tuple[Column, ...]
    note: Mapping[str, str] | None = None
    is_wide: bool = False
    most: int | None = None

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
        ...     "years", both("年份", "Years"), "select {year} as year", (Column("year"),)
        ... )
        >>> with duckdb.connect() as connection:
        ...     block = years.block(Warehouse(connection), year=2024)
        >>> block.answer.rows
        [(2024,)]
        """
        answer, note = self._at_most(warehouse, **values)
        return Block(
            self.code,
            self.title,
            answer,
            columns=self.columns,
            note=note,
            is_wide=self.is_wide,
        )

    def _at_most(
        self, warehouse: Warehouse, **values: str | int
    ) -> tuple[Answer, Mapping[str, str] | None]:
        """Return as many rows as a page can carry, and a note that says when there are more."""
        if self.most is None:
            return warehouse.ask(self.sql, **values), self.note
        answer = warehouse.ask(f"{self.sql.rstrip()}\n    limit {self.most}", **values)
        if len(answer.rows) < self.most:
            return answer, self.note
        ((total,),) = warehouse.ask(f"select count(*) from (\n{self.sql}\n)", **values).rows
        if total == self.most:
            return answer, self.note
        cut = WORD("cut", shown=f"{self.most:,}", total=f"{total:,}")
        said = self.note or both("", "")
        return answer, {language: f"{said[language]} {cut[language]}".strip() for language in cut}
