"""Find the column that names the indicator of every line, and what its names mean."""

from collections.abc import Mapping, Sequence

from wenmai.inspect import says
from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.doubts import listed
from wenmai.inspect.meaning import Vocabulary
from wenmai.inspect.stated_units import Elsewhere, split_unit
from wenmai.inspect.table import TableGuess, named_twice
from wenmai.inspect.values import Around, ValueGuess, of_periods, one_value
from wenmai.readers.periods import says_cumulated
from wenmai.readers.text import split_measure_unit
from wenmai.reference import name_key
from wenmai.sentences import Said

_CALLED = {"指标", "指标名称", "indicator", "variable", "变量", "项目"}
_MOST_NAMES = 200


def indicator_column(
    guess: TableGuess, vocabulary: Vocabulary, context: Sequence[str]
) -> ColumnFacts | None:
    """Find the column that names indicators line by line.

    Parameters
    ----------
    guess : TableGuess
        The table.
    vocabulary : Vocabulary
        What names mean.
    context : sequence of str
        Titles, names of sheet and file.

    Returns
    -------
    ColumnFacts or None
        A column that is called so, or of whose texts at least half are names of indicators, or
        that alone tells several lines of one place apart.
    """
    for facts in guess.facts:
        is_text = facts.filled and facts.numbers_share < 0.2 and facts.share(facts.names) < 0.5
        if facts.index in guess.taken or not is_text or len(facts.counts) > _MOST_NAMES:
            continue
        if name_key(guess.heading.label(facts.index)) in _CALLED:
            return facts
        found = named_indicators(
            facts, vocabulary, context, guess.level, has_periods=guess.has_periods
        )
        known = sum(value is not None and value.is_known for value in found.values())
        if len(found) > 1 and known >= 0.5 * len(found):
            return facts
    return _telling_lines_apart(guess) if named_twice(guess) else None


def _telling_lines_apart(guess: TableGuess) -> ColumnFacts | None:
    """Find the column of words that says what each of several lines of one place is about."""
    for facts in guess.facts:
        is_text = facts.filled > 0.5 * len(guess.lines) and facts.numbers_share < 0.2
        if facts.index in guess.taken or not is_text or not 1 < len(facts.counts) <= _MOST_NAMES:
            continue
        more = (guess.name, guess.code, guess.within, guess.year, guess.period)
        columns = [facts.index, *(n for n in more if n is not None)]
        keys = {tuple(line[n] for n in columns) for line in guess.lines}
        if len(keys) > 0.95 * len(guess.lines):
            return facts
    return None


def named_indicators(
    facts: ColumnFacts,
    vocabulary: Vocabulary,
    context: Sequence[str],
    level: str,
    *,
    has_periods: bool = False,
) -> dict[str, ValueGuess | None]:
    """Say which indicator each name of a column means, each indicator once.

    Returns
    -------
    dict
        Name without its unit of measure → guess; None where the library has nothing of the name
        and no unit of measure stands beside it, or another name means the same.
    """
    found: dict[str, ValueGuess | None] = {}
    taken: set[tuple[str, bool]] = set()
    for text in facts.counts:
        plain = split_measure_unit(text)[0]
        name, unit = split_unit(text, vocabulary.measures)
        if plain in found:
            continue
        around = Around(vocabulary, Elsewhere(), context, level)
        value = (
            of_periods(name or plain, unit, around)
            if has_periods
            else one_value([name or plain], unit, around)
        )
        # 累计值 and 当期值 of one quantity stand side by side
        key = (value.code, says_cumulated(text))
        if value.is_known and key in taken:
            found[plain] = None
        else:
            taken.add(key) if value.is_known else None
            found[plain] = value if value.is_known or unit else None
    return found


def name_doubts(found: Mapping[str, ValueGuess | None]) -> list[Said]:
    """Say which names are left out, and which get codes of their own."""
    left_out = [name for name, value in found.items() if value is None]
    doubts = []
    if left_out:
        doubts.append(says.NAMES_LEFT_OUT(n=len(left_out), listed=listed(left_out)))
    own = [
        says.AS_CODE(column=name, code=value.code)
        for name, value in found.items()
        if value is not None and not value.is_known
    ]
    if own:
        doubts.append(says.OWN(listed=listed(own)))
    return doubts
