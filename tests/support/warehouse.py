"""A warehouse built from the demo studies, for tests of the whole."""

import json
import os
import shutil
import subprocess
import sys
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


def lay_out_indices(demo: Path, landing: Path, draws: int | None = None) -> Path:
    """Copy the demo studies with nothing but their indices into a landing folder.

    ``draws`` of their uncertainty; None: as many as they have.
    """
    for study_file in sorted(demo.glob("*/study.yml")):
        said = yaml.safe_load(study_file.read_text(encoding="utf-8"))
        if not said.get("indicators"):
            continue
        study = landing / study_file.parent.name
        for folder in INDEX_FOLDERS:
            shutil.copytree(study_file.parent / folder, study / folder)
        shutil.copyfile(study_file.with_name("corrections.csv"), study / "corrections.csv")
        kept = {key: value for key, value in said.items() if key in INDEX_SECTIONS}
        if draws is not None:
            kept["uncertainty"] = {**kept.get("uncertainty", {}), "draws": draws}
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
        """Ask the serving file; who asks often takes :meth:`open`, which opens it once."""
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
class BuiltByHand:
    """What `dbt build` did with the private file of a refreshed warehouse.

    Parameters
    ----------
    before, after : DemoWarehouse
        As the refresh left it, and as dbt did.
    target : Path
        dbt's folder of results.
    failure : str
        What dbt says when it failed, else empty.
    """

    before: DemoWarehouse
    after: DemoWarehouse
    target: Path
    failure: str

    def statuses(self, *kinds: str) -> dict[str, str]:
        """Return name → status of the nodes of some kinds."""
        told = json.loads((self.target / "run_results.json").read_text(encoding="utf-8"))
        found = {one["unique_id"]: one["status"] for one in told["results"]}
        return {
            key.split(".", 2)[2] if key.startswith("unit_test.") else key.split(".")[2]: status
            for key, status in found.items()
            if key.split(".")[0] in kinds
        }


def build_by_hand(before: DemoWarehouse, folder: Path) -> BuiltByHand:
    """Run `dbt build`, which asks all data tests and unit tests too, on a copy of a warehouse."""
    after, target = before.copy_to(folder / "warehouse"), folder / "target"
    project = after.settings.project_dir
    done = subprocess.run(
        [
            # without its log of every statement, which would take an eighth of the time
            *(sys.executable, "-m", "dbt.cli.main", "--log-level-file", "none"),
            *("--log-level", "error", "build"),
            *("--project-dir", project, "--profiles-dir", project),
            *("--target-path", target, "--log-path", folder / "logs"),
        ],
        env={**os.environ, "WENMAI_BUILD_FILE": str(after.settings.build_file)},
        capture_output=True,
        text=True,
        check=False,
    )
    return BuiltByHand(before, after, target, done.stdout[-3000:] if done.returncode else "")


@dataclass(frozen=True)
class WatchedRefreshes:
    """What the refreshes made and what the readers tell of them."""

    first: RefreshResult
    results: tuple[RefreshResult, ...]
    readers: tuple[dict[str, Any], ...]
