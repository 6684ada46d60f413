"""The bill of materials of a release: what it was made with, in CycloneDX, with licences."""

import json
import re
from collections.abc import Iterator, Mapping
from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

from wenmai import __version__
from wenmai.installed import package_header

SBOM_NAME = "sbom.cdx.json"
# Classifiers and free texts that packages write instead of an SPDX expression.
_SPDX = {
    "mit": "MIT",
    "mit license": "MIT",
    "apache 2": "Apache-2.0",
    "apache-2": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "2-clause bsd": "BSD-2-Clause",
    "simplified bsd license": "BSD-2-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "artistic license": "Artistic-1.0-Perl",
    "the unlicense (unlicense)": "Unlicense",
}
LOCKS = ("requirements.lock", "requirements-spatial.lock", "requirements-report.lock")
_EXPRESSION = re.compile(r"^[A-Za-z0-9.-]+( (AND|OR|WITH) [A-Za-z0-9.-]+| (AND|OR) \([^()]+\))*$")


def bill_of_materials(project_dir: Path) -> dict[str, Any]:
    """Return the CycloneDX 1.6 document of what is locked and installed.

    The same installation gives the same document: no time, no serial number.

    Parameters
    ----------
    project_dir : Path
        Holds ``requirements.lock``, those of the extras and ``package-lock.json``; what
        is missing lists nothing.

    Returns
    -------
    dict
        JSON.

    Examples
    --------
    >>> bill_of_materials(Path("/nowhere"))["components"]
    []
    """
    components = [*_python_packages(project_dir), *_npm_packages(project_dir)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "wenmai",
                "name": "wenmai",
                "version": __version__,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": sorted(components, key=lambda component: component["bom-ref"]),
    }


def write_sbom(folder: Path, project_dir: Path) -> Path:
    """Write the bill of materials into a release's folder.

    Parameters
    ----------
    folder, project_dir : Path

    Returns
    -------
    Path
    """
    path = folder / SBOM_NAME
    content = bill_of_materials(project_dir)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def locked_names(lock: Path) -> set[str]:
    """Return the names of the packages that a lock of ``make lock`` pins.

    Parameters
    ----------
    lock : Path

    Returns
    -------
    set of str

    Examples
    --------
    >>> locked_names(Path("/nowhere/requirements.lock"))
    set()
    """
    if not lock.is_file():
        return set()
    return set(re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), flags=re.M))


def licence(said: Message) -> str:
    """Return the licence that a package states, as an SPDX expression.

    Parameters
    ----------
    said : email.message.Message
        As `wenmai.installed.package_header` returns it.

    Returns
    -------
    str
        Empty when it states none that is understood.

    Examples
    --------
    >>> licence(package_header("duckdb"))
    'MIT'
    """
    for stated in said.get_all("License-Expression") or []:
        return str(stated)
    free = "".join(said.get_all("License") or []).strip()
    if _EXPRESSION.match(free) and free.lower() not in _SPDX:
        return free
    classified = [
        text.rpartition(" :: ")[2]
        for text in said.get_all("Classifier") or []
        if text.startswith("License ::")
    ]
    free = free.partition("\n")[0].rpartition(" :: ")[2]
    known = [_SPDX[text.lower()] for text in (free, *classified) if text.lower() in _SPDX]
    # several classifiers are a choice; the free text, when understood, is the one meant
    if free.lower() in _SPDX and known:
        return known[0]
    return " OR ".join(dict.fromkeys(known))


def _python_packages(project_dir: Path) -> Iterator[dict[str, Any]]:
    for name in sorted(set().union(*(locked_names(project_dir / lock) for lock in LOCKS))):
        try:
            said = package_header(name)
        except PackageNotFoundError:  # of another system
            continue
        version = said["Version"]
        yield _component(name, version, f"pkg:pypi/{name}@{version}", licence(said))


def _npm_packages(project_dir: Path) -> Iterator[dict[str, Any]]:
    lock = project_dir / "package-lock.json"
    if not lock.is_file():
        return
    entries: Mapping[str, Any] = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    for place, entry in entries.items():
        if place and not entry.get("dev"):
            name, version = place.rpartition("node_modules/")[2], entry["version"]
            yield _component(name, version, f"pkg:npm/{name}@{version}", entry.get("license", ""))


def _component(name: str, version: str, purl: str, stated: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
    }
    if stated:
        is_one = " " not in stated
        component["licenses"] = [{"license": {"id": stated}} if is_one else {"expression": stated}]
    return component
