"""Read a small CSV table whose columns have fixed names: corrections, units of the study's own."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_ROW, KEEP_ONE
from wenmai.kit.problems import did_you_mean
from wenmai.sentences import Sentence

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


def read_plain_table(
    path: Path,
    label: str,
    columns: Sequence[str],
    *,
    filled: Collection[str],
    optional: Collection[str] = (),
    also: Mapping[str, str] | None = None,
) -> tuple[list[tuple[int, dict[str, str]]], list[Problem]]:
    """Read the lines of a table.

    Parameters
    ----------
    path : Path
        In UTF-8 or GB18030 (what Excel saves on a Chinese system).
    label : str
        How problems name the file.
    columns : sequence of str
        What the heading may say.
    filled : collection of str
        Columns that may not be empty.
    optional : collection of str
        Columns that the heading may leave out; their cells are empty then.
    also : mapping of str to str, optional
        Another heading → the column that it stands for.

    Returns
    -------
    list of (int, dict) and list of Problem
        Row of the file and its cells, trimmed, empty lines left out; what is wrong with lines.

    Raises
    ------
    ProblemsFound
        When the file is no CSV, or for a missing, unknown or repeated column.
    """
    lines = read_lines(path, label)
    said = [cell.strip() for cell in lines[0]] if lines else []
    heading = [(also or {}).get(name, name) for name in said]
    problems = _heading_problems(heading, columns, optional, label)
    if problems:
        raise ProblemsFound(problems)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        # a line that begins with # is a remark, as that of a draft
        if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
            continue
        here = AT_ROW(n=number)
        if len(cells) != len(heading):
            message = CELLS_UNLIKE_HEADING(n_cells=len(cells), n_heading=len(heading))
            problems.append(Problem(label, here, message, QUOTE_COMMAS()))
            continue
        values = dict.fromkeys(columns, "")
        values |= {name: cell.strip() for name, cell in zip(heading, cells, strict=True)}
        problems += [
            Problem(label, here, CELL_EMPTY(name=name), FILL_CELL(name=name))
            for name in columns
            if name in filled and not values[name]
        ]
        rows.append((number, values))
    return rows, problems


def read_lines(path: Path, label: str) -> list[list[str]]:
    """Read the cells of a small CSV file in UTF-8 or GB18030.

    Parameters
    ----------
    path : Path
    label : str
        How the problem names the file.

    Raises
    ------
    ProblemsFound
        When it is no such file.
    """
    content = path.read_bytes()
    try:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        problem = Problem(label, "", NOT_CSV(error=error), SAVE_AS_CSV())
        raise ProblemsFound([problem]) from error


def _heading_problems(
    heading: list[str], columns: Sequence[str], optional: Collection[str], label: str
) -> list[Problem]:
    absent = [name for name in columns if name not in heading]
    problems = [
        Problem(
            label, AT_ROW(n=1), COLUMN_NOT_KNOWN(name=name), did_you_mean(name, absent, "columns")
        )
        for name in heading
        if name not in columns
    ]
    problems += [
        Problem(
            label, AT_ROW(n=1), COLUMN_MISSING(name=name), KNOWN_COLUMNS(columns=", ".join(columns))
        )
        for name in absent
        if name not in optional
    ]
    problems += [
        Problem(label, AT_ROW(n=1), COLUMN_TWICE(name=name), KEEP_ONE())
        for name in columns
        if heading.count(name) > 1
    ]
    return problems
