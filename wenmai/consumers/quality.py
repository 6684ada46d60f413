"""Quality as people perceive it: shrunken ratings, control charts, what a change brought."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NO_RATINGS_ON_ONE_SIDE = Sentence("domains.no_ratings_on_one_side")
DATE_WITH_REVIEWS = Sentence("domains.date_with_reviews")

Floats = npt.NDArray[np.float64]
RULES = ("beyond_3_sigma", "two_of_three_beyond_2", "four_of_five_beyond_1", "eight_on_one_side")
# d₂ of moving ranges of two values (Montgomery, Statistical Quality Control, appendix VI).
_D2 = 1.128
# Above this lag-1 autocorrelation runs are what chance makes, so only rule 1 is asked.
AUTOCORRELATED = 0.2
# Fewer points give no limits that mean anything.
LEAST_POINTS = 8


def perceived_rating(
    rating_sum: npt.ArrayLike, n_ratings: npt.ArrayLike, mean: float, prior: float = 10.0
) -> Floats:
    """Return ratings pulled towards the mean where few people rated: (Σr + m·mean)/(n + m).

    Parameters
    ----------
    rating_sum, n_ratings : arrays of shape (n,)
    mean : float
        Of all ratings.
    prior : float
        m, ratings of weight of the mean.

    Returns
    -------
    array of shape (n,)

    Examples
    --------
    >>> perceived_rating([5, 500], [1, 100], mean=4.0).round(3).tolist()
    [4.091, 4.909]
    """
    total, n = np.asarray(rating_sum, dtype=float), np.asarray(n_ratings, dtype=float)
    return (total + prior * mean) / (n + prior)


@dataclass(frozen=True)
class ControlChart:
    """An individuals chart.

    Parameters
    ----------
    centre, sigma : float
        Mean, and mean moving range ÷ 1.128; missing for fewer than LEAST_POINTS values.
    autocorrelation : float
        Of lag 1.
    alarms : tuple of (int, str)
        Position of the value that completes a pattern, and which of RULES.
    """

    centre: float
    sigma: float
    autocorrelation: float
    alarms: tuple[tuple[int, str], ...]


def control_chart(values: npt.ArrayLike, n_reference: int | None = None) -> ControlChart:
    """Draw an individuals chart with the Western Electric rules (1956).

    Parameters
    ----------
    values : array of shape (n,)
    n_reference : int, optional
        So many first values give centre and limits; default: all.

    Returns
    -------
    ControlChart

    Examples
    --------
    >>> control_chart([4, 4.1, 4, 3.9, 4, 4.1, 3.9, 4, 4, 3.2], n_reference=9).alarms
    ((9, 'beyond_3_sigma'),)
    """
    series = np.asarray(values, dtype=float)
    base = series[:n_reference]
    nan = float("nan")
    if len(base) < LEAST_POINTS:
        return ControlChart(nan, nan, nan, ())
    centre = float(base.mean())
    sigma = float(np.abs(np.diff(base)).mean() / _D2)
    centred = base - centre
    squares = float(centred @ centred)
    correlation = float(centred[1:] @ centred[:-1] / squares) if squares > 0 else nan
    if sigma <= 1e-12 * max(1.0, abs(centre)):
        return ControlChart(centre, sigma, correlation, ())
    z = (series - centre) / sigma
    alarms = [(int(t), RULES[0]) for t in np.flatnonzero(np.abs(z) > 3)]
    if not correlation > AUTOCORRELATED:
        for rule, (need, of, limit) in zip(
            RULES[1:], ((2, 3, 2), (4, 5, 1), (8, 8, 0)), strict=True
        ):
            alarms += [(t, rule) for t in _runs(z, need, of, limit)]
    order = {rule: position for position, rule in enumerate(RULES)}
    alarms.sort(key=lambda alarm: (alarm[0], order[alarm[1]]))
    return ControlChart(centre, sigma, correlation, tuple(alarms))


def _runs(z: Floats, need: int, of: int, limit: float) -> list[int]:
    """Return where `need` of the last `of` values lie beyond a limit on one side."""
    found: set[int] = set()
    for side in (1, -1):
        beyond = (side * z > limit).astype(int)
        counts = np.convolve(beyond, np.ones(of, dtype=int))[: len(z)]
        found |= {int(t) for t in np.flatnonzero((counts >= need) & (beyond == 1))}
    return sorted(found)


@dataclass(frozen=True)
class Response:
    """What a change brought, by difference in differences.

    Parameters
    ----------
    before, after : float
        Mean rating of the item.
    others_before, others_after : float
        Mean rating of all other items.
    effect, lower, upper : float
        (after − before) − (others' after − before), with its bootstrap interval.
    n_before, n_after : int
        Ratings of the item.
    """

    before: float
    after: float
    others_before: float
    others_after: float
    effect: float
    lower: float
    upper: float
    n_before: int
    n_after: int


def response_effect(
    ratings: pd.DataFrame, level: float = 0.95, n_draws: int = 1000, seed: int = 1
) -> Response:
    """Compare ratings before and after a change with those of items that did not change.

    The interval draws ratings of the item, and other items as a whole, since an item's ratings
    hang together.

    Parameters
    ----------
    ratings : DataFrame
        Columns ``item`` , ``is_changed``, ``is_after`` and ``rating``, of the time compared.
    level : float
        Of the interval.
    n_draws, seed : int

    Returns
    -------
    Response

    Raises
    ------
    WenmaiError
        When the item or the others have no rating before or after.

    Examples
    --------
    >>> rows = [("a", True, t, 3 + t) for t in (0, 1)] * 20 + [("b", False, t, 4) for t in (0, 1)]
    >>> frame = pd.DataFrame(rows, columns=["item", "is_changed", "is_after", "rating"])
    >>> found = response_effect(frame, n_draws=50)
    >>> found.effect, found.n_before
    (1.0, 20)
    """
    after = ratings["is_after"].to_numpy(dtype=bool)
    changed = ratings["is_changed"].to_numpy(dtype=bool)
    rating = ratings["rating"].to_numpy(dtype=float)
    own = [rating[changed & (after == is_after)] for is_after in (False, True)]
    others = ratings[~changed]
    sums = others.assign(is_after=after[~changed]).pivot_table(
        index="item", columns="is_after", values="rating", aggfunc=["sum", "count"], fill_value=0
    )
    if any(len(part) == 0 for part in own) or set(sums.columns.get_level_values(1)) != {
        False,
        True,
    }:
        raise WenmaiError(
            NO_RATINGS_ON_ONE_SIDE(),
            hint=DATE_WITH_REVIEWS(),
        )
    total = sums["sum"].to_numpy(dtype=float)
    number = sums["count"].to_numpy(dtype=float)
    rng = np.random.default_rng(seed)
    picked = rng.multinomial(len(total), np.full(len(total), 1 / len(total)), size=n_draws)
    with np.errstate(invalid="ignore"):
        drawn_others = (picked @ total) / (picked @ number)
    drawn = [rng.choice(part, (n_draws, len(part))).mean(axis=1) for part in own]
    effects = (drawn[1] - drawn[0]) - (drawn_others[:, 1] - drawn_others[:, 0])
    lower, upper = np.nanquantile(effects, [(1 - level) / 2, (1 + level) / 2])
    before, later = (float(part.mean()) for part in own)
    base = total.sum(axis=0) / number.sum(axis=0)
    return Response(
        before=before,
        after=later,
        others_before=float(base[0]),
        others_after=float(base[1]),
        effect=float(later - before - (base[1] - base[0])),
        lower=float(lower),
        upper=float(upper),
        n_before=len(own[0]),
        n_after=len(own[1]),
    )
