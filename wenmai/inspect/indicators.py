"""Guess which indicator of the library a heading means, and in which unit of measure."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from wenmai.reference import IndicatorLibrary, MeasureUnits, name_key

# What a heading says about how a number was made, not about what it measures.
INTERPOLATED = re.compile(r"线性插值|插值|插补|填补|补全|拟合|interpolat\w*|imputed|filled", re.I)
_WHOLE = {"全市", "全省", "合计", "total", "totalcity"}
_CLOSE = 0.7
# Below this a person should confirm the guess.
SURE = 0.985
# Spellings of one quantity, longer form first as the library has it.
_SYNONYMS = (("地区生产总值", r"(?<![a-z])(?:gdp|grp)(?![a-z])"), ("", "的"))
_YEAR_IN_HEADING = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True)
class IndicatorGuess:
    """An indicator for a column: its code, how sure it is (1 = same name), its name."""

    code: str
    similarity: float
    name: str


def guess_indicator(
    titles: Sequence[str], library: IndicatorLibrary, prefix: str = ""
) -> IndicatorGuess | None:
    """Compare a heading with the names of the library.

    Parameters
    ----------
    titles : sequence of str
        The heading from its top line down, units of measure cut off.
    library : IndicatorLibrary
        The indicators.
    prefix : str
        What the title of the table restricts it to, such as 市辖区.

    Returns
    -------
    IndicatorGuess or None
        None when no name is close.
    """
    wordings = _wordings([INTERPOLATED.sub("", title) for title in titles], prefix)
    best: IndicatorGuess | None = None
    for indicator in library:
        for known in (indicator.name_zh, indicator.name_en, indicator.indicator_code):
            key = name_key(known)
            for penalty, wording in enumerate(wordings):
                similarity = _similarity(wording, key) - 0.001 * penalty
                if similarity >= _CLOSE and (best is None or similarity > best.similarity):
                    best = IndicatorGuess(indicator.indicator_code, similarity, known)
    return best


def _wordings(titles: Sequence[str], prefix: str) -> list[str]:
    """Write a heading of several lines the ways a name may be written, the likeliest first."""
    keys = [re.sub(r"[_\W]+$|^[_\W]+", "", name_key(title)) for title in titles]
    keys = [key for key in keys if key]
    parts = [key for key in keys if key not in _WHOLE] or keys
    joined = ["".join(reversed(parts)), "".join(parts), parts[-1]] if parts else []
    if prefix:
        joined = [name_key(prefix) + wording for wording in joined] + joined
    return list(dict.fromkeys([*joined, *map(_with_synonyms, joined)]))


def _with_synonyms(wording: str) -> str:
    if wording.isascii():
        return wording
    for known, pattern in _SYNONYMS:
        wording = re.sub(pattern, known, wording)
    return wording


def _similarity(wording: str, known: str) -> float:
    if wording == known:
        return 1.0
    if len(wording) > 3 and known.startswith(f"{wording}_"):
        return 0.9
    if not wording or abs(len(wording) - len(known)) > max(len(wording), len(known)) / 2:
        return 0.0
    return min(difflib.SequenceMatcher(None, wording, known, autojunk=False).ratio(), 0.98)


def split_year(title: str) -> tuple[str, int | None]:
    """Cut a year off a heading that ends or begins with one.

    Examples
    --------
    >>> split_year("popu_2020"), split_year("2020年人口"), split_year("GDP（2000年不变价）")
    (('popu', 2020), ('人口', 2020), ('GDP（2000年不变价）', None))
    """
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


def code_for(heading: str, position: int) -> str:
    """Make a code for a column that resembles nothing in the library.

    Examples
    --------
    >>> code_for("male_female", 3), code_for("第一产业", 3)
    ('male_female', 'column_3')
    """
    slug = re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_") if heading.isascii() else ""
    return slug if re.match(r"^[a-z][a-z0-9_]{2,59}$", slug) else f"column_{position}"
