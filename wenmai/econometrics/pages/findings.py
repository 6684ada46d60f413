"""What the page of econometrics says of its pictures, as their titles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from wenmai.econometrics.pages.names import Names
from wenmai.kit.steps import named
from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence, list_of

Row = Mapping[str, Any]

ESTIMATED = Sentence("pages.models_estimated", "n", "of")
RAISES = Sentence("pages.raises", "names")
LOWERS = Sentence("pages.lowers", "names")
OPEN = Sentence("pages.open", "names")
FITS = Sentence("pages.fits", "r")
ANSWERS = {
    True: Sentence("pages.answers_up", "one", "other", "n", "of"),
    False: Sentence("pages.answers_down", "one", "other", "n", "of"),
}
SCENARIO_ENDS = Sentence("pages.scenario_ends", "one", "period", "path", "forecast")
NO_ANSWER = Sentence("pages.no_answer", "one", "other")
ERRORS_FROM = Sentence("pages.errors_from", "one", "own", "other", "share", "period")
ALIKE = Sentence("pages.neighbours_alike", "n", "of")
_FIRM_P = 0.05


def _named(names: Names, code: str) -> Said:
    name = names.get(code) or code_name(code)
    return InBoth(name["zh"], name["en"])


def estimated(rows: Sequence[Row]) -> Said:
    """Say how many of the declared models could be estimated."""
    return ESTIMATED(n=sum(row["status"] == "estimated" for row in rows), of=len(rows))


def coefficients(terms: Sequence[Row]) -> list[Said]:
    """Say what the coefficients of a model say at five percent."""
    kinds: tuple[list[Said], ...] = ([], [], [])
    for row in terms:
        if row["term_code"] != "constant":
            is_firm = row["p_value"] is not None and row["p_value"] < _FIRM_P
            kind = 2 if not is_firm else int(row["coefficient"] < 0)
            kinds[kind].append(InBoth(row["term_zh"], row["term_en"]))
    sentences = zip((RAISES, LOWERS, OPEN), kinds, strict=True)
    return [say(names=list_of(names)) for say, names in sentences if names]


def fits(rows: Sequence[Row]) -> list[Said]:
    """Say how closely fitted and actual values lie together.

    Examples
    --------
    >>> rows = [{"actual_value": y, "fitted_value": y} for y in (1.0, 2.0, 3.0)]
    >>> str(fits(rows)[0])
    'Fitted and actual values correlate at 1.00'
    """
    both = [(row["actual_value"], row["fitted_value"]) for row in rows]
    known = np.array([pair for pair in both if None not in pair], dtype=float).T
    if known.size == 0 or min(np.ptp(known, axis=1)) == 0:
        return []
    return [FITS(r=f"{np.corrcoef(known)[0, 1]:.2f}")]


def answers(names: Names, impulse: str, response: str) -> Callable[[Sequence[Row]], list[Said]]:
    """Return what says whether one variable firmly answers another, and which way.

    Parameters
    ----------
    names : Names
    impulse, response : str
        Columns of both codes, beside ``value``, ``lower`` and ``upper`` of each period.

    Examples
    --------
    >>> known = [(0.5, 0.1, 0.9), (0.2, -0.1, 0.5)]
    >>> rows = [dict(zip(("value", "lower", "upper"), row), a="x", b="y") for row in known]
    >>> str(answers({}, "a", "b")(rows)[0])
    'y rises with x: its band holds no zero in 1 of 2 periods'
    """

    def say(rows: Sequence[Row]) -> list[Said]:
        parts = {"one": _named(names, rows[0][response]), "other": _named(names, rows[0][impulse])}
        firm = [
            row
            for row in rows
            if None not in (row["lower"], row["upper"]) and row["lower"] * row["upper"] > 0
        ]
        if not firm:
            return [NO_ANSWER(**parts)]
        most = max(firm, key=lambda row: abs(row["value"]))
        return [ANSWERS[most["value"] > 0](**parts, n=len(firm), of=len(rows))]

    return say


def scenario_ends(names: Names) -> Callable[[Sequence[Row]], list[Said]]:
    """Return what says where a scenario leads in its last period, beside the forecast."""

    def say(rows: Sequence[Row]) -> list[Said]:
        last = max(rows, key=lambda row: row["period"])
        if None in (last["path"], last["forecast"]):
            return []
        return [
            SCENARIO_ENDS(
                one=_named(names, last["variable_code"]),
                period=named(last["year"]),
                path=f"{last['path']:.3g}",
                forecast=f"{last['forecast']:.3g}",
            )
        ]

    return say


def errors_from(names: Names) -> Callable[[Sequence[Row]], list[Said]]:
    """Return what says how much of a variable's error is its own, and which other has most."""

    def say(rows: Sequence[Row]) -> list[Said]:
        last = max(row["period"] for row in rows)
        shares = {row["shock_code"]: row["share"] for row in rows if row["period"] == last}
        own = rows[0]["variable_code"]
        others = {code: share for code, share in shares.items() if code != own and share}
        if not others or own not in shares:
            return []
        other = max(others, key=lambda code: others[code])
        return [
            ERRORS_FROM(
                one=_named(names, own),
                own=f"{100 * shares[own]:.0f}",
                other=_named(names, other),
                share=f"{100 * others[other]:.0f}",
                period=last,
            )
        ]

    return say


def neighbours_alike(rows: Sequence[Row]) -> Said | None:
    """Say in how many tests neighbours are firmly alike: by z and by permutation."""
    known = [row for row in rows if row["morans_i"] is not None]
    firm = [
        row
        for row in known
        if row["morans_i"] > row["expected_i"]
        and max(row["p_value"], row["permutation_p"]) < _FIRM_P
    ]
    return ALIKE(n=len(firm), of=len(known)) if known else None
