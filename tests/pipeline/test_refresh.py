"""The whole refresh on the demo studies."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import yaml

from wenmai.errors import ProblemsFound, WenmaiError
from wenmai.pipeline import RefreshRequest, plain_call, read_log, refresh
from wenmai.pipeline.events import NodeFinished
from wenmai.publish import current_release
from wenmai.publish.hashing import file_hash


def test_every_mart_is_published_with_rows_and_descriptions(demo_warehouse, project_dir):
    marts = {path.stem for path in (project_dir / "models" / "marts").rglob("*.sql")}
    published = demo_warehouse.rows(
        "select table_name, comment from duckdb_tables() where schema_name in ('marts', 'quality')"
    )
    assert marts <= {name for name, _ in published}
    assert not [name for name, comment in published if not comment]
    undescribed = demo_warehouse.rows(
        "select table_name, column_name from duckdb_columns() "
        "where comment is null and not internal"
    )
    assert not undescribed


def test_only_marts_and_quality_are_published(demo_warehouse):
    schemas = demo_warehouse.rows("select distinct schema_name from duckdb_tables() order by all")
    assert schemas == [("marts",), ("quality",)]


def test_the_result_says_what_was_made(demo_warehouse):
    result = demo_warehouse.result
    assert result.status == "published"
    assert {study.study_code for study in result.studies} >= {"northeast", "liaoning"}
    rows = {(table.schema, table.name): table.rows for table in result.tables}
    assert rows["marts", "dim_studies"] == len(result.studies)
    ranked = {row.study_code for row in result.index_top}
    assert ranked == {"northeast", "liaoning"}, "screen has no index"
    for study in result.studies:
        top = [row for row in result.index_top if row.study_code == study.study_code]
        assert not top or top[0].rank == 1
        assert [row.score for row in top] == sorted((row.score for row in top), reverse=True)
        assert {row.year for row in top} <= {study.last_year}
        assert all(row.unit_name for row in top)
    assert len(demo_warehouse.rows(result.sql)) == 10


def test_the_manifest_names_source_files_by_their_content(demo_warehouse):
    release = demo_warehouse.result.release
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    assert manifest["source_files"]
    (landing,) = demo_warehouse.settings.landing
    for entry in manifest["source_files"]:
        file = landing / entry["study_code"] / entry["source_file"]
        assert entry["content_hash"] == file_hash(file)
    assert {"python", "duckdb", "dbt-core", "numpy", "scikit-learn"} <= set(manifest["versions"])
    assert set(manifest["index_settings"]["studies"]) == set(manifest["studies"])
    assert manifest["index_settings"]["defaults"]["entropy_scope"] == "pooled"


def test_published_parquet_equals_the_serving_file(demo_warehouse):
    release = demo_warehouse.result.release
    with demo_warehouse.open(demo_warehouse.settings.serving_file) as connection:
        for table in release.tables:
            parquet = f"'{release.folder / table.file}'"
            # as many rows, and none of them elsewhere: the same rows
            held, written, others = connection.execute(
                f"select (select count(*) from {table.full_name}),"
                f" (select count(*) from {parquet}),"
                f" (select count(*) from (from {parquet} except all from {table.full_name}))"
            ).fetchone()
            assert (held, others) == (written, 0), table.full_name


def test_the_same_input_gives_the_same_content_hashes(watched_refreshes):
    first = watched_refreshes.first.release.content_hashes()
    assert len(first) > 10
    for result in watched_refreshes.results:
        assert result.release.content_hashes() == first


def test_unchanged_input_is_recognised_without_dbt(own_small_warehouse):
    settings = own_small_warehouse.settings
    before = file_hash(settings.serving_file)
    code = (
        "import sys; from pathlib import Path\n"
        "from wenmai.pipeline import refresh; from wenmai.settings import Settings\n"
        "project, home, landing = map(Path, sys.argv[1:])\n"
        "print(refresh(Settings(project, home, (landing,))).status)\n"
        "print([name for name in ('dbt', 'pandas', 'prefect') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [
            *(sys.executable, "-c", code),
            *map(str, (settings.project_dir, settings.home, *settings.landing)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["unchanged", "[]"]
    assert file_hash(settings.serving_file) == before


def test_a_failed_test_leaves_the_serving_file_as_it_was(own_small_warehouse):
    settings = own_small_warehouse.settings
    before = file_hash(settings.serving_file)

    def call(step, function, *args, retries=0):
        outcome = plain_call(step, function, *args)
        if step == "ingest":  # as a bug in the ingest would: every study stands there twice
            with duckdb.connect(str(settings.build_file)) as connection:
                connection.execute("insert into raw.studies select * from raw.studies")
        return outcome

    with pytest.raises(WenmaiError, match="Nothing was published") as stopped:
        refresh(settings, RefreshRequest(force=True), call=call)
    assert "study_code found" in stopped.value.message
    # and the statement stands where the hint says
    failed = settings.build_file.parent / "failed"
    assert str(failed) in stopped.value.hint
    assert any("study_code" in file.name for file in failed.glob("*.sql"))
    assert file_hash(settings.serving_file) == before
    assert current_release(settings).release_id == own_small_warehouse.result.release_id
    assert read_log(settings)[-1].status == "failed"


def test_a_changed_cell_gives_a_new_release_that_says_what_moved(own_index_warehouse, tmp_path):
    landing = tmp_path / "changed"
    (old,) = own_index_warehouse.settings.landing
    shutil.copytree(old / "liaoning", landing / "liaoning")
    settings = replace(own_index_warehouse.settings, landing=(landing,))
    raise_a_number(landing / "liaoning")
    write_a_study_of_one_var(landing)
    asked = []
    result = refresh(settings, observer=asked.append)
    assert result.status == "published"
    tests = [event.node for event in asked if isinstance(event, NodeFinished)]
    tests = [node for node in tests if node.resource_type == "test" and "econom" in node.file]
    assert len(tests) > 50 and {node.status for node in tests} == {"pass"}
    # the other study's folder is not there any more, and that is said
    assert any("northeast" in warning for warning in result.warnings)
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        moved = connection.execute(
            "select unit_code, max(changed_source_files) from quality.fct_changes "
            "where study_code = 'liaoning' and year = 2024 and change_kind = 'score_changed' "
            "group by unit_code"
        ).fetchall()
        studies = connection.execute(
            "select distinct study_code from quality.fct_changes"
        ).fetchall()
        statuses = connection.execute(
            "select status from quality.fct_refreshes order by started_at"
        ).fetchall()
        models = connection.execute("select study_code, status from marts.fct_model_status")
        assert models.fetchall() == [("growth", "estimated")]
    assert "tables/分市年度数据 (2).csv" in dict(moved)["210200"]
    assert studies == [("liaoning",)], "a study that is gone has moved nowhere"
    assert statuses == [("published",), ("published",)]


def write_a_study_of_one_var(landing: Path) -> None:
    """Write a study that has no index and no regression: a VAR of two series alone."""
    study = landing / "growth"
    (study / "sources").mkdir(parents=True)
    series = [
        {"code": code, "name": {"zh": code}, "unit": unit, "in_index": False}
        for code, unit in (("income", "元"), ("trips", "万人次"))
    ]
    said = {
        "code": "growth",
        "name": {"zh": "增长"},
        "years": {"first": 1995, "last": 2024},
        "units": {"level": "country", "include": ["100000"]},
        "indicators": series,
        "var_models": [
            {"code": "growth", "variables": ["income", "trips"], "lags": 1}
            | {"bands": {"method": "analytic"}}
        ],
    }
    mapping = {
        "file": "annual.csv",
        "unit": {"value": "中国"},
        "year": {"column": "year"},
        "values": [
            {"column": one["code"], "indicator": one["code"], "unit": one["unit"]} for one in series
        ],
    }
    for file, text in (("study.yml", said), ("sources/annual.yml", mapping)):
        (study / file).write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    lines = [f"{year},{year * 5 % 17},{year * year % 13}" for year in range(1995, 2025)]
    (study / "annual.csv").write_text("year,income,trips\n" + "\n".join(lines), encoding="utf-8")


def raise_a_number(study: Path) -> None:
    """Raise the patents of Dalian in 2024 by half, in the file as a user would edit it."""
    (file,) = [file for file in study.glob("tables/*.csv") if "专利授权数" in read_gb18030(file)]
    lines = read_gb18030(file).splitlines()
    year = next(line for line in lines if line.startswith("地区")).split(",").index("2024年")
    for number, line in enumerate(lines):
        if line.startswith("大连市"):
            cells = line.split(",")
            cells[year] = f"{float(cells[year]) * 1.5:.0f}"
            lines[number] = ",".join(cells)
    file.write_bytes("\r\n".join(lines).encode("gb18030"))


def read_gb18030(file: Path) -> str:
    return file.read_bytes().decode("gb18030", errors="replace")


def test_a_study_with_problems_is_logged_as_failed(own_small_warehouse, tmp_path):
    study = tmp_path / "broken" / "mine"
    study.mkdir(parents=True)
    (study / "study.yml").write_text("code: mine\nunitz: {}\n", encoding="utf-8")
    settings = replace(own_small_warehouse.settings, landing=(study.parent,))
    with pytest.raises(ProblemsFound, match="unitz"):
        refresh(settings)
    entry = read_log(settings)[-1]
    assert entry.status == "failed"
    assert "unitz" in entry.message


def test_a_study_of_one_indicator_is_published(small_warehouse):
    # its weight is 1 but for the last bit
    assert small_warehouse.result.status == "published"
    best = small_warehouse.rows(
        "select unit_code, year from marts.fct_innovation_index"
        " where study_code = 'small' order by innovation_score desc limit 1"
    )
    assert best == [("210200", 2022)]
