"""The forest: tree votes, contributions and turns, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance

from wenmai.paths.effects import local_effects, nearest_turns
from wenmai.paths.forest import (
    ForestSettings,
    confidence,
    grow,
    path_scores,
    split,
    winners,
)
from wenmai.paths.importances import (
    group_importances,
    impurity_importances,
    permutation_drops,
)
from wenmai.paths.leaf_boxes import leaf_boxes
from wenmai.paths.sample_contributions import vote_contributions

SETTINGS = ForestSettings(trees=60, seed=3)


def samples(n: int = 180, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return five columns and labels that follow the largest, with some noise."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 5, n)
    values = random.random((n, 5))
    values[np.arange(n), labels] += 0.35
    return values / 1.35, labels


@pytest.fixture(scope="module")
def data():
    return samples()


@pytest.fixture(scope="module")
def grown(data):
    return grow(*data, 5, SETTINGS)


@pytest.fixture(scope="module")
def sklearn_forest(data):
    values, labels = data
    return RandomForestClassifier(
        SETTINGS.trees, max_depth=8, min_samples_leaf=4, random_state=3, oob_score=True
    ).fit(values, labels)


def test_the_arrays_vote_as_every_single_tree_of_sklearn_does(data, grown, sklearn_forest):
    fresh, _ = samples(500, seed=9)
    fresh[0] = data[0][0]
    by_tree = np.stack([tree.predict(fresh.astype(np.float32)) for tree in sklearn_forest])
    expected = np.stack([(by_tree == k).sum(axis=0) for k in range(5)], axis=1)
    assert np.array_equal(grown.arrays.votes(fresh), expected)


def test_values_on_a_threshold_go_where_sklearn_sends_them(grown, sklearn_forest):
    inner = grown.arrays.feature >= 0
    edge = np.zeros((int(inner.sum()), 5))
    edge[np.arange(len(edge)), grown.arrays.feature[inner]] = grown.arrays.threshold[inner]
    by_tree = np.stack([tree.predict(edge.astype(np.float32)) for tree in sklearn_forest])
    expected = np.stack([(by_tree == k).sum(axis=0) for k in range(5)], axis=1)
    assert np.array_equal(grown.arrays.votes(edge), expected)


def test_votes_of_a_sample_sum_to_the_trees_and_give_path_confidence_and_score():
    values, labels = samples(120)
    votes = grow(values, labels, 5, ForestSettings()).arrays.votes(values)
    strengths = np.array([0.65, 0.62, 0.69, 0.59, 0.56])
    assert (votes.sum(axis=1) == 500).all()
    for row, path, share, score in zip(
        votes, winners(votes), confidence(votes), path_scores(votes, strengths), strict=True
    ):
        assert row[path] == max(row)
        assert share == max(row) / 500
        assert score == pytest.approx((row / 500) @ strengths)


def test_votes_differ_from_averaged_leaf_probabilities(data, grown, sklearn_forest):
    shares = grown.arrays.votes(data[0]) / SETTINGS.trees
    assert np.abs(shares - sklearn_forest.predict_proba(data[0])).max() > 0.05


def test_out_of_bag_votes_come_from_the_trees_that_did_not_draw_the_sample(data, grown):
    values, labels = data
    forest = RandomForestClassifier(
        SETTINGS.trees, max_depth=8, min_samples_leaf=4, random_state=3
    ).fit(values, labels)
    for i in (0, 17, 101):
        unseen = [
            tree.predict(values[[i]].astype(np.float32))[0]
            for tree, drawn in zip(forest.estimators_, forest.estimators_samples_, strict=True)
            if i not in drawn
        ]
        assert grown.oob_votes[i].tolist() == [unseen.count(k) for k in range(5)]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_the_forest_depends_on_neither_run_nor_threads(data, grown, n_jobs):
    again = grow(*data, 5, ForestSettings(trees=60, seed=3, n_jobs=n_jobs))
    assert again.arrays.digest() == grown.arrays.digest()
    assert np.array_equal(again.oob_votes, grown.oob_votes)


def test_another_seed_gives_another_forest(data, grown):
    other = grow(*data, 5, ForestSettings(trees=60, seed=4))
    assert other.arrays.digest() != grown.arrays.digest()


def test_a_path_that_nobody_trains_for_gets_no_votes(data):
    values, labels = data
    kept = labels != 2
    votes = grow(values[kept], labels[kept], 5, SETTINGS).arrays.votes(values)
    assert votes[:, 2].sum() == 0
    assert set(winners(votes)) == {0, 1, 3, 4}


def test_one_class_is_refused(data):
    with pytest.raises(ValueError, match="two paths"):
        grow(data[0], np.zeros(len(data[0])), 5, SETTINGS)


def test_a_missing_value_is_refused(data):
    values = data[0].copy()
    values[3, 1] = np.nan
    with pytest.raises(ValueError, match="missing"):
        grow(values, data[1], 5, SETTINGS)


def test_the_split_takes_seven_of_ten_of_every_path(data):
    is_training = split(data[1], 0.7, seed=1)
    for path in range(5):
        members = data[1] == path
        assert is_training[members].sum() == round(0.7 * members.sum())
    assert (split(data[1], 0.7, seed=1) == is_training).all()
    assert (split(data[1], 0.7, seed=2) != is_training).any()


def test_impurity_importances_are_those_of_sklearn(grown, sklearn_forest):
    assert impurity_importances(grown.arrays) == pytest.approx(
        sklearn_forest.feature_importances_, abs=1e-12
    )


def test_importances_of_groups_sum_to_one_and_differ(data, grown):
    groups = (data[0][:, 0] > np.median(data[0][:, 0])).astype(np.int64)
    found = group_importances(grown.arrays, data[0], groups, 2)
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert np.abs(found[0] - found[1]).max() > 0.01


def test_a_group_is_credited_with_the_questions_it_is_asked():
    """By hand: column 0 parts 8 samples into 4 and 4; column 1 parts the upper four only."""
    values = np.array([[0.0, 0.5]] * 40 + [[1.0, 0.0]] * 20 + [[1.0, 1.0]] * 20)
    forest = grow(values, [0] * 40 + [1] * 20 + [2] * 20, 3, ForestSettings(trees=50)).arrays
    groups = (values[:, 0] > 0.5).astype(np.int64)
    low, high = group_importances(forest, values, groups, 2)
    assert low[1] < high[1]


def test_permutation_importance_agrees_with_sklearn_on_held_out_samples(
    data, grown, sklearn_forest
):
    fresh, labels = samples(400, seed=5)

    class ByVotes:
        def fit(self, *_):
            """Do nothing: the forest is grown."""

        def score(self, x, y):
            return float((winners(grown.arrays.votes(x)) == y).mean())

    expected = permutation_importance(ByVotes(), fresh, labels, n_repeats=20, random_state=0)
    found = permutation_drops(grown.arrays, fresh, labels, repeats=20, seed=0).mean(axis=0)
    assert found == pytest.approx(expected.importances_mean, abs=0.02)


def test_contributions_add_up_to_the_vote_shares(data, grown):
    fresh, _ = samples(60, seed=2)
    base, parts = vote_contributions(grown.arrays, fresh)
    shares = grown.arrays.votes(fresh) / SETTINGS.trees
    assert np.abs(base + parts.sum(axis=2) - shares).max() < 1e-9
    assert base.sum() == pytest.approx(1)
    assert np.abs(parts.sum(axis=1)).max() < 1e-9  # what one path wins the others lose


def test_contributions_are_shapley_values_of_the_tree_game(grown):
    """Against the definition: the mean gain over all orders, each value by walking the trees."""
    from itertools import permutations

    forest, sample = grown.arrays, samples(1, seed=8)[0]
    read = sample.astype(np.float32)[0]

    def value(known: set, node: int) -> np.ndarray:
        q = forest.feature[node]
        if q < 0:
            return np.eye(5)[forest.path[node]]
        children = forest.left[node], forest.right[node]
        if q in known:
            return value(known, children[int(read[q] > forest.threshold[node])])
        weights = forest.weight[list(children)] / forest.weight[node]
        return sum(w * value(known, child) for w, child in zip(weights, children, strict=True))

    def mean_vote(known: frozenset) -> np.ndarray:
        return np.mean([value(known, root) for root in forest.roots[:6]], axis=0)

    cut = forest.roots[6]
    few = type(forest)(
        roots=forest.roots[:6],
        n_features=5,
        n_paths=5,
        **{
            name: getattr(forest, name)[:cut]
            for name in ("feature", "threshold", "left", "right", "path", "weight", "impurity")
        },
    )
    memo: dict[frozenset, np.ndarray] = {}
    expected = np.zeros((5, 5))
    orders = list(permutations(range(5)))
    for order in orders:
        for place, q in enumerate(order):
            for known in (frozenset(order[:place]), frozenset(order[: place + 1])):
                if known not in memo:
                    memo[known] = mean_vote(known)
            expected[:, q] += memo[frozenset(order[: place + 1])] - memo[frozenset(order[:place])]
    _, parts = vote_contributions(few, sample)
    assert parts[0] == pytest.approx(expected / len(orders), abs=1e-12)


def test_local_effects_rise_where_the_column_makes_the_path(data, grown):
    found = local_effects(grown.arrays, data[0], column=2)
    assert found.effects[-1, 2] - found.effects[0, 2] > 0.2
    assert found.counts.sum() == len(data[0])
    assert np.abs(found.effects.sum(axis=1)).max() < 1e-9


def test_local_effects_of_a_step_are_the_step():
    """By hand: class 1 above 0.5, else class 0; the effect on class 1 goes from below to above."""
    values = np.linspace(0, 1, 101)[:, None]
    forest = grow(values, (values[:, 0] > 0.5).astype(int), 2, ForestSettings(trees=30)).arrays
    found = local_effects(forest, values, column=0, bins=4)
    assert found.effects[-1, 1] - found.effects[0, 1] == pytest.approx(1)
    means = (found.effects[1:] + found.effects[:-1]) / 2
    assert (means[:, 1] * found.counts[1:]).sum() == pytest.approx(0, abs=1e-9)


def test_a_constant_column_has_no_effect(data):
    values = data[0].copy()
    values[:, 4] = 0.5
    forest = grow(values, data[1], 5, SETTINGS).arrays
    found = local_effects(forest, values, column=4)
    assert found.effects.tolist() == [[0.0] * 5]
    _, parts = vote_contributions(forest, values[:10])
    assert np.abs(parts[:, :, 4]).max() < 1e-12


def test_the_nearest_turn_turns_the_path_and_nothing_nearer_does(data, grown):
    forest, values = grown.arrays, data[0][:40]
    now = winners(forest.votes(values))
    turns = nearest_turns(forest, leaf_boxes(forest), values, now)
    assert np.isfinite(turns.target).any()
    for i, q in np.ndindex(values.shape):
        target = turns.target[i, q]
        moved = np.repeat(values[[i]], 400, axis=0)
        if np.isnan(target):
            moved[:, q] = np.linspace(-0.5, 1.5, 400)
            assert (winners(forest.votes(moved)) == now[i]).all()
            continue
        read = float(np.float32(values[i, q]))
        moved[:, q] = np.float32(read + (target - read) * np.linspace(0, 1, 400))
        moved = np.vstack([moved[moved[:, q] != target], moved[-1]])
        found = winners(forest.votes(moved))
        assert (found[:-1] == now[i]).all()
        assert found[-1] == turns.path[i, q] != now[i]
