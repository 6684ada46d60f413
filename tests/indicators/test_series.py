"""Monthly and quarterly values: taken apart, compared, without their season, and as years."""

import math
from itertools import pairwise

import pandas as pd
import pytest

from wenmai.indicators.seasonal import adjust_series, seasonally_adjusted

SEASON = [0.9, 0.8, 0.95, 0.97, 1.0, 1.02, 1.0, 0.99, 1.05, 1.1, 1.05, 1.17]
YEARS = range(2019, 2024)


def month(year: int, number: int) -> float:
    """Return a value that grows by 5 % a year and has a season."""
    return 100 * 1.05 ** (year - 2019) * SEASON[number - 1]


def cell(year, first, last, value, **more):
    """Return a row of int_indicators__series_cells."""
    fixed = {
        "study_code": "s",
        "unit_code": "210000",
        "indicator_code": "retail",
        "is_flow": True,
        "to_year_code": "sum",
        "growth_of_code": None,
        "measure_unit": "亿元",
        "months_per_period": 1,
        "is_study_year": True,
        "source_file": "a.csv",
        "sheet_name": "",
        "row_number": 100 * (year - 2000) + last,
    }
    span = {"year": year, "first_month": first, "last_month": last, "value": value}
    return fixed | span | more


CELLS = [
    *(
        cell(year, 1, last, math.fsum(month(year, n) for n in range(1, last + 1)))
        for year in YEARS
        for last in range(2, 13)
    ),
    cell(
        *(2020, 3, 3, 4.5),
        indicator_code="retail_growth",
        is_flow=False,
        to_year_code=None,
        growth_of_code="retail",
        measure_unit="%",
    ),
]


@pytest.fixture(scope="module")
def series(compiled_models):
    """Return the rows of the mart by year and period, computed from totals since January."""
    rows = pd.DataFrame(CELLS)
    rows["growth_of_code"] = rows["growth_of_code"].astype("string")
    connection = compiled_models.run({"int_indicators__series_cells": rows}, ["fct_series_values"])
    found = connection.sql("select * from marts.fct_series_values").df()
    return {row["period_code"]: row for _, row in found.iterrows() if row["measure_unit"] != "%"}


def test_totals_since_january_become_single_months(series):
    assert len(series) == 5 * 11
    first = series["2020-01/02"]
    assert (first["period_kind"], first["origin_code"]) == ("span", "stated")
    assert first["value"] == pytest.approx(month(2020, 1) + month(2020, 2))
    for number in range(3, 13):
        row = series[f"2020-{number:02}"]
        assert row["value"] == pytest.approx(month(2020, number))
        assert (row["period_kind"], row["origin_code"]) == ("month", "from_cumulated")
    assert series["2020-12"]["cumulated_value"] == pytest.approx(
        math.fsum(month(2020, number) for number in range(1, 13))
    )


def test_growth_is_that_over_the_same_months_a_year_before(series):
    assert math.isnan(series["2019-03"]["growth_pct"])
    growths = [row["growth_pct"] for code, row in series.items() if code > "2020"]
    assert growths == pytest.approx([5] * 44)
    assert series["2020-03"]["stated_growth_pct"] == 4.5
    assert math.isnan(series["2020-04"]["stated_growth_pct"])


def test_the_season_is_taken_out(series):
    """What is left moves like the trend: 0.41 % a month, while the values move by up to 20 %."""
    adjusted = [series[code]["seasonally_adjusted_value"] for code in sorted(series)]
    steps = [other / one - 1 for one, other in pairwise(adjusted)]
    assert max(abs(step - (1.05 ** (1 / 11) - 1)) for step in steps) < 0.002


def test_january_and_february_are_added_up_where_one_year_has_them_together():
    rows = [
        cell(year, *span, month(year, span[0]))
        for year in YEARS
        for span in ([(n, n) for n in range(1, 13)] if year > 2020 else [(1, 2)])
    ]
    rows += [cell(year, n, n, month(year, n)) for year in (2019, 2020) for n in range(3, 13)]
    found = adjust_series(pd.DataFrame(rows))
    assert set(zip(found["first_month"], found["last_month"], strict=True)) == {
        (1, 2),
        *((n, n) for n in range(3, 13)),
    }
    assert len(found) == 5 * 11


def test_a_run_shorter_than_three_years_is_not_adjusted():
    rows = [cell(year, n, n, month(year, n)) for year in (2019, 2020, 2021) for n in range(1, 13)]
    assert len(adjust_series(pd.DataFrame(rows))) == 36
    without_one = [row for row in rows if (row["year"], row["first_month"]) != (2020, 6)]
    assert adjust_series(pd.DataFrame(without_one)).empty


def test_values_below_zero_are_adjusted_without_logarithms():
    values = [factor - 2 for _ in range(4) for factor in (1.0, 2.0, 3.0, 2.0)]
    assert seasonally_adjusted(values, 4) == pytest.approx([0] * 16, abs=1e-9)
