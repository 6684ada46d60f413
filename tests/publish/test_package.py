"""A release describes itself: to catalogues, to people, and in each of its files."""

import json
import re
from datetime import date

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from wenmai.publish.described import describe_file
from wenmai.publish.package import TYPES
from wenmai.publish.release import current_release
from wenmai.words import SYNTHETIC


@pytest.fixture(scope="module")
def release(demo_warehouse):
    return current_release(demo_warehouse.settings)


@pytest.fixture(scope="module")
def package(release):
    return json.loads((release.folder / "datapackage.json").read_text(encoding="utf-8"))


def test_the_data_package_describes_every_file_as_it_is(release, package):
    assert re.fullmatch(r"[-a-z0-9._/]+", package["name"])
    assert len(package["resources"]) == len(release.tables)
    for resource in package["resources"]:
        file = release.folder / resource["path"]
        assert re.fullmatch(r"[-a-z0-9._/]+", resource["name"])
        assert resource["bytes"] == file.stat().st_size
        written = pq.read_schema(file)
        assert [field["name"] for field in resource["schema"]["fields"]] == written.names
        for field in resource["schema"]["fields"]:
            assert field["type"] != "any", f"{resource['path']}: {field['name']}"
            assert field["title"]
            assert field["title_zh"]
            assert field["description"]


def test_a_primary_key_is_one(release, package):
    keys = {entry["path"]: entry["schema"].get("primaryKey") for entry in package["resources"]}
    assert keys["marts.fct_innovation_index.parquet"] == ["study_code", "unit_code", "year"]
    assert sum(bool(key) for key in keys.values()) > 0.9 * len(keys)
    with duckdb.connect() as connection:
        for path, key in keys.items():
            if key:
                columns = ", ".join(key)
                query = f"select {columns} from '{release.folder / path}' group by all "
                assert not connection.execute(f"{query} having count(*) > 1").fetchall(), path


def test_synthetic_data_say_so_wherever_they_are_opened(release, package):
    codes = ["liaoning", "northeast", "screen"]
    assert [study["code"] for study in package["studies"] if study["is_synthetic"]] == codes
    assert "synthetic data" in package["keywords"]
    for name in ("README.md", "dictionary.html", "CITATION.cff", "croissant.json"):
        assert SYNTHETIC().text("zh") in (release.folder / name).read_text(encoding="utf-8"), name
    for table in release.tables:
        said = pq.read_metadata(release.folder / table.file).metadata
        assert said[b"release_id"].decode() == release.release_id
        content = pq.read_table(release.folder / table.file)
        has_study = "study_code" in content.schema.names
        found = set(content["study_code"].to_pylist()) if has_study else set()
        assert said[b"synthetic_studies"].decode() == ", ".join(sorted(found & set(codes)))


def test_the_citation_is_one(release):
    said = yaml.safe_load((release.folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert said["cff-version"] == "1.2.0"
    assert said["type"] == "dataset"
    assert said["version"] == release.release_id
    assert date.fromisoformat(said["date-released"]) == release.created_at.date()
    assert said["authors"]


def test_the_dictionary_has_every_column_in_both_languages(release):
    page = (release.folder / "dictionary.html").read_text(encoding="utf-8")
    assert page.count("<tr><td>") == sum(len(table.columns) for table in release.tables)
    assert "创新" in page
    assert "<script src" not in page


def test_croissant_names_every_file_and_column(release):
    said = json.loads((release.folder / "croissant.json").read_text(encoding="utf-8"))
    files = {entry["@id"]: entry["sha256"] for entry in said["distribution"]}
    assert files == {table.file: table.sha256 for table in release.tables}
    for records in said["recordSet"]:
        for field in records["field"]:
            assert field["source"]["fileObject"]["@id"] in files


def test_no_column_has_a_type_that_plain_readers_need_more_for(release):
    """`TIMESTAMP WITH TIME ZONE` needs pytz in plain duckdb; every type is described."""
    with duckdb.connect(str(release.serving_copy), read_only=True) as connection:
        described = describe_file(connection)
    kinds = {column.kind for table in described.tables for column in table.columns}
    assert kinds <= set(TYPES)
