"""Years as users write them in cells and headings."""

import datetime as dt
import re
from typing import NamedTuple

from wenmai.sentences import Said, Sentence

DATE_IS_A_YEAR = Sentence("readers.date_is_a_year", "date", "year")

_YEAR = re.compile(r"^((?:19|20)\d{2})(?:\.0)?(?:年|年度)?$")
_DATE = re.compile(
    r"^(\d{4})(?P<sep>[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?$"
)
# A year typed into a cell formatted as a date: day 2018 of Excel's calendar is 10 July 1905.
_FIRST_SERIAL_YEAR = 1905
_BESIDE_NAME = re.compile(
    r"(?P<name>\S.*?[^\d\s（(_-])[\s_-]*[（(]?(?P<year>(?:19|20)\d{2})年?[)）]?"
    r"|(?P<year_first>(?:19|20)\d{2})年?[\s_-]*(?P<name_after>[^\d\s_年-].*)"
)
_EXCEL_DAY_0 = 693594  # proleptic ordinal of 1899-12-30


class YearCell(NamedTuple):
    """A year cell after a look at it: the text to keep, and what is wrong with it, if anything."""

    text: str
    issue: str | None = None
    detail: Said | None = None


def year_of_heading(text: str) -> str | None:
    """Return the four digits when a heading is a year.

    Examples
    --------
    >>> year_of_heading("2018 年"), year_of_heading("2018"), year_of_heading("2018人口")
    ('2018', '2018', None)
    """
    found = _YEAR.match("".join(text.split()))
    return found.group(1) if found else None


def name_and_year(text: str) -> tuple[str, str] | None:
    """Return name and year of a cell that holds both; None when it does not.

    Examples
    --------
    >>> name_and_year("北京2013"), name_and_year("2013年 北京"), name_and_year("Hebei (2013)")
    (('北京', '2013'), ('北京', '2013'), ('Hebei', '2013'))
    >>> name_and_year("北京"), name_and_year("2013")
    (None, None)
    """
    found = _BESIDE_NAME.fullmatch(text.strip())
    if found is None:
        return None
    first, last = found["name"] or found["name_after"], found["year"] or found["year_first"]
    return first.strip(), last


def read_year(text: str) -> YearCell:
    """Take the year out of a date; leave every other text as it is.

    The last and the first day of a year, and plain ISO dates, stand for their year. A date in
    1905 is a year that was typed into a cell with a date format: its likely year is named, and
    nothing is guessed.

    Examples
    --------
    >>> read_year("2018-12-31").text, read_year("2018年").text
    ('2018', '2018年')
    >>> read_year("1905-07-10")[1:]
    ('date_in_year_column', 'The date 1905-07-10 is probably the year 2018 in a date format.')
    """
    if len(text) < 8:
        return YearCell(text)
    found = _DATE.match(text.strip())
    if found is None:
        return YearCell(text)
    year, month, day = int(found.group(1)), int(found.group(3)), int(found.group(4))
    if year == _FIRST_SERIAL_YEAR:
        serial = _serial(year, month, day)
        if serial is not None and 1900 <= serial <= 2100:
            detail = DATE_IS_A_YEAR(date=text.strip(), year=serial)
            return YearCell(text, "date_in_year_column", detail)
    is_edge = (month, day) in {(12, 31), (1, 1)}
    if is_edge or found.group("sep") == "-":
        return YearCell(str(year))
    return YearCell(text)


def _serial(year: int, month: int, day: int) -> int | None:
    """Return Excel's number of a day, None when there is no such day."""
    try:
        return dt.date(year, month, day).toordinal() - _EXCEL_DAY_0
    except ValueError:
        return None
