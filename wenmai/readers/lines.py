"""A table as lines of cells, whatever kind of file it came from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Line = Sequence[Any]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or a whole CSV file.

    Parameters
    ----------
    name : str
        Name of the sheet; empty for CSV.
    lines : callable
        Starts reading from the first line, every time it is called. Line *n* of the result is
        row *n* of the file as a spreadsheet shows it; blank lines are there too.
    is_text : bool
        All cells are str already (CSV). Only then can a line be ragged.
    encoding : str
        Encoding of a text file; empty for workbooks.

    Examples
    --------
    >>> sheet = Sheet("", lambda: iter([["城市", "年份"], ["沈阳", "2018"]]), is_text=True)
    >>> len(list(sheet.lines()))
    2
    """

    name: str
    lines: Callable[[], Iterator[Line]]
    is_text: bool
    encoding: str = ""
