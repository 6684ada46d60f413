"""Simplified or traditional characters: which a text is written in, and the text in simplified.

Themes, stop words and names of the warehouse are simplified; without this step a text from Taiwan,
Hong Kong or the 1950s holds none of them. Conversion is that of OpenCC, by words where a character
has several counterparts (後來 → 后来, but 皇后 stays).
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wenmai.text.rules import HAN

Script = Literal["simplified", "mixed", "traditional"]
# A title or a name in the other script does not make a document mixed; a paragraph does.
MIXED_FROM = 0.01
# Texts printed in traditional type hold simplified forms that were customary in it (强, 够, 决).
TRADITIONAL_FROM = 0.9

_IS_HAN = re.compile(f"[{HAN}]")
# Of the 着 that tw2s makes of every particle 著, those that stand in a noun.
_NOUN = re.compile("(?<=[原专译遗土卓昭])着")


def _characters(rows: range, cells: range, encoding: str) -> frozenset[str]:
    pairs = (bytes((row, cell)) for row in rows for cell in cells)
    return frozenset("".join(pair.decode(encoding, "ignore") for pair in pairs))


_GB_2312 = _characters(range(0xB0, 0xF8), range(0xA1, 0xFF), "gb2312")
_BIG5 = _characters(range(0xA4, 0xFA), range(0x40, 0xFF), "big5")
# What both standards hold (后, 里, 干, 台, 云) says nothing about the script.
SIMPLIFIED_ONLY = _GB_2312 - _BIG5


@dataclass(frozen=True)
class ScriptedText:
    """A text as it is analysed, and how it was written.

    Parameters
    ----------
    text : str
        In simplified characters, unless its script is kept.
    script : str or None
        How it was written: ``simplified``, ``mixed`` or ``traditional``; None where no character
        tells.
    traditional_share : float or None
        Traditional-only characters among those that tell, 0 to 1.
    n_converted : int
        Characters that are other than written.
    """

    text: str
    script: Script | None
    traditional_share: float | None
    n_converted: int


def in_simplified(text: str, *, keep: bool = False) -> ScriptedText:
    """Tell in which script a text is written, and convert it unless it is simplified.

    A character tells the script when it belongs to one only: simplified when GB 2312 has it and
    Big5 has not; traditional when OpenCC converts it and GB 2312 has it not. With *t* and *s*
    their numbers, the share is *t* / (*t* + *s*): simplified below 0.01, traditional from 0.9,
    mixed between. Words stay the words of their region (網路 → 网路, not 网络).

    Parameters
    ----------
    text : str
        Cleaned text.
    keep : bool
        Leave the text as written and only tell its script.

    Returns
    -------
    ScriptedText
        A simplified text is returned as it is, character by character.

    Examples
    --------
    >>> read = in_simplified("文化創意產業隨著觀光發展。")
    >>> read.text, read.script, read.traditional_share, read.n_converted
    ('文化创意产业随着观光发展。', 'traditional', 1.0, 7)
    >>> in_simplified("乾隆皇后的后院").script, in_simplified("文化产业").script
    (None, 'simplified')
    """
    used = set(text)
    traditional = _traditional_among(used)
    if not traditional:
        if used.isdisjoint(SIMPLIFIED_ONLY):
            return ScriptedText(text, None, None, 0)
        return ScriptedText(text, "simplified", 0.0, 0)
    counts = Counter(text)
    n_traditional = sum(counts[sign] for sign in traditional)
    n_simplified = sum(counts[sign] for sign in used & SIMPLIFIED_ONLY)
    share = n_traditional / (n_traditional + n_simplified)
    if share < MIXED_FROM:
        return ScriptedText(text, "simplified", share, 0)
    script: Script = "traditional" if share >= TRADITIONAL_FROM else "mixed"
    # Taiwan writes 著 where others write 着; only there is a 著 more than 著.
    taiwanese = script == "traditional" and "著" in used and "着" not in used
    converted = text if keep else _converted(text, taiwanese=taiwanese)
    return ScriptedText(converted, script, share, _n_different(text, converted))


def name_if_traditional(name: str | None) -> str | None:
    """Return a name in simplified characters; None where it holds no traditional-only character.

    Examples
    --------
    >>> name_if_traditional("瀋陽市文化局"), name_if_traditional("臺灣省")
    ('沈阳市文化局', '台湾省')
    >>> name_if_traditional("乾安县"), name_if_traditional(None)
    (None, None)
    """
    if not name or not _traditional_among(set(name)):
        return None
    return _converted(name, taiwanese=False)


def _traditional_among(used: set[str]) -> set[str]:
    # Most texts hold nothing outside GB 2312 and never need the tables of OpenCC.
    rare = {sign for sign in used if sign > "\u33ff" and sign not in _GB_2312}
    return rare & traditional_only() if any(map(_IS_HAN.match, rare)) else set()


@cache
def traditional_only() -> frozenset[str]:
    """Return the characters that OpenCC converts, that GB 2312 has not, and that nothing becomes.

    Examples
    --------
    >>> [sign in traditional_only() for sign in "產衞后乾"]
    [True, True, False, False]
    """
    planes = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x31350))
    signs = [chr(code) for plane in planes for code in plane]
    results = _converter("hk2s")("\n".join(signs)).split("\n")
    changed = {sign: made for sign, made in zip(signs, results, strict=True) if sign != made}
    return frozenset(changed) - _GB_2312 - frozenset(changed.values())


def _converted(text: str, *, taiwanese: bool) -> str:
    if taiwanese:
        text = _NOUN.sub("著", _converter("tw2s")(text))
    # Knows all of the general characters, and those of Hong Kong beside them.
    return _converter("hk2s")(text)


@cache
def _converter(name: str) -> Callable[[str], str]:
    # Its tables are loaded for those who need them only.
    from opencc import OpenCC  # noqa: PLC0415

    convert: Callable[[str], str] = OpenCC(name).convert
    return convert


def _n_different(text: str, other: str) -> int:
    pairs = zip(text, other, strict=False)
    return sum(one != two for one, two in pairs) + abs(len(text) - len(other))
