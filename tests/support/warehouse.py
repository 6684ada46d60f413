"""A warehouse built from the demo studies, for tests of the whole."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from wenmai.pipeline import RefreshResult
from wenmai.settings import Settings


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
        return DemoWarehouse(replace(self.settings, home=home), self.result)
