"""What pages say of one unit, and who is first where a page is not about the index itself."""

from collections.abc import Sequence

from wenmai.indicators.pages.findings import Row, name_of
from wenmai.kit.steps import named
from wenmai.sentences import Said, Sentence, list_of

HOLDS_BACK = Sentence("pages.holds_back", "names")
AGAINST_THE_MEAN = Sentence("pages.against_the_mean", "strong", "weak")
MADE_OF = Sentence("pages.made_of", "names")
RANKED = Sentence("pages.ranked", "one", "first", "other", "last")
IS_FIRST = Sentence("pages.is_first", "name", "value")
WEIGHS_MOST = Sentence("pages.weighs_most", "name", "share")


def _indicators(rows: Sequence[Row]) -> Said:
    return list_of([name_of(row, "indicator_name") for row in rows])


def holds_back(rows: Sequence[Row]) -> list[Said]:
    """Say which indicators hold a unit back: its rows by obstacle degree."""
    known = [row for row in rows if row["obstacle_degree"]]
    return [HOLDS_BACK(names=_indicators(known))] if known else []


def against_the_mean(rows: Sequence[Row]) -> list[Said]:
    """Say where a unit stands best against the mean of all, and where worst."""
    known = sorted((row for row in rows if row["ahead"] is not None), key=lambda row: -row["ahead"])
    if len(known) < 2:
        return []
    return [AGAINST_THE_MEAN(strong=_indicators(known[:1]), weak=_indicators(known[-1:]))]


def made_of(rows: Sequence[Row]) -> list[Said]:
    """Say what a score is mostly made of: its parts in falling order."""
    known = [row for row in rows if row["contribution"]]
    return [MADE_OF(names=_indicators(known))] if known else []


def ranked(rows: Sequence[Row]) -> list[Said]:
    """Say a unit's rank in the first and in the last year."""
    first, last = (pick(rows, key=lambda row: row["year"]) for pick in (min, max))
    if first is last:
        return []
    return [
        RANKED(
            one=named(first["year"]),
            first=first["rank_in_year"],
            other=named(last["year"]),
            last=last["rank_in_year"],
        )
    ]


def is_first(rows: Sequence[Row], value: str) -> list[Said]:
    """Say which unit is first: rows in falling order."""
    return [IS_FIRST(name=name_of(rows[0]), value=f"{rows[0][value]:.3f}")]


def weighs_most(rows: Sequence[Row]) -> list[Said]:
    """Say which member weighs most in its group: rows in falling order."""
    share = f"{100 * rows[0]['weight']:.0f}"
    return [WEIGHS_MOST(name=name_of(rows[0], "member_name"), share=share)]
