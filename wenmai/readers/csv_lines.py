"""Delimited text as lines of cells, streamed."""

import csv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_LINE
from wenmai.readers.encodings import find_encoding
from wenmai.readers.lines import Line, Sheet
from wenmai.sentences import Sentence

QUOTES_DO_NOT_ADD_UP = Sentence("readers.quotes_do_not_add_up", "error")
CLOSE_THE_QUOTE = Sentence("readers.close_the_quote")

DELIMITERS = (",", "\t", ";", "|")
# A polygon as text takes megabytes; more than this in one cell is a quote that never closes.
_LONGEST_CELL = 1 << 24
_HEAD_CHARACTERS = 1 << 16
csv.field_size_limit(_LONGEST_CELL)


def open_csv(path: Path, encoding: str, delimiter: str, label: str) -> Sheet:
    """Open delimited text.

    Parameters
    ----------
    path : Path
        The file.
    encoding, delimiter : str
        As in the mapping; ``auto`` looks at the file.
    label : str
        How a problem names the file.

    Returns
    -------
    Sheet
        Its lines raise ProblemsFound where a quote is not closed.
    """
    found = find_encoding(path, encoding, label)
    if delimiter == "auto":
        delimiter = _likely_delimiter(path, found)
    return Sheet("", lambda: _lines(path, found, delimiter, label), is_text=True, encoding=found)


def _lines(path: Path, encoding: str, delimiter: str, label: str) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="strict", newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            yield from reader
        except csv.Error as error:
            raise ProblemsFound(
                [
                    Problem(
                        label,
                        AT_LINE(n=reader.line_num),
                        QUOTES_DO_NOT_ADD_UP(error=error),
                        CLOSE_THE_QUOTE(),
                    )
                ]
            ) from error


def _likely_delimiter(path: Path, encoding: str) -> str:
    """Take the sign that splits most of the first lines into equally many cells, and into most."""
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        # a line of megabytes tells no more by its end
        head = [line for _ in range(60) if (line := stream.readline(_HEAD_CHARACTERS)).strip()]
    scores = {}
    for delimiter in DELIMITERS:
        widths = []
        with suppress(csv.Error):  # said where the lines are read
            widths = [
                len(cells) for cells in csv.reader(head, delimiter=delimiter) if len(cells) > 1
            ]
        usual = max(set(widths), key=widths.count) if widths else 0
        scores[delimiter] = (widths.count(usual), usual)
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])
