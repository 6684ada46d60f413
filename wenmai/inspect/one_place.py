"""Find a table that names no places because the whole file is about one of them."""

import re
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice

from wenmai.errors import ProblemsFound
from wenmai.inspect.columns import ColumnFacts, year_of
from wenmai.inspect.entry import place_at_start
from wenmai.inspect.table import (
    LOOKED_AT,
    TableGuess,
    find_periods,
    guess_table,
    one_quantity,
)
from wenmai.inspect.values import UNSTATED
from wenmai.readers.heading import Heading
from wenmai.readers.lines import Sheet
from wenmai.readers.slots import year_columns
from wenmai.readers.text import cell_text
from wenmai.readers.transposed import transposed
from wenmai.reference import UnitRegistry

_FEWEST_YEARS = 3
_COUNTRY = "100000"
# A download of the National Bureau of Statistics that names no provinces (分省年度数据 does).
_NATIONAL = re.compile(r"数据库\s*[:：]\s*(?:年度|季度|月度)数据")


def guess_series(sheet: Sheet, registry: UnitRegistry) -> TableGuess | None:
    """Look for a line per year or month with numbers, or for years or months across the columns.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    registry : UnitRegistry
        What columns are judged with.

    Returns
    -------
    TableGuess or None
        Without a column of places; None when no years stand beside numbers.
    """
    raw = list(islice(sheet.lines(), LOOKED_AT + 1))
    rows = [[cell_text(cell).strip() for cell in line] for line in raw[:LOOKED_AT]]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    for top, row in enumerate(rows[:50]):
        if sum(map(bool, row)) < 2:
            continue
        below = [line for line in rows[top + 1 :] if sum(map(bool, line)) > 1]
        notes = [text for line in rows[top + 1 :] if sum(map(bool, line)) == 1 for text in line]
        facts = [ColumnFacts(n, [line[n] for line in below], registry) for n in range(width)]
        heading = Heading.of([row], top)
        above = [line for line in rows[:top] if any(line)]
        guess = TableGuess(
            *(sheet, heading, above, below, [text for text in notes if text], facts),
            is_cut=len(raw) > LOOKED_AT,
        )
        if _has_years(guess):
            return guess
    return None


def guess_any(sheet: Sheet, registry: UnitRegistry, label: str) -> TableGuess | None:
    """Look for a table of places, as it stands or turned round, or of one place.

    Parameters
    ----------
    sheet : Sheet
    registry : UnitRegistry
    label : str
        How a problem names the file.

    Returns
    -------
    TableGuess or None
    """
    found = guess_table(sheet, registry)
    if found is not None:
        return found
    with suppress(ProblemsFound):
        turned = guess_table(transposed(sheet, label), registry)
        if turned is not None and len(turned.facts[turned.unit_column].counts) > 1:
            turned.is_transposed = True
            return turned
    return guess_series(sheet, registry)


def place_of_file(texts: Sequence[str], registry: UnitRegistry) -> tuple[str, str]:
    """Return the place with which a title, sheet or file name begins, and its level.

    Parameters
    ----------
    texts : sequence of str
        The likeliest first.
    registry : UnitRegistry
        The places.

    Returns
    -------
    tuple of str and str
        Chinese name and level; a question mark and ``prefecture`` when none is named.
    """
    if any(_NATIONAL.match(text) for text in texts):
        return registry[_COUNTRY].name_zh, registry[_COUNTRY].unit_level
    for text in texts:
        codes = place_at_start(text, registry)
        if len(codes) == 1:
            return registry[codes[0]].name_zh, registry[codes[0]].unit_level
    return UNSTATED, "prefecture"


def _has_years(guess: TableGuess) -> bool:
    """Set the column of years, or of periods, or the columns that they head."""
    find_periods(guess)
    fewest = 1 if guess.has_periods else _FEWEST_YEARS
    for facts in guess.facts:
        is_free = facts.index not in {guess.period, *guess.periods}
        if is_free and facts.years_share > 0.8 and len(facts.years) >= fewest:
            guess.year = facts.index
            return any(one.numbers_share > 0.6 for one in guess.facts if one is not facts)
    if guess.has_periods:
        others = [one for one in guess.facts if one.index != guess.period]
        return bool(guess.periods) or any(one.numbers_share > 0.6 for one in others)
    across = {column: year_of(cell.text) for column, cell in year_columns(guess.heading).items()}
    years = {column: year for column, year in across.items() if year is not None}
    numeric = [column for column in years if guess.facts[column].numbers_share > 0.5]
    # lines of numbers that nothing names are no table of one place
    has_names = any(one.filled and one.numbers_share < 0.2 for one in guess.facts)
    if len(numeric) >= _FEWEST_YEARS and (has_names or len(guess.lines) == 1):
        guess.years = one_quantity(years)
    return bool(guess.years)
