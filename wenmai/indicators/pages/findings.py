"""What the start page says of an index: who leads, who rises and falls, why, and where.

Every finding is a code with parts (``start.*`` in ``seeds/words/python/start.csv``), chosen by
the intervals of ranks: none claims more than they allow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wenmai.atlas.tile_grid import ranks
from wenmai.kit.steps import named, per_year
from wenmai.sentences import SHOWN, InBoth, Said, Sentence, first_few, list_of

Row = Mapping[str, Any]

LEADS_ALWAYS = Sentence("start.leads_always", "first")
LEADS = Sentence("start.leads", "first")
LEADS_OPEN = Sentence("start.leads_open", "names")
LEADS_UNSURE = Sentence("start.leads_unsure", "first")
FOLLOWED = Sentence("start.followed", "leads", "names")
HOW_LEADS = Sentence("start.how_leads")
HOW_LEADS_OUTSIDE = Sentence("start.how_leads_outside", "names")
HOW_LEADS_UNSURE = Sentence("start.how_leads_unsure")
MOVES = Sentence("start.moves", "years", "riser", "up", "faller", "down")
RISES = Sentence("start.rises", "years", "riser", "up")
FALLS = Sentence("start.falls", "years", "faller", "down")
STAYS = Sentence("start.stays", "years")
MOVED_FIRMLY = Sentence("start.moved_firmly", "unit", "first", "last")
MOVED_OPENLY = Sentence("start.moved_openly", "unit", "first", "last")
HOW_MOVES = Sentence("start.how_moves")
DRIVEN = Sentence("start.driven", "unit", "dimension")
NOT_DRIVEN = Sentence("start.not_driven", "unit")
HOW_DRIVEN = Sentence("start.how_driven", "change")
ALONG = {
    ("latitude", False): Sentence("start.high_in_the_south"),
    ("latitude", True): Sentence("start.high_in_the_north"),
    ("longitude", False): Sentence("start.high_in_the_west"),
    ("longitude", True): Sentence("start.high_in_the_east"),
}
NOWHERE = Sentence("start.high_nowhere")
HOW_TILES = Sentence("start.how_tiles", "across", "down")
GAPS = Sentence("start.gaps")
HOW_GAPS = Sentence("start.how_gaps")
WEIGHTS = Sentence("start.weights")
HOW_WEIGHTS = Sentence("start.how_weights")
WEIGHT_TEXTS = {
    "published": Sentence("start.weights_published"),
    "same": Sentence("start.weights_same"),
    "moved": Sentence("start.weights_moved", "n", "most", "units", "tau"),
    "inside": Sentence("start.weights_inside", "n", "units"),
    "rank": Sentence("start.weights_rank"),
    "unit": Sentence("start.weights_unit"),
    "score": Sentence("start.weights_score"),
    "before": Sentence("start.weights_before"),
}
STANDS = Sentence("start.stands", "year", "score", "rank", "n", "places")
STANDS_UNSURE = Sentence("start.stands_unsure", "year", "score", "rank", "n")
OUTSIDE = {
    True: Sentence("start.above_its_interval", "low", "high"),
    False: Sentence("start.below_its_interval", "low", "high"),
}
PEERS_TEXTS = {
    name: Sentence(f"start.peers_{name}")
    for name in ("said", "alike", "add", "remove", "own", "mean", "best", "others", "gap")
}
HOW_RANKED = Sentence("start.how_ranked", "n", "of")
HOW_PEERS = Sentence("start.how_peers", "n")
PROVINCES = Sentence("pages.provinces", "first", "years", "riser", "change")
WEIGHTS_OF_FEW = Sentence("pages.weights_of_few", "names", "share")
SPAN = Sentence("start.span", "best", "worst")
PLACE = Sentence("start.place", "rank")

_LEAST_UNITS = 10  # fewer make no direction
_FIRM_P = 0.05
_HEAVIEST = 3


def name_of(row: Row, name: str = "unit_name") -> Said:
    """Return a name in both languages; the Chinese one stands in where English is missing."""
    zh = row[f"{name}_zh"]
    return InBoth(zh, row[f"{name}_en"] or zh)


def span(best: int, worst: int) -> Said:
    """Return an interval of ranks in words.

    Examples
    --------
    >>> span(1, 2).text("zh"), span(3, 3).text("en")
    ('第1–2位', 'place 3')
    """
    return PLACE(rank=best) if best == worst else SPAN(best=best, worst=worst)


def places(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Return intervals of ranks in words, as columns in both languages; empty without interval."""
    said = [
        span(row["rank_p05"], row["rank_p95"]) if row["rank_p05"] is not None else None
        for row in rows
    ]
    return {
        f"places_{language}": [one.text(language) if one else "" for one in said]
        for language in ("zh", "en")
    }


def where_it_stands(row: Row) -> list[Said]:
    """Say where a unit stands in a year, how sure that is, and whether its score is an exception.

    Parameters
    ----------
    row : mapping
        ``year``, ``innovation_score``, ``rank_in_year``, ``n_units``, ``rank_p05``, ``rank_p95``,
        ``score_p05``, ``score_p95`` (null without uncertainty).

    Examples
    --------
    >>> row = {"year": 2024, "innovation_score": 0.863, "rank_in_year": 1, "n_units": 31,
    ...        "rank_p05": 1, "rank_p95": 9, "score_p05": 0.183, "score_p95": 0.726}
    >>> [said.code for said in where_it_stands(row)]
    ['start.stands', 'start.above_its_interval']
    """
    score = row["innovation_score"]
    parts = {
        "year": named(row["year"]),
        "score": f"{score:.3f}",
        "rank": row["rank_in_year"],
        "n": row["n_units"],
    }
    if row["rank_p05"] is None or row["rank_p95"] is None:
        return [STANDS_UNSURE(**parts)]
    said: list[Said] = [STANDS(**parts, places=span(row["rank_p05"], row["rank_p95"]))]
    low, high = row["score_p05"], row["score_p95"]
    if low is not None and high is not None and not low <= score <= high:
        said.append(OUTSIDE[score > high](low=f"{low:.3f}", high=f"{high:.3f}"))
    return said


def who_leads(rows: Sequence[Row]) -> tuple[Said, Said]:
    """Say who leads in a year, and how sure that is.

    Parameters
    ----------
    rows : sequence of mapping
        The units of one year by rank: ``unit_name_zh``, ``unit_name_en``, ``rank_p05``,
        ``rank_p95`` (null without uncertainty), ``is_score_inside``.

    Returns
    -------
    finding, how_sure : Said

    Examples
    --------
    >>> def city(name, *ranks):
    ...     return {"unit_name_zh": name, "unit_name_en": name, "rank_p05": ranks[0],
    ...             "rank_p95": ranks[1], "is_score_inside": True}
    >>> who_leads([city("A", 1, 2), city("B", 2, 3), city("C", 2, 3)])[0].text()
    'A leads; B and C contend for second place'
    >>> who_leads([city("A", 1, 2), city("B", 1, 3)])[0].text()
    'A and B may each be first'
    """
    first = name_of(rows[0])
    if any(rows[0][end] is None for end in ("rank_p05", "rank_p95")):
        return LEADS_UNSURE(first=first), HOW_LEADS_UNSURE()
    known = [row for row in rows if row["rank_p05"] is not None]
    may_lead = [row for row in known if row["rank_p05"] == 1]
    outside = [name_of(row) for row in known[:10] if row["is_score_inside"] is False]
    how = HOW_LEADS_OUTSIDE(names=_named(outside)) if outside else HOW_LEADS()
    if [row for row in may_lead if row is not rows[0]] or not may_lead:
        contenders = may_lead if rows[0] in may_lead else [rows[0], *may_lead]
        if len(contenders) > 1:
            return LEADS_OPEN(names=_named([name_of(row) for row in contenders])), how
        return LEADS_UNSURE(first=first), how
    leads = (LEADS_ALWAYS if rows[0]["rank_p95"] == 1 else LEADS)(first=first)
    seconds = [name_of(row) for row in known[1:] if row["rank_p05"] <= 2]
    if 1 < len(seconds) <= 3:
        return FOLLOWED(leads=leads, names=list_of(seconds)), how
    return leads, how


def _named(names: Sequence[Said]) -> Said:
    return list_of(names) if len(names) <= SHOWN else first_few(names)


@dataclass(frozen=True)
class Moves:
    """Who rose and fell most.

    Parameters
    ----------
    finding, how_sure : Said
    riser : mapping, optional
        The row of the unit that rose most; None when none did.
    """

    finding: Said
    how_sure: list[Said]
    riser: Row | None


def who_moved(rows: Sequence[Row]) -> Moves:
    """Say who rose and who fell most between two years.

    Parameters
    ----------
    rows : sequence of mapping
        One per unit with a score in both years: names, ``first_year``, ``last_year``,
        ``rank_gain`` (places risen among these units), and the ends of both intervals of ranks,
        ``first_p05`` … ``last_p95`` (null without uncertainty).

    Returns
    -------
    Moves
        Of units that moved as far, the one with the better last rank is named.
    """
    ordered = sorted(rows, key=lambda row: (-row["rank_gain"], row["last_rank"]))
    riser, faller = ordered[0], min(rows, key=lambda row: (row["rank_gain"], row["last_rank"]))
    first, last = int(riser["first_year"]), int(riser["last_year"])
    parts: dict[str, Any] = {"years": f"{(last - first) / max(per_year(last), 1):g}"}
    rose, fell = riser["rank_gain"] > 0, faller["rank_gain"] < 0
    if rose:
        parts |= {"riser": name_of(riser), "up": riser["rank_gain"]}
    if fell:
        parts |= {"faller": name_of(faller), "down": -faller["rank_gain"]}
    sentence = {(True, True): MOVES, (True, False): RISES, (False, True): FALLS}
    finding = sentence.get((rose, fell), STAYS)(**parts)
    moved = [row for row, is_said in ((riser, rose), (faller, fell)) if is_said]
    sure = [said for row in moved if (said := _moved(row)) is not None]
    return Moves(finding, [*sure, HOW_MOVES()], riser if rose else None)


def _moved(row: Row) -> Said | None:
    ends = [row[name] for name in ("first_p05", "first_p95", "last_p05", "last_p95")]
    if None in ends:
        return None
    first_best, first_worst, last_best, last_worst = ends
    is_apart = last_worst < first_best or first_worst < last_best
    sentence = MOVED_FIRMLY if is_apart else MOVED_OPENLY
    first, last = span(first_best, first_worst), span(last_best, last_worst)
    return sentence(unit=name_of(row), first=first, last=last)


def why_it_rose(unit: Row, parts: Sequence[Row]) -> tuple[Said, Said]:
    """Say which dimension made a unit rise.

    Parameters
    ----------
    unit : mapping
        Names of the unit.
    parts : sequence of mapping
        One per dimension: names, ``score_change``; they sum to the change of the score.

    Returns
    -------
    finding, how_sure : Said
    """
    change = sum(part["score_change"] for part in parts)
    how = HOW_DRIVEN(change=f"{change:+.3f}".replace("-", "−"))
    most = max(parts, key=lambda part: part["score_change"])
    if change <= 0 or most["score_change"] <= 0:
        return NOT_DRIVEN(unit=name_of(unit)), how
    return DRIVEN(unit=name_of(unit), dimension=name_of(most, "dimension_name")), how


def where_it_is_high(rows: Sequence[Row]) -> Said:
    """Say along which direction scores rise: Spearman's correlation with the coordinates.

    Parameters
    ----------
    rows : sequence of mapping
        ``longitude``, ``latitude``, ``innovation_score``.

    Returns
    -------
    Said
        The stronger direction when p is below 0.05 and ten units or more are there.
    """
    if len(rows) < _LEAST_UNITS:
        return NOWHERE()
    scores = [row["innovation_score"] for row in rows]
    found = []
    for direction in ("latitude", "longitude"):
        correlation, p_value = spearman([row[direction] for row in rows], scores)
        if p_value < _FIRM_P:
            found.append((abs(correlation), direction, correlation > 0))
    return ALONG[max(found)[1:]]() if found else NOWHERE()


def spearman(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Return Spearman's correlation and its p-value, as scipy.stats does without its long import.

    Examples
    --------
    >>> [round(value, 4) for value in spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])]
    [0.8, 0.1041]
    """
    from scipy.special import stdtr  # noqa: PLC0415

    if min(one) == max(one) or min(other) == max(other):
        return 0.0, 1.0
    r = float(np.corrcoef(ranks(one), ranks(other))[0, 1])
    if abs(r) >= 1:
        return r, 0.0
    n = len(one)
    return r, float(2 * stdtr(n - 2, -abs(r) * np.sqrt((n - 2) / (1 - r**2))))


def provinces(rows: Sequence[Row]) -> Said | None:
    """Say which province has the highest mean in the last year, and which rose most.

    Parameters
    ----------
    rows : sequence of mapping
        ``province_name_zh``, ``province_name_en``, ``year``, ``mean_score``.

    Returns
    -------
    Said, optional
        None for one province or one year, or where none rose.
    """
    years = sorted({row["year"] for row in rows})
    first, last = (
        {r["province_name_zh"]: r for r in rows if r["year"] == year}
        for year in (years[0], years[-1])
    )
    rises = {
        name: last[name]["mean_score"] - first[name]["mean_score"] for name in last if name in first
    }
    if len(years) < 2 or len(rises) < 2 or max(rises.values()) <= 0:
        return None
    riser = max(rises, key=lambda name: rises[name])
    highest = max(last.values(), key=lambda row: row["mean_score"])
    return PROVINCES(
        first=name_of(highest, "province_name"),
        years=years[-1] - years[0],
        riser=name_of(last[riser], "province_name"),
        change=f"{rises[riser]:+.3f}",
    )


def heaviest(rows: Sequence[Row]) -> Said | None:
    """Say which three indicators weigh most: rows by falling ``entropy_weight``; None for few."""
    if len(rows) <= 2 * _HEAVIEST or any(row["entropy_weight"] is None for row in rows):
        return None
    most = rows[:_HEAVIEST]
    return WEIGHTS_OF_FEW(
        names=list_of([name_of(row, "indicator_name") for row in most]),
        share=f"{100 * sum(row['entropy_weight'] for row in most):.0f}",
    )
