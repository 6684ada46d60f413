"""Numbers as people type them in settings and answers, not as only Python reads them.

``float`` and ``int`` also take ``1_000``, ``１２`` and ``nan``, and ``isdigit`` says yes to ``²``.
Cells of data are read by the macro ``parse_number``.
"""

import math

_DIGITS = 18


def is_number(text: str) -> bool:
    """Tell whether a text is a number, infinity and NaN among them.

    Examples
    --------
    >>> is_number("-1.5e3"), is_number("nan"), is_number("1_000"), is_number("１２")
    (True, True, False, False)
    """
    if "_" in text or not text.isascii():
        return False
    try:
        float(text)
    except ValueError:
        return False
    return True


def finite_number(text: str) -> float | None:
    """Return the number of a text, None when it is none or not finite.

    Examples
    --------
    >>> finite_number(" 0.5 "), finite_number("1e999"), finite_number("inf")
    (0.5, None, None)
    """
    value = float(text) if is_number(text) else math.nan
    return value if math.isfinite(value) else None


def whole_number(text: str) -> int | None:
    """Return the whole number of a text of at most 18 digits, None when it is none.

    Examples
    --------
    >>> whole_number("12"), whole_number("１２"), whole_number("2²"), whole_number("9" * 5000)
    (12, None, None, None)
    """
    is_one = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return int(text) if is_one else None
