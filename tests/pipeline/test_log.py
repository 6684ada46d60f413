"""The log survives kills and says how every refresh ended."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import duckdb
import pytest

from wenmai.ingest.raw_tables import REFRESHES
from wenmai.ingest.write import insert_rows, make_tables
from wenmai.pipeline import RefreshEntry, read_log
from wenmai.publish.killed import close_killed
from wenmai.refreshes.log import append, untrusted_lines

RUNNING = RefreshEntry("a", "running", datetime(2024, 1, 31, tzinfo=UTC), fingerprint="f")


def test_the_last_line_about_a_refresh_counts(settings):
    append(settings, RUNNING)
    append(settings, RUNNING.ended("failed", "Test x found 2 rows."))
    (entry,) = read_log(settings)
    assert (entry.status, entry.message, entry.fingerprint) == (
        "failed",
        "Test x found 2 rows.",
        "f",
    )
    assert entry.finished_at > entry.started_at


def test_half_a_line_is_passed_over_and_the_next_is_whole(settings):
    append(settings, RUNNING)
    with settings.refresh_log.open("a", encoding="utf-8") as stream:
        stream.write('{"release_id": "b", "sta')
    append(settings, RUNNING.ended("published"))
    assert [(entry.release_id, entry.status) for entry in read_log(settings)] == [
        ("a", "published")
    ]


def test_a_refresh_that_never_ended_is_marked_killed_once(settings):
    append(settings, RUNNING)
    assert [entry.status for entry in close_killed(settings)] == ["killed"]
    assert close_killed(settings) == []
    assert [entry.status for entry in read_log(settings)] == ["killed"]


def test_a_refresh_killed_after_its_swap_is_marked_published(settings):
    (settings.releases_dir / "a").mkdir(parents=True)
    settings.pointer.symlink_to("releases/a")
    append(settings, RUNNING)
    assert [entry.status for entry in close_killed(settings)] == ["published"]


def test_a_release_that_nobody_saw_goes_with_its_killed_refresh(settings):
    unseen, other = (settings.releases_dir / name for name in ("a", "b"))
    for folder in (unseen, other):
        folder.mkdir(parents=True)
    append(settings, RUNNING)
    close_killed(settings)
    assert [folder.name for folder in settings.releases_dir.iterdir()] == ["b"]


def test_a_failed_release_that_nobody_saw_goes_and_a_published_one_stays(settings):
    for name in ("a", "b"):
        (settings.releases_dir / name).mkdir(parents=True)
    append(settings, RUNNING.ended("failed", "The disk is full."))
    seen = replace(RUNNING, release_id="b")
    append(settings, seen.ended("published"))
    append(settings, seen.ended("failed", "Somebody wrote this line."))
    assert close_killed(settings) == []
    assert [folder.name for folder in settings.releases_dir.iterdir()] == ["b"]


def test_a_message_of_any_length_is_kept_short(settings):
    append(settings, RUNNING.ended("failed", "x" * 100_000))
    assert len(read_log(settings)[0].message) == 4000


@pytest.mark.parametrize("line", ["null", "[]", "1", '"a"', "{}", "[" * 100_000])
def test_lines_that_no_refresh_wrote_stop_nothing(settings, line):
    append(settings, RUNNING)
    with settings.refresh_log.open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    assert [entry.release_id for entry in read_log(settings)] == ["a"]
    (said,) = untrusted_lines(settings)
    assert said.startswith("1 line of build/refreshes.jsonl (no. 2) were not written by a refresh")


ODD = (
    5,
    True,
    [],
    [1],
    {"a": 1},
    "\ud800",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:00:00-12:00",
)


def test_a_line_of_other_kinds_than_a_refresh_writes_stops_nothing(settings):
    """Any part of it, any kind: what is left can be written into the table of refreshes."""
    whole = json.loads(json.dumps(asdict(RUNNING.ended("published")), default=str))
    for part in whole:
        append(settings, replace(RUNNING, release_id="b"))
        with settings.refresh_log.open("a", encoding="utf-8") as stream:
            for number, odd in enumerate(ODD):
                stream.write(json.dumps({**whole, "release_id": f"r{number}", part: odd}) + "\n")
        close_killed(settings)
        rows = [vars(entry) for entry in read_log(settings)]
        assert {"release_id": "b", "status": "killed"}.items() <= rows[0].items()
        with duckdb.connect() as connection:
            make_tables(connection, [REFRESHES])
            insert_rows(connection, REFRESHES, rows, "load")
        settings.refresh_log.unlink()


def test_half_a_line_that_a_kill_left_is_nobodys_fault(settings):
    append(settings, replace(RUNNING, message="one line\u2028or two"))
    with settings.refresh_log.open("a", encoding="utf-8") as stream:
        stream.write('{"release_id": "b", "sta')
    append(settings, RUNNING.ended("published"))
    assert untrusted_lines(settings) == []
    assert [entry.status for entry in read_log(settings)] == ["published"]


@pytest.mark.parametrize("name", ["../../victim", "..", ".", "", "/victim", "a/../../../victim"])
def test_an_id_that_leads_out_of_the_releases_touches_nothing(settings, name):
    victim = settings.releases_dir.parent.parent / "victim"
    for folder in (victim, settings.releases_dir / "a"):
        folder.mkdir(parents=True)
    append(settings, replace(RUNNING, release_id=name))
    assert close_killed(settings) == []
    assert victim.is_dir()
    assert settings.releases_dir.is_dir()
