"""One number for everything a release depends on: same fingerprint, nothing to do."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from wenmai.build.versions import versions
from wenmai.ingest.file_hashes import file_hashes
from wenmai.installed import PACKAGE_DIR, files_below
from wenmai.settings import Settings
from wenmai.studies.corrections import CORRECTIONS_FILE
from wenmai.studies.study import Study

# What the project computes with. Documentation, tests, flows and the command line do not change
# a number.
PROJECT_FOLDERS = ("seeds", "models", "macros", "python_models")
LEFT_OUT = ("cli", "project")  # of the package; a wheel carries the folders above in `project`
PROJECT_FILES = ("dbt_project.yml", "requirements.lock", "requirements-spatial.lock")
SUFFIXES = {".sql", ".py", ".yml", ".yaml", ".csv", ".txt", ".md", ".json", ".js", ".css", ".j2"}


def fingerprint(studies: Sequence[Study], settings: Settings) -> str:
    """Hash everything that the marts depend on.

    Parameters
    ----------
    studies : sequence of Study
        The studies of the refresh; their order does not count.
    settings : Settings
        Where the project is, and where the hashes of files are remembered
        (``build/file_hashes.json``).

    Returns
    -------
    str
        sha256 over what the studies say, the contents of their files and corrections, seeds,
        models, macros, the package and its version, and dbt's variables. Comments in a
        study.yml, times of files and the place of the folders do not count.
    """
    return _sha256(_said(studies, settings))


def study_fingerprints(studies: Sequence[Study], settings: Settings) -> dict[str, str]:
    """Hash, for each study by itself, everything that reading it depends on.

    Parameters
    ----------
    studies : sequence of Study
    settings : Settings

    Returns
    -------
    dict of str to str
        Code → sha256 over what :func:`fingerprint` hashes, without the other studies, and the
        versions of the libraries that read. Empty when a file has just gone.
    """
    try:
        said = _said(studies, settings)
    except OSError:
        return {}
    parts = said.pop("studies")
    common = _sha256({**said, "versions": versions()})
    return {code: _sha256([code, common, part]) for code, part in parts.items()}


def _said(studies: Sequence[Study], settings: Settings) -> dict[str, Any]:
    project = _project_files(settings.project_dir)
    data = [path for study in studies for path in _data_files(study)]
    hashes = file_hashes([*project.values(), *data], settings.home / "build" / "file_hashes.json")
    return {
        "package_version": package_version(),
        "project": {name: hashes[path] for name, path in project.items()},
        "studies": {study.code: _study_part(study, hashes) for study in studies},
    }


def _sha256(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def package_version() -> str:
    """Return the version of wenmai that is installed."""
    try:
        return version("wenmai")
    except PackageNotFoundError:
        return "not installed"


def _study_part(study: Study, hashes: dict[Path, str]) -> dict[str, object]:
    return {
        "folder": study.folder.name,
        "config": study.config_hash,
        "files": {
            path.relative_to(study.folder).as_posix(): hashes[path] for path in _data_files(study)
        },
    }


def _data_files(study: Study) -> list[Path]:
    corrections = study.folder / CORRECTIONS_FILE
    return [*study.files, *([corrections] if corrections.is_file() else [])]


def _project_files(project_dir: Path) -> dict[str, Path]:
    """Return what the project computes with, by the place that each file has in a clone."""
    found = {name: project_dir / name for name in PROJECT_FILES if (project_dir / name).is_file()}
    for folder in PROJECT_FOLDERS:
        below = files_below(project_dir / folder, SUFFIXES)
        found |= {f"{folder}/{place}": path for place, path in below.items()}
    below = files_below(_package_of(project_dir), SUFFIXES)
    return found | {
        f"{PACKAGE_DIR.name}/{place}": path
        for place, path in below.items()
        if place.partition("/")[0] not in LEFT_OUT
    }


def _package_of(project_dir: Path) -> Path:
    """Return the package: beside the project in a clone, around it in a wheel."""
    beside = project_dir / PACKAGE_DIR.name
    return beside if beside.is_dir() else PACKAGE_DIR
