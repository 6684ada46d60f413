"""What a person should look at before using a draft, in plain sentences."""

from collections import Counter
from collections.abc import Sequence

from wenmai.inspect import says
from wenmai.inspect.columns import number_of
from wenmai.inspect.periods import rise_through_years
from wenmai.inspect.stated_units import Elsewhere
from wenmai.inspect.table import LOOKED_AT, TableGuess
from wenmai.inspect.values import ValueGuess
from wenmai.kit.often_said import LEVELS_OF_UNITS
from wenmai.readers.slots import period_columns
from wenmai.readers.text import column_letters
from wenmai.reference import IndicatorLibrary, MeasureUnits, UnitRegistry
from wenmai.sentences import Said, first_few
from wenmai.studies.reference import Reference

_SHOWN = 12


def listed(names: Sequence[str | Said]) -> Said:
    """Return the first twelve of some names, and how many more there are."""
    return first_few(names, _SHOWN)


def unit_doubts(guess: TableGuess, registry: UnitRegistry) -> list[Said]:
    """Say which names do not resolve, resolve twice, or are of another level."""
    doubts = []
    name = guess.name
    unknown: set[str] = set()
    twice: dict[str, int] = {}
    other: Counter[str] = Counter()
    seen: dict[tuple[str, str, str], str] = {}
    for line in guess.lines:
        text = line[name] if name is not None else ""
        within = line[guess.within] if guess.within is not None else ""
        code = line[guess.code] if guess.code is not None else ""
        key = (text, within, code)
        if not (text or code):
            continue
        if key not in seen:
            resolution = registry.resolve(
                text or None, level=guess.level, within=within or None, code=code or None
            )
            seen[key] = resolution.status
            if resolution.status == "unit_ambiguous":
                twice[text or code] = len(resolution.candidates)
            elif resolution.status == "out_of_scope":
                levels = [registry[code].unit_level for code in resolution.candidates]
                other.update([level for level in levels if level != guess.level][:1])
        if seen[key] == "unit_unknown":
            unknown.add(text or code)
    if unknown:
        names = sorted(unknown)
        near = registry.suggest(names[0], level=guess.level, limit=1)
        parts: dict[str, int | Said] = {"n": len(names), "names": listed(names)}
        doubts.append(
            says.UNRESOLVED_NEAR(**parts, name=names[0], near=near[0])
            if near
            else says.UNRESOLVED(**parts)
        )
    if twice:
        doubts.append(says.AMBIGUOUS(n=len(twice), names=listed(sorted(twice))))
    drafted = LEVELS_OF_UNITS[guess.level]()
    doubts += [
        says.OTHER_LEVEL(n=count, level=LEVELS_OF_UNITS[level](), drafted=drafted)
        for level, count in sorted(other.items())
    ]
    return doubts


def year_doubts(guess: TableGuess, indicator: int | None = None) -> list[Said]:
    """Say which year cells are no years, and which unit and year stands there twice.

    ``indicator`` is the column that names the indicator of every line, if there is one.
    """
    if guess.year is None:
        return []
    facts = guess.facts[guess.year]
    odd = sorted(text for text in facts.counts if facts.year_in(text) is None)
    doubts = []
    if odd:
        doubts.append(says.ODD_YEARS(column=column_letters(guess.year), texts=listed(odd)))
    more = (guess.within, indicator)
    keys = Counter(
        (line[guess.unit_column], line[guess.year], *(line[n] for n in more if n is not None))
        for line in guess.lines
    )
    double = [f"{unit} {year}" for (unit, year, *_), count in keys.items() if count > 1 and unit]
    if double:
        doubts.append(says.DOUBLE_YEARS(n=len(double), listed=listed(double)))
    return doubts


def looks_cumulated(guess: TableGuess, column: int | None = None) -> bool:
    """Tell whether a column of months, or the months across, hold totals since January."""
    heads = period_columns(guess.heading) if guess.periods else {}
    cells = []
    for line in guess.lines:
        unit = line[guess.unit_column] if guess.name is not None or guess.code is not None else ""
        year = line[guess.year] if guess.year is not None else ""
        if column is not None and guess.period is not None:
            cells.append((unit, year, line[guess.period], line[column]))
        cells += [(unit, heads[n][1] or year, heads[n][0], line[n]) for n in guess.periods]
    return rise_through_years(cells)


def value_doubts(
    guess: TableGuess,
    kept: Sequence[ValueGuess],
    values: Sequence[ValueGuess],
    elsewhere: Elsewhere,
    reference: Reference,
) -> list[Said]:
    """Say what is unsure about the value columns; the same doubt about several in one sentence.

    Parameters
    ----------
    guess : TableGuess
        The table.
    kept, values : sequence of ValueGuess
        The columns that the draft reads, and all of them.
    elsewhere : Elsewhere
        Units of measure outside the headings.
    reference : Reference
        What is known.

    Returns
    -------
    list of Said
    """
    doubts: list[Said] = []
    taken = [
        says.AS_UNIT(column=value.place, unit=str(value.unit), largest=value.note.parts["largest"])
        for value in kept
        if value.note is not None and "largest" in value.note.parts
    ]
    if taken:
        doubts.append(says.UNIT_OF_VALUES(listed=listed(taken)))
    if elsewhere.units and not elsewhere.is_strict and isinstance(elsewhere.entry, str):
        of_title = [value.place for value in kept if value.unit in elsewhere.units]
        if of_title:
            unit = first_few(elsewhere.units)
            doubts.append(says.UNIT_OF_TITLE(unit=unit, listed=listed(of_title)))
    own = [value for value in kept if not value.is_known and not value.is_unstated]
    if own:
        named = [says.AS_CODE(column=value.place, code=value.code) for value in own]
        doubts.append(says.OWN(listed=listed(named)))
    left = [value.place for value in values if value not in kept and value.is_unstated]
    if left:
        doubts.append(says.LEFT_UNKNOWN(listed=listed(left)))
    for value in values:
        doubts += value.doubts
    restricted = [value for value in kept if value.meaning.scope and not value.is_known]
    for scope in dict.fromkeys(value.meaning.scope for value in restricted):
        places = [value.place for value in restricted if value.meaning.scope == scope]
        doubts.append(says.RESTRICTED(column=listed(places), scope=scope))
    for value in kept:
        facts = guess.facts[value.column]
        words = sorted(text for text in facts.counts if number_of(text) is None)
        if words:
            doubts.append(says.NOT_NUMBERS(column=value.place, words=listed(words)))
        doubts += _range_doubts(value, facts.numbers, reference.library, reference.measures)
    blank = [
        says.IN_COLUMN(column=value.place, n=count)
        for value in kept
        if (count := len(guess.lines) - guess.facts[value.column].filled)
    ]
    if blank:
        doubts.append(says.BLANK(lines=len(guess.lines), listed=listed(blank)))
    return doubts


def _range_doubts(
    value: ValueGuess, numbers: Sequence[float], library: IndicatorLibrary, measures: MeasureUnits
) -> list[Said]:
    indicator = library.get(value.code) if value.is_known else None
    if indicator is None or not isinstance(value.unit, str) or not measures.known(value.unit):
        return []
    factor = measures.convert(1.0, value.unit, indicator.measure_unit)
    low, high = indicator.valid_min, indicator.valid_max
    below = sum(low is not None and number * factor < low for number in numbers)
    above = sum(high is not None and number * factor > high for number in numbers)
    unit = indicator.measure_unit
    doubts = []
    if below:
        doubts.append(says.BELOW(column=value.place, n=below, bound=f"{low:g}", unit=unit))
    if above:
        doubts.append(says.ABOVE(column=value.place, n=above, bound=f"{high:g}", unit=unit))
    return doubts


def cut_doubt(guess: TableGuess) -> list[Said]:
    """Say when a file was too long to be looked at as a whole."""
    return [says.CUT(n=f"{LOOKED_AT:,}")] if guess.is_cut else []
