"""What the page of paths says of its pictures, as their titles."""

from collections.abc import Mapping, Sequence
from typing import Any

from wenmai.sentences import InBoth, Said, Sentence

Row = Mapping[str, Any]

MOST = Sentence("pages.path_most", "path", "share")
GREW = Sentence("pages.path_grew", "years", "path", "before", "now")
SHRANK = Sentence("pages.path_shrank", "grew", "path", "before", "now")
STAYED = Sentence("pages.path_stayed", "share")
LEFT = Sentence("pages.path_left", "stayed", "one", "other", "n")
TRUST = Sentence("pages.path_trust", "share", "baseline")
NO_TRUST = Sentence("pages.path_no_trust", "share", "baseline")
DIMENSIONS = Sentence("pages.path_dimensions", "high", "low")


def _named(row: Row, name: str) -> Said:
    return InBoth(row[f"{name}_zh"], row[f"{name}_en"])


def percent(share: float) -> str:
    """Return a share in percent without its sign, which the sentence has.

    Examples
    --------
    >>> percent(0.2857)
    '29'
    """
    return f"{100 * share:.0f}"


def commonest(rows: Sequence[Row]) -> Said | None:
    """Say which path most units and years are on: rows of the whole study."""
    if not rows:
        return None
    most = max(rows, key=lambda row: row["path_share"])
    return MOST(path=_named(most, "path_name"), share=percent(most["path_share"]))


def grown(rows: Sequence[Row]) -> Said | None:
    """Say which path grew and which shrank most between the first and the last year.

    Parameters
    ----------
    rows : sequence of mapping
        ``year``, ``path_name_zh``, ``path_name_en``, ``path_share``; a path without units in a
        year has no row.

    Examples
    --------
    >>> def row(year, name, share):
    ...     return {"year": year, "path_name_zh": name, "path_name_en": name, "path_share": share}
    >>> grown([row(2018, "A", 0.25), row(2018, "B", 0.75), row(2024, "A", 1.0)]).text()
    'In 6 years A grew from 25 % to 100 %; B shrank from 75 % to 0 %'
    """
    years = sorted({row["year"] for row in rows})
    if len(years) < 2:
        return commonest(rows)
    names = {row["path_name_zh"]: row for row in rows}
    shares = {(row["path_name_zh"], row["year"]): row["path_share"] for row in rows}
    ends = {
        name: [shares.get((name, year), 0.0) for year in (years[0], years[-1])] for name in names
    }
    ordered = sorted(ends, key=lambda name: (ends[name][0] - ends[name][1], name))

    def parts(name: str) -> dict[str, Any]:
        before, now = map(percent, ends[name])
        return {"path": _named(names[name], "path_name"), "before": before, "now": now}

    first, last = ordered[0], ordered[-1]
    if ends[first][1] <= ends[first][0]:
        return None
    return SHRANK(grew=GREW(years=years[-1] - years[0], **parts(first)), **parts(last))


def moved(rows: Sequence[Row]) -> Said | None:
    """Say how many stay on their path from year to year, and the commonest way off it.

    Parameters
    ----------
    rows : sequence of mapping
        ``from_zh``, ``from_en``, ``to_zh``, ``to_en``, ``n_transitions``.
    """
    total = sum(row["n_transitions"] for row in rows)
    if not total:
        return None
    kept = sum(row["n_transitions"] for row in rows if row["from_zh"] == row["to_zh"])
    stayed = STAYED(share=percent(kept / total))
    if kept == total:
        return stayed
    off = max(
        (row for row in rows if row["from_zh"] != row["to_zh"]),
        key=lambda row: row["n_transitions"],
    )
    return LEFT(
        stayed=stayed, one=_named(off, "from"), other=_named(off, "to"), n=off["n_transitions"]
    )


def trusted(rows: Sequence[Row]) -> Said | None:
    """Say how often the forest is right about cities that it never saw, beside the commonest path.

    Parameters
    ----------
    rows : sequence of mapping
        ``scheme_code``, ``accuracy``, ``accuracy_p05``, ``baseline_accuracy``.
    """
    for row in rows:
        if row["scheme_code"] == "grouped_by_unit" and None not in (
            row["accuracy_p05"],
            row["baseline_accuracy"],
        ):
            sentence = TRUST if row["accuracy_p05"] > row["baseline_accuracy"] else NO_TRUST
            return sentence(
                share=percent(row["accuracy"]), baseline=percent(row["baseline_accuracy"])
            )
    return None


def dimensions(rows: Sequence[Row]) -> Said | None:
    """Say which dimension is highest and which lowest: rows in falling order."""
    if len(rows) < 2:
        return None
    high, low = (_named(row, "dimension_name") for row in (rows[0], rows[-1]))
    return DIMENSIONS(high=high, low=low)
