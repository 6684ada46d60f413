"""Scores: against slow definitions, against exact solutions, gradients against differences."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from wenmai.knowledge_graph.decoders import DECODERS, scores
from wenmai.knowledge_graph.embeddings import (
    EmbeddingSettings,
    Vectors,
    drawn_candidates,
    fit_embeddings,
)
from wenmai.knowledge_graph.factors import Incidence, als, solve_side, svd
from wenmai.knowledge_graph.facts import Facts
from wenmai.knowledge_graph.judging import Combined, Judge
from wenmai.knowledge_graph.neighbours import AdamicAdar, Popularity
from wenmai.knowledge_graph.questions import Questions, candidate_groups, softmax_loss
from wenmai.knowledge_graph.ranking import rank_side
from wenmai.knowledge_graph.rgcn import (
    RgcnSettings,
    fit_rgcn,
    loss_and_gradients,
    message_matrices,
    start_values,
)

PERSONS, WORKS, GENRES = 12, 9, 3


def small_graph(seed=1):
    """Two communities of people who work together, in genres of their own."""
    rng = np.random.default_rng(seed)
    rows = []
    for work in range(WORKS):
        group = work % 2
        people = [p for p in range(PERSONS) if p % 2 == group]
        for person in rng.choice(people, 3, replace=False):
            rows.append((person, 0, PERSONS + work))
        rows.append((rng.choice(people), 1, PERSONS + work))
        rows.append((PERSONS + work, 2, PERSONS + WORKS + group))
    kinds = [0] * PERSONS + [1] * WORKS + [2] * GENRES
    return Facts.of(rows, kinds, 3)


def slow_adamic_adar(facts, head, tail):
    near = {n: set() for n in range(facts.n_entities)}
    for h, t in zip(facts.heads, facts.tails, strict=True):
        near[h].add(t)
        near[t].add(h)
    total = 0.0
    for y in near[head] - {tail}:
        for x in near[y] & near[tail]:
            if x not in (head, tail) and len({head, y, x, tail}) == 4:
                total += 1 / (np.log(len(near[y])) * np.log(len(near[x])))
    return total


def test_adamic_adar_is_the_sum_over_simple_paths_without_the_link_itself():
    facts = small_graph()
    model = AdamicAdar(facts)
    pairs = [(h, t) for h in range(PERSONS) for t in range(PERSONS, PERSONS + WORKS)]
    heads, tails = map(np.array, zip(*pairs, strict=True))
    found = model.triples(heads, np.zeros_like(heads), tails)
    expected = [slow_adamic_adar(facts, h, t) for h, t in pairs]
    assert found == pytest.approx(expected, abs=1e-12)
    block = model.block(np.arange(PERSONS), 0, "tail", np.arange(PERSONS, PERSONS + WORKS))
    assert block.ravel() == pytest.approx(expected, abs=1e-4)  # popularity breaks ties


def test_popularity_does_not_count_the_triple_itself():
    facts = Facts.of([(0, 0, 2), (0, 0, 3), (1, 0, 3)], [0, 0, 1, 1])
    assert Popularity(facts).triples(facts.heads, facts.relations, facts.tails).tolist() == [
        1,
        1,
        0,
    ]


def test_conjugate_gradients_solve_the_equations_of_als():
    rng = np.random.default_rng(2)
    matrix = csr_array((rng.random((6, 8)) < 0.4).astype(float))
    fixed, start = rng.normal(size=(8, 4)), rng.normal(size=(6, 4))
    found = solve_side(matrix, start, fixed, alpha=5.0, regularization=0.5, steps=12)
    for row in range(6):
        mine = fixed[matrix[[row]].indices]
        left = fixed.T @ fixed + 5.0 * mine.T @ mine + 0.5 * np.eye(4)
        assert found[row] == pytest.approx(np.linalg.solve(left, 6.0 * mine.sum(axis=0)), abs=1e-8)


def test_svd_of_full_rank_gives_the_matrix_back():
    facts = small_graph()
    hub = facts.kinds == 1
    model = svd(Incidence(facts, hub), n_factors=50)
    inside = model.triples(facts.heads, facts.relations, facts.tails)
    # one singular value is left out: the smallest
    assert inside.mean() > 0.9
    work = np.arange(PERSONS, PERSONS + WORKS)
    block = model.block(work, 0, "head", np.arange(PERSONS))
    pairs = model.triples(
        np.tile(np.arange(PERSONS), WORKS), np.zeros(PERSONS * WORKS, int), np.repeat(work, PERSONS)
    )
    assert block.ravel() == pytest.approx(pairs)


def test_blocks_and_triples_agree_and_unseen_features_score_zero():
    facts = small_graph()
    model = als(Incidence(facts, facts.kinds == 1), n_factors=4, rounds=3)
    persons, works = np.arange(PERSONS), np.arange(PERSONS, PERSONS + WORKS)
    for side, anchors, candidates in (("tail", persons, works), ("head", works, persons)):
        block = model.block(anchors, 1, side, candidates)
        ends = np.repeat(anchors, len(candidates)), np.tile(candidates, len(anchors))
        heads, tails = ends if side == "tail" else ends[::-1]
        assert block.ravel() == pytest.approx(model.triples(heads, np.ones_like(heads), tails))
    never = [p for p in persons if not ((facts.heads == p) & (facts.relations == 1)).any()]
    assert (model.block(works, 1, "head", np.array(never)) == 0).all()


def test_the_judge_does_not_see_the_credit_that_it_judges():
    facts = small_graph()
    judge = Judge(facts, np.array([True, True, False]))
    for at in np.flatnonzero(facts.relations < 2):
        h, r, t = facts.heads[[at]], facts.relations[[at]], facts.tails[[at]]
        others = (facts.heads != h[0]) | (facts.tails != t[0])
        without = Judge(facts.take(others), np.array([True, True, False]))
        assert judge.triples(h, r, t) == pytest.approx(without.triples(h, r, t), abs=1e-12)
        assert judge.can_judge(h, t) == without.can_judge(h, t)


def test_the_combined_score_is_the_sum_of_its_parts():
    facts = small_graph()
    paths, factors = AdamicAdar(facts), als(Incidence(facts, facts.kinds == 1), 4, rounds=2)
    question = (np.array([12, 13]), 0, "head", np.arange(PERSONS))
    expected = np.log1p(paths.block(*question)) + factors.block(*question)
    assert Combined(paths, factors).block(*question) == pytest.approx(expected)


def differences(loss, values, step=2e-4):
    """Differences of a loss by every entry, from four places (error of the order step⁴)."""
    found = {}
    for name, value in values.items():
        grown = np.zeros_like(value)
        for place in np.ndindex(value.shape):
            kept, total = value[place], 0.0
            for weight, steps in ((8, 1), (-8, -1), (-1, 2), (1, -2)):
                value[place] = kept + steps * step
                total += weight * loss()
            value[place] = kept
            grown[place] = total / (12 * step)
        found[name] = grown
    return found


@pytest.mark.parametrize("decoder", sorted(DECODERS))
def test_gradients_of_decoders_equal_finite_differences(decoder):
    facts = small_graph()
    rng = np.random.default_rng(4)
    values = {
        "entities": rng.normal(size=(facts.n_entities, 4)),
        "relations": rng.normal(size=(3, 4)),
    }
    (members, candidates), *_ = candidate_groups(facts)
    asked = Questions.of(facts)
    asked = asked.take(np.isin(asked.relations * 2 + asked.asks_tail, members))

    def run():
        return softmax_loss(
            decoder, values["entities"], values["relations"], asked, candidates, boost=0.3
        )

    _, of_entities, of_relations = run()
    expected = differences(lambda: run()[0], values)
    assert np.abs(of_entities - expected["entities"]).max() < 1e-9
    assert np.abs(of_relations - expected["relations"]).max() < 1e-9


def test_gradients_of_the_encoder_equal_finite_differences():
    facts = small_graph()
    settings = RgcnSettings(n_factors=3, dtype="float64")
    rng = np.random.default_rng(3)
    shapes = {name: value.shape for name, value in start_values(facts, settings).items()}
    values = {name: 0.4 * rng.normal(size=shape) for name, shape in shapes.items()}
    is_message = np.arange(len(facts)) % 2 == 0
    messages = message_matrices(facts.take(is_message))
    asked = Questions.of(facts.take(~is_message))
    numbers = asked.relations * 2 + asked.asks_tail
    parts = [
        (asked.take(np.isin(numbers, members)), candidates, 0.0)
        for members, candidates in candidate_groups(facts)
    ]
    run = lambda: loss_and_gradients(values, messages, parts, regularization=0.01)  # noqa: E731
    _, found = run()
    expected = differences(lambda: run()[0], values)
    for name in values:
        assert np.abs(found[name] - expected[name]).max() < 1e-9, name


def test_complex_tells_a_relation_from_its_inverse_and_distmult_does_not():
    rng = np.random.default_rng(5)
    h, r, t = rng.normal(size=(3, 1, 6))
    assert scores("distmult", h, r, t) == pytest.approx(scores("distmult", t, r, h))
    assert scores("complex", h, r, t) != pytest.approx(scores("complex", t, r, h))


def test_vectors_learn_what_chance_does_not_know_and_the_same_seed_gives_the_same():
    facts = small_graph()
    nothing = facts.take(np.zeros(len(facts), dtype=bool))
    settings = EmbeddingSettings(n_factors=8, epochs=40, regularization=0.0)
    one, two = (fit_embeddings(facts, nothing, settings) for _ in range(2))
    assert (one.entities == two.entities).all()
    ranks = rank_side(one.block, facts, "head", facts, facts).ranks
    flat = rank_side(Popularity(facts).block, facts, "head", facts, facts).ranks
    assert (1 / ranks).mean() > 0.9 > (1 / flat).mean()


def test_the_encoder_learns_stops_early_and_repeats_itself():
    facts = small_graph()
    held = np.zeros(len(facts), dtype=bool)
    held[::7] = facts.relations[::7] == 0
    train, valid = facts.take(~held), facts.take(held)
    whole = als(Incidence(train, facts.kinds == 1), 8, rounds=5)
    parts = []

    def vectors(part):
        parts.append(part)
        return als(Incidence(part, facts.kinds == 1), 8, rounds=2, start=whole).vectors()

    settings = RgcnSettings(steps=60, check_every=10, patience=2)
    asked = train.relations < 2
    one, two = (fit_rgcn(train, valid, settings, vectors, asked) for _ in range(2))
    assert (one.entities == two.entities).all()
    assert 1 <= one.n_epochs <= 6
    ranks = rank_side(one.block, train, "tail", train, facts).ranks
    flat = rank_side(Popularity(train).block, train, "tail", train, facts).ranks
    assert (1 / ranks).mean() > (1 / flat).mean()
    # each triple that is asked about is missing once from what the vectors come from
    missing = [len(train) - len(part) for part in parts if part is not train]
    assert sum(missing) == 2 * asked.sum()
    assert all(
        train.relations[~asked].tolist() == part.relations[part.relations == 2].tolist()
        for part in parts
    )


def test_whoever_never_directed_comes_after_all_who_did():
    facts = small_graph()
    people = np.flatnonzero(facts.kinds == 0)
    directs = np.isin(people, facts.heads[facts.relations == 1])
    assert 0 < directs.sum() < len(people)
    start = als(Incidence(facts, facts.kinds == 1), 8, rounds=5).vectors()
    start *= np.sqrt(8) / 2 / np.linalg.norm(start, axis=1).mean()
    values = start_values(facts, RgcnSettings(dtype="float64"), start)
    model = Vectors("distmult", values["entities"], values["relations"])
    found = model.block(np.array([PERSONS]), 1, "head", people)[0]
    assert found[directs].min() > found[~directs].max()


def test_many_candidates_are_drawn_with_all_answers_and_a_correction():
    facts = Facts.of([(n, 0, 200) for n in range(5)], [0] * 200 + [1])
    asked = Questions.of(facts)
    pool, boost = drawn_candidates(asked, np.arange(200), 20, np.random.default_rng(1))
    assert set(range(5)) <= set(pool.tolist())
    assert boost == pytest.approx(np.log(200 / len(pool)))
    assert drawn_candidates(asked, np.arange(9), 20, np.random.default_rng(1))[1] == 0
