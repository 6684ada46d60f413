"""What all commands print with: consoles, tables and numbers.

Chinese characters are two cells wide; rich measures cells, so columns stay aligned.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.columns import Columns
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wenmai.cli.folding import Folding
from wenmai.labels import code_name
from wenmai.sentences import Sentence, here, several, speaking

NARROW = 80  # columns of a screen below which a wide table becomes entries
PIPE_WIDTH = 160  # a pipe has no width of its own; narrow columns would only break words


ANSWERS = several("cli.answer", "yes", "no")
SECONDS = Sentence("cli.seconds", "seconds")
MINUTES = Sentence("cli.minutes", "minutes", "seconds")


class Screen(Console):
    """A console that says sentences in the language of who sits before it."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print; what is said in several languages in one of them."""
        said = [here(one) if isinstance(one, str) else one for one in objects]
        super().print(*said, **options)


def output() -> Console:
    """Return a console on standard output; into a pipe it does not break lines at 80 columns."""
    console = Screen(highlight=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console = Screen(highlight=False, width=PIPE_WIDTH)
    return console


def errors() -> Console:
    """Return a console on standard error."""
    return Screen(stderr=True, highlight=False)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> Table:
    """Return a light table: no frame, numbers to the right, nothing cut off.

    Parameters
    ----------
    columns : sequence of str
    rows : iterable of sequence
        None becomes an empty cell, numbers get thousands separators.
    title : str, optional
    right : sequence of str
        Columns aligned to the right.
    keep : sequence of str
        Columns that never wrap.

    Returns
    -------
    rich.table.Table

    Examples
    --------
    >>> table(["city", "rows"], [["沈阳市", 1200]], right=["rows"]).row_count
    1
    """
    made = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        show_header=any(columns),
        header_style="dim",
        pad_edge=True,
        padding=(0, 1),
    )
    for column in columns:
        made.add_column(
            here(column),
            justify="right" if column in right else "left",
            no_wrap=column in keep or column in right,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*[Text(cell(value)) for value in row])
    return made


def print_rows(
    console: Console,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    right: Sequence[str] = (),
    keep: Sequence[str] = (),
) -> None:
    """Print a table; where the screen is too narrow for it, an entry of two lines per row.

    The first line of an entry holds the texts, the second the numbers with their names, so that
    nothing is cut off and no column is two letters wide.

    Parameters
    ----------
    console : Console
    columns, rows, right, keep
        As for :func:`table`.
    """
    listed = [list(row) for row in rows]
    made = table(columns, listed, right=right, keep=keep)
    unbroken = console.options.update(max_width=10_000)
    width = console.measure(made, options=unbroken).maximum
    if console.width >= NARROW or width <= console.width:
        console.print(made)
        return
    for row in listed:
        cells = [(here(name), cell(value)) for name, value in zip(columns, row, strict=True)]
        numbers = [here(name) for name in right]
        texts = [value for name, value in cells if name not in numbers and value]
        amounts = [Text(f"{name} {value}") for name, value in cells if name in numbers and value]
        console.print(Padding(Text("  ".join(texts), overflow="fold"), (0, 1)))
        if amounts:
            console.print(Padding(Columns(amounts, padding=(0, 2)), (0, 3)), style="dim")


def heading(text: str) -> str:
    """Return the markup of a heading with a line of air above it."""
    return f"\n[bold]{here(text)}[/]"


def called(code: str) -> str:
    """Return the name of a code in Chinese; in English the code itself, which queries ask for.

    Examples
    --------
    >>> called("published")
    'published'
    """
    return code if speaking() == "en" else code_name(code)["zh"]


def bullets(lines: Iterable[tuple[str, str]]) -> Table:
    """Return lines with a mark before each; what does not fit goes on below the text.

    Parameters
    ----------
    lines : iterable of (str, str)
        Mark and text, both in rich's markup.

    Returns
    -------
    rich.table.Table
    """
    made = Table.grid(padding=(0, 1))
    made.add_column(width=2, justify="right")
    made.add_column(overflow="fold")
    for mark, text in lines:
        made.add_row(mark, Folding(Text.from_markup(here(text))))
    return made


def cell(value: Any) -> str:
    """Return the text of one cell.

    Examples
    --------
    >>> cell(1234567), cell(0.123456), cell(None), cell(True)
    ('1,234,567', '0.123456', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return here(ANSWERS["yes" if value else "no"]())
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return number(value)
    return here(value) if isinstance(value, str) else str(value)


def number(value: float) -> str:
    """Return a number with six significant digits, or all digits before the point.

    Examples
    --------
    >>> number(940.35), number(1 / 3), number(1234567.8), number(3.0)
    ('940.35', '0.333333', '1,234,568', '3')
    """
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 1e5 else f"{value:,.6g}"


def seconds(value: float) -> str:
    """Return a duration as people say it.

    Examples
    --------
    >>> seconds(0.04), seconds(12.34), seconds(125)
    ('0.0 s', '12.3 s', '2 min 5 s')
    """
    if value < 60:
        return here(SECONDS(seconds=f"{value:.1f}"))
    minutes, rest = divmod(round(value), 60)
    return here(MINUTES(minutes=minutes, seconds=rest))


def near(path: Path) -> str:
    """Return a path the shortest way: relative to where the user stands, when below it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def when(moment: datetime) -> str:
    """Return a moment in local time, to the minute.

    A moment without a time zone is taken as UTC, as all that wenmai stores is.
    """
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone().strftime("%Y-%m-%d %H:%M")
