"""What `make dist` builds works where nothing but the wheel is installed."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import duckdb
import pytest
from support.shared import made_once

from wenmai.build.project import code_key

PROJECT_DIR = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
MAPPING = """\
file: tables/values.csv
unit: {name: 城市}
year: {column: 年份}
values: [{column: 地区生产总值, indicator: gdp, unit: 亿元}]
"""
ELSEWHERE = {
    "PATH": "/nowhere",
    "HOME": "/dev/null/nowhere",
    "TZ": "America/St_Johns",
    "LANG": "C",
    "PYTHONDONTWRITEBYTECODE": "1",
    "COLUMNS": "100",
}
VALUES = "城市,年份,地区生产总值\n沈阳,2018,6292.4\n大连,2018,7668.5\n沈阳,2019,6470.3\n"
STUDY = """\
code: east
name: {zh: 东部, en: East}
years: {first: 2018, last: 2019}
units: {level: prefecture, within: [辽宁省]}
indicators: [{code: gdp}]
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Return the folder with the source archive and the wheel that was built from it."""

    def build(folder):
        command = [BIN / "uv", "build", "--quiet", "--offline", "--no-build-isolation"]
        command += ["--python", sys.executable, "--out-dir", folder, PROJECT_DIR]
        subprocess.run(command, check=True)
        return folder

    return made_once(tmp_path_factory, "built", build)


@pytest.fixture(scope="session")
def installed(built, tmp_path_factory):
    """Return an environment with the wheel, and with the libraries of this one."""

    def install(folder):
        environment = folder / "新 环境"
        command = [BIN / "uv", "venv", "--quiet", "--python", sys.executable, environment]
        subprocess.run(command, check=True)
        (wheel,) = built.glob("*.whl")
        command = [BIN / "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
        subprocess.run([*command, "--python", environment / "bin" / "python", wheel], check=True)
        (packages,) = environment.glob("lib/python*/site-packages")
        # only the libraries: a path that a .pth adds has no .pth of its own read, so the
        # editable installation of the clone stays out
        (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        return environment

    return made_once(tmp_path_factory, "installed", install)


def on_one_processor():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run(environment, folder, *words):
    """Run wenmai as somebody would who has no npm and may not write to the installation or home.

    In a time zone half an hour beside everybody, in the language of no country, on one processor,
    and with files that others may not read.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WENMAI", "PY"))
    }
    done = subprocess.run(
        [environment / "bin" / "wenmai", *words],
        cwd=folder,
        env=kept | ELSEWHERE,
        umask=0o077,
        preexec_fn=on_one_processor if hasattr(os, "sched_setaffinity") else None,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_from_an_empty_folder_to_a_release(installed, tmp_path):
    (packages,) = installed.glob("lib/python*/site-packages")
    before = sorted(packages.rglob("*"))
    assert run(installed, tmp_path, "init", "it's 我的 仓库")[0] == 0
    home = tmp_path / "it's 我的 仓库"
    study = home / "landing" / "east"
    for name, text in {
        "study.yml": STUDY,
        "sources/values.yml": MAPPING,
        "tables/values.csv": VALUES,
    }.items():
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text(text, encoding="utf-8")
    code, out, error = run(installed, study, "refresh")
    assert code == 0, error
    assert not (home / "build" / "logs").exists(), "dbt was asked"
    assert "东部" in out
    with duckdb.connect(str(home / "serving" / "wenmai.duckdb"), read_only=True) as connection:
        query = "select raw_value from marts.fct_indicator_values where raw_value is not null"
        assert {row[0] for row in connection.execute(query).fetchall()} == {6292.4, 7668.5, 6470.3}
    assert sorted(packages.rglob("*")) == before, "the installation was written to"
    code, out, _ = run(installed, study, "refresh")
    assert code == 0
    assert "unchanged" in out or "Nothing has changed" in out


def test_wheel_and_clone_compile_the_same(built, tmp_path):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert code_key(tmp_path / "wenmai" / "project") == code_key(PROJECT_DIR)


def test_the_wheel_carries_what_a_refresh_needs_and_no_tests(built):
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name.removeprefix("wenmai/project/") for name in archive.namelist()}
        package = {name for name in archive.namelist() if name.startswith("wenmai/")}
        about = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    files = (file for file in (PROJECT_DIR / "wenmai").rglob("*") if file.is_file())
    here = {file.relative_to(PROJECT_DIR).as_posix() for file in files if file.suffix != ".pyc"}
    assert here <= package
    assert {"dbt_project.yml", "demo/northeast/study.yml", "docs/marts.md", "LICENSE"} <= names
    assert not [name for name in names if name.startswith(("demo/truth", "demo/writing"))]
    assert not [name for name in names if name.endswith(".py") and name.startswith("tests/")]
    if (PROJECT_DIR / "node_modules" / "echarts").is_dir():
        echarts = "node_modules/echarts/"
        assert {f"{echarts}dist/echarts.min.js", f"{echarts}LICENSE", f"{echarts}NOTICE"} <= names
    needed = re.findall(r"^Requires-Dist: ([\w-]+)", about, flags=re.M)
    assert {"duckdb", "filelock", "numpy", "jinja2"} <= set(needed)
    assert not {"uv", "setuptools", "pytest"} & set(needed)


def test_neither_archive_names_a_folder_of_this_machine_or_a_registry(built):
    (wheel,), (source,) = built.glob("*.whl"), built.glob("*.tar.gz")
    places = [str(PROJECT_DIR), str(Path.home()), str(built)]
    index = re.compile(rb"(index-url|--index|find-links|resolved)\W{1,3}https?://", re.I)
    with zipfile.ZipFile(wheel) as archive, tarfile.open(source) as other:
        texts = {name: archive.read(name) for name in archive.namelist()}
        texts |= {
            member.name: other.extractfile(member).read()
            for member in other.getmembers()
            if member.isfile()
        }
    assert len(texts) > 2000
    named = [
        name
        for name, text in texts.items()
        if index.search(text) or any(place.encode() in text for place in places)
    ]
    assert not named
