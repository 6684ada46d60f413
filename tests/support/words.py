"""The catalogue of sentences, and the project's macros for it without a dbt run."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jinja2

import flows
import wenmai
from wenmai import sentences

SAYS = re.compile(r"/\* says ([a-z_0-9.]+)\(([a-z_0-9 ]*)\) \*/")


def said_by_python() -> dict[str, frozenset[str]]:
    """Return code → places of every sentence that the package declares."""
    for package in (wenmai, flows):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    importlib.import_module("bi.superset.serve")
    return dict(sentences.declared)


def said_by_sql(compiled: Iterable[str]) -> dict[str, set[frozenset[str]]]:
    """Return code → places of every message in compiled SQL, where the macro leaves a comment."""
    found: dict[str, set[frozenset[str]]] = {}
    for code in compiled:
        for name, places in SAYS.findall(code):
            found.setdefault(name, set()).add(frozenset(places.split()))
    return found


def macros(project_dir: Path) -> Any:
    """Return the macros of messages for DuckDB.

    Examples
    --------
    >>> macros(project_dir).told("message", "zh")
    "nullif(array_to_string(…"
    """

    class Adapter:
        def dispatch(self, name: str, _package: str) -> Any:
            return getattr(module, f"default__{name}")

    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    environment.globals |= {"adapter": Adapter(), "return": lambda text: text}
    file = project_dir / "macros" / "engine" / "messages.sql"
    module = environment.from_string(file.read_text(encoding="utf-8")).module
    return module
