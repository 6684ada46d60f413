"""Units of measure that a file states: in headings, above the table, in names of sheet and file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wenmai.inspect.table import TableGuess
from wenmai.readers.preamble import preamble_texts
from wenmai.readers.text import split_measure_unit
from wenmai.reference import MeasureUnits, name_key

_LABELS = ("单位", "计量单位", "unit")
_STATED = re.compile(r"(?:计量单位|单位|\bunit)\s*[:：]\s*([^()（）]+)", re.I)
_BRACKETS = re.compile(r"[(（【\[]([^()（）【】\[\]]+)[)）】\]]")
_SEVERAL = re.compile(r"\s*[、，,；;和]\s*|\s{2,}")
_AT_END = re.compile(r"^(.+?)\s*[,，:：_\s/／]\s*([^,，:：_\s/／]+)$")


@dataclass(frozen=True)
class Elsewhere:
    """Units of measure that stand outside the headings of the values.

    Parameters
    ----------
    units : tuple of str
        As they are written, each once.
    entry : str or dict
        How a mapping names the only one; a text, or where the file says it.
    is_strict : bool
        The file says it of the whole table (单位：万元), not only in a title.
    """

    units: tuple[str, ...] = ()
    entry: Any = None
    is_strict: bool = False


def split_unit(heading: str, measures: MeasureUnits) -> tuple[str, str | None]:
    """Split a heading into quantity and unit: in brackets, or known and behind a mark.

    Examples
    --------
    >>> split_unit("GDP_亿元", measures), split_unit("旅行社数/个", measures)  # doctest: +SKIP
    (('GDP', '亿元'), ('旅行社数', '个'))
    """
    name, unit = split_measure_unit(heading)
    if unit is not None and not measures.known(unit):
        # 国内旅游收入(亿元)(当年价), or several units in one bracket
        inner = split_measure_unit(name)
        if inner[1] is not None and measures.known(inner[1]):
            return f"{inner[0]}({unit})", inner[1]
    if unit is not None and measures.known(unit):
        return name, unit
    if measures.known(name) and unit is None and not name.isdigit():
        return "", name
    found = _AT_END.match(name) if unit is None else None
    if found is not None and measures.known(found[2]) and not found[2].isascii():
        return found[1], found[2]
    # brackets that hold no unit of measure belong to the name
    return (name, None) if unit is None else (f"{name}({unit})", None)


def units_elsewhere(
    guess: TableGuess, column: int | None, names: Sequence[str], measures: MeasureUnits
) -> Elsewhere:
    """Find what a file says about units of measure outside the headings of its values.

    Parameters
    ----------
    guess : TableGuess
        The table.
    column : int or None
        The column that names a unit line by line, if there is one.
    names : sequence of str
        Names of sheet and file.
    measures : MeasureUnits
        What is known.

    Returns
    -------
    Elsewhere
        The surest place alone: the column, a line 单位：…, then titles and names.
    """
    if column is not None:
        facts = guess.facts[column]
        units = tuple(text for text, _ in facts.counts.most_common() if measures.known(text))
        return Elsewhere(units, {"column": guess.heading.label(column)})
    texts = preamble_texts(guess.above)
    for label in _LABELS:
        symbol = texts.get(name_key(label))
        if symbol is not None and measures.known(symbol):
            return Elsewhere((symbol,), {"preamble": label}, is_strict=True)
    cells = [cell for line in guess.above for cell in line if cell]
    stated = list(dict.fromkeys(_stated(cells, measures)))
    if stated:
        return Elsewhere(tuple(stated), stated[0], is_strict=len(stated) == 1)
    said = (
        part
        for text in [*cells, *names]
        for bracket in _BRACKETS.findall(text)
        for part in (bracket, *_SEVERAL.split(bracket))
        if measures.known(part)
    )
    found = list(dict.fromkeys(said))
    return Elsewhere(tuple(found), found[0] if found else None)


def _stated(cells: Sequence[str], measures: MeasureUnits) -> Iterator[str]:
    for cell in cells:
        for text in _STATED.findall(cell):
            for part in (text.strip(), *_SEVERAL.split(text.strip())):
                if measures.known(part):
                    yield part
