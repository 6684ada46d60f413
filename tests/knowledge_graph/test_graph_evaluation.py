"""Splits that do not leak, ranks by hand, curves that mean what they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenmai.errors import WenmaiError
from wenmai.knowledge_graph.calibration import (
    auc,
    classification,
    fit_platt,
    type_correct_negatives,
)
from wenmai.knowledge_graph.facts import Facts
from wenmai.knowledge_graph.ranking import Ranked, rank_side, summary
from wenmai.knowledge_graph.splits import forward_split, pair_split

KINDS = [0] * 6 + [1] * 6


@settings(max_examples=30, deadline=None)
@given(
    st.sets(
        st.tuples(st.integers(0, 5), st.integers(0, 1), st.integers(6, 11)), min_size=5, max_size=40
    ),
    st.integers(0, 9),
)
def test_no_pair_stands_on_two_sides_and_nothing_is_lost(rows, seed):
    facts = Facts.of(sorted(rows), KINDS, 2)
    asked = facts.relations == 0
    years = np.where(facts.tails % 2 == 0, 2010.0 + facts.tails, np.nan)
    for split in (
        pair_split(facts, asked | (facts.relations == 1), 0.2, 0.3, seed),
        forward_split(facts, asked, years, seed=seed),
    ):
        parts = [split.train, split.valid, split.test]
        assert sum(map(len, parts)) == len(facts)
        if split is not None and parts[0].n_relations:
            keys = [set(part.keys.tolist()) for part in parts]
            assert not (keys[0] & keys[1] or keys[0] & keys[2] or keys[1] & keys[2])
    pairs = [set(zip(p.heads, p.tails, strict=True)) for p in _pair_parts(facts, seed)]
    assert not (pairs[0] & pairs[1] or pairs[0] & pairs[2] or pairs[1] & pairs[2])


def _pair_parts(facts, seed):
    split = pair_split(facts, np.ones(len(facts), bool), 0.2, 0.3, seed)
    return split.train, split.valid, split.test


def test_an_inverse_goes_with_its_triple():
    rows = [(n, 0, 6 + n) for n in range(6)] + [(6 + n, 1, n) for n in range(6)]
    facts = Facts.of(rows, KINDS, 2)
    split = pair_split(facts, np.ones(12, bool), 1 / 3, 1 / 3)
    assert all(len(part) == 4 for part in (split.train, split.valid, split.test))
    for part in (split.train, split.valid, split.test):
        assert set(part.heads[part.relations == 0]) == set(part.tails[part.relations == 1])


def test_the_forward_split_tests_later_years_than_it_learns_from():
    rows = [(n % 6, 0, 6 + n % 6) for n in range(6)] + [(n, 1, 6 + (n + 1) % 6) for n in range(6)]
    facts = Facts.of(rows, KINDS, 2)
    years = 2000.0 + facts.tails
    split = forward_split(facts, np.ones(12, bool), years, context_share=0.0)
    assert split.train.tails.max() < split.valid.tails.min()
    assert split.valid.tails.max() < split.test.tails.min()
    shown = forward_split(facts, np.ones(12, bool), years, context_share=1.0)
    assert len(shown.train) == 12


def test_ranks_are_filtered_typed_and_the_mean_of_ties():
    every = Facts.of([(0, 0, 6), (1, 0, 6), (2, 0, 7)], KINDS, 1)
    test = every.take(np.array([True, False, False]))
    values = np.array([3.0, 9.0, 3.0, 4.0, 3.0, 1.0])

    def scorer(anchors, relation, side, candidates):
        assert candidates.tolist() == [0, 1, 2, 3, 4, 5]  # of the right kind only
        return np.tile(values[candidates], (len(anchors), 1))

    found = rank_side(scorer, test, "head", every, every)
    # 1 is true as well and taken out; 3 is better; 2 and 4 are equal
    assert found.ranks.tolist() == [1 + 1 + 1]
    assert found.n_candidates.tolist() == [5]


def test_questions_about_entities_that_training_never_saw_are_counted_not_asked():
    every = Facts.of([(0, 0, 6), (1, 0, 7)], KINDS, 1)
    train, test = every.take(np.array([True, False])), every.take(np.array([False, True]))
    found = rank_side(lambda a, r, s, c: np.zeros((len(a), len(c))), test, "head", train, every)
    assert (len(found.ranks), found.n_not_asked) == (0, 1)


def test_a_scorer_that_knows_nothing_gets_the_middle_rank():
    every = Facts.of([(n, 0, 6) for n in range(6)], KINDS, 1)
    flat = lambda a, r, s, c: np.zeros((len(a), len(c)))  # noqa: E731
    one = every.take(np.array([True] + [False] * 5))
    assert rank_side(flat, one, "head", every, one).ranks.tolist() == [3.5]


def test_the_interval_of_the_bootstrap_holds_the_mean_and_draws_whole_groups():
    none = np.zeros(40, dtype=bool)
    ranks = np.where(np.arange(40) < 20, 1.0, 10.0)
    zeros = np.zeros(40, dtype=int)
    apart = summary(Ranked(ranks, zeros, zeros + 50, none, np.arange(40)))
    together = summary(Ranked(ranks, zeros, zeros + 50, none, np.arange(40) // 20))
    assert apart["mrr"] == pytest.approx(0.55)
    assert apart["mrr_lower"] < 0.54
    assert apart["mrr_upper"] > 0.56
    assert (together["mrr_lower"], together["mrr_upper"]) == pytest.approx((0.1, 1.0))


def test_platt_recovers_the_curve_that_labels_were_drawn_from():
    rng = np.random.default_rng(1)
    scores = rng.normal(size=40_000)
    truth = rng.random(40_000) < 1 / (1 + np.exp(-(2 * scores - 0.5)))
    found = fit_platt(scores, truth)
    assert found.slope == pytest.approx(2, abs=0.08)
    assert found.intercept == pytest.approx(-0.5, abs=0.05)
    assert found.probability(scores).mean() == pytest.approx(found.prior, abs=1e-3)


def test_platt_stays_finite_where_scores_part_perfectly_and_refuses_one_class():
    found = fit_platt([0, 0, 1, 1], [False, False, True, True])
    assert found.probability([0, 1]) == pytest.approx([1 / 4, 3 / 4], abs=1e-6)
    with pytest.raises(WenmaiError, match="need true and false triples"):
        fit_platt([1.0, 2.0], [True, True])


def test_false_triples_have_the_right_types_and_are_none_of_the_true_ones():
    facts = Facts.of([(n % 6, 0, 6 + (n * 5) % 6) for n in range(6)], KINDS, 1)
    false = type_correct_negatives(facts, facts, seed=3)
    assert len(false) > 0
    assert set(false.heads) <= set(facts.heads) and set(false.tails) <= set(facts.tails)
    assert not facts.holds(false.heads, false.relations, false.tails).any()


def test_classification_by_hand():
    found = classification(np.array([0.95, 0.85, 0.3, 0.1]), np.array([True, True, True, False]))
    assert found["accuracy"] == 0.75
    assert found["f1"] == pytest.approx(2 * 2 / (2 + 3))
    assert found["brier"] == pytest.approx((0.05**2 + 0.15**2 + 0.7**2 + 0.1**2) / 4)
    assert found["calibration_error"] == pytest.approx((0.05 + 0.15 + 0.7 + 0.1) / 4)
    assert found["auc"] == 1


def test_the_area_counts_ties_half():
    assert auc(np.array([1.0, 1.0]), np.array([True, False])) == 0.5
    assert np.isnan(auc(np.array([1.0]), np.array([True])))
