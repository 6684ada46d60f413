"""Conditional paths: by hand, and against the smoother of statsmodels."""

import numpy as np
import pytest

from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.estimate import fit_least_squares
from wenmai.econometrics.var.scenarios import conditional_errors, forecast, held_paths


@pytest.fixture(scope="module")
def series():
    rng = np.random.default_rng(3)
    a1 = np.array([[0.5, 0.1, 0.0], [0.3, 0.4, -0.2], [0.0, 0.2, 0.3]])
    a2 = np.array([[0.1, 0.0, 0.1], [0.0, -0.2, 0.0], [0.1, 0.1, 0.0]])
    factor = np.array([[1.0, 0.0, 0.0], [0.5, 0.8, 0.0], [-0.3, 0.2, 0.6]])
    made = np.zeros((90, 3))
    for t in range(2, 90):
        made[t] = 1 + a1 @ made[t - 1] + a2 @ made[t - 2] + factor @ rng.normal(size=3)
    return made[10:]


def test_a_held_variable_moves_the_others_as_the_kalman_smoother_says(series):
    from statsmodels.tsa.api import VAR
    from statsmodels.tsa.statespace.varmax import VARMAX

    horizon = 6
    design = Design(np.ones((1, len(series)), dtype=bool), lags=2, n_variables=3, trend="c")
    fit = fit_least_squares(series[None], design)
    expected = forecast(fit, series, horizon)
    theirs = VAR(series).fit(2, trend="c")
    assert expected == pytest.approx(theirs.forecast(series[-2:], horizon + 1))
    paths = held_paths(fit.matrices, fit.covariance, horizon)
    errors = conditional_errors(fit.matrices, fit.covariance, horizon)
    factor = np.linalg.cholesky(fit.covariance)
    coefficients = np.concatenate([*fit.matrices], axis=1)
    parameters = [*fit.constants[0, 0], *coefficients.ravel(), *factor[np.tril_indices(3)]]
    for place in range(3):
        future = np.full((horizon + 1, 3), np.nan)
        future[:, place] = expected[:, place] + 0.7
        model = VARMAX(np.vstack([series, future]), order=(2, 0), trend="c")
        smoothed = model.smooth(parameters, transformed=True)
        states = smoothed.smoothed_state[:3, -horizon - 1 :].T
        spread = smoothed.smoothed_state_cov[:3, :3, -horizon - 1 :]
        assert expected + 0.7 * paths[:, :, place] == pytest.approx(states, abs=1e-6)
        said = np.sqrt(np.maximum(np.diagonal(spread), 0))
        assert errors[:, :, place] == pytest.approx(said, abs=1e-4)


def test_a_batch_of_models_is_computed_as_each_alone():
    rng = np.random.default_rng(1)
    matrices = rng.normal(0, 0.2, (5, 2, 3, 3))
    roots = rng.normal(size=(5, 3, 3))
    covariances = roots @ roots.transpose(0, 2, 1) + np.eye(3)
    whole = held_paths(matrices, covariances, 4)
    for place in range(5):
        assert whole[place] == pytest.approx(held_paths(matrices[place], covariances[place], 4))
    assert (whole[:, :, range(3), range(3)] == 1).all()


def test_a_model_of_one_series_has_its_path_over_time_and_is_chosen_as_its_deviation_is():
    import duckdb

    from wenmai.atlas.studies import StudyInfo
    from wenmai.atlas.warehouse import Warehouse
    from wenmai.econometrics.pages.scenarios import scenario_blocks

    names = {"gdp": {"zh": "产值", "en": "GDP"}, "rd": {"zh": "研发", "en": "R&D"}}
    with duckdb.connect() as connection:
        connection.execute("""
            create schema marts;
            create table marts.dim_models as
            select 's' as study_code, unnest(['m', 'p']) as model_code, '模型' as model_name_zh,
                'Model' as model_name_en;
            create table marts.fct_scenarios as
            select study_code, model_code, unnest(['gdp', 'rd']) as held_code,
                'rd' as variable_code, 0 as period, 2025 as year, 1e0 as shock_size,
                0.2 as value, 0.1 as lower,
                0.3 as upper, case when model_code = 'm' then 5e0 end as forecast,
                case when model_code = 'm' then 5.2 end as path
            from marts.dim_models
        """)
        warehouse, study = (
            Warehouse(connection),
            StudyInfo("s", "研究", "Study", "", True, 2001, 2024, 1, 2),
        )
        deviation, path = scenario_blocks(warehouse, study, names)
        assert path.choosers == deviation.choosers and path.where == deviation.where
        assert path.choosers[1].choices == [("gdp", "产值", "GDP"), ("rd", "研发", "R&D")]
        assert path.answer.column("path_lower") == [5.1, 5.1, None, None]
        connection.execute("update marts.fct_scenarios set forecast = null")
        assert len(scenario_blocks(Warehouse(connection), study, names)) == 1
