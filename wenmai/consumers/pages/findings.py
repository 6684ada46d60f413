"""What the pages of consumers say of their pictures and tables, as their titles.

Each function takes the rows that are shown (of one choice of the reader, or of the page) and
returns a sentence, or None where they say nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

from wenmai.atlas.blocks import Block
from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence, first_few

Rows = Sequence[dict[str, Any]]

# Less is not worth a new price tag.
_LEAST_GAIN = 0.01

HOT_SPOTS = Sentence("pages.hot_spots", "names")
HOT_SPOT = Sentence("pages.hot_spot", "category", "before", "now")
NO_HOT_SPOT = Sentence("pages.no_hot_spot")
EXPECTED = Sentence("pages.demand_expected", "n", "purchases")
EXPECTED_MORE = Sentence("pages.demand_expected_more", "n", "purchases", "share")
EXPECTED_LESS = Sentence("pages.demand_expected_less", "n", "purchases", "share")
FORECAST_GAINS = Sentence("pages.forecast_gains", "method", "share")
NO_FORECAST_GAINS = Sentence("pages.no_forecast_gains")
NEXT_GAINS = Sentence("pages.next_gains", "method", "share", "popularity")
NO_NEXT_GAINS = Sentence("pages.no_next_gains", "popularity")
TOGETHER = Sentence("pages.go_together", "one", "other", "lift")
NOT_TOGETHER = Sentence("pages.none_go_together")
SPENDS_MOST = Sentence("pages.spends_most", "segment", "amount", "share")
TURNS_MOST = Sentence("pages.turns_most", "category", "lift")
HOW_MANY = Sentence("pages.how_many_segments", "k", "stability", "silhouette")
PRICES_FOLLOW = Sentence("pages.prices_follow", "n", "item", "amount")
NO_PRICES_FOLLOW = Sentence("pages.no_prices_follow")
PRICE_OF_ITEM = Sentence("pages.price_of_item", "now", "best", "amount")
PRICE_STAYS = Sentence("pages.price_stays", "now")
PRICE_UNSEEN = Sentence("pages.price_unseen", "now", "best", "amount")
REACTS_MOST = Sentence("pages.reacts_most", "n", "all", "category", "elasticity")
NONE_IDENTIFIED = Sentence("pages.none_identified", "all")
MOVES = Sentence("pages.moves", "n", "cuts", "seller", "item", "change")
ALARM_LAST = Sentence("pages.alarm_last", "n", "item", "period")
NO_ALARM = Sentence("pages.no_alarm")
REPAIRS_HELPED = Sentence("pages.repairs_helped", "n", "all", "item", "stars")
NO_REPAIR_HELPED = Sentence("pages.no_repair_helped", "all")
PERCEIVED = Sentence("pages.perceived_now", "rating", "centre")
PERCEIVED_BELOW = Sentence("pages.perceived_gap", "rating", "gap")
LEAST_EVEN = Sentence("pages.least_even", "algorithm", "value", "chance")
ABOVE_CHANCE = Sentence("pages.above_chance", "value", "chance")
BELOW_CHANCE = Sentence("pages.below_chance", "value", "chance")
AS_CHANCE = Sentence("pages.as_chance", "value", "chance")
SHOWN_LEAST = Sentence("pages.shown_least", "group", "times")
SHOWN_ALIKE = Sentence("pages.shown_alike")
COPIES = Sentence("pages.copies_found", "n", "share")
NO_COPIES = Sentence("pages.no_copies")
WITHHELD = Sentence("pages.cells_withheld", "n", "all", "k")
ERASED = Sentence("pages.erasures_done", "n", "erased")
NO_ERASURES = Sentence("pages.no_erasures")


def titled(block: Block, say: Callable[[Rows], Said | None]) -> Block:
    """Return a block with what is said of all its rows as its title."""
    return block.saying(say(block.answer.records()))


def of_choice(say: Callable[[Rows], Said | None]) -> Callable[[Rows], list[Said]]:
    """Return what `Answer.saying` asks for: a list, empty where nothing is said."""
    return lambda rows: [said for said in [say(rows)] if said is not None]


def _named(code: str) -> Said:
    said = code_name(code)
    return InBoth(said["zh"], said["en"])


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def hot_spots(rows: Rows) -> Said | None:
    """Say which categories come up, or that none does."""
    if not rows:
        return None
    hot = [
        HOT_SPOT(
            category=row["category_code"],
            before=_percent(row["share_before"]),
            now=_percent(row["share_recent"]),
        )
        for row in rows
        if row["hot_en"]
    ]
    return HOT_SPOTS(names=first_few(hot)) if hot else NO_HOT_SPOT()


def expected_purchases(rows: Rows) -> Said | None:
    """Say how many purchases are expected, and against the same periods of a year before.

    Examples
    --------
    >>> year = [{"period_start": f"2024-0{m}-01", "purchases": 10, "median": None} for m in (1, 2)]
    >>> ahead = [{"period_start": f"2025-0{m}-01", "purchases": None, "median": 12} for m in (1, 2)]
    >>> str(expected_purchases(year + ahead))
    'In the next 2 periods about 24 purchases, 20 % more than a year before'
    """
    ahead = {row["period_start"]: row["median"] for row in rows if row["median"] is not None}
    if not ahead:
        return None
    known = {row["period_start"]: row["purchases"] for row in rows if row["median"] is None}
    total = sum(ahead.values())
    before = [known.get(f"{int(start[:4]) - 1}{start[4:]}") for start in ahead]
    said = {"n": len(ahead), "purchases": f"{total:,.0f}"}
    past = sum(value for value in before if value is not None)
    if None in before or not past:
        return EXPECTED(**said)
    change = total / past - 1
    return (EXPECTED_LESS if change < 0 else EXPECTED_MORE)(**said, share=_percent(abs(change)))


def best_forecast(rows: Rows) -> Said | None:
    """Say which method is off least, against last year's period."""
    known = [row for row in rows if row["mae_ratio"] is not None]
    if not known:
        return None
    best = min(known, key=lambda row: (row["mae_ratio"], row["method_code"]))
    if best["mae_ratio"] >= 1:
        return NO_FORECAST_GAINS()
    return FORECAST_GAINS(method=_named(best["method_code"]), share=_percent(1 - best["mae_ratio"]))


def next_category(rows: Rows) -> Said | None:
    """Say whether anything names the next category better than what is popular."""
    first = {row["method_code"]: row for row in rows if row["k"] == 1}
    popular = first.pop("popularity", None)
    if popular is None or not first:
        return None
    best = max(first.values(), key=lambda row: (row["hit_rate"], row["method_code"]))
    said = {"popularity": _percent(popular["hit_rate"])}
    if best["lower"] <= popular["upper"]:
        return NO_NEXT_GAINS(**said)
    return NEXT_GAINS(method=_named(best["method_code"]), share=_percent(best["hit_rate"]), **said)


def bought_together(rows: Rows) -> Said | None:
    """Say which items go together most firmly: rows by falling lower limit."""
    if not rows:
        return None
    first = rows[0]
    if first["lower"] <= 1:
        return NOT_TOGETHER()
    return TOGETHER(one=first["title"], other=first["other_title"], lift=f"{first['lift']:.1f}")


def spends_most(rows: Rows) -> Said | None:
    """Say which segment spends most in a day of purchases, and which share of people it is."""
    known = [row for row in rows if row["mean_spent_cny"] is not None]
    if not known:
        return None
    most = max(known, key=lambda row: (row["mean_spent_cny"], row["segment_code"]))
    return SPENDS_MOST(
        segment=_named(most["segment_code"]),
        amount=f"{most['mean_spent_cny']:,.0f}",
        share=_percent(most["person_share"]),
    )


def turns_most(rows: Rows) -> Said | None:
    """Say what a segment turns to more than everybody: rows by falling lift."""
    return TURNS_MOST(category=rows[0]["category_code"], lift=f"{rows[0]['lift']:.1f}")


def how_many(rows: Rows) -> Said | None:
    """Say why so many segments."""
    for row in rows:
        if row["chosen"]:
            return HOW_MANY(
                k=row["k"],
                stability=f"{row['stability']:.2f}",
                silhouette=f"{row['silhouette']:.2f}",
            )
    return None


def prices_follow(rows: Rows) -> Said | None:
    """Say how many items would earn more at another price that was seen: rows by falling gain."""
    gains = [row for row in rows if row["seen_en"] == "seen before" and _is_worth_it(row)]
    if not gains:
        return NO_PRICES_FOLLOW()
    return PRICES_FOLLOW(n=len(gains), item=gains[0]["title"], amount=f"{_gain(gains[0]):,.0f}")


def price_of_item(rows: Rows) -> Said | None:
    """Say the best price of an item, and whether it was ever asked."""
    for row in rows:
        if row["is_best"]:
            if not _is_worth_it(row):
                return PRICE_STAYS(now=f"{row['current_price_cny']:.1f}")
            sentence = PRICE_UNSEEN if row["is_extrapolated"] else PRICE_OF_ITEM
            return sentence(
                now=f"{row['current_price_cny']:.1f}",
                best=f"{row['price_cny']:.1f}",
                amount=f"{_gain(row):+,.0f}",
            )
    return None


def _is_worth_it(row: dict[str, Any]) -> bool:
    return _gain(row) >= _LEAST_GAIN * abs(row["current_profit_cny"])


def _gain(row: dict[str, Any]) -> float:
    return float(row["profit_cny"] - row["current_profit_cny"])


def reacts_most(rows: Rows) -> Said | None:
    """Say for how many categories prices follow, and which reacts most to its price."""
    known = {row["category_code"] for row in rows}
    used = [row for row in rows if row["is_used"]]
    if not used:
        return NONE_IDENTIFIED(all=len(known))
    most = min(used, key=lambda row: (row["elasticity"], row["category_code"]))
    return REACTS_MOST(
        n=len({row["category_code"] for row in used}),
        all=len(known),
        category=most["category_code"],
        elasticity=f"{most['elasticity']:.2f}",
    )


def moves(rows: Rows) -> Said | None:
    """Say how many of the moves shown are cuts, and which is the last."""
    known = [row for row in rows if row["price_change_share"] is not None]
    if not known:
        return None
    last = known[0]
    return MOVES(
        n=len(known),
        cuts=sum(row["price_change_share"] < 0 for row in known),
        seller=last["seller_name"],
        item=last["title"],
        change=f"{100 * last['price_change_share']:+.0f}",
    )


def perceived(rows: Rows) -> Said | None:
    """Say how an item is rated now, beside what is aimed at or its usual level."""
    last = rows[-1]
    if last["perceived_rating"] is None:
        return None
    rating = f"{last['perceived_rating']:.2f}"
    if last["gap"] is not None:
        return PERCEIVED_BELOW(rating=rating, gap=f"{last['gap']:+.2f}")
    return (
        None if last["centre"] is None else PERCEIVED(rating=rating, centre=f"{last['centre']:.2f}")
    )


def alarms(rows: Rows) -> Said | None:
    """Say how many alarms there were, and which is the last."""
    if not rows:
        return NO_ALARM()
    last = rows[0]
    return ALARM_LAST(
        n=len(rows), item=last["title"] or last["item_code"], period=last["period_start"][:7]
    )


def repairs(rows: Rows) -> Said | None:
    """Say how many repairs helped beyond chance, and which most."""
    if not rows:
        return None
    helped = [row for row in rows if row["lower"] is not None and row["lower"] > 0]
    if not helped:
        return NO_REPAIR_HELPED(all=len(rows))
    most = max(helped, key=lambda row: (row["effect"], row["title"]))
    return REPAIRS_HELPED(
        n=len(helped), all=len(rows), item=most["title"], stars=f"{most['effect']:.2f}"
    )


def least_even(rows: Rows) -> Said | None:
    """Say which algorithm shows least evenly."""
    known = [row for row in rows if row["metric_code"] == "exposure_gini"]
    if not known:
        return None
    most = max(known, key=lambda row: (row["value_corrected"], row["algorithm_code"]))
    return LEAST_EVEN(
        algorithm=most["algorithm_code"],
        value=f"{most['value_corrected']:.2f}",
        chance=f"{most['value_by_chance']:.2f}",
    )


def beside_chance(rows: Rows) -> Said | None:
    """Say how the last value of a metric lies to what chance gives."""
    last = rows[-1]
    value, chance = last["value_corrected"], last["value_by_chance"]
    if value is None or chance is None:
        return None
    said = {"value": f"{value:.2f}", "chance": f"{chance:.2f}"}
    if None not in (last["lower"], last["width"]) and said["value"] != said["chance"]:
        if chance < last["lower"]:
            return ABOVE_CHANCE(**said)
        if chance > last["lower"] + last["width"]:
            return BELOW_CHANCE(**said)
    return AS_CHANCE(**said)


def shown_least(rows: Rows) -> Said | None:
    """Say which group of creators is shown firmly less than its share."""
    below = [row for row in rows if row["upper"] is not None and row["upper"] < 1]
    if not below:
        return SHOWN_ALIKE()
    least = min(below, key=lambda row: (row["exposure_parity"], row["creator_group"]))
    return SHOWN_LEAST(group=least["creator_group"], times=f"{least['exposure_parity']:.2f}")


def copies(rows: Rows) -> Said | None:
    """Say how many items are copies of others."""
    if not rows:
        return NO_COPIES()
    return COPIES(n=len(rows), share=f"{100 * rows[0]['duplicate_share']:.1f}")


def withheld(rows: Rows) -> Said | None:
    """Say how many numbers are withheld, and how many people stand behind the others."""
    behind = [row["k_min"] for row in rows if row["k_min"] is not None]
    if not behind:
        return None
    cells = sum(row["cells"] for row in rows)
    n = sum(row["suppressed"] for row in rows)
    return WITHHELD(n=f"{n:,}", all=f"{cells:,}", k=min(behind))


def erasures(rows: Rows) -> Said | None:
    """Say how far requests to erase have come."""
    if not rows:
        return NO_ERASURES()
    return ERASED(n=len(rows), erased=sum(row["status_code"] == "erased" for row in rows))
