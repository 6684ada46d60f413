"""One local Prefect server for all flow tests, started the way `wenmai schedule` starts it."""

import os
import tempfile
from pathlib import Path

import pytest

from flows.server import api
from wenmai.settings import Settings

# Before the tests import Prefect, which nothing above does: they leave nothing in the user's home.
PREFECT_HOME = tempfile.TemporaryDirectory(prefix="wenmai-prefect-", ignore_cleanup_errors=True)
os.environ["PREFECT_HOME"] = PREFECT_HOME.name

PROJECT_DIR = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def prefect_settings(tmp_path_factory) -> Settings:
    """Return the settings whose home holds the server's database."""
    return Settings(PROJECT_DIR, tmp_path_factory.mktemp("prefect"), ())


@pytest.fixture(scope="session")
def prefect_api(prefect_settings):
    """Return the address of a running Prefect API; flows of the tests report to it."""
    patch = pytest.MonkeyPatch()
    patch.delenv("PREFECT_API_URL", raising=False)
    with api(prefect_settings) as url:
        yield url
    patch.undo()


@pytest.fixture
def flow_settings(settings, prefect_api, monkeypatch) -> Settings:
    """Return settings of a warehouse of its own; flows find it in the environment."""
    monkeypatch.setenv("WENMAI_HOME", str(settings.home))
    monkeypatch.setenv("WENMAI_LANDING", str(settings.landing[0]))
    monkeypatch.delenv("WENMAI_NOTIFY_URL", raising=False)
    monkeypatch.delenv("WENMAI_NOTIFY_COMMAND", raising=False)
    return settings
