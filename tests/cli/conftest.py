"""A warehouse of a few rows, as a refresh would leave it, and a way to run commands on it."""

import duckdb
import pytest
from support.small_warehouse import MADE, RELEASE, TABLES

from wenmai.cli import main
from wenmai.refreshes.log import RefreshEntry, append


@pytest.fixture
def home(settings, monkeypatch):
    """Return the home of a warehouse that has nothing yet; commands work on it."""
    monkeypatch.setenv("WENMAI_HOME", str(settings.home))
    monkeypatch.setenv("WENMAI_LANDING", str(settings.landing[0]))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("WENMAI_DEBUG", raising=False)
    return settings.home


@pytest.fixture
def warehouse(home, settings):
    """Return the serving file of a small warehouse in the home."""
    file = home / "serving" / "wenmai.duckdb"
    file.parent.mkdir(parents=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute(TABLES)
    entry = RefreshEntry(RELEASE, "running", MADE)
    append(settings, entry)
    append(settings, entry.ended("published"))
    return file


@pytest.fixture
def wenmai(home, capsys):
    """Return a function that runs a command and returns exit code, output and errors."""

    def run(*words):
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        printed = capsys.readouterr()
        return left.value.code, printed.out, printed.err

    return run
