"""Columns that repeat another one, with its gaps filled by someone."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wenmai.inspect import says
from wenmai.inspect.indicators import INTERPOLATED
from wenmai.inspect.table import TableGuess
from wenmai.inspect.values import ValueGuess
from wenmai.sentences import Said

# Columns are the same when so many of their common cells are equal.
_SAME = 0.95
_ENOUGH_PAIRS = 20
# Fewer different values say nothing: zeros and ones are equal in many columns.
_FEWEST_VALUES = 5


@dataclass
class Twins:
    """Columns that hold the same numbers.

    Parameters
    ----------
    left_out : dict
        Column that is named as interpolated → the sentence that says why it is left out.
    doubts : list of Said
        Sentences about other columns that are equal.
    """

    left_out: dict[int, Said] = field(default_factory=dict)
    doubts: list[Said] = field(default_factory=list)


def find_twins(guess: TableGuess, values: Sequence[ValueGuess]) -> Twins:
    """Find columns that repeat another one, with its gaps filled by someone.

    Parameters
    ----------
    guess : TableGuess
        The table.
    values : sequence of ValueGuess
        Its value columns.

    Returns
    -------
    Twins
    """
    twins = Twins()
    for position, one in enumerate(values):
        for other in values[position + 1 :]:
            first, second = one, other
            if INTERPOLATED.search(first.label) and not INTERPOLATED.search(second.label):
                first, second = second, first
            observed, filled = guess.facts[first.column], guess.facts[second.column]
            if first.year != second.year or len(observed.counts) < _FEWEST_VALUES:
                continue
            pairs = [(a, b) for a, b in zip(observed.texts, filled.texts, strict=True) if a and b]
            same = sum(a == b for a, b in pairs)
            if len(pairs) < _ENOUGH_PAIRS or same < _SAME * len(pairs):
                continue
            parts: dict[str, int | Said] = {
                "first": first.place,
                "second": second.place,
                "observed": observed.filled,
                "filled": filled.filled,
            }
            if INTERPOLATED.search(second.label) and not INTERPOLATED.search(first.label):
                twins.left_out[second.column] = says.TWIN_LEFT(**parts)
            else:
                twins.doubts.append(says.TWIN(**parts))
    return twins
