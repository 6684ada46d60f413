"""The value columns of a table: which they are, what they seem to hold, what is odd about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenmai.inspect import says
from wenmai.inspect.codes import Codes, pinyin_code
from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.indicators import INTERPOLATED, split_year
from wenmai.inspect.meaning import Meaning, Vocabulary
from wenmai.inspect.periods import growth_base, plain_name
from wenmai.inspect.stated_units import Elsewhere, split_unit
from wenmai.inspect.table import TableGuess
from wenmai.readers.periods import says_cumulated
from wenmai.readers.text import column_letters, native_lines
from wenmai.reference import Indicator, MeasureUnits, name_key
from wenmai.sentences import Said

# A unit of measure that no seed knows: its values load nowhere until a person states the unit.
UNSTATED = "?"
_LINE_NUMBERS = {"序号", "编号", "行号", "id", "no", "no.", "index", "unnamed:0"}
# More values outside the range of an indicator than this, and the column means something else.
_MOST_OUTSIDE = 0.5
# Names up to this length (人数, 收入, income) say little without their table.
_SHORT, _SHORT_ASCII = 3, 12


@dataclass
class ValueGuess:
    """One value column.

    Parameters
    ----------
    column : int
        From 0.
    titles : list of str
        The heading from its top line down, without translation.
    name : str
        The quantity as the file calls it, with the scope that a title adds, without its unit.
    code : str
        Indicator, of the library or made up.
    unit : Any
        Unit of measure as a mapping says it: a text, where the file says it, or ``?``.
    year : int or None
        The year that the heading names.
    indicator : Indicator or None
        The indicator of the library that it is.
    meaning : Meaning
        What its name means.
    note : Said or None
        Why the line should be looked at.
    doubts : list of Said
        Sentences for the user.
    growth_of : str or None
        Name of the quantity whose growth in per cent it is, where months or quarters say so.
    """

    column: int
    titles: list[str]
    name: str
    code: str
    unit: Any
    year: int | None
    indicator: Indicator | None
    meaning: Meaning
    note: Said | None = None
    doubts: list[Said] = field(default_factory=list)
    growth_of: str | None = None

    @property
    def label(self) -> str:
        """The heading as a person reads it."""
        return " / ".join(self.titles)

    @property
    def place(self) -> Said:
        """The column by its letter and heading."""
        return says.COLUMN(letter=column_letters(self.column), name=self.label)

    @property
    def is_known(self) -> bool:
        """The indicator is in the library."""
        return self.indicator is not None

    @property
    def is_unstated(self) -> bool:
        """Nothing says its unit of measure."""
        return bool(self.unit == UNSTATED)


def value_columns(guess: TableGuess, measures: MeasureUnits) -> tuple[list[int], int | None]:
    """Return the columns with values, and the column that names their unit of measure.

    Numbers that are codes, years or just count the lines are no values.
    """
    taken = guess.taken
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


def context_of(guess: TableGuess, path: Path) -> list[str]:
    """Return what restricts all headings of a table: its titles, names of sheet and file."""
    return [*(cell for line in guess.above for cell in line if cell), guess.sheet.name, path.stem]


@dataclass(frozen=True)
class Around:
    """What a heading is read with.

    Parameters
    ----------
    vocabulary : Vocabulary
        What names mean.
    elsewhere : Elsewhere
        Units of measure that stand outside the headings.
    context : sequence of str
        Titles, names of sheet and file.
    level : str
        Level of the places.
    """

    vocabulary: Vocabulary
    elsewhere: Elsewhere
    context: Sequence[str]
    level: str


def guess_values(
    guess: TableGuess, columns: Sequence[int], around: Around, codes: Codes
) -> list[ValueGuess]:
    """Guess indicator and unit of every value column.

    Parameters
    ----------
    guess : TableGuess
        The table.
    columns : sequence of int
        Its value columns.
    around : Around
        What headings are read with.
    codes : Codes
        Gives codes to what the library lacks.

    Returns
    -------
    list of ValueGuess
    """
    found = []
    for column in columns:
        path = guess.heading.paths[column]
        titles = [" ".join(native_lines(part.text)) for part in path]
        parts = [split_unit(part.text, around.vocabulary.measures) for part in path]
        unit = next((unit for _, unit in reversed(parts) if unit), None)
        names = [name for name, _ in parts if name] or titles
        name, year = split_year(names[-1])
        if guess.has_periods:
            names, year = [one for one in map(plain_name, names) if one] or titles[-1:], None
        elif guess.year is None:
            names = [*names[:-1], name] if name else names[:-1] or titles[-1:]
        else:
            year = None
        value = one_value(names, unit, around)
        value.column, value.titles, value.year = column, titles, year
        _check_values(value, guess.facts[column], around.vocabulary)
        found.append(value)
    if guess.has_periods:
        _find_growths(found, around)
    _one_column_each(found)
    for value in found:
        if value.indicator is None and value.growth_of is None:
            value.code = codes.of(value.name, quantity_key(value, around))
    return found


def _find_growths(values: list[ValueGuess], around: Around) -> None:
    """Say of every growth in per cent which quantity it is the growth of: named, or to the left."""
    last = ""
    for value in values:
        titles = [split_unit(title, around.vocabulary.measures)[0] for title in value.titles]
        bases = [growth_base(title) for title in titles]
        if not any(base is not None for base in bases):
            last = value.name
            continue
        plain = [
            plain_name(title) if base is None else base
            for base, title in zip(bases, titles, strict=True)
        ]
        _be_growth(value, next(filter(None, plain), last) or value.name, around)


def _be_growth(value: ValueGuess, base: str, around: Around) -> None:
    """Make a value the growth in per cent of a quantity."""
    known = around.vocabulary.meaning([base], context=around.context, level=around.level).indicator
    code = known.indicator_code if known is not None else pinyin_code(base)
    value.growth_of, value.name, value.code = base, f"{base}同比增长", f"{code}_growth"
    value.indicator, value.unit, value.note, value.doubts = None, "%", None, []


def of_periods(name: str, unit: str | None, around: Around) -> ValueGuess:
    """Say what a quantity of months or quarters is, or what it is the growth of."""
    base = growth_base(name)
    value = one_value([plain_name(base or name) or name], unit, around)
    if base is not None and unit in (None, "%"):
        _be_growth(value, base or name, around)
    return value


def quantity_key(value: ValueGuess, around: Around) -> str:
    """Return what tells quantities of one name apart: what is measured; of short names the table.

    人数 under 旅行社 is not 人数 under 学校; 男性人口（万人） is the same in all tables.
    """
    measures = around.vocabulary.measures
    is_stated = isinstance(value.unit, str) and measures.known(value.unit)
    quantity = measures.get(value.unit).quantity if is_stated else ""
    is_short = len(value.name) <= (_SHORT_ASCII if value.name.isascii() else _SHORT)
    return f"{quantity} {table_key(around.context)}" if is_short else quantity


def table_key(context: Sequence[str]) -> str:
    """Return what two tables of one kind share: their titles without years and marks."""
    return "".join(sorted(letter for letter in name_key(context[0]) if letter.isalpha()))


def one_value(names: Sequence[str], unit: str | None, around: Around) -> ValueGuess:
    """Say what one quantity is, by its name, its unit of measure and what stands around it."""
    vocabulary, elsewhere, context = around.vocabulary, around.elsewhere, around.context
    level = around.level
    stated: Any = unit
    meaning = vocabulary.meaning(names, context=context, level=level, unit=unit)
    doubts: list[Said] = []
    if unit is None and elsewhere.units:
        fitting = [
            one
            for one in elsewhere.units
            if meaning.indicator is None or vocabulary.fit(meaning.indicator, one)[0]
        ]
        if not fitting and elsewhere.is_strict:
            unit = elsewhere.units[0]
            meaning = vocabulary.meaning(names, context=context, level=level, unit=unit)
            stated = elsewhere.entry
        elif fitting and (meaning.indicator is not None or elsewhere.is_strict):
            # what only a title says is no unit of a ratio that stands beside its quantities
            unit = fitting[0]
            stated = elsewhere.entry if len(elsewhere.units) == 1 else unit
            if isinstance(elsewhere.entry, dict) and "column" in elsewhere.entry:
                stated = elsewhere.entry
            meaning = vocabulary.meaning(names, context=context, level=level, unit=unit)
    indicator = meaning.indicator
    name = "".join(reversed(names)) if len(names) > 1 else names[0]
    if meaning.scope and not name.startswith(meaning.scope):
        name = f"{meaning.scope}{name}"
    value = ValueGuess(-1, list(names), name, "", stated or UNSTATED, None, indicator, meaning)
    if indicator is not None:
        value.code = indicator.indicator_code
        if unit is not None and meaning.unit != unit:
            value.unit = meaning.unit
            doubts.append(says.READ_AS(column=name, unit=unit, meant=str(meaning.unit)))
    value.doubts = doubts
    return value


def _check_values(value: ValueGuess, facts: ColumnFacts, vocabulary: Vocabulary) -> None:
    """Refuse an indicator whose range the numbers do not keep to; see ratio and per cent."""
    indicator, numbers = value.indicator, facts.numbers
    if indicator is None or not numbers:
        return
    if value.is_unstated and indicator.measure_unit in {"%", "比率"}:
        largest = max(abs(number) for number in numbers)
        is_ratio = indicator.measure_unit == "比率" or largest <= 1
        value.unit = "比率" if is_ratio else "%"
        value.note = says.UNIT_KNOWN(largest=f"{largest:g}")
    measures = vocabulary.measures
    unit = value.unit if isinstance(value.unit, str) else ""
    factor = 1.0
    if unit and measures.known(unit):
        factor = measures.convert(1.0, unit, indicator.measure_unit)
    elif indicator.valid_max is None:
        return
    low, high = indicator.valid_min, indicator.valid_max
    outside = sum(
        (low is not None and number * factor < low) or (high is not None and number * factor > high)
        for number in numbers
    )
    if outside > _MOST_OUTSIDE * len(numbers):
        value.doubts.append(
            says.NOT_PLAUSIBLE(
                column=value.place, name=indicator.name_zh, outside=outside, n=len(numbers)
            )
        )
        value.indicator, value.note = None, None
        value.unit = unit or UNSTATED


def _one_column_each(values: list[ValueGuess]) -> None:
    """Give an indicator and year to one column only: observed values before interpolated ones."""
    taken: set[tuple[str, int | None, bool]] = set()
    for value in sorted(values, key=lambda one: (bool(INTERPOLATED.search(one.label)), one.column)):
        if value.indicator is None:
            continue
        key = (value.code, value.year, says_cumulated(value.label))
        if key in taken:
            value.doubts.append(says.SAME_AS(column=value.place, code=value.code))
            value.indicator = None
        taken.add(key)
