"""What users see now is copied before it is replaced, whatever its age."""

import json

import duckdb
import pytest

from wenmai.ingest import ingest
from wenmai.studies import load_studies


@pytest.fixture
def serve(settings):
    """Return a function that makes a serving file."""

    def make(script: str) -> None:
        settings.serving_dir.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(settings.serving_file)) as connection:
            connection.execute("create schema marts; create schema quality;" + script)

    return make


INDEX = """
create table marts.fct_innovation_index as
    select 'east' as study_code, '210100' as unit_code, 2018 as year, 0.5 as innovation_score,
        1::bigint as rank_in_year, 'more' as another_column, 'r0' as _release_id;
"""


def load(make_study, settings):
    make_study()
    return ingest(settings, load_studies(settings), release_id="r1")


def test_before_the_first_release_there_is_nothing_to_copy(make_study, settings, raw):
    load(make_study, settings)
    assert raw("previous_innovation_index") == []


def test_the_release_that_users_see_is_copied(make_study, settings, raw, serve):
    serve(
        INDEX
        + """
        create table marts.fct_index_contributions as
            select 'east' as study_code, '210100' as unit_code, 2018 as year,
                'gdp' as indicator_code, 0.5 as normalized_value, 1.0 as weight,
                0.5 as contribution, 'r0' as _release_id;
        create table quality.fct_source_files as
            select 'east' as study_code, 'values' as mapping_code, 'a.csv' as source_file,
                '' as sheet_name, 'abc' as content_hash, 'r0' as _release_id;
        """
    )
    load(make_study, settings)
    (row,) = raw("previous_innovation_index")
    assert row == {
        "study_code": "east",
        "unit_code": "210100",
        "year": 2018,
        "innovation_score": 0.5,
        "rank_in_year": 1,
        "_load_id": "r1",
    }
    assert raw("previous_index_contributions")[0]["contribution"] == 0.5
    assert raw("previous_source_files")[0]["content_hash"] == "abc"


def test_an_older_release_may_lack_tables_and_columns(make_study, settings, raw, serve):
    serve(INDEX.replace("1::bigint as rank_in_year, ", ""))
    report = load(make_study, settings)
    assert raw("previous_innovation_index")[0]["rank_in_year"] is None
    assert raw("previous_index_contributions") == []
    assert report.notes == ()


def test_a_damaged_serving_file_does_not_stop_the_refresh_that_replaces_it(
    make_study, settings, raw
):
    settings.serving_dir.mkdir(parents=True)
    settings.serving_file.write_bytes(b"damaged")
    (note,) = load(make_study, settings).notes
    assert "wenmai.duckdb could not be read" in note
    assert raw("previous_innovation_index") == []


def test_the_serving_file_is_not_touched(make_study, settings, serve):
    serve(INDEX)
    before = settings.serving_file.read_bytes()
    load(make_study, settings)
    assert settings.serving_file.read_bytes() == before


def test_the_log_of_refreshes_is_copied_and_the_running_one_added(make_study, settings, raw):
    settings.refresh_log.parent.mkdir(parents=True)
    entry = {
        "release_id": "r0",
        "status": "published",
        "started_at": "2026-03-01T08:00:00+08:00",
        "finished_at": "2026-03-01T00:01:00+00:00",
        "trigger": "schedule",
        "fingerprint": "f0",
        "package_version": "0.1.0",
        "message": "",
    }
    running = {**entry, "release_id": "r1", "status": "running", "finished_at": None}
    lines = [json.dumps(entry), json.dumps(running), '{"release_id": "half a li']
    settings.refresh_log.write_text("\n".join(lines), encoding="utf-8")
    load(make_study, settings)
    first, last = raw("refreshes")
    assert (first["release_id"], first["status"], first["trigger"]) == (
        "r0",
        "published",
        "schedule",
    )
    assert first["started_at"].isoformat() == "2026-03-01T00:00:00"
    assert (last["release_id"], last["status"], last["finished_at"]) == ("r1", "running", None)
    assert last["package_version"]
