"""What the page of paths says of its pictures follows from their rows."""

from wenmai.paths.pages.findings import commonest, dimensions, grown, moved, trusted


def shares(*rows):
    return [
        {"year": year, "path_name_zh": name, "path_name_en": name, "path_share": share}
        for year, name, share in rows
    ]


def moves(*rows):
    return [
        {"from_zh": one, "from_en": one, "to_zh": other, "to_en": other, "n_transitions": n}
        for one, other, n in rows
    ]


def test_of_one_year_the_commonest_path_is_said():
    rows = shares((2024, "甲", 0.4), (2024, "乙", 0.6))
    assert grown(rows).text("zh") == "乙最多，占60%"
    assert commonest([]) is None


def test_a_path_without_units_in_a_year_counts_as_nothing():
    rows = shares((2018, "A", 0.25), (2018, "B", 0.75), (2024, "A", 0.5), (2024, "C", 0.5))
    assert grown(rows).text() == "In 6 years C grew from 0 % to 50 %; B shrank from 75 % to 0 %"


def test_paths_that_stay_as_they_are_make_no_finding():
    assert grown(shares((2018, "A", 1.0), (2024, "A", 1.0))) is None


def test_who_stays_and_where_the_others_go():
    rows = moves(("A", "A", 6), ("B", "B", 2), ("A", "B", 1), ("B", "A", 1), ("B", "C", 2))
    assert moved(rows).text() == (
        "67 % stay on their path in the next year; most who leave go from B to C (2 times)"
    )
    assert moved(moves(("A", "A", 6))).text("zh") == "100%的地区下一年仍在原路径"
    assert moved([]) is None


def test_trust_is_said_of_cities_never_seen_and_not_claimed_within_the_interval():
    row = {"scheme_code": "grouped_by_unit", "accuracy": 0.85, "baseline_accuracy": 0.25}
    assert "判对85%" in trusted([{**row, "accuracy_p05": 0.8}]).text("zh")
    assert "not firmly more" in trusted([{**row, "accuracy_p05": 0.2}]).text()
    assert trusted([{**row, "accuracy_p05": None}]) is None
    assert trusted([]) is None


def test_one_dimension_is_neither_highest_nor_lowest():
    rows = [{"dimension_name_zh": name, "dimension_name_en": name} for name in ("A", "B", "C")]
    assert dimensions(rows).text() == "A is highest on average, C lowest"
    assert dimensions(rows[:1]) is None
