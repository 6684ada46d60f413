"""``wenmai status`` and ``wenmai releases``: what happened and what to look at."""

import json
import os

import duckdb
import pytest
from support.small_warehouse import MADE, RELEASE

from wenmai.refreshes.log import RefreshEntry, append


def test_a_new_warehouse_says_how_to_begin(wenmai):
    code, out, _ = wenmai("status")
    assert code == 0
    assert out == "There is no release yet. `wenmai refresh` makes the first.\n"
    code, _, err = wenmai("status", "--quarantine")
    assert code == 1
    assert "wenmai refresh" in err


def test_a_failed_first_refresh_is_shown_although_nothing_was_published(
    wenmai, settings, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "200")
    entry = RefreshEntry("20260102T030405Z-bad", "running", MADE)
    append(settings, entry.ended("failed", "Nothing was published: 1 node failed.\n  more"))
    _, out, _ = wenmai("status")
    assert "failed" in out
    assert "Nothing was published: 1 node failed." in out
    assert "more" not in out


@pytest.mark.parametrize(
    ("pid", "status"),
    [(os.getpid(), "running"), (2**22 + 1, "killed")],
    ids=["a process that lives", "a process that is gone"],
)
def test_a_refresh_without_end_runs_or_was_killed(wenmai, settings, pid, status):
    append(settings, RefreshEntry("20260102T030405Z-now", "running", MADE))
    settings.lock_holder.write_text(json.dumps({"pid": pid}))
    _, out, _ = wenmai("status")
    assert status in out.split()


def test_the_overview_accounts_for_every_record_of_a_file(wenmai, warehouse):
    _, out, _ = wenmai("status")
    assert RELEASE in out
    (line,) = [line for line in out.splitlines() if "分省年度数据" in line]
    assert line.split() == ["northeast", "tables/分省年度数据.csv", "12", "7", "1", "4", "3", "2"]
    assert "Quarantine: 4" in out
    assert "unit_unknown 4" in out
    assert "wenmai status --quarantine" in out
    assert "Plausibility: 1" in out
    assert "Corrections that did not apply: 0" in out


def test_many_files_of_a_folder_without_trouble_are_one_line(wenmai, warehouse):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "insert into quality.fct_source_files by name select 'northeast' as study_code, "
            "'documents/' || n || '.txt' as source_file, '' as sheet_name, 1 as rows_read, "
            "(n > 0)::int as rows_loaded, 0 as rows_collapsed, (n = 0)::int as rows_quarantined, "
            "0 as rows_out_of_scope, 0 as rows_blank from range(12) as files (n)"
        )
    _, out, _ = wenmai("status")
    lines = [line.split() for line in out.splitlines() if "documents/" in line]
    assert lines == [
        ["northeast", "documents/*", "(11", "files)", "11", "11", "0", "0", "0", "0"],
        ["northeast", "documents/0.txt", "1", "0", "0", "1", "0", "0"],
    ]


def test_the_quarantine_shows_reason_way_out_and_examples(wenmai, warehouse):
    _, out, _ = wenmai("status", "--quarantine")
    assert "unit_unknown: 4 records" in out
    assert "→ Correct the name or add an alias." in out
    assert "The name 沈阳[市] is not known." in out  # brackets of the data are no markup
    assert out.count("row ") == 3
    assert "candidates" in out.lower()
    assert "from quality.fct_quarantine where reason_code = 'unit_unknown'" in out


def test_implausible_values_are_named(wenmai, warehouse):
    _, out, _ = wenmai("status", "--plausibility")
    for word in ("大兴安岭地区", "2011", "gdp", "jump: 1 finding"):
        assert word in out
    assert "corrections.csv" in out


@pytest.mark.parametrize("option", ["--quarantine", "--plausibility"])
def test_another_study_has_nothing_to_show(wenmai, warehouse, option):
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("insert into marts.dim_studies values ('liaoning', '辽宁', 'Liaoning')")
    code, out, _ = wenmai("status", option, "--study", "liaoning")
    assert code == 0
    assert "gdp" not in out
    assert "unit_unknown" not in out


def test_an_unknown_study_is_an_error_with_the_nearest_name(wenmai, warehouse):
    code, _, err = wenmai("status", "--study", "northest")
    assert code == 1
    assert "Did you mean 'northeast'?" in err


def test_without_releases_on_disk_the_list_says_so(wenmai):
    for words in (["releases", "list"], ["releases"], ["status", "--releases"]):
        code, out, _ = wenmai(*words)
        assert code == 0
        assert "There is no release yet" in out


def test_rolling_back_to_what_is_not_there_is_an_error(wenmai, warehouse):
    code, _, err = wenmai("releases", "rollback", "20200101T000000Z-000000")
    assert code == 1
    assert "20200101T000000Z-000000" in err
