"""Every number of the papers' tables is there, as printed."""

import csv

import pytest


@pytest.fixture(scope="module")
def results(seeds_dir):
    path = seeds_dir / "reference" / "published_results.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(results, paper, place, **wanted):
    return [
        float(row["value"])
        for row in results
        if row["paper"] == paper
        and row["table_or_figure"] == place
        and all(row[key] == value for key, value in wanted.items())
    ]


@pytest.mark.parametrize(
    ("paper", "place", "count"),
    [
        ("P1", "Figure 4", 5),
        ("P1", "Figure 5", 6),
        ("P1", "Figure 6", 11),
        ("P1", "Table 5", 5),
        ("P1", "Figure 7", 5),
        ("P2", "Table 1", 75),  # 14 cities and the average, five measures
        ("P2", "Table 2", 24),  # six terms with three numbers, three R², three of the Wald test
        ("P2", "Table 3", 42),  # six terms, two models, three numbers, and the fit
        ("P2", "Table 4", 63),  # six terms, three regions, three numbers, and the fit
        ("P2", "Table 5", 44),  # eleven periods, four columns
    ],
)
def test_a_table_is_there_in_full(results, paper, place, count):
    assert len(printed(results, paper, place)) == count


def test_path_shares_of_figure_4_make_up_the_whole(results):
    assert sum(printed(results, "P1", "Figure 4")) == pytest.approx(100)


def test_heilongjiangs_path_shares_make_up_the_whole(results):
    assert sum(printed(results, "P1", "Figure 6", unit_code="230000")) == pytest.approx(100)


def test_variance_shares_of_every_period_make_up_the_whole(results):
    for period in range(11):
        shares = [
            float(row["value"])
            for row in results
            if (row["table_or_figure"], row["statistic"]) == ("Table 5", "variance_share")
            and row["item_code"].endswith(f"/{period}")
        ]
        assert len(shares) == 3
        assert sum(shares) == pytest.approx(100, abs=0.021), period


def test_table_1_keeps_the_contradiction_of_its_source(results):
    cities = [row for row in results if row["table_or_figure"] == "Table 1" and row["unit_code"]]

    def total(statistic):
        return sum(float(row["value"]) for row in cities if row["statistic"] == statistic)

    assert (total("out_degree"), total("in_degree")) == (41, 36)


def test_the_two_printed_digital_coefficients_are_kept_apart(results):
    item = "culture_development/digital_culture_income"
    coefficient = {"statistic": "regression_coefficient", "item_code": item}
    assert printed(results, "P2", "Abstract", **coefficient) == [0.7056]
    assert printed(results, "P2", "Table 2", **coefficient) == [0.756]
