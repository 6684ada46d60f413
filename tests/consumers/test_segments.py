"""Segments: planted groups are found, and the number of groups is chosen for a reason."""

import numpy as np
import pytest

from wenmai.consumers.segments import find_segments
from wenmai.errors import WenmaiError


def planted(n_each: int = 150, noise: float = 0.35) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    centres = np.array([[1, 4, 6, 2], [4, 1, 2, 0.3], [2, 2.5, 7, 0.4], [3, 3, 4, 1.4]])
    truth = np.repeat(np.arange(4), n_each)
    return np.exp(centres[truth] + rng.normal(0, noise, (4 * n_each, 4))), truth


def test_planted_segments_and_their_number_are_found():
    from sklearn.metrics import adjusted_rand_score

    people, truth = planted()
    found = find_segments(people, order_by=2)
    assert [number.k for number in found.numbers if number.is_chosen] == [4]
    assert [number.k for number in found.numbers] == list(range(2, 9))
    assert adjusted_rand_score(truth, found.labels) >= 0.9
    means = [people[found.labels == s, 2].mean() for s in (1, 2, 3, 4)]
    assert means == sorted(means, reverse=True)


def test_the_order_of_people_does_not_move_a_segment():
    people, _ = planted(60)
    order = np.random.default_rng(1).permutation(len(people))
    one, other = find_segments(people, [4]), find_segments(people[order], [4])
    assert (one.labels[order] == other.labels).mean() > 0.99


def test_too_few_people_and_missing_features_are_said():
    with pytest.raises(WenmaiError, match="12 people are too few"):
        find_segments(np.ones((12, 2)))
    with pytest.raises(WenmaiError, match="missing or negative"):
        find_segments(np.full((100, 2), np.nan))
