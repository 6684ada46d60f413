"""VAR on the national tourism series: twenty real years, COVID in them."""

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def tourism(real_warehouse):
    """Return the warehouse of real files: only national_tourism declares VARs."""
    return real_warehouse


def test_a_model_with_more_lags_than_years_is_refused_and_the_others_run(tourism):
    found = {
        model: (status, code, years, missing, reason)
        for model, status, code, years, missing, reason in tourism.rows(
            "select model_code, status, reason_code, n_years, n_missing, reason"
            " from marts.fct_model_status where study_code = 'national_tourism'"
        )
    }
    assert {model: row[:2] for model, row in found.items()} == {
        "growth": ("estimated", None),
        "growth_before_2020": ("estimated", None),
        "inbound": ("estimated", None),
        "too_many_lags": ("refused", "too_few_observations"),
    }
    assert "do not carry 5 lags of 3 variables, they allow at most 3" in found["too_many_lags"][4]
    assert "13 rows leave 6 degrees of freedom" in found["growth_before_2020"][4]
    # 2004 has no growth rate; 2020 to 2022 no inbound trips, so 2023 has no growth of them
    assert found["inbound"][2:4] == (15, 5)


def test_the_years_of_covid_make_trips_many_times_harder_to_forecast(tourism):
    error = dict(
        tourism.rows(
            "select distinct model_code, forecast_se from marts.fct_variance_decomposition"
            " where variable_code = 'trips' and period = 0"
        )
    )
    assert error["growth"] > 5 * error["growth_before_2020"]


def test_income_and_trips_move_together_within_the_year_with_and_without_covid(tourism):
    rows = tourism.rows(
        "select model_code, response_code, lower from marts.fct_impulse_responses"
        " where response_kind = 'orthogonalized' and impulse_code = 'income' and period = 0"
        " and model_code in ('growth', 'growth_before_2020') and response_code <> 'income'"
    )
    assert len(rows) == 4
    assert all(lower > 0 for *_, lower in rows)


def test_after_three_years_no_response_to_another_variable_is_told_from_zero(tourism):
    rows = tourism.rows(
        "select model_code, impulse_code, response_code, period, lower, upper"
        " from marts.fct_impulse_responses where response_kind = 'orthogonalized'"
        " and model_code = 'growth_before_2020' and impulse_code <> response_code and period >= 3"
    )
    assert len(rows) == 6 * 8
    assert all(lower <= 0 <= upper for *_, lower, upper in rows)


def test_differences_have_no_cointegration_table(tourism):
    assert tourism.rows("select count(*) from marts.fct_cointegration") == [(0,)]
