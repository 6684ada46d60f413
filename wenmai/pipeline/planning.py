"""Plan a refresh: read and validate the studies, and see whether anything changed."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wenmai.build.versions import versions
from wenmai.errors import WenmaiError
from wenmai.publish.hashing import file_hash
from wenmai.publish.release import current_release
from wenmai.settings import Settings

if TYPE_CHECKING:
    from wenmai.studies.study import Study


@dataclass(frozen=True)
class Plan:
    """What one refresh will do.

    Parameters
    ----------
    studies : tuple of Study
        Validated.
    fingerprint : str
        SHA-256 over the content of every input file and the code that reads it.
    is_unchanged : bool
        Whether the published release was made from the same.
    release_id : str
        Name of the release to be.
    started_at : datetime
    trigger : str
        ``manual``, ``schedule`` …
    """

    studies: "tuple[Study, ...]"
    fingerprint: str
    is_unchanged: bool
    release_id: str
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    trigger: str = "manual"


def plan(
    settings: Settings,
    studies: Sequence[str] | None = None,
    *,
    release_id: str | None = None,
    trigger: str = "manual",
) -> Plan:
    """Validate the studies and compare them with what is published.

    Parameters
    ----------
    settings : Settings
    studies : sequence of str, optional
        Codes of the only studies to take; default all.
    release_id : str, optional
        Default a new one.
    trigger : str

    Returns
    -------
    Plan

    Raises
    ------
    ProblemsFound
        Listing every problem of every study.

    Examples
    --------
    >>> plan(Settings.from_env(), ["northeast"]).is_unchanged  # doctest: +SKIP
    True
    """
    # pydantic and YAML take a while to import: only a plan needs them
    from wenmai.studies.load import load_studies  # noqa: PLC0415

    started = datetime.now(UTC)
    loaded = tuple(load_studies(settings, only=list(studies) if studies else None))
    fingerprint = whole_fingerprint(settings, loaded)
    return Plan(
        studies=loaded,
        fingerprint=fingerprint,
        is_unchanged=fingerprint == _published_fingerprint(settings),
        release_id=release_id or new_release_id(started),
        started_at=started,
        trigger=trigger,
    )


def new_release_id(moment: datetime) -> str:
    """Name a release: sorted by time, readable, and unique within a second.

    Parameters
    ----------
    moment : datetime
        In UTC.

    Returns
    -------
    str

    Examples
    --------
    >>> new_release_id(datetime(2024, 1, 31, 6, 15, 2))[:16]
    '20240131T061502Z'
    """
    return f"{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def whole_fingerprint(settings: Settings, studies: "Sequence[Study]") -> str:
    """Hash the input, the code, the SQL tests that guard it, and the versions that run it.

    Parameters
    ----------
    settings : Settings
    studies : sequence of Study

    Returns
    -------
    str
        SHA-256 as hex.
    """
    from wenmai.ingest.fingerprint import fingerprint  # noqa: PLC0415

    tests = settings.project_dir / "tests"
    content = {
        "input and code": fingerprint(studies, settings),
        # a test that was tightened must see what is published already
        "tests": {
            file.relative_to(tests).as_posix(): file_hash(file) for file in tests.rglob("*.sql")
        },
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _published_fingerprint(settings: Settings) -> Any:
    """Return the fingerprint of the release that people see, None when there is none."""
    try:
        release = current_release(settings)
    except WenmaiError:  # a damaged serving file is a reason to refresh, not to stop
        return None
    return release.provenance.get("fingerprint") if release is not None else None
