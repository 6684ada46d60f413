"""Words that a corpus uses and no dictionary knows: candidates for a person to judge."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

LONGEST = 6
FIRST_HAN, LAST_HAN = 0x4E00, 0x9FFF
COLUMNS = [
    "candidate",
    "n_occurrences",
    "n_documents",
    "pmi",
    "left_entropy",
    "right_entropy",
    "current_cuts",
]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class NewWordLimits:
    """What a run of characters must reach to be proposed.

    Parameters
    ----------
    min_count : int
        Occurrences in all documents together.
    min_documents : int
        Documents that hold it.
    min_pmi : float
        Pointwise mutual information of its loosest pair of parts, in nats.
    min_entropy : float
        Entropy of the neighbours on its less varied side, in nats.
    """

    min_count: int = 10
    min_documents: int = 3
    min_pmi: float = 3.0
    min_entropy: float = 1.0


def new_word_candidates(
    texts: Sequence[str],
    known: Collection[str],
    edges: Collection[str] = (),
    limits: NewWordLimits | None = None,
    cut: Callable[[str], list[str]] | None = None,
) -> pd.DataFrame:
    r"""Propose runs of 2 to 6 Chinese characters that behave like a word.

    Inside, the parts belong together: the pointwise mutual information of the loosest of all ways
    to part the run, :math:`\min_{ab = w}\ln\frac{n_w N}{n_a n_b}` with counts :math:`n` and
    :math:`N` characters. Outside, it is free: the entropy of the characters before and after it,
    :math:`\ln n_w - \frac1{n_w}\sum_c n_c \ln n_c`; an end of a clause counts as a neighbour of its
    own each time.

    Parameters
    ----------
    texts : sequence of str
        Documents; their order does not matter. Anything but Chinese characters ends a run.
    known : collection of str
        Words of the dictionaries; they are not proposed.
    edges : collection of str
        Characters with which no word is proposed to begin or end (的, 在 …).
    limits : NewWordLimits, optional
    cut : callable, optional
        The present segmentation; what it leaves whole is not proposed.

    Returns
    -------
    DataFrame
        COLUMNS, the most convincing first (mutual information × lesser entropy).

    Examples
    --------
    >>> texts = [f"{a}数智文旅{b}。" for a in "看做去" for b in "好美多"] * 2
    >>> found = new_word_candidates(texts, {"文旅"}, limits=NewWordLimits(min_pmi=0.5))
    >>> found[["candidate", "n_occurrences"]].values.tolist()
    [['数智文旅', 18]]
    """
    limits = limits or NewWordLimits()
    corpus = _Corpus(texts)
    ids, counts = [corpus.codes], [np.bincount(corpus.codes[corpus.codes >= 0])]
    found: list[dict[str, Any]] = []
    for length in range(2, LONGEST + 1):
        grams, numbers = _longer(ids[-1], len(counts[-1]), limits.min_count)
        if not len(numbers):
            break
        ids.append(grams)
        counts.append(numbers)
        found += _judged(corpus, ids, counts, length, limits)
    edge_set, known_set = set(edges), set(known)
    rows = [
        row
        for row in found
        if row["candidate"] not in known_set
        and row["candidate"][0] not in edge_set
        and row["candidate"][-1] not in edge_set
    ]
    for row in rows:
        row["current_cuts"] = "/".join(cut(row["candidate"])) if cut else None
    rows = [row for row in rows if row["current_cuts"] != row["candidate"]]
    rows.sort(
        key=lambda row: (
            -row["pmi"] * min(row["left_entropy"], row["right_entropy"]),
            row["candidate"],
        )
    )
    return pd.DataFrame(rows, columns=COLUMNS)


class _Corpus:
    """All texts in one array of character codes, -1 where a run ends."""

    def __init__(self, texts: Sequence[str]) -> None:
        parts = [np.frombuffer(f"{text}\n".encode("utf-32-le"), dtype=np.uint32) for text in texts]
        points = np.concatenate(parts).astype(np.int64) if parts else np.empty(0, dtype=np.int64)
        is_han = (points >= FIRST_HAN) & (points <= LAST_HAN)
        self.letters, codes = np.unique(points[is_han], return_inverse=True)
        self.codes = np.full(len(points), -1, dtype=np.int64)
        self.codes[is_han] = codes
        self.documents = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        self.n_letters = int(is_han.sum())

    def text(self, place: int, length: int) -> str:
        return "".join(chr(self.letters[code]) for code in self.codes[place : place + length])


def _longer(grams: Ints, n_grams: int, min_count: int) -> tuple[Ints, Ints]:
    """Join neighbouring grams that overlap; keep what is frequent, numbered in sorted order.

    A frequent gram has frequent parts, so what was dropped before need not come back.
    """
    left, right = grams[:-1], grams[1:]
    places = np.flatnonzero((left >= 0) & (right >= 0))
    longer = np.full(len(grams), -1, dtype=np.int64)
    _, inverse, numbers = np.unique(
        left[places] * n_grams + right[places], return_inverse=True, return_counts=True
    )
    is_kept = numbers >= min_count
    new_ids = np.where(is_kept, np.cumsum(is_kept) - 1, -1)
    longer[places] = new_ids[inverse]
    return longer, numbers[is_kept]


def _judged(
    corpus: _Corpus, ids: list[Ints], counts: list[Ints], length: int, limits: NewWordLimits
) -> list[dict[str, Any]]:
    """Return the grams of one length that reach all limits."""
    grams, numbers = ids[-1], counts[-1]
    places = np.flatnonzero(grams >= 0)
    grams = grams[places]
    first = np.full(len(numbers), len(corpus.codes), dtype=np.int64)
    np.minimum.at(first, grams, places)
    pmi = np.full(len(numbers), np.inf)
    for split in range(1, length):
        before = counts[split - 1][ids[split - 1][first]]
        after = counts[length - split - 1][ids[length - split - 1][first + split]]
        pmi = np.minimum(pmi, np.log(numbers * corpus.n_letters / (before * after)))
    codes, width = corpus.codes, len(corpus.letters)
    left = _entropy(grams, numbers, np.where(places > 0, codes[places - 1], -1), width)
    right = _entropy(grams, numbers, codes[places + length], width)
    n_documents = np.bincount(
        np.unique(grams * len(codes) + corpus.documents[places]) // len(codes),
        minlength=len(numbers),
    )
    is_word = (
        (pmi >= limits.min_pmi)
        & (np.minimum(left, right) >= limits.min_entropy)
        & (n_documents >= limits.min_documents)
    )
    return [
        {
            "candidate": corpus.text(first[gram], length),
            "n_occurrences": int(numbers[gram]),
            "n_documents": int(n_documents[gram]),
            "pmi": float(pmi[gram]),
            "left_entropy": float(left[gram]),
            "right_entropy": float(right[gram]),
        }
        for gram in np.flatnonzero(is_word)
    ]


def _entropy(grams: Ints, numbers: Ints, neighbours: Ints, width: int) -> npt.NDArray[np.float64]:
    inside = neighbours >= 0
    keys, times = np.unique(grams[inside] * width + neighbours[inside], return_counts=True)
    weighted = np.bincount(keys // width, times * np.log(times), minlength=len(numbers))
    return np.maximum(np.log(numbers) - weighted / numbers, 0.0)
