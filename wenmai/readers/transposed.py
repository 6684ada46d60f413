"""Turn a table round whose places stand across the columns."""

from wenmai.errors import Problem, ProblemsFound
from wenmai.readers.lines import Line, Sheet
from wenmai.readers.text import cell_text, is_blank
from wenmai.sentences import Sentence

TOO_LONG_TO_TURN = Sentence("readers.too_long_to_turn", "n")
TAKE_TRANSPOSE_OUT = Sentence("readers.take_transpose_out")

# More lines than Excel has columns do not become columns.
_MOST_LINES = 16_384


def transposed(sheet: Sheet, label: str) -> Sheet:
    """Return a sheet whose table is turned round: its columns are lines.

    Lines above the table (titles, a line 单位：万元) and notes below it stay lines: those with less
    than two filled cells. Row numbers of the table are then those of the turned one.

    Parameters
    ----------
    sheet : Sheet
    label : str
        How a problem names the file.

    Returns
    -------
    Sheet

    Raises
    ------
    ProblemsFound
        When the table has more lines than a sheet has columns.

    Examples
    --------
    >>> lines = [["各市GDP（亿元）"], ["年份", "沈阳", "大连"], [2015, 1, 2], ["注：略"]]
    >>> list(transposed(Sheet("", lambda: iter(lines), is_text=False), "a.csv").lines())
    [['各市GDP（亿元）'], ['年份', 2015], ['沈阳', 1], ['大连', 2], ['注：略']]
    """
    lines: list[Line] = []
    for line in sheet.lines():
        lines.append(line)
        if len(lines) > _MOST_LINES:
            message = TOO_LONG_TO_TURN(n=f"{_MOST_LINES:,}")
            raise ProblemsFound([Problem(label, "", message, TAKE_TRANSPOSE_OUT())])
    top = next((row for row, line in enumerate(lines) if _is_of_table(line)), len(lines))
    end = next(
        (row for row in range(len(lines), top, -1) if _is_of_table(lines[row - 1])), len(lines)
    )
    body = lines[top:end]
    width = max((len(line) for line in body), default=0)
    while width and all(len(line) < width or is_blank(line[width - 1]) for line in body):
        width -= 1
    blank = "" if sheet.is_text else None
    turned: list[Line] = [
        [line[column] if column < len(line) else blank for line in body] for column in range(width)
    ]
    # a line as text counts as torn when it is shorter than its table
    found = [*lines[:top], *turned, *lines[end:]]
    return Sheet(sheet.name, lambda: iter(found), is_text=sheet.is_text, encoding=sheet.encoding)


def _is_of_table(line: Line) -> bool:
    filled = [text for cell in line if (text := cell_text(cell).strip())]
    is_unit = len(filled) <= 2 and any("单位" in text for text in filled)
    return len(filled) >= 2 and not is_unit
