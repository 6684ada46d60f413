"""One refresh at a time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.settings import Settings

TWO_AT_ONCE = Sentence("refreshes.two_at_once", "holder")
WAIT_OR_END_IT = Sentence("refreshes.wait_or_end_it")
RUNNING_SINCE = Sentence("refreshes.running_since", "pid", "purpose", "since")
RUNNING_ELSEWHERE = Sentence("refreshes.running_elsewhere")


@contextmanager
def refresh_lock(settings: Settings, purpose: str = "refresh") -> Iterator[None]:
    """Hold the lock of this warehouse, or say who holds it.

    The lock belongs to the process: the system frees it when the process ends, however it ends,
    so a killed refresh never blocks the next.

    Parameters
    ----------
    settings : Settings
    purpose : str
        What holds it, for the message that others see.

    Raises
    ------
    WenmaiError
        When another process (or another refresh in this one) holds it.

    Examples
    --------
    >>> with refresh_lock(Settings.from_env()):  # doctest: +SKIP
    ...     pass
    """
    settings.lock_file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.lock_file, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise WenmaiError(
            TWO_AT_ONCE(holder=_holder(settings.lock_holder)),
            hint=WAIT_OR_END_IT(),
        ) from error
    try:
        said = {
            "pid": os.getpid(),
            "purpose": purpose,
            "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        # a file of its own: on Windows nobody else may read a locked one
        settings.lock_holder.write_text(json.dumps(said), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):  # a full disk, say; who holds no lock is not asked for its name
            settings.lock_holder.unlink(missing_ok=True)
        lock.release()


def _holder(note: Path) -> str:
    """Say in a sentence who holds the lock; the holder may be just writing its name."""
    try:
        held = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(held["started_at"]).astimezone()
        return RUNNING_SINCE(purpose=held["purpose"], pid=held["pid"], since=f"{since:%H:%M:%S}")
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return RUNNING_ELSEWHERE()
