"""What people say and what algorithms show in the demo study screen."""

import numpy as np

from demo.screen_items import FIRST_DAY, FIXED_ITEM, FIXED_WEEK, UNDERSHOWN, WEEKS, Shop

REVIEWS = 2400
EXPOSURES = 4000
GINI_B = 0.55
# Numbers with a right check digit that belong to nobody: region 110105 of their standard's example.
ID_NUMBERS = (
    "11010519491231002X",
    "110105194912310038",
    "110105194912310054",
    "110105194912310062",
    "110105194912310089",
)
_GOOD = (
    "做工精致",
    "很喜欢",
    "送人很有面子",
    "讲解生动",
    "包装用心",
    "图案漂亮",
    "值得推荐",
    "孩子爱不释手",
)
_BAD = (
    "容易掉色",
    "等了太久",
    "有点失望",
    "不值这个价",
    "边角粗糙",
    "和图片不符",
    "客服敷衍",
    "扫码打不开",
)
_PLAIN = ("已收到", "第一次买", "展览结束后买的", "帮朋友带的", "物流三天", "尺寸正常")

Review = tuple[str, np.datetime64, str, int]
Exposure = tuple[str, str, np.datetime64, int, str, int]


def draw_reviews(rng: np.random.Generator, shop: Shop) -> list[Review]:
    """Draw reviews; one item has an issue until it is fixed, which brings 0.4 stars."""
    quality = rng.normal(3.9, 0.25, len(shop.items))
    places = np.append(
        rng.integers(0, len(shop.items), REVIEWS),
        np.full(240, [item.code for item in shop.items].index(FIXED_ITEM)),
    )
    quality[places[-1]] = 3.6
    reviews = []
    for place in places:
        time = rng.uniform(0, WEEKS)
        code = shop.items[place].code
        level = quality[place] + (0.4 if code == FIXED_ITEM and time >= FIXED_WEEK else 0.0)
        # rounding up or down by chance keeps the mean of whole stars what it is
        stars = int(np.clip(np.floor(np.clip(rng.normal(level, 0.7), 1, 5) + rng.random()), 1, 5))
        words = _GOOD if stars >= 4 else _BAD
        if stars == 3 or rng.random() < 0.06:
            words = _GOOD if rng.random() < 0.5 else _BAD
        parts = [*rng.choice(words, 2, replace=False), str(rng.choice(_PLAIN))]
        text = "，".join(parts[i] for i in rng.permutation(3)) + "。"
        second = FIRST_DAY.astype("datetime64[s]") + np.timedelta64(int(time * 604_800), "s")
        reviews.append((code, second, text, stars))
    reviews.sort(key=lambda review: (review[1], review[0]))
    for number, place in zip(ID_NUMBERS, (100, 600, 1100, 1600, 2100), strict=True):
        code, second, text, stars = reviews[place]
        reviews[place] = (code, second, f"{text}实名登记{number}，请尽快开票", stars)
    return reviews


def exposure_weights(shop: Shop) -> dict[str, np.ndarray]:
    """Return what each algorithm shows: A all items alike, B few of them, one city half as much.

    B's weights are exp(s·z) of fixed normal places z, with s such that their Gini index is
    GINI_B, and the city's share then set to half its share of the catalogue.
    """
    n = len(shop.items)
    city_of = {code: city for code, city, _ in shop.creators}
    in_city = np.array([city_of[item.creator] == UNDERSHOWN for item in shop.items])
    order = np.random.default_rng(7).permutation(n)
    places = (np.arange(1, n + 1) - 0.5)[np.argsort(order)] / n

    def weights(s: float) -> np.ndarray:
        shown = (1 / (1 - places)) ** s
        target = 0.5 * in_city.mean()
        shown[in_city] *= target / shown[in_city].sum()
        shown[~in_city] *= (1 - target) / shown[~in_city].sum()
        return shown

    low, high = 0.01, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if gini(weights(middle)) < GINI_B else (low, middle)
    return {"算法A": np.full(n, 1 / n), "算法B": weights(low)}


def gini(shares: np.ndarray) -> float:
    """Return the Gini index of shares."""
    ordered, n = np.sort(shares), len(shares)
    return float(2 * (ordered * np.arange(1, n + 1)).sum() / (n * ordered.sum()) - (n + 1) / n)


def draw_exposures(rng: np.random.Generator, shop: Shop) -> list[Exposure]:
    """Draw lists of four items, and whether each was clicked."""
    exposures: list[Exposure] = []
    for algorithm, weights in exposure_weights(shop).items():
        for number in range(EXPOSURES // 4):
            # the last half year
            time = rng.uniform(WEEKS - 26, WEEKS)
            second = FIRST_DAY.astype("datetime64[s]") + np.timedelta64(int(time * 604_800), "s")
            shown = rng.choice(len(shop.items), 4, p=weights)
            for position, place in enumerate(shown, start=1):
                clicked = int(rng.random() < 0.08)
                session = f"{algorithm[-1]}{number + 1:04d}"
                exposures.append(
                    (algorithm, shop.items[place].code, second, position, session, clicked)
                )
    exposures.sort(key=lambda line: (line[2], line[4], line[3]))
    return exposures
