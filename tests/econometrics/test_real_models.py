"""The models of the example study northeast_cities on the real files: what can be said, and not."""

import pytest

pytestmark = [pytest.mark.real, pytest.mark.slow]


@pytest.fixture(scope="module")
def cities(real_warehouse):
    """Return the warehouse of real files: only northeast_cities declares regressions."""
    return real_warehouse


def test_every_declared_model_is_estimated_and_says_what_it_left_out(cities):
    rows = cities.rows(
        "select model_code, status, reason, n_observations, n_units from marts.fct_model_status"
        " where study_code = 'northeast_cities'"
    )
    assert {status for _, status, *_ in rows} == {"estimated"}
    found = {model: (n, units) for model, _, _, n, units in rows}
    assert len(found) == 6
    assert found["gdp_and_its_sources"] == (511, 34)
    assert all("a value is missing" in reason for _, _, reason, _, _ in rows)


def test_without_year_effects_the_cities_move_together(cities):
    statistics = dict(
        cities.rows(
            "select model_code, statistic from marts.fct_regression_tests"
            " where test_code = 'pesaran_cd'"
        )
    )
    assert statistics["gdp_dependence_of_cities"] > 10
    assert abs(statistics["gdp_and_its_sources"]) < 3


def test_what_goes_with_gdp_has_the_sign_it_has_elsewhere(cities):
    terms = {
        (model, term): (low, high)
        for model, term, low, high in cities.rows(
            "select model_code, term_code, ci_low, ci_high from marts.fct_regression_terms"
        )
    }
    low, high = terms["gdp_and_its_sources", "loans"]
    assert 0 < low < high < 1
    # road area per resident and investment say nothing once cities and years have their effects
    for term in ("road_area_per_person", "fdi"):
        low, high = terms["gdp_and_its_sources", term]
        assert low < 0 < high


def test_real_gdp_goes_with_that_of_the_neighbours_beyond_common_years(cities):
    ((rho, low, high),) = cities.rows(
        "select coefficient, ci_low, ci_high from marts.fct_regression_terms"
        " where term_code = 'spatial_lag'"
    )
    assert 0.3 < low < rho < high < 0.75


def test_morans_i_shows_the_row_by_which_gdp_of_2011_slipped(cities):
    by_year = dict(
        cities.rows(
            "select year, morans_i from marts.fct_spatial_autocorrelation"
            " where variable_code = 'gdp' and weights_code = 'nearest'"
        )
    )
    assert len(by_year) == 17
    assert by_year[2011] < min(by_year[2010], by_year[2012]) - 0.05


def test_the_structure_of_neighbours_grows_alike(cities):
    by_year = {
        year: (value, p)
        for year, value, p in cities.rows(
            "select year, morans_i, p_value from marts.fct_spatial_autocorrelation"
            " where variable_code = 'industrial_upgrading' and weights_code = 'nearest'"
        )
    }
    assert by_year[2007][1] > 0.05
    assert by_year[2023][0] > 0.4 and by_year[2023][1] < 0.001


def test_financial_depth_knows_no_neighbours(cities):
    p_values = [
        p
        for (p,) in cities.rows(
            "select p_value from marts.fct_spatial_autocorrelation"
            " where variable_code = 'financial_depth'"
        )
    ]
    assert len(p_values) == 34
    assert sum(p < 0.05 for p in p_values) <= 3
