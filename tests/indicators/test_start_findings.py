"""No sentence of the start page says more than the intervals allow."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from wenmai.indicators.pages import findings


def city(name: str, best: int | None, worst: int | None, **more: Any) -> dict[str, Any]:
    names = {"unit_name_zh": f"{name}市", "unit_name_en": name}
    return {**names, "rank_p05": best, "rank_p95": worst, "is_score_inside": True, **more}


@pytest.mark.parametrize(
    ("rows", "zh", "en"),
    [
        (
            [city("A", 1, 1), city("B", 2, 5)],
            "A市领先，换成其他合理的方法也居首位",
            "A leads, under every sensible method",
        ),
        ([city("A", 1, 2), city("B", 2, 5)], "A市领先", "A leads"),
        ([city("A", 1, 3), city("B", 1, 4)], "A市、B市都可能居首", "A and B may each be first"),
        # the method of the study puts A first, hardly any other does
        ([city("A", 2, 4), city("B", 1, 2)], "A市、B市都可能居首", "A and B may each be first"),
        ([city("A", 2, 4), city("B", 2, 3)], "A市得分最高", "A has the highest score"),
        ([city("A", None, None), city("B", 1, 2)], "A市得分最高", "A has the highest score"),
        (
            [city("A", 1, 2), city("B", 2, 3), city("C", 2, 6), city("D", 4, 6)],
            "A市领先；B市、C市争第二",
            "A leads; B and C contend for second place",
        ),
    ],
)
def test_who_leads(rows, zh, en):
    finding, _ = findings.who_leads(rows)
    assert (finding.text("zh"), finding.text("en")) == (zh, en)


def test_a_score_outside_its_interval_is_explained_where_it_is_seen():
    _, how = findings.who_leads([city("A", 1, 2, is_score_inside=False), city("B", 2, 3)])
    assert "A市的得分落在自己的区间之外" in how.text("zh")
    assert "A lies outside its own interval" in how.text("en")


def mover(name: str, first: int, last: int, *intervals: int | None) -> dict[str, Any]:
    ends = dict(
        zip(
            ("first_p05", "first_p95", "last_p05", "last_p95"),
            intervals or (None,) * 4,
            strict=True,
        )
    )
    years = {"first_year": 2018, "last_year": 2024}
    names = {"unit_name_zh": f"{name}市", "unit_name_en": name}
    return {**names, **years, **ends, "last_rank": last, "rank_gain": first - last}


def test_who_moved_names_the_furthest_and_whether_the_intervals_part():
    moves = findings.who_moved(
        [mover("A", 9, 2, 8, 10, 1, 3), mover("B", 1, 4, 1, 3, 3, 5), mover("C", 5, 5)]
    )
    assert moves.finding.text() == "In 6 years A rose by 7 places and B fell by 3"
    assert moves.riser["unit_name_en"] == "A"
    first, second, _ = (said.text() for said in moves.how_sure)
    assert first == "A went from places 8–10 to places 1–3: the two intervals do not overlap."
    assert "B went from places 1–3 to places 3–5: the two intervals overlap" in second


def test_who_moved_says_when_nobody_did_and_when_only_one_side_did():
    assert findings.who_moved([mover("A", 1, 1), mover("B", 2, 2)]).riser is None
    stays = findings.who_moved([mover("A", 1, 1), mover("B", 2, 2)]).finding
    assert stays.text() == "In 6 years no place has changed"
    rises = findings.who_moved([mover("A", 3, 1), mover("B", 2, 2)]).finding
    assert rises.text() == "In 6 years A rose by 2 places"
    falls = findings.who_moved([mover("A", 1, 3), mover("B", 2, 2)])
    assert (falls.finding.text(), falls.riser) == ("In 6 years A fell by 2 places", None)


def part(name: str, change: float) -> dict[str, Any]:
    return {"dimension_name_zh": name, "dimension_name_en": name, "score_change": change}


def test_why_names_the_dimension_only_where_the_score_rose():
    unit = city("A", 1, 1)
    finding, how = findings.why_it_rose(unit, [part("市场", 0.2), part("政策", -0.05)])
    assert finding.text("zh") == "A市的上升主要来自市场"
    assert "+0.150" in how.text()
    finding, how = findings.why_it_rose(unit, [part("市场", 0.1), part("政策", -0.2)])
    assert finding.text() == "A rose although its score did not: others fell further"
    assert "−0.100" in how.text("zh")


def test_a_direction_is_said_only_where_the_correlation_is_firm():
    def place(latitude: float, longitude: float, score: float) -> dict[str, float]:
        return {"latitude": latitude, "longitude": longitude, "innovation_score": score}

    south = [place(40 + n, 120 + n % 3, -n) for n in range(12)]
    assert findings.where_it_is_high(south).text("zh") == "南高北低"
    east = [place(40 + n % 2, 120 + n, n) for n in range(12)]
    assert findings.where_it_is_high(east).text() == "Higher in the east"
    assert "no direction" in findings.where_it_is_high(south[:9]).text()


@pytest.mark.parametrize("n", [10, 36, 300])
def test_the_correlation_is_that_of_scipy_with_ties(n):
    random = np.random.default_rng(n)
    one = random.integers(0, 20, n).astype(float)
    other = one + random.normal(size=n) * 8
    expected = spearmanr(one, other)
    found = findings.spearman(one.tolist(), other.tolist())
    assert found == pytest.approx((expected.statistic, expected.pvalue), rel=1e-9)
    assert findings.spearman([1.0] * n, other.tolist()) == (0.0, 1.0)


def test_provinces_and_weights_are_named_only_where_there_are_several():
    def mean(name: str, year: int, score: float) -> dict[str, Any]:
        names = {"province_name_zh": name, "province_name_en": None}
        return {**names, "year": year, "mean_score": score}

    rows = [
        mean("甲", 2018, 0.5),
        mean("乙", 2018, 0.2),
        mean("甲", 2024, 0.6),
        mean("乙", 2024, 0.5),
    ]
    said = findings.provinces(rows).text()
    assert said == "甲 has the highest mean; in 6 years 乙 rose most (+0.300)"
    assert findings.provinces(rows[2:]) is None
    weights = [
        {
            "indicator_name_zh": f"标{n}",
            "indicator_name_en": f"I{n}",
            "entropy_weight": 0.3 - n / 25,
        }
        for n in range(7)
    ]
    assert findings.heaviest(weights).text() == "I0, I1 and I2 carry 78 % of the weight"
    assert findings.heaviest(weights[:6]) is None
