"""Going back to an earlier release verifies it first."""

import json
from datetime import UTC, datetime

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.pipeline import RefreshEntry, read_log, refresh_lock
from wenmai.publish import current_release, list_releases, publish, roll_back
from wenmai.publish.killed import close_killed
from wenmai.publish.release import pointed_release
from wenmai.refreshes.log import append


@pytest.fixture
def two_releases(built, make_build_file):
    publish(built, "a")
    make_build_file("delete from marts.fct_innovation_index where year = 2024")
    publish(built, "b")
    return built


def count_rows(settings):
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        return connection.execute("select count(*) from marts.fct_innovation_index").fetchone()[0]


def test_a_roll_back_brings_the_rows_back(two_releases):
    assert count_rows(two_releases) == 216
    assert roll_back(two_releases, "a").release_id == "a"
    assert count_rows(two_releases) == 252
    assert current_release(two_releases).release_id == "a"
    roll_back(two_releases, "b")
    assert count_rows(two_releases) == 216


def test_after_a_roll_back_the_next_release_is_current_and_newest(two_releases):
    roll_back(two_releases, "a")
    publish(two_releases, "c")
    assert current_release(two_releases).release_id == "c"
    assert [release.release_id for release in list_releases(two_releases)] == ["c", "b", "a"]


def test_a_release_that_people_saw_stays_though_its_refresh_was_killed_before_the_log(two_releases):
    append(two_releases, RefreshEntry("b", "running", datetime(2024, 1, 31, tzinfo=UTC)))
    roll_back(two_releases, "a")
    assert close_killed(two_releases) == []  # what the next refresh does first
    assert [entry.status for entry in read_log(two_releases)] == ["published"]
    assert roll_back(two_releases, "b").release_id == "b"


def test_an_unknown_release_is_answered_with_those_there_are(two_releases):
    with pytest.raises(WenmaiError, match=r"There is no release z\. Known releases: b, a\."):
        roll_back(two_releases, "z")


def test_a_name_is_never_a_path(two_releases):
    with pytest.raises(WenmaiError, match="There is no release"):
        roll_back(two_releases, "../releases/a")


@pytest.mark.parametrize("name", ["wenmai.duckdb", "marts.dim_units.parquet"])
def test_a_changed_file_stops_the_roll_back(two_releases, name):
    file = two_releases.releases_dir / "a" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(WenmaiError, match="has changed since it was published"):
        roll_back(two_releases, "a")
    assert current_release(two_releases).release_id == "b"


def test_a_missing_file_stops_the_roll_back(two_releases):
    (two_releases.releases_dir / "a" / "wenmai.duckdb").unlink()
    with pytest.raises(WenmaiError, match="is missing"):
        roll_back(two_releases, "a")


def test_a_roll_back_waits_for_no_refresh(two_releases):
    with (
        refresh_lock(two_releases),
        pytest.raises(WenmaiError, match="A refresh is running"),
    ):
        roll_back(two_releases, "a")


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"../../../victim": "0"}},
        {"files": {"atlas/../../../victim": "0"}},
        {"files": {"/etc/passwd": "0"}},
        {"files": None},
        {"release_id": "../../victim"},
        {"release_id": "b"},
        {"release_id": 1},
        {"tables": [1]},
        {"tables": {"rows": "36"}},
        {"tables": {"sha256": None}},
        {"created_at": "0001-01-01T00:00:00+14:00"},
        {"created_at": "2024-01-01T00:00:00", "studies": 5},
        {"kept": [1]},
        {"left_out": "all"},
        {"serving_file": {"sha256": 1}},
    ],
)
def test_a_manifest_that_leads_elsewhere_is_of_no_release(two_releases, change):
    manifest = two_releases.releases_dir / "a" / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    if isinstance(change.get("tables"), dict):
        change = {"tables": [table | change["tables"] for table in said["tables"]]}
    manifest.write_text(json.dumps(said | change), "utf-8")
    assert [release.release_id for release in list_releases(two_releases)] == ["b"]
    with pytest.raises(WenmaiError, match="There is no release a"):
        roll_back(two_releases, "a")


def test_a_release_that_says_no_time_zone_stands_in_its_place(two_releases):
    manifest = two_releases.releases_dir / "a" / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(said | {"created_at": "2001-01-01T00:00:00"}), "utf-8")
    assert [release.release_id for release in list_releases(two_releases)] == ["b", "a"]


def test_an_empty_pointer_is_none(two_releases):
    two_releases.pointer.unlink()
    two_releases.pointer.write_bytes(b"")  # as a full disk leaves it where nobody may make links
    assert pointed_release(two_releases) is None


def test_a_table_of_a_manifest_lies_in_its_release(two_releases):
    manifest = two_releases.releases_dir / "a" / "manifest.json"
    said = json.loads(manifest.read_text("utf-8"))
    said["tables"][0]["file"] = "../b/marts.dim_units.parquet"
    manifest.write_text(json.dumps(said), "utf-8")
    assert [release.release_id for release in list_releases(two_releases)] == ["b"]
