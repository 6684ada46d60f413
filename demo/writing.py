"""Write tables as files whose bytes depend on nothing but their content."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
import yaml

from demo.faults import Cell

WRITTEN_AT = datetime(2025, 1, 1)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_text(path: Path, text: str) -> None:
    r"""Write UTF-8 text with \\n on every machine."""
    write_bytes(path, text.encode("utf-8"))


def write_yaml(path: Path, data: dict, comment: str) -> None:
    """Write YAML in the order given, short collections on one line, a comment on top."""
    text = yaml.safe_dump(
        data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110
    )
    write_text(path, "".join(f"# {line}\n" for line in comment.splitlines()) + text)


def write_csv(
    path: Path,
    lines: Sequence[Sequence[Cell]],
    *,
    encoding: str = "utf-8",
    newline: str = "\n",
) -> None:
    """Write lines of cells; None is an empty cell."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator=newline).writerows(lines)
    write_bytes(path, buffer.getvalue().encode(encoding))


def write_parquet(path: Path, heading: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Write a Parquet file; the same bytes for the same version of pyarrow."""
    packed = io.BytesIO()
    columns = [pa.array(column) for column in zip(*lines, strict=True)]
    pq.write_table(pa.table(columns, names=list(heading)), packed, compression="zstd")
    write_bytes(path, packed.getvalue())


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[Cell]]]) -> None:
    """Write sheets of cells; a text that begins with = becomes a formula without a cached value.

    The parts are stored, not deflated, with one fixed time: neither the clock nor the machine's
    version of zlib shows in the bytes.
    """
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"created": WRITTEN_AT, "author": ""})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, as_date)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, "")
                elif isinstance(cell, str) and cell:
                    sheet.write_string(row, column, cell)
                elif cell is not None and cell != "":
                    sheet.write_number(row, column, float(cell))
    book.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, date_time=WRITTEN_AT.timetuple()[:6])
            part.create_system = 3  # as on Linux, on every machine
            target.writestr(part, source.read(name), compress_type=zipfile.ZIP_STORED)
