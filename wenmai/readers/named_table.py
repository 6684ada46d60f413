"""Tables whose columns are named one by one: links, nodes, distances."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping_columns import ColumnRef
from wenmai.kit.often_said import COPY_AGAIN, NO_LINE_WITH_TEXT, NO_SUCH_SHEET
from wenmai.kit.problems import did_you_mean
from wenmai.readers.apart import read_apart
from wenmai.readers.files import check_inside, label_of
from wenmai.readers.heading import (
    SEARCH_LINES,
    ColumnNotFoundError,
    Heading,
    Title,
    closest,
    locate,
)
from wenmai.readers.json_table import is_json, open_json
from wenmai.readers.lines import Sheet
from wenmai.readers.result import SourceFileInfo, file_info
from wenmai.readers.source import open_sheets
from wenmai.readers.text import cell_text, is_blank
from wenmai.reference import name_key
from wenmai.sentences import Sentence

NO_COLUMN_OF_NUMBER = Sentence("readers.no_column_of_number", "n", "width")
COUNT_FROM_ONE = Sentence("readers.count_from_one")
RENAME_ONE = Sentence("readers.rename_one")
NO_COLUMN_IN_HEADING = Sentence("readers.no_column_in_heading", "column")

_PORTION = 1_000


@dataclass(frozen=True)
class TableRow:
    """One line below the heading.

    Parameters
    ----------
    number : int
        Row of the file, from 1.
    cells : dict
        Key of the column → text as it stands there, trimmed; empty where nothing stands.
    is_ragged : bool
        A line of text with more or fewer cells than the heading.
    """

    number: int
    cells: dict[str, str]
    is_ragged: bool


@dataclass
class NamedTable:
    """The lines of a table; ``info`` counts them once ``rows()`` is read to the end.

    ``is_trimmed``: whoever wrote the file left out the empty cells at the end of a line.
    """

    sheet: Sheet
    heading: Heading
    places: Mapping[str, int]
    info: SourceFileInfo
    is_trimmed: bool = False

    @property
    def labels(self) -> dict[str, str]:
        """Key of the column → its heading in the file."""
        return {key: self.heading.label(place) for key, place in self.places.items()}

    def rows(self) -> Iterator[TableRow]:
        """Yield every line that holds anything, and count all."""
        skipped = data = number = beyond = 0
        last: TableRow | None = None
        for number, line in enumerate(self.sheet.lines(), start=1):
            if number <= self.heading.row or all(is_blank(cell) for cell in line):
                skipped += 1
                continue
            if number <= self.heading.end:
                continue
            data += 1
            cells = {
                key: cell_text(line[place]).strip() if place < len(line) else ""
                for key, place in self.places.items()
            }
            beyond = len(line) - len(self.heading.paths)
            is_ragged = self.sheet.is_text and (beyond > 0 or (beyond < 0 and not self.is_trimmed))
            if last is not None:
                yield last
            last = TableRow(number, cells, is_ragged)
        if last is not None:
            # cut off within its line: what stands last there may be half a number
            is_torn = self.info.is_end_doubtful and beyond < 0
            yield replace(last, is_ragged=last.is_ragged or is_torn)
        heading = number - skipped - data
        self.info = replace(
            self.info,
            lines_read=number,
            lines_heading=heading,
            lines_skipped=skipped,
            lines_data=data,
        )


def open_named_table(
    path: Path,
    columns: Mapping[str, str | int],
    *,
    study_folder: Path,
    code: str,
    sheet: str | None = None,
    encoding: str = "auto",
) -> NamedTable:
    """Open a table and find its columns by their headings.

    Parameters
    ----------
    path : Path
        A CSV file, a workbook or a JSON file of records inside the study folder.
    columns : mapping of str to str or int
        Key → heading as it stands in the file, compared as names are; or all of them numbers of
        columns, from 1, of a file without a heading.
    study_folder : Path
        The folder of the study.
    code : str
        Of the network or other entry of study.yml that reads the table; names its files in
        ``quality.fct_source_files``.
    sheet : str, optional
        Of a workbook; default: the first with all columns.
    encoding : str
        ``auto``, or what the text is encoded in.

    Returns
    -------
    NamedTable

    Raises
    ------
    ProblemsFound
        When the file cannot be opened, or a sheet or column is not there.

    Examples
    --------
    >>> table = open_named_table(path, {"node_a": "企业A", "node_b": "企业B"},
    ...                          study_folder=folder, code="links")  # doctest: +SKIP
    >>> next(table.rows()).cells  # doctest: +SKIP
    {'node_a': '盛京影业', 'node_b': '辽河出版'}
    """
    check_inside(path, study_folder)
    label = label_of(path, study_folder)
    if is_json(path):
        sheets = [open_json(path, encoding, label)]
    else:
        sheets = open_sheets(path, label, encoding=encoding)
    if sheet is not None and sheets[0].name:
        named = [one for one in sheets if name_key(one.name) == name_key(sheet)]
        if not named:
            way_out = did_you_mean(sheet, [one.name for one in sheets], "sheets")
            message = NO_SUCH_SHEET(sheet=sheet)
            raise ProblemsFound([Problem(label, f"study.yml {code}", message, way_out)])
        sheets = named
    numbers = {key: place for key, place in columns.items() if isinstance(place, int)}
    if numbers:
        return _without_heading(
            sheets[0], numbers, label, code, _info(path, label, code, sheets[0])
        )
    refs = {key: ColumnRef(column=str(heading)) for key, heading in columns.items()}

    def fits(heading: Heading) -> bool:
        return all(heading.matching(ref) for ref in refs.values())

    for one in sheets:
        heading = locate(list(islice(one.lines(), SEARCH_LINES)), 1, len(refs), fits)
        if heading is not None:
            places = _places(heading, refs, label, code)
            info = _info(path, label, code, one)
            return NamedTable(one, heading, places, info, _is_trimmed(one, heading))
    raise ProblemsFound(_missing(sheets, refs, label, code))


@dataclass
class ReadTable:
    """A named table whose file is read apart; ``info`` is complete once ``rows()`` is at its end.

    Parameters
    ----------
    labels : dict
        Key of the column → its heading in the file.
    info : SourceFileInfo
        The file.
    portions : iterator
        What is still to come.
    """

    labels: dict[str, str]
    info: SourceFileInfo
    portions: Iterator[list[TableRow] | SourceFileInfo]

    def rows(self) -> Iterator[TableRow]:
        """Yield every line that holds anything, once."""
        for portion in self.portions:
            if isinstance(portion, SourceFileInfo):
                self.info = portion
            else:
                yield from portion


def read_named_table(path: Path, columns: Mapping[str, str | int], **options: Any) -> ReadTable:
    """Open a table in the process for files of strangers.

    Parameters
    ----------
    path : Path
        As for `open_named_table`.
    columns : mapping of str to str
        As for `open_named_table`.
    **options : object
        The others of `open_named_table`.

    Returns
    -------
    ReadTable

    Raises
    ------
    ProblemsFound
        When the file cannot be read, whatever the reason; also by ``rows()``.
    """
    label = label_of(path, options["study_folder"])
    portions = read_apart(_portions, path, dict(columns), options, path=path, label=label)
    labels, info = next(portions)
    return ReadTable(labels, info, portions)


def _portions(path: Path, columns: Mapping[str, str], options: dict[str, Any]) -> Iterator[Any]:
    """Yield labels and file, the rows in portions, and the file with its lines counted."""
    table = open_named_table(path, columns, **options)
    yield table.labels, table.info
    rows = table.rows()
    while portion := list(islice(rows, _PORTION)):
        yield portion
    yield table.info


def _is_trimmed(sheet: Sheet, heading: Heading) -> bool:
    """Most of the first lines are shorter than the heading, and none ends with an empty cell."""
    lines = [line for line in islice(sheet.lines(), heading.end, heading.end + _PORTION) if line]
    n_short = sum(len(line) < len(heading.paths) for line in lines)
    return n_short > len(lines) / 2 and not any(is_blank(line[-1]) for line in lines)


def _without_heading(
    sheet: Sheet, numbers: Mapping[str, int], label: str, code: str, info: SourceFileInfo
) -> NamedTable:
    first = next((line for line in sheet.lines() if not all(map(is_blank, line))), ())
    beyond = {key: number for key, number in numbers.items() if number > len(first)}
    if beyond:
        raise ProblemsFound(
            [
                Problem(
                    label,
                    f"study.yml {code} {key}",
                    NO_COLUMN_OF_NUMBER(n=number, width=len(first)),
                    COUNT_FROM_ONE(),
                )
                for key, number in beyond.items()
            ]
        )
    paths = tuple((Title.of(str(number)),) for number in range(1, len(first) + 1))
    places = {key: number - 1 for key, number in numbers.items()}
    return NamedTable(sheet, Heading(-1, paths, ()), places, info)


def _places(
    heading: Heading, refs: Mapping[str, ColumnRef], label: str, code: str
) -> dict[str, int]:
    try:
        return {key: heading.find(ref) for key, ref in refs.items()}
    except ColumnNotFoundError as error:
        problem = Problem(label, f"study.yml {code}", error.message, RENAME_ONE())
        raise ProblemsFound([problem]) from error


def _missing(
    sheets: list[Sheet], refs: Mapping[str, ColumnRef], label: str, code: str
) -> list[Problem]:
    """Name the columns that the most likely heading has not."""
    for sheet in sheets:
        lines = list(islice(sheet.lines(), SEARCH_LINES))
        heading = closest(lines, list(refs.values()), 1)
        if heading is None:
            heading = next((Heading.of([line], 0) for line in lines if any(line)), None)
        if heading is not None:
            titles = [" ".join(path[-1].text.split()) for path in heading.paths if path]
            return [
                Problem(
                    label,
                    f"study.yml {code} {key}",
                    NO_COLUMN_IN_HEADING(column=ref.label),
                    did_you_mean(ref.label, titles, "headings"),
                )
                for key, ref in refs.items()
                if not heading.matching(ref)
            ]
    return [Problem(label, "", NO_LINE_WITH_TEXT(), COPY_AGAIN())]


def _info(path: Path, label: str, code: str, sheet: Sheet) -> SourceFileInfo:
    return file_info(path, label.partition("/")[2], code, sheet.name, sheet.encoding)
