"""Plan a refresh: read and validate the studies, and see whether anything changed."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wenmai.build.versions import versions
from wenmai.errors import ProblemsFound, WenmaiError
from wenmai.installed import files_below
from wenmai.places import without_places
from wenmai.publish.hashing import file_hash
from wenmai.publish.release import current_release
from wenmai.sentences import Sentence
from wenmai.settings import Settings

if TYPE_CHECKING:
    from wenmai.studies.study import Study

NO_STUDY_FILE = Sentence("refresh.no_study_file", "folder", "file")


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
    wrong : mapping
        Code of every study that cannot be read as it is, and why; the others go on without it.
    """

    studies: "tuple[Study, ...]"
    fingerprint: str
    is_unchanged: bool
    release_id: str
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    trigger: str = "manual"
    wrong: Mapping[str, str] = field(default_factory=dict)


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
        Listing every problem of every study, when there is none without.

    Examples
    --------
    >>> plan(Settings.from_env(), ["northeast"]).is_unchanged  # doctest: +SKIP
    True
    """
    # pydantic and YAML take a while to import: only a plan needs them
    from wenmai.studies.load import load_each  # noqa: PLC0415

    started = datetime.now(UTC)
    loaded, unfit = load_each(settings, only=list(studies) if studies else None)
    if not loaded:
        raise ProblemsFound([problem for study in unfit for problem in study.problems])
    published = _published(settings)
    # a study.yml that cannot be read does not say its code; the last release knows the folder's
    codes = {folder: code for code, folder in published.get("study_folders", {}).items()}
    # what is said is published: where this machine keeps its files is nobody's business
    wrong = {
        codes.get(study.code, study.code): without_places(study.reason, settings) for study in unfit
    }
    if not studies:
        wrong = _without_study_file(settings, published, loaded) | wrong
    fingerprint = whole_fingerprint(settings, loaded, wrong)
    return Plan(
        studies=tuple(loaded),
        fingerprint=fingerprint,
        is_unchanged=fingerprint == published.get("fingerprint"),
        release_id=release_id or new_release_id(started),
        started_at=started,
        trigger=trigger,
        wrong=wrong,
    )


def _without_study_file(
    settings: Settings, published: Mapping[str, Any], loaded: "Sequence[Study]"
) -> dict[str, str]:
    """Name the published studies whose folder is there, with files, but without a study.yml."""
    from wenmai.studies.load import STUDY_FILE, folders_passed_over  # noqa: PLC0415

    waiting = {folder.name for folder in folders_passed_over(settings.landing)}
    codes = {study.code for study in loaded}
    return {
        code: NO_STUDY_FILE(folder=folder, file=STUDY_FILE)
        for code, folder in published.get("study_folders", {}).items()
        if folder in waiting and code not in codes
    }


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


def whole_fingerprint(
    settings: Settings, studies: "Sequence[Study]", wrong: Mapping[str, str] | None = None
) -> str:
    """Hash the input, the code, the SQL tests that guard it, and the versions that run it.

    Parameters
    ----------
    settings : Settings
    studies : sequence of Study
    wrong : mapping, optional
        Studies that cannot be read, and why: while that stays, nothing has changed.

    Returns
    -------
    str
        SHA-256 as hex.
    """
    from wenmai.ingest.fingerprint import fingerprint  # noqa: PLC0415

    tests = files_below(settings.project_dir / "tests", {".sql"})
    content = {
        "input and code": fingerprint(studies, settings),
        # a test that was tightened must see what is published already
        "tests": {place: file_hash(file) for place, file in tests.items()},
        "versions": versions(),
        **({"wrong": dict(wrong)} if wrong else {}),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _published(settings: Settings) -> Mapping[str, Any]:
    """Return what the release that people see was made from; nothing when there is none."""
    try:
        release = current_release(settings)
    except WenmaiError:  # a damaged serving file is a reason to refresh, not to stop
        return {}
    return release.provenance if release is not None else {}
