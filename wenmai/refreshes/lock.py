"""One refresh at a time."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.settings import Settings


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
    import fcntl  # noqa: PLC0415 - not on Windows, where the rest of the package still imports

    settings.lock_file.parent.mkdir(parents=True, exist_ok=True)
    # opened for appending: who does not get the lock must not empty the file
    with settings.lock_file.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WenmaiError(
                f"{_holder(settings.lock_file)} Two at once would overwrite each other.",
                hint="Wait until it has ended, or end that process; then try again.",
            ) from error
        stream.truncate(0)
        json.dump(
            {
                "pid": os.getpid(),
                "purpose": purpose,
                "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            stream,
        )
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def _holder(lock_file: Path) -> str:
    """Say in a sentence who holds the lock; the holder may be just writing its name."""
    try:
        held = json.loads(lock_file.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(held["started_at"]).astimezone()
        return f"A {held['purpose']} is running (process {held['pid']}, since {since:%H:%M:%S})."
    except (OSError, ValueError, KeyError, TypeError):
        return "Another refresh is running."
