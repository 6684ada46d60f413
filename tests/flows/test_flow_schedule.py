"""The schedule ends without leaving anything behind, and says what is wrong before it starts."""

import json
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from processes import is_running, press_ctrl_c, start, wait_for

from flows.schedule import is_timezone, local_timezone, next_times
from flows.server import api, prefect_home
from wenmai.errors import WenmaiError
from wenmai.settings import Settings

WENMAI = [sys.executable, "-c", "from wenmai.cli import main; main()"]


@pytest.fixture(scope="module")
def scheduled(project_dir, tmp_path_factory) -> Settings:
    """Return settings of a home in which one schedule runs after the other.

    The database of its server is laid out once, which takes longer than a schedule.
    """
    return Settings(project_dir, tmp_path_factory.mktemp("scheduled"), ())


def test_the_command_starts_a_server_and_leaves_nothing_running(scheduled, tmp_path):
    log = tmp_path / "log.txt"
    process = start([*WENMAI, "schedule", "--cron", "0 6 * * *", "--timezone", "Asia/Shanghai"],
                    log, WENMAI_HOME=str(scheduled.home), COLUMNS="200")  # fmt: skip
    note = prefect_home(scheduled) / "server.json"
    try:
        wait_for(lambda: "Ctrl-C stops" in log.read_text(), process, log, 90)
        server = json.loads(note.read_text())["pid"]
        time.sleep(2)
    finally:
        code = press_ctrl_c(process)
    said = log.read_text()
    assert code == 0, said
    assert "0 6 * * *" in said
    assert "06:00" in said
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")
    assert not note.exists()
    assert not is_running(server)


def catches(pid, number):
    """Tell whether a process has a handler of its own for a signal (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"SigCgt:\s*(\w+)", status)[1], 16) >> (number - 1) & 1 == 1


def test_sigterm_ends_a_schedule_that_was_started_with_sigint_ignored(scheduled, tmp_path):
    log = tmp_path / "log.txt"
    nohup = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
    process = start([*nohup, *WENMAI, "schedule"], log,
                    WENMAI_HOME=str(scheduled.home), COLUMNS="200")  # fmt: skip
    try:
        wait_for(lambda: "Ctrl-C stops" in log.read_text(), process, log, 90)
        wait_for(lambda: catches(process.pid, signal.SIGTERM), process, log, 90)
        process.send_signal(signal.SIGINT)
        time.sleep(2)
        assert process.poll() is None  # ignored means ignored
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, log.read_text()
    finally:
        process.kill()
    said = log.read_text()
    assert "Traceback" not in said
    assert said.rstrip().endswith("Stopped.")
    assert not (prefect_home(scheduled) / "server.json").exists()


def test_the_server_ends_even_when_its_parent_is_killed(tmp_path):
    pid_file = tmp_path / "pid"
    child = "import os; from flows.server_process import end_with_parent as end; end(os.getppid())"
    parent = (
        "import subprocess, sys, time, pathlib\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"pathlib.Path({str(pid_file)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", parent])
    end = time.monotonic() + 20
    while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(3)  # the child has imported what it needs and looks after its parent
    process.kill()
    process.wait()
    pid = int(pid_file.read_text())
    while is_running(pid) and time.monotonic() < end:
        time.sleep(0.2)
    assert not is_running(pid)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/api", "not an address"])
def test_a_given_server_that_does_not_answer_is_named(settings, monkeypatch, url):
    monkeypatch.setenv("PREFECT_API_URL", url)
    with pytest.raises(WenmaiError, match="PREFECT_API_URL"), api(settings):
        pass


def test_next_times_follow_the_time_zone():
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    first = next(next_times("0 6 * * *", "Asia/Shanghai", start))
    assert first.isoformat() == "2026-01-02T06:00:00+08:00"


@pytest.mark.parametrize(
    ("cron", "zone", "said"),
    [("0 6 * *", "UTC", "cron"), ("61 * * * *", "UTC", "cron"), ("0 6 * * *", "Mars", "time zone")],
)
def test_a_wrong_schedule_is_refused_before_anything_starts(cron, zone, said):
    with pytest.raises(WenmaiError, match=said):
        next(next_times(cron, zone))


def test_this_machine_has_a_time_zone():
    assert is_timezone(local_timezone())
