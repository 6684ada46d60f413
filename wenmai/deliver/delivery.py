"""Deliver the current release wherever it is wanted and not there yet."""

import json
from contextlib import suppress
from pathlib import Path

from wenmai.publish.release import Release
from wenmai.sentences import Sentence
from wenmai.settings import Settings

DONE = Sentence("deliver.done", "tables", "rows", "place")
NOTE = "delivered.json"


def is_due(settings: Settings, release: Release) -> bool:
    """Tell whether a place that is configured does not have this release.

    Parameters
    ----------
    settings : Settings
    release : Release

    Returns
    -------
    bool

    Examples
    --------
    >>> from datetime import datetime
    >>> release = Release("a", datetime(2024, 1, 1), Path("a"), ())
    >>> is_due(Settings(Path("/nowhere"), Path("/nowhere"), ()), release)
    False
    """
    return bool(settings.postgres) and _known(settings) != _state(settings, release)


def deliver(settings: Settings, release: Release) -> list[str]:
    """Deliver a release, and remember that it is there.

    Parameters
    ----------
    settings : Settings
    release : Release

    Returns
    -------
    list of str
        What was done, and then the warnings.

    Raises
    ------
    WenmaiError
        When a place refuses it; then the next refresh tries again, also of unchanged input.
    """
    from wenmai.deliver.postgres import deliver_to_postgres  # noqa: PLC0415

    done = deliver_to_postgres(settings, release)
    note = _note(settings)
    note.parent.mkdir(parents=True, exist_ok=True)
    part = note.with_name(f".{note.name}.part")
    part.write_text(json.dumps(_state(settings, release)), encoding="utf-8")
    part.replace(note)
    return [DONE(tables=done.tables, rows=f"{done.rows:,}", place=done.place), *done.warnings]


def _note(settings: Settings) -> Path:
    return settings.build_file.parent / NOTE


def _state(settings: Settings, release: Release) -> dict[str, str]:
    from wenmai.deliver.postgres_errors import place_of  # noqa: PLC0415

    place = place_of(settings.postgres or "", settings.postgres_schema)
    return {"place": place, "release_id": release.release_id}


def _known(settings: Settings) -> object:
    with suppress(OSError, ValueError, RecursionError):
        return json.loads(_note(settings).read_text(encoding="utf-8"))
    return None
