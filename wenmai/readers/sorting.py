"""Tell what each line below the heading is: data, heading again, skipped or filtered."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from wenmai.kit.mapping_model import SourceMapping
from wenmai.readers.heading import Heading
from wenmai.readers.layout import DeclaredIndicators, Layout
from wenmai.readers.lines import Line
from wenmai.readers.preamble import title_keys
from wenmai.readers.text import cell_text, is_blank, native_lines
from wenmai.reference import name_key

# Enough for all units of a country; the memory of a column of notes stays bounded.
_REMEMBERED = 50_000


class LineKind(Enum):
    """What a line counts as."""

    HEADING = auto()
    SKIPPED = auto()
    FILTERED = auto()
    DATA = auto()
    RAGGED = auto()


class LineSorter:
    """Sorts the lines of one sheet, in order.

    Parameters
    ----------
    mapping : SourceMapping
        Patterns to skip and to stop at.
    heading : Heading
        The heading, to know it when a page repeats it.
    layout : Layout
        The columns that are read.
    above : sequence of Line
        The lines above the heading, to know them when a page repeats them.
    is_text : bool
        Cells are text, and a line can be ragged.
    """

    def __init__(
        self,
        mapping: SourceMapping,
        heading: Heading,
        layout: Layout,
        above: Sequence[Line],
        *,
        is_text: bool,
    ) -> None:
        self._layout, self._is_text = layout, is_text
        self._width, self._needed = heading.width, layout.needed
        self._values = tuple(slot.column for slot in layout.slots)
        # A file about one unit has no unit column: there the year tells whether a line is data.
        years = {
            part
            for slot in layout.slots
            for part in (slot.year, slot.period)
            if isinstance(part, int)
        }
        self._keys = layout.unit_columns or tuple(years)
        self._stop = [re.compile(pattern) for pattern in mapping.stop_at]
        self._skip = [re.compile(pattern) for pattern in mapping.skip]
        self._titles = title_keys(above)
        self._title_starts = {_first_text(line) for line in above}
        self._headings = [tuple(map(_start_key, row)) for row in heading.rows]
        self._start_keys: dict[str, str] = {}
        self._anchor = (layout.unit_columns or layout.columns)[0]
        self._anchor_keys = {row[self._anchor] for row in self._headings}
        self._is_stopped = False
        self.indicators = DeclaredIndicators(mapping)

    def sort(self, line: Line) -> LineKind:
        """Tell what the next line is."""
        if self._is_stopped or self._is_blank(line) or self._is_note(line):
            return LineKind.SKIPPED
        if self._is_heading(line):
            return LineKind.HEADING
        # A ragged line is never filtered: its cells may stand in the wrong columns.
        if self._is_text and self._is_ragged(line):
            return LineKind.RAGGED
        if all(is_blank(line[column]) for column in self._keys) and all(
            is_blank(line[column]) for column in self._values
        ):
            return LineKind.SKIPPED
        return LineKind.DATA if self._is_wanted(line) else LineKind.FILTERED

    def _is_wanted(self, line: Line) -> bool:
        for column, accepts in self._layout.where:
            if not accepts(cell_text(line[column])):
                return False
        if self._layout.indicator_column is None:
            return True
        found = self.indicators.find(cell_text(line[self._layout.indicator_column]))
        return found is not None and found[0] is not None

    def _is_blank(self, line: Line) -> bool:
        if self._is_text:
            joined = "".join(line)
            return not joined or joined.isspace()
        return all(is_blank(cell) for cell in line)

    def _is_note(self, line: Line) -> bool:
        """Tell whether a pattern ends or skips the table here, or a title is repeated."""
        first = _first_text(line) if self._stop or self._titles else ""
        if any(pattern.search(first) for pattern in self._stop):
            self._is_stopped = True
            return True
        if first and first in self._title_starts:
            return name_key("".join(map(cell_text, line))) in self._titles
        if not self._skip:
            return False
        joined = " ".join(text for cell in line if (text := cell_text(cell).strip()))
        return any(pattern.search(joined) for pattern in self._skip)

    def _is_heading(self, line: Line) -> bool:
        anchor = cell_text(line[self._anchor]) if self._anchor < len(line) else ""
        key = self._start_keys.get(anchor)
        if key is None:
            if len(self._start_keys) > _REMEMBERED:
                self._start_keys.clear()
            key = self._start_keys[anchor] = _start_key(anchor)
        if key not in self._anchor_keys or len(line) < self._needed:
            return False
        written = {column: _start_key(cell_text(line[column])) for column in self._layout.columns}
        return any(written.values()) and any(
            all(row[column] == text for column, text in written.items()) for row in self._headings
        )

    def _is_ragged(self, line: Line) -> bool:
        if len(line) < self._needed:
            return True
        return len(line) > self._width and any(map(str.strip, line[self._width :]))


def _first_text(line: Line) -> str:
    return next((text for cell in line if (text := cell_text(cell).strip())), "")


def _start_key(text: str) -> str:
    """Return the key of the first line of a cell; pages differ in the translation below it."""
    lines = native_lines(text)
    return name_key(lines[0]) if lines else ""
