"""Which encoding a text file has, proved by decoding all of it strictly.

What decodes as GB18030 mostly decodes as Big5 too: there the characters decide, or nobody.
GB18030 is decoded here and not by DuckDB, whose GBK decoder garbles digits.
"""

import codecs
from itertools import chain
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_LINE
from wenmai.readers.chinese_encodings import big5_codec, chinese_sample, judge_chinese
from wenmai.readers.files import blocks
from wenmai.sentences import ONE, OR, Sentence, after_another

DAMAGED_OR_OTHER_ENCODING = Sentence("readers.damaged_or_other_encoding")
TOO_FEW_CHARACTERS = Sentence("readers.too_few_characters")
WRITE_WHICH_ENCODING = Sentence("readers.write_which_encoding")
NO_ORDINARY_CHINESE = Sentence("readers.no_ordinary_chinese")
READS_AS = Sentence("readers.reads_as", "encoding")
SAVE_AS_UTF_8 = Sentence("readers.save_as_utf_8")
NOT_THE_DECLARED_ENCODING = Sentence("readers.not_the_declared_encoding", "encoding")
WRITE_GB18030_OR_BIG5 = Sentence("readers.write_gb18030_or_big5")
CANNOT_BE_DECODED = Sentence("readers.cannot_be_decoded", "encoding")

# gb18030 holds all of gb2312 and gbk; files that say "gbk" often hold more than gbk has.
_WIDER = {"gbk": "gb18030", "gb2312": "gb18030"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# So much proper UTF-8 before the first bad byte is no accident: the file is damaged UTF-8.
_NO_ACCIDENT = 20
_UNDECIDED = {
    "either": (
        TOO_FEW_CHARACTERS(),
        WRITE_WHICH_ENCODING(),
    ),
    "neither": (
        NO_ORDINARY_CHINESE(),
        after_another([DAMAGED_OR_OTHER_ENCODING(), WRITE_GB18030_OR_BIG5()]),
    ),
}


class UndecidedEncodingError(ProblemsFound):
    """The bytes do not tell GB18030 from Big5, or are neither: a person has to say."""


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
        Name of a Python codec: ``utf-8``, ``utf-8-sig``, ``gb18030``, ``cp950`` or ``big5hkscs``
        (Big5 of Taiwan and of Hong Kong), ``utf-16`` …

    Raises
    ------
    ProblemsFound
        When the file does not decode: which line is the first bad one, and which encoding fits.
    UndecidedEncodingError
        When its characters do not tell GB18030 from Big5 (a ProblemsFound): it is never guessed.
    LookupError
        When there is no encoding of the declared name.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if declared == "auto":
        return _proved(path, head, label)
    wanted = codecs.lookup(declared).name
    wanted = big5_codec(path) if wanted == "big5" else _WIDER.get(wanted, wanted)
    wanted = _with_mark(wanted, head)
    failure = _first_failure(path, wanted)
    if failure is None:
        return wanted
    try:
        fits = _proved(path, head, label).removesuffix("-sig")
        way_out = READS_AS(encoding=fits)
    except ProblemsFound:
        way_out = SAVE_AS_UTF_8()
    raise ProblemsFound(
        [
            Problem(
                label, AT_LINE(n=failure[0]), NOT_THE_DECLARED_ENCODING(encoding=declared), way_out
            )
        ]
    )


def _proved(path: Path, head: bytes, label: str) -> str:
    """Return the encoding that the bytes tell, and with which all of them decode."""
    encoding = _of_mark(head) or "utf-8"
    failure = _first_failure(path, encoding)
    if failure is None:
        return encoding
    place, tried = AT_LINE(n=failure[0]), ONE(name=encoding)
    if encoding == "utf-8" and failure[1] < _NO_ACCIDENT:
        encoding = judge_chinese(chinese_sample(path))
        if encoding in _UNDECIDED:
            raise UndecidedEncodingError([Problem(label, place, *_UNDECIDED[encoding])])
        encoding = big5_codec(path) if encoding == "big5" else encoding
        if _first_failure(path, encoding) is None:
            return encoding
        tried = OR(names=tried, name=encoding)
    message = CANNOT_BE_DECODED(encoding=tried)
    raise ProblemsFound([Problem(label, place, message, DAMAGED_OR_OTHER_ENCODING())])


def _of_mark(head: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    # Without a mark, every other byte of UTF-16 digits and commas is zero.
    zeros = head.count(0)
    if zeros > len(head) // 8:
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    return None


def _with_mark(encoding: str, head: bytes) -> str:
    """Take the variant that drops the byte order mark, so that it does not end up in a heading."""
    marked = _of_mark(head) or ""
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
