"""Weights, Moran's I, spatial panel models: by hand, as published, by simulation."""

import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from wenmai.econometrics import spatial_panel as estimation
from wenmai.econometrics.autocorrelation import autocorrelation
from wenmai.econometrics.design import Design, ModelSpec, build_design
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.spatial_panel import balanced, estimate_spatial, impacts, spatial_tests
from wenmai.econometrics.spatial_two_way import fit_transformed, without_effects
from wenmai.econometrics.spatial_weights import (
    WeightsRule,
    haversine_km,
    spatial_weights,
)

PLACES = {f"u{i:02d}": (120.0 + 0.7 * (i % 4), 40.0 + 0.5 * (i // 4)) for i in range(12)}
NEAREST = spatial_weights(list(PLACES), WeightsRule("knn", neighbors=3), PLACES)


def test_distances_follow_the_great_circle():
    # Shenyang to Dalian; the register's coordinates, distance by the spherical law of cosines
    lon, lat = np.array([123.4650, 121.6147]), np.array([41.6773, 38.9140])
    a, b = np.radians(lat)
    angle = np.arccos(
        np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(np.radians(lon[1] - lon[0]))
    )
    assert haversine_km(lon, lat, 6371.0088)[0, 1] == pytest.approx(6371.0088 * angle, rel=1e-9)


def test_inverse_distances_are_cut_off_and_sum_to_one():
    places = {"a": (120.0, 40.0), "b": (120.0, 41.0), "c": (120.0, 43.0)}
    rule = WeightsRule("inverse_distance", power=2, cutoff_km=300, radius_km=6371.0088)
    found = spatial_weights("abc", rule, places)
    expected = [[0, 1, 0], [4 / 5, 0, 1 / 5], [0, 1, 0]]
    assert found == pytest.approx(np.array(expected), abs=1e-9)


def test_links_count_in_both_directions():
    links = pd.DataFrame(
        [("a", "b", 3.0), ("b", "a", 1.0), ("c", "a", 4.0), ("a", "x", 9.0)],
        columns=["from_unit", "to_unit", "strength"],
    )
    found = spatial_weights("abc", WeightsRule("network"), {}, links)
    assert found.tolist() == [[0, 0.5, 0.5], [1, 0, 0], [1, 0, 0]]
    # or a row holds what goes out from its unit: a matrix of the user's own, not symmetric
    directed = spatial_weights("abc", WeightsRule("network", is_directed=True), {}, links)
    assert directed.tolist() == [[0, 1, 0], [1, 0, 0], [1, 0, 0]]


@pytest.mark.parametrize(
    ("codes", "rule", "places", "reason"),
    [
        ("ab", WeightsRule("knn"), {}, "Spatial weights need three units or more"),
        ("abc", WeightsRule("knn"), {"a": (1, 1)}, "no coordinates of b, c"),
        ("abc", WeightsRule("knn", neighbors=3), dict.fromkeys("abc", (1, 1)), "same coordinates"),
        (list(PLACES)[:3], WeightsRule("knn", neighbors=3), PLACES, "no 3 neighbours"),
        ("abc", WeightsRule("network"), {}, "join no two units"),
    ],
)
def test_weights_that_cannot_be_made_say_why(codes, rule, places, reason):
    with pytest.raises(NotEstimable, match=reason):
        spatial_weights(codes, rule, places)


def test_morans_i_of_four_units_on_a_line_is_one_half():
    # z = -2, -1, 1, 2; z'Wz = 2 + 0.5 + 0.5 + 2 = 5; z'z = 10; four rows that sum to 1
    line = np.array([[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 1, 0]])
    found = autocorrelation(np.array([1.0, 2.0, 4.0, 5.0]), line, permutations=99)
    assert found.morans_i == pytest.approx(0.5)
    assert found.expected_i == pytest.approx(-1 / 3)
    assert found.local_i.sum() == pytest.approx(3 * 0.5)
    assert found.quadrants == ("low_low", "low_low", "high_high", "high_high")


@pytest.mark.parametrize(
    ("neighbours", "table", "column", "published", "n"),
    [
        # Homicides around St. Louis 1988-93 and infant deaths in North Carolina 1974-78, as the
        # documentation of esda prints them, the second after GeoDa; libpysal carries both
        ("stl.gal", "stl_hom.txt", "HR8893", 0.244, 78),
        ("sids2.gal", "sids2.dbf", "SIDR74", 0.248, 100),
    ],
)
def test_morans_i_is_the_published_one(neighbours, table, column, published, n):
    libpysal = pytest.importorskip("libpysal")
    matrix = libpysal.io.open(libpysal.examples.get_path(neighbours)).read().full()[0]
    values = libpysal.io.open(libpysal.examples.get_path(table)).by_col(column)
    weights = matrix / matrix.sum(axis=1, keepdims=True)
    found = autocorrelation(np.array(values, dtype=float), weights)
    assert found.morans_i == pytest.approx(published, abs=0.0005)
    assert found.expected_i == pytest.approx(-1 / (n - 1))
    assert found.permutation_p <= 0.002


def test_permutations_are_the_same_in_every_run_and_follow_the_seed():
    values = np.random.default_rng(3).normal(size=12)
    one, again = (autocorrelation(values, NEAREST, 199, seed=5) for _ in range(2))
    other = autocorrelation(values, NEAREST, 199, seed=6)
    assert one.permutation_p == again.permutation_p
    assert np.array_equal(one.local_p, again.local_p)
    assert one.permutation_z != other.permutation_z


def test_the_pseudo_p_value_counts_as_often_as_it_should():
    # without autocorrelation, p <= 0.05 in either tail comes in about one of ten samples
    rng = np.random.default_rng(11)
    p_values = [
        autocorrelation(rng.normal(size=12), NEAREST, 99, seed=s).permutation_p for s in range(200)
    ]
    assert 0.05 <= np.mean(np.array(p_values) <= 0.05) <= 0.16


def test_a_constant_map_has_no_autocorrelation():
    with pytest.raises(NotEstimable, match="same value"):
        autocorrelation(np.full(12, 3.5), NEAREST)


def spatial_panel(
    seed: int, model: str, strength: float, years: int = 12, *, year_effects: bool = False
) -> Design:
    rng = np.random.default_rng(seed)
    n = len(PLACES)
    spread = np.linalg.inv(np.eye(n) - strength * NEAREST)
    x = rng.normal(size=(years, n, 2))
    # what all units share in a year passes for dependence where years have no effects
    shared = 2 * rng.normal(size=(years, 1)) if year_effects else 0.0
    signal = x @ [1.0, -0.5] + rng.normal(size=n) + shared
    noise = 0.3 * rng.normal(size=(years, n))
    y = (signal + noise) @ spread.T if model == "lag" else signal + noise @ spread.T
    index = pd.MultiIndex.from_product([range(years), PLACES], names=["year", "unit_code"])
    data = {"y": y.ravel(), "a": x[..., 0].ravel(), "b": x[..., 1].ravel()}
    wide = pd.DataFrame(data, index=index).swaplevel()
    return balanced(build_design(wide, ModelSpec("y", ("a", "b"))))[0]


@pytest.mark.parametrize(
    ("model", "effects"),
    [
        ("lag", "fixed"),
        ("lag", "random"),
        ("error", "fixed"),
        ("lag", "two_way"),
        ("error", "two_way"),
    ],
)
def test_spatial_models_find_what_was_put_in(model, effects):
    truth = np.array([1.0, -0.5, 0.4])
    hits, estimates = np.zeros(3), []
    for seed in range(60):
        design = spatial_panel(seed, model, 0.4, year_effects=effects == "two_way")
        found = estimate_spatial(design, effects, model, NEAREST)
        estimates.append(found.coefficients[-3:])
        gap = np.abs(found.coefficients[-3:] - truth)
        hits += gap <= 1.96 * np.sqrt(np.diag(found.covariance))[-3:]
    # 60 draws of a 95 % interval: 57 expected, fewer than 51 in one of 400 runs
    assert (hits >= 51).all(), hits
    # year dummies instead of transformed years would miss the last one by 0.1
    spread = np.std(estimates, axis=0) / np.sqrt(60)
    assert (np.abs(np.mean(estimates, axis=0) - truth) <= 3 * spread + 0.01).all()


@pytest.mark.parametrize("model", ["lag", "error"])
def test_the_transformed_likelihood_is_spregs_where_that_has_the_model(model):
    design = spatial_panel(6, model, 0.4)
    spreg = estimate_spatial(design, "fixed", model, NEAREST)
    own = fit_transformed(
        without_effects(design.y, design.n_years, years=False),
        without_effects(design.x, design.n_years, years=False),
        NEAREST,
        model,
    )
    assert own.coefficients == pytest.approx(spreg.coefficients, abs=1e-6)
    assert own.covariance == pytest.approx(spreg.covariance, rel=1e-4, abs=1e-9)
    assert np.sqrt(own.sigma2) == pytest.approx(spreg.sigma_e, rel=1e-6)


def test_growth_that_all_share_is_no_spatial_lag_with_year_effects():
    design = spatial_panel(7, "lag", 0.0, year_effects=True)
    without = estimate_spatial(design, "fixed", "lag", NEAREST)
    with_years = estimate_spatial(design, "two_way", "lag", NEAREST)
    assert without.coefficients[-1] > 0.5
    assert abs(with_years.coefficients[-1]) < 0.2


def test_the_lag_is_told_from_the_error():
    tests = {t.test_code: t for t in spatial_tests(spatial_panel(1, "lag", 0.4), "fixed", NEAREST)}
    assert tests["robust_lm_lag"].p_value < 0.001
    assert tests["robust_lm_error"].p_value > 0.05
    none = {t.test_code: t for t in spatial_tests(spatial_panel(2, "lag", 0.0), "fixed", NEAREST)}
    assert none["lm_lag"].p_value > 0.05 and none["lm_error"].p_value > 0.05


def test_effects_of_a_lag_add_up_and_are_those_of_the_multiplier():
    design = spatial_panel(3, "lag", 0.4)
    found = estimate_spatial(design, "fixed", "lag", NEAREST)
    effects = {(kind, name): value for kind, name, value, _ in found.impacts}
    rho = found.coefficients[-1]
    for place, name in enumerate(design.names):
        assert effects["total", name] == pytest.approx(found.coefficients[place] / (1 - rho))
        parts = effects["direct", name] + effects["indirect", name]
        assert parts == pytest.approx(effects["total", name])


def test_errors_of_the_effects_are_the_spread_of_drawn_coefficients():
    coefficients = np.array([1.2, -0.4, 0.45])
    root = np.array([[0.03, 0, 0], [0.01, 0.04, 0], [0.005, -0.01, 0.03]])
    found = impacts(("a", "b"), coefficients, root @ root.T, NEAREST)
    rng = np.random.default_rng(0)
    drawn = coefficients + rng.normal(size=(4000, 3)) @ root.T
    simulated = [impacts(("a", "b"), draw, np.eye(3), NEAREST) for draw in drawn]
    for place, (_, _, _, error) in enumerate(found):
        spread = np.std([draw[place][2] for draw in simulated])
        assert error == pytest.approx(spread, rel=0.1)


@pytest.mark.parametrize("effects", ["fixed", "two_way"])
def test_fitted_values_and_residuals_make_the_data(effects):
    design = spatial_panel(4, "lag", 0.4, year_effects=effects == "two_way")
    found = estimate_spatial(design, effects, "lag", NEAREST)
    made = found.linear_prediction + found.effects + found.residuals
    assert made == pytest.approx(design.y)
    assert found.residuals.std() == pytest.approx(0.3, rel=0.15)
    assert found.sigma_e == pytest.approx(0.3, rel=0.15)


def test_units_without_all_years_are_left_out_by_name():
    rng = np.random.default_rng(0)
    index = pd.MultiIndex.from_product([list("abcd"), range(5)], names=["unit_code", "year"])
    wide = pd.DataFrame(rng.normal(size=(20, 2)), index=index, columns=["y", "x"])
    wide.iloc[7, 0] = np.nan
    design, left_out = balanced(build_design(wide, ModelSpec("y", ("x",))))
    assert left_out == ("b",)
    assert design.unit_codes == ("a", "c", "d")
    assert design.years.tolist() == np.repeat(range(5), 3).tolist()
    assert design.n_missing == 5


def test_a_unit_without_neighbours_is_named():
    design = spatial_panel(5, "lag", 0.2)
    weights = NEAREST.copy()
    weights[2] = 0
    with pytest.raises(NotEstimable, match="No neighbour by these weights: u02"):
        estimate_spatial(design, "fixed", "lag", weights)


@pytest.mark.parametrize("library", ["esda", "spreg", "libpysal"])
def test_without_the_libraries_the_model_is_refused_with_the_way_to_them(monkeypatch, library):
    """They are an extra, for they bring 155 MB: the other models run without them."""
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    values = np.array([1.0, 2.0, 4.0, 5.0])
    line = np.array([[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 1, 0]])
    design = SimpleNamespace(y=np.ones(4), x=np.ones((4, 1)))
    with pytest.raises(NotEstimable) as caught:
        if library == "spreg":
            estimation._fit(design, "fixed", "lag", line)
        else:
            autocorrelation(values, line, permutations=9)
    assert caught.value.code == "not_installed"
    assert f"The library {library}, which spatial" in str(caught.value)
    assert 'pip install "wenmai[spatial]"' in caught.value.said.text("zh")
