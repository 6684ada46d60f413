"""Read one file as its source mapping says."""

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping import SourceMapping
from wenmai.readers.apart import read_apart
from wenmai.readers.choose import choose_table, mappings_of_sheets
from wenmai.readers.csv_lines import open_csv
from wenmai.readers.excel import open_excel
from wenmai.readers.files import check_inside, find_files, kind_of, label_of
from wenmai.readers.lines import Line, Sheet
from wenmai.readers.result import ReadResult, SourceFileInfo
from wenmai.readers.transposed import transposed
from wenmai.sentences import Sentence

WORKBOOK_AND_NO_CSV = Sentence("readers.workbook_and_no_csv")
WRITE_FORMAT_EXCEL = Sentence("readers.write_format_excel")


def read_source(
    path: Path,
    mapping: SourceMapping,
    *,
    study_folder: Path,
    study_code: str = "",
    load_id: str = "",
) -> ReadResult:
    """Open one file and find in it what the mapping names.

    Parameters
    ----------
    path : Path
        A file inside the study folder.
    mapping : SourceMapping
        How to read it.
    study_folder : Path
        The folder of the study.
    study_code, load_id : str
        Written into every record.

    Returns
    -------
    ReadResult
        Its ``records`` are Arrow batches with the columns of ``raw.indicator_records``.

    Raises
    ------
    ProblemsFound
        When the file is missing, outside the study folder, empty, damaged, protected, a zip bomb,
        in another encoding, or does not hold the columns that the mapping names.

    Examples
    --------
    >>> result = read_source(path, mapping, study_folder=folder)  # doctest: +SKIP
    >>> sum(batch.num_rows for batch in result.records)  # doctest: +SKIP
    15982
    >>> result.file.lines_read, result.file.lines_data  # doctest: +SKIP
    (7992, 7991)
    """
    return next(
        read_sheets(
            path, mapping, study_folder=study_folder, study_code=study_code, load_id=load_id
        )
    )


def read_sheets(
    path: Path,
    mapping: SourceMapping,
    *,
    study_folder: Path,
    study_code: str = "",
    load_id: str = "",
) -> Iterator[ReadResult]:
    """Read every sheet of a file that a mapping means; see :func:`read_source`.

    One, unless ``sheet`` is a pattern.
    """
    check_inside(path, study_folder)
    label = label_of(path, study_folder)
    sheets = open_sheets(
        path, label, kind=mapping.format, encoding=mapping.encoding, delimiter=mapping.delimiter
    )
    if mapping.transpose:
        sheets = [transposed(sheet, label) for sheet in sheets]
    for one in mappings_of_sheets(mapping, sheets, path, label):
        yield ReadResult(
            path,
            one,
            choose_table(sheets, one, label),
            study_folder=study_folder,
            study_code=study_code,
            load_id=load_id,
        )


def read_mapping(
    mapping: SourceMapping, *, study_folder: Path, study_code: str = "", load_id: str = ""
) -> Iterator[ReadResult]:
    """Read all files of a mapping, one after the other; see :func:`read_source`."""
    for path in find_files(mapping, study_folder):
        yield from read_sheets(
            path, mapping, study_folder=study_folder, study_code=study_code, load_id=load_id
        )


def source_records(
    path: Path, mapping: SourceMapping, study_folder: Path, study_code: str, load_id: str
) -> Iterator[pa.RecordBatch | SourceFileInfo]:
    """Yield the records of a sheet and then what it is, sheet by sheet: a task, read apart."""
    for result in read_sheets(
        path, mapping, study_folder=study_folder, study_code=study_code, load_id=load_id
    ):
        yield from result.records
        yield result.file


def record_facts(
    path: Path, mapping: SourceMapping, study_folder: Path
) -> Iterator[tuple[dict[str, int], list[str], dict[tuple[str, str], tuple[float, float]]]]:
    """Yield what the records of a file say before anything is built: a task for ``read_apart``.

    Yields
    ------
    tuple
        How many wait in quarantine, by reason; the years as they are written; the least and the
        largest plain number of each indicator and unit of measure.
    """
    for result in read_sheets(path, mapping, study_folder=study_folder):
        for batch in result.records:
            details = batch.column("reader_detail").cast(pa.string()).value_counts().to_pylist()
            issues = {row["values"]: row["counts"] for row in details if row["values"]}
            years = batch.column("year_text").cast(pa.string()).unique().drop_null().to_pylist()
            yield issues, years, _spans(batch)


def _spans(batch: pa.RecordBatch) -> dict[tuple[str, str], tuple[float, float]]:
    written = pc.replace_substring(batch.column("value_text"), ",", "")
    is_plain = pc.match_substring_regex(written, r"^\s*[-+]?\d+(\.\d+)?\s*$")
    table = pa.table(
        {
            "indicator": batch.column("indicator_code").cast(pa.string()),
            "unit": pc.fill_null(batch.column("measure_unit").cast(pa.string()), ""),
            "value": pc.utf8_trim_whitespace(written),
        }
    ).filter(is_plain)
    table = table.set_column(2, "value", table["value"].cast(pa.float64()))
    spans = table.group_by(["indicator", "unit"]).aggregate([("value", "min"), ("value", "max")])
    return {
        (row["indicator"], row["unit"]): (row["value_min"], row["value_max"])
        for row in spans.to_pylist()
        if row["indicator"] is not None
    }


def sheet_heads(path: Path, label: str, most: int) -> Iterator[tuple[str, bool, str, list[Line]]]:
    """Yield name, kind, encoding and first lines of every sheet: a task for ``read_apart``."""
    for sheet in open_sheets(path, label):
        yield sheet.name, sheet.is_text, sheet.encoding, list(islice(sheet.lines(), most))


def open_heads(path: Path, label: str, most: int) -> list[Sheet]:
    """Open the first lines of every sheet of a file that nobody has looked at yet.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook.
    label : str
        How problems name the file.
    most : int
        Lines of each sheet that can be asked for.

    Returns
    -------
    list of Sheet

    Raises
    ------
    ProblemsFound
        When the file cannot be read, whatever the reason.
    """
    heads = read_apart(sheet_heads, path, label, most, path=path, label=label)
    return [
        Sheet(name, partial(iter, lines), is_text=is_text, encoding=encoding)
        for name, is_text, encoding, lines in heads
    ]


def open_sheets(
    path: Path,
    label: str,
    *,
    kind: str = "auto",
    encoding: str = "auto",
    delimiter: str = "auto",
) -> list[Sheet]:
    """Open a file by what it is; its ending says little.

    Parameters
    ----------
    path : Path
        A CSV file or a workbook.
    label : str
        How problems name the file.
    kind, encoding, delimiter : str
        As ``format``, ``encoding`` and ``delimiter`` of a mapping.

    Returns
    -------
    list of Sheet
        One for a CSV file.

    Raises
    ------
    ProblemsFound
        When the file cannot be opened as what the mapping says.
    """
    found = kind_of(path)
    is_workbook = found in {"zip", "ole"}
    if kind == "csv" and is_workbook:
        message = WORKBOOK_AND_NO_CSV()
        raise ProblemsFound([Problem(label, "", message, WRITE_FORMAT_EXCEL())])
    if kind == "excel" or is_workbook or found != "text":
        return open_excel(path, label)
    return [open_csv(path, encoding, delimiter, label)]
