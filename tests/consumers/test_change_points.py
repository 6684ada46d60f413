"""Change points: planted ones are found, and 5 % false alarms are 5 %."""

import numpy as np
import pytest

from wenmai.consumers.change_points import _least_squares, find_change_points


def autoregression(rng, rho, length):
    series = np.full(length, rng.normal() / np.sqrt(1 - rho**2))
    for t in range(1, length):
        series[t] = rho * series[t - 1] + rng.normal()
    return series


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6, 0.85])
def test_one_series_in_twenty_raises_a_false_alarm_however_autocorrelated(rho):
    rng = np.random.default_rng(11)
    alarms = [bool(find_change_points(autoregression(rng, rho, 40)).positions) for _ in range(100)]
    assert np.mean(alarms) <= 0.1  # 5 and chance


def test_two_planted_changes_are_found_where_they_are():
    rng = np.random.default_rng(2)
    levels = np.repeat([10.0, 13.0, 9.0], [24, 20, 16])
    found = find_change_points(levels + 0.8 * autoregression(rng, 0.3, 60))
    assert len(found.positions) == 2
    assert np.abs(np.array(found.positions) - [24, 44]).max() <= 1
    assert found.p_value < 0.01


def test_the_least_squares_are_those_of_every_partition():
    import ruptures

    series = np.random.default_rng(4).normal(size=(5, 30))
    found = _least_squares(series, 3)
    for row, own in enumerate(series):
        assert found[0, row] == pytest.approx(own.var() * 30)
        partitions = ruptures.Dynp(model="l2", min_size=3, jump=1).fit(own)
        for changes in (1, 2):
            best = partitions.cost.sum_of_costs(partitions.predict(n_bkps=changes))
            assert found[changes, row] == pytest.approx(best)


@pytest.mark.parametrize("series", [[1.0] * 30, [1.0, 2.0, 3.0]])
def test_a_constant_or_short_series_has_no_change(series):
    found = find_change_points(series)
    assert found.positions == () and np.isnan(found.p_value)
