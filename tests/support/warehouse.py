"""A warehouse built from the demo studies, for tests of the whole."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import yaml

from wenmai.pipeline import RefreshResult
from wenmai.settings import Settings

# What an index needs of a study.yml: no documents, networks, models or paths.
INDEX_SECTIONS = (
    *("code", "name", "description", "is_synthetic", "years", "units", "dimensions"),
    *("indicators", "index", "uncertainty"),
)
INDEX_FOLDERS = ("sources", "tables")


def lay_out_indices(demo: Path, landing: Path) -> Path:
    """Copy the demo studies with nothing but their indices into a landing folder."""
    for study_file in sorted(demo.glob("*/study.yml")):
        said = yaml.safe_load(study_file.read_text(encoding="utf-8"))
        if not said.get("indicators"):
            continue
        study = landing / study_file.parent.name
        for folder in INDEX_FOLDERS:
            shutil.copytree(study_file.parent / folder, study / folder)
        shutil.copyfile(study_file.with_name("corrections.csv"), study / "corrections.csv")
        kept = {key: value for key, value in said.items() if key in INDEX_SECTIONS}
        text = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)
        (study / "study.yml").write_text(text, encoding="utf-8")
    return landing


@dataclass(frozen=True)
class DemoWarehouse:
    """A refreshed warehouse.

    Parameters
    ----------
    settings : Settings
    result : RefreshResult
        Of the refresh that made it.
    """

    settings: Settings
    result: RefreshResult

    def rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask the serving file."""
        with self.open(self.settings.serving_file) as connection:
            return connection.execute(query, list(parameters)).fetchall()

    def build_rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Ask the private file, which also holds raw, staging and intermediate tables."""
        with self.open(self.settings.build_file) as connection:
            return connection.execute(query, list(parameters)).fetchall()

    @contextmanager
    def open(self, file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open one of the two files for reading."""
        connection = duckdb.connect(str(file), read_only=True)
        try:
            yield connection
        finally:
            connection.close()

    def copy_to(self, home: Path) -> "DemoWarehouse":
        """Return a copy that a test may change."""
        shutil.copytree(self.settings.home, home, symlinks=True)
        for file in home.glob("serving/releases/*/wenmai.duckdb"):
            file.chmod(0o644)
        return DemoWarehouse(replace(self.settings, home=home), self.result)


@dataclass(frozen=True)
class WatchedRefreshes:
    """What the refreshes made and what the readers tell of them."""

    first: RefreshResult
    results: tuple[RefreshResult, ...]
    readers: tuple[dict[str, Any], ...]
