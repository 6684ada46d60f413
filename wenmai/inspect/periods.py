"""Months and quarters in a table: where they stand, what they are values of."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from wenmai.inspect.columns import ColumnFacts, number_of, year_of
from wenmai.readers.heading import Heading
from wenmai.readers.periods import FIRST_DAY, read_period
from wenmai.readers.slots import period_columns

# A bare number is no period, unless its column is called so.
_DATED = re.compile(
    r"[月季]|半年|全年|^(?:19|20)\d{2}[-/.]?(?:0\d|1[0-2])(?:\D|$)|[QqM]\d|\d[Qq]"
    r"|^(?:19|20)\d{2}[-/]\d$|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.I,
)
_CALLED = re.compile(r"月|季|期|时间|日期|month|quarter|period|date|time", re.I)
_OF_PERIOD = re.compile(
    r"[_（(]?(?:自年初)?(?:累计|当期|当月|当季|本月|本季|本期)(?:数|值|额)?[)）]?|月度|季度"
    r"|[_,(（ ]*\b(?:accumulated|cumulative|current period|year[- ]to[- ]date|ytd)\b[)）]?",
    re.I,
)
_GROWTH = re.compile(
    r"[_（(]?(?:累计)?(?:同比|比上年|比去年|较上年)?(?:同期)?[±]?(?:增长|增速|增减|增幅)(?:率|速度)?[)）]?"
    r"|[_（(]?(?:累计)?同比[)）]?|\bgrowth(?: rate)?(?: of)?\b",
    re.I,
)
_STOCK = re.compile(r"[末底](?:数|人数)?$|余额|存量|户数|家数|个数|在岗|从业人员|库存|保有量")
_RATES = {"%", "‰", "比率", "百分点", "指数"}
_YEARS_TO_JUDGE, _RISE, _FALL = 2, 4.0, 0.6


def looks_like_period(text: str) -> bool:
    """Tell whether a text is a month, a quarter or a span of a year, its year left open.

    Examples
    --------
    >>> [looks_like_period(text) for text in ("2023年3月", "一季度", "2023-03", "2023", "3")]
    [True, True, True, False, False]
    """
    is_dated = _DATED.search(text) or FIRST_DAY.match(text)
    return bool(is_dated) and read_period(text, "2000") is not None


def period_column(facts: Sequence[ColumnFacts], labels: Mapping[int, str]) -> int | None:
    """Return the column of periods; None when there is none.

    Days count as months only where they name several months of a year: the last days of years are
    years.
    """
    for one in facts:
        if not one.filled:
            continue
        label = labels.get(one.index, "")
        is_called = bool(_CALLED.search(label)) and not looks_like_period(label)
        found = {
            text: period
            for text in one.counts
            if (looks_like_period(text) or (is_called and text.isdigit() and len(text) <= 2))
            and (period := read_period(text, "2000")) is not None
        }
        days = [text for text in found if year_of(text) is not None or FIRST_DAY.match(text)]
        if len({found[text].last for text in days}) < 2:
            found = {text: period for text, period in found.items() if text not in days}
        if len({period[1:] for period in found.values()}) > 1 and one.share(found) > 0.8:
            return one.index
    return None


def period_heads(heading: Heading, facts: Sequence[ColumnFacts]) -> dict[int, int | None]:
    """Return the columns of numbers that periods head, each with its year if that stands there."""
    found: dict[int, int | None] = {}
    named, days = 0, set()
    # bare numbers are months in a line that is called so
    called = [row for row in heading.rows if _CALLED.search(next(filter(None, row), ""))]
    for column, (text, year) in period_columns(heading).items():
        if facts[column].filled and facts[column].numbers_share <= 0.5:
            continue
        is_called = any(row[column] == text and text != year for row in called)
        named += looks_like_period(text) or (is_called and text.isdigit() and len(text) <= 2)
        period = read_period(text, year)
        found[column] = period.year if period is not None else None
        days.add((period.first if period else 0) if FIRST_DAY.match(text) else None)
    # the first of January of several years heads years
    return found if named >= 2 and (None in days or len(days) > 1) else {}


def plain_name(name: str) -> str:
    """Return the name of a quantity without what says of which period it is.

    Examples
    --------
    >>> plain_name("社会消费品零售总额_累计值"), plain_name("本月接待游客"), plain_name("累计")
    ('社会消费品零售总额', '接待游客', '')
    >>> plain_name("Retail Sales, Accumulated")
    'Retail Sales'
    """
    return _OF_PERIOD.sub("", name).strip(" _,")


def growth_base(name: str) -> str | None:
    """Return what a growth is the growth of, empty when it does not say; None for no growth.

    Examples
    --------
    >>> growth_base("社会消费品零售总额_累计增长"), growth_base("同比增长"), growth_base("游客")
    ('社会消费品零售总额', '', None)
    >>> growth_base("Growth Rate of Retail Sales, Accumulated")
    'Retail Sales'
    """
    if not _GROWTH.search(name):
        return None
    return plain_name(_GROWTH.sub("", name))


def rule_to_year(name: str, unit: str) -> str:
    """Return how periods of a quantity most likely become a year: sum, mean or last.

    Examples
    --------
    >>> rule_to_year("零售额", "亿元"), rule_to_year("住户存款余额", "亿元")
    ('sum', 'last')
    """
    if _STOCK.search(name):
        return "last"
    return "mean" if unit in _RATES or "价格指数" in name or "率" in name[-2:] else "sum"


def rise_through_years(cells: Sequence[tuple[str, str, str, str]]) -> bool:
    """Tell whether values rise through every year and begin anew with the next: cumulated ones.

    Parameters
    ----------
    cells : sequence of (unit, year, period, value)

    Returns
    -------
    bool
        False as long as fewer than two years of months are there to judge by.
    """
    series: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for unit, year, text, value in cells:
        period, number = read_period(text, year), number_of(value)
        if period is not None and number is not None:
            series[unit, period.year].append((period.last, number))
    full = {key: sorted(months) for key, months in series.items() if len(months) >= 4}
    if len(full) < _YEARS_TO_JUDGE:
        return False
    rising = [
        all(one <= other for (_, one), (_, other) in pairwise(months))
        and months[-1][1] >= min(_RISE, months[-1][0] / months[0][0] / 2) * months[0][1] > 0
        for months in full.values()
    ]
    falls = [
        full[unit, year + 1][0][1] <= _FALL * months[-1][1]
        for (unit, year), months in full.items()
        if (unit, year + 1) in full
    ]
    return bool(falls) and all(rising) and all(falls)
