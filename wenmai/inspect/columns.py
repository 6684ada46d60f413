"""What one column holds, judged by its cells: numbers, years, codes, names of units."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from wenmai.kit.mapping_model import MISSING
from wenmai.readers.years import name_and_year, read_year, year_of_heading
from wenmai.reference import UnitRegistry
from wenmai.reference.names import code_of

_MISSING = frozenset(MISSING)
# A column with more different texts than this holds no names of places.
_MOST_NAMES = 5000
# What the macro parse_number reads as a number: it is read only when one reading exists.
_PLAIN = {0xFF01 + place: 0x21 + place for place in range(94)} | {ord("−"): "-", ord("　"): " "}
_GROUPS = "|".join(
    rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+(?:[.][0-9]*)?" for mark in ", \xa0\u2009\u202f"
)
_NUMBER = re.compile(
    r"[ \t\n\r\f]*[+-]?(?:(?:[0-9]+(?:[.][0-9]*)?|[.][0-9]+)(?:[eE][+-]?[0-9]+)?"
    rf"|{_GROUPS}|(?i:nan|inf|infinity))[ \t\n\r\f]*"
)
_SEPARATORS = re.compile("[, \t\n\r\f\xa0\u2009\u202f]")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def number_of(text: str) -> float | None:
    """Return the number of a cell, None when it is none.

    Examples
    --------
    >>> number_of(" 1,234.5 "), number_of("约3"), number_of("0,5")
    (1234.5, None, None)
    """
    plain = text.translate(_PLAIN)
    return float(_SEPARATORS.sub("", plain)) + 0.0 if _NUMBER.fullmatch(plain) else None


def year_of(text: str) -> int | None:
    """Return the year of a cell, None when it is none.

    Examples
    --------
    >>> year_of("2018年"), year_of("2018-12-31"), year_of("208100")
    (2018, 2018, None)
    """
    found = year_of_heading(text) or year_of_heading(read_year(text).text)
    year = int(found) if found else None
    return year if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR else None


def codes_named(text: str, registry: UnitRegistry) -> tuple[str, ...]:
    """Return the codes of the units that a cell may name, alone or beside a year (北京2013)."""
    found = registry.resolve(text).candidates
    if not found and (apart := name_and_year(text)):
        return registry.resolve(apart[0]).candidates
    return found


@dataclass(frozen=True)
class ColumnFacts:
    """The cells of one column below the heading.

    Parameters
    ----------
    index : int
        Column from 0.
    texts : sequence of str
        All cells, stripped.
    registry : UnitRegistry
        To recognise places.

    Examples
    --------
    >>> facts = ColumnFacts(0, ["1.5", "-", "2"], UnitRegistry([], []))
    >>> facts.filled, facts.numbers_share
    (2, 1.0)
    """

    index: int
    texts: Sequence[str]
    registry: UnitRegistry

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands there, missing ones left out."""
        return Counter(text for text in self.texts if text not in _MISSING)

    @cached_property
    def filled(self) -> int:
        """Number of cells with a value."""
        return sum(self.counts.values())

    def share(self, texts: Iterable[str]) -> float:
        """Return the share of the filled cells that hold one of these texts."""
        return sum(self.counts[text] for text in texts) / self.filled if self.filled else 0.0

    @cached_property
    def numbers(self) -> list[float]:
        """All numbers, in order."""
        found = (number_of(text) for text in self.texts if text not in _MISSING)
        return [number for number in found if number is not None]

    @cached_property
    def numbers_share(self) -> float:
        """Share of the filled cells that are numbers."""
        return len(self.numbers) / self.filled if self.filled else 0.0

    @cached_property
    def years(self) -> Counter[int]:
        """Years in the column, with their counts."""
        found: Counter[int] = Counter()
        for text, count in self.counts.items():
            year = self.year_in(text)
            if year is not None:
                found[year] += count
        return found

    def year_in(self, text: str) -> int | None:
        """Return the year of a cell, which may stand beside the name of a unit."""
        year = year_of(text)
        if year is None and (apart := name_and_year(text)) and text in self.names:
            return year_of(apart[1])
        return year

    @cached_property
    def years_share(self) -> float:
        """Share of the filled cells that are years."""
        return sum(self.years.values()) / self.filled if self.filled else 0.0

    @cached_property
    def codes(self) -> dict[str, str]:
        """Text → code of every cell that is the code of a unit."""
        if len(self.counts) > _MOST_NAMES:
            return {}
        found = {text: code_of(text) for text in self.counts}
        return {text: code for text, code in found.items() if code and code in self.registry}

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Text → codes of the units that it may name."""
        if len(self.counts) > _MOST_NAMES:
            return {}
        words = (text for text in self.counts if number_of(text) is None)
        found = {text: codes_named(text, self.registry) for text in words}
        return {text: codes for text, codes in found.items() if codes}
