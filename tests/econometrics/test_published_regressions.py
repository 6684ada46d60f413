"""The demo study liaoning: its models find what was planted, and what P2 prints."""

import csv

import pytest

MODELS = {
    ("P2 Table 2", ""): "culture_development",
    ("P2 Table 3 Model 1", ""): "industrial_upgrading",
    ("P2 Table 3 Model 2", ""): "tertiary_upgrading",
    ("P2 Table 4", "center"): "tertiary_upgrading_in_center",
    ("P2 Table 4", "sub_node"): "tertiary_upgrading_in_sub_node",
    ("P2 Table 4", "edge"): "tertiary_upgrading_in_edge",
}
# Of Table 3 Model 2 the slope of employment cannot go with Table 4 (demo/README.md); constants of
# Table 4 depend on units that the paper does not print.
NOT_PLANTED = {
    "tertiary_upgrading/employment",
    "tertiary_upgrading_in_center/constant",
    "tertiary_upgrading_in_sub_node/constant",
    "tertiary_upgrading_in_edge/constant",
}


@pytest.fixture(scope="module")
def terms(demo_warehouse):
    rows = demo_warehouse.rows(
        "select model_code, term_code, coefficient, ci_low, ci_high, statistic_name"
        " from marts.fct_regression_terms"
        " where study_code = 'liaoning' and effect_type = 'coefficient'"
    )
    return {(row[0], row[1]): row[2:] for row in rows}


@pytest.fixture(scope="module")
def printed(demo_warehouse):
    rows = demo_warehouse.rows(
        "select table_or_figure, item_code, statistic, published_value, own_value, status,"
        " contradiction from quality.fct_published_comparison"
        " where paper = 'P2' and statistic like 'regression_%'"
    )
    return [row for row in rows if row[0] in {"Table 2", "Table 3", "Table 4"}]


def test_every_planted_coefficient_is_found(terms, project_dir):
    path = project_dir / "demo" / "truth" / "liaoning_regressions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        planted = list(csv.DictReader(file))
    assert len(planted) == 32
    for row in planted:
        model = MODELS[row["model"], row["region"]]
        coefficient, *_ = terms[model, row["regressor"]]
        assert coefficient == pytest.approx(float(row["coefficient"]), abs=0.003), row


def test_published_coefficients_lie_in_our_intervals(terms, printed):
    coefficients = [row for row in printed if row[2] == "regression_coefficient"]
    assert len(coefficients) == 36
    outside = set()
    for _, item, _, published, own, _, _ in coefficients:
        _, low, high, _ = terms[tuple(item.split("/"))]
        assert own is not None, item
        if not low <= published <= high:
            outside.add(item)
    assert outside <= NOT_PLANTED
    # 1.384 is five times what any region's own slope allows
    assert "tertiary_upgrading/employment" in outside


def test_published_coefficients_are_reproduced_to_their_last_digit(printed):
    coefficients = {row[1]: row[5] for row in printed if row[2] == "regression_coefficient"}
    different = {item for item, status in coefficients.items() if status != "reproduced"}
    assert different == NOT_PLANTED


def test_every_statistic_of_a_coefficient_is_called_t_or_z(terms, printed):
    assert {law for *_, law in terms.values()} == {"t", "z"}
    under_f = [row for row in printed if row[2] == "regression_t_value"]
    assert len(under_f) == 36
    assert all(row[4] is not None for row in under_f)
    negative = [row for row in under_f if row[3] < 0]
    assert negative and all("never negative" in row[6] for row in negative)


def test_the_two_printed_digital_coefficients_contradict_each_other(demo_warehouse):
    rows = dict(
        demo_warehouse.rows(
            "select table_or_figure, status from quality.fct_published_comparison"
            " where paper = 'P2' and statistic = 'regression_coefficient'"
            " and item_code = 'culture_development/digital_culture_income'"
        )
    )
    assert rows["Table 2"] == rows["Equation 7"] == "reproduced"
    assert rows["Abstract"] == "source inconsistent"


def test_every_model_of_the_demo_is_estimated(demo_warehouse):
    rows = demo_warehouse.rows(
        "select model_code, status, n_observations from marts.fct_model_status"
        " join marts.dim_models using (study_code, model_code)"
        " where study_code = 'liaoning' and dim_models.model_kind in ('panel', 'spatial_lag')"
    )
    assert {status for _, status, _ in rows} == {"estimated"}
    counts = {model: n for model, _, n in rows}
    assert counts["culture_development"] == 140
    assert counts["tertiary_upgrading_in_sub_node"] == 60


def test_the_scatter_of_figure_6_has_its_line_and_r_squared(demo_warehouse):
    (slope, r_squared), *_ = demo_warehouse.rows(
        "select regr_slope(actual_value, regressor_value), regr_r2(actual_value, regressor_value)"
        " from marts.fct_regression_fitted"
        " where study_code = 'liaoning' and model_code = 'digital_on_culture'"
    )
    (own_slope, own_r_squared), *_ = demo_warehouse.rows(
        "select coefficient, r_squared from marts.fct_regression_terms"
        " join marts.fct_regression_fit using (study_code, model_code)"
        " where study_code = 'liaoning' and model_code = 'digital_on_culture'"
        " and term_code = 'culture_income'"
    )
    assert slope == pytest.approx(own_slope)
    assert r_squared == pytest.approx(own_r_squared)
    assert 0.85 < r_squared < 0.97  # printed: 0.903


def test_the_location_quotient_is_one_over_the_whole_province(demo_warehouse):
    rows = demo_warehouse.rows(
        "select quotients.year, sum(quotients.observed_value * gdp.raw_value) / sum(gdp.raw_value)"
        " from marts.fct_variable_values as quotients"
        " join marts.fct_indicator_values as gdp using (study_code, unit_code, year)"
        " where study_code = 'liaoning' and variable_code = 'culture_agglomeration'"
        " and gdp.indicator_code = 'gdp' group by quotients.year"
    )
    assert len(rows) == 10
    for _, mean in rows:
        assert mean == pytest.approx(1)


def test_morans_i_stands_for_every_year_variable_and_weights(demo_warehouse):
    rows = demo_warehouse.rows(
        "select variable_code, weights_code, count(*), min(n_units),"
        " bool_and(status = 'estimated')"
        " from marts.fct_spatial_autocorrelation where study_code = 'liaoning' group by all"
    )
    assert sorted(rows) == [
        (variable, weights, 10, 14, True)
        for variable in ("culture_income", "digital_culture_income")
        for weights in ("nearest_cities", "travel_links")
    ]
