"""Read corrections.csv: known errors of a source, each guarded by the value it expects."""

import csv
import io
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.problems import did_you_mean
from wenmai.studies.study import Correction

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
        problem = Problem(
            label, "", f"The file cannot be read as CSV ({error}).", "Save it as CSV in UTF-8."
        )
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
            message = f"The line has {len(cells)} cells, the heading {len(heading)}."
            way_out = "Put a text that holds a comma in quotes."
            problems.append(Problem(label, f"row {row_number}", message, way_out))
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
            "row 1",
            f"The column '{name}' is not known.",
            did_you_mean(name, missing, "columns"),
        )
        for name in heading
        if name not in COLUMNS
    ]
    problems += [
        Problem(
            label,
            "row 1",
            f"The column '{name}' is missing.",
            f"The columns are {', '.join(COLUMNS)}.",
        )
        for name in missing
    ]
    problems += [
        Problem(label, "row 1", f"The column '{name}' stands twice.", "Keep one of them.")
        for name in COLUMNS
        if heading.count(name) > 1
    ]
    return problems


def _row_problems(values: dict[str, str], label: str, row_number: int) -> list[Problem]:
    here = f"row {row_number}"
    problems = [
        Problem(label, here, f"The cell '{name}' is empty.", f"Give the {name}.")
        for name in REQUIRED
        if not values[name]
    ]
    if values["year"] and not (values["year"].isdigit() and len(values["year"]) == 4):
        message = f"The year '{values['year']}' is not a year."
        problems.append(Problem(label, here, message, "Write four digits."))
    for name in ("expect", "value"):
        if values[name] and not _is_number(values[name]):
            message = f"The {name} '{values[name]}' is not a number."
            problems.append(Problem(label, here, message, "Write digits with a decimal point."))
    if values["expect"] == values["value"]:
        message = "expect and value are the same: nothing would be corrected."
        problems.append(Problem(label, here, message, "Delete the line or mend it."))
    return problems


def _is_number(text: str) -> bool:
    try:
        return float(text) - float(text) == 0  # neither infinite nor NaN
    except ValueError:
        return False
