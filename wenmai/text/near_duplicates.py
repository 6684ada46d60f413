"""Texts that are nearly the same: MinHash finds candidates, the true overlap decides."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from wenmai.text.segmentation import normalize

if TYPE_CHECKING:
    import pandas as pd

Shingles = npt.NDArray[np.uint32]
_NO_LETTER = re.compile(r"[\W_]+")
# FNV's prime, and a finaliser of the kind of splitmix64: shingles spread over 64 bits.
_PRIME = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
# A missed copy costs more than a candidate that turns out to be none.
_WEIGHTS = (0.1, 0.9)


@dataclass(frozen=True)
class DuplicateSettings:
    """What counts as a near-duplicate.

    Parameters
    ----------
    threshold : float
        Least Jaccard similarity of the sets of shingles, 0–1.
    shingle_length : int
        Characters per shingle.
    permutations : int
        Length of a signature.
    seed : int
        Of the permutations.
    """

    threshold: float = 0.8
    shingle_length: int = 5
    permutations: int = 128
    seed: int = 1


class Duplicate(NamedTuple):
    """A document that says what another says: the other one, and how similar they are."""

    duplicate_of: str
    similarity: float


def shingles(text: str, length: int = 5) -> Shingles:
    """Hash every run of so many characters, each once, punctuation and blanks left out.

    Parameters
    ----------
    text : str
        Compared in the form NFKC.
    length : int
        Characters per shingle; a shorter text is one shingle.

    Returns
    -------
    array of uint32, shape (n,)
        Sorted; empty for a text without letters.

    Examples
    --------
    >>> len(shingles("文旅融合发展")), len(shingles("文旅，融合 发展。")), len(shingles("。"))
    (2, 2, 0)
    >>> bool((shingles("文旅融合发展") == shingles("文旅，融合 发展。")).all())
    True
    """
    letters = _NO_LETTER.sub("", normalize(text))
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    if not len(codes):
        return np.zeros(0, dtype=np.uint32)
    length = min(length, len(codes))
    count = len(codes) - length + 1
    hashes = np.full(count, length, dtype=np.uint64)
    for place in range(length):
        hashes = hashes * _PRIME + codes[place : place + count]
    hashes = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return np.unique((hashes >> np.uint64(32)).astype(np.uint32))


def jaccard(left: Shingles, right: Shingles) -> float:
    """Return the share of common shingles in all shingles of two texts.

    Examples
    --------
    >>> jaccard(np.array([1, 2, 3], np.uint32), np.array([2, 3, 4], np.uint32))
    0.5
    """
    common = len(np.intersect1d(left, right, assume_unique=True))
    total = len(left) + len(right) - common
    return common / total if total else 1.0


def signature(of: Shingles, settings: DuplicateSettings) -> npt.NDArray[np.uint32]:
    """Return the MinHash signature of a set of shingles.

    Parameters
    ----------
    of : array of uint32, shape (n,)
        From :func:`shingles`.
    settings : DuplicateSettings

    Returns
    -------
    array of uint32, shape (permutations,)
    """
    from datasketch import MinHash  # noqa: PLC0415

    sketch = MinHash(settings.permutations, settings.seed, hashfunc=int, scheme="affine32")
    sketch.update_batch(of.tolist())
    return np.asarray(sketch.hashvalues, dtype=np.uint32)


def find_duplicates(
    documents: Iterable[tuple[str, str]],
    signatures: Mapping[str, npt.NDArray[np.uint32]],
    text_of: Callable[[str], str],
    settings: DuplicateSettings,
) -> dict[str, Duplicate]:
    """Say which documents repeat an earlier one.

    Documents are taken in their order. One whose Jaccard similarity with a document kept before
    reaches the threshold is a duplicate of the most similar of those (of the first, among equals);
    every other is kept. So a duplicate always names a kept document. MinHash only chooses whom to
    compare: with 128 permutations a pair at the threshold is overlooked once in some hundred times,
    a pair well above it practically never.

    Parameters
    ----------
    documents : iterable of (document_id, content_hash)
        In the order of preference: date, then id.
    signatures : mapping
        Content hash → signature.
    text_of : callable
        Content hash → text; asked for candidates only.
    settings : DuplicateSettings

    Returns
    -------
    dict
        Document id of every duplicate → whose duplicate it is.

    Examples
    --------
    >>> texts = {"a": "文旅融合发展规划全文", "b": "文旅融合发展规划全文。", "c": "冰雪旅游"}
    >>> rule = DuplicateSettings()
    >>> marks = {key: signature(shingles(text), rule) for key, text in texts.items()}
    >>> find_duplicates([("1", "a"), ("2", "b"), ("3", "c")], marks, texts.__getitem__, rule)
    {'2': Duplicate(duplicate_of='1', similarity=1.0)}
    """
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415

    index = MinHashLSH(settings.threshold, settings.permutations, weights=_WEIGHTS)
    # One permutation table for all: making it anew takes longer than looking a document up.
    pattern = MinHash(settings.permutations, settings.seed, hashfunc=int, scheme="affine32")
    kept: dict[str, str] = {}
    order: dict[str, int] = {}
    compared: dict[str, Shingles] = {}
    found: dict[str, Duplicate] = {}

    def shingles_of(content_hash: str) -> Shingles:
        if content_hash not in compared:
            if len(compared) > 256:
                compared.clear()
            compared[content_hash] = shingles(text_of(content_hash), settings.shingle_length)
        return compared[content_hash]

    for document_id, content_hash in documents:
        if content_hash in kept:
            found[document_id] = Duplicate(kept[content_hash], 1.0)
            continue
        sketch = MinHash(
            hashvalues=signatures[content_hash],
            permutations=pattern.permutations,
            seed=settings.seed,
            scheme="affine32",
        )
        best: tuple[float, int, str] | None = None
        for candidate in sorted(index.query(sketch), key=order.__getitem__):
            similarity = jaccard(shingles_of(candidate), shingles_of(content_hash))
            if similarity >= settings.threshold and (best is None or similarity > best[0]):
                best = (similarity, order[candidate], candidate)
        if best is not None:
            found[document_id] = Duplicate(kept[best[2]], best[0])
            continue
        kept[content_hash] = document_id
        order[content_hash] = len(order)
        index.insert(content_hash, sketch)
    return found


def duplicates_by_scope(
    documents: "pd.DataFrame",
    signatures: Mapping[str, npt.NDArray[np.uint32]],
    text_of: Callable[[str], str],
    settings: DuplicateSettings,
) -> "pd.DataFrame":
    """Mark the near-duplicates of every study.

    Parameters
    ----------
    documents : DataFrame
        Columns study_code, scope_code (documents are compared within it), document_id and
        content_hash, in the order of preference.
    signatures, text_of, settings
        As for :func:`find_duplicates`.

    Returns
    -------
    DataFrame
        Columns study_code, document_id, duplicate_of and similarity; one row per duplicate.
    """
    import pandas as pd  # noqa: PLC0415

    rows = []
    for (study_code, _), group in documents.groupby(["study_code", "scope_code"], sort=True):
        pairs = zip(group["document_id"], group["content_hash"], strict=True)
        found = find_duplicates(pairs, signatures, text_of, settings)
        rows += [(study_code, document_id, *duplicate) for document_id, duplicate in found.items()]
    frame = pd.DataFrame(rows, columns=["study_code", "document_id", "duplicate_of", "similarity"])
    kinds = {"study_code": "str", "document_id": "str", "duplicate_of": "str"}
    return frame.astype({**kinds, "similarity": "float64"})
