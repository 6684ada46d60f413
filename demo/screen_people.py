"""Who buys in the demo study screen: four segments, purchase habits of BG/NBD, and their events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from demo.screen_items import (
    BULK,
    BULK_DISCOUNT,
    CATEGORIES,
    ELASTICITY,
    FIRST_DAY,
    HOT,
    ITEMS_EACH,
    SHIFTING,
    SHIFTS,
    WEEKS,
    Shop,
)

PEOPLE = 900
# Purchases are Poisson with a rate (a week) from Gamma(r, α); people leave by Beta(a, b).
R, ALPHA, A, B = 1.2, 6.0, 0.8, 6.0
ERASED = "会员00077"


@dataclass(frozen=True)
class Segment:
    """How people of one kind visit and what they turn to.

    ``visits`` are views per week of membership, ``ends`` the share of the time after which visits
    stop, ``taste`` the weight of each category.
    """

    name: str
    share: float
    visits: float
    ends: float
    taste: tuple[float, ...]


# The order of tastes is that of CATEGORIES.
SEGMENTS = (
    Segment("collectors", 0.2, 0.5, 1.0, (60, 0, 1, 0.2, 0, 0, 0, 0)),
    Segment("all-rounders", 0.3, 0.9, 1.0, (0.3, 6, 5, 6, 6, 6, 4, 3)),
    Segment("students", 0.3, 0.35, 1.0, (0, 12, 0.6, 1.5, 25, 1.0, 0, 0.3)),
    Segment("lapsed", 0.2, 0.25, 0.35, (0.1, 0.2, 0.2, 0.2, 0.2, 7, 9, 0.3)),
)
Event = tuple[str, str, str, np.datetime64, int | None, int | None, float | None]


@dataclass(frozen=True)
class People:
    """Segment of each person (by place in SEGMENTS), and events in order of time.

    An event is person, item, kind, second, dwell seconds, quantity, price of one.
    """

    segments: np.ndarray
    events: tuple[Event, ...]


def draw(rng: np.random.Generator, shop: Shop) -> People:
    """Draw people and what they do."""
    numbers = np.array([round(PEOPLE * segment.share) for segment in SEGMENTS])
    segments = rng.permutation(np.repeat(np.arange(len(SEGMENTS)), numbers))
    events: list[Event] = []
    for number, place in enumerate(segments):
        person = f"会员{number + 1:05d}"
        events += _events(rng, shop, person, SEGMENTS[place])
    events.sort(key=lambda event: (event[3], event[0], event[1]))
    return People(segments, tuple(events))


def item_weights(shop: Shop, taste: Sequence[float], week: int) -> np.ndarray:
    """Return the chance of each item: taste × attraction × price to the power of the elasticity."""
    weights = np.empty(len(shop.items))
    for c, category in enumerate(CATEGORIES):
        strength = taste[c]
        if category == HOT:
            strength *= 0.12 if week < WEEKS - 13 else 2.0
        if category == SHIFTING:
            for begin, factor in SHIFTS:
                strength *= factor if week >= begin else 1.0
        span = slice(c * ITEMS_EACH, (c + 1) * ITEMS_EACH)
        relative = shop.prices[span, week] / [item.list_price for item in shop.items[span]]
        attraction = np.exp([item.attraction for item in shop.items[span]])
        slope = -0.3 if category == BULK else ELASTICITY
        weights[span] = strength * attraction * relative**slope / ITEMS_EACH
    return weights / weights.sum()


def _events(rng: np.random.Generator, shop: Shop, person: str, segment: Segment) -> list[Event]:
    rate, leave = rng.gamma(R, 1 / ALPHA), rng.beta(A, B)
    first = rng.uniform(0, WEEKS - 26)
    times, now = [first], first
    while rng.random() > leave or len(times) == 1:
        now += rng.exponential(1 / max(rate, 1e-9))
        if now >= WEEKS:
            break
        times.append(now)
    events = [_purchase(rng, shop, person, segment, time) for time in times]
    last = first + segment.ends * (WEEKS - first)
    n_visits = max(2, rng.poisson(segment.visits * (last - first)))
    # the last visit lies near the end of the time in which people of this kind come
    visits = np.append(rng.uniform(first, last, n_visits - 1), last - rng.uniform(0, 2))
    for time in visits:
        kind = ("浏览", "点击", "搜索")[rng.choice(3, p=(0.6, 0.25, 0.15))]
        week = int(np.clip(time, 0, WEEKS - 1e-6))
        item = rng.choice(len(shop.items), p=item_weights(shop, segment.taste, week))
        dwell = int(rng.gamma(2.0, 40)) if kind == "浏览" else None
        events.append((person, shop.items[item].code, kind, _second(time), dwell, None, None))
    return events


def _purchase(
    rng: np.random.Generator, shop: Shop, person: str, segment: Segment, time: float
) -> Event:
    week = int(time)
    place = rng.choice(len(shop.items), p=item_weights(shop, segment.taste, week))
    item = shop.items[place]
    price, quantity = float(shop.prices[place, week]), 1
    if item.category == BULK:
        quantity = 1 + int(rng.lognormal(1.2, 0.9))
        price = round(price * quantity**-BULK_DISCOUNT, 2)
    return (person, item.code, "购买", _second(time), None, quantity, price)


def _second(week: float) -> np.datetime64:
    seconds = int(np.clip(week, 0, WEEKS - 1e-6) * 7 * 86_400)
    return FIRST_DAY.astype("datetime64[s]") + np.timedelta64(seconds, "s")
