"""Find the column that names the indicator of every line, and what its names mean."""

from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.indicators import SURE, IndicatorGuess, guess_indicator
from wenmai.inspect.table import TableGuess
from wenmai.readers.text import split_measure_unit
from wenmai.reference import IndicatorLibrary, name_key

_CALLED = {"指标", "指标名称", "indicator", "variable", "变量", "项目"}
_MOST_NAMES = 200


def indicator_column(guess: TableGuess, library: IndicatorLibrary) -> ColumnFacts | None:
    """Find the column that names indicators line by line.

    Parameters
    ----------
    guess : TableGuess
        The table.
    library : IndicatorLibrary
        The indicators.

    Returns
    -------
    ColumnFacts or None
        A column that is called so, or of whose texts at least half resemble indicators.
    """
    taken = {guess.name, guess.code, guess.within, guess.year, *guess.years}
    for facts in guess.facts:
        is_text = facts.filled and facts.numbers_share < 0.2 and facts.share(facts.names) < 0.5
        if facts.index in taken or not is_text or len(facts.counts) > _MOST_NAMES:
            continue
        label = name_key(guess.heading.label(facts.index))
        if label in _CALLED:
            return facts
        found = named_indicators(facts, library)
        if len(found) > 1 and sum(map(bool, found.values())) >= 0.5 * len(found):
            return facts
    return None


def named_indicators(
    facts: ColumnFacts, library: IndicatorLibrary
) -> dict[str, IndicatorGuess | None]:
    """Say which indicator each name of a column means, each indicator once.

    Returns
    -------
    dict
        Name without its unit of measure → guess; None where the library has nothing like it, or
        another name is nearer.
    """
    names = list(dict.fromkeys(split_measure_unit(text)[0] for text in facts.counts))
    guesses = {name: guess_indicator([name], library) for name in names}
    best: dict[str, str] = {}
    for name, found in guesses.items():
        if found is None:
            continue
        other = guesses.get(best.get(found.code, ""))
        if other is None or found.similarity > other.similarity:
            best[found.code] = name
    return {
        name: found if found is not None and best[found.code] == name else None
        for name, found in guesses.items()
    }


def name_doubts(found: dict[str, IndicatorGuess | None]) -> list[str]:
    """Say which names are left out, and which guesses a person should confirm."""
    left_out = [name for name, guess in found.items() if guess is None]
    doubts = []
    if left_out:
        listed = ", ".join(left_out[:12]) + (" …" if len(left_out) > 12 else "")
        doubts.append(
            f"{len(left_out)} names are left out (null), because the library has nothing like "
            f"them: {listed}. Name a code instead of null for those that you want."
        )
    unsure = [
        f"'{name}' as {guess.code}"
        for name, guess in found.items()
        if guess is not None and guess.similarity < SURE
    ]
    if unsure:
        doubts.append(f"Taken for an indicator with a similar name: {'; '.join(unsure)}. Right?")
    return doubts
