"""The value columns of a table: which they are, what they seem to hold, what is odd about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.indicators import (
    INTERPOLATED,
    SURE,
    code_for,
    guess_indicator,
    known_unit,
    split_year,
)
from wenmai.inspect.table import TableGuess
from wenmai.readers.text import column_letters, native_lines, split_measure_unit
from wenmai.reference import IndicatorLibrary, MeasureUnits, name_key

# A unit of measure that no seed knows: its values load nowhere until a person states the unit.
UNSTATED = "?"
TAKEN_FROM_VALUES = "unit of measure taken from the values"
_LINE_NUMBERS = {"序号", "编号", "行号", "id", "no", "no.", "index", "unnamed:0"}
# Columns are the same when so many of their common cells are equal.
_SAME = 0.95
_ENOUGH_PAIRS = 20


@dataclass
class ValueGuess:
    """One value column.

    Parameters
    ----------
    column : int
        From 0.
    titles : list of str
        The heading from its top line down, without translation.
    code : str
        Indicator, of the library or made up.
    unit : str
        Unit of measure, or ``?``.
    year : int or None
        The year that the heading names.
    is_known : bool
        The indicator is in the library.
    note : str
        Why the line should be looked at; empty when nothing is unsure.
    doubts : list of str
        Sentences for the user.
    """

    column: int
    titles: list[str]
    code: str
    unit: str
    year: int | None
    is_known: bool
    note: str = ""
    doubts: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The heading as a person reads it."""
        return " / ".join(self.titles)


def value_columns(guess: TableGuess, measures: MeasureUnits) -> tuple[list[int], int | None]:
    """Return the columns with values, and the column that names their unit of measure.

    Numbers that are codes, years or just count the lines are no values.
    """
    taken = {guess.name, guess.code, guess.within, guess.year, *guess.years}
    values, unit_column = [], None
    for facts in guess.facts:
        has_heading = facts.index < len(guess.heading.paths) and guess.heading.paths[facts.index]
        if facts.index in taken or not facts.filled or not has_heading:
            continue
        if facts.share(text for text in facts.counts if measures.known(text)) > 0.9:
            unit_column = facts.index if facts.numbers_share < 0.5 else unit_column
        is_code = facts.share(facts.codes) > 0.8 and facts.share(facts.names) == 0
        counts_lines = name_key(guess.heading.label(facts.index)) in _LINE_NUMBERS
        if facts.numbers_share > 0.6 and not is_code and not counts_lines:
            values.append(facts.index)
    return values, unit_column


def guess_values(
    guess: TableGuess,
    columns: Sequence[int],
    library: IndicatorLibrary,
    measures: MeasureUnits,
    *,
    has_unit_elsewhere: bool,
) -> list[ValueGuess]:
    """Guess indicator and unit of every value column.

    Parameters
    ----------
    guess : TableGuess
        The table.
    columns : sequence of int
        Its value columns.
    library, measures
        What is known.
    has_unit_elsewhere : bool
        A column or a line above the heading names the unit of measure.

    Returns
    -------
    list of ValueGuess
    """
    title = "".join(text for line in guess.above for text in line)
    prefix = "市辖区" if "市辖区" in title else ""
    found = []
    for column in columns:
        titles = [" ".join(native_lines(part.text)) for part in guess.heading.paths[column]]
        parts = [split_measure_unit(part.text) for part in guess.heading.paths[column]]
        name, year = split_year(parts[-1][0])
        names = [*(part for part, _ in parts[:-1]), name]
        if guess.year is not None:
            names, year = [part for part, _ in parts], None
        indicator = guess_indicator(names, library, prefix)
        unit = _unit_in_heading(parts, measures)
        value = ValueGuess(
            column,
            titles,
            indicator.code if indicator else code_for(names[-1], column + 1),
            unit or UNSTATED,
            year,
            is_known=indicator is not None,
        )
        if indicator is None:
            value.note = "no indicator of the library resembles it"
        elif indicator.similarity < SURE:
            value.note = f"resembles '{indicator.name}'"
        if unit is None and not has_unit_elsewhere:
            _infer_ratio(value, guess.facts[column], library)
        found.append(value)
    _one_column_each(found, guess)
    return found


def _unit_in_heading(parts: Sequence[tuple[str, str | None]], measures: MeasureUnits) -> str | None:
    """Return the unit in the brackets of a heading; 人均道路面积（平方米） means 平方米/人."""
    for name, symbol in reversed(parts):
        unit = known_unit(symbol, measures)
        if unit is not None:
            return known_unit(f"{unit}/人", measures) or unit if name.startswith("人均") else unit
    return None


def _infer_ratio(value: ValueGuess, facts: ColumnFacts, library: IndicatorLibrary) -> None:
    """State ratio or per cent where the values leave no other way; never guess an amount."""
    indicator = library.get(value.code) if value.is_known else None
    if indicator is None or indicator.measure_unit not in {"%", "比率"}:
        return
    largest = max((abs(number) for number in facts.numbers), default=0)
    if indicator.measure_unit == "比率":
        value.unit = "比率"
    else:
        value.unit = "比率" if largest <= 1 else "%"
    value.note = f"{TAKEN_FROM_VALUES} (largest {largest:g})"


def _one_column_each(values: list[ValueGuess], guess: TableGuess) -> None:
    """Give an indicator and year to one column only: the one that resembles it most."""
    best: dict[tuple[str, int | None], ValueGuess] = {}
    for value in sorted(values, key=lambda value: ("resembles" in value.note, value.column)):
        if (value.code, value.year) in best:
            value.note = f"resembles {value.code} as well, which another column holds"
            value.code = f"column_{value.column + 1}"
            value.is_known = False
        best[value.code, value.year] = value


@dataclass
class Twins:
    """Columns that hold the same numbers.

    Parameters
    ----------
    left_out : dict
        Column that is named as interpolated → the sentence that says why it is left out.
    doubts : list of str
        Sentences about other columns that are equal.
    """

    left_out: dict[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def find_twins(guess: TableGuess, values: Sequence[ValueGuess]) -> Twins:
    """Find columns that repeat another one, with its gaps filled by someone.

    Parameters
    ----------
    guess : TableGuess
        The table.
    values : sequence of ValueGuess
        Its value columns.

    Returns
    -------
    Twins
    """
    twins = Twins()
    for position, one in enumerate(values):
        for other in values[position + 1 :]:
            first, second = one, other
            if INTERPOLATED.search(first.label) and not INTERPOLATED.search(second.label):
                first, second = second, first
            observed, filled = guess.facts[first.column], guess.facts[second.column]
            pairs = [(a, b) for a, b in zip(observed.texts, filled.texts, strict=True) if a and b]
            same = sum(a == b for a, b in pairs)
            if len(pairs) < _ENOUGH_PAIRS or same < _SAME * len(pairs) or first.year != second.year:
                continue
            columns = (
                f"Columns {column_letters(first.column)} '{first.label}' and "
                f"{column_letters(second.column)} '{second.label}' look like the same quantity"
            )
            if INTERPOLATED.search(second.label) and not INTERPOLATED.search(first.label):
                twins.left_out[second.column] = (
                    f"{columns}; the second is named as interpolated ({filled.filled} values "
                    f"against {observed.filled}). The draft takes the observed one: gaps are "
                    "filled later, and marked."
                )
            else:
                twins.doubts.append(
                    f"{columns} ({observed.filled} and {filled.filled} values). Keep one of them."
                )
    return twins
