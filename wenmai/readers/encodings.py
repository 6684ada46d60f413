"""Which encoding a text file has, proved by decoding all of it strictly.

GB18030 is decoded here and not by DuckDB, whose GBK decoder garbles digits.
"""

import codecs
from itertools import chain
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.readers.files import blocks

# gb18030 holds all of gb2312 and gbk; files that say "gbk" often hold more than gbk has.
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "hz": "hz"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# So much proper UTF-8 before the first bad byte is no accident: the file is damaged UTF-8.
_NO_ACCIDENT = 20


def find_encoding(path: Path, declared: str, label: str) -> str:
    """Return the encoding with which a whole file decodes.

    Parameters
    ----------
    path : Path
        A text file.
    declared : str
        ``auto``, or the encoding that the mapping names; then no other is taken.
    label : str
        How a problem names the file.

    Returns
    -------
    str
        Name of a Python codec: ``utf-8``, ``utf-8-sig``, ``gb18030``, ``utf-16`` …

    Raises
    ------
    ProblemsFound
        When the file does not decode: which line is the first bad one, and which encoding fits.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    fitting = _candidates(head)
    if declared == "auto":
        failures = {}
        for encoding in fitting:
            failure = _first_failure(path, encoding)
            if failure is None:
                return encoding
            failures[encoding] = failure
            if encoding == "utf-8" and failure[1] >= _NO_ACCIDENT:
                break
        line = next(iter(failures.values()))[0]
        tried = " or ".join(failures)
        raise ProblemsFound(
            [
                Problem(
                    label,
                    f"line {line}",
                    f"The text cannot be read as {tried}.",
                    "The file is damaged, or has another encoding: name it in the mapping "
                    "(encoding: …) or save the file as UTF-8.",
                )
            ]
        )
    wanted = _with_mark(_WIDER.get(declared, declared), head)
    failure = _first_failure(path, wanted)
    if failure is None:
        return wanted
    fits = [name for name in fitting if name != wanted and _first_failure(path, name) is None]
    way_out = (
        f"It reads as {fits[0].removesuffix('-sig')}: write encoding: "
        f"{fits[0].removesuffix('-sig')}, or encoding: auto."
        if fits
        else "Save the file as UTF-8 and write encoding: auto."
    )
    raise ProblemsFound(
        [Problem(label, f"line {failure[0]}", f"The text is not {declared}.", way_out)]
    )


def _candidates(head: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return [encoding]
    # Without a mark, every other byte of UTF-16 digits and commas is zero.
    zeros = head.count(0)
    if zeros > len(head) // 8:
        return ["utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _with_mark(encoding: str, head: bytes) -> str:
    """Take the variant that drops the byte order mark, so that it does not end up in a heading."""
    marked = _candidates(head)[0]
    if encoding == "utf-8" and marked == "utf-8-sig":
        return marked
    if encoding in {"utf-16", "utf-16-le", "utf-16-be"} and marked.startswith("utf-16"):
        return marked
    return encoding


def _first_failure(path: Path, encoding: str) -> tuple[int, int] | None:
    """Decode a file; return line of the first bad byte and how many non-ASCII signs came before."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    lines, foreign = 0, 0
    for block in chain(blocks(path), [b""]):
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            before = getattr(error, "object", b"")[:start].decode(encoding, errors="ignore")
            return lines + before.count("\n") + 1, foreign + _count_foreign(before)
        lines += text.count("\n")
        if foreign < _NO_ACCIDENT:
            foreign += _count_foreign(text)
    return None


def _count_foreign(text: str) -> int:
    return 0 if text.isascii() else sum(not letter.isascii() for letter in text)
