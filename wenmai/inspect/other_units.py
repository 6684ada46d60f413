"""Tell tables of countries, and of units that no register knows, from tables of Chinese places."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

from wenmai.errors import ProblemsFound
from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.table import LOOKED_AT, guess_table
from wenmai.readers.lines import Sheet
from wenmai.readers.source import open_sheets
from wenmai.readers.text import cell_text
from wenmai.reference import UnitRegistry
from wenmai.reference.registers import COLUMNS, PLAIN_CODE, SHORT, units_and_names
from wenmai.reference.units import OWN
from wenmai.studies.reference import Reference

UNITS_FILE = "units.csv"
_FEWEST, _MOST = 3, 2000
# What stands down a column of a table of one place: its quantities.
_QUANTITIES = re.compile("指标|项目|名目|科目|indicator|variable|series|item|measure", re.I)


def reference_for(paths: Sequence[Path], reference: Reference) -> tuple[Reference, str]:
    """Return the reference data with the register that the tables of a folder name.

    Parameters
    ----------
    paths : sequence of Path
        Tables; those behind the first that names units of a register are not opened.
    reference : Reference
        With the register of China.

    Returns
    -------
    Reference and str
        As given where a table names Chinese places, or none is told; else with the countries, or
        with the units of a long panel (several periods of each), and these as ``units.csv``.
    """
    opened = cache(_sheets)
    countries = reference.register("countries")
    for registry in (reference.units, countries):
        for sheet in (sheet for path in paths for sheet in opened(path)):
            guess = guess_table(sheet, registry)
            facts = guess.facts[guess.unit_column] if guess else None
            if facts and len(facts.counts) > 1 and _is_known(facts, registry is countries):
                return reference.with_units(registry), ""
    for sheet in (sheet for path in paths for sheet in opened(path)):
        if names := _panel_of(sheet):
            rows = [dict.fromkeys(COLUMNS, "") | row for row in _rows(names)]
            registry = UnitRegistry(*units_and_names(rows, level=OWN))
            return reference.with_units(registry), _written(rows)
    return reference, ""


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


def _panel_of(sheet: Sheet) -> list[str]:
    """Return the names of a column that come again in every period beside numbers."""
    lines = [
        [cell_text(cell).strip() for cell in line] for line in islice(sheet.lines(), LOOKED_AT)
    ]
    lines = [line for line in lines if sum(map(bool, line)) > 1]
    if len(lines) < 2 * _FEWEST:
        return []
    heading, below = lines[0], lines[1:]
    nothing = UnitRegistry((), ())
    facts = [
        ColumnFacts(place, [line[place] if place < len(line) else "" for line in below], nothing)
        for place in range(len(heading))
    ]
    dated = next((one for one in facts if one.years_share > 0.8 and len(one.years) > 1), None)
    if dated is None or not any(one.numbers_share > 0.8 for one in facts if one is not dated):
        return []
    for one in facts:
        is_named = one.numbers_share < 0.1 and not _QUANTITIES.search(heading[one.index])
        together = set(zip(one.texts, dated.texts, strict=True))
        is_panel = len(together) == len(below) and len(below) >= 2 * len(one.counts)
        if is_named and is_panel and _FEWEST <= len(one.counts) <= _MOST:
            return sorted(one.counts)
    return []


def _rows(names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of units.csv: a name that can be a code is one."""
    are_codes = all(PLAIN_CODE.fullmatch(name) for name in names)
    for number, name in enumerate(names, start=1):
        yield {"code": name if are_codes else f"u{number:03}", "name_zh": name}


def _written(rows: Sequence[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
