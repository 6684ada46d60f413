"""Who stands in a folder of a stranger runs nothing of what lies there."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from wenmai.cli import main
from wenmai.errors import WenmaiError
from wenmai.settings import MARKER, Settings

COMMAND = 'notify_command = "touch owned"\n'
BEGIN_A_WORKER = """
import importlib
from types import SimpleNamespace
from wenmai.workers import workers

def begin(**_):
    print(workers().submit(abs, -1).result())

app = importlib.import_module("wenmai.cli.app")
app.prepared = lambda _: SimpleNamespace(main=begin)
app.main(["refresh"])
"""


@pytest.fixture
def delivered(tmp_path) -> Path:
    """Return a folder in the landing folder of a warehouse, with settings that nobody asked for."""
    (tmp_path / MARKER).write_text('landing = ["in"]\n', encoding="utf-8")
    study = tmp_path / "in" / "study"
    study.mkdir(parents=True)
    (study / MARKER).write_text(COMMAND, encoding="utf-8")
    return study


def test_settings_that_were_delivered_with_a_study_are_not_obeyed(delivered, tmp_path):
    settings = Settings.from_env({}, delivered)
    assert (settings.home, settings.notify_command) == (tmp_path, None)
    below = delivered / "documents"
    below.mkdir()
    assert Settings.from_env({}, below).home == tmp_path


def test_nor_are_those_in_a_landing_folder_that_the_environment_names(delivered, tmp_path):
    (tmp_path / MARKER).unlink()
    settings = Settings.from_env({"WENMAI_LANDING": str(delivered.parent)}, delivered)
    assert settings.notify_command is None


def test_settings_of_another_user_are_refused_unless_their_folder_is_named(tmp_path, monkeypatch):
    (tmp_path / MARKER).write_text(COMMAND, encoding="utf-8")
    if os.getuid():
        monkeypatch.setattr("os.getuid", lambda: (tmp_path / MARKER).stat().st_uid + 1)
    else:
        os.chown(tmp_path / MARKER, 12345, -1)
    with pytest.raises(WenmaiError, match="belongs to another user") as raised:
        Settings.from_env({}, tmp_path)
    assert f"WENMAI_HOME={tmp_path}" in str(raised.value)
    assert Settings.from_env({"WENMAI_HOME": str(tmp_path)}).notify_command is not None


def test_processes_import_nothing_from_the_current_folder(tmp_path):
    """The folder was the first place of imports for every process that works beside a refresh."""
    script = tmp_path / "begin.py"
    script.write_text(BEGIN_A_WORKER, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("joblib", "pandas", "flows", "uvicorn"):
        (folder / f"{name}.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "1"
    assert not (folder / "ran").exists()


def test_the_schedule_leaves_the_current_folder_before_prefect_is_read(
    delivered, tmp_path, monkeypatch
):
    """Prefect takes settings from .env and prefect.toml, and logging settings name code."""
    seen = []

    @contextmanager
    def api(*_, **__):
        seen.append((Path.cwd(), sys.modules.get("prefect.settings")))
        raise KeyboardInterrupt
        yield

    monkeypatch.chdir(delivered)
    for name in ("WENMAI_HOME", "WENMAI_LANDING"):
        monkeypatch.setenv(name, "")  # so that what the schedule sets is taken back
    monkeypatch.setattr("flows.server.api", api)
    with pytest.raises(SystemExit):
        main(["schedule"])
    assert seen[0][0] == tmp_path


def test_the_server_of_the_schedule_is_not_imported_from_the_current_folder(tmp_path, monkeypatch):
    from flows import server

    begun = []
    monkeypatch.setattr(server.subprocess, "Popen", lambda command, **_: begun.append(command))
    with pytest.raises(AttributeError), server.started(_settings(tmp_path), has_ui=False):
        pass
    assert begun[0][1] == "-P"


def _settings(home: Path) -> Settings:
    return Settings(project_dir=home, home=home, landing=())
