"""What is installed is what was locked, and its licences let everybody use it."""

import json
import re
from pathlib import Path

import pytest

from wenmai.publish.sbom import bill_of_materials, locked_names

PROJECT_DIR = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements.lock": "requirements.in",
    "requirements-spatial.lock": "requirements-spatial.in",
    "requirements-report.lock": "requirements-report.in",
    "requirements-spark.lock": "requirements-spark.in",
    "requirements-dev.lock": "requirements-dev.in",
    "bi/superset/requirements.lock": "bi/superset/requirements.in",
}

EXTRAS = ("requirements-spatial.lock", "requirements-report.lock")


def pins(lock):
    """Return name and version of every pin with its hashes."""
    text = (PROJECT_DIR / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    found = {}
    for entry in entries:
        name, version, marker = re.match(r"([\w.-]+)==(\S+)(.*)", entry).groups()
        assert ";" not in marker or "hash" in entry
        found[name] = version, re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_lock_names_a_registry(lock):
    assert "://" not in (PROJECT_DIR / lock).read_text(encoding="utf-8")
    without = [name for name, (_, hashes) in pins(lock).items() if not hashes]
    assert not without, f"{without} have no hash in {lock}: run `make lock`"


@pytest.mark.parametrize(
    ("lock", "source"), [*LOCKS.items(), ("requirements.lock", "requirements-setup.in")]
)
def test_every_requirement_is_locked(lock, source):
    locked = pins(lock)
    for line in (PROJECT_DIR / source).read_text(encoding="utf-8").splitlines():
        if wanted := re.match(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:==(\S+))?", line):
            name, version = wanted.group(1).lower(), wanted.group(2)
            assert name in locked, f"{source} asks for {name}: run `make lock`"
            assert version in {None, locked[name][0]}, f"{name}: run `make lock`"


def test_the_tools_add_to_the_runtime_and_change_none_of_it():
    runtime, tools = pins("requirements.lock"), pins("requirements-dev.lock")
    for extra in EXTRAS:
        more = pins(extra)
        assert (runtime | more).items() <= tools.items()
        # the extra agrees with the runtime about what both need
        assert all(runtime[name] == more[name] for name in runtime.keys() & more.keys())
    for tool in ("mypy", "playwright", "polars", "pytest", "ruff", "sqlfluff"):
        assert tool in tools
        assert tool not in runtime, f"{tool} is for tests, not for everybody"


def test_the_package_lock_has_hashes_and_no_address():
    text = (PROJECT_DIR / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not [name for name, entry in packages.items() if "resolved" in entry]


def imports(*folders):
    """Yield every import of a folder: the line as it stands, indented or not, and the module."""
    for folder in folders:
        for path in (PROJECT_DIR / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for line, name in re.findall(r"^(\s*(?:import|from) (\w+).*)", text, flags=re.M):
                yield f"{path.relative_to(PROJECT_DIR)}:{line}", name


# What is not imported by its own name, and why it is asked for all the same.
NOT_IMPORTED = {
    "dbt-core": "through dbt-duckdb's adapter and the command line `dbt`",
    "dbt-duckdb": "dbt loads its adapter by name",
    "fastapi": "a bound on what Prefect brings",
    "sqlalchemy": "a bound on what Prefect brings",
    "pyyaml": "imported as yaml",
    "scikit-learn": "imported as sklearn",
    "beautifulsoup4": "imported as bs4",
    "msoffcrypto-tool": "imported as msoffcrypto",
    "python-docx": "imported as docx",
}


def test_what_is_asked_for_is_imported():
    asked = {
        name
        for file in ("requirements.in", "requirements-spatial.in", "requirements-report.in")
        for name in re.findall(
            r"^([a-z][\w-]*)", (PROJECT_DIR / file).read_text(encoding="utf-8"), flags=re.M
        )
    }
    used = {name for _, name in imports("wenmai", "flows", "python_models")}
    assert {name for name in asked if name.replace("-", "_") not in used} == set(NOT_IMPORTED)


def test_every_import_of_the_package_is_a_runtime_requirement():
    """Tools for tests are not there for who only refreshes."""
    tools_only = locked_names(PROJECT_DIR / "requirements-dev.lock")
    tools_only -= locked_names(PROJECT_DIR / "requirements.lock")
    for extra in EXTRAS:
        tools_only -= locked_names(PROJECT_DIR / extra)
    modules = {name.replace("-", "_") for name in tools_only} - {"rjieba"}  # asked for, optional
    found = imports("wenmai", "flows", "python_models", "demo")
    assert not [line for line, name in found if name in modules]


def test_the_libraries_of_the_extra_are_asked_for_only_where_their_absence_is_a_sentence():
    """Without them a refresh runs, and refuses the spatial models by name."""
    extra = locked_names(PROJECT_DIR / "requirements-spatial.lock")
    extra -= locked_names(PROJECT_DIR / "requirements.lock")
    assert {"esda", "geopandas", "libpysal", "spreg"} <= extra
    found = [line for line, name in imports("wenmai", "flows", "python_models") if name in extra]
    assert found
    for line in found:
        path, _, text = line.partition(":")
        before, _, _ = (PROJECT_DIR / path).read_text(encoding="utf-8").partition(text)
        assert before.rstrip().endswith("with needs_spatial_libraries():"), line


# Nothing here asks more of who uses or passes on wenmai than to keep a notice.
PERMISSIVE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "NCSA", "PSF-2.0", "Zlib"),
}
# 2026-11-30: copyleft of single files, which we use unchanged.
FILE_COPYLEFT = dict.fromkeys(("certifi", "orjson", "pathspec", "tqdm"), "MPL-2.0")
# 2026-11-30: under the Artistic or the GNU licence as one likes; used unchanged, through dbt.
CHOSEN = {"text-unidecode": "Artistic-1.0-Perl"}


def allows(name, expression):
    """Tell whether an SPDX expression can be met with licences that are allowed."""
    allowed = PERMISSIVE | {FILE_COPYLEFT.get(name), CHOSEN.get(name)}
    spoken = re.sub(r"[\w.-]+", lambda word: _said(word.group(), allowed), expression)
    return eval(spoken, {"__builtins__": {}})


def _said(word, allowed):
    return word.lower() if word in {"AND", "OR"} else str(word in allowed)


def test_every_runtime_package_has_a_licence_that_lets_everybody_use_it():
    components = bill_of_materials(PROJECT_DIR)["components"]
    assert len(components) > 150
    refused = {
        component["name"]: component.get("licenses")
        for component in components
        for stated in component.get("licenses", [{}])
        if not allows(
            component["name"],
            stated.get("expression") or stated.get("license", {}).get("id") or "none",
        )
    }
    assert not refused, "state them here with a reason, or take other packages"


def test_a_licence_is_refused_unless_one_of_its_choices_is_allowed():
    assert allows("a", "GPL-3.0-only OR MIT")
    assert allows("orjson", "MPL-2.0 AND (Apache-2.0 OR MIT)")
    assert not allows("another", "MPL-2.0 AND (Apache-2.0 OR MIT)")
    assert not allows("a", "GPL-3.0-only")
    assert not allows("a", "none")


def test_pictures_are_drawn_only_where_the_absence_of_their_library_is_a_sentence():
    places = {
        line.partition(":")[0]
        for line, name in imports("wenmai", "flows", "python_models")
        if name == "matplotlib"
    }
    # the second is imported by the first alone
    assert places == {"wenmai/report/pictures.py", "wenmai/report/pictures_more.py"}
