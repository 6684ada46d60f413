"""The records of one file, streamed, and the count of its lines."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping import SourceMapping
from wenmai.kit.problems import did_you_mean
from wenmai.readers.choose import Table
from wenmai.readers.files import content_hash, has_line_end, label_of
from wenmai.readers.lines import Line
from wenmai.readers.records import Lines, RecordMaker
from wenmai.readers.sorting import LineKind, LineSorter
from wenmai.readers.text import is_blank
from wenmai.sentences import Sentence

NO_LINE_OF_DATA = Sentence("readers.no_line_of_data")
IS_IT_THE_RIGHT_SHEET = Sentence("readers.is_it_the_right_sheet")
NO_LINE_OF_INDICATOR = Sentence("readers.no_line_of_indicator", "name")

# Records per batch: about 25 MB of text.
_BATCH_RECORDS = 60_000


@dataclass(frozen=True)
class SourceFileInfo:
    """One sheet as it was read; the four kinds of lines add up to ``lines_read``.

    Parameters
    ----------
    mapping_code, source_file, sheet_name : str
        The file is named relative to the study folder; a CSV has no sheet name.
    source_bytes : int
        Size of the file.
    content_hash : str
        SHA-256 of the file.
    encoding : str
        Of a text file; empty for workbooks.
    modified_at : datetime
        UTC, without zone.
    lines_read, lines_heading, lines_skipped, lines_filtered, lines_data : int
        Lines as a spreadsheet counts them. Titles, notes and blank lines are skipped.
    is_end_doubtful : bool
        A table as text whose last line has no line end: perhaps it was cut off.
    """

    mapping_code: str
    source_file: str
    sheet_name: str
    source_bytes: int
    content_hash: str
    encoding: str
    modified_at: dt.datetime
    lines_read: int = 0
    lines_heading: int = 0
    lines_skipped: int = 0
    lines_filtered: int = 0
    lines_data: int = 0
    is_end_doubtful: bool = False


def modified_at(path: Path) -> dt.datetime:
    """Return when a file was changed (UTC); the beginning of 1970 for what cannot be looked at."""
    seconds = 0.0
    with suppress(OSError):
        if path.is_file():
            seconds = path.stat().st_mtime
    return dt.datetime.fromtimestamp(seconds, dt.UTC).replace(tzinfo=None)


def file_info(
    path: Path, source_file: str, mapping_code: str, sheet_name: str = "", encoding: str = ""
) -> SourceFileInfo:
    """Describe a file of which no line was counted; what cannot be looked at has no size.

    Parameters
    ----------
    path : Path
    source_file, mapping_code, sheet_name, encoding : str
        As in the result.

    Returns
    -------
    SourceFileInfo
    """
    size, file_hash = 0, ""
    with suppress(OSError):
        if path.is_file():
            size, file_hash = path.stat().st_size, content_hash(path)
    return SourceFileInfo(
        mapping_code=mapping_code,
        source_file=source_file,
        sheet_name=sheet_name,
        source_bytes=size,
        content_hash=file_hash,
        encoding=encoding.removesuffix("-sig"),
        modified_at=modified_at(path),
        is_end_doubtful=bool(encoding) and not has_line_end(path, encoding),
    )


class ReadResult:
    """The records of one file, and how its lines were counted.

    Iterate ``records`` to the end, then look at ``file``.
    """

    def __init__(
        self,
        path: Path,
        mapping: SourceMapping,
        table: Table,
        *,
        study_folder: Path,
        study_code: str,
        load_id: str,
    ) -> None:
        self._mapping, self._table = mapping, table
        self._label = label_of(path, study_folder)
        self._counts = dict.fromkeys(LineKind, 0)
        sheet = table.sheet
        name = self._label.partition("/")[2]
        self._file = file_info(path, name, mapping.code, sheet.name, sheet.encoding)
        self._constants = {
            "study_code": study_code,
            "mapping_code": mapping.code,
            "source_file": self._file.source_file,
            "sheet_name": self._file.sheet_name,
            "_load_id": load_id,
        }

    @property
    def file(self) -> SourceFileInfo:
        """The file; its line counts are complete once ``records`` is exhausted."""
        counts = self._counts
        lines_data = counts[LineKind.DATA] + counts[LineKind.RAGGED]
        return replace(
            self._file,
            lines_read=sum(counts.values()),
            lines_heading=counts[LineKind.HEADING],
            lines_skipped=counts[LineKind.SKIPPED],
            lines_filtered=counts[LineKind.FILTERED],
            lines_data=lines_data,
        )

    @property
    def files(self) -> list[SourceFileInfo]:
        """The same as a list: a mapping reads one sheet of a file."""
        return [self.file]

    @property
    def records(self) -> Iterator[pa.RecordBatch]:
        """Read the file, batch by batch, in bounded memory.

        Raises
        ------
        ProblemsFound
            When no line holds data, or a declared indicator never occurs.
        """
        self._counts = dict.fromkeys(LineKind, 0)
        if self._table.layout is None:
            self._count_only()
            return
        yield from self._data_records()

    def _count_only(self) -> None:
        """Count the lines of a file whose indicator the mapping leaves out."""
        heading = self._table.heading
        for row, line in enumerate(self._table.sheet.lines()):
            kind = _fixed_kind(row, heading.row, heading.end)
            blank = all(is_blank(cell) for cell in line)
            self._counts[kind or (LineKind.SKIPPED if blank else LineKind.FILTERED)] += 1

    def _data_records(self) -> Iterator[pa.RecordBatch]:
        table, layout = self._table, self._table.layout
        assert layout is not None
        is_text = table.sheet.is_text
        sorter = LineSorter(self._mapping, table.heading, layout, table.above, is_text=is_text)
        maker = RecordMaker(
            layout, sorter.indicators, self._constants, self._mapping.missing, is_text=is_text
        )
        batch_lines = max(_BATCH_RECORDS // len(layout.slots), 100)
        fill = _FillDown(layout.unit_columns) if self._mapping.unit.fill_down else None
        first, end = table.heading.row, table.heading.end
        waiting = Lines()
        kind: LineKind | None = None
        line: Line = ()
        for row, cells in enumerate(table.sheet.lines()):
            if len(waiting.cells) == batch_lines:
                yield from maker.batches(waiting)
                waiting = Lines()
            kind = _fixed_kind(row, first, end) if row < end else None
            line = cells
            if kind is None:
                line = fill(cells) if fill is not None else cells
                kind = sorter.sort(line)
            self._counts[kind] += 1
            if kind is LineKind.RAGGED:
                waiting.ragged.add(len(waiting.cells))
                line = [*line, *[""] * (layout.needed - len(line))]
            elif kind is not LineKind.DATA:
                continue
            waiting.numbers.append(row + 1)
            waiting.cells.append(line)
        is_short = len(line) < table.heading.width
        if self._file.is_end_doubtful and kind is LineKind.DATA and is_short:
            # Cut off within its line: what stands last there may be half a number.
            self._counts[LineKind.DATA] -= 1
            self._counts[LineKind.RAGGED] += 1
            waiting.ragged.add(len(waiting.cells) - 1)
        yield from maker.batches(waiting)
        self._check_complete(sorter)

    def _check_complete(self, sorter: LineSorter) -> None:
        counts = self._counts
        problems = []
        if not counts[LineKind.DATA] + counts[LineKind.RAGGED] + counts[LineKind.FILTERED]:
            message = NO_LINE_OF_DATA()
            problems.append(Problem(self._label, "", message, IS_IT_THE_RIGHT_SHEET()))
        elif self._table.layout is not None and self._table.layout.indicator_column is not None:
            seen = sorter.indicators.seen
            for name in sorter.indicators.never_found():
                message = NO_LINE_OF_INDICATOR(name=name)
                key = f"sources/{self._mapping.code}.yml indicators"
                suggestion = did_you_mean(name, seen, "names")
                problems.append(Problem(self._label, key, message, suggestion))
        if problems:
            raise ProblemsFound(problems)


class _FillDown:
    """Repeats the unit of the line above where a merged cell leaves it blank."""

    def __init__(self, columns: tuple[int, ...]) -> None:
        self._columns, self._last = columns, dict.fromkeys(columns, "")

    def __call__(self, cells: Line) -> Line:
        line = list(cells)
        if all(is_blank(cell) for cell in line):
            return line
        present = [column for column in self._columns if column < len(line)]
        if all(is_blank(line[column]) for column in present):
            for column in present:
                line[column] = self._last[column]
        else:
            self._last.update({column: line[column] for column in present})
        return line


def _fixed_kind(row: int, heading_row: int, heading_end: int) -> LineKind | None:
    if row < heading_row:
        return LineKind.SKIPPED
    return LineKind.HEADING if row < heading_end else None
