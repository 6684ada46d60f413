"""Which words of a text are worth counting."""

import re

# A part of segmentation_hash: raise it when a rule, or the way texts are cut, changes.
RULES_VERSION = 1
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_TWO_HAN = re.compile(f"[{HAN}].*[{HAN}]", re.DOTALL)
_DIGITS = "0-9〇○零一二三四五六七八九十百千万亿兆两"
# Numbers, ordinals, years, shares and amounts: 二〇二四年, 第十四, 百分之五, 三千万元, 2024年.
_NUMBER = re.compile(
    f"第?(百分之|千分之|万分之|[几数])?[{_DIGITS}.,%][{_DIGITS}.,%几数多余点分之成]*"
    "(年代|年度|年|月份|月|日|号|时|元|万元|亿元|万亿元|个|位|项|条|章|节|款|届|次|倍|世纪)?"
)


def is_countable(word: str) -> bool:
    """Tell whether a word can be a term: two Chinese characters or more, and no number.

    Examples
    --------
    >>> is_countable("文化"), is_countable("一带一路"), is_countable("的"), is_countable("IP")
    (True, True, False, False)
    >>> is_countable("二〇二四年"), is_countable("第十四届")
    (False, False)
    """
    return bool(_TWO_HAN.search(word)) and not _NUMBER.fullmatch(word)


def count_han(text: str) -> int:
    """Count the Chinese characters of a text.

    Examples
    --------
    >>> count_han("文旅 IP，2024年")
    3
    """
    return len(_HAN.findall(text))


_HAN = re.compile(f"[{HAN}]")
