"""Listing commands write JSON for other programs; shells complete; narrow screens lose nothing."""

import json
import os
import subprocess
import sys

import pytest
from support.small_warehouse import RELEASE


def test_what_is_listed_is_written_as_json(wenmai, warehouse):
    code, out, _ = wenmai("list", "dimensions", "--json")
    listed = json.loads(out)
    assert code == 0 and {"code", "name", "english", "about"} == set(listed[0])
    code, out, _ = wenmai("status", "--json")
    said = json.loads(out)
    assert [entry["status"] for entry in said["refreshes"]] == ["published"]
    (file,) = [one for one in said["files"] if one["source_file"].endswith("分省年度数据.csv")]
    assert (file["rows_read"], file["rows_loaded"], file["rows_quarantined"]) == (12, 7, 4)
    assert said["findings"]["quarantine"] == {"unit_unknown": 4}
    code, out, _ = wenmai("status", "--quarantine", "--json", "--study", "northeast")
    assert {row["reason_code"] for row in json.loads(out)} == {"unit_unknown"}
    assert json.loads(wenmai("status", "--releases", "--json")[1]) == []
    assert json.loads(wenmai("releases", "list", "--json")[1]) == []


def test_problems_are_json_in_both_languages_and_an_error(wenmai, settings):
    folder = settings.landing[0] / "wrong"
    folder.mkdir(parents=True)
    (folder / "study.yml").write_text("code: wrong\n", encoding="utf-8")
    code, out, _ = wenmai("check", "--json")
    said = json.loads(out)
    assert code == 1 and said["studies"] == []
    assert {"zh", "en"} == set(said["problems"][0]["message"])
    assert said["problems"][0]["message"]["zh"] != said["problems"][0]["message"]["en"]


@pytest.mark.parametrize(("words", "place", "found"), [("wenmai sta", 1, "status"),
                                                     ("wenmai list u", 2, "units")])  # fmt: skip
def test_a_shell_completes_commands_and_what_can_be_listed(words, place, found):
    asked = {"_WENMAI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(place)}
    done = subprocess.run(
        [sys.executable, "-c", "from wenmai.cli import main; main()"],
        env={**os.environ, **asked}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == [found]


def test_the_script_for_a_shell_is_printed(wenmai):
    code, out, _ = wenmai("completion", "zsh")
    assert code == 0 and "#compdef wenmai" in out


def test_sixty_columns_hold_every_file_and_number(wenmai, warehouse, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = wenmai("status")
    # what a person copies, a path or a command, stands on one line however long
    lines = [line for line in out.splitlines() if "Serving file" not in line]
    assert all(len(line) <= 60 or "wenmai " in line for line in lines)
    (place,) = [n for n, line in enumerate(lines) if "tables/分省年度数据.csv" in line]
    numbers = " ".join(lines[place + 1 : place + 3]).split()
    assert [word for word in numbers if word.isdigit()] == ["12", "7", "1", "4", "3", "2"]
    assert any(RELEASE in line for line in lines)
