"""What demand will be: plain methods, chosen by what they would have got right so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# Growth of the last season counts this much: all of it overshoots, none lags behind.
_GROWTH_KEPT = 0.7
_LEAST_SCORES = 5
COVERAGE = 0.8


def last_value(history: Floats, horizon: int, season: int) -> Floats:
    """Repeat the last value."""
    return np.full(horizon, history[-1])


def seasonal_naive(history: Floats, horizon: int, season: int) -> Floats:
    """Repeat the last season.

    Examples
    --------
    >>> seasonal_naive(np.array([1.0, 2.0, 3.0, 4.0]), 3, 2).tolist()
    [3.0, 4.0, 3.0]
    """
    if len(history) < season:
        return last_value(history, horizon, season)
    return np.resize(history[-season:], horizon)


def seasonal_growth(history: Floats, horizon: int, season: int) -> Floats:
    """Repeat the last season, grown as the last season grew over the one before it.

    The yearly factor is taken to the power 0.7, and kept between one half and two.

    Examples
    --------
    >>> seasonal_growth(np.array([1.0, 1.0, 2.0, 2.0]), 2, 2).round(2).tolist()
    [3.25, 3.25]
    """
    recent, before = history[-season:].sum(), history[-2 * season : -season].sum()
    if len(history) < 2 * season or before <= 0:
        return seasonal_naive(history, horizon, season)
    factor = float(np.clip(recent / before, 0.5, 2.0)) ** _GROWTH_KEPT
    seasons = 1 + np.arange(horizon) // season
    return seasonal_naive(history, horizon, season) * factor**seasons


def theta(history: Floats, horizon: int, season: int) -> Floats:
    """Forecast by the Theta method (Assimakopoulos and Nikolopoulos 2000), of statsmodels."""
    # a second to import, and most studies have no demand
    from statsmodels.tsa.forecasting.theta import ThetaModel  # noqa: PLC0415

    is_seasonal = season > 1 and len(history) >= 2 * season
    is_positive = bool((history > 0).all())
    model = ThetaModel(
        history,
        period=season if is_seasonal else 1,
        deseasonalize=is_seasonal,
        method="multiplicative" if is_positive else "additive",
    ).fit(use_mle=False)
    return np.asarray(model.forecast(horizon), dtype=float)


def damped_ets(history: Floats, horizon: int, season: int) -> Floats:
    """Forecast by exponential smoothing with a damped trend, of statsmodels."""
    own = season if len(history) >= 2 * season + 4 else 1
    return _in_logarithms(history, lambda values: _damped_trend(values, horizon, own))


def stl_ets(history: Floats, horizon: int, season: int) -> Floats:
    """Forecast what STL (Cleveland et al. 1990) leaves without its season, and put that back.

    By exponential smoothing with a damped trend, as a history of less than two seasons as it is.
    """
    if season < 2 or len(history) < 2 * season + 4:
        return damped_ets(history, horizon, season)

    def forecast_of(values: Floats) -> Floats:
        from statsmodels.tsa.seasonal import STL  # noqa: PLC0415

        shape = np.asarray(STL(values, period=season, robust=True).fit().seasonal, dtype=float)
        rest = _damped_trend(values - shape, horizon, 1)
        return rest + np.resize(shape[-season:], horizon)

    return _in_logarithms(history, forecast_of)


def _damped_trend(values: Floats, horizon: int, season: int) -> Floats:
    from statsmodels.tsa.holtwinters import ExponentialSmoothing  # noqa: PLC0415

    model = ExponentialSmoothing(
        values,
        trend="add",
        damped_trend=True,
        seasonal="add" if season > 1 else None,
        seasonal_periods=season if season > 1 else None,
        initialization_method="estimated",
    ).fit()
    return np.asarray(model.forecast(horizon), dtype=float)


def _in_logarithms(history: Floats, forecast_of: Callable[[Floats], Floats]) -> Floats:
    """Keep seasons in proportion where nothing is 0; with zeros bands would explode."""
    if not (history > 0).all():
        return forecast_of(history)
    return np.exp(np.minimum(forecast_of(np.log(history)), np.log(history.max()) + 3))


METHODS: Mapping[str, Callable[[Floats, int, int], Floats]] = {
    "seasonal_naive": seasonal_naive,
    "last_value": last_value,
    "seasonal_growth": seasonal_growth,
    "theta": theta,
    "damped_ets": damped_ets,
    "stl_ets": stl_ets,
}
# The mean of these is a method as well: errors of different kinds cancel.
COMBINATION = ("seasonal_naive", "seasonal_growth", "theta", "damped_ets", "stl_ets")


@dataclass(frozen=True)
class Score:
    """How a method did at one horizon.

    Parameters
    ----------
    method : str
    horizon : int
    mase : float
        Mean absolute error ÷ mean absolute seasonal difference of the history known then.
    mae_ratio : float
        Mean absolute error ÷ that of seasonal naive.
    coverage : float
        Share of values inside the 80 % band that stood then; missing before LEAST bands exist.
    width : float
        Mean width of these bands ÷ mean value.
    n_origins : int
    is_chosen : bool
    """

    method: str
    horizon: int
    mase: float
    mae_ratio: float
    coverage: float
    width: float
    n_origins: int
    is_chosen: bool


@dataclass(frozen=True)
class Forecast:
    """What is expected of one series.

    Parameters
    ----------
    method : str
        The chosen one.
    median, lower, upper : arrays of shape (horizon,)
        Not below 0; the band holds 80 %.
    scores : tuple of Score
        Of every method and horizon.
    """

    method: str
    median: Floats
    lower: Floats
    upper: Floats
    scores: tuple[Score, ...]


def forecast(
    values: npt.ArrayLike,
    season: int,
    horizon: int,
    *,
    n_origins: int = 24,
    methods: Mapping[str, Callable[[Floats, int, int], Floats]] = METHODS,
) -> Forecast | None:
    """Choose a method by rolling origin, and forecast with bands that held so far.

    Each of the last ``n_origins`` periods in turn is taken for today. Chosen is the method with
    the least mean absolute error; one that does not beat seasonal naive by a standard error of
    the difference (over origins) leaves the choice to seasonal naive. Bands are split-conformal
    (Papadopoulos et al. 2002), per horizon, from the errors of earlier origins, in logarithms
    where no value is 0.

    Parameters
    ----------
    values : array of shape (n,)
        Not negative, without gaps, the latest last.
    season : int
        Periods of a season: 12, 52, 4, or 1 for none.
    horizon, n_origins : int
    methods : mapping
        Name → function of history, horizon and season.

    Returns
    -------
    Forecast or None
        None where the history is too short to try anything: fewer than four origins after the
        first season, or after eight periods.

    Examples
    --------
    >>> series = np.tile([1.0, 2.0, 4.0, 3.0], 8)
    >>> found = forecast(series, 4, 4)
    >>> found.method, found.median.tolist()
    ('seasonal_naive', [1.0, 2.0, 4.0, 3.0])
    """
    series = np.asarray(values, dtype=float)
    shortest = max(8, season + 1)
    first = max(shortest, len(series) - horizon - n_origins + 1)
    origins = np.arange(first, len(series))
    if len(origins) < 4:
        return None
    made = _rolling(series, origins, horizon, season, methods)
    actual = np.full((len(origins), horizon), np.nan)
    scale = np.empty(len(origins))
    for row, origin in enumerate(origins):
        known = series[origin : origin + horizon]
        actual[row, : len(known)] = known
        lag = season if origin > season else 1
        scale[row] = np.abs(series[lag:origin] - series[: origin - lag]).mean()
    errors = {name: np.abs(found - actual) for name, found in made.items()}
    chosen = _choose(errors)
    is_log = bool((series > 0).all())
    scores = []
    for name, found in made.items():
        inside, width = _past_bands(found, actual, is_log)
        for h in range(horizon):
            error = errors[name][:, h]
            if not np.isfinite(error).any():
                continue  # so far ahead nothing is known yet
            naive = np.nanmean(errors["seasonal_naive"][:, h])
            with np.errstate(divide="ignore", invalid="ignore"):
                scores.append(
                    Score(
                        method=name,
                        horizon=h + 1,
                        mase=_mean(error / np.where(scale > 0, scale, np.nan)),
                        mae_ratio=float(np.nanmean(error) / naive) if naive > 0 else float("nan"),
                        coverage=_mean(inside[:, h]),
                        width=_mean(width[:, h]) / float(series.mean())
                        if series.mean() > 0
                        else float("nan"),
                        n_origins=int(np.isfinite(error).sum()),
                        is_chosen=name == chosen,
                    )
                )
    median = _rolling(series, np.array([len(series)]), horizon, season, methods)[chosen][0]
    scores_of = _conformal(made[chosen], actual, is_log)
    half = np.array([_quantile(scores_of[:, h]) for h in range(horizon)])
    lower, upper = _band(median, half, is_log)
    return Forecast(chosen, median, lower, upper, tuple(scores))


def add_up(parts: list[Forecast], total_values: npt.ArrayLike, season: int) -> Forecast | None:
    """Return the forecast of a total: the sum of its parts' medians, with bands of its own.

    Parameters
    ----------
    parts : list of Forecast
        Of one length.
    total_values : array of shape (n,)
        History of the total.
    season : int

    Returns
    -------
    Forecast or None
        None without parts, or where the total has no forecast of its own; its band, moved to the
        sum of the medians.

    Examples
    --------
    >>> series = np.tile([1.0, 2.0, 4.0, 3.0], 8)
    >>> part = forecast(series, 4, 4)
    >>> add_up([part, part], 2 * series, 4).median.tolist()
    [2.0, 4.0, 8.0, 6.0]
    """
    if not parts:
        return None
    own = forecast(total_values, season, len(parts[0].median))
    if own is None:
        return None
    median = np.sum([part.median for part in parts], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(own.median > 0, median / own.median, 1.0)
    return Forecast(own.method, median, own.lower * moved, own.upper * moved, own.scores)


def _rolling(
    series: Floats,
    origins: npt.NDArray[np.int64],
    horizon: int,
    season: int,
    methods: Mapping[str, Callable[[Floats, int, int], Floats]],
) -> dict[str, Floats]:
    """Return what each method, and their combination, says at every origin."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    # so many small fits take three times as long where threads wait for each other
    with _no_warnings(), threadpool_limits(1):
        made = {
            name: np.array([_safely(method, series[:o], horizon, season) for o in origins])
            for name, method in methods.items()
        }
    if set(COMBINATION) <= set(made):
        made["combination"] = np.mean([made[name] for name in COMBINATION], axis=0)
    return made


def _choose(errors: Mapping[str, Floats]) -> str:
    naive = np.nanmean(errors["seasonal_naive"], axis=1)
    best, least = "seasonal_naive", float(np.nanmean(naive))
    for name, error in errors.items():
        mine = np.nanmean(error, axis=1)
        gained = naive - mine
        doubt = gained.std(ddof=1) / np.sqrt(len(gained))
        if gained.mean() > doubt and mine.mean() < least - 1e-12:
            best, least = name, float(mine.mean())
    return best


def _safely(
    method: Callable[[Floats, int, int], Floats], history: Floats, horizon: int, season: int
) -> Floats:
    """Forecast, falling back to the last season where a fit fails; never below 0."""
    try:
        found = method(history, horizon, season)
    except (ValueError, np.linalg.LinAlgError, ZeroDivisionError):
        found = seasonal_naive(history, horizon, season)
    if not np.isfinite(found).all():
        found = seasonal_naive(history, horizon, season)
    return np.maximum(found, 0.0)


def _conformal(made: Floats, actual: Floats, is_log: bool) -> Floats:
    if is_log:
        return np.abs(np.log(np.maximum(actual, 1e-12)) - np.log(np.maximum(made, 1e-12)))
    return np.abs(actual - made)


def _quantile(scores: Floats) -> float:
    """Return the ⌈(n + 1)·0.8⌉-th smallest score: the finite-sample quantile."""
    known = np.sort(scores[np.isfinite(scores)])
    if len(known) < _LEAST_SCORES:
        return float("nan")
    return float(known[min(len(known), int(np.ceil((len(known) + 1) * COVERAGE))) - 1])


def _band(median: Floats, half: Floats, is_log: bool) -> tuple[Floats, Floats]:
    if is_log:
        return median * np.exp(-half), median * np.exp(half)
    return np.maximum(median - half, 0.0), median + half


def _past_bands(made: Floats, actual: Floats, is_log: bool) -> tuple[Floats, Floats]:
    """Return whether each value lay in the band that could be drawn then, and its width."""
    scores = _conformal(made, actual, is_log)
    inside, width = np.full(made.shape, np.nan), np.full(made.shape, np.nan)
    for row in range(len(made)):
        for h in range(made.shape[1]):
            # known at that origin: errors whose value had come by then
            half = _quantile(scores[: max(0, row - h), h])
            if np.isnan(half) or np.isnan(actual[row, h]):
                continue
            low, high = _band(made[row, h], np.asarray(half), is_log)
            inside[row, h] = low <= actual[row, h] <= high
            width[row, h] = high - low
    return inside, width


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


class _no_warnings:  # noqa: N801 - reads as a clause
    """Keep warnings of fits that did not converge: their forecasts are judged all the same."""

    def __enter__(self) -> None:
        import warnings  # noqa: PLC0415

        # importing it sets a filter of its own, which must come first
        import statsmodels.tools.sm_exceptions  # noqa: F401, PLC0415

        self._caught = warnings.catch_warnings()
        self._caught.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, *error: object) -> None:
        self._caught.__exit__(None, None, None)
