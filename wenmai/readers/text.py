"""Cells and headings as text, column letters, and the unit of measure in brackets."""

import datetime as dt
import re
from typing import Any

# Floats beyond this are not exact integers any more.
_EXACT_INTEGER = 10**15


def is_blank(cell: Any) -> bool:
    """Tell whether a cell holds nothing but white space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_text(value: Any) -> str:
    """Write a cell as the text a person sees; a number in its shortest exact form.

    Examples
    --------
    >>> cell_text(230100.0), cell_text(940.35), cell_text(True)
    ('230100', '940.35', 'TRUE')
    >>> cell_text(dt.datetime(2018, 12, 31))
    '2018-12-31'
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) < _EXACT_INTEGER
        return str(int(value)) if is_whole else repr(value)
    if isinstance(value, dt.datetime):
        is_day = value.time() == dt.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def column_letters(index: int) -> str:
    """Name a column, counted from 0, as a spreadsheet does.

    Examples
    --------
    >>> column_letters(0), column_letters(25), column_letters(26), column_letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the place of a column, from 0, by its letters.

    Examples
    --------
    >>> column_index("A"), column_index("AA"), column_index("ZZ")
    (0, 26, 701)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def split_measure_unit(heading: str) -> tuple[str, str | None]:
    r"""Split a heading into the quantity and the unit of measure in its last brackets.

    Of a bilingual heading only the lines before the English count.

    Examples
    --------
    >>> split_measure_unit("人口数(人口抽样调查)(人)")
    ('人口数(人口抽样调查)', '人')
    >>> split_measure_unit("绿地面积\r\n(公顷)\r\nArea of\r\nGreen Land\r\n(hectare)")
    ('绿地面积', '公顷')
    >>> split_measure_unit("第二产业增加值")
    ('第二产业增加值', None)
    """
    text = " ".join(native_lines(heading))
    found = re.match(r"^(.*?)\s*[(（]([^()（）]+)[)）]\s*$", text, flags=re.DOTALL)
    if found is None or not found.group(1):
        return text.strip(), None
    return found.group(1).strip(), found.group(2).strip()


def native_lines(heading: str) -> list[str]:
    r"""Return the lines of a heading before its translation; all of them without a translation.

    Examples
    --------
    >>> native_lines("全 市\r\nTotal City"), native_lines("GDP\nper person")
    (['全 市'], ['GDP', 'per person'])
    """
    lines = [line.strip() for line in heading.splitlines() if line.strip()]
    if not lines or not _has_han(lines[0]):
        return lines
    return [line for i, line in enumerate(lines) if not any(map(_is_latin, lines[: i + 1]))]


def _has_han(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _is_latin(line: str) -> bool:
    return line[:1].isascii() and line[:1].isalpha() and not _has_han(line)
