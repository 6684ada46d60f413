"""Lines → records in Arrow batches: one record per line and value cell, everything as text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wenmai.readers.layout import DeclaredIndicators, Layout
from wenmai.readers.lines import Line
from wenmai.readers.periods import read_period, says_cumulated
from wenmai.readers.slots import Slot
from wenmai.readers.text import cell_text
from wenmai.readers.years import YearCell, name_and_year, read_year
from wenmai.sentences import Said, Sentence, told

RAGGED = Sentence("readers.ragged")
FORMULA = Sentence("readers.formula")

# What is the same in many records goes once for all of them.
_REPEATED = pa.dictionary(pa.int32(), pa.string())
_KINDS = {"_row_number": pa.int64(), "value_text": pa.string()}
RECORD_SCHEMA = pa.schema(
    [
        (name, _KINDS.get(name, _REPEATED))
        for name in (
            *("study_code", "mapping_code", "source_file", "sheet_name", "_row_number"),
            *("column_label", "indicator_code", "unit_name", "unit_code_text", "within_name"),
            *("year_text", "value_text", "measure_unit", "reader_issue", "reader_detail"),
            "_load_id",
        )
    ]
)
RECORD_COLUMNS = tuple(RECORD_SCHEMA.names)

_MOST_PERIODS = 10_000

# Position of a record → reason code and detail, as `told` makes it.
Marks = dict[int, tuple[str, str | None]]


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
        self._periods: dict[tuple[str, str, bool], YearCell] = {}
        # Units and years of the lines at hand: the same for every value column, so made once.
        self._shared: dict[int, pa.Array] = {}
        self._shared_years: dict[int, tuple[Marks, pa.Array]] = {}

    def batches(self, lines: Lines) -> list[pa.RecordBatch]:
        """Return the records of all value columns: one batch, which is inserted at once."""
        self._shared.clear()
        self._shared_years.clear()
        if not lines.numbers:
            return []
        found = pa.Table.from_batches([self._batch(slot, lines) for slot in self._layout.slots])
        return found.unify_dictionaries().combine_chunks().to_batches()

    def _batch(self, slot: Slot, lines: Lines) -> pa.RecordBatch:
        count = len(lines.numbers)
        layout = self._layout
        columns: dict[str, pa.Array] = {
            name: _repeat(text, count) for name, text in self._constants.items()
        }
        columns["_row_number"] = pa.array(lines.numbers, pa.int64())
        columns["column_label"] = _repeat(" ".join(slot.label.split()), count)
        columns["unit_name"] = self._shared_column(layout.name, lines)
        if layout.name == slot.year:
            columns["unit_name"] = _names_alone(columns["unit_name"])
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
            columns["indicator_code"] = _encoded([code for code, _ in named])
            if slot.measure_unit is None:
                columns["measure_unit"] = _encoded([unit for _, unit in named])
        marks, columns["year_text"] = self._years_of(slot, lines)
        written = pa.array(self._texts(slot.column, lines), pa.string())
        is_missing = pc.is_in(pc.utf8_trim_whitespace(written), value_set=self._missing)
        columns["value_text"] = pc.if_else(is_missing, pa.scalar(None, pa.string()), written)
        columns["reader_issue"], columns["reader_detail"] = _issues(columns, marks, lines)
        return pa.record_batch([columns[name] for name in RECORD_COLUMNS], schema=RECORD_SCHEMA)

    def _texts(self, place: int, lines: Lines) -> list[str]:
        if self._is_text:
            return [line[place] for line in lines.cells]
        return [cell_text(line[place]) for line in lines.cells]

    def _column(self, place: int | str | None, lines: Lines) -> pa.Array:
        if not isinstance(place, int):
            return _repeat(place, len(lines.numbers))
        return _encoded(self._texts(place, lines))

    def _shared_column(self, place: int | str | None, lines: Lines) -> pa.Array:
        if not isinstance(place, int):
            return self._column(place, lines)
        if place not in self._shared:
            self._shared[place] = self._column(place, lines)
        return self._shared[place]

    def _years_of(self, slot: Slot, lines: Lines) -> tuple[Marks, pa.Array]:
        if slot.period is not None:
            periods = [self._period(slot, line) for line in lines.cells]
            return _marks(periods), _encoded([period.text for period in periods])
        if isinstance(slot.year, YearCell):
            count = len(lines.numbers)
            return _marks([slot.year] * count), _repeat(slot.year.text, count)
        if slot.year not in self._shared_years:
            texts = self._texts(slot.year, lines)
            if slot.year == self._layout.name:
                texts = [apart[1] if (apart := name_and_year(one)) else one for one in texts]
            years = [self._year(text) for text in texts]
            self._shared_years[slot.year] = _marks(years), _encoded([year.text for year in years])
        return self._shared_years[slot.year]

    def _period(self, slot: Slot, line: Line) -> YearCell:
        """Return the code of the period that a line, and the slot, name."""
        named, column = slot.period, self._layout.indicator_column
        text = cell_text(line[named]) if isinstance(named, int) else str(named)
        year = cell_text(line[slot.year]) if isinstance(slot.year, int) else slot.year.text
        is_cumulated = slot.is_cumulated or (
            column is not None and says_cumulated(cell_text(line[column]))
        )
        key = (text, year, is_cumulated)
        if key not in self._periods:
            if len(self._periods) > _MOST_PERIODS:
                self._periods.clear()
            period = read_period(text, year, is_cumulated=is_cumulated)
            said = " ".join(f"{year} {text}".split())
            unread = YearCell(said, "period_not_understood")
            self._periods[key] = YearCell(period.code) if period else unread
        return self._periods[key]

    def _year(self, text: str) -> YearCell:
        year = self._years.get(text)
        if year is None:
            if len(self._years) > _MOST_PERIODS:
                self._years.clear()
            year = self._years[text] = read_year(text)
        return year


def _marks(years: Sequence[YearCell]) -> Marks:
    """Return what is wrong with years, by position."""
    return {
        position: (year.issue, _detail(year.detail))
        for position, year in enumerate(years)
        if year.issue is not None
    }


def _detail(said: Said | None) -> str | None:
    return told([said]) if said else None


def _issues(
    columns: dict[str, pa.Array], year_marks: Marks, lines: Lines
) -> tuple[pa.Array, pa.Array]:
    """Say what is wrong with a record before anyone looks at its value; the worst counts."""
    count = len(lines.numbers)
    marks = dict(year_marks)
    for name in ("unit_name", "unit_code_text", "year_text", "value_text"):
        marks |= dict.fromkeys(
            _formulas(columns[name]), ("formula_without_value", _detail(FORMULA()))
        )
    marks |= dict.fromkeys(lines.ragged, ("ragged_row", _detail(RAGGED())))
    if not marks:
        return _repeat(None, count), _repeat(None, count)
    said = [marks.get(position, (None, None)) for position in range(count)]
    return _encoded([issue for issue, _ in said]), _encoded([detail for _, detail in said])


def _formulas(column: pa.Array) -> list[int]:
    """Return the positions of the texts that begin like a formula."""
    texts = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    begins = pc.starts_with(pc.utf8_ltrim_whitespace(texts), "=").fill_null(False)
    if not pc.any(begins).as_py():
        return []
    if isinstance(column, pa.DictionaryArray):
        begins = begins.take(column.indices).fill_null(False)
    found: list[int] = pc.indices_nonzero(begins).to_pylist()
    return found


def _names_alone(names: pa.DictionaryArray) -> pa.DictionaryArray:
    """Take the year off names that share their cell with it; others stay as they are."""
    texts = names.dictionary.to_pylist()
    alone = [apart[0] if (apart := name_and_year(one)) else one for one in texts]
    return pa.DictionaryArray.from_arrays(names.indices, pa.array(alone, pa.string()))


def _encoded(texts: Sequence[str | None]) -> pa.Array:
    """Make an array in which every different text stands once."""
    return pa.array(texts, pa.string()).dictionary_encode()


def _repeat(text: str | None, count: int) -> pa.Array:
    if text is None:
        return pa.nulls(count, _REPEATED)
    places = pa.array(np.zeros(count, dtype=np.int32))
    return pa.DictionaryArray.from_arrays(places, pa.array([text], pa.string()))
