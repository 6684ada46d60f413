"""`wenmai init` makes a warehouse, and every command finds it."""

import errno
import os
import shlex
import shutil
import sys

import pytest
import yaml

from wenmai.cli import main
from wenmai.cli.new_home import TEMPLATES
from wenmai.errors import WenmaiError
from wenmai.settings import MARKER, Settings
from wenmai.studies.load import study_schema

DEMO = ["liaoning", "northeast", "screen"]


@pytest.fixture
def made(tmp_path, monkeypatch, capsys):
    """Return a function that runs `wenmai init` in an empty folder and returns its exit code."""
    for name in ("WENMAI_HOME", "WENMAI_LANDING"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as left:
            main(["init", *words])
        return left.value.code, capsys.readouterr()

    return run


def test_a_new_warehouse_is_found_from_any_folder_in_it(made, tmp_path):
    code, printed = made("我的 仓库")
    home = tmp_path / "我的 仓库"
    assert code == 0
    assert 'cd "我的 仓库"' in printed.out
    below = home / "landing" / "east" / "tables"
    below.mkdir(parents=True)
    for here in (home, below):
        settings = Settings.from_env({}, here)
        assert settings.home == home
        assert settings.landing == (home / "landing",)
    assert Settings.from_env({}, tmp_path).home == Settings.from_env({}).project_dir
    assert Settings.from_env({"WENMAI_HOME": str(below)}, home).home == below


def test_the_demo_comes_along_when_it_is_asked_for(made, tmp_path):
    made(".", "--demo")
    assert sorted(folder.name for folder in (tmp_path / "landing").iterdir()) == DEMO
    assert (tmp_path / "landing/northeast/documents").is_dir()


def test_nothing_that_is_there_is_changed(made, tmp_path):
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    made()
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"
    code, printed = made()
    assert code == 1
    assert f"{tmp_path} is a warehouse already." in printed.err


def test_settings_stand_in_the_file_and_variables_win(made, tmp_path):
    made()
    (tmp_path / MARKER).write_text('keep_releases = 3\nlanding = ["in", "more"]\n', "utf-8")
    settings = Settings.from_env({}, tmp_path)
    assert settings.keep_releases == 3
    assert settings.landing == (tmp_path / "in", tmp_path / "more")
    assert Settings.from_env({"WENMAI_KEEP_RELEASES": "5"}, tmp_path).keep_releases == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keep_release = 3", "keep_release is not known"),
        ('keep_releases = "3"', "keep_releases is not a whole number"),
        ("landing = [1]", "landing is not a list of texts"),
        ("keep_releases: 3", "is not TOML"),
        ("keep_releases = 0", "'0'"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(made, tmp_path, text, said):
    made()
    (tmp_path / MARKER).write_text(text, encoding="utf-8")
    with pytest.raises(WenmaiError, match=said) as raised:
        Settings.from_env({}, tmp_path)
    assert str(tmp_path / MARKER) in str(raised.value)


def test_every_line_that_the_files_offer_is_valid():
    """The marker's settings and the sections of the example, with their # taken away."""
    study = (TEMPLATES / "study.example.yml").read_text(encoding="utf-8")
    sections = study[study.index("# index:") : study.index("# 表格的读法")]
    offered = "\n".join(line.removeprefix("# ") for line in sections.splitlines())
    said = yaml.safe_load(study) | yaml.safe_load(offered)
    assert set(said) >= {"index", "documents", "networks", "regressions"}
    study_schema().model_validate(said)


def test_the_schedule_names_the_warehouse_as_each_reader_wants_it(made, tmp_path):
    made("a b")
    lines = (tmp_path / "a b" / "schedule.example").read_text(encoding="utf-8").splitlines()
    (cron,) = [line for line in lines if line.startswith("0 6")]
    words = shlex.split(cron)
    assert words[words.index("cd") + 1] == str(tmp_path / "a b")
    assert f"WorkingDirectory={tmp_path / 'a b'}" in lines


def test_a_disk_that_fills_up_while_the_demo_is_copied_is_one_sentence(made, tmp_path, monkeypatch):
    def fill_the_disk(*_, **__):
        (tmp_path / "landing" / ".liaoning.part").mkdir()
        raise shutil.Error([("a", "b", "[Errno 28] No space left on device: 'a' -> 'b'")])

    monkeypatch.setattr("wenmai.cli.new_home.shutil.copytree", fill_the_disk)
    code, printed = made("--demo")
    assert code == 1
    assert f"{tmp_path} cannot be made: The disk is full." in printed.err
    assert list((tmp_path / "landing").iterdir()) == []


def test_an_obstacle_in_any_command_is_one_sentence(made, tmp_path, monkeypatch, capsys):
    """The schedule said on a read-only disk that nobody had foreseen it."""
    made()
    monkeypatch.setenv("WENMAI_HOME", str(tmp_path))
    error = OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path / "build" / "prefect"))

    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(sys.modules["wenmai.cli.app"], "prepared", refuse)
    with pytest.raises(SystemExit):
        main(["schedule"])
    assert "prefect cannot be written: its disk is read-only." in capsys.readouterr().err
