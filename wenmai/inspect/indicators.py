"""Years and marks in the headings of indicators, and units of measure that are known."""

import re
from collections.abc import Sequence

from wenmai.reference import MeasureUnits

# What a heading says about how a number was made, not about what it measures.
INTERPOLATED = re.compile(r"线性插值|插值|插补|填补|补全|拟合|interpolat\w*|imputed|filled", re.I)
_YEAR_IN_HEADING = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# 2010-2020年各市GDP: what a title says of years and places before the name of the quantity.
_OF_ALL = re.compile(
    r"^(?:表?\s*\d+(?:[-—.]\d+)*\s+)?(?:(?:19|20)\d{2}(?:[-—–~至](?:19|20)?\d{2})?年?)?"
    r"(?:历年|分地区|分省市?|分市|各(?:省市?|地级市|地市|市州?|州市|县市?|市县|地区|城市))?"
)


def without_scope(title: str) -> str:
    """Return the name of the quantity in a title, without its years and places.

    Examples
    --------
    >>> without_scope("2010-2020年各市GDP")
    'GDP'
    """
    return _OF_ALL.sub("", title)


def split_year(title: str) -> tuple[str, int | None]:
    """Cut a year off a heading that ends or begins with one.

    Examples
    --------
    >>> split_year("popu_2020"), split_year("2020年人口"), split_year("GDP（2000年不变价）")
    (('popu', 2020), ('人口', 2020), ('GDP（2000年不变价）', None))
    >>> split_year("2020年")
    ('', 2020)
    """
    if alone := re.match(r"^((?:19|20)\d{2})年?$", title):
        return "", int(alone.group(1))
    found = re.match(r"^(.+?)[_\s\-]*((?:19|20)\d{2})年?$", title)
    if found:
        return found.group(1), int(found.group(2))
    found = re.match(r"^((?:19|20)\d{2})年?[_\s\-]*(\D.*)$", title)
    return (found.group(2), int(found.group(1))) if found else (title, None)


def year_in(texts: Sequence[str]) -> int | None:
    """Return the only year that some texts name; None when there is none or several.

    Examples
    --------
    >>> year_in(["2017年人口.xls"]), year_in(["2000-2023"])
    (2017, None)
    """
    found = {int(year) for text in texts for year in _YEAR_IN_HEADING.findall(text)}
    return found.pop() if len(found) == 1 else None


def known_unit(symbol: str | None, measures: MeasureUnits) -> str | None:
    """Return a unit of measure as the file writes it, None when it is not known."""
    return symbol if symbol and measures.known(symbol) else None
