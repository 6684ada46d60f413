"""A study that would be read as the same again keeps its rows; every other one is read."""

import os

import duckdb
import pytest

from wenmai.consumers.privacy import KEY_VARIABLE
from wenmai.ingest import fingerprint, ingest, run
from wenmai.ingest.kept import KEYS
from wenmai.studies import load_studies


@pytest.fixture
def again(make_study, settings):
    """Read two studies, and return what ingests them once more."""
    make_study("east")
    make_study("west")
    ingest(settings, load_studies(settings), release_id="r1", trigger="test")
    return lambda: ingest(settings, load_studies(settings), release_id="r2", trigger="test")


def test_what_is_kept_is_what_reading_it_again_gives(again, settings, raw, all_raw):
    first = all_raw()
    report = again()
    assert (report.studies, report.files, report.kept) == (0, 0, 2)
    assert str(report).endswith("; 2 studies unchanged")
    kept = all_raw()
    assert {row["_load_id"] for row in raw("indicator_records")} == {"r2"}
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(f"drop table {KEYS}")
    assert again().files == 2
    assert all_raw() == kept == first


def test_only_the_study_that_changed_is_read(again, settings, raw):
    file = settings.landing[0] / "east" / "tables" / "values.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("6292.4", "6292.9"), encoding="utf-8")
    report = again()
    assert (report.studies, report.files, report.kept) == (1, 1, 1)
    read = {(row["study_code"], row["value_text"]) for row in raw("indicator_records")}
    assert ("east", "6292.9") in read and ("west", "6292.4") in read
    assert ("east", "6292.4") not in read
    for table in ("studies", "corrections", "unit_names", "source_files"):
        codes = [row["study_code"] for row in raw(table)]
        assert codes.count("east") == codes.count("west") > 0, table


@pytest.mark.parametrize("change", ["study.yml", "sources/values.yml", "corrections.csv"])
def test_what_a_study_says_is_read_again(again, settings, change):
    file = settings.landing[0] / "east" / change
    other = {"study.yml": ("[大连, 沈阳]", "[沈阳]"), "corrections.csv": ("6292.5", "6292.6")}
    old, new = other.get(change, ("priority: 7", "priority: 8"))
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert again().kept == 1


def test_a_touched_file_is_the_same_file(again, settings):
    os.utime(settings.landing[0] / "east" / "tables" / "values.csv", (1, 1))
    assert again().kept == 2


def test_a_file_that_could_not_be_read_is_tried_again(again, settings, make_study):
    make_study("east", values="")
    assert again().notes
    report = again()
    assert (report.kept, len(report.notes)) == (1, 1)


def test_other_libraries_or_code_read_everything_again(again, monkeypatch):
    monkeypatch.setattr(fingerprint, "versions", lambda: {"duckdb": "another"})
    assert again().kept == 0
    assert again().kept == 2
    monkeypatch.setattr(fingerprint, "package_version", lambda: "another")
    assert again().kept == 0


def test_a_study_that_is_gone_and_comes_back_is_read(again, settings, raw):
    ingest(settings, load_studies(settings, only=["west"]), release_id="r2")
    assert {row["study_code"] for row in raw("indicator_records")} == {"west"}
    assert (again().kept, len({row["study_code"] for row in raw("studies")})) == (1, 2)


def test_what_depends_on_more_than_its_files_is_read_every_time(again, settings, raw, monkeypatch):
    """Events of people do: on a key, and on who was erased."""
    of_more = {part.name for part in run.all_parts() if not part.follows_from_files}
    assert of_more == {"consumers", "knowledge_graph"}
    monkeypatch.setenv(KEY_VARIABLE, "a key for tests of enough length")
    folder = settings.landing[0] / "east"
    (folder / "events.csv").write_text("who,what,at\nanna,cup,2019-03-01\n", encoding="utf-8")
    with (folder / "study.yml").open("a", encoding="utf-8") as file:
        file.write(
            "consumers:\n- {role: events, file: events.csv, kind: purchase,"
            " fields: {person: who, item: what, at: at}}\n"
        )
    again()
    report = again()
    assert (report.studies, report.kept, len(raw("consumer_events"))) == (1, 1, 1)


def test_raw_tables_that_somebody_else_made_do_not_stop_an_ingest(again, settings):
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute(f"drop table {KEYS}; create table {KEYS} as select 1 as x")
    assert again().studies == 2
