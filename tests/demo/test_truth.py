"""The truth of the demo is what the papers print, checked apart from the generator."""

import numpy as np
import pandas as pd
import pytest

from wenmai.settings import Settings

PROVINCES = {"21": (0.421, 0.642), "22": (0.389, 0.587), "23": (0.372, 0.551)}  # P1 Fig 5
DIMENSIONS = {  # P1 Fig 7
    "policy_support": 0.67,
    "resource_transformation": 0.61,
    "technology_empowerment": 0.69,
    "subject_collaboration": 0.58,
    "market_realization": 0.52,
}
PATHS = {  # P1 Fig 4
    "technology": 0.278,
    "policy": 0.226,
    "resource": 0.189,
    "collaboration": 0.163,
    "market": 0.144,
}
PROVINCE_PATHS = {  # P1 Fig 6, what it prints
    ("21", "technology"): 0.314,
    ("21", "policy"): 0.208,
    ("21", "market"): 0.186,
    ("22", "policy"): 0.269,
    ("22", "technology"): 0.257,
    ("22", "resource"): 0.203,
    ("23", "resource"): 0.246,
    ("23", "technology"): 0.241,
    ("23", "policy"): 0.227,
    ("23", "collaboration"): 0.190,
    ("23", "market"): 0.096,
}


@pytest.fixture(scope="module")
def truth():
    folder = Settings.from_env({}).project_dir / "demo" / "truth"

    def table(name: str) -> pd.DataFrame:
        return pd.read_csv(folder / f"{name}.csv", dtype={"unit_code": str})

    return table


def index_of(values: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """Compute the index column by column with pandas; return scores and weighted columns."""
    z = {}
    for code, column in values.items():
        kept = column.clip(column.quantile(0.01), column.quantile(0.99))
        share = (kept - kept.min()) / (kept.max() - kept.min())
        z[code] = 1 - share if code == "engel_coefficient" else share
    frame = pd.DataFrame(z)
    divergence = {}
    for code, column in frame.items():
        p = column[column > 0] / column.sum()
        divergence[code] = 1 + float((p * np.log(p)).sum()) / np.log(len(column))
    weights = pd.Series(divergence) / sum(divergence.values())
    return frame.mul(weights).sum(axis=1), frame.mul(weights)


def test_province_means_of_the_true_index_rise_as_published(truth):
    values = truth("northeast_values").set_index(["unit_code", "year"])
    scores = index_of(values)[0].rename("score").reset_index()
    means = scores.groupby([scores["unit_code"].str[:2], "year"])["score"].mean().unstack()
    for province, (first, last) in PROVINCES.items():
        assert means.loc[province, 2018] == pytest.approx(first, abs=0.01)
        assert means.loc[province, 2024] == pytest.approx(last, abs=0.01)
        assert means.loc[province].is_monotonic_increasing


def test_the_faults_hardly_move_the_index(truth):
    values = truth("northeast_values").set_index(["unit_code", "year"])
    observed = truth("northeast_latent").set_index(["unit_code", "year"])["innovation_score"]
    assert (index_of(values)[0] - observed).abs().max() < 0.05
    assert (index_of(values)[0] - observed).abs().mean() < 0.002


def test_dimension_means_of_the_last_year_are_the_published_ones(truth):
    latent = truth("northeast_latent")
    last = latent[latent["year"] == 2024]
    for dimension, published in DIMENSIONS.items():
        assert last[f"{dimension}_score"].mean() == pytest.approx(published, abs=0.01)


def test_paths_have_the_published_shares(truth):
    latent = truth("northeast_latent")
    shares = latent["path_code"].value_counts(normalize=True)
    for path, published in PATHS.items():
        assert shares[path] == pytest.approx(published, abs=0.005)
    province = latent["unit_code"].str[:2]
    for (code, path), published in PROVINCE_PATHS.items():
        share = (latent.loc[province == code, "path_code"] == path).mean()
        assert share == pytest.approx(published, abs=0.005)
    changchun = latent[(latent["unit_code"] == "220100") & (latent["year"] == 2024)]
    assert changchun["path_code"].item() == "technology"


def test_paths_stand_in_the_order_of_table_5(truth):
    means = truth("northeast_latent").groupby("path_code")["innovation_score"].mean()
    order = ["technology", "policy", "resource", "collaboration", "market"]
    assert list(means.sort_values(ascending=False).index) == order


def test_paths_show_in_the_dimension_scores(truth):
    latent = truth("northeast_latent")
    scores = latent[[f"{dimension}_score" for dimension in DIMENSIONS]]
    largest = ((scores - scores.mean()) / scores.std()).idxmax(axis=1)
    dimension_of = {
        "policy": "policy_support_score",
        "resource": "resource_transformation_score",
        "technology": "technology_empowerment_score",
        "collaboration": "subject_collaboration_score",
        "market": "market_realization_score",
    }
    # By chance one in five; not always, or a classifier would have nothing to learn.
    assert 0.75 < (largest == latent["path_code"].map(dimension_of)).mean() < 0.95


def test_incomes_of_shenyang_and_dalian_are_the_published_ones(truth):
    values = truth("liaoning_values").set_index(["unit_code", "year"])
    for unit, culture, digital in (
        ("210100", (8.564, 13.651), (12.457, 42.029)),
        ("210200", (7.216, 11.893), (9.877, 33.323)),
    ):
        for year, income, digital_income in zip((2015, 2024), culture, digital, strict=True):
            cell = values.loc[(unit, year)]
            assert cell["culture_income"] / 1e5 == pytest.approx(income, abs=1e-3)  # bn yuan
            assert cell["digital_culture_income"] / 1e5 == pytest.approx(digital_income, abs=1e-3)
    whole = values.groupby("year")["culture_income"].sum()
    assert -0.09 < whole[2020] / whole[2019] - 1 < -0.03  # "about 5 %"


def slopes_of(values, dependent, regressors, estimator, rows=None):
    """Least squares of logs: pooled, or within units."""
    logs = np.log(values if rows is None else values[rows])
    y, x = logs[dependent], logs[regressors]
    if estimator == "fixed_effects":
        units = logs.index.get_level_values("unit_code")
        y, x = y - y.groupby(units).transform("mean"), x - x.groupby(units).transform("mean")
        return dict(zip(regressors, np.linalg.lstsq(x, y, rcond=None)[0], strict=True))
    x = x.assign(constant=1.0)
    return dict(zip(x.columns, np.linalg.lstsq(x, y, rcond=None)[0], strict=True))


def test_least_squares_finds_the_coefficients_of_p2(truth):
    values = truth("liaoning_values").set_index(["unit_code", "year"])
    share = values["culture_income"] / values["gdp"]
    total = values.groupby("year")[["culture_income", "gdp"]].transform("sum")
    values["culture_agglomeration"] = share / (total["culture_income"] / total["gdp"])
    region = truth("liaoning_cities").set_index("unit_code")["region"]
    planted = truth("liaoning_regressions").fillna({"region": ""})
    for (_, dependent, where, estimator), terms in planted.groupby(
        ["model", "dependent", "region", "estimator"]
    ):
        drivers = [term for term in terms["regressor"] if term != "constant"]
        if estimator == "pooled":
            drivers.insert(2, "employment")
        in_region = values.index.get_level_values("unit_code").map(region) == where
        rows = in_region if where else np.full(len(values), True)
        for tried in ("pooled", "fixed_effects") if estimator == "any" else (estimator,):
            found = slopes_of(values, dependent, drivers, tried, rows)
            for _, term in terms.iterrows():
                if term["regressor"] in found:
                    expected = pytest.approx(term["coefficient"], abs=0.003)
                    assert found[term["regressor"]] == expected, (dependent, where, tried)


def test_the_panel_var_has_the_published_responses(truth):
    variables = ["digital_culture_income", "design_service_share", "culture_service_share"]
    values = truth("liaoning_values").set_index(["unit_code", "year"])
    logs = np.log(values[variables]).to_numpy().reshape(14, 10, 3)
    now, before = (
        (part - part.mean(axis=1, keepdims=True)).reshape(-1, 3)
        for part in (logs[:, 1:], logs[:, :-1])
    )
    phi = np.linalg.lstsq(before, now, rcond=None)[0].T
    rest = now - before @ phi.T
    impact = np.linalg.cholesky(rest.T @ rest / (len(now) - 14 - 3))
    responses = np.array([np.linalg.matrix_power(phi, h) @ impact for h in range(11)])
    planted = truth("liaoning_responses").pivot_table(
        index="period", columns=["variable", "shock"], values="response"
    )
    for i, row in enumerate(variables):
        for j, column in enumerate(variables):
            assert np.allclose(responses[:, i, j], planted[row, column], atol=0.002)
    assert np.allclose(responses[:3, 0, 0], [0.087, 0.072, 0.063], atol=0.002)
    assert responses[8:, 0, 0] == pytest.approx([0.039] * 3, abs=0.003)
    assert responses[0, 2, 0] == pytest.approx(0.036, abs=0.001)
    assert responses[7:, 2, 0] == pytest.approx([0.012] * 4, abs=0.002)
    grown = np.cumsum(responses[:, 2] ** 2, axis=0)
    share = (grown / grown.sum(axis=1, keepdims=True))[:, 0]
    assert share[[0, 1, 10]] == pytest.approx([0.2394, 0.3142, 0.4485], abs=0.012)
