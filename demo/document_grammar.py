"""Write one demo document from a theme mixture: the same words for the same random numbers."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from math import exp, floor
from random import Random
from typing import TypeVar

from demo.document_vocabulary import (
    CLOSINGS,
    GENERAL_PATTERNS,
    GENERAL_WORDS,
    HEADINGS,
    LASTING_TOPICS,
    OPENINGS,
    THEME_PATTERNS,
    THEME_WORDS,
    TITLES,
    TOPICAL_PATTERNS,
)

THEMES = tuple(THEME_WORDS)
# How many sentences about themes, and how many about nothing in particular.
LENGTHS = {"policy": (18, 4)}
USUAL_LENGTH = (13, 3)
TOPICS = 4  # sentences about topics of the day, in every document
SENTENCES_PER_PARAGRAPH = 4

T = TypeVar("T")


def pick(random: Random, items: Sequence[T]) -> T:
    """Return one of the items; random() is all of ``Random`` that Python promises to keep."""
    return items[floor(random.random() * len(items))]


def shuffled(random: Random, items: Sequence[T]) -> list[T]:
    """Return the items in random order."""
    return [items[i] for _, i in sorted((random.random(), i) for i in range(len(items)))]


def softmax(logits: Sequence[float]) -> list[float]:
    """Return positive shares that sum to 1.

    Examples
    --------
    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    powers = [exp(logit) for logit in logits]
    return [power / sum(powers) for power in powers]


def sentence_counts(mixture: Sequence[float], total: int) -> list[int]:
    """Return whole numbers of sentences in proportion to the mixture, by largest remainder.

    Examples
    --------
    >>> sentence_counts([0.5, 0.3, 0.2], 7)
    [4, 2, 1]
    """
    counts = [floor(share * total) for share in mixture]
    remainders = sorted((counts[i] - share * total, i) for i, share in enumerate(mixture))
    for _, i in remainders[: total - sum(counts)]:
        counts[i] += 1
    return counts


def compose(
    random: Random,
    document_type: str,
    place: str,
    mixture: Sequence[float],
    emerging: Sequence[str] = (),
) -> tuple[str, list[str]]:
    """Return title and paragraphs of one document.

    Parameters
    ----------
    random : Random
        Decides patterns, words and their order.
    document_type : str
        A key of ``TITLES``.
    place : str
        What the document is about.
    mixture : sequence of float
        Share of every theme, in the order of ``THEMES``.
    emerging : sequence of str
        Emerging terms, at most ``TOPICS``: each has a sentence, other topics have the rest.
    """
    general = cycle(shuffled(random, GENERAL_WORDS))
    n_themed, n_general = LENGTHS.get(document_type, USUAL_LENGTH)

    def fill(pattern: str, **words: str) -> str:
        return pattern.format(place=place, g=next(general), h=next(general), **words)

    sentences = [
        fill(pattern, a=next(words), b=next(words), c=next(words))
        for theme, count in zip(THEMES, sentence_counts(mixture, n_themed), strict=True)
        for words, patterns in [_words_and_patterns(random, theme)]
        for pattern in (next(patterns) for _ in range(count))
    ]
    sentences += [fill(pattern) for pattern in shuffled(random, GENERAL_PATTERNS)[:n_general]]
    topics = [*emerging, *shuffled(random, LASTING_TOPICS)][:TOPICS]
    for pattern, topic in zip(shuffled(random, TOPICAL_PATTERNS), topics, strict=False):
        sentences.append(fill(pattern, e=topic))
    title = fill(pick(random, TITLES[document_type]))
    opening = [fill(pattern) for pattern in OPENINGS[document_type]]
    body = list(_paragraphs(shuffled(random, sentences)))
    if document_type == "policy":
        body = _with_headings(body)
    return title, [*opening, *body, *CLOSINGS[document_type]]


def _words_and_patterns(random: Random, theme: str) -> tuple[Iterator[str], Iterator[str]]:
    words = cycle(shuffled(random, THEME_WORDS[theme]))
    return words, cycle(shuffled(random, THEME_PATTERNS[theme]))


def _paragraphs(sentences: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(sentences), SENTENCES_PER_PARAGRAPH):
        yield "".join(sentences[start : start + SENTENCES_PER_PARAGRAPH])


def _with_headings(body: Sequence[str]) -> list[str]:
    starts = {round(i * len(body) / len(HEADINGS)): text for i, text in enumerate(HEADINGS)}
    return [line for i, text in enumerate(body) for line in (starts.get(i), text) if line]
