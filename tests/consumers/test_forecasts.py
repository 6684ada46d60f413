"""Forecasts: chosen for what they got right, with bands that keep their word."""

import numpy as np
import pandas as pd
import pytest

from wenmai.consumers.forecasts import METHODS, add_up, forecast, seasonal_naive

CHEAP = {name: METHODS[name] for name in ("seasonal_naive", "last_value", "seasonal_growth")}


def season(n: int, noise: float, growth: float = 0.0, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    t = np.arange(n)
    shape = 100 * np.exp(growth * t) * (1 + 0.4 * np.sin(2 * np.pi * t / 12))
    return shape * np.exp(rng.normal(0, noise, n))


def test_scores_by_hand():
    # lag 1 season of 2: at each origin seasonal naive misses by 1, and so did the last seasons
    series = np.repeat(np.arange(10.0), 2)
    found = forecast(series, 2, 1, methods={"seasonal_naive": seasonal_naive})
    (score,) = found.scores
    assert (score.mase, score.mae_ratio, score.is_chosen) == (1, 1, True)
    assert found.median.tolist() == [9.0]


def test_growth_is_chosen_where_there_is_growth_and_ties_go_to_seasonal_naive():
    assert forecast(season(72, 0.02, 0.02), 12, 6, methods=CHEAP).method == "seasonal_growth"
    assert forecast(season(72, 0.15), 12, 6, methods=CHEAP).method == "seasonal_naive"


def test_bands_hold_eighty_per_cent():
    hits, bands = [], []
    for seed in range(40):
        series = season(84, 0.2, seed=seed)
        found = forecast(series[:-3], 12, 3, methods=CHEAP)
        hits.append((found.lower <= series[-3:]) & (series[-3:] <= found.upper))
        bands += [score.coverage for score in found.scores if score.is_chosen]
    assert np.mean(hits) == pytest.approx(0.8, abs=0.07)
    assert np.nanmean(bands) == pytest.approx(0.8, abs=0.07)


def test_parts_add_up_to_the_total():
    parts = [season(36, 0.1, seed=seed) for seed in (1, 2)]
    found = [forecast(part, 12, 4, methods=CHEAP) for part in parts]
    total = add_up(found, np.sum(parts, axis=0), 12)
    assert total.median == pytest.approx(sum(part.median for part in found))
    assert (total.lower < total.median).all() and (total.median < total.upper).all()


def test_a_season_is_taken_off_and_put_back():
    series = season(66, 0.02)
    assert METHODS["stl_ets"](series[:60], 6, 12) == pytest.approx(series[60:], rel=0.08)


def test_zeros_and_short_series():
    sparse = np.where(np.arange(60) % 5 == 0, 0.0, season(60, 0.3))
    found = forecast(sparse[:36], 12, 3, methods=CHEAP)
    assert (found.lower >= 0).all() and (found.upper < 20 * sparse.max()).all()
    assert forecast([1.0, 2.0, 3.0], 12, 3) is None


def test_three_periods_alone_stop_nothing_and_say_nothing_false():
    from wenmai.consumers.quality import control_chart
    from wenmai.consumers.results_market import elasticity_rows, forecast_rows, trend_rows

    starts = pd.date_range("2024-01-01", periods=3, freq="MS")
    place = {"study_code": "s", "category_code": "c", "segment_code": "all"}
    series = pd.DataFrame({"period_start": starts, "purchases": [3, 4, 5]}).assign(**place)
    settings = pd.DataFrame([{"study_code": "s", "period_kind": "month", "season_periods": 12}])
    assert forecast_rows(series, settings).num_rows == 0
    prices = {"item": "i", "period": [1, 2, 3], "quantity": [3.0, 4, 5], "price": [9.0, 8, 7]}
    (said,) = elasticity_rows(pd.DataFrame(prices).assign(**place)).to_pylist()
    assert (said["method_code"], said["status"]) == ("none", "not enough data")
    shares = pd.DataFrame({"period_start": starts, "person_share": [0.1, 0.5, 0.1]}).assign(**place)
    counts = {"n_recent_with_term": 5, "n_baseline_with_term": 4, "n_recent": 9, "n_baseline": 9}
    windows = pd.DataFrame([{**place, **counts, "growth_share": np.nan}])
    (trend,) = trend_rows(shares, windows).to_pylist()
    assert trend["change_starts"] == [] and not trend["is_hot_spot"]
    assert control_chart([4.0, 1.0, 4.0]).alarms == ()


@pytest.mark.real
@pytest.mark.slow
def test_a_combination_beats_every_single_method_on_monthly_box_office(real_data_dir):
    file = real_data_dir / "films/boxoffice_cn_2008_2017/datamon.csv"
    lines = pd.read_csv(file)
    lines["month"] = lines["year"] * 100 + lines["date"].str[:2].astype(int)
    months = lines.groupby("month")["whole box"].sum()
    series = months[months > 0].to_numpy(dtype=float)[:-1]
    found = forecast(series, 12, 3)
    scores = pd.DataFrame([vars(score) for score in found.scores])
    mase = scores.groupby("method")["mase"].mean()
    assert mase["combination"] < 0.93 * mase["seasonal_naive"]
    assert mase["combination"] < mase.drop("combination").min()
