"""Tables before they are written: lines of cells, with faults planted and row numbers kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from demo.faults import Cell, Fault, FaultLine


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


def plant(table: Table, fault: Fault, template: FaultLine, text: Cell) -> list[FaultLine]:
    """Plant one fault in a table and say which records must be reported.

    Parameters
    ----------
    table : Table
        Changed in place. Extra lines go to the end, so that row numbers stay.
    fault : Fault
        What to do.
    template : FaultLine
        Everything of the answer that does not depend on the table.
    text : Cell
        What is written.

    Returns
    -------
    list of FaultLine
        One per record; for a conflict both lines of it.
    """
    position = table.line_of[fault.unit, fault.year]
    line = table.body[position]
    positions = [position]
    if fault.kind == "extra_line":
        extra = list(line)
        for indicator, cell in fault.cells:
            extra[table.column(indicator, fault.year)[0]] = cell
        if text is not None:
            extra[table.name_column] = text
        table.body.append(extra)
        twin = len(table.body) - 1
        positions = [position, twin] if fault.expected == "conflicting_duplicate" else [twin]
    elif fault.kind == "split_number":
        column = table.column(fault.indicators[0], fault.year)[0]
        line[column : column + 1] = list(_thousands(line[column]))
    elif fault.kind == "name":
        line[table.name_column] = text
    elif fault.kind == "year":
        line[table.year_column] = text
    elif fault.kind == "measure_unit":
        line[table.measure_unit_column] = text
    else:
        line[table.column(fault.indicators[0], fault.year)[0]] = text
    listed = fault.indicators if fault.kind in CELL_KINDS else ()
    return [
        replace(
            template,
            source_file=table.file,
            sheet_name=table.sheet,
            row_number=table.row_number(at),
            column_label=table.column(indicator, fault.year)[1],
            indicator_code=indicator,
        )
        for at in positions
        for indicator in listed or table.indicators()
    ]


# Faults of these kinds concern the named indicators only, the others the whole line.
CELL_KINDS = ("cell", "measure_unit", "extra_line")


def _thousands(cell: Cell) -> Sequence[str]:
    """Tear a number at its thousands separators, as an unquoted 1,234,567 is in a CSV file."""
    return f"{int(float(str(cell))):,}".split(",")
