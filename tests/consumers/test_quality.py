"""Quality: shrunken ratings, control charts and responses against hand-made values."""

import numpy as np
import pandas as pd
import pytest

from wenmai.consumers.quality import control_chart, perceived_rating, response_effect
from wenmai.errors import WenmaiError


def test_ratings_are_pulled_towards_the_mean_by_ten_of_weight():
    assert perceived_rating([0, 5, 45], [0, 1, 10], 4.0) == pytest.approx([4, 45 / 11, 85 / 20])


def test_limits_come_from_moving_ranges():
    # ranges 1, 2, 1, 2, 1, 2, 1: mean 10/7
    chart = control_chart([0, 1, -1, 0, 2, 1, -1, 0])
    assert (chart.centre, chart.sigma) == pytest.approx((0.25, 10 / 7 / 1.128))
    assert chart.alarms == ()


def planted(z):
    """Append values (in sigmas) to a reference with centre 0, sigma 1 and no autocorrelation."""
    half = 1.128 / 2
    return [half, -half] * 10 + list(z), 20


@pytest.mark.parametrize(
    ("z", "alarms"),
    [
        ([3.1], [(20, "beyond_3_sigma")]),
        ([-2.1, 0.1, -2.2], [(22, "two_of_three_beyond_2")]),
        ([2.1, 0.1, -2.2], []),
        ([1.1, 1.2, -0.1, 1.3, 1.4], [(24, "four_of_five_beyond_1")]),
        ([-0.1] * 7, [(26, "eight_on_one_side")]),  # the last value of the reference counts
        ([0.1] * 7, []),
    ],
)
def test_each_western_electric_rule_sounds_where_its_pattern_ends(z, alarms):
    series, n = planted(z)
    assert [alarm for alarm in control_chart(series, n).alarms if alarm[0] >= 20] == alarms


def test_where_values_hang_together_only_rule_one_is_asked():
    series = np.sin(np.arange(40) / 4)
    chart = control_chart(series)
    assert chart.autocorrelation > 0.2
    assert {rule for _, rule in chart.alarms} <= {"beyond_3_sigma"}


def test_short_and_constant_series_raise_no_alarm():
    assert control_chart([4.0] * 20).alarms == ()
    assert np.isnan(control_chart([1, 9, 1]).sigma)


def test_a_planted_response_is_found_and_a_common_rise_is_none():
    rng = np.random.default_rng(1)
    rows = [
        (
            f"i{item}",
            item == 0,
            after,
            rng.normal(3.5 + 0.2 * after + 0.4 * after * (item == 0), 0.5),
        )
        for item in range(12)
        for after in (False, True)
        for _ in range(80)
    ]
    frame = pd.DataFrame(rows, columns=["item", "is_changed", "is_after", "rating"])
    found = response_effect(frame)
    assert found.lower < 0.4 < found.upper and found.lower > 0.1
    assert found.others_after - found.others_before == pytest.approx(0.2, abs=0.06)
    other = response_effect(frame.assign(is_changed=frame["item"] == "i3"))
    assert other.lower < 0 < other.upper
    with pytest.raises(WenmaiError, match="no ratings on one side"):
        response_effect(frame[frame["is_after"]])
