"""Plan a refresh: read and validate the studies, and see whether anything changed."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.pipeline.versions import versions
from wenmai.publish.hashing import file_hash
from wenmai.publish.release import current_release
from wenmai.settings import Settings

if TYPE_CHECKING:
    from wenmai.studies import Study

# What the numbers come from. The command line and the flows are not among it.
CODE = (
    ("models", ("*.sql", "*.yml", "*.md")),
    ("python_models", ("*.py", "*.yml")),
    ("macros", ("*.sql", "*.yml")),
    ("seeds", ("*.csv", "*.yml")),
    ("tests", ("*.sql",)),
    ("wenmai", ("*.py", "*.yml")),
)
CODE_FILES = ("dbt_project.yml", "profiles.yml")
NOT_CODE = {"wenmai/cli"}


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
    parts : mapping
        The fingerprints from which ``fingerprint`` is made: ``code`` and each study.
    """

    studies: "tuple[Study, ...]"
    fingerprint: str
    is_unchanged: bool
    release_id: str
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    trigger: str = "manual"
    parts: Mapping[str, str] = field(default_factory=dict)


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
    from wenmai.studies import load_studies  # noqa: PLC0415

    started = datetime.now(UTC)
    loaded = tuple(load_studies(settings.landing, only=list(studies) if studies else None))
    parts = {"code": code_fingerprint(settings.project_dir)}
    parts |= {f"study {study.code}": study_fingerprint(study) for study in loaded}
    fingerprint = _digest(parts)
    return Plan(
        studies=loaded,
        fingerprint=fingerprint,
        is_unchanged=fingerprint == _published_fingerprint(settings),
        release_id=release_id or new_release_id(started),
        started_at=started,
        trigger=trigger,
        parts=parts,
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


def study_fingerprint(study: "Study") -> str:
    """Hash what a study says and the content of its files; times and comments do not count.

    Parameters
    ----------
    study : Study

    Returns
    -------
    str
        SHA-256 as hex.
    """
    return _digest(
        {
            "folder": study.folder.name,
            "config": study.config_hash,
            "units": list(study.unit_codes),
            "corrections": [vars(correction) for correction in study.corrections],
            "files": {
                file.relative_to(study.folder).as_posix(): file_hash(file) for file in study.files
            },
        }
    )


def code_fingerprint(project_dir: Path) -> str:
    """Hash the models, seeds and package, and the versions of what runs them.

    Parameters
    ----------
    project_dir : Path

    Returns
    -------
    str
        SHA-256 as hex.
    """
    files = {
        file.relative_to(project_dir).as_posix(): file_hash(file)
        for file in _code_files(project_dir)
    }
    return _digest({"files": files, "versions": versions()})


def _code_files(project_dir: Path) -> Iterable[Path]:
    for folder, patterns in CODE:
        for pattern in patterns:
            for file in (project_dir / folder).rglob(pattern):
                inside = file.relative_to(project_dir).as_posix()
                if not any(inside.startswith(f"{left_out}/") for left_out in NOT_CODE):
                    yield file
    yield from (project_dir / name for name in CODE_FILES)


def _published_fingerprint(settings: Settings) -> Any:
    """Return the fingerprint of the release that people see, None when there is none."""
    try:
        release = current_release(settings)
    except WenmaiError:  # a damaged serving file is a reason to refresh, not to stop
        return None
    return release.provenance.get("fingerprint") if release is not None else None


def _digest(content: Any) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
