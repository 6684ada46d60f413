"""Collections of documents as JSON lines: one object per line, streamed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from wenmai.readers.apart import read_apart
from wenmai.readers.encodings import find_encoding
from wenmai.readers.text import cell_text
from wenmai.sentences import Said, Sentence

HALF_A_CHARACTER = Sentence("readers.half_a_character")
NO_JSON = Sentence("readers.no_json", "error")
NO_JSON_OBJECT = Sentence("readers.no_json_object")

_PORTION_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class JsonRecord:
    """One line that is not blank.

    Parameters
    ----------
    number : int
        Line of the file, from 1.
    fields : dict or None
        Field → text, numbers in their shortest form, null as the empty text; None when the line
        is no JSON object.
    problem : Said, optional
        Why ``fields`` is None.
    """

    number: int
    fields: dict[str, str] | None
    problem: Said | None = None


@dataclass
class JsonLines:
    """A file of JSON lines; the counts are right once ``records()`` is read to the end."""

    path: Path
    encoding: str
    lines_read: int = 0
    lines_blank: int = 0

    def records(self) -> Iterator[JsonRecord]:
        """Yield every line that is not blank."""
        self.lines_read = self.lines_blank = 0
        with self.path.open(encoding=self.encoding, newline="\n") as stream:
            for line in stream:
                self.lines_read += 1
                if not line.strip():
                    self.lines_blank += 1
                    continue
                yield _record(self.lines_read, line)


def open_json_lines(path: Path, encoding: str, label: str) -> JsonLines:
    """Open JSON lines in the encoding that fits.

    Parameters
    ----------
    path : Path
        The file.
    encoding : str
        ``auto``, or the name of one.
    label : str
        How a problem names the file.

    Returns
    -------
    JsonLines

    Raises
    ------
    ProblemsFound
        When no encoding fits.
    """
    return JsonLines(path, find_encoding(path, encoding, label))


@dataclass
class ReadJsonLines:
    """JSON lines whose file is read apart; the counts are right after ``records()``.

    Parameters
    ----------
    encoding : str
    portions : iterator
        What is still to come.
    """

    encoding: str
    portions: Iterator[Any]
    lines_read: int = 0
    lines_blank: int = 0

    def records(self) -> Iterator[JsonRecord]:
        """Yield every line that is not blank, once."""
        for portion in self.portions:
            if isinstance(portion, list):
                yield from portion
            else:
                self.lines_read, self.lines_blank = portion


def read_json_lines(
    path: Path, encoding: str, label: str, most: int | None = None
) -> ReadJsonLines:
    """Open JSON lines in the process for files of strangers.

    Parameters
    ----------
    path : Path
    encoding, label : str
        As for `open_json_lines`.
    most : int, optional
        Records that are enough.

    Returns
    -------
    ReadJsonLines

    Raises
    ------
    ProblemsFound
        When the file cannot be read, whatever the reason; also by ``records()``.
    """
    portions = read_apart(_portions, path, encoding, label, most, path=path, label=label)
    return ReadJsonLines(next(portions), portions)


def _portions(path: Path, encoding: str, label: str, most: int | None) -> Iterator[Any]:
    """Yield the encoding, the records in portions of bounded size, and the counts."""
    lines = open_json_lines(path, encoding, label)
    yield lines.encoding
    portion: list[JsonRecord] = []
    characters = 0
    for record in islice(lines.records(), most):
        portion.append(record)
        characters += sum(map(len, (record.fields or {}).values())) + 100
        if characters > _PORTION_CHARACTERS:
            yield portion
            portion, characters = [], 0
    yield portion
    yield lines.lines_read, lines.lines_blank


def _record(number: int, line: str) -> JsonRecord:
    try:
        value = json.loads(line)
        # half of a character (\ud800) is no text anywhere else
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return JsonRecord(number, None, HALF_A_CHARACTER())
    except (ValueError, RecursionError) as error:
        return JsonRecord(number, None, NO_JSON(error=error))
    if not isinstance(value, dict):
        return JsonRecord(number, None, NO_JSON_OBJECT())
    return JsonRecord(number, {key: text_of(part) for key, part in value.items()})


def text_of(value: Any) -> str:
    """Return a field as text: lists and objects as JSON, null as nothing."""
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return cell_text(value).strip() if not isinstance(value, str) else value
