"""Privacy: identifiers leave texts, keys decide hashes, totals give nothing away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.consumers.disclosure import l_diversity, suppress, t_closeness, with_totals
from wenmai.consumers.privacy import Pseudonyms
from wenmai.errors import WenmaiError
from wenmai.kit.identifiers import is_id_number, mask_identifiers


def test_the_hash_is_hmac_sha256_and_depends_on_the_key():
    # RFC 4231, test case 2 has a key of 4 bytes; case 6 one of 131
    names = Pseudonyms(b"\xaa" * 131)
    text = "Test Using Larger Than Block-Size Key - Hash Key First"
    assert names.of(text) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    other = Pseudonyms(b"another key of enough length")
    assert names.key_check != other.key_check
    assert names.of_all(["a", "a", "b"]) == {"a": names.of("a"), "b": names.of("b")}


def test_without_a_key_nobody_is_loaded():
    with pytest.raises(WenmaiError, match="WENMAI_PERSON_KEY is not set"):
        Pseudonyms.from_env({})
    with pytest.raises(WenmaiError, match="has 5 bytes; it needs 16"):
        Pseudonyms.from_env({"WENMAI_PERSON_KEY": "short"})


@pytest.mark.parametrize(
    ("text", "masked", "counts"),
    [
        ("电话13912345678。", "电话[电话]。", {"phone": 1}),
        ("+86 139 1234 5678", "[电话]", {"phone": 1}),
        ("１３９１２３４５６７８找我", "[电话]找我", {"phone": 1}),
        ("a.b@mail.example.cn收", "[邮箱]收", {"e_mail": 1}),
        ("卡号4539 1488 0343 6467", "卡号[银行卡]", {"bank_card": 1}),
        ("证11010519491231002x，11010519491231002X", "证[证件号]，[证件号]", {"id_card": 2}),
        ("订单4539148803436468", "订单4539148803436468", {}),  # Luhn does not hold
        ("编号110105194912310021", "编号110105194912310021", {}),  # the check digit does not hold
        ("座机024-23456789，12345678901", "座机024-23456789，12345678901", {}),
        ("", "", {}),
    ],
)
def test_identifiers_are_masked_and_other_numbers_stay(text, masked, counts):
    assert mask_identifiers(text) == (masked, counts)


@given(st.integers(0, 10**6), st.dates(), st.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_one_wrong_digit_is_no_id_number(place, born, serial):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    body = f"{100000 + place % 800000}{1900 + born.year % 120}{born:%m%d}{serial:03d}"
    check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, body, strict=True)) % 11]
    assert is_id_number(body + check)
    spot = place % 17
    wrong = body[:spot] + str((int(body[spot]) + 1) % 10) + body[spot + 1 :]
    assert not is_id_number(wrong + check)


def recovered(counts, hidden):
    """Return the hidden cells that follow from row and column totals: what an attacker solves."""
    places = np.argwhere(hidden)
    if not len(places):
        return []
    lines = sorted({("r", i) for i, _ in places} | {("c", j) for _, j in places})
    system = np.array(
        [[float((k, n) in {("r", i), ("c", j)}) for i, j in places] for k, n in lines]
    )
    rank = np.linalg.matrix_rank(system)
    units = np.eye(len(places))
    return [
        tuple(place)
        for place, unit in zip(places, units, strict=True)
        if np.linalg.matrix_rank(np.vstack([system, unit])) == rank
    ]


@given(st.integers(0, 10**6), st.integers(2, 7), st.integers(2, 5), st.sampled_from([3, 5, 20]))
@settings(max_examples=120, deadline=None)
def test_no_suppressed_cell_follows_from_the_totals(seed, rows, columns, k):
    rng = np.random.default_rng(seed)
    counts = with_totals(rng.poisson(rng.gamma(1.0, 12.0, (rows, columns))))
    found = suppress(counts, k)
    assert (found.primary == ((counts > 0) & (counts < k))).all()
    assert not (found.primary & found.secondary).any() and not (found.any & (counts == 0)).any()
    open_cells = recovered(counts, found.any)
    assert not open_cells or counts[-1, -1] < 2 * k, open_cells


def test_primary_suppression_alone_would_be_undone():
    counts = with_totals([[3, 40, 50], [30, 60, 70], [25, 30, 80]])
    found = suppress(counts, 10)
    assert recovered(counts, found.primary) == [(0, 0)]
    assert recovered(counts, found.any) == []
    assert found.any.sum() == 4


def test_a_total_of_few_people_is_kept_back_too():
    found = suppress(with_totals([[0, 4], [30, 60], [40, 50]]), 10)
    assert found.any[0].tolist() == [False, True, True]
    assert recovered(None, found.any) == []


def test_l_and_t_by_hand():
    assert l_diversity([["a", "b"], ["c", "c", "c"], ["a", "b", "c"]]) == 1
    # everybody 15 : 5; the first group 5 : 5 is 1/4 away, the second 10 : 0 as well
    assert t_closeness([[5, 5], [10, 0]]) == pytest.approx(0.25)
    assert np.isnan(t_closeness(np.zeros((0, 2))))
