"""When the level of a series changed: PELT, with a penalty that keeps its word on false alarms.

Killick, Fearnhead and Eckley (2012). The usual penalty (BIC) takes the values for independent: it
raised false alarms on 54 % of series of white noise and 98 % of series with autocorrelation 0.3.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
# Shorter series can show no change that chance could not.
LEAST_PERIODS = 12
# Levels touch few differences, and those are the largest: so many are kept, whose mean square is
# so much of the whole where values are normal.
_KEPT = 0.9
_KEPT_MEAN = 0.623
# Times √n the standard error of the autocorrelation so found, by simulation (1.4 to 2.1).
_RHO_ERROR = 1.8


@dataclass(frozen=True)
class ChangePoints:
    """Changes of level of one series.

    Parameters
    ----------
    positions : tuple of int
        Index of the first value after each change.
    p_value : float
        Share of series without a change, but as autocorrelated, that show as much; missing for a
        series that is too short or constant.
    penalty : float
        In variances of the series around its levels.
    autocorrelation : float
        Of the series around its levels.
    """

    positions: tuple[int, ...]
    p_value: float
    penalty: float
    autocorrelation: float


def find_change_points(
    values: npt.ArrayLike,
    alpha: float = 0.05,
    min_size: int = 3,
    n_draws: int = 400,
    seed: int = 1,
) -> ChangePoints:
    """Find changes of level by PELT with squared error.

    The penalty is the 1 − ``alpha`` quantile of what series without a change would need to show
    none, drawn from a first-order autoregression. Its coefficient comes from differences,
    ρ = v₂/v₁ − 1 with v_h half the mean of the lower nine tenths of (y_{t+h} − y_t)², which levels
    hardly touch; how uncertain it is goes into the draws.

    Parameters
    ----------
    values : array of shape (n,)
        Without gaps.
    alpha : float
        Share of series without a change in which one is found all the same.
    min_size : int
        Fewest values between two changes.
    n_draws, seed : int
        Of the autoregressive bootstrap.

    Returns
    -------
    ChangePoints

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> series = np.r_[rng.normal(0, 1, 30), rng.normal(4, 1, 30)]
    >>> find_change_points(series).positions
    (30,)
    """
    series = np.asarray(values, dtype=float)
    nan = float("nan")
    if len(series) < LEAST_PERIODS or np.ptp(series) <= 1e-12 * max(1.0, np.abs(series).max()):
        return ChangePoints((), nan, nan, nan)
    rho, variance = (float(found[0]) for found in _autoregression(series[None, :]))
    rng = np.random.default_rng(seed)
    guessed = rng.normal(rho, _RHO_ERROR / np.sqrt(len(series)), n_draws).clip(-0.9, 0.9)
    drawn = _draw(rng, guessed, len(series))
    needed = _least_penalty(drawn, min_size) / _autoregression(drawn)[1]
    penalty = float(np.quantile(needed, 1 - alpha))
    own = float(_least_penalty(series[None, :], min_size)[0] / variance)
    p_value = float((1 + (needed >= own).sum()) / (1 + n_draws))
    positions: tuple[int, ...] = ()
    if own > penalty:
        import ruptures  # noqa: PLC0415 - most series do not get here

        fitted = ruptures.Pelt(model="l2", min_size=min_size, jump=1).fit(
            series / np.sqrt(variance)
        )
        positions = tuple(int(place) for place in fitted.predict(pen=penalty)[:-1])
    return ChangePoints(positions, p_value, penalty, rho)


def _autoregression(series: Floats) -> tuple[Floats, Floats]:
    """Return first autocorrelation and variance of each row, from its smaller differences."""
    means = []
    for lag in (1, 2):
        squares = np.sort((series[:, lag:] - series[:, :-lag]) ** 2, axis=1)
        kept = max(1, int(np.ceil(_KEPT * squares.shape[1])))
        means.append(np.maximum(squares[:, :kept].mean(axis=1) / 2 / _KEPT_MEAN, 1e-300))
    rho = np.clip(means[1] / means[0] - 1, -0.9, 0.9)
    return rho, means[0] / (1 - rho)


def _draw(rng: np.random.Generator, rho: Floats, length: int) -> Floats:
    noise = rng.normal(size=(len(rho), length))
    drawn = np.empty_like(noise)
    drawn[:, 0] = noise[:, 0]
    step = np.sqrt(1 - rho**2)
    for t in range(1, length):
        drawn[:, t] = rho * drawn[:, t - 1] + step * noise[:, t]
    return drawn


def _least_penalty(series: Floats, min_size: int) -> Floats:
    """Return the penalty from which on each row shows no change: the best mean gain of changes.

    A ratio is maximised by Dinkelbach's method: the best partition at a penalty, whose own mean
    gain is the next penalty, until none is better than no change.
    """
    n_rows, n = series.shape
    sums = np.concatenate([np.zeros((n_rows, 1)), np.cumsum(series, axis=1)], axis=1)
    penalty = np.zeros(n_rows)
    open_rows = np.arange(n_rows)
    while len(open_rows):
        gain, changes = _best_partition(sums[open_rows], penalty[open_rows], min_size, n)
        better = gain - penalty[open_rows] * changes > 1e-9 * (1 + np.abs(gain))
        open_rows, gain, changes = open_rows[better], gain[better], changes[better]
        penalty[open_rows] = gain / changes
    return penalty


def _best_partition(sums: Floats, penalty: Floats, min_size: int, n: int) -> tuple[Floats, Floats]:
    """Return gain and number of changes of the partition that is best at a penalty, per row."""
    n_rows = len(sums)
    # what a partition gains: the sum of S²/length over its parts
    best = np.full((n_rows, n + 1), -np.inf)
    changes = np.zeros((n_rows, n + 1))
    best[:, 0] = penalty
    rows = np.arange(n_rows)
    for end in range(min_size, n + 1):
        starts = np.r_[0, np.arange(min_size, end - min_size + 1)]
        parts = (sums[:, [end]] - sums[:, starts]) ** 2 / (end - starts)
        worth = best[:, starts] + parts - penalty[:, None]
        choice = worth.argmax(axis=1)
        best[:, end] = worth[rows, choice]
        changes[:, end] = changes[rows, starts[choice]] + (starts[choice] > 0)
    gain = best[:, n] + penalty * changes[:, n] - sums[:, n] ** 2 / n
    return gain, changes[:, n]
