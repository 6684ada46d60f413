"""Segment many texts: in bounded memory, and with several processes where that pays."""

import math
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wenmai.mill.spread import spread
from wenmai.text.segmentation import Segmenter, TermCounts

Text = tuple[str, str]  # content hash, text
Segmented = tuple[str, TermCounts]

# A worker needs about two seconds to start and to read the dictionary; one process segments about
# a million characters a second.
PAYS_FROM_CHARACTERS = 5_000_000
# Each worker holds a dictionary of its own, about 200 MB.
MOST_WORKERS = 8
_CHARACTERS_PER_TASK = 250_000


@dataclass(frozen=True)
class SegmenterSpec:
    """What a worker needs to make a segmenter of its own; parameters as of :class:`Segmenter`."""

    domain_terms: Mapping[str, int | None] = field(default_factory=dict)
    stop_words: tuple[str, ...] = ()
    engine: str = "jieba"
    general_words: tuple[str, ...] = ()

    def make(self) -> Segmenter:
        """Return a segmenter."""
        return Segmenter(self.domain_terms, self.stop_words, self.engine, self.general_words)


def segment(
    texts: Iterable[Text], spec: SegmenterSpec, *, workers: int = 1
) -> Iterator[list[Segmented]]:
    """Cut texts and count their terms, portion by portion and in their order.

    Only a few portions of text are in memory at a time, however many there are.

    Parameters
    ----------
    texts : iterable of (content_hash, text)
        Read as the result is.
    spec : SegmenterSpec
        The dictionary is loaded once per process, before the first text.
    workers : int
        Processes; 1 stays in this one.

    Yields
    ------
    list of (content_hash, TermCounts)
        About 250,000 characters each.

    Examples
    --------
    >>> [(key, counts)] = next(segment([("a", "冰雪旅游")], SegmenterSpec({"冰雪旅游": None})))
    >>> key, counts.terms
    ('a', ['冰雪旅游'])
    """
    # one alone works here; more than one start at once, or this process would read a dictionary too
    try:
        yield from spread(
            segment_portion,
            ((spec, portion) for portion in _portions(texts)),
            most=workers,
            seconds_here=0 if workers > 1 else math.inf,
        )
    finally:
        _of_this_process.clear()


def workers_for(characters: int, most: int | None = None) -> int:
    """Return how many processes pay for so many characters of text.

    Parameters
    ----------
    characters : int
        Length of all texts.
    most : int, optional
        Never more than this; default: the cores that this process may use, up to 8.

    Returns
    -------
    int
        1 for a corpus of less than five million characters.

    Examples
    --------
    >>> workers_for(40_000), workers_for(10**8, most=2)
    (1, 2)
    """
    if characters < PAYS_FROM_CHARACTERS:
        return 1
    if most is not None:
        return max(1, most)
    has_affinity = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


def _portions(texts: Iterable[Text]) -> Iterator[list[Text]]:
    portion: list[Text] = []
    characters = 0
    for key, text in texts:
        portion.append((key, text))
        characters += len(text)
        if characters >= _CHARACTERS_PER_TASK:
            yield portion
            portion, characters = [], 0
    if portion:
        yield portion


_of_this_process: dict[str, Segmenter] = {}


def segment_portion(spec: SegmenterSpec, portion: list[Text]) -> list[Segmented]:
    """Cut a portion in a worker, which keeps its segmenter for the next one."""
    fresh = spec.make()
    segmenter = _of_this_process.get(fresh.segmentation_hash)
    if segmenter is None:
        _of_this_process.clear()
        segmenter = _of_this_process[fresh.segmentation_hash] = fresh
    return [(key, segmenter.count(text)) for key, text in portion]
