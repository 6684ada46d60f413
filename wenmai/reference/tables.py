"""Read seed tables: small CSV files whose faults are named by file and row."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

TABLE_NOT_THERE = Sentence("warehouse.table_not_there", "folder", "file", "seeds")
RESTORE_IT = Sentence("warehouse.restore_it")
COLUMN_LACKING = Sentence("warehouse.column_lacking", "folder", "file", "column")
RESTORE_FILE = Sentence("warehouse.restore_file")

FOLDER = "reference"


def read_seed(
    seeds_dir: Path, name: str, columns: Sequence[str], *, folder: str = FOLDER
) -> Iterator[dict[str, str]]:
    """Yield the rows of a seed as text.

    Parameters
    ----------
    seeds_dir : Path
        The project's ``seeds`` folder.
    name : str
        Stem of the CSV.
    columns : sequence of str
        Columns the caller needs.
    folder : str
        Folder of ``seeds`` that holds it.

    Yields
    ------
    dict of str to str

    Raises
    ------
    WenmaiError
        When the file is missing or lacks a column.

    Examples
    --------
    >>> rows = read_seed(Path("seeds"), "dimensions", ["dimension_code"])
    >>> next(rows)["dimension_code"]  # doctest: +SKIP
    'policy_support'
    """
    path = seeds_dir / folder / f"{name}.csv"
    if not path.is_file():
        raise WenmaiError(
            TABLE_NOT_THERE(folder=folder, file=path.name, seeds=seeds_dir.name),
            hint=RESTORE_IT(),
        )
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise WenmaiError(
                COLUMN_LACKING(folder=folder, file=path.name, column=missing[0]),
                hint=RESTORE_FILE(),
            )
        yield from reader


def number(text: str) -> float | None:
    """Return a number, or None for an empty cell.

    Examples
    --------
    >>> number("0.5"), number("")
    (0.5, None)
    """
    return float(text) if text else None


def whole(text: str) -> int | None:
    """Return a whole number, or None for an empty cell.

    Examples
    --------
    >>> whole("1949"), whole("")
    (1949, None)
    """
    return int(text) if text else None
