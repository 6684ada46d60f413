"""Fixtures shared by all test suites."""

import os
from pathlib import Path

import pytest

from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """Return the folder that holds dbt_project.yml."""
    return PROJECT_DIR


@pytest.fixture(scope="session")
def real_data_dir() -> Path:
    """Return the folder of real files, or skip the test when it is absent."""
    folder = Path(os.environ.get("WENMAI_REAL_DATA", PROJECT_DIR.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the real files are not here (set WENMAI_REAL_DATA)")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a warehouse of its own below tmp_path, with an empty landing folder."""
    landing = tmp_path / "landing"
    landing.mkdir()
    return Settings(project_dir=PROJECT_DIR, home=tmp_path / "home", landing=(landing,))
