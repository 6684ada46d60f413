"""What a heading means: the very indicator of the library, or nothing, and what it resembles.

A name is accepted only when it is the same one as a name of the library; what merely resembles it
is offered to the user and never taken. The scope (市辖区, 城镇, 规模以上 …) is part of a name,
wherever it stands: in the heading, in a title, in the name of a sheet or file.
"""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from wenmai.inspect.indicators import INTERPOLATED
from wenmai.reference import Indicator, IndicatorLibrary, MeasureUnits, name_key

# A part of a place or of what is counted: (how it is written, what it is called in names).
_SCOPES = (
    (re.compile(r"市辖区|(?<!各)市区|城区|urbandistricts?|districtsundercit(?:y|ies)"), "市辖区"),
    (re.compile(r"城镇(?!化)|urbanresidents?|urbanhouseholds?"), "城镇"),
    (re.compile(r"农村|乡村|ruralresidents?|ruralhouseholds?"), "农村"),
    (re.compile(r"规模以上|规上"), "规模以上"),
    (re.compile(r"限额以上|限上"), "限额以上"),
    (re.compile(r"县域"), "县域"),
    (re.compile(r"建成区"), "建成区"),
    (re.compile(r"国有(?:单位|企业|控股)"), "国有"),
    (re.compile(r"私营|民营|非公有"), "私营"),
    (re.compile(r"女性|女生"), "女性"),
    (re.compile(r"男性|男生"), "男性"),
)
_WHOLES = {
    "country": r"全国|我国|nationwide",
    "province": r"全省|全区|全市|wholeprovince",
    "prefecture": r"全市|全地区|全州|全盟|totalcity|wholecity",
    "county": r"全县|全区|全市|wholecounty",
}
_ANY_WHOLE = re.compile(r"全市|全省|全国|全县|totalcity|nationwide")
# What a part of a heading says without changing what is counted.
_NEUTRAL = re.compile(
    r"(?:合计|总计|共计|总量|总额|绝对数|绝对值|数值|数量|本年|当年|全年|年末数?|期末数?|实际|指标"
    r"|.*(?:情况|指标|一览表|统计表)|total|value|amount)"
)
_NUMBERING = re.compile(r"^(?:[#＃*※]|其中[:：]?|[一二三四五六七八九十]+、|\(?\d{1,2}\)?[、.])+")
_DECORATION = re.compile(
    r"\((?:按?当年价格?(?:计算)?|现价|合计|总计|本年|年末|年末数|全口径|yearend|year-end"
    r"|currentprices?)\)"
)
_COUNTED = re.compile(r"(?<!指)(?<!系)(?<!倍)(?<!位)(?:总数|个数|家数|数量|数)$")
# 国内游客, 国内游客人数 and 国内游客人次 count the same visits.
_VISITS = re.compile(r"(?:(?<=游客)|(?<=旅游者))总?(?:人数|人次|数)$")
_SYNONYMS = (
    (re.compile(r"(?<![a-z])(?:地区)?(?:gdp|grp)(?![a-z])"), "地区生产总值"),
    (re.compile(r"国内生产总值"), "地区生产总值"),
    (re.compile(r"以及|及其|与|及|、"), "和"),
    (re.compile(r"的"), ""),
)
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]")
_CLOSE = 0.6
_SHOWN = 3


@dataclass(frozen=True)
class Meaning:
    """What a heading means.

    Parameters
    ----------
    indicator : Indicator or None
        The indicator whose name it is; None when no name is the same.
    unit : str or None
        The unit of measure as the indicator needs it (元 of a value per person is 元/人).
    near : tuple of Indicator
        What it resembles, the likeliest first; for a person to choose from.
    scope : str
        What a title restricts it to beyond its own words; empty when nothing does.
    """

    indicator: Indicator | None
    unit: str | None = None
    near: tuple[Indicator, ...] = ()
    scope: str = ""


def meaning_key(text: str, level: str = "") -> str:
    """Return the form in which names of quantities are compared.

    Parameters
    ----------
    text : str
        A name without its unit of measure.
    level : str
        Level of the places: what means the whole of one (全市) says nothing there.

    Examples
    --------
    >>> meaning_key("一、旅行社总数"), meaning_key("地区GDP（当年价）"), meaning_key("全市 GDP")
    ('旅行社', '地区生产总值', '全市地区生产总值')
    >>> meaning_key("全市GDP", "prefecture"), meaning_key("Number of Travel Agencies")
    ('地区生产总值', 'travelagencies')
    """
    key = _NUMBERING.sub("", name_key(INTERPOLATED.sub("", text)))
    key = _DECORATION.sub("", key)
    if level:
        shorter = re.sub(_WHOLES.get(level, _WHOLES["country"]), "", key)
        key = shorter or key
    if key.isascii() and key not in {"gdp", "grp"}:
        key = re.sub(r"[^a-z0-9]+", "", key.replace("&", "and"))
        return re.sub(r"^(?:the)?(?:total)?(?:numberof|amountof)", "", key) or key
    for pattern, known in _SYNONYMS:
        key = pattern.sub(known, key)
    key = re.sub(r"^[\W_]+|[^\w)%]+$|_+$", "", key)
    key = _VISITS.sub("", key)
    return _COUNTED.sub("", key) if len(key) > 2 else key


def scopes_in(text: str) -> list[str]:
    """Return the parts of a whole that a text speaks of.

    Examples
    --------
    >>> scopes_in("城镇化率"), scopes_in("地区生产总值（市辖区）"), scopes_in("城镇居民")
    ([], ['市辖区'], ['城镇'])
    """
    key = name_key(text)
    return [name for pattern, name in _SCOPES if pattern.search(key)]


class Vocabulary:
    """All names of the library, and what headings mean by them.

    Parameters
    ----------
    library : IndicatorLibrary
    measures : MeasureUnits
    """

    def __init__(self, library: IndicatorLibrary, measures: MeasureUnits) -> None:
        self.library, self.measures = library, measures

    @cached_property
    def by_key(self) -> dict[str, Indicator]:
        """Every name, as it is compared → its indicator."""
        return {
            meaning_key(name): indicator
            for indicator in self.library
            for name in (*indicator.names, indicator.indicator_code)
        }

    def meaning(
        self,
        titles: Sequence[str],
        *,
        context: Sequence[str] = (),
        level: str = "",
        unit: str | None = None,
    ) -> Meaning:
        """Say what a heading means.

        Parameters
        ----------
        titles : sequence of str
            The heading from its top line down, units of measure cut off.
        context : sequence of str
            Title of the table, names of sheet and file: what restricts the heading.
        level : str
            Level of the places of the table.
        unit : str, optional
            The unit of measure, when it is known.

        Returns
        -------
        Meaning
        """
        wordings = self._wordings(titles, level)
        own = "".join(titles)
        scopes: list[str] = []
        if not scopes_in(own) and not _ANY_WHOLE.search(name_key(own)):
            # what a title says in brackets restricts it; its words may name another quantity
            in_brackets = [part for text in context for part in _BRACKETS.findall(name_key(text))]
            scopes = scopes_in(" ".join(in_brackets)) or scopes_in(" ".join(context))
        scope = "和".join(scopes)
        # 市辖区和城镇: a title that speaks of two parts, or of a part and the whole, says neither
        is_open = len(scopes) > 1 or bool(scopes and _ANY_WHOLE.search(name_key(" ".join(context))))
        restricted = [meaning_key(f"{scope}{wording}") for wording in wordings] if scope else []
        for wording in [] if is_open else restricted or wordings:
            found = self.by_key.get(wording)
            if found is None:
                continue
            is_fitting, fitting = self.fit(found, unit)
            if is_fitting:
                return Meaning(found, fitting, scope=scope)
        return Meaning(None, unit, self._near([*wordings, *restricted], unit), scope)

    def fit(self, indicator: Indicator, unit: str | None) -> tuple[bool, str | None]:
        """Tell whether a unit of measure can be one of an indicator, and how it is meant.

        Examples
        --------
        >>> vocabulary.fit(library.get("gdp_per_person"), "元")  # doctest: +SKIP
        (True, '元/人')
        """
        if unit is None or not self.measures.known(unit):
            return True, unit
        plain = self.measures.get(unit).canonical_unit
        for meant in (unit, f"{plain}/人", f"{plain}次"):
            if meant != unit and not self.measures.known(meant):
                continue
            if self.measures.convertible(meant, indicator.measure_unit):
                return True, meant
        return False, unit

    def _wordings(self, titles: Sequence[str], level: str) -> list[str]:
        """Write a heading of several lines the ways a name may be written."""
        keys = [key for key in (meaning_key(title, level) for title in titles) if key]
        whole = re.compile(_WHOLES.get(level, "(?!)"))
        telling = [
            key for key in keys if not (_NEUTRAL.fullmatch(key) or whole.fullmatch(key))
        ] or keys[-1:]
        # 绿地面积 / 公园绿地面积: the lower line says all of the upper one, and more
        telling = [key for key in telling[:-1] if key not in telling[-1]] + telling[-1:]
        joined = ["".join(reversed(telling)), "".join(telling)]
        return list(dict.fromkeys(meaning_key(text) for text in joined if text))

    def _near(self, wordings: Sequence[str], unit: str | None) -> tuple[Indicator, ...]:
        best: dict[str, float] = {}
        for wording in filter(None, wordings):
            for key, indicator in self.by_key.items():
                code = indicator.indicator_code
                likeness = _likeness(wording, key)
                if likeness >= _CLOSE and likeness > best.get(code, 0):
                    best[code] = likeness
        listed = sorted(best, key=lambda code: (-best[code], code))
        indicators = [self.library.indicators[code] for code in listed]
        fitting = [one for one in indicators if self.fit(one, unit)[0]]
        return tuple(fitting[:_SHOWN])


def _likeness(wording: str, known: str) -> float:
    if wording.isascii() != known.isascii():
        return 0.0
    if len(known) > 3 and len(wording) > 3 and (known in wording or wording in known):
        return 0.8
    if abs(len(wording) - len(known)) > max(len(wording), len(known)) / 2:
        return 0.0
    matcher = difflib.SequenceMatcher(None, wording, known, autojunk=False)
    # both are upper bounds of the ratio, and cheap
    is_close = matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE
    return matcher.ratio() if is_close else 0.0
