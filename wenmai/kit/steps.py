"""The steps in which a study counts time: years, halves, quarters, months, or one that is none.

A step is one whole number, so that whatever follows a year by adding one follows a quarter, too.
Its size says what it is: 2018 is a year, 2018 Q3 is 4 × 2018 + 2 = 8074, and the ranges of years,
halves, quarters and months (1800 to 2200 times 1, 2, 4, 12) do not overlap. 0 is the only step of a
cross-section. The macros of ``macros/values/steps.sql`` say the same.
"""

import re

NO_STEP = 0
STEPS = frozenset({"year", "first_year", "last_year"})  # the columns that hold steps
FIRST, LAST = 1800, 2200
PER_YEAR = (1, 2, 4, 12)
COUNTS = {"": 1, "H": 2, "Q": 4, "-": 12, "M": 12}
_WRITTEN = re.compile(r"(?P<year>\d{4})(?:(?P<kind>[HQM-])(?P<place>\d{1,2}))?", re.I)


def per_year(step: int) -> int:
    """Return how many steps of its kind a year has; 0 for a cross-section.

    Examples
    --------
    >>> per_year(2018), per_year(8074), per_year(0)
    (1, 4, 0)
    """
    if step == NO_STEP:
        return 0
    return next(count for count in PER_YEAR if step <= LAST * count)


def year_of(step: int) -> int | None:
    """Return the calendar year of a step; None in a cross-section.

    Examples
    --------
    >>> year_of(8074), year_of(2018), year_of(0)
    (2018, 2018, None)
    """
    count = per_year(step)
    return step // count if count else None


def label(step: int) -> str:
    """Write a step as people do.

    Examples
    --------
    >>> label(2018), label(8074), label(24216), label(0)
    ('2018', '2018Q3', '2018-01', '–')
    """
    count = per_year(step)
    if count < 2:
        return str(step) if count else "–"
    place = step % count + 1
    return f"{step // count}" + (f"-{place:02}" if count == 12 else f"{' HQ'[count // 2]}{place}")


def named(step: int) -> int | str:
    """Return a year as it is, and any other step as people write it.

    Examples
    --------
    >>> named(2018), named(8074)
    (2018, '2018Q3')
    """
    return step if per_year(step) == 1 else label(step)


def stretch(first: int, last: int) -> str:
    """Return from when to when, once where both are the same.

    Examples
    --------
    >>> stretch(2018, 2024), stretch(2018, 2018), stretch(0, 0)
    ('2018–2024', '2018', '–')
    """
    return "–".join(dict.fromkeys((label(first), label(last))))


def step_of(text: str) -> int | None:
    """Return the step that a text names; None when it is none.

    Examples
    --------
    >>> [step_of(text) for text in ("2018", "2018Q3", "2018-01", "2018h2", "none")]
    [2018, 8074, 24216, 4037, 0]
    >>> step_of("2018Q5"), step_of("spring")
    (None, None)
    """
    if text == "none":
        return NO_STEP
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        return None
    count = COUNTS[(written["kind"] or "").upper()]
    place = int(written["place"] or 1)
    is_step = FIRST <= int(written["year"]) <= LAST and 1 <= place <= count
    return int(written["year"]) * count + place - 1 if is_step else None
