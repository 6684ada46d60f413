"""Find the table in a sheet: heading, lines, and the columns of unit, code, province and year."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from wenmai.inspect.columns import ColumnFacts, codes_named, year_of
from wenmai.inspect.periods import period_column, period_heads
from wenmai.readers.heading import Heading
from wenmai.readers.lines import Sheet
from wenmai.readers.periods import read_period
from wenmai.readers.slots import year_columns
from wenmai.readers.text import cell_text
from wenmai.reference import UnitRegistry, name_key
from wenmai.reference.units import OWN

LOOKED_AT = 20_000
_HEADING_ROWS = 3
# A title with its unit of measure at the right is no heading.
_UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]")
_LEVELS = ("prefecture", "province", "county", "country", OWN)


@dataclass
class TableGuess:
    """What was understood of one sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    heading : Heading
        Its heading.
    above, lines : list of list of str
        The texts above and below the heading, blank lines and repeated headings left out.
    notes : list of str
        Lines below the heading with one text and nothing else.
    facts : list of ColumnFacts
        Per column.
    name, code, within, year : int or None
        Columns from 0.
    level : str
        Level of most units.
    years : dict
        Column → year when years stand across the columns.
    period : int or None
        Column of months or quarters, from 0.
    periods : dict
        Column → year, or None, when months or quarters stand across the columns.
    is_filled_down : bool
        A blank name stands for the one above it: merged cells.
    is_cut : bool
        There are more lines than were looked at.
    is_transposed : bool
        Places stand across the columns: the table was turned round.
    """

    sheet: Sheet
    heading: Heading
    above: list[list[str]]
    lines: list[list[str]]
    notes: list[str]
    facts: list[ColumnFacts]
    name: int | None = None
    code: int | None = None
    within: int | None = None
    year: int | None = None
    level: str = "prefecture"
    years: dict[int, int] = field(default_factory=dict)
    period: int | None = None
    periods: dict[int, int | None] = field(default_factory=dict)
    is_filled_down: bool = False
    is_cut: bool = False
    is_transposed: bool = False

    @property
    def unit_column(self) -> int:
        """The column that says which unit a line is about."""
        found = self.name if self.name is not None else self.code
        return 0 if found is None else found

    @property
    def has_periods(self) -> bool:
        """Whether its values are those of months or quarters."""
        return self.period is not None or bool(self.periods)

    @property
    def period_years(self) -> set[int]:
        """The years that the texts of the column of periods name."""
        if self.period is None:
            return set()
        found = (read_period(text) for text in self.facts[self.period].counts)
        return {period.year for period in found if period is not None}

    @property
    def all_years(self) -> set[int]:
        """Every year that the table speaks of in its own cells."""
        across = {year for year in self.periods.values() if year is not None}
        rows = self.facts[self.year].years if self.year is not None else ()
        return {*self.years.values(), *across, *self.period_years, *rows}

    @property
    def taken(self) -> set[int | None]:
        """The columns that hold no values: of places, years and periods."""
        columns = (self.name, self.code, self.within, self.year, self.period)
        return {*columns, *self.years, *self.periods}

    @property
    def numbers(self) -> set[float]:
        """Every number below the heading, but those of codes, years and periods."""
        others = {self.name, self.code, self.within, self.year, self.period}
        columns = (facts for facts in self.facts if facts.index not in others)
        return {number for facts in columns for number in facts.numbers}

    @property
    def size(self) -> int:
        """Filled cells below the heading: the largest table of a file is the likeliest one."""
        return sum(facts.filled for facts in self.facts)


def guess_table(sheet: Sheet, registry: UnitRegistry) -> TableGuess | None:
    """Look at a sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet; at most its first 20,000 lines are looked at.
    registry : UnitRegistry
        To recognise places.

    Returns
    -------
    TableGuess or None
        None when no column names places below a heading.
    """
    raw = list(islice(sheet.lines(), LOOKED_AT + 1))
    is_cut = len(raw) > LOOKED_AT
    rows = [[cell_text(cell).strip() for cell in line] for line in raw[:LOOKED_AT]]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    start = _first_data_row(rows, registry)
    if start is None or start == 0:
        return None
    top = _heading_top(rows, start)
    heading = Heading.of(raw[top:start], top)
    above = [row for row in rows[:top] if any(row)]
    lines, notes = _body(rows[start:], rows[top:start], above, registry)
    facts = [
        ColumnFacts(column, [line[column] for line in lines], registry) for column in range(width)
    ]
    guess = TableGuess(sheet, heading, above, lines, notes, facts, is_cut=is_cut)
    find_periods(guess)
    _place_columns(guess, registry)
    if guess.name is None and guess.code is None:
        return None
    _fill_down(guess, registry)
    across = year_columns(heading)
    numeric = {
        column for column in across if facts[column].numbers_share > 0.5 or not facts[column].filled
    }
    if guess.year is None and len(numeric) >= 2 and not guess.has_periods:
        years = {column: year_of(across[column].text) for column in sorted(numeric)}
        guess.years = one_quantity(years)
    return guess


def _fill_down(guess: TableGuess, registry: UnitRegistry) -> None:
    """Take a blank name for the one above it where merged cells look so: every year stands once."""
    if guess.name is None or guess.year is None or guess.code is not None:
        return
    names = [line[guess.name] for line in guess.lines]
    filled: list[str] = []
    for name in names:
        filled.append(name or (filled[-1] if filled else ""))
    lines = list(zip(filled, (line[guess.year] for line in guess.lines), strict=True))
    if names[0] and 2 * names.count("") >= len(names) and len(set(lines)) == len(lines):
        guess.is_filled_down = True
        for line, name in zip(guess.lines, filled, strict=True):
            line[guess.name] = name
        guess.facts[guess.name] = ColumnFacts(guess.name, filled, registry)


def one_quantity(years: Mapping[int, int | None]) -> dict[int, int]:
    """Return the years across the columns; none where a year comes again: of several indicators.

    Examples
    --------
    >>> one_quantity({1: 2020, 2: 2021, 3: None}), one_quantity({1: 2020, 2: 2020})
    ({1: 2020, 2: 2021}, {})
    """
    found = {column: year for column, year in years.items() if year is not None}
    return found if len(set(found.values())) == len(found) else {}


def named_twice(guess: TableGuess) -> bool:
    """Tell whether most lines share their place with another: a line is more than a place.

    All lines of a table of one place do, but those of its years or periods.
    """
    named = (guess.name, guess.code, guess.within, guess.year, guess.period)
    columns = [n for n in named if n is not None]
    lines = [tuple(line[n] for n in columns) for line in guess.lines]
    counts = Counter(lines)
    return sum(counts[line] > 1 for line in lines) > 0.5 * len(lines)


def find_periods(guess: TableGuess) -> None:
    """Find the column of months or quarters, or those that they head."""
    columns = range(len(guess.heading.paths))
    labels = {column: guess.heading.label(column) for column in columns}
    guess.period = period_column(guess.facts, labels)
    if guess.period is None:
        guess.periods = period_heads(guess.heading, guess.facts)


def _first_data_row(rows: Sequence[Sequence[str]], registry: UnitRegistry) -> int | None:
    """Return the first row that names a place in a column where most rows below do, too."""

    @cache
    def is_place(text: str) -> bool:
        return bool(codes_named(text, registry))

    for row, cells in enumerate(rows[:300]):
        filled = [column for column, text in enumerate(cells) if text]
        if len(filled) < 2:
            continue
        for column in filled:
            if not is_place(cells[column]):
                continue
            below = [line[column] for line in rows[row : row + 60] if line[column]]
            hits = sum(map(is_place, below))
            if hits >= max(2, len(below) / 2) or len(rows) - row <= 2:
                return row
    return None


def _heading_top(rows: Sequence[Sequence[str]], start: int) -> int:
    """Go up from the first data row while lines have several cells."""
    top = start - 1
    while top > 0 and not any(rows[top]):
        top -= 1
    while (
        top > 0
        and start - top < _HEADING_ROWS
        and sum(bool(text) for text in rows[top - 1]) > 1
        and (not all(rows[top]) or _is_dated(rows[top - 1]))
        and not any(_UNIT_LINE.match(text) for text in rows[top - 1])
    ):
        top -= 1
    return top


def _is_dated(row: Sequence[str]) -> bool:
    """Tell whether a line holds years or periods behind its first cell, as a heading of two does.

    Months may be bare numbers.
    """
    texts = [text for text in row[1:] if text]
    return len(texts) > 1 and all(year_of(one) or read_period(one, "2000") for one in texts)


def _body(
    rows: Sequence[list[str]],
    heading: Sequence[list[str]],
    above: Sequence[list[str]],
    registry: UnitRegistry,
) -> tuple[list[list[str]], list[str]]:
    """Split what is below the heading into lines of data and notes."""
    repeated = {_first_words(row) for row in [*heading, *above]}
    lines, notes = [], []
    for row in rows:
        filled = [text for text in row if text]
        if not filled or _first_words(row) in repeated:
            continue
        # One text on its own is a note, unless it is a place without values.
        if len(filled) == 1 and not codes_named(filled[0], registry):
            notes.append(filled[0])
        else:
            lines.append(row)
    return lines, notes


def _first_words(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(name_key(text.splitlines()[0]) if text else "" for text in row)


def _place_columns(guess: TableGuess, registry: UnitRegistry) -> None:
    """Find the columns of unit, code, province and year by what they hold."""
    named = [facts for facts in guess.facts if facts.filled and facts.share(facts.names) > 0.5]
    coded = [facts for facts in guess.facts if facts.filled and facts.share(facts.codes) > 0.5]

    def provinces_only(facts: ColumnFacts) -> bool:
        units = facts.names or {text: (code,) for text, code in facts.codes.items()}
        at_top = sum(any(code.endswith("0000") for code in codes) for codes in units.values())
        return at_top > 0.9 * len(units)

    def distinct(facts: ColumnFacts) -> int:
        return len(facts.names) or len(facts.codes)

    if named:
        best = max(named, key=lambda facts: (distinct(facts), -facts.index))
        guess.name = best.index
        parents = [facts for facts in named if facts is not best and provinces_only(facts)]
        if parents and not provinces_only(best):
            guess.within = parents[0].index
    if coded:
        finer = [facts for facts in coded if not provinces_only(facts)]
        is_about_provinces = guess.name is None or provinces_only(guess.facts[guess.name])
        wanted = finer or (coded if is_about_provinces else [])
        if wanted:
            guess.code = max(wanted, key=lambda facts: (distinct(facts), -facts.index)).index
    dated = [
        facts
        for facts in guess.facts
        if facts.years_share > 0.8
        and facts.index not in (guess.name, guess.code, guess.period, *guess.periods)
    ]
    if dated:
        guess.year = max(dated, key=lambda facts: (facts.filled, -facts.index)).index
    elif guess.name is not None and guess.facts[guess.name].years_share > 0.8:
        guess.year = guess.name
    guess.level = _level(guess, registry)


def _level(guess: TableGuess, registry: UnitRegistry) -> str:
    """Take the level that all units have, or else three in ten of them; prefectures first."""
    facts = guess.facts[guess.unit_column]
    units = facts.names or {text: (code,) for text, code in facts.codes.items()}
    levels: Counter[str] = Counter()
    for codes in units.values():
        levels.update({registry[code].unit_level for code in codes})
    for least in (len(units) - 0.5, 0.3 * len(units)):
        for level in _LEVELS:
            if levels[level] > max(least, 0.3):
                return level
    return "prefecture"
