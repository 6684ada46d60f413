"""The Monte-Carlo engine behind the intervals: closed forms, known indices, hand-computed cases."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import kstest

from wenmai.indicators.spread import capped, divergences
from wenmai.indicators.uncertainty import (
    Choices,
    Design,
    Engine,
    Panel,
    SobolSums,
    dirichlet,
    hashed_uniforms,
    measure_uncertainty,
    normalized,
    ranks,
    winsorized,
)
from wenmai.indicators.uncertainty.choices import AGGREGATIONS, NORMALIZATIONS, WEIGHTINGS
from wenmai.indicators.uncertainty.noise import measured_again
from wenmai.indicators.uncertainty.summary import quantiles
from wenmai.indicators.uncertainty.weighting import WeightSource

ALL_CHOICES = Choices(
    imputation=("interpolate", "nearest", "none"),
    winsorizing=((0.01, 0.99), (0, 1), (0.05, 0.95)),
    normalization=("minmax", "zscore", "rank"),
    weighting=("entropy", "critic", "equal", "pca"),
    aggregation=("arithmetic", "geometric"),
    leave_one_out=True,
    weight_concentration=200.0,
)


def panel(n_units=12, n_years=4, n_indicators=6, missing=0.03, seed=3) -> Panel:
    rng = np.random.default_rng(seed)
    rows = n_units * n_years
    level = np.repeat(rng.normal(size=n_units), n_years)
    values = np.exp(level[:, None] * 0.6 + rng.normal(size=(rows, n_indicators)) * 0.4)
    observed = values.copy()
    observed[rng.random(values.shape) < missing] = np.nan
    return Panel(
        filled={
            "interpolate": values,
            "nearest": np.where(np.isnan(observed), 1.0, observed),
            "none": observed,
        },
        units=np.repeat(np.arange(n_units), n_years),
        years=np.tile(np.arange(2018, 2018 + n_years), n_units),
        is_negative=np.arange(n_indicators) == 1,
        codes=tuple(f"i{j}" for j in range(n_indicators)),
    )


def test_with_all_choices_switched_off_the_interval_collapses_to_the_score():
    engine = Engine(panel(), Choices())
    found = measure_uncertainty(engine, n_base=8, seed=1)
    scores = engine.scores(np.zeros((1, 1)))[0]
    expected = {
        (unit, year): score
        for unit, year, score in zip(engine.panel.units, engine.panel.years, scores, strict=True)
    }
    for row in found.uncertainty.itertuples():
        assert row.score_p05 == row.score_p50 == row.score_p95
        assert row.score_p50 == pytest.approx(expected[row.unit, row.year], abs=1e-10)
        assert row.rank_p05 == row.rank_p95
    assert found.sensitivity.empty
    assert set(found.robustness.order_probability) <= {1.0, 0.5}


def test_dirichlet_noise_has_the_mean_and_variance_of_its_closed_form():
    # D = sum w z with w ~ Dirichlet(k omega): mean sum omega z, and
    # variance (sum omega z^2 - (sum omega z)^2) / (k + 1)
    concentration = 50.0
    engine = Engine(panel(missing=0), Choices(weight_concentration=concentration))
    design = Design.scrambled(2**15, 1, seed=5)
    rows = np.arange(6)
    scores = engine.scores(design.first)[:, rows]
    z = engine.normalized(0, 0, 0)
    omega = WeightSource(z).vector("entropy", -1)
    mean = z[rows] @ omega
    variance = ((z[rows] ** 2) @ omega - mean**2) / (concentration + 1)
    standard_error = np.sqrt(variance / len(scores))
    assert np.abs(scores.mean(axis=0) - mean).max() < 4 * standard_error.max()
    assert scores.var(axis=0) == pytest.approx(variance, rel=0.04)


def test_sobol_shares_equal_the_known_ones_of_the_ishigami_function():
    # Ishigami and Homma (1990) with a = 7, b = 0.1; indices as in Saltelli et al. (2008)
    a, b = 7.0, 0.1
    v1 = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    v2 = a**2 / 8
    v13 = b**2 * np.pi**8 * 8 / 225
    variance = v1 + v2 + v13
    design = Design.scrambled(2**14, 3, seed=7)

    def ishigami(sample):
        x = (sample * 2 - 1) * np.pi
        value = np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])
        return value[:, None]

    sums = SobolSums(2**14, 3)
    f_a, f_b, mean = ishigami(design.first), ishigami(design.second), np.array([a / 2])
    sums.add(f_a, f_b, mean)
    for factor in range(3):
        sums.add_mixed(factor, f_a, f_b, ishigami(design.mixed(factor)), mean)
    first, total = sums.shares()
    assert first == pytest.approx([v1 / variance, v2 / variance, 0], abs=0.01)
    assert total == pytest.approx([(v1 + v13) / variance, v2 / variance, v13 / variance], abs=0.01)
    low, high = sums.intervals(0.95, 500, seed=1)[0]
    assert (low <= first).all() and (first <= high).all()
    assert (high - low).max() < 0.06


def test_shares_of_several_outputs_are_weighted_by_their_variance():
    # f1 = 2 x1 has variance 4/12, f2 = x2 has 1/12: x1 explains 4/5 of the two together
    design = Design.scrambled(2**12, 2, seed=2)
    sums = SobolSums(2**12, 2)
    outputs = [
        np.column_stack([2 * sample[:, 0], sample[:, 1]])
        for sample in (design.first, design.second, design.mixed(0), design.mixed(1))
    ]
    f_a, f_b, *mixed = outputs
    mean = np.array([1.0, 0.5])
    sums.add(f_a, f_b, mean)
    for factor, f_ab in enumerate(mixed):
        sums.add_mixed(factor, f_a, f_b, f_ab, mean)
    first, total = sums.shares()
    assert first == pytest.approx([0.8, 0.2], abs=0.01)
    assert total == pytest.approx([0.8, 0.2], abs=0.01)


def test_the_same_seed_gives_the_same_doubts_and_another_seed_others():
    engine = Engine(panel(), ALL_CHOICES)
    one, again, other = (measure_uncertainty(engine, 64, seed) for seed in (1, 1, 2))
    assert one.uncertainty.equals(again.uncertainty)
    assert one.sensitivity.equals(again.sensitivity)
    assert one.robustness.equals(again.robustness)
    assert not one.uncertainty.equals(other.uncertainty)


def test_working_in_small_blocks_on_a_file_does_not_change_the_result(monkeypatch):
    engine = Engine(panel(), ALL_CHOICES, entropy_scope="per_year")
    whole = measure_uncertainty(engine, 32, seed=4)
    monkeypatch.setattr("wenmai.indicators.uncertainty.draws.BLOCK_CELLS", 100)
    monkeypatch.setattr("wenmai.indicators.uncertainty.draws.MEMORY_CELLS", 0)
    parts = measure_uncertainty(engine, 32, seed=4)
    assert np.allclose(whole.uncertainty.score_p50, parts.uncertainty.score_p50, rtol=0, atol=1e-12)
    assert np.allclose(
        whole.sensitivity.total_order_share, parts.sensitivity.total_order_share, atol=1e-9
    )


def test_scores_stay_within_zero_and_one_under_every_choice():
    engine = Engine(panel(missing=0.1), ALL_CHOICES)
    sample = Design.scrambled(256, len(ALL_CHOICES.active), seed=9).first
    scores = engine.scores(sample)
    assert np.nanmin(scores) >= -1e-12 and np.nanmax(scores) <= 1 + 1e-12


def test_a_row_below_the_least_observed_share_has_no_score():
    base = panel(missing=0)
    values = base.filled["interpolate"].copy()
    values[0, :5] = np.nan
    scores = Engine(replace(base, filled={"interpolate": values}), Choices()).own_scores()
    assert np.isnan(scores[0]) and not np.isnan(scores[1])


def test_leaving_an_indicator_out_equals_the_index_without_it():
    base = panel(missing=0)
    kept = [0, 1, 3, 4, 5]
    smaller = replace(
        base,
        filled={method: values[:, kept] for method, values in base.filled.items()},
        is_negative=base.is_negative[kept],
        codes=tuple(base.codes[j] for j in kept),
    )
    for scheme in ("entropy", "critic", "equal", "pca"):
        choices = Choices(weighting=(scheme,), leave_one_out=True)
        # option 3 of 0 … 6 leaves out the third indicator
        left = Engine(base, choices).scores(np.array([[3.5 / 7]]))[0]
        alone = Engine(smaller, Choices(weighting=(scheme,))).own_scores()
        assert left == pytest.approx(alone, abs=1e-12), scheme


def test_geometric_scores_punish_imbalance():
    # equal weights: (0.5, 0.5) and (0, 1) are one arithmetically, not geometrically
    values = np.array([[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]])
    small = Panel(
        filled={"interpolate": values},
        units=np.arange(3),
        years=np.full(3, 2020),
        is_negative=np.zeros(2, dtype=bool),
        codes=("a", "b"),
    )
    choices = Choices(
        winsorizing=((0, 1),), weighting=("equal",), aggregation=("arithmetic", "geometric")
    )
    arithmetic, geometric = Engine(small, choices).scores(np.array([[0.2], [0.7]]))
    assert arithmetic == pytest.approx([0.5, 0.5, 0.5])
    floor = 0.01
    uneven = (np.sqrt(floor) - floor) / (1 - floor)
    assert geometric == pytest.approx([uneven, uneven, 0.5])


def test_stated_measurement_errors_move_only_their_indicator():
    base = panel(missing=0)
    choices = Choices(measurement_noise={"i2": 0.1}, noise_panels=16)
    engine = Engine(base, choices)
    plain, one, other = (engine.normalized(0, 0, 0, noise) for noise in (0, 1, 2))
    assert np.array_equal(plain, Engine(base, Choices()).normalized(0, 0, 0))
    for noisy in (one, other):
        assert np.array_equal(np.delete(plain, 2, axis=1), np.delete(noisy, 2, axis=1))
        assert not np.array_equal(plain[:, 2], noisy[:, 2])
    assert not np.array_equal(one[:, 2], other[:, 2])
    found = measure_uncertainty(engine, 16, seed=1).uncertainty
    assert (found.score_p95 > found.score_p05).any()


def test_rank_one_is_the_highest_and_equal_scores_share_it():
    assert ranks(np.array([[0.3, 0.3, 0.9]])).tolist() == [[2.0, 2.0, 1.0]]


def test_order_of_neighbours_is_certain_where_one_dominates():
    base = panel(n_units=3, n_years=1, n_indicators=4, missing=0)
    values = np.array([[1.0] * 4, [2.0] * 4, [3.0] * 4]) + np.arange(4) * 0.01
    dominated = replace(base, filled={"interpolate": values}, is_negative=np.zeros(4, dtype=bool))
    choices = Choices(weighting=("entropy", "equal"), leave_one_out=True)
    found = measure_uncertainty(Engine(dominated, choices), 32, seed=1).robustness
    assert found.order_probability.tolist() == [1.0, 1.0]
    assert found.better_unit.tolist() == [2, 1]


@given(
    st.lists(st.just(0.0) | st.floats(0.001, 1), min_size=2, max_size=8).filter(
        lambda parts: sum(parts) > 0.01
    ),
    st.floats(0.05, 1),
)
def test_capped_weights_sum_to_one_and_keep_the_cap(parts, cap):
    weights = np.array(parts) / sum(parts)
    result = capped(weights, cap)
    assert result.sum() == pytest.approx(1)
    assert result.max() <= max(cap, 1 / (weights > 0).sum()) + 1e-9
    assert (result[weights == 0] == 0).all()


def test_divergence_equals_the_hand_computed_one():
    # z = (1, 1, 2)/4: e = -(0.25 ln 0.25 + 0.25 ln 0.25 + 0.5 ln 0.5) / ln 3 = 1.5 ln 2 / ln 3
    z = np.array([[0.25], [0.25], [0.5]])
    assert divergences(z) == pytest.approx([1 - 1.5 * np.log(2) / np.log(3)], abs=1e-15)


def test_winsorizing_uses_type_7_quantiles():
    # 0 … 100: the 1 % quantile of type 7 is exactly 1
    values = np.arange(101.0)[:, None]
    assert winsorized(values, 0.01, 0.99)[[0, 100], 0].tolist() == [1.0, 99.0]


def test_a_constant_column_is_zero_and_gets_no_weight():
    values = np.array([[1.0, 5.0, 3.0], [2.0, 5.0, 9.0], [4.0, 5.0, 1.0]])
    z = normalized(values, np.array([False, True, False]), "rank")
    assert z[:, 1].tolist() == [0.0, 0.0, 0.0]
    for scheme in ("entropy", "critic", "equal", "pca"):
        weights = WeightSource(z).vector(scheme, -1)
        assert weights[1] == 0 and weights.sum() == pytest.approx(1)


def test_noise_of_a_measurement_has_mean_one_and_the_stated_error():
    again = measured_again(np.full((100_000, 2), 7.0), np.array([0.2, 0.0]), seed=1)
    assert again[:, 0].mean() == pytest.approx(7.0, rel=0.003)
    assert again[:, 0].std() == pytest.approx(1.4, rel=0.01)
    assert (again[:, 1] == 7.0).all()


def test_percentiles_are_drawn_values():
    # 20 draws: the 5 % quantile is the first, the median the tenth, the 95 % one the nineteenth
    values = np.vstack([np.arange(20.0)[::-1], np.full(20, np.nan)])
    found = quantiles(values)
    assert found[:, 0].tolist() == [0.0, 9.0, 18.0]
    assert np.isnan(found[:, 1]).all()


@given(arrays(float, (3, 7), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0, float("nan")])))
def test_ranks_count_the_better_ones(scores):
    found = ranks(scores)
    for row, ranked in zip(scores, found, strict=True):
        for value, rank in zip(row, ranked, strict=True):
            if np.isnan(value):
                assert np.isnan(rank)
            else:
                assert rank == 1 + (row > value).sum()


def test_noise_numbers_are_uniform_and_depend_on_the_seed_alone():
    seeds = Design.scrambled(4096, 1, seed=3).first[:, 0]
    numbers = hashed_uniforms(seeds, 5)
    assert numbers.min() > 0 and numbers.max() < 1
    assert all(kstest(numbers[:, column], "uniform").pvalue > 1e-3 for column in range(5))
    assert np.abs(np.corrcoef(numbers.T) - np.eye(5)).max() < 0.06
    assert np.array_equal(numbers[:7], hashed_uniforms(seeds[:7].copy(), 5))


def test_a_zero_weight_stays_zero_under_noise():
    drawn = dirichlet(np.array([[0.5, 0.0, 0.5]]), 20.0, np.array([[0.3, 0.5, 0.9]]))
    assert drawn[0, 1] == 0 and drawn.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"imputation": ("guess",)}, "imputation"),
        ({"winsorizing": ((0.9, 0.1),)}, "winsorizing"),
        ({"weighting": ()}, "weighting"),
        ({"weight_concentration": 0.0}, "weight_concentration"),
    ],
)
def test_an_impossible_choice_is_named(settings, named):
    with pytest.raises(ValueError, match=named):
        Choices(**settings)


def test_every_choice_of_the_registry_draws_scores_between_0_and_1():
    rng = np.random.default_rng(4)
    values = rng.lognormal(size=(12, 4))
    years = np.repeat([2020, 2021], 6)
    panel = Panel(
        dict.fromkeys(("interpolate", "nearest", "none"), values),
        np.tile(np.arange(6), 2).astype(object),
        years,
        np.array([False, True, False, False]),
        tuple("abcd"),
    )
    choices = Choices(normalization=NORMALIZATIONS, weighting=WEIGHTINGS, aggregation=AGGREGATIONS)
    scores = Engine(panel, choices).scores(rng.uniform(size=(400, len(choices.active))))
    assert scores.min() >= 0 and scores.max() <= 1
    assert len(np.unique(scores[:, 0])) > 60  # 6 x 6 x 3 options; some agree for one unit
    plain = Choices(winsorizing=((0, 1),), weighting=("equal",), aggregation=("harmonic",))
    (harmonic,) = Engine(panel, plain).scores(np.zeros((1, 1)))
    z = 0.01 + 0.99 * normalized(values, panel.is_negative, "minmax")
    np.testing.assert_allclose(harmonic, (4 / (1 / z).sum(axis=1) - 0.01) / 0.99, atol=1e-12)
