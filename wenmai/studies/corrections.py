"""Read corrections.csv: known errors of a source, each guarded by the value it expects."""

from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_ROW
from wenmai.plain_numbers import finite_number, whole_number
from wenmai.sentences import Sentence
from wenmai.studies.plain_table import read_plain_table
from wenmai.studies.study import Correction

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
    rows, problems = read_plain_table(path, label, COLUMNS, filled=REQUIRED)
    for row_number, values in rows:
        problems += _row_problems(values, label, row_number)
    if problems:
        raise ProblemsFound(problems)
    return tuple(Correction(row_number=row_number, **values) for row_number, values in rows)


def _row_problems(values: dict[str, str], label: str, row_number: int) -> list[Problem]:
    here = AT_ROW(n=row_number)
    problems = []
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
