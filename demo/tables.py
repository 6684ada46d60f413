"""Tables before they are written: lines of cells whose place in the file is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from demo.faults import Cell


@dataclass
class Table:
    """One sheet or CSV file.

    Parameters
    ----------
    key, file, sheet : str
        Its name in the generator, its path in the study folder, its sheet ('' for CSV).
    head, body, foot : list of lists
        Lines before the data, data, lines after it.
    line_of : dict
        Unit code and year to the position in ``body``; a line of a wide table stands for all years.
    column_of : dict
        Indicator and year to the column; year 0 where one column serves all years.
    name_column, year_column, measure_unit_column : int
        Columns of the line's keys; -1 where the table has none.
    """

    key: str
    file: str
    sheet: str = ""
    head: list[list[Cell]] = field(default_factory=list)
    body: list[list[Cell]] = field(default_factory=list)
    foot: list[list[Cell]] = field(default_factory=list)
    line_of: dict[tuple[str, int], int] = field(default_factory=dict)
    column_of: dict[tuple[str, int], tuple[int, str]] = field(default_factory=dict)
    name_column: int = 0
    year_column: int = -1
    measure_unit_column: int = -1

    @property
    def lines(self) -> list[list[Cell]]:
        """All lines, in the order of the file."""
        return [*self.head, *self.body, *self.foot]

    def row_number(self, position: int) -> int:
        """Return the 1-based line in the file of a position in the body."""
        return len(self.head) + position + 1

    def column(self, indicator: str, year: int) -> tuple[int, str]:
        """Return column and heading of an indicator in a year."""
        return self.column_of.get((indicator, year)) or self.column_of[indicator, 0]

    def indicators(self) -> list[str]:
        """Return the indicators of the table, each once."""
        return list(dict.fromkeys(indicator for indicator, _ in self.column_of))


class Place(Protocol):
    """What a table needs of a city."""

    @property
    def code(self) -> str:
        """The administrative code."""

    @property
    def name(self) -> str:
        """The official name."""


P = TypeVar("P", bound=Place)


def long_table(
    table: Table,
    places: Sequence[P],
    years: Sequence[int],
    *,
    headings: dict[str, str],
    number: Callable[[P, int, str], Cell],
    name: Callable[[P, int], Cell],
) -> Table:
    """Fill a table with one line per year and place: name, year, one column per indicator."""
    table.year_column = 1
    table.head = [["城市", "年份", *headings.values()]]
    for position, (indicator, label) in enumerate(headings.items(), start=2):
        table.column_of[indicator, 0] = (position, label)
    for year in years:
        for place in places:
            table.line_of[place.code, year] = len(table.body)
            cells = [number(place, year, indicator) for indicator in headings]
            table.body.append([name(place, year), year, *cells])
    return table


def download(
    table: Table,
    places: Sequence[P],
    years: Sequence[int],
    *,
    indicator: str,
    label: str,
    number: Callable[[P, int, str], Cell],
) -> Table:
    """Fill a table as the National Bureau of Statistics does: preamble, newest year first, notes.

    It begins one year before the study, as downloads of the last so-many years do.
    """
    printed = [*reversed(years), years[0] - 1]
    table.head = [
        ["数据库：分市年度数据"],
        [f"指标：{label}"],
        [f"时间：最近{len(printed)}年"],
        ["地区", *(f"{year}年" for year in printed)],
    ]
    table.foot = [list(line) for line in NOTES]
    for column, year in enumerate(printed, start=1):
        table.column_of[indicator, year] = (column, f"{year}年")
    for place in places:
        table.line_of.update({(place.code, year): len(table.body) for year in printed})
        cells = [str(number(place, year, indicator)) for year in reversed(years)]
        decimals = len(cells[-1].partition(".")[2])
        before = f"{0.96 * float(cells[-1]):.{decimals}f}"
        table.body.append([place.name, *cells, before])
    return table


def insert_measure_unit(table: Table, heading: str, units: tuple[str, str], factor: float) -> None:
    """Put a column of units of measure behind the first value; every third line uses the other.

    ``factor`` turns a number in the first unit into one in the second.
    """
    table.head[0].insert(3, heading)
    for position, line in enumerate(table.body):
        is_other = position % 3 == 2
        if is_other:
            line[2] = f"{float(str(line[2])) * factor:.10g}"
        line.insert(3, units[is_other])
    table.column_of = {
        key: (at if at == 2 else at + 1, label) for key, (at, label) in table.column_of.items()
    }
    table.measure_unit_column = 3


NOTES = (("注：演示用合成数据，不反映任何城市的实际情况。",), ("数据来源：文脉演示数据生成器",))
