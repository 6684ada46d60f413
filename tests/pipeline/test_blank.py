"""What no study has a part in is made once for each state of the code."""

import os
import subprocess
import sys

import pytest

from wenmai.build.from_code import KEPT, from_code
from wenmai.settings import Settings

MAKE = """
import sys, time
from pathlib import Path
from wenmai.build.from_code import from_code
from wenmai.settings import Settings

def make(file):
    file.write_text("half")
    print("made", flush=True)
    time.sleep(1)
    file.write_text("whole")

project = Path(sys.argv[1])
print(from_code(Settings(project, project / "home", ()), "a.json", make).read_text())
"""


@pytest.fixture
def elsewhere(tmp_path) -> Settings:
    """Return settings of a project that has nothing yet."""
    project = tmp_path / "project"
    project.mkdir()
    return Settings(project, project / "home", ())


def test_a_file_is_made_once_and_old_ones_go(elsewhere):
    made = []

    def make(file):
        file.touch()
        made.append(file)
        os.utime(file, (len(made), len(made)))

    for name in ("other.duckdb", *(f"{number}.json" for number in range(KEPT + 2))):
        for _ in range(2):
            kept = from_code(elsewhere, name, make)
    assert len(made) == KEPT + 3
    left = [path.name for path in kept.parent.iterdir() if not path.name.startswith(".")]
    assert sorted(left) == ["2.json", "3.json", "4.json", "other.duckdb"]


def test_what_fails_half_way_leaves_nothing(elsewhere):
    def fail(file):
        file.write_text("half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        from_code(elsewhere, "a.json", fail)
    file = from_code(elsewhere, "a.json", lambda file: file.write_text("whole"))
    assert file.read_text() == "whole"


def test_two_who_need_the_same_wait_for_the_one_who_makes_it(elsewhere):
    words = [sys.executable, "-c", MAKE, str(elsewhere.project_dir)]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[0] for process in both)
    assert said == ["made\nwhole\n", "whole\n"]


def test_a_project_that_cannot_be_written_keeps_nothing_beside_it(elsewhere):
    (elsewhere.project_dir / "target").write_text("a file where the folder would be")
    file = from_code(elsewhere, "a.json", lambda file: file.write_text("whole"))
    assert file.is_relative_to(elsewhere.home)


def test_a_study_is_made_of_its_own_domains_alone(small_warehouse):
    """What it does not use stands all the same, with its columns and without rows."""
    nodes = [node for node in small_warehouse.result.build.nodes if node.resource_type != "test"]
    statuses = {node.name: node.status for node in nodes}
    assert statuses["administrative_unit_names"] == statuses["fct_layer_links"] == "kept"
    assert statuses["fct_innovation_index"] == "success"
    assert list(statuses.values()).count("success") < len(statuses) / 2
    links = small_warehouse.rows("describe marts.fct_layer_links")
    assert len(links) > 5
    assert small_warehouse.rows("select count(*) from marts.fct_layer_links") == [(0,)]
