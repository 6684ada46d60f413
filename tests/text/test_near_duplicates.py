"""Copies are found, originals are kept, and the order of files does not decide."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.text.near_duplicates import (
    DuplicateSettings,
    find_duplicates,
    jaccard,
    shingles,
    signature,
)

RULE = DuplicateSettings()


def text(seed: int, length: int = 800) -> str:
    rng = random.Random(seed)
    return "".join(chr(rng.randrange(0x4E00, 0x6E00)) for _ in range(length))


def duplicates(texts: dict[str, str], rule: DuplicateSettings = RULE):
    """Compare texts in their order; the name is id and hash."""
    marks = {
        key: signature(shingles(body, rule.shingle_length), rule) for key, body in texts.items()
    }
    return find_duplicates([(key, key) for key in texts], marks, texts.__getitem__, rule)


def test_jaccard_of_shingles_by_hand():
    # abcdef → abcde, bcdef; abcdeg → abcde, bcdeg: one of three is common
    assert jaccard(shingles("abcdef"), shingles("abcdeg")) == pytest.approx(1 / 3)
    assert jaccard(shingles("文旅"), shingles("文旅")) == 1
    assert jaccard(shingles("文旅"), shingles("冰雪")) == 0


def test_a_text_shorter_than_a_shingle_is_one():
    assert len(shingles("文旅")) == 1
    assert len(shingles("……")) == 0


def test_copies_with_small_changes_are_found_and_others_are_not():
    original = text(1)
    changed = original[:400] + "，（转载）" + original[400:]
    half = original[:400] + text(2, 400)
    found = duplicates({"a": original, "b": changed, "c": half, "d": text(3)})
    assert list(found) == ["b"]
    assert found["b"].duplicate_of == "a"
    assert found["b"].similarity == pytest.approx(
        jaccard(shingles(original), shingles(changed)), abs=0
    )


def test_the_first_is_kept_and_every_copy_names_it_and_no_other_copy():
    original = text(1)
    found = duplicates({"a": original, "b": original + "甲", "c": original + "甲乙", "d": original})
    assert {key: one.duplicate_of for key, one in found.items()} == {"b": "a", "c": "a", "d": "a"}


def test_identical_texts_share_a_hash_and_are_copies():
    body = text(1)
    marks = {"h": signature(shingles(body), RULE)}
    found = find_duplicates([("1", "h"), ("2", "h")], marks, {"h": body}.__getitem__, RULE)
    assert found == {"2": ("1", 1.0)}


def test_nothing_is_a_copy_of_nothing():
    assert duplicates({"a": "。", "b": "文旅融合发展规划", "c": "冰雪旅游发展规划"}) == {}


@pytest.mark.parametrize("share", [0.70, 0.78, 0.82, 0.90, 0.97])
def test_the_threshold_divides_by_the_true_overlap(share):
    """MinHash proposes, the overlap decides: no pair below the threshold, nearly all above."""
    rule = DuplicateSettings(threshold=0.8)
    found = expected = 0
    for seed in range(20):
        original = text(seed, 1_500)
        kept = round(1_500 * 2 * share / (1 + share))
        copy = original[:kept] + text(1_000 + seed, 1_500 - kept)
        expected += jaccard(shingles(original), shingles(copy)) >= rule.threshold
        found += len(duplicates({"a": original, "b": copy}, rule))
    assert found <= expected
    assert found >= 0.9 * expected


def test_signatures_are_the_same_in_every_run_and_other_with_another_seed():
    marks = signature(shingles("文旅融合发展规划"), RULE)
    # golden: a change of library or hashing must raise signature_code of int_text__settings
    assert marks[:3].tolist() == GOLDEN
    other = signature(shingles("文旅融合发展规划"), DuplicateSettings(seed=2))
    assert not np.array_equal(marks, other)


GOLDEN = [47318079, 805531200, 470598484]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_every_document_is_kept_or_names_a_kept_one(picks):
    bodies = [text(seed, 200) for seed in range(3)]
    bodies += [body + "甲乙丙" for body in bodies]
    texts = {f"{place:02d}": bodies[pick] for place, pick in enumerate(picks)}
    found = duplicates(texts)
    kept = [key for key in texts if key not in found]
    assert all(one.duplicate_of in kept for one in found.values())
    assert len(kept) == len({pick % 3 for pick in picks})
