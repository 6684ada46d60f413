"""Tell tables of countries, and of units that no register knows, from tables of Chinese places."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from wenmai.errors import ProblemsFound
from wenmai.inspect import says
from wenmai.inspect.asking import (
    COUNTRIES,
    COUNTRIES_CHOICE,
    OWN_UNITS,
    OWN_UNITS_CHOICE,
    first_word,
)
from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.meaning import Vocabulary
from wenmai.inspect.one_place import place_of_file
from wenmai.inspect.questions import Interview, Question
from wenmai.inspect.stated_units import split_unit
from wenmai.inspect.table import LOOKED_AT, guess_table
from wenmai.inspect.values import UNSTATED
from wenmai.readers.lines import Sheet
from wenmai.readers.source import open_sheets
from wenmai.readers.text import cell_text
from wenmai.reference import UnitRegistry
from wenmai.reference.registers import COLUMNS, PLAIN_CODE, SHORT, units_and_names
from wenmai.reference.units import OWN
from wenmai.sentences import first_few
from wenmai.studies.reference import Reference

UNITS_FILE = "units.csv"
_FEWEST, _MOST = 3, 2000
# A table of fewer lines has hardly units: it sums something up.
_FEWEST_LINES = 6
# What stands down a column of a table of one place: its quantities, and parts of years.
_QUANTITIES = re.compile(
    "指标|项目|名目|科目|月|季|indicator|variable|series|item|measure|month|quarter", re.I
)


def reference_for(
    tables: Mapping[Path, str], reference: Reference, interview: Interview
) -> tuple[Reference, str]:
    """Return the reference data with the register that the tables of a folder name.

    Parameters
    ----------
    tables : mapping of Path to str
        Tables and how the study names them; those behind the first that names units of a register
        are not opened.
    reference : Reference
        With the register of China.
    interview : Interview
        Is asked what names are that no register knows, and whether units of a panel are countries.

    Returns
    -------
    Reference and str
        As given where a table names Chinese places, or none is told; else with the countries, or
        with units of the study's own, of a long panel (several periods of each) or as a person
        said, and these as ``units.csv``.
    """
    opened = cache(_sheets)
    countries = reference.register("countries")
    for registry in (reference.units, countries):
        for sheet in (sheet for path in tables for sheet in opened(path)):
            guess = guess_table(sheet, registry)
            facts = guess.facts[guess.unit_column] if guess else None
            if facts and len(facts.counts) > 1 and _is_known(facts, registry is countries):
                return reference.with_units(registry), ""
    own: list[set[str]] = []
    for path, file in tables.items():
        for sheet in opened(path):
            names = _panel_of(sheet)
            is_panel = bool(names)
            names = names or _lines_of(sheet, path.stem, reference)
            if not names:
                continue
            word = _asked(file, names, interview, is_panel=is_panel)
            if word == COUNTRIES:
                return reference.with_units(countries), ""
            if is_panel or word == OWN_UNITS:
                own.append(names)
    if not own:
        return reference, ""
    together = own[0].union(*(one for one in own if len(one & own[0]) >= len(one) / 2))
    rows = [dict.fromkeys(COLUMNS, "") | row for row in _rows(sorted(together))]
    registry = UnitRegistry(*units_and_names(rows, level=OWN))
    return reference.with_units(registry), _written(rows)


def _asked(file: str, names: set[str], interview: Interview, *, is_panel: bool) -> str:
    """Ask what some names are, and return the word that was answered."""
    shown = sorted(names)
    question = Question(
        *(file, "", "place", ""),
        asked=(says.PANEL_OF if is_panel else says.LINES_OF)(file=file, names=first_few(shown)),
        evidence="; ".join(shown)[:200],
        choices=(OWN_UNITS_CHOICE, COUNTRIES_CHOICE, *(() if is_panel else ("中国",))),
        is_needed=not is_panel,
    )
    return first_word(interview.ask(question) or "")


def _is_known(facts: ColumnFacts, are_countries: bool) -> bool:
    """Say whether a column names units of a register; two letters may be a state's as well."""
    if not are_countries:
        return True
    are_codes = all(len(name) <= SHORT for name in facts.counts)
    return len(facts.names) >= (1 if are_codes else 0.8) * len(facts.counts)


def _sheets(path: Path) -> list[Sheet]:
    try:
        return open_sheets(path, path.name)
    except ProblemsFound:
        return []


def _columns(sheet: Sheet) -> tuple[list[str], list[str], list[ColumnFacts]]:
    """Return lone texts, the first line with several cells, and the columns below it."""
    rows = [[cell_text(cell).strip() for cell in row] for row in islice(sheet.lines(), LOOKED_AT)]
    lines = [row for row in rows if sum(map(bool, row)) > 1]
    titles = [text for row in rows[:50] if sum(map(bool, row)) == 1 for text in row if text]
    if len(lines) <= _FEWEST:
        return titles, [], []
    heading, below = lines[0], lines[1:]
    nothing = UnitRegistry((), ())
    facts = [
        ColumnFacts(place, [line[place] if place < len(line) else "" for line in below], nothing)
        for place in range(len(heading))
    ]
    return titles, heading, facts


def _is_named(heading: Sequence[str], facts: ColumnFacts) -> bool:
    """Tell whether a column holds names, not of quantities, and as many as units can be."""
    return (
        facts.numbers_share < 0.1
        and not _QUANTITIES.search(heading[facts.index])
        and _FEWEST <= len(facts.counts) <= _MOST
    )


def _panel_of(sheet: Sheet) -> set[str]:
    """Return the names of a column that come again in every period beside numbers."""
    _, heading, facts = _columns(sheet)
    dated = next((one for one in facts if one.years_share > 0.8 and len(one.years) > 1), None)
    if dated is None or not any(one.numbers_share > 0.8 for one in facts if one is not dated):
        return set()
    for one in facts:
        together = set(zip(one.texts, dated.texts, strict=True))
        is_panel = len(together) == len(one.texts) >= 2 * len(one.counts)
        if is_panel and _is_named(heading, one):
            return set(one.counts)
    return set()


def _lines_of(sheet: Sheet, stem: str, reference: Reference) -> set[str]:
    """Return the names of lines that are each named once, with numbers beside: of units, perhaps.

    What the library knows, and what has a unit of measure, is a quantity of one place; a title
    that names a place says so, too.
    """
    titles, heading, facts = _columns(sheet)
    texts = [*titles, sheet.name, stem]
    if not facts or place_of_file(texts, reference.units)[0] != UNSTATED:
        return set()
    first = next((one for one in facts if one.filled and one.numbers_share < 0.1), None)
    beside = [one for one in facts if one.numbers_share > 0.8]
    if first is None or not beside or not _is_named(heading, first):
        return set()
    dated = [one for one in beside if one.years_share > 0.8]
    of_lines = len(first.counts) == first.filled == len(first.texts) >= _FEWEST_LINES
    known = Vocabulary(reference.library, reference.measures)
    is_quantity = (
        known.meaning([name], context=[], level="").indicator is not None
        or split_unit(name, reference.measures)[1] is not None
        for name in first.counts
    )
    return set(first.counts) if of_lines and not dated and not any(is_quantity) else set()


def _rows(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of units.csv: a name that can be a code is one."""
    are_codes = all(PLAIN_CODE.fullmatch(name) for name in names)
    for number, name in enumerate(names, start=1):
        called = "name_en" if name.isascii() else "name_zh"
        yield {"code": name if are_codes else f"u{number:03}", called: name}


def _written(rows: Sequence[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
