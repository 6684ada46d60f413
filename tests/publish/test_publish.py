"""A release is complete, correct and atomic."""

import json
import shutil

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.publish import current_release, list_releases, make, publish
from wenmai.publish.hashing import file_hash


def read(file, query):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_serving_file_holds_marts_and_quality_and_nothing_private(built):
    publish(built, "a")
    schemas = read(
        built.serving_file, "select distinct schema_name from duckdb_tables() order by 1"
    )
    assert schemas == [("marts",), ("quality",)]
    counted = read(
        built.serving_file, "select count(*), sum(year)::int from marts.fct_innovation_index"
    )
    assert counted == read(
        built.build_file, "select count(*), sum(year)::int from marts.fct_innovation_index"
    )


def test_every_table_ends_with_the_release(built):
    release = publish(built, "a")
    for table in release.tables:
        assert table.columns[-1] == ("_release_id", "VARCHAR")
        ids = read(built.serving_file, f"select distinct _release_id from {table.full_name}")
        assert ids in ([("a",)], [])


def test_comments_survive_the_copy(built):
    publish(built, "a")
    tables = dict(read(built.serving_file, "select table_name, comment from duckdb_tables()"))
    assert tables["fct_innovation_index"] == "One row per study, unit and year: the people's."
    columns = dict(
        read(
            built.serving_file,
            "select column_name, comment from duckdb_columns() "
            "where table_name = 'fct_innovation_index'",
        )
    )
    assert columns["unit_code"] == "Six digits: 吉林市 is 220200."
    assert columns["_release_id"]


def test_the_refresh_that_published_says_so_in_its_own_release(built):
    publish(built, "a")
    assert read(
        built.serving_file, "select status, finished_at is null from quality.fct_refreshes"
    ) == [("published", False)]
    # only in the copy: the private file still says what was true when it was built
    assert read(built.build_file, "select status from quality.fct_refreshes") == [("running",)]


def test_the_parquet_files_equal_the_serving_file(built):
    release = publish(built, "a")
    assert {table.full_name for table in release.tables} == {
        "marts.dim_units",
        "marts.fct_empty",
        "marts.fct_innovation_index",
        "quality.fct_refreshes",
        "quality.published_studies",
        "quality.published_tables",
    }
    for table in release.tables:
        parquet = f"'{release.folder / table.file}'"
        for one, other in ((parquet, table.full_name), (table.full_name, parquet)):
            query = f"select count(*) from (from {one} except all from {other})"
            assert read(built.serving_file, query) == [(0,)]


def test_the_manifest_says_what_is_in_the_files(built):
    release = publish(
        built, "a", provenance={"fingerprint": "f1", "versions": {"duckdb": duckdb.__version__}}
    )
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    assert manifest["release_id"] == "a"
    assert manifest["fingerprint"] == "f1"
    assert manifest["versions"] == {"duckdb": duckdb.__version__}
    assert manifest["serving_file"]["sha256"] == file_hash(built.serving_file)
    for entry in manifest["tables"]:
        file = release.folder / entry["file"]
        assert entry["file"] == f"{entry['schema']}.{entry['name']}.parquet"
        assert entry["sha256"] == file_hash(file)
        assert entry["bytes"] == file.stat().st_size
        assert [(entry["rows"],)] == read(built.serving_file, f"select count(*) from '{file}'")
        described = read(built.serving_file, f"describe {entry['schema']}.{entry['name']}")
        assert entry["columns"] == [{"name": row[0], "type": row[1]} for row in described]
    assert {entry["name"] for entry in manifest["tables"] if entry["is_log"]} == {
        "fct_refreshes",
        "published_studies",
        "published_tables",
    }
    listed = read(built.serving_file, "select table_name, row_count from quality.published_tables")
    rows = {entry["name"]: entry["rows"] for entry in manifest["tables"]}
    assert dict(listed) == {name: rows[name] for name in rows if name != "published_tables"}


def test_a_release_says_what_it_was_made_with_and_under_which_licences(built):
    release = publish(built, "a")
    assert "sbom.cdx.json" in release.files
    said = json.loads((release.folder / "sbom.cdx.json").read_text("utf-8"))
    assert (said["bomFormat"], said["specVersion"]) == ("CycloneDX", "1.6")
    component = {entry["name"]: entry for entry in said["components"]}
    assert component["duckdb"]["version"] == duckdb.__version__
    assert component["duckdb"]["purl"] == f"pkg:pypi/duckdb@{duckdb.__version__}"
    assert component["echarts"]["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    assert "pytest" not in component


def test_same_tables_same_content_hashes_whatever_the_release(built, make_build_file):
    first = publish(built, "a")
    make_build_file(
        "create or replace table marts.fct_innovation_index as "
        "select * from marts.fct_innovation_index order by hash(unit_code)"
    )
    second = publish(built, "b")
    assert first.content_hashes() == second.content_hashes()
    assert set(first.content_hashes()) == {
        "marts.dim_units",
        "marts.fct_empty",
        "marts.fct_innovation_index",
    }
    make_build_file("update marts.fct_innovation_index set rank_in_year = 7 where rank_in_year = 8")
    third = publish(built, "c")
    changed = first.content_hashes().items() ^ third.content_hashes().items()
    assert {name for name, _ in changed} == {"marts.fct_innovation_index"}


def test_a_hugeint_is_refused_by_name(settings, make_build_file):
    make_build_file(
        "create table marts.fct_counts as select sum(n) as total from range(3) as t (n)"
    )
    with pytest.raises(WenmaiError, match=r"marts\.fct_counts\.total is HUGEINT"):
        publish(settings, "a")
    assert not settings.serving_file.exists()


def test_a_table_may_not_bring_its_own_release_column(settings, make_build_file):
    make_build_file("create table marts.fct_own as select 1 as _RELEASE_ID")
    with pytest.raises(WenmaiError, match=r"marts\.fct_own has a column _release_id"):
        publish(settings, "a")


def test_nothing_is_published_while_a_write_ahead_log_exists(built):
    log = built.build_file.with_name("wenmai.duckdb.wal")
    log.write_bytes(b"unwritten")
    with pytest.raises(WenmaiError, match="may be incomplete"):
        publish(built, "a")


def test_an_empty_private_file_is_no_release(settings):
    settings.build_file.parent.mkdir(parents=True)
    duckdb.connect(str(settings.build_file)).close()
    with pytest.raises(WenmaiError, match="holds no table in the schema marts"):
        publish(settings, "a")


@pytest.mark.parametrize("broken", ["_fill", "check_release", "show"])
def test_a_failure_anywhere_leaves_the_serving_file_as_it_was(
    built, make_build_file, monkeypatch, broken
):
    publish(built, "a")
    before = file_hash(built.serving_file)
    make_build_file("delete from marts.fct_innovation_index where year = 2020")

    def fail(*_):
        raise OSError("no space left on the disk")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space left"):
        patch.setattr(make, broken, fail)
        publish(built, "b")
    assert file_hash(built.serving_file) == before
    assert current_release(built).release_id == "a"
    assert publish(built, "c").release_id == current_release(built).release_id == "c"


def test_a_release_with_damaged_parquet_is_never_swapped_in(built, monkeypatch):
    publish(built, "a")
    write = make._write_parquet

    def write_too_few(connection, folder, table, metadata):
        written = write(connection, folder, table, metadata)
        if table.name == "fct_innovation_index":
            connection.execute(
                f"copy (from {table.full_name} limit 3) to '{folder / table.file}' (format parquet)"
            )
        return written

    monkeypatch.setattr(make, "_write_parquet", write_too_few)
    with pytest.raises(WenmaiError, match="does not hold the rows of marts") as caught:
        publish(built, "b")
    assert "fct_innovation_index: other values of northeast in study_code" in str(caught.value)
    assert current_release(built).release_id == "a"
    assert [release.release_id for release in list_releases(built)] == ["a"]


def test_minus_nothing_is_nothing_and_stops_no_publication(settings, make_build_file):
    # linearly dependent indicators give such loadings; Parquet's dictionary merges the two
    make_build_file(
        "create table marts.fct_loadings as select n, if(n % 2 = 0, 0.0, -0.0)::double as loading,"
        " [-0.0::double] as several from range(100000) as numbers (n)"
    )
    publish(settings, "a")
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        found = connection.execute(
            "select distinct loading::varchar, several::varchar from marts.fct_loadings"
        ).fetchall()
    assert found == [("0.0", "[0.0]")]


def test_a_reader_with_an_open_connection_keeps_its_release(built, make_build_file):
    publish(built, "a")
    with duckdb.connect(str(built.serving_file), read_only=True) as reader:
        make_build_file("delete from marts.fct_innovation_index")
        publish(built, "b")
        query = "select distinct _release_id, count(*) over () from marts.fct_innovation_index"
        assert reader.execute(query).fetchall() == [("a", 252)]
    assert current_release(built).release_id == "b"


def test_the_log_that_a_writing_reader_left_is_not_replayed(built, make_build_file):
    publish(built, "a")
    # someone opens the serving file for writing and is killed: a log stays behind
    elsewhere = built.home / "copy.duckdb"
    shutil.copyfile(built.serving_file, elsewhere)
    writer = duckdb.connect(str(elsewhere), config={"checkpoint_threshold": "1TB"})
    writer.execute("delete from marts.dim_units")
    shutil.copyfile(
        elsewhere.with_name("copy.duckdb.wal"),
        built.serving_file.with_name("wenmai.duckdb.wal"),
    )
    writer.close()
    make_build_file()
    publish(built, "b")
    assert read(built.serving_file, "select count(*) from marts.dim_units") == [(1,)]


def test_the_last_releases_are_kept_and_leftovers_removed(built, make_build_file):
    from dataclasses import replace

    settings = replace(built, keep_releases=2)
    settings.releases_dir.mkdir(parents=True)
    (settings.releases_dir / ".old.part").mkdir()
    (settings.serving_dir / ".old.part").write_text("half a copy")
    for name in ("a", "b", "c"):
        publish(settings, name)
    assert [release.release_id for release in list_releases(settings)] == ["c", "b"]
    assert sorted(path.name for path in settings.releases_dir.iterdir()) == ["b", "c"]
    assert sorted(path.name for path in settings.serving_dir.iterdir()) == [
        "atlas",
        "current",
        "excel",
        "releases",
        "wenmai.duckdb",
    ]


def test_a_release_is_never_overwritten(built):
    publish(built, "a")
    with pytest.raises(WenmaiError, match="exists already"):
        publish(built, "a")


def test_a_folder_with_half_a_manifest_is_no_release(built):
    release = publish(built, "a")
    (release.folder / "manifest.json").write_text('{"release_id": "a"')
    assert list_releases(built) == []


def test_a_view_is_published_as_the_table_that_it_describes(settings, make_build_file):
    make_build_file(
        "create view marts.fct_best as select study_code, unit_code, year"
        " from wenmai.marts.fct_innovation_index where rank_in_year = 1",
        "comment on view marts.fct_best is 'The best of each year.'",
        "comment on column marts.fct_best.unit_code is 'Six digits.'",
    )
    release = publish(settings, "r1")
    (table,) = [table for table in release.tables if table.name == "fct_best"]
    assert table.rows == len(read(settings.serving_file, "from marts.fct_best")) == 7
    kept = "select comment from duckdb_tables() where table_name = 'fct_best'"
    assert read(settings.serving_file, kept) == [("The best of each year.",)]
    kept = "select comment from duckdb_columns() where table_name = 'fct_best' order by all"
    assert ("Six digits.",) in read(settings.serving_file, kept)
