"""Months, quarters and spans from January on, as statistics write them."""

import re
from typing import NamedTuple

_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)}
_DASH = re.compile("[-—–－~～至到]+")
_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?|[-/.M ]|(?=Q|第|[一二三四上下前全]|\d{2}$)|$)")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, **{str(n): n for n in range(1, 5)}}
_COUNTS = {letter: n for n, letter in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": 11,
    "十二": 12,
}
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED = re.compile(rf"({'|'.join(_ENGLISH)})[a-z]*", re.I)
# 01/03/2022 and 03/01/2022 are both March: of a month, its first day is written
FIRST_DAY = re.compile(r"(?:0?1[/.](\d{1,2})|(\d{1,2})[/.]0?1)[/.]((?:19|20)\d{2})$")
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/]\d{1,2}(?:[T ]0{1,2}:00(?::00)?)?$")
_MONTHS = re.compile(r"0?(\d{1,2})(?:月份?)?(?:-0?(\d{1,2}))?(?:月份?)?$")
_SINCE = re.compile("前?(十[一二]?|[一二三四五六七八九]|\\d{1,2})个月")
_CHINESE_QUARTERS = re.compile(
    "(?P<since>前)?第?(?P<first>[一二三四1-4])?-?第?(?P<last>[一二三四1-4])(?:个?季度?)"
)
_QUARTER = re.compile("(?P<since>)(?P<first>)[Qq]?(?P<last>[1-4])(?:(?<=[Qq][1-4])|[Qq])")
_CHINESE_MONTH = re.compile("(十[一二]|[一二三四五六七八九十])月")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12)}
_CUMULATED = re.compile(r"累计|\b(?:accumulated|cumulative|year[- ]to[- ]date|ytd)\b", re.I)


class Period(NamedTuple):
    """Months of one year: its number, the first and the last one.

    Examples
    --------
    >>> Period(2002, 3, 3).code, Period(2002, 1, 6).code
    ('2002M03', '2002M01-06')
    >>> Period(2018, 7, 9).step, Period(2018, 1, 12).step, Period(2018, 1, 2).step
    (8074, 2018, None)
    """

    year: int
    first: int
    last: int

    @property
    def code(self) -> str:
        """The text that stands for it in the raw tables, which nobody writes by hand."""
        end = f"-{self.last:02}" if self.last != self.first else ""
        return f"{self.year}M{self.first:02}{end}"

    @property
    def step(self) -> int | None:
        """The month, quarter, half or year as a study counts it; None when it is none of them."""
        months = self.last - self.first + 1
        if months not in (1, 3, 6, 12) or (self.first - 1) % months:
            return None
        return self.year * (12 // months) + (self.first - 1) // months


def says_cumulated(text: str) -> bool:
    """Tell whether a period, a heading or an indicator's name says: values since January.

    Examples
    --------
    >>> [says_cumulated(text) for text in ("零售额_累计值", "Sales, Accumulated (%)", "零售额")]
    [True, True, False]
    """
    return _CUMULATED.search(text) is not None


def read_period(text: str, year: str = "", *, is_cumulated: bool = False) -> Period | None:
    """Understand a period; None when it is none, or its year stands nowhere.

    A year alone is the whole of it. What is cumulated (``累计``, or as the caller knows) begins in
    January, as ``1-3月``, ``上半年`` and ``前三季度`` do by themselves. ``2002.1`` is refused: a
    spreadsheet writes October like that, too. Of ``01/03/2022`` one part must be the first day.

    Parameters
    ----------
    text : str
        The cell or heading.
    year : str
        The year, where it stands elsewhere.
    is_cumulated : bool
        Values are those since January.

    Returns
    -------
    Period or None

    Examples
    --------
    >>> [read_period(text).code for text in ("2002年1月", "2023年1—2月", "2023年第四季度")]
    ['2002M01', '2023M01-02', '2023M10-12']
    >>> read_period("前三季度", "2021年").code, read_period("3月累计", "2021").code
    ('2021M01-09', '2021M01-03')
    >>> read_period("01/03/2022").code, read_period("03/01/2022").code, read_period("02/03/2022")
    ('2022M03', '2022M03', None)
    >>> read_period("2002.1"), read_period("3月"), read_period("2010-13")
    (None, None, None)
    """
    plain = re.sub(r"\s+", " ", text.translate(_WIDE)).strip()
    is_cumulated = is_cumulated or says_cumulated(plain)
    plain = re.sub("[（(]?累计值?[)）]?|当[月季]值?|[末底]$|(?<=[月季度])份", "", plain).strip()
    if day := _DAY.match(plain):
        found, rest = day[1], f"{day[2]}月"
    elif of := FIRST_DAY.match(plain):
        found, rest = of[3], f"{of[1] or of[2]}月"
    else:
        found, rest = _split_year(plain)
    if not found:
        outside = _YEAR.match(year.translate(_WIDE).strip())
        found = outside[1] if outside else ""
    months = _months(rest) if rest else (1, 12)
    if not found or months is None:
        return None
    first, last = months
    return Period(int(found), 1 if is_cumulated else first, last)


def _split_year(text: str) -> tuple[str, str]:
    """Return the year at the beginning or the end of a text, and the rest."""
    # ``2002.1`` may be October
    if re.fullmatch(r"\d{4}\.\d", text):
        return "", text
    if start := _YEAR.match(text):
        return start[1], text[start.end() :].strip(" -/.")
    end = re.search(r"[ ,-]*\b((?:19|20)\d{2})$", text)
    return (end[1], text[: end.start()].strip()) if end else ("", text)


def _months(text: str) -> tuple[int, int] | None:
    """Return the first and the last month that a text without its year names."""
    text = _DASH.sub("-", text.replace(" ", ""))
    named = _NAMED.fullmatch(text.rstrip("."))
    if text in _HALVES or named:
        month = _ENGLISH.index(named[1].lower()) + 1 if named else 0
        return _HALVES.get(text, (month, month))
    if since := _SINCE.fullmatch(text):
        count = _COUNTS.get(since[1])
        return _span(1, int(since[1]) if count is None else count)
    quarters = _CHINESE_QUARTERS.fullmatch(text) or _QUARTER.fullmatch(text)
    if quarters:
        last = _QUARTERS[quarters["last"]]
        first = 1 if quarters["since"] else _QUARTERS[quarters["first"] or quarters["last"]]
        return _span(3 * first - 2, 3 * last)
    if chinese := _CHINESE_MONTH.fullmatch(text):
        return _span(_COUNTS[chinese[1]], _COUNTS[chinese[1]])
    numbers = _MONTHS.match(text)
    return _span(int(numbers[1]), int(numbers[2] or numbers[1])) if numbers else None


def _span(first: int, last: int) -> tuple[int, int] | None:
    return (first, last) if 1 <= first <= last <= 12 else None
