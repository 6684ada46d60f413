"""Write the rows of a query as a table, CSV or JSON."""

import csv
import json
import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from wenmai.cli.console import table
from wenmai.sentences import Sentence
from wenmai.words import ROWS

ONLY_SHOWN = Sentence("cli.only_shown", "rows")
TOO_WIDE = Sentence("cli.too_wide", "columns", "width")
ROUNDED = Sentence("cli.rounded", "decimals")

BATCH = 10_000
DECIMALS = 6  # of a fraction on the screen, and the sizes for which that says enough
SMALLEST, LARGEST = 1e-4, 1e15
LONGEST = 40  # what is longer goes on in the next line; codes, names and numbers are never broken
PADDING = 2  # beside every column


def write_table(result: Any, console: Console, limit: int) -> None:
    """Show at most `limit` rows and say when there are more; no column and no digit is left out.

    Rows that are wider than the screen are written with a line per value.

    Parameters
    ----------
    result : duckdb.DuckDBPyConnection
        Holding the outcome of a query.
    console : rich.console.Console
    limit : int
    """
    names = [column[0] for column in result.description]
    kept = result.fetchmany(limit + 1)
    is_cut = len(kept) > limit
    columns = [[row[position] for row in kept[:limit]] for position in range(len(names))]
    numeric = [
        name
        for name, values in zip(names, columns, strict=True)
        if any(is_number(value) for value in values)
    ]
    texts = [written_column(values) for values in columns]
    widths = [
        max(width_of(name), *(width_of(text) for text in column if text), 0)
        for name, column in zip(names, texts, strict=True)
    ]
    rows = list(zip(*texts, strict=True))
    if sum(min(width, LONGEST) + PADDING for width in widths) <= console.width:
        whole = [name for name, width in zip(names, widths, strict=True) if width <= LONGEST]
        console.print(table(names, rows, right=numeric, keep=whole))
    else:
        write_records(names, rows, console)
        console.print(TOO_WIDE(columns=len(names), width=console.width), style="dim")
    if any(is_rounded(value) for values in columns for value in values):
        console.print(ROUNDED(decimals=DECIMALS), style="dim")
    said = ROWS(min(len(kept), limit))
    console.print(ONLY_SHOWN(rows=said) if is_cut else said, style="dim")


def write_records(
    names: Sequence[str], rows: Sequence[Sequence[str | None]], console: Console
) -> None:
    """Write every value on a line of its own, after the name of its column."""
    longest = max(map(cell_len, names))
    for number, row in enumerate(rows, start=1):
        console.print(Text(f"-- {number} --", style="dim"))
        for name, text in zip(names, row, strict=True):
            label = name + " " * (longest - cell_len(name))
            console.print(Text(f"{label}  {text or ''}"), soft_wrap=True)
    if not rows:
        console.print(Text(", ".join(names)), soft_wrap=True)


def width_of(text: str) -> int:
    """Return how many cells the longest line of a text takes; a Chinese character takes two."""
    return max(map(cell_len, text.splitlines()), default=0)


def is_rounded(value: Any) -> bool:
    """Tell whether the screen shows a fraction with fewer digits than it has.

    Examples
    --------
    >>> is_rounded(1 / 3), is_rounded(0.25), is_rounded(2)
    (True, False, False)
    """
    is_shown_whole = not is_fraction(value) or 0 < abs(value) < SMALLEST or abs(value) >= LARGEST
    return not is_shown_whole and float(f"{value:.{DECIMALS}f}") != value


def written_column(values: list[Any]) -> list[str | None]:
    """Return the cells of a column as text, fractions with the same number of decimals.

    Whole numbers stand without thousands separators: years and codes read badly with them.

    Examples
    --------
    >>> written_column([0.71234, 0.1, None]), written_column([2024])
    (['0.71234', '0.10000', None], ['2024'])
    """
    fractions = [value for value in values if is_fraction(value)]
    if any(0 < abs(value) < SMALLEST or abs(value) >= LARGEST for value in fractions):
        return [None if value is None else str(value) for value in values]
    texts = [f"{value:.{DECIMALS}f}" for value in fractions]
    decimals = DECIMALS - min((len(text) - len(text.rstrip("0")) for text in texts), default=0)
    return [
        None if value is None else f"{value:.{decimals}f}" if is_fraction(value) else str(value)
        for value in values
    ]


def is_fraction(value: Any) -> bool:
    """Tell floating-point numbers that can be written with decimals."""
    return isinstance(value, float) and math.isfinite(value)


def is_number(value: Any) -> bool:
    """Tell numbers from text, truth and time."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def write_csv(result: Any, stream: TextIO) -> None:
    """Write all rows as CSV; text that a spreadsheet would run as a formula is neutralised."""
    from wenmai.publish.export import neutralise

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([neutralise(column[0]) for column in result.description])
    while batch := result.fetchmany(BATCH):
        writer.writerows([[neutralise(value) for value in row] for row in batch])


def write_json(result: Any, stream: TextIO) -> None:
    """Write all rows as one JSON list of objects, Chinese readable."""
    names = [column[0] for column in result.description]
    stream.write("[")
    separator = "\n"
    while batch := result.fetchmany(BATCH):
        for row in batch:
            record = {name: as_json(value) for name, value in zip(names, row, strict=True)}
            stream.write(separator + json.dumps(record, ensure_ascii=False, default=str))
            separator = ",\n"
    stream.write("\n]\n")


def as_json(value: Any) -> Any:
    """Return a value that JSON knows: NaN and infinity have no place in it, dates are text."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray):
        return value.hex()
    return value
