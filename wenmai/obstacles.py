"""What stands in the way on a machine, in one sentence: no space, no right, a lock, no memory."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage

from wenmai.errors import WenmaiError
from wenmai.resources import machine_bytes
from wenmai.sentences import Sentence
from wenmai.settings import Settings

LOCKED_ELSEWHERE = Sentence("obstacles.locked_elsewhere", "file", "part")
CLOSE_IT_THERE = Sentence("obstacles.close_it_there")
DISK_FULL = Sentence("obstacles.disk_full")
QUOTA_USED_UP = Sentence("obstacles.quota_used_up")
FILE_SIZE_LIMITED = Sentence("obstacles.file_size_limited")
TOO_LITTLE_SPACE = Sentence("obstacles.too_little_space", "free", "home", "size", "what")
MAKE_ROOM = Sentence("obstacles.make_room")
DISK_READ_ONLY = Sentence("obstacles.disk_read_only", "place")
MOUNT_FOR_WRITING = Sentence("obstacles.mount_for_writing")
NO_PERMISSION = Sentence("obstacles.no_permission", "place")
GIVE_PERMISSION = Sentence("obstacles.give_permission")
TOO_MANY_OPEN_FILES = Sentence("obstacles.too_many_open_files")
RAISE_OPEN_FILES = Sentence("obstacles.raise_open_files")
DISK_ERROR = Sentence("obstacles.disk_error", "place")
LOOK_AT_DISK = Sentence("obstacles.look_at_disk")
SPACE_FREE = Sentence("obstacles.space_free", "size")
NO_MEMORY = Sentence("obstacles.no_memory", "limit")
LESS_AT_ONCE = Sentence("obstacles.less_at_once")

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
# DuckDB's words on Linux and macOS; on Windows, in English and Chinese
_LOCKED = re.compile(
    r"(?:Could not set lock on file \"([^\"]+)\"|Cannot open file \"([^\"]+)\": "
    r"(?:The process cannot access the file because it is being used|另一个程序正在使用此文件))"
    r"(?:.*?(?:held in|already open in) (.+?\(PID \d+\)))?",
    re.S,
)
_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33  # of Windows, which Python calls a lack of rights


@contextmanager
def in_one_sentence(settings: Settings) -> Iterator[None]:
    """Let a failure of disk or memory say in one sentence what is missing and what to do.

    Parameters
    ----------
    settings : Settings

    Raises
    ------
    WenmaiError
        Instead of an `OSError`, a `MemoryError`, or an error of DuckDB that speaks of either.
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
    file, holder = _lock(error, text)
    if file:
        return WenmaiError(
            LOCKED_ELSEWHERE(file=file, part=f" ({holder})" if holder else ""),
            hint=CLOSE_IT_THERE(),
        )
    if _is_out_of_memory(error, text):
        return WenmaiError(NO_MEMORY(limit=_memory(settings)), hint=LESS_AT_ONCE())
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


def _lock(error: BaseException, text: str) -> tuple[str | None, str | None]:
    """Return the file that another program holds locked, and that program where it is known."""
    if getattr(error, "winerror", None) in {_SHARING_VIOLATION, _LOCK_VIOLATION}:
        return str(getattr(error, "filename", None) or "?"), None
    found = _LOCKED.search(text)
    if found is None:
        return None, None
    on_unix, on_windows, holder = found.groups()
    return on_unix or on_windows, " ".join(holder.split()) if holder else None


def _sentence(number: int, place: Path, settings: Settings) -> WenmaiError:
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            what = {
                errno.ENOSPC: DISK_FULL(),
                errno.EDQUOT: QUOTA_USED_UP(),
                errno.EFBIG: FILE_SIZE_LIMITED(),
            }[number]
            return WenmaiError(
                TOO_LITTLE_SPACE(
                    what=what, free=_free(place), size=_size(_needed(settings)), home=settings.home
                ),
                hint=MAKE_ROOM(),
            )
        case errno.EROFS:
            return WenmaiError(
                DISK_READ_ONLY(place=place),
                hint=MOUNT_FOR_WRITING(),
            )
        case errno.EACCES | errno.EPERM:
            return WenmaiError(
                NO_PERMISSION(place=place),
                hint=GIVE_PERMISSION(),
            )
        case errno.EMFILE:
            return WenmaiError(
                TOO_MANY_OPEN_FILES(),
                hint=RAISE_OPEN_FILES(),
            )
        case _:
            return WenmaiError(
                DISK_ERROR(place=place),
                hint=LOOK_AT_DISK(),
            )


def _is_out_of_memory(error: BaseException, text: str) -> bool:
    """Tell a lack of memory: Python's, DuckDB's, of a model that failed, or a process killed."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"MemoryError", "OutOfMemoryException"}:
        return True
    if "TerminatedWorkerError" in names:
        return "SIGKILL" in text  # so the system takes memory back
    return isinstance(error, WenmaiError) and (
        "Out of Memory Error" in text or "MemoryError" in text or "SIGKILL(-9)" in text
    )


def _memory(settings: Settings) -> str:
    """Return what the refresh may take: what is set, else what the machine has."""
    if settings.memory_limit:
        return settings.memory_limit
    machine = machine_bytes()
    return "?" if machine is None else f"{machine / 1e9:.1f} GB"


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
    return SPACE_FREE(size=_size(disk_usage(place).free))


def _size(amount: int) -> str:
    return f"{amount / 1e6:,.0f} MB"
