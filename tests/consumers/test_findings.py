"""What the pages say of their tables: the finding, and nothing that the rows do not hold."""

import pytest

from wenmai.consumers.pages import findings

YEAR = [{"period_start": f"2024-{m:02d}-01", "purchases": 10, "median": None} for m in (1, 2)]
AHEAD = [{"period_start": f"2025-{m:02d}-01", "purchases": None, "median": 12.0} for m in (1, 2)]


def best(**said):
    row = {"title": "杯", "seen_en": "seen before", "is_best": True, "is_extrapolated": False}
    return row | {"current_price_cny": 9.0, "price_cny": 12.0, "current_profit_cny": 100.0, **said}


def hit(method, rate, k=1):
    said = {"method_code": method, "k": k, "hit_rate": rate}
    return said | {"lower": rate - 0.02, "upper": rate + 0.02}


@pytest.mark.parametrize(
    ("say", "rows", "said"),
    [
        ("expected_purchases", YEAR, None),
        ("expected_purchases", YEAR[1:] + AHEAD, "In the next 2 periods about 24 purchases"),
        ("best_forecast", [{"method_code": "theta", "mae_ratio": 1.0}], "No method beats"),
        ("next_category", [hit("als", 0.5), hit("popularity", 0.48)], "No method is firmly"),
        ("next_category", [hit("als", 0.5), hit("popularity", 0.2)], "50 %; popularity 20 %"),
        ("next_category", [hit("als", 0.5)], None),
        ("bought_together", [{"lower": 0.9}], "No two items"),
        ("prices_follow", [best(profit_cny=100.4)], "No item would earn more"),
        ("prices_follow", [best(profit_cny=120.0, seen_en="extrapolated")], "No item would"),
        ("prices_follow", [best(profit_cny=120.0)], ": 1; 杯 most, 20 yuan"),
        ("price_of_item", [best(profit_cny=100.4)], "Today's 9.0 yuan"),
        ("price_of_item", [best(profit_cny=120.0, is_extrapolated=True)], "try it first"),
        ("reacts_most", [{"category_code": "a", "is_used": False}], "For none of 1"),
        ("spends_most", [{"mean_spent_cny": None}], None),
        ("moves", [{"price_change_share": None}], None),
        ("repairs", [{"lower": -0.1}, {"lower": None}], "none of 2"),
        ("withheld", [{"k_min": None}], None),
        ("erasures", [], "No request"),
    ],
)
def test_a_page_says_what_its_rows_hold(say, rows, said):
    found = getattr(findings, say)(rows)
    assert found is None if said is None else said in found


def test_chance_is_named_only_where_the_interval_leaves_it():
    row = {"lower": 0.4, "width": 0.2, "value_corrected": 0.5}
    said = [findings.beside_chance([row | {"value_by_chance": by}]) for by in (0.3, 0.45, 0.7)]
    assert [text.split(",")[1].split("(")[0].strip() for text in said] == [
        *("above chance", "no other than chance", "below chance")
    ]
