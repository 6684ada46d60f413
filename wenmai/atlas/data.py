"""The rows of the pages: small answers in the page, others in files that pages share."""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any

from wenmai.atlas.blocks import Answer, Block, Page
from wenmai.kit.steps import STEPS, label, named

# what could end a script element, or a line in old readers of JSON
ESCAPED = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
# Characters: what a page carries itself, and what a reader waits for at once.
_MOST_INSIDE, _MOST_AT_ONCE, _MOST_OF_A_PART = 30_000, 120_000, 60_000
_SAMPLE = 500  # rows by which the size of an answer is told
Key = tuple[int, tuple[str, ...]]


def json_of(value: Any) -> str:
    """Return JSON that may stand inside HTML and in a script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in ESCAPED:  # many times as fast as str.translate
        text = text.replace(sign, escaped)
    return text


class DataFiles:
    """Writes the answers of pages that several of them show, or that are large, beside them.

    A page that was opened from a disk may run a script but not read a file: each file is a call of
    ``wenmai`` (``web/data.js``), named by its content.

    Parameters
    ----------
    folder : Path
        Made when there is something to write.
    pages : iterable of Page
        All of them, which says who shows what.
    """

    def __init__(self, folder: Path, pages: Iterable[Page]) -> None:
        self.folder = folder
        self.written: set[Path] = set()
        self._sizes: dict[int, int] = {}
        self._known: dict[Key, dict[str, Any]] = {}
        self._users: Counter[int] = Counter()
        for page in pages:
            self._users.update({id(block.answer) for block in page.blocks})

    def key(self, block: Block) -> Key:
        """Return what blocks of one page share: an answer, and the parts in which it is brought."""
        is_large = block.parts and self._size(block.answer) > _MOST_AT_ONCE
        return id(block.answer), tuple(block.parts) if is_large else ()

    def _size(self, answer: Answer) -> int:
        """Return about how many characters an answer takes, from some of its rows."""
        if id(answer) not in self._sizes:
            every = max(1, len(answer.rows) // _SAMPLE)
            some = answer.rows[::every]
            size = len(json_of(_packed(answer.columns, some))) if some else 0
            self._sizes[id(answer)] = size * len(answer.rows) // max(1, len(some))
        return self._sizes[id(answer)]

    def described(self, block: Block) -> dict[str, Any]:
        """Return what a page says of an answer: its columns, and its rows or where they lie."""
        key = self.key(block)
        if key not in self._known:
            self._known[key] = self._describe(block.answer, key[1])
        return self._known[key]

    def _describe(self, answer: Answer, by: tuple[str, ...]) -> dict[str, Any]:
        said = {"columns": answer.columns, "n_rows": len(answer.rows), "by": by}
        if by:
            return {**said, "files": self._split(answer, by, self._size(answer))}
        packed = _packed(answer.columns, answer.rows)
        text = json_of(packed)
        is_shared = self._users[id(answer)] > 1
        if len(text) <= (_MOST_INSIDE // 10 if is_shared else _MOST_INSIDE):
            return {**said, "packed": packed}
        return {**said, "files": {"": self._write(text)}}

    def _split(self, answer: Answer, by: Sequence[str], size: int) -> dict[str, str]:
        """Write the rows of neighbouring values together, as many as a reader may wait for."""
        groups: dict[str, list[tuple[Any, ...]]] = {}
        at = [answer.columns.index(name) for name in by]
        for row in answer.rows:
            groups.setdefault("|".join(_as_script(row[place]) for place in at), []).append(row)
        most = max(1, _MOST_OF_A_PART * len(answer.rows) // size)
        files: dict[str, str] = {}
        rows: list[tuple[Any, ...]] = []
        names: list[str] = []
        for position, (name, own) in enumerate(groups.items(), start=1):
            rows += own
            names.append(name)
            if len(rows) >= most or position == len(groups):
                file = self._write(json_of(_packed(answer.columns, rows)))
                files |= dict.fromkeys(names, file)
                rows, names = [], []
        return files

    def _write(self, text: str) -> str:
        name = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
        path = self.folder / f"{name}.js"
        if path not in self.written:
            self.folder.mkdir(parents=True, exist_ok=True)
            path.write_text(f'wenmai("{name}",{text});\n', encoding="utf-8")
            self.written.add(path)
        return name


def _as_script(value: Hashable) -> str:
    """Return a value as JavaScript's String says it."""
    return "null" if value is None else str(value)


def _packed(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return rows by column, each word of a column once: names repeat in every row."""
    by_column = zip(*rows, strict=True) if rows else ([] for _ in columns)
    return [_column(name, list(values)) for name, values in zip(columns, by_column, strict=True)]


def _column(name: str, values: list[Any]) -> dict[str, Any]:
    """Return a column: its values, or its words and for every row the number of its word."""
    if name in STEPS and any(
        isinstance(value, int) and named(value) != value for value in set(values)
    ):
        values = [label(value) if isinstance(value, int) else value for value in values]
    if str not in set(map(type, values)):
        return {"name": name, "values": values}
    words = dict.fromkeys(values)
    words.pop(None, None)
    if 2 * len(words) > len(values):
        return {"name": name, "values": values}
    number = {word: position for position, word in enumerate(words)}
    return {"name": name, "words": list(words), "values": [number.get(value) for value in values]}
