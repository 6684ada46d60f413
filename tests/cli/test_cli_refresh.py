"""What ``wenmai refresh`` shows while it runs and prints at the end."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console
from support.small_warehouse import MADE, RELEASE

from wenmai.build import NodeResult
from wenmai.cli import progress
from wenmai.cli import refresh as refresh_command
from wenmai.ingest.report import FileIngested
from wenmai.pipeline import NodeFinished, RefreshRequest, RefreshResult, StepFinished, StepStarted
from wenmai.pipeline.result import IndexRow, StudyRow, TableRows

STUDIES = (
    StudyRow("northeast", "东北文化创意产业", "Northeast", 36, 2018, 2024, 20, True),
    StudyRow("liaoning", "辽宁省", "辽宁省", 14, 2015, 2024, 9, False),
)
TABLES = (
    TableRows("marts", "dim_units", 36),
    TableRows("quality", "fct_quarantine", 4),
    TableRows("marts", "fct_innovation_index", 12345),
)
TOP = (
    IndexRow("northeast", 2024, 1, "210100", "沈阳市", 0.71234, 0.6514, 0.75, 1, 3, "Shenyang"),
    IndexRow("northeast", 2024, 2, "232700", "大兴安岭地区", 0.1),
)


def result(settings, status="published"):
    return RefreshResult(
        status=status,
        release_id=RELEASE,
        started_at=MADE,
        finished_at=MADE + timedelta(seconds=12.3),
        studies=STUDIES,
        tables=TABLES,
        index_top=TOP,
        serving_file=settings.serving_file,
        sql="select *\nfrom marts.fct_innovation_index",
        warnings=("Test no_late_file [a] found 2 rows.",),
    )


@pytest.fixture
def finished(settings, monkeypatch):
    """Let every refresh end at once with a status, and return the requests that were made."""
    requests = []

    def end_with(status):
        def run(_, request):
            requests.append(request)
            return result(settings, status)

        monkeypatch.setattr(refresh_command, "run_plainly", run)
        return requests

    return end_with


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_summary_says_what_was_made_and_where_to_look(
    wenmai, warehouse, finished, monkeypatch, columns
):
    monkeypatch.setenv("COLUMNS", columns)
    (warehouse.parent / "atlas").mkdir()
    told = {"question": {"zh": "谁领先", "en": "Who leads"}, "finding": {"en": "Dalian [1] leads"}}
    (warehouse.parent / "atlas" / "findings.json").write_text(json.dumps({"northeast": [told]}))
    finished("published")
    code, out, _ = wenmai("refresh")
    assert code == 0
    lines = [line.strip() for line in out.splitlines()]
    assert lines[lines.index("Findings") + 1] == "northeast  Who leads  Dalian [1] leads"
    assert f"Release {RELEASE} published in 12.3 s." in lines
    assert any(line.startswith("northeast  东北文化创意产业  ") for line in lines)
    assert out.count("辽宁省") == 1
    assert "3 tables with 12,385 rows: wenmai sql .tables" in lines
    first = next(line for line in lines if line.startswith("1  沈阳市"))
    assert first.split() == ["1", "沈阳市", "Shenyang", "0.712", "0.651–0.750", "1–3"]
    assert "! Test no_late_file [a] found 2 rows." in lines
    assert "! 4 records are in quarantine: wenmai status --quarantine" in lines
    assert "! 1 finding about odd or missing values: wenmai status --plausibility" in lines
    assert str(warehouse) in out
    assert 'wenmai sql "select * from marts.fct_innovation_index"' in out
    wide = [line for line in out.splitlines() if cell_len(line.rstrip()) > int(columns)]
    # what a person copies stands on one line, however long
    assert all("wenmai sql" in line or str(warehouse) in line for line in wide)


def test_chinese_names_keep_the_columns_aligned(wenmai, warehouse, finished):
    finished("published")
    _, out, _ = wenmai("refresh")
    short, long = [line for line in out.splitlines() if "0.712" in line or "0.100" in line]
    assert cell_len(short.split("0.712")[0]) == cell_len(long.split("0.100")[0])


def test_unchanged_input_is_one_sentence(wenmai, warehouse, finished):
    finished("unchanged")
    _, out, _ = wenmai("refresh")
    assert out.count("\n") == 1
    assert "Nothing has changed" in out
    assert RELEASE in out
    assert "--force" in out


def test_the_options_become_the_request(wenmai, warehouse, finished):
    requests = finished("unchanged")
    wenmai("refresh", "--study", "a", "--study", "b", "--full-refresh", "--no-publish", "--force")
    wenmai("refresh")
    assert requests == [
        RefreshRequest(("a", "b"), full_refresh=True, publish=False, force=True),
        RefreshRequest(None, full_refresh=False, publish=True, force=False),
    ]


def test_other_landing_folders_replace_the_default(wenmai, home, monkeypatch, tmp_path):
    seen = []
    monkeypatch.setattr(
        refresh_command,
        "run_plainly",
        lambda settings, _: seen.append(settings.landing) or result(settings, "unchanged"),
    )
    wenmai("refresh", "--landing", tmp_path / "a", "--landing", tmp_path / "b")
    assert seen == [(tmp_path / "a", tmp_path / "b")]


EVENTS = (
    StepStarted("ingest"),
    FileIngested("northeast", "gdp", "tables/分省.csv", "", 40, 36, 0.02),
    StepFinished("ingest", 1.24, "9 files"),
    StepStarted("build"),
    NodeFinished(NodeResult("dim_units", "model", "success", 0.04, 36)),
    NodeFinished(NodeResult("key_is_unique", "test", "fail", 0.1, 3, severity="error")),
    StepFinished("build", 75.2, "the whole reason", failed=True),
)


def shown(console):
    with progress.watcher(console) as watching:
        for event in EVENTS:
            watching(event)
    return console.file.getvalue()


def test_a_log_file_gets_one_plain_line_per_step():
    text = shown(Console(file=io.StringIO(), width=80))
    assert text.splitlines() == [
        "✓ read the files (1.2 s): 9 files",
        "✗ build and test the tables (1 min 15 s)",
    ]


def test_a_terminal_shows_files_and_nodes_and_is_left_clean():
    text = shown(Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None))
    assert "✓ read the files (1.2 s): 9 files" in text
    assert text.endswith("\x1b[?25h") or "\x1b[?25h" in text.splitlines()[-1]  # the cursor is back


def test_an_event_that_is_not_known_is_passed_over():
    with progress.watcher(Console(file=io.StringIO())) as watching:
        watching(object())


@pytest.mark.parametrize("status", ["published", "unchanged"])
def test_a_study_that_could_not_be_refreshed_shows_in_the_exit_code(
    warehouse, wenmai, settings, monkeypatch, status
):
    sentence = "Study east is shown as of release r1: east/study.yml: [years] is empty."

    def run(_, request):
        said = {"set_aside": {"east": sentence}, "warnings": (sentence,)}
        return replace(result(settings, status), **said)

    monkeypatch.setattr(refresh_command, "run_plainly", run)
    code, printed, _ = wenmai("refresh")
    assert code == 3
    assert sentence in " ".join(printed.split())
