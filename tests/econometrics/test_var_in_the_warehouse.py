"""VAR of the demo: what was planted is found, what P2 prints lies where the intervals say."""

import csv

import pytest

MODEL = "digital_upgrading"
CORRECTED = "digital_upgrading_corrected"
NAMES = {
    "digital_culture_income": "ln_dt",
    "design_service_share": "ln_wsb",
    "culture_service_share": "ln_wfb",
}


@pytest.fixture(scope="module")
def truth(project_dir):
    def read(name):
        path = project_dir / "demo" / "truth" / f"{name}.csv"
        with path.open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture(scope="module")
def responses(demo_warehouse):
    rows = demo_warehouse.rows(
        "select model_code, impulse_code, response_code, period, eviews_period, value, lower, upper"
        " from marts.fct_impulse_responses where response_kind = 'orthogonalized'"
    )
    return {(*row[:4],): row[4:] for row in rows if row[0] in {MODEL, CORRECTED}}


@pytest.fixture(scope="module")
def shares(demo_warehouse):
    rows = demo_warehouse.rows(
        "select model_code, variable_code, shock_code, period, share, lower, upper, forecast_se"
        " from marts.fct_variance_decomposition"
    )
    return {(*row[:4],): row[4:] for row in rows if row[0] in {MODEL, CORRECTED}}


def test_the_planted_matrix_is_found(demo_warehouse, truth):
    found = {
        (equation, regressor): coefficient
        for equation, regressor, coefficient in demo_warehouse.rows(
            "select equation_code, regressor_code, coefficient from marts.fct_var_coefficients"
            f" where model_code = '{MODEL}'"
        )
    }
    planted = {
        (NAMES[row["row_variable"]], NAMES[row["column_variable"]]): float(row["value"])
        for row in truth("liaoning_var")
        if row["matrix"] == "phi"
    }
    # what is left is the rounding of the yearbook's shares to three decimals
    assert found == pytest.approx(planted, abs=6e-4)


def test_the_planted_responses_and_shares_are_found(responses, shares, truth):
    for row in truth("liaoning_responses"):
        variable, shock = NAMES[row["variable"]], NAMES[row["shock"]]
        period = int(row["period"])
        eviews_period, value, *_ = responses[MODEL, shock, variable, period]
        share, *_ = shares[MODEL, variable, shock, period]
        assert value == pytest.approx(float(row["response"]), abs=1e-4)
        assert share == pytest.approx(float(row["variance_share"]), abs=1e-3)
        assert eviews_period == period + 1


def test_published_responses_lie_in_the_intervals(demo_warehouse, responses):
    printed = demo_warehouse.rows(
        "select item_code, published_value, own_value from quality.fct_published_comparison"
        " where paper = 'P2' and statistic = 'impulse_response'"
    )
    assert len(printed) == 9
    for item, value, own in printed:
        impulse, response, period = item.split("/")
        for model in (MODEL, CORRECTED):
            _, _, lower, upper = responses[model, impulse, response, int(period)]
            assert lower <= value <= upper, (model, item)
        assert own == pytest.approx(value, abs=0.0015), item


def test_published_variance_shares_lie_in_the_intervals(demo_warehouse, shares):
    printed = demo_warehouse.rows(
        "select item_code, published_value, own_value from quality.fct_published_comparison"
        " where paper = 'P2' and statistic = 'variance_share'"
    )
    assert len(printed) == 38
    for item, value, own in printed:
        variable, shock, period = item.split("/")
        _, lower, upper, _ = shares[MODEL, variable, shock, int(period)]
        assert 100 * lower - 0.2 <= value <= 100 * upper, item
        assert own == pytest.approx(value, abs=2.4), item


def test_the_published_forecast_error_cannot_come_from_the_published_responses(demo_warehouse):
    """With its own responses P2's last forecast error would be 0.102, not 0.224."""
    printed = {
        item: (value, own)
        for item, value, own in demo_warehouse.rows(
            "select item_code, published_value, own_value from quality.fct_published_comparison"
            " where paper = 'P2' and statistic = 'forecast_se'"
        )
    }
    assert len(printed) == 11
    assert printed["ln_wfb/0"] == (0.0761, pytest.approx(0.074, abs=5e-4))
    assert printed["ln_wfb/10"] == (0.2240, pytest.approx(0.1022, abs=5e-4))


def test_the_correction_moves_the_roots_up(demo_warehouse):
    moduli = dict(
        demo_warehouse.rows(
            "select model_code, max(modulus) from marts.fct_var_stability"
            f" where model_code in ('{MODEL}', '{CORRECTED}') group by model_code"
        )
    )
    assert moduli[MODEL] == pytest.approx(0.985, abs=1e-3)
    assert moduli[MODEL] < moduli[CORRECTED] < 1


def test_intervals_hold_the_estimates_they_belong_to(responses, shares):
    for found in (responses, shares):
        inside = []
        for key, numbers in found.items():
            value, lower, upper = numbers[1:4] if found is responses else numbers[:3]
            assert lower <= upper, key
            inside.append(lower - 1e-9 <= value <= upper + 1e-9)
        assert sum(inside) >= 0.97 * len(inside)


def test_a_held_variable_stays_where_it_is_held(demo_warehouse):
    held, other, n_models = demo_warehouse.rows(
        "select count(*) filter (held_code = variable_code and value = shock_size and path_se = 0),"
        " count(*) filter (held_code != variable_code and path_se > 0 and lower <= upper),"
        " count(distinct model_code) from marts.fct_scenarios where study_code = 'liaoning'"
    )[0]
    assert n_models >= 2
    assert (held, other) == (n_models * 3 * 11, n_models * 6 * 11)


def test_a_model_says_its_order_and_what_became_of_it(demo_warehouse):
    (row,) = demo_warehouse.rows(
        "select model_kind, formula, effects from marts.dim_models"
        f" where study_code = 'liaoning' and model_code = '{CORRECTED}'"
    )
    assert row == (
        "panel_var",
        "ln_dt, ln_wsb, ln_wfb; 1 lag",
        "within, ols, constant (c), bias corrected by bootstrap",
    )
    rows = demo_warehouse.rows(
        "select model_code, status, n_observations, n_units, n_years, n_missing"
        " from marts.fct_model_status where model_kind = 'panel_var' order by model_code"
    )
    assert rows == [
        (MODEL, "estimated", 140, 14, 10, 0),
        (CORRECTED, "estimated", 140, 14, 10, 0),
    ]


def test_codes_of_variables_have_names(demo_warehouse):
    rows = demo_warehouse.rows(
        "select variable_code, variable_name_zh, is_logged from marts.dim_var_variables"
        f" where study_code = 'liaoning' and model_code = '{MODEL}' order by variable_position"
    )
    assert rows == [
        ("ln_dt", "数字文化产业营业收入", True),
        ("ln_wsb", "创意设计服务增加值占比", True),
        ("ln_wfb", "文化服务业增加值占比", True),
    ]


def test_the_order_of_the_variables_matters_to_the_published_table(shares):
    """P2 gives ln WSB a share in ln WFB at impact: it stands before it."""
    share, *_ = shares[MODEL, "ln_wfb", "ln_wsb", 0]
    assert share > 0
    other, *_ = shares[MODEL, "ln_wsb", "ln_wfb", 0]
    assert other == 0
