"""JSON files of records as tables: a list or map of objects, or one object per line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.readers.encodings import find_encoding
from wenmai.readers.json_lines import open_json_lines, text_of
from wenmai.readers.lines import Line, Sheet
from wenmai.sentences import Sentence

SAVE_AS_RECORDS = Sentence("readers.save_as_records")
FILE_NO_JSON = Sentence("readers.file_no_json", "error")
NO_LIST_OF_OBJECTS = Sentence("readers.no_list_of_objects")
LINE_SAYS = Sentence("readers.line_says", "n", "what")

_LINES = {".jsonl", ".ndjson"}


def is_json(path: Path) -> bool:
    """Return whether the ending says JSON: the first character of a table may be a brace too."""
    return path.suffix.lower() in {".json", *_LINES}


def open_json(path: Path, encoding: str, label: str) -> Sheet:
    """Open records as a table: the heading holds all fields, a map's keys stand under ``id``.

    Lists and objects in a field stay JSON; a field that a record lacks is an empty cell.

    Parameters
    ----------
    path : Path
    encoding : str
        ``auto``, or the name of one.
    label : str
        How a problem names the file.

    Raises
    ------
    ProblemsFound
        When no encoding fits, or the file holds something else.

    Examples
    --------
    >>> list(open_json(path, "auto", "films.json").lines())  # doctest: +SKIP
    [['id', 'title'], ['17', '花椒之味']]
    """
    if path.suffix.lower() in _LINES:
        lines = open_json_lines(path, encoding, label)
        records = []
        for record in lines.records():
            if record.fields is None:
                message = LINE_SAYS(n=record.number, what=record.problem)
                raise ProblemsFound([Problem(label, "", message, SAVE_AS_RECORDS())])
            records.append(record.fields)
        return _sheet(records, lines.encoding)
    found = find_encoding(path, encoding, label)
    try:
        value = json.loads(path.read_text(encoding=found))
    except (ValueError, RecursionError) as error:
        raise ProblemsFound(
            [Problem(label, "", FILE_NO_JSON(error=error), SAVE_AS_RECORDS())]
        ) from error
    return _sheet([*_records(value, label)], found)


def _records(value: Any, label: str) -> Iterator[dict[str, str]]:
    if isinstance(value, dict) and all(isinstance(part, dict) for part in value.values()):
        value = [{"id": code, **part} for code, part in value.items()]
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        message = NO_LIST_OF_OBJECTS()
        raise ProblemsFound([Problem(label, "", message, SAVE_AS_RECORDS())])
    for record in value:
        yield {key: text_of(part) for key, part in record.items()}


def _sheet(records: list[dict[str, str]], encoding: str) -> Sheet:
    names = list(dict.fromkeys(name for record in records for name in record))

    def lines() -> Iterator[Line]:
        yield names
        for record in records:
            yield [record.get(name, "") for name in names]

    return Sheet("", lines, is_text=True, encoding=encoding)
