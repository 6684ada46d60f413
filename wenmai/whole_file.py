"""Write a file that somebody named: whole or not at all; what stands in the way is said."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.obstacles import DISK_FULL, QUOTA_USED_UP
from wenmai.sentences import Sentence

FILE_NOT_WRITTEN = Sentence("obstacles.file_not_written", "file", "reason")
CLOSE_OR_NAME_ANOTHER = Sentence("obstacles.close_or_name_another")
IN_A_RELEASE = Sentence("obstacles.in_a_release", "file", "release")
NAME_ELSEWHERE = Sentence("obstacles.name_elsewhere")
MANIFEST, SERVING_NAME = "manifest.json", "wenmai.duckdb"  # what makes a folder a release
# What libraries say of a full disk that pass no number on: DuckDB, SQLite, XlsxWriter.
_FULL = ("no space left", "disk is full", "disk full")
_NUMBER = re.compile(r"\[Errno (\d+)\]")


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a name beside the file to write under; it takes the file's place when all went well.

    Parameters
    ----------
    target : Path
        Replaced when it is there; as it was when anything fails.

    Yields
    ------
    Path
        With the same ending.

    Raises
    ------
    WenmaiError
        When the disk is full, may not be written, or the file is open in another program; when the
        file would lie in a release, which never changes.

    Examples
    --------
    >>> with whole_file(Path("a.txt")) as part:  # doctest: +SKIP
    ...     part.write_text("all of it")
    """
    for folder in target.resolve().parents:
        if all((folder / name).exists() for name in (MANIFEST, SERVING_NAME)):
            said = IN_A_RELEASE(file=target, release=folder.name)
            raise WenmaiError(said, hint=NAME_ELSEWHERE())
    part = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        yield part
        part.replace(target)
    except Exception as error:
        reason = reason_of(error)
        if reason is None:
            raise
        raise WenmaiError(
            FILE_NOT_WRITTEN(file=target, reason=reason), hint=CLOSE_OR_NAME_ANOTHER()
        ) from error
    finally:
        for left in target.parent.glob(f"{escape(part.name)}*"):  # SQLite's journal, too
            with suppress(OSError):
                left.unlink()


def reason_of(error: Exception) -> str | None:
    """Say why a file could not be written; None for an error that is not about that.

    Examples
    --------
    >>> print(reason_of(OSError(errno.ENOSPC, "x")))
    The disk is full
    """
    if isinstance(error, WenmaiError):
        return None
    quoted = _NUMBER.search(str(error))
    number = getattr(error, "errno", None) or (int(quoted[1]) if quoted else None)
    if number == errno.EDQUOT:
        return QUOTA_USED_UP()
    if number == errno.ENOSPC or any(words in str(error).lower() for words in _FULL):
        return DISK_FULL()
    return os.strerror(number) if number else None
