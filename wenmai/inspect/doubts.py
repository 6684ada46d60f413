"""What a person should look at before using a draft, in plain sentences."""

from collections import Counter
from collections.abc import Sequence

from wenmai.inspect.columns import number_of, year_of
from wenmai.inspect.table import LOOKED_AT, TableGuess
from wenmai.inspect.values import TAKEN_FROM_VALUES, UNSTATED, ValueGuess
from wenmai.readers.text import column_letters
from wenmai.reference import IndicatorLibrary, MeasureUnits, UnitRegistry

_SHOWN = 12


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts[:_SHOWN]) + (" …" if len(texts) > _SHOWN else "")


def unit_doubts(guess: TableGuess, registry: UnitRegistry) -> list[str]:
    """Say which names do not resolve, resolve twice, or are of another level."""
    doubts = []
    name = guess.name
    unknown: Counter[str] = Counter()
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
            unknown[text or code] += 1
    if unknown:
        names = sorted(unknown)
        near = registry.suggest(names[0], level=guess.level, limit=1)
        hint = f" (is '{names[0]}' {near[0]}?)" if near else ""
        doubts.append(f"{len(names)} names did not resolve: {_listed(names)}{hint}.")
    if twice:
        doubts.append(
            f"{len(twice)} names may mean several units: {_listed(sorted(twice))}. "
            "A column with the province (unit.within) or the code tells them apart."
        )
    for level, count in sorted(other.items()):
        doubts.append(
            f"{count} names are of level {level}, the draft says level {guess.level}: "
            "their lines will be out of scope."
        )
    return doubts


def year_doubts(guess: TableGuess, indicator: int | None = None) -> list[str]:
    """Say which year cells are no years, and which unit and year stands there twice.

    ``indicator`` is the column that names the indicator of every line, if there is one.
    """
    if guess.year is None:
        return []
    facts = guess.facts[guess.year]
    odd = sorted(text for text in facts.counts if year_of(text) is None)
    doubts = []
    if odd:
        doubts.append(
            f"Column {column_letters(guess.year)} (year) holds cells that are no years: "
            f"{_listed(odd)}."
        )
    more = (guess.within, indicator)
    keys = Counter(
        (line[guess.unit_column], line[guess.year], *(line[n] for n in more if n is not None))
        for line in guess.lines
    )
    double = [f"{unit} {year}" for (unit, year, *_), count in keys.items() if count > 1 and unit]
    if double:
        doubts.append(f"{len(double)} units and years stand there twice: {_listed(double)}.")
    return doubts


def value_doubts(
    guess: TableGuess,
    values: Sequence[ValueGuess],
    library: IndicatorLibrary,
    measures: MeasureUnits,
    *,
    has_unit_elsewhere: bool,
) -> list[str]:
    """Say what is unsure about the value columns; the same doubt about several in one sentence."""
    doubts: list[str] = []
    places = {value.column: f"{column_letters(value.column)} '{value.label}'" for value in values}
    unstated = [
        places[value.column]
        for value in values
        if value.unit == UNSTATED and not has_unit_elsewhere
    ]
    if unstated:
        doubts.append(
            f"No unit of measure found for {'; '.join(unstated)}. Please state it in place of "
            f"'{UNSTATED}', or delete the line: until then `wenmai check` refuses the mapping."
        )
    taken = [
        f"{places[value.column]} as {value.unit} {value.note.removeprefix(TAKEN_FROM_VALUES)[1:]}"
        for value in values
        if value.note.startswith(TAKEN_FROM_VALUES)
    ]
    if taken:
        doubts.append(f"Units of measure taken from the values: {'; '.join(taken)}. Please check.")
    strange: dict[str, list[str]] = {}
    for value in values:
        if not value.is_known:
            strange.setdefault(value.note, []).append(f"{places[value.column]} as {value.code}")
    doubts += [
        f"{note[:1].upper()}{note[1:]}: {'; '.join(listed)}. Define them in study.yml, name other "
        "codes, or delete their lines."
        for note, listed in strange.items()
    ]
    for value in values:
        place = f"Column {places[value.column]}"
        doubts += value.doubts
        if value.is_known and value.note.startswith("resembles"):
            doubts.append(f"{place} {value.note}: is it {value.code}?")
        facts = guess.facts[value.column]
        words = sorted(text for text in facts.counts if number_of(text) is None)
        if words:
            doubts.append(f"{place} holds cells that are no numbers: {_listed(words)}.")
        doubts += _range_doubts(place, value, facts.numbers, library, measures)
    blank = [
        f"{places[value.column]} in {count}"
        for value in values
        if (count := len(guess.lines) - guess.facts[value.column].filled)
    ]
    if blank:
        doubts.append(f"Blank cells, of {len(guess.lines)} lines: {'; '.join(blank)}.")
    return doubts


def _range_doubts(
    place: str,
    value: ValueGuess,
    numbers: Sequence[float],
    library: IndicatorLibrary,
    measures: MeasureUnits,
) -> list[str]:
    indicator = library.get(value.code) if value.is_known else None
    if indicator is None or not measures.known(value.unit):
        return []
    if not measures.convertible(value.unit, indicator.measure_unit):
        return [f"{place}: {value.unit} does not convert into {indicator.measure_unit}."]
    factor = measures.convert(1.0, value.unit, indicator.measure_unit)
    low, high = indicator.valid_min, indicator.valid_max
    below = sum(low is not None and number * factor < low for number in numbers)
    above = sum(high is not None and number * factor > high for number in numbers)
    doubts = []
    if below:
        doubts.append(f"{place}: {below} values are below {low:g} {indicator.measure_unit}.")
    if above:
        doubts.append(f"{place}: {above} values are above {high:g} {indicator.measure_unit}.")
    return doubts


def cut_doubt(guess: TableGuess) -> list[str]:
    """Say when a file was too long to be looked at as a whole."""
    return [f"Only the first {LOOKED_AT:,} lines were looked at."] if guess.is_cut else []
