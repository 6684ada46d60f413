"""Plant faults in tables and say which records the warehouse must report."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from demo.faults import CELL_KINDS, Cell, Fault, FaultLine
from demo.tables import P, Table

TENFOLD_TEXT, TRUE_TEXT = "tenfold", "true"  # ten times the true value; the true value itself


def plant_all(
    study: str,
    faults: Sequence[Fault],
    tables: Sequence[Table],
    places: Sequence[P],
    number: Callable[[P, int, str], Cell],
) -> list[FaultLine]:
    """Plant the faults of a study in its tables and return them as they must be reported."""
    by_key, names, listed = {table.key: table for table in tables}, {p.code: p for p in places}, []
    for position, fault in enumerate(faults, start=1):
        place, text = names[fault.unit], fault.text
        if text in (TENFOLD_TEXT, TRUE_TEXT):
            true = str(number(place, fault.year, fault.indicators[0]))
            text = f"{10 * float(true):.10g}" if text == TENFOLD_TEXT else true
        is_unit_lost = fault.expected in {"unit_unknown", "unit_ambiguous"}
        template = FaultLine(
            fault_code=f"{study}_{position:02d}",
            study_code=study,
            source_file="",
            sheet_name="",
            row_number=0,
            column_label="",
            unit_name=str(text) if is_unit_lost else place.name,
            unit_code="" if is_unit_lost else fault.unit,
            year=fault.year,
            indicator_code="",
            check=fault.check,
            expected=fault.expected,
            fault=fault.says,
        )
        listed += plant(by_key[fault.table], fault, template, text)
    return listed


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
        column = table.column(fault.indicators[0], fault.year)[0]
        is_number = isinstance(line[column], float) and fault.text in (TENFOLD_TEXT, TRUE_TEXT)
        line[column] = float(str(text)) if is_number else text
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


def _thousands(cell: Cell) -> Sequence[str]:
    """Tear a number at its thousands separators, as an unquoted 1,234,567 is in a CSV file."""
    return f"{int(float(str(cell))):,}".split(",")
