"""How well a segmentation agrees with sentences cut by hand."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa

from wenmai.text.segmentation import normalize

CUT, FREE_CUT = "/", "|"
# A term must stay whole alone and among words that stand around it in most sentences.
FRAMES = ("{}", "和{}的", "在{}中")
QUALITY_SCHEMA = pa.schema(
    [
        ("dictionary_code", pa.string()),
        ("item_type", pa.string()),
        ("purpose", pa.string()),
        ("item_code", pa.string()),
        ("text_type", pa.string()),
        ("gold_cuts", pa.string()),
        ("found_cuts", pa.string()),
        ("n_gold_words", pa.int64()),
        ("n_found_words", pa.int64()),
        ("n_matched_words", pa.int64()),
        ("n_strict_gold_words", pa.int64()),
        ("n_strict_matched_words", pa.int64()),
    ]
)
INTERVALS_SCHEMA = pa.schema(
    [
        ("purpose", pa.string()),
        ("dictionary_code", pa.string()),
        ("text_type", pa.string()),
        ("word_f1_low", pa.float64()),
        ("word_f1_high", pa.float64()),
    ]
)
_RESAMPLES, _SEED = 2_000, 20


@dataclass(frozen=True)
class Agreement:
    """Words of one sentence: by hand, found, and both.

    Parameters
    ----------
    n_gold, n_found, n_matched : int
        Where readers do not agree on a cut, the gold words follow the found ones.
    n_strict_gold, n_strict_matched : int
        The same with every such cut made.
    """

    n_gold: int
    n_found: int
    n_matched: int
    n_strict_gold: int
    n_strict_matched: int


def agreement(cuts: str, found: Sequence[str]) -> Agreement:
    """Compare the words of one sentence with its cuts by hand.

    A word is matched when both of its ends agree (word-span matching, as in the SIGHAN bakeoffs).
    Words without a letter or digit are not judged.

    Parameters
    ----------
    cuts : str
        The sentence with ``/`` at every cut and ``|`` where both ways are right.
    found : sequence of str
        The words of the segmentation; joined they are the sentence.

    Returns
    -------
    Agreement

    Raises
    ------
    ValueError
        When the words do not make up the sentence, or a word by hand is empty.

    Examples
    --------
    Three words by hand, two found; 冰雪旅游 and, as the bar leaves it open, 三年 agree.

    >>> agreement("冰雪旅游/三|年", ["冰雪旅游", "三年"])
    Agreement(n_gold=2, n_found=2, n_matched=2, n_strict_gold=3, n_strict_matched=1)
    """
    sentence, firm, free = _read_cuts(cuts)
    if "".join(found) != sentence:
        raise ValueError(f"the words {'/'.join(found)} do not make up the sentence {sentence}")
    ends: set[int] = set()
    place = 0
    for word in found:
        place += len(word)
        ends.add(place)
    words = _spans(ends, sentence)
    gold, strict = _spans(firm | (free & ends), sentence), _spans(firm | free, sentence)
    return Agreement(len(gold), len(words), len(gold & words), len(strict), len(strict & words))


def segmentation_quality(
    gold: pd.DataFrame,
    terms: Sequence[str],
    cutters: Mapping[str, Callable[[str], list[str]]],
) -> pa.Table:
    """Cut every gold sentence and every term, and count what agrees.

    Parameters
    ----------
    gold : DataFrame
        ``sentence_id``, ``cuts``, ``text_type`` and ``purpose`` (test or development).
    terms : sequence of str
        Terms that should be cut whole, alone and in the middle of a sentence; one counts as one
        word, found when it is whole in all of FRAMES.
    cutters : mapping of str to callable
        Name of a dictionary to the segmentation that uses it.

    Returns
    -------
    pyarrow.Table
        QUALITY_SCHEMA: one row per dictionary and sentence, and per dictionary and term.

    Examples
    --------
    >>> sentence = {"sentence_id": ["a"], "cuts": ["看/雪雕"], "text_type": ["news"]}
    >>> gold = pd.DataFrame(sentence).assign(purpose="test")
    >>> table = segmentation_quality(gold, ["雪雕"], {"characters": list})
    >>> table.select(["item_type", "found_cuts", "n_matched_words"]).to_pylist()[0]
    {'item_type': 'sentence', 'found_cuts': '看/雪/雕', 'n_matched_words': 1}
    """
    rows: list[dict[str, object]] = []
    for code, cut in cutters.items():
        for line in gold.sort_values("sentence_id").to_dict("records"):
            cuts = normalize(str(line["cuts"]))
            found = cut(re.sub(r"[/|]", "", cuts))
            item = {"item_code": line["sentence_id"]}
            item |= {name: line[name] for name in ("purpose", "text_type")}
            rows.append(
                {"dictionary_code": code, "item_type": "sentence", **item}
                | _counted(cuts, found, agreement(cuts, found))
            )
        for term in sorted(terms):
            found = next((words for words in _framed(term, cut) if words != [term]), [term])
            is_whole = int(found == [term])
            counts = Agreement(1, len(found), is_whole, 1, is_whole)
            rows.append(
                {"dictionary_code": code, "item_type": "term", "item_code": term}
                | _counted(term, found, counts)
            )
    return pa.Table.from_pylist(rows, schema=QUALITY_SCHEMA)


def f1_intervals(cuts: pd.DataFrame) -> pa.Table:
    r"""Return how far F1 would move with other sentences of the same kind: a bootstrap.

    Sentences are drawn with replacement 2,000 times; the interval holds the middle 95 % of the F1
    of these draws, :math:`2\sum m / \sum (f + g)` over words matched, found and by hand.

    Parameters
    ----------
    cuts : DataFrame
        Columns of QUALITY_SCHEMA; terms are left out.

    Returns
    -------
    pyarrow.Table
        INTERVALS_SCHEMA: one row per purpose, dictionary and type of text, or ``all`` of them.

    Examples
    --------
    >>> gold = pd.DataFrame({"sentence_id": ["a", "b"], "cuts": ["看/雪雕", "好/看"],
    ...                      "text_type": ["news", "news"], "purpose": ["test", "test"]})
    >>> table = segmentation_quality(gold, [], {"characters": list}).to_pandas()
    >>> f1_intervals(table).slice(0, 1).to_pylist()[0]["word_f1_low"]  # 看/雪/雕: 2·1/(3+2)
    0.4
    """
    sentences = cuts[cuts["item_type"] == "sentence"].sort_values("item_code")
    scoped = pd.concat([sentences, sentences.assign(text_type="all")])
    rows: list[dict[str, object]] = []
    keys = ["purpose", "dictionary_code", "text_type"]
    for key, group in scoped.groupby(keys):
        matched = group["n_matched_words"].to_numpy(dtype=float)
        words = (group["n_found_words"] + group["n_gold_words"]).to_numpy(dtype=float)
        # the same draws for every dictionary, so that they differ by their cuts alone
        draws = np.random.default_rng(_SEED).integers(len(group), size=(_RESAMPLES, len(group)))
        f1 = 2 * matched[draws].sum(axis=1) / words[draws].sum(axis=1)
        low, high = np.quantile(f1, [0.025, 0.975])
        rows.append(dict(zip(keys, key, strict=True)) | {"word_f1_low": low, "word_f1_high": high})
    return pa.Table.from_pylist(rows, schema=INTERVALS_SCHEMA)


def _read_cuts(cuts: str) -> tuple[str, set[int], set[int]]:
    """Return the sentence, the ends of words, and the ends that are free."""
    firm: set[int] = set()
    free: set[int] = set()
    place = 0
    parts = re.split(r"([/|])", cuts.strip(CUT))
    for word, mark in zip(parts[::2], [*parts[1::2], CUT], strict=True):
        if not word:
            raise ValueError(f"a word of the sentence {cuts} is empty")
        place += len(word)
        (firm if mark == CUT else free).add(place)
    return "".join(parts[::2]), firm, free


def _spans(ends: set[int], sentence: str) -> set[tuple[int, int]]:
    ordered = [0, *sorted(ends)]
    return {
        (start, end)
        for start, end in pairwise(ordered)
        if any(unicodedata.category(letter)[0] in "LN" for letter in sentence[start:end])
    }


def _framed(term: str, cut: Callable[[str], list[str]]) -> list[list[str]]:
    """Return the words in each frame, without those of the frame that stand alone."""
    found = []
    for frame in FRAMES:
        before, after = frame.split("{}")
        words = cut(frame.format(term))
        if before and words[0] == before:
            words = words[1:]
        if after and words[-1] == after:
            words = words[:-1]
        found.append(words)
    return found


def _counted(cuts: str, found: Sequence[str], counts: Agreement) -> dict[str, object]:
    return {
        "gold_cuts": cuts,
        "found_cuts": CUT.join(found),
        **{f"{name}_words": count for name, count in vars(counts).items()},
    }
