"""Find in the prose of a statistical bulletin which indicator has which value.

A value is proposed only where its name is one of the library's and its unit of measure fits;
everything else in a bulletin (changes, shares, parts of places) is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from wenmai.inspect.meaning import Vocabulary
from wenmai.reference import Indicator, MeasureUnits, UnitRegistry

_TITLE = re.compile(r"(?:统计公报|经济运行(?:情况|简况)|统计快报)")
_YEAR = re.compile(r"((?:19|20)\d{2})年")
_SENTENCE = re.compile(r"[。；;！？\n]+")
_NUMBER = r"(?<![\d.—–~～-])[-−－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# Words that say of a number that it is a change, and their signs.
_UP = "增长|提高|上升|增加(?!值)|增幅|上涨|扩大"
_DOWN = "下降|减少|降低|回落|下跌|缩小|负增长"
_CHANGE = re.compile(rf"(?:{_UP}|{_DOWN})")
_FALL = re.compile(rf"(?:{_DOWN})[了约近为]*$")
# What may stand between a value and its growth without naming another quantity.
_OF_GROWTH = re.compile(
    r"(?:按[^，,增降]{2,8}计算|按(?:可比|不变)(?:价格?)?|扣除价格因素|可比口径|同口径|现价|实际|名义|年均|较|比|与|上年"
    r"|去年|同期|同比|末|相比|的|幅度|可比|约|为|了|近|达|均|分别|再次|持续|平稳|[，,、（(\s])*"
    rf"(?:{_UP}|{_DOWN})?(?:率|速度)?[了约近为达]*"
)
_EARLIER = re.compile(r"上年|去年|前年|上一年|同期|年均|以来|目标|计划|力争|人均折合|折合|折算")
_LEAD = re.compile(
    r"^(?:其中|此外|另外|同时|据|经|初步|统一|核算|测算|统计|预计|快报|数|显示|抽样|调查|推算|截[至止]|到|至|底|末"
    r"|(?:19|20)\d{2}年(?:度|末|底)?|\d{1,2}月(?:末|底)?|全年|当年|本年|年内|年末|年底|期末|全[省市区县州盟旗国](?!年)"
    r"|我[省市区县州盟旗国]|[省市区县州](?=生产总值)|共有?计?|合计|累计|已|建成|拥有|现有|设有|有(?![线效机色])|实现|完成|全部"
    r"|[:：,，、\s])"
)
_TAIL = re.compile(
    r"(?:达到了?|达|为|是|约|共有?|有|完成|实现|突破|合计|总计|共计|总量|超过?|近|已|增加到|增长到|提高到|下降到"
    r"|至|到|[:：,，\s])+$"
)
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_PARTS = re.compile(r"^(?:占|所占)(.+?)(?:的)?(?:比重|比例|份额)$")
_PLACE_END = re.compile(r"[省市区县州盟旗]")
_TIMES = {"年", "月", "日", "天", "季"}
_LONGEST_LEAD, _LONGEST_PLACE = 60, 8
_INSIDE = re.compile(r"实现|完成|(?<=[^末])常住(?=居民)|^常住(?=居民)")
_SYNONYMS = {"生产总值": "地区生产总值", "常住人口城镇化率": "城镇化率"}


@dataclass(frozen=True)
class Candidate:
    """A value that a sentence of a bulletin states.

    Parameters
    ----------
    indicator : Indicator
        Of the library.
    value : str
        The number as it stands there, without marks between thousands.
    unit : str
        Unit of measure.
    growth : str
        Growth on the year before in per cent, with its sign; empty when none stands beside it.
    year : int
        Year of the value.
    place : str
        Code of the unit of government.
    sentence : str
        Where it stands.
    """

    indicator: Indicator
    value: str
    unit: str
    growth: str
    year: int
    place: str
    sentence: str


@dataclass(frozen=True)
class Title:
    """What the title of a bulletin says: its text, year and the unit of government."""

    text: str
    year: int
    place: str


def title_of(stem: str, text: str, registry: UnitRegistry) -> Title | None:
    """Return the title of a bulletin; None when a document is none, or place and year are unclear.

    Parameters
    ----------
    stem : str
        Name of the file.
    text : str
        Of the document.
    registry : UnitRegistry

    Examples
    --------
    >>> title_of("a", "沈阳市2023年国民经济和社会发展统计公报", registry)  # doctest: +SKIP
    Title(text='沈阳市2023年国民经济和社会发展统计公报', year=2023, place='210100')
    """
    first = [line.strip() for line in text[:1500].splitlines() if line.strip()][:12]
    # a title may be broken into two lines
    lines = [*first, *("".join(pair) for pair in pairwise(first)), stem]
    for line in lines:
        plain = _western(re.sub(r"\s+", "", line))
        year = _YEAR.search(plain)
        if len(line) > _LONGEST_LEAD or not _TITLE.search(plain) or year is None:
            continue
        named = re.sub(r"(?:19|20)\d{2}年度?|关于|^[《〈\W]+", "", plain)
        codes = _place_at_start(named, registry)
        if len(codes) == 1:
            return Title(line, int(year[1]), codes[0])
    return None


def bulletin_values(
    text: str, title: Title, vocabulary: Vocabulary, registry: UnitRegistry
) -> list[Candidate]:
    """Return what a bulletin states of the library's indicators, in its order.

    Parameters
    ----------
    text : str
    title : Title
    vocabulary : Vocabulary
    registry : UnitRegistry
        To leave sentences about other places alone.

    Returns
    -------
    list of Candidate
        Equal ones once; two different values of one indicator are two candidates.
    """
    level = registry[title.place].unit_level
    number = _number_with_unit(vocabulary.measures)
    found: dict[tuple[str, str, int], Candidate] = {}
    for sentence in _SENTENCE.split(_joined(text)):
        if number.search(sentence) is None or _is_about_another(sentence, title, registry):
            continue
        for one in _of_sentence(sentence.strip(), title, vocabulary, level, number):
            found.setdefault((one.indicator.indicator_code, one.value, one.year), one)
    return list(found.values())


def _of_sentence(
    sentence: str, title: Title, vocabulary: Vocabulary, level: str, number: re.Pattern[str]
) -> Iterator[Candidate]:
    waiting: Candidate | None = None
    before, name = 0, ""
    for match in number.finditer(sentence):
        lead = sentence[before : match.start()]
        value = re.sub("[−－]", "-", match["value"].replace(",", ""))
        unit, before = match["unit"], match.end()
        clause = re.split(r"[，,；;]", lead)[-1] or lead.strip("，,；; ")
        said = _YEAR.search(clause)
        called = _whole_name(_plain(clause), name) or (name if said else "")
        aside = _plain(inside[-1]) if (inside := _BRACKETS.findall(clause)) else ""
        indicator, meant = _meaning((called, aside), unit, vocabulary, level)
        if indicator is None and _CHANGE.search(lead):
            if waiting is not None and unit == "%" and _OF_GROWTH.fullmatch(lead.strip()):
                sign = "-" if _FALL.search(lead.rstrip("约近为达了")) else ""
                yield replace(waiting, growth=f"{sign}{value}")
                waiting = None
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if _EARLIER.search(clause):
            continue
        name = called
        if indicator is not None and _is_plausible(indicator, value, meant, vocabulary.measures):
            year = int(said[1]) if said else title.year
            waiting = Candidate(indicator, value, meant, "", year, title.place, sentence)
    if waiting is not None:
        yield waiting


def _plain(lead: str) -> str:
    """Cut off what stands before and behind the name of a quantity."""
    name = _BRACKETS.sub("", lead).strip()
    while shorter := _LEAD.match(name):
        name = name[shorter.end() :]
    name = _TAIL.sub("", name.rsplit("：", 1)[-1].rsplit("、", 1)[-1])
    while shorter := _LEAD.match(name):
        name = name[shorter.end() :]
    return _SYNONYMS.get(name, name)


def _whole_name(name: str, before: str) -> str:
    """Name a share by what it is a share of: 文化产业增加值, then 占GDP的比重."""
    part = _PARTS.match(name)
    return f"{before}占{part[1]}比重" if part and before else name


def _meaning(
    names: tuple[str, ...], unit: str, vocabulary: Vocabulary, level: str
) -> tuple[Indicator | None, str]:
    shorter = [_INSIDE.sub("", name) for name in names]
    for wording in dict.fromkeys((*names, *shorter, names[0].removeprefix("接待"))):
        if 1 < len(wording) <= _LONGEST_LEAD:
            meaning = vocabulary.meaning([wording], level=level, unit=unit)
            if meaning.indicator is not None:
                return meaning.indicator, meaning.unit or unit
    return None, unit


def _is_plausible(indicator: Indicator, value: str, unit: str, measures: MeasureUnits) -> bool:
    number = measures.convert(float(value), unit, indicator.measure_unit)
    low, high = indicator.valid_min, indicator.valid_max
    return (low is None or number >= low) and (high is None or number <= high)


def _is_about_another(sentence: str, title: Title, registry: UnitRegistry) -> bool:
    """Tell whether a sentence names a place that is neither the bulletin's nor one around it."""
    around = {title.place, f"{title.place[:4]}00", f"{title.place[:2]}0000", "100000"}
    for end in _PLACE_END.finditer(sentence):
        for start in range(max(0, end.end() - _LONGEST_PLACE), end.end() - 2):
            codes = _resolved(sentence[start : end.end()], registry)
            if codes and not around & set(codes):
                return True
    return False


@lru_cache(maxsize=50_000)
def _resolved(name: str, registry: UnitRegistry) -> tuple[str, ...]:
    return registry.resolve(name).candidates


def _place_at_start(text: str, registry: UnitRegistry) -> tuple[str, ...]:
    for length in range(min(12, len(text)), 1, -1):
        codes = registry.resolve(text[:length]).candidates
        if codes:
            return codes
    return ()


@lru_cache(maxsize=8)
def _number_with_unit(measures: MeasureUnits) -> re.Pattern[str]:
    symbols = [one for one in measures.symbols() if one == "%" or not one.isascii()]
    symbols = [one for one in symbols if one not in _TIMES]
    longest = "|".join(map(re.escape, sorted(symbols, key=len, reverse=True)))
    return re.compile(rf"(?P<value>{_NUMBER})\s*(?P<unit>{longest})(?!点)")


def _joined(text: str) -> str:
    """Put lines together that a page has broken within a sentence, and write digits one way."""
    lines: list[str] = []
    for line in map(str.strip, _western(text).splitlines()):
        is_new = bool(lines and _TITLE.search(lines[-1])) or bool(
            re.match(r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]", line)
        )
        if lines and lines[-1] and line and not is_new and lines[-1][-1] not in "。；;！？":
            lines[-1] += line if len(lines[-1]) > 15 else f"\n{line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _western(text: str) -> str:
    digits = str.maketrans("０１２３４５６７８９．％〇", "0123456789.%0")
    text = re.sub(r"\[\d{1,2}\]", "", text.translate(digits))
    return re.sub(
        r"[二一]([0零一二三四五六七八九]{3})(?=年)",
        lambda found: "".join(
            str("0一二三四五六七八九".find(c.replace("零", "0"))) for c in found[0]
        ),
        text,
    )
