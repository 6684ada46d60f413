"""The demo's files: made the same every time, as their README says, with the truth that it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

MADE = ("northeast", "liaoning", "screen", "truth")
LIMIT_BYTES = 4_100_000  # 1.3 million of them are what the people of screen do


@pytest.fixture(scope="module")
def demo_dir(project_dir: Path) -> Path:
    return project_dir / "demo"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for made in MADE
        for path in (folder / made).rglob("*")
        if path.is_file()
    }


def test_the_generator_writes_the_committed_files_byte_for_byte(demo_dir, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "demo", str(tmp_path)], cwd=demo_dir.parent, check=True, timeout=120
    )
    made, committed = contents(tmp_path), contents(demo_dir)
    assert sorted(made) == sorted(committed)
    different = [name for name, data in made.items() if data != committed[name]]
    assert not different, f"run `python -m demo` and commit: {different}"


def test_the_files_stay_small(demo_dir):
    assert sum(len(data) for data in contents(demo_dir).values()) < LIMIT_BYTES


def test_the_truth_is_no_study_and_no_code_of_the_warehouse_names_it(project_dir):
    assert not (project_dir / "demo" / "truth" / "study.yml").exists()
    names = re.compile(
        r"demo[/\\.\"', ]+truth|northeast_(values|latent|weights)\.csv"
        r"|(liaoning|screen)_\w+\.csv|faults\.csv|truth/documents\.csv|emerging_terms\.csv"
    )
    reading = [
        str(path.relative_to(project_dir))
        for folder in ("wenmai", "models", "python_models", "macros", "seeds", "flows")
        for path in (project_dir / folder).rglob("*")
        if path.suffix in {".py", ".sql", ".yml", ".csv"}
        and names.search(path.read_text(encoding="utf-8"))
    ]
    assert not reading


def test_the_studies_say_that_they_are_synthetic(demo_dir):
    for study in ("northeast", "liaoning", "screen"):
        assert "is_synthetic: true" in (demo_dir / study / "study.yml").read_text("utf-8")
        assert "synthetic" in (demo_dir / study / "README.md").read_text("utf-8").splitlines()[0]


def test_files_have_the_encodings_that_users_have(demo_dir):
    tables = {
        path.relative_to(demo_dir).as_posix(): path.read_bytes() for path in demo_dir.rglob("*.csv")
    }
    with_mark = [name for name, data in tables.items() if data.startswith(b"\xef\xbb\xbf")]
    assert sorted(with_mark) == [
        "northeast/documents/policies.csv",
        "northeast/tables/文化企业与专利_2018-2024.csv",
    ]
    gb18030 = {name for name, data in tables.items() if not is_utf8(data)}
    assert {Path(name).name for name in gb18030} == {
        "分市年度数据.csv",
        "分市年度数据 (1).csv",
        "分市年度数据 (2).csv",
        "分市年度数据 (3).csv",
        "冰雪与品牌_2018-2023.csv",
        "就业投资与产业结构.csv",
        "行为2023.csv",
        "graph_roles.csv",
    }
    for name in gb18030 - {"screen/graph_roles.csv"}:
        text = tables[name].decode("gb18030")
        assert "\r\n" in text
        assert "2018" in text or "2023" in text
    for path in demo_dir.rglob("*.xlsx"):
        assert path.read_bytes().startswith(b"PK\x03\x04")


def is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
