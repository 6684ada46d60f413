"""Unknown words in runs of single characters: jieba's hidden Markov model, in linear time.

jieba copies the whole path at every character, so a run of a hundred thousand characters without a
known word (a page of rare names, a file of one character) takes it hours. Here each character only
remembers where its best path came from. The sums, and how ties are broken, are jieba's.
"""

import re
from collections.abc import Iterator

from jieba.finalseg import MIN_FLOAT, PrevStatus, emit_P, start_P, trans_P

_HAN = re.compile("([\u4e00-\u9fd5]+)")
_OTHER = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_STATES = "BMES"  # begin, middle and end of a word, single character
_WAYS = {
    state: tuple((before, trans_P[before].get(state, MIN_FLOAT)) for before in PrevStatus[state])
    for state in _STATES
}


def cut_unknown(run: str) -> Iterator[str]:
    """Cut a run of characters of which no two make a known word.

    Parameters
    ----------
    run : str
        Without separators.

    Yields
    ------
    str
        Words; joined they are the run.

    Examples
    --------
    >>> list(cut_unknown("杭研大厦"))
    ['杭研', '大厦']
    """
    for block in _HAN.split(run):
        if _HAN.match(block):
            yield from _cut_han(block)
        else:
            yield from filter(None, _OTHER.split(block))


def _cut_han(run: str) -> Iterator[str]:
    begin = 0
    for place, state in enumerate(_best_states(run)):
        if state == "B":
            begin = place
        elif state == "E":
            yield run[begin : place + 1]
            begin = place + 1
        elif state == "S":
            yield run[place]
            begin = place + 1
    if begin < len(run):
        yield run[begin:]


def _best_states(run: str) -> list[str]:
    """Return the likeliest states (Viterbi)."""
    scores = {state: start_P[state] + emit_P[state].get(run[0], MIN_FLOAT) for state in _STATES}
    origins: list[dict[str, str]] = []
    for letter in run[1:]:
        following: dict[str, float] = {}
        origin: dict[str, str] = {}
        for state in _STATES:
            emitted = emit_P[state].get(letter, MIN_FLOAT)
            following[state], origin[state] = max(
                (scores[before] + way + emitted, before) for before, way in _WAYS[state]
            )
        scores = following
        origins.append(origin)
    _, state = max((scores[last], last) for last in "ES")
    states = [state]
    for origin in reversed(origins):
        state = origin[state]
        states.append(state)
    return states[::-1]
