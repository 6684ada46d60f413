"""Break lines as Chinese is broken: between any two characters, and never before a mark."""

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

_OPENING = "“‘（《【〔"
_CLOSING = "，。、；：？！”’）》】〕…—"
_CHINESE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# A Chinese character or a word, with the marks that stay beside it and the blanks after it.
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:(?![{_OPENING}])[{_CHINESE}]|[^\s{_CHINESE}{_OPENING}{_CLOSING}]+)"
    rf"[{_CLOSING}]*[ \t]*|\s+|[{_OPENING}{_CLOSING}]+"
)


class Folding:
    """A text of one paragraph that fills its lines.

    Parameters
    ----------
    text : rich.text.Text

    Examples
    --------
    >>> list(break_places("data.xlsx: 工作表未采用。", 16))
    [13]
    """

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        lines = self.text.divide(break_places(self.text.plain, options.max_width))
        for line in lines:
            line.rstrip()
            line.overflow = "fold"
            yield line

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, max(cell_len(self.text.plain), 1)).with_maximum(options.max_width)


def break_places(text: str, width: int) -> Iterator[int]:
    """Return where lines of a width begin, but for the first.

    Parameters
    ----------
    text : str
    width : int
        In cells; a Chinese character takes two.
    """
    filled = 0
    for piece in _PIECE.finditer(text):
        needed = cell_len(piece[0].rstrip())
        if filled and filled + needed > width:
            yield piece.start()
            filled = 0
        filled += cell_len(piece[0])
        # what no line can hold is folded where it stands
        filled = filled % width if filled > width and needed > width else filled
