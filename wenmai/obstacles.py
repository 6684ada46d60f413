"""What stands in the way on a disk, in one sentence: no space, no right, a lock."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage

from wenmai.errors import WenmaiError
from wenmai.settings import Settings

# What a system says of each; DuckDB passes the text on, not the number.
_TEXTS = {
    errno.ENOSPC: "No space left on device",
    errno.EDQUOT: "Disk quota exceeded",
    errno.EFBIG: "File too large",
    errno.EROFS: "Read-only file system",
    errno.EACCES: "Permission denied",
    errno.EPERM: "Operation not permitted",
    errno.EMFILE: "Too many open files",
    errno.EIO: "Input/output error",
}
_FIRST_REFRESH_BYTES = 500_000_000
_LOCKED = re.compile(
    r"Could not set lock on file \"([^\"]+)\"(?:.*?held in (.+?\(PID \d+\)))?", re.S
)


@contextmanager
def in_one_sentence(settings: Settings) -> Iterator[None]:
    """Let a failure of the disk say in one sentence what is missing and what to do.

    Parameters
    ----------
    settings : Settings

    Raises
    ------
    WenmaiError
        Instead of an `OSError` or an error of DuckDB that speaks of the disk.
    """
    try:
        yield
    except Exception as error:
        said = obstacle(error, settings)
        if said is None:
            raise
        raise said from error


def obstacle(error: BaseException, settings: Settings) -> WenmaiError | None:
    """Return the sentence about what stands in the way, None when it is something else.

    Parameters
    ----------
    error : BaseException
    settings : Settings
        Whose folders and sizes are named.

    Returns
    -------
    WenmaiError or None

    Examples
    --------
    >>> settings = Settings(Path("/srv"), Path("/srv"), ())
    >>> str(obstacle(OSError(30, "Read-only file system", "/srv/serving/current"), settings))
    '/srv/serving/current cannot be written: its disk is read-only. Mount it for writing, ...'
    >>> obstacle(ValueError("no number"), settings) is None
    True
    """
    text = str(error)
    if locked := _LOCKED.search(text):
        file, holder = locked.groups()
        return WenmaiError(
            f"{file} is open in another program{f' ({holder})' if holder else ''}, which locks it.",
            hint="Close it there; only the refresh may open build/wenmai.duckdb.",
        )
    number = error.errno if isinstance(error, OSError) else None
    if number not in _TEXTS:
        # of DuckDB itself, or of a model that failed in it
        is_of_duckdb = type(error).__module__.partition(".")[0] in {"duckdb", "_duckdb"}
        is_passed_on = isinstance(error, WenmaiError) and ("IO Error" in text or "[Errno" in text)
        if not (is_of_duckdb or is_passed_on):
            return None
        number = next((code for code, words in _TEXTS.items() if words in text), None)
        if number is None:
            return None
    return _sentence(number, _named_file(error, text) or settings.home, settings)


def _sentence(number: int, place: Path, settings: Settings) -> WenmaiError:
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            what = {
                errno.ENOSPC: "The disk is full",
                errno.EDQUOT: "The quota of this user is used up",
                errno.EFBIG: "A file may not grow to its size here (a limit of the system)",
            }[number]
            return WenmaiError(
                f"{what}: {_free(place)}, and a refresh needs about "
                f"{_size(_needed(settings))} in {settings.home}.",
                hint="People see the last complete release; make room (fewer kept releases with "
                "WENMAI_KEEP_RELEASES, another disk with WENMAI_HOME) and refresh again.",
            )
        case errno.EROFS:
            return WenmaiError(
                f"{place} cannot be written: its disk is read-only.",
                hint="Mount it for writing, or give WENMAI_HOME a folder on another disk.",
            )
        case errno.EACCES | errno.EPERM:
            return WenmaiError(
                f"This user may not read or write {place}.",
                hint="Give the user the right to, or set WENMAI_HOME to a folder of their own.",
            )
        case errno.EMFILE:
            return WenmaiError(
                "This user may not open more files at once.",
                hint="Raise the limit (ulimit -n) to 1,024 or more.",
            )
        case _:
            return WenmaiError(
                f"The disk of {place} reports an error of its own.",
                hint="Look at the disk; people see the last complete release.",
            )


def _named_file(error: BaseException, text: str) -> Path | None:
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return Path(error.filename)
    found = re.search(r"file \"([^\"]+)\"", text)
    return Path(found.group(1)) if found else None


def _needed(settings: Settings) -> int:
    """Return what a refresh writes: the private file twice, and a release."""
    known = [settings.build_file.stat().st_size * 2] if settings.build_file.is_file() else []
    if settings.pointer.is_dir():
        known.append(
            sum(file.stat().st_size for file in settings.pointer.rglob("*") if file.is_file())
        )
    return sum(known) if len(known) == 2 else max(_FIRST_REFRESH_BYTES, sum(known))


def _free(place: Path) -> str:
    while not place.exists() and place != place.parent:
        place = place.parent
    return f"{_size(disk_usage(place).free)} are free"


def _size(amount: int) -> str:
    return f"{amount / 1e6:,.0f} MB"
