"""Read corrections.csv: known errors of a source, each guarded by the value it expects."""

import csv
import io
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_ROW, KEEP_ONE
from wenmai.kit.problems import did_you_mean
from wenmai.plain_numbers import finite_number, whole_number
from wenmai.sentences import Sentence
from wenmai.studies.study import Correction

NOT_CSV = Sentence("studies.not_csv", "error")
SAVE_AS_CSV = Sentence("studies.save_as_csv")
CELLS_UNLIKE_HEADING = Sentence("studies.cells_unlike_heading", "n_cells", "n_heading")
QUOTE_COMMAS = Sentence("studies.quote_commas")
COLUMN_NOT_KNOWN = Sentence("studies.column_not_known", "name")
COLUMN_MISSING = Sentence("studies.column_missing", "name")
KNOWN_COLUMNS = Sentence("studies.known_columns", "columns")
COLUMN_TWICE = Sentence("studies.column_twice", "name")
CELL_EMPTY = Sentence("studies.cell_empty", "name")
FILL_CELL = Sentence("studies.fill_cell", "name")
NOT_A_YEAR = Sentence("studies.not_a_year", "year")
WRITE_FOUR_DIGITS = Sentence("studies.write_four_digits")
NOT_A_NUMBER = Sentence("studies.not_a_number", "name", "value")
WRITE_A_NUMBER = Sentence("studies.write_a_number")
NOTHING_TO_CORRECT = Sentence("studies.nothing_to_correct")
DELETE_OR_MEND_LINE = Sentence("studies.delete_or_mend_line")

CORRECTIONS_FILE = "corrections.csv"
COLUMNS = ("unit", "year", "indicator", "expect", "value", "reason")
REQUIRED = ("unit", "year", "indicator", "reason")


def read_corrections(path: Path, label: str) -> tuple[Correction, ...]:
    """Read the corrections of a study.

    Parameters
    ----------
    path : Path
        The file, in UTF-8 or GB18030 (what Excel saves on a Chinese system); may be missing.
    label : str
        How problems name the file.

    Returns
    -------
    tuple of Correction
        In the order of the file; empty lines are skipped. ``expect`` and ``value`` may be empty:
        the source has no value there, or the value is taken away.

    Raises
    ------
    ProblemsFound
        For a missing or unknown column, a line with too few or too many cells, an empty cell
        that may not be, a year or a value that is not a number: all of them at once.
    """
    if not path.is_file():
        return ()
    try:
        lines = list(csv.reader(io.StringIO(_text(path), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        problem = Problem(label, "", NOT_CSV(error=error), SAVE_AS_CSV())
        raise ProblemsFound([problem]) from error
    heading = [cell.strip() for cell in lines[0]] if lines else []
    problems = _heading_problems(heading, label)
    if problems:
        raise ProblemsFound(problems)
    corrections = []
    for row_number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            message = CELLS_UNLIKE_HEADING(n_cells=len(cells), n_heading=len(heading))
            way_out = QUOTE_COMMAS()
            problems.append(Problem(label, AT_ROW(n=row_number), message, way_out))
            continue
        values = {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
        problems += _row_problems(values, label, row_number)
        corrections.append(Correction(row_number=row_number, **values))
    if problems:
        raise ProblemsFound(problems)
    return tuple(corrections)


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _heading_problems(heading: list[str], label: str) -> list[Problem]:
    missing = [name for name in COLUMNS if name not in heading]
    problems = [
        Problem(
            label,
            AT_ROW(n=1),
            COLUMN_NOT_KNOWN(name=name),
            did_you_mean(name, missing, "columns"),
        )
        for name in heading
        if name not in COLUMNS
    ]
    problems += [
        Problem(
            label,
            AT_ROW(n=1),
            COLUMN_MISSING(name=name),
            KNOWN_COLUMNS(columns=", ".join(COLUMNS)),
        )
        for name in missing
    ]
    problems += [
        Problem(label, AT_ROW(n=1), COLUMN_TWICE(name=name), KEEP_ONE())
        for name in COLUMNS
        if heading.count(name) > 1
    ]
    return problems


def _row_problems(values: dict[str, str], label: str, row_number: int) -> list[Problem]:
    here = AT_ROW(n=row_number)
    problems = [
        Problem(label, here, CELL_EMPTY(name=name), FILL_CELL(name=name))
        for name in REQUIRED
        if not values[name]
    ]
    if values["year"] and (len(values["year"]) != 4 or whole_number(values["year"]) is None):
        message = NOT_A_YEAR(year=values["year"])
        problems.append(Problem(label, here, message, WRITE_FOUR_DIGITS()))
    for name in ("expect", "value"):
        if values[name] and finite_number(values[name]) is None:
            message = NOT_A_NUMBER(name=name, value=values[name])
            problems.append(Problem(label, here, message, WRITE_A_NUMBER()))
    if values["expect"] == values["value"]:
        message = NOTHING_TO_CORRECT()
        problems.append(Problem(label, here, message, DELETE_OR_MEND_LINE()))
    return problems
