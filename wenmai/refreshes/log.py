"""The log of refreshes: one JSON line when a refresh starts, one when it ends.

The log outlives the private file, so ``quality.fct_refreshes`` can be made from it at any time.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from wenmai.errors import WenmaiError
from wenmai.sentences import LANGUAGES, InBoth, Said, Sentence, in_language
from wenmai.settings import Settings
from wenmai.within import within
from wenmai.words import LINES

UNTRUSTED = Sentence("refresh.untrusted_lines", "lines", "file", "numbers")
MESSAGE_LENGTH = 4000  # a hundred failed tests need not all stand in the log
# what reading a line raises that no refresh wrote
NO_ENTRY = (
    *(LookupError, ValueError, TypeError, ArithmeticError, AttributeError, RecursionError),
    WenmaiError,
)
STATUSES = {"running", "published", "unpublished", "failed", "killed"}
BEGINNING = '{"release_id": "'  # of every line that a refresh writes


@dataclass(frozen=True)
class RefreshEntry:
    """One refresh, as far as it is known.

    Parameters
    ----------
    release_id : str
    status : str
        ``running``, ``published``, ``unpublished``, ``failed`` or ``killed``.
    started_at : datetime
    finished_at : datetime or None
    trigger : str
        ``manual``, ``schedule`` …
    fingerprint : str or None
        Of the input and the code.
    package_version : str
    message, message_zh : str
        Why it failed, or what happened, in English and in Chinese.
    """

    release_id: str
    status: str
    started_at: datetime
    finished_at: datetime | None = None
    trigger: str = "manual"
    fingerprint: str | None = None
    package_version: str = ""
    message: str = ""
    message_zh: str = ""

    def ended(self, status: str, message: str = "") -> "RefreshEntry":
        """Return the entry with an end: now."""
        zh, en = (in_language(message, each)[:MESSAGE_LENGTH] for each in LANGUAGES)
        return replace(
            self, status=status, finished_at=datetime.now(UTC), message=en, message_zh=zh
        )

    @property
    def said(self) -> Said:
        """The message; an entry of an older version has it in English alone."""
        return InBoth(self.message_zh or self.message, self.message)


def append(settings: Settings, entry: RefreshEntry) -> None:
    """Write a line and force it onto the disk.

    Parameters
    ----------
    settings : Settings
    entry : RefreshEntry
    """
    settings.refresh_log.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps(asdict(entry), ensure_ascii=False, default=datetime.isoformat)
    with settings.refresh_log.open("ab+") as stream:
        if stream.tell() > 0:
            # a kill in the middle of a write leaves half a line: begin a new one after it
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                line = f"\n{line}"
        stream.write(f"{line}\n".encode())
        stream.flush()
        os.fsync(stream.fileno())


def read_log(settings: Settings) -> list[RefreshEntry]:
    """Return every refresh, the oldest first; the last line about a refresh counts.

    Half lines that a kill left behind are passed over, and lines that no refresh wrote.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of RefreshEntry

    Examples
    --------
    >>> from pathlib import Path
    >>> read_log(Settings(Path("/nowhere"), Path("/nowhere"), ()))
    []
    """
    entries: dict[str, RefreshEntry] = {}
    for _, entry in _lines(settings):
        if entry is not None:
            entries[entry.release_id] = entry
    return list(entries.values())


def published_ids(settings: Settings) -> set[str]:
    """Return the releases that any line of the log calls published.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    set of str
    """
    return {
        entry.release_id
        for _, entry in _lines(settings)
        if entry is not None and entry.status == "published"
    }


def untrusted_lines(settings: Settings) -> list[str]:
    """Say which lines of the log no refresh wrote.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of str
        Empty, or one sentence.

    Examples
    --------
    >>> from pathlib import Path
    >>> untrusted_lines(Settings(Path("/nowhere"), Path("/nowhere"), ()))
    []
    """
    numbers = [str(number) for number, entry in _lines(settings) if entry is None]
    if not numbers:
        return []
    named = ", ".join(numbers[:5]) + (" …" if len(numbers) > 5 else "")
    lines = LINES(len(numbers))
    return [UNTRUSTED(lines=lines, file=f"build/{settings.refresh_log.name}", numbers=named)]


def _lines(settings: Settings) -> Iterator[tuple[int, RefreshEntry | None]]:
    """Yield the number of every line and what it says, None when no refresh wrote it."""
    if not settings.refresh_log.is_file():
        return
    text = settings.refresh_log.read_text(encoding="utf-8", errors="replace")
    # not splitlines: a message may hold a line separator of Unicode
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = _from_json(json.loads(line))
            within(settings.releases_dir, entry.release_id)
        except NO_ENTRY:
            if not line.startswith(BEGINNING) or line.endswith("}"):
                yield number, None
            continue  # a kill leaves half a line, which is nobody's fault
        yield number, entry


def _from_json(line: dict[str, Any]) -> RefreshEntry:
    """Read what a line says, every part as a refresh writes it: other kinds are no refresh's."""
    status = _text(line["status"])
    if status not in STATUSES:
        raise ValueError(status)
    finished, fingerprint = line.get("finished_at"), line.get("fingerprint")
    return RefreshEntry(
        release_id=_text(line["release_id"]),
        status=status,
        started_at=_moment(line["started_at"]),
        finished_at=_moment(finished) if finished else None,
        trigger=_text(line.get("trigger") or ""),
        fingerprint=None if fingerprint is None else _text(fingerprint),
        package_version=_text(line.get("package_version") or ""),
        message=_text(line.get("message") or ""),
        message_zh=_text(line.get("message_zh") or ""),
    )


def _text(said: Any) -> str:
    """Return a text that can be written; half a sign of Unicode cannot."""
    if not isinstance(said, str):
        raise TypeError(type(said))
    said.encode()
    return said


def _moment(said: Any) -> datetime:
    """Return a time that has a place in UTC."""
    moment = datetime.fromisoformat(_text(said))
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
