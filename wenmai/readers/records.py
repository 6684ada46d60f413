"""Lines → records in Arrow batches: one record per line and value cell, everything as text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from wenmai.readers.layout import DeclaredIndicators, Layout
from wenmai.readers.lines import Line
from wenmai.readers.slots import Slot
from wenmai.readers.text import cell_text
from wenmai.readers.years import YearCell, read_year

RECORD_SCHEMA = pa.schema(
    [
        pa.field(name, pa.int64() if name == "_row_number" else pa.string())
        for name in (
            *("study_code", "mapping_code", "source_file", "sheet_name", "_row_number"),
            *("column_label", "indicator_code", "unit_name", "unit_code_text", "within_name"),
            *("year_text", "value_text", "measure_unit", "reader_issue", "reader_detail"),
            *("_content_hash", "_load_id"),
        )
    ]
)
RECORD_COLUMNS = tuple(RECORD_SCHEMA.names)

# What makes two records the same payload, wherever they stand.
_PAYLOAD = (
    *("unit_name", "unit_code_text", "within_name", "year_text"),
    *("indicator_code", "value_text", "measure_unit"),
)
_RAGGED = "The line has more cells than the heading, or too few to hold all columns."
_FORMULA = "The cell holds a formula whose result was not stored."


@dataclass
class Lines:
    """Lines that wait to become records.

    Parameters
    ----------
    numbers : list of int
        Row of each line, from 1.
    cells : list of Line
        The lines.
    ragged : set of int
        Positions in ``cells`` of the ragged ones.
    """

    numbers: list[int] = field(default_factory=list)
    cells: list[Line] = field(default_factory=list)
    ragged: set[int] = field(default_factory=set)


class RecordMaker:
    """Makes the record batches of one sheet.

    Parameters
    ----------
    layout : Layout
        Which cell is what.
    indicators : DeclaredIndicators
        Translates names when a column names the indicator.
    constants : dict
        Columns that are the same in all records (study_code, source_file …).
    missing : sequence of str
        Texts that stand for no value.
    is_text : bool
        Cells are text already.
    """

    def __init__(
        self,
        layout: Layout,
        indicators: DeclaredIndicators,
        constants: dict[str, str],
        missing: Sequence[str],
        *,
        is_text: bool,
    ) -> None:
        self._layout, self._indicators, self._constants = layout, indicators, constants
        self._missing = pa.array(sorted({text.strip() for text in missing} | {""}), pa.string())
        self._is_text = is_text
        self._years: dict[str, YearCell] = {}
        # Units and years of the lines at hand: the same for every value column, so made once.
        self._shared: dict[int, pa.Array] = {}
        self._shared_years: dict[int, tuple[list[YearCell], pa.Array]] = {}

    def batches(self, lines: Lines) -> list[pa.RecordBatch]:
        """Return one batch per value column."""
        self._shared.clear()
        self._shared_years.clear()
        return [self._batch(slot, lines) for slot in self._layout.slots] if lines.numbers else []

    def _batch(self, slot: Slot, lines: Lines) -> pa.RecordBatch:
        count = len(lines.numbers)
        layout = self._layout
        columns: dict[str, pa.Array] = {
            name: _repeat(text, count) for name, text in self._constants.items()
        }
        columns["_row_number"] = pa.array(lines.numbers, pa.int64())
        columns["column_label"] = _repeat(" ".join(slot.label.split()), count)
        columns["unit_name"] = self._shared_column(layout.name, lines)
        columns["unit_code_text"] = self._shared_column(layout.code, lines)
        columns["within_name"] = self._shared_column(layout.within, lines)
        columns["measure_unit"] = self._column(slot.measure_unit, lines)
        if layout.indicator_column is None:
            columns["indicator_code"] = _repeat(slot.indicator, count)
        else:
            named = [
                self._indicators.find(cell_text(line[layout.indicator_column])) or (None, None)
                for line in lines.cells
            ]
            columns["indicator_code"] = pa.array([code for code, _ in named], pa.string())
            if slot.measure_unit is None:
                columns["measure_unit"] = pa.array([unit for _, unit in named], pa.string())
        years, columns["year_text"] = self._years_of(slot, lines)
        written = self._column(slot.column, lines)
        is_missing = pc.is_in(pc.utf8_trim_whitespace(written), value_set=self._missing)
        columns["value_text"] = pc.if_else(is_missing, pa.scalar(None, pa.string()), written)
        issues, details = self._issues(columns, years, lines)
        columns["reader_issue"], columns["reader_detail"] = issues, details
        columns["_content_hash"] = _hashes([columns[name] for name in _PAYLOAD])
        return pa.record_batch([columns[name] for name in RECORD_COLUMNS], schema=RECORD_SCHEMA)

    def _column(self, place: int | str | None, lines: Lines) -> pa.Array:
        if not isinstance(place, int):
            return _repeat(place, len(lines.numbers))
        if self._is_text:
            return pa.array([line[place] for line in lines.cells], pa.string())
        return pa.array([cell_text(line[place]) for line in lines.cells], pa.string())

    def _shared_column(self, place: int | str | None, lines: Lines) -> pa.Array:
        if not isinstance(place, int):
            return self._column(place, lines)
        if place not in self._shared:
            self._shared[place] = self._column(place, lines)
        return self._shared[place]

    def _years_of(self, slot: Slot, lines: Lines) -> tuple[list[YearCell], pa.Array]:
        if isinstance(slot.year, YearCell):
            count = len(lines.numbers)
            return [slot.year] * count, _repeat(slot.year.text, count)
        if slot.year not in self._shared_years:
            years = [self._year(cell_text(line[slot.year])) for line in lines.cells]
            texts = pa.array([year.text for year in years], pa.string())
            self._shared_years[slot.year] = (years, texts)
        return self._shared_years[slot.year]

    def _year(self, text: str) -> YearCell:
        year = self._years.get(text)
        if year is None:
            if len(self._years) > 10_000:
                self._years.clear()
            year = self._years[text] = read_year(text)
        return year

    def _issues(
        self, columns: dict[str, pa.Array], years: list[YearCell], lines: Lines
    ) -> tuple[pa.Array, pa.Array]:
        """Say what is wrong with a record before anyone looks at its value; the worst counts."""
        count = len(lines.numbers)
        issues: list[str | None] = [year.issue for year in years]
        details: list[str | None] = [year.detail for year in years]
        for name in ("unit_name", "unit_code_text", "year_text", "value_text"):
            begins = pc.starts_with(pc.utf8_ltrim_whitespace(columns[name]), "=")
            for position in pc.indices_nonzero(begins.fill_null(False)).to_pylist():
                issues[position], details[position] = "formula_without_value", _FORMULA
        for position in lines.ragged:
            issues[position], details[position] = "ragged_row", _RAGGED
        if not any(issues):
            return _repeat(None, count), _repeat(None, count)
        return pa.array(issues, pa.string()), pa.array(details, pa.string())


def _repeat(text: str | None, count: int) -> pa.Array:
    if text is None:
        return pa.nulls(count, pa.string())
    return pa.repeat(pa.scalar(text, pa.string()), count)


def _hashes(parts: Sequence[pa.Array]) -> pa.Array:
    """Hash the payload of every record; a missing part differs from an empty one."""
    joined = pc.binary_join_element_wise(
        *parts, "\x1f", null_handling="replace", null_replacement="\x00"
    )
    digest = hashlib.md5
    texts = joined.to_pylist()
    return pa.array(
        [digest(text.encode(), usedforsecurity=False).hexdigest() for text in texts], pa.string()
    )
