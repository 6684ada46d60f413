"""Write the rows of a query as a table, CSV or JSON."""

import csv
import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TextIO
from uuid import UUID

from rich.console import Console

from wenmai.cli.console import count, table

BATCH = 10_000


def write_table(result: Any, console: Console, limit: int) -> None:
    """Show at most `limit` rows and say how many more there are."""
    names = [column[0] for column in result.description]
    kept = result.fetchmany(limit + 1)
    is_cut = len(kept) > limit
    kept = kept[:limit]
    numeric = [
        name for position, name in enumerate(names) if any(is_number(row[position]) for row in kept)
    ]
    # years and codes read badly with thousands separators
    plain = [[str(value) if type(value) is int else value for value in row] for row in kept]
    console.print(table(names, plain, right=numeric))
    if is_cut:
        console.print(
            f"The first {count(limit, 'row')} are shown; --limit shows more, --csv writes all.",
            style="dim",
        )
    else:
        console.print(count(len(kept), "row"), style="dim")


def is_number(value: Any) -> bool:
    """Tell numbers from text, truth and time."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def write_csv(result: Any, stream: TextIO) -> None:
    """Write all rows as CSV; text that a spreadsheet would run as a formula is neutralised."""
    from wenmai.publish.export import neutralise

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column[0] for column in result.description])
    while batch := result.fetchmany(BATCH):
        writer.writerows([[neutralise(value) for value in row] for row in batch])


def write_json(result: Any, stream: TextIO) -> None:
    """Write all rows as one JSON list of objects, Chinese readable."""
    names = [column[0] for column in result.description]
    stream.write("[")
    separator = "\n"
    while batch := result.fetchmany(BATCH):
        for row in batch:
            record = dict(zip(names, row, strict=True))
            stream.write(separator + json.dumps(record, ensure_ascii=False, default=as_json))
            separator = ",\n"
    stream.write("\n]\n")


def as_json(value: Any) -> Any:
    """Say values that JSON does not know as text, decimals as numbers."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, timedelta | UUID):
        return str(value)
    if isinstance(value, bytes | bytearray):
        return value.hex()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
