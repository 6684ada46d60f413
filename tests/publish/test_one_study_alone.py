"""What is wrong with one study does not hold the others back."""

import json
import pickle

import duckdb
import pytest

from wenmai.errors import UnfitStudies, WenmaiError
from wenmai.pipeline.steps import left_out
from wenmai.publish import current_release, make, publish, workbook

STUDIES = (
    "create table marts.dim_studies as select * from (values ('east', '东', 'East', false), "
    "('west', '西', 'West', false)) as t (study_code, study_name_zh, study_name_en, is_synthetic)",
    "create table marts.fct_scores as select study_code, year, 0.5::double as score "
    "from marts.dim_studies, generate_series(2020, 2024) as t (year)",
)
FACTS = {"studies": ["east", "west"], "fingerprint": "f"}


@pytest.fixture
def two_studies(settings, make_build_file, monkeypatch):
    make_build_file(*STUDIES)
    monkeypatch.setattr(make, "_make_atlas", lambda *_: [])
    return settings


def damage(monkeypatch, *studies):
    """Let the Parquet file of the scores hold another number for each study."""
    write = make._write_parquet

    def write_another(connection, folder, table):
        written = write(connection, folder, table)
        if table.name == "fct_scores":
            connection.execute(
                f"copy (select * replace (if(study_code in {studies} and year = 2022, 0.25, score)"
                f"::double as score) from {table.full_name})"
                f" to '{folder / table.file}' (format parquet)"
            )
        return written

    monkeypatch.setattr(make, "_write_parquet", write_another)


def published_studies(settings):
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        return [
            [code for (code,) in connection.execute(query).fetchall()]
            for query in (
                "select study_code from marts.dim_studies order by all",
                "select distinct study_code from marts.fct_scores order by all",
            )
        ]


def test_a_study_that_fails_a_check_is_left_out_by_name_and_the_other_is_published(
    two_studies, monkeypatch
):
    damage(monkeypatch, "east")
    release = publish(two_studies, "a", provenance=FACTS)
    assert published_studies(two_studies) == [["west"], ["west"]]
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    assert manifest["studies"] == ["west"]
    assert manifest["fingerprint"] is None  # the next refresh is not "unchanged"
    assert manifest["left_out"]["east"] == (
        "marts.fct_scores.parquet does not hold the rows of marts.fct_scores: "
        "other values of east in score."
    )
    (said,) = left_out(release)
    assert said.startswith("Study east is not in this release: marts.fct_scores.parquet")
    assert sorted(path.stem for path in (release.folder / "excel").iterdir()) == ["west"]


def test_when_no_study_is_right_nothing_is_published(two_studies, monkeypatch):
    publish(two_studies, "a", provenance=FACTS)
    damage(monkeypatch, "east", "west")
    with pytest.raises(UnfitStudies, match=r"Study east: .* of east in score\. Study west: "):
        publish(two_studies, "b", provenance=FACTS)
    assert current_release(two_studies).release_id == "a"


def test_what_belongs_to_no_study_stops_the_publication(two_studies, monkeypatch):
    def fail(*_):
        raise WenmaiError("Something else.")

    monkeypatch.setattr(make, "check_release", fail)
    with pytest.raises(WenmaiError, match="Something else"):
        publish(two_studies, "a", provenance=FACTS)
    assert current_release(two_studies) is None


def test_a_workbook_that_cannot_be_written_costs_its_own_study_alone(
    two_studies, monkeypatch, tmp_path
):
    publish(two_studies, "a", provenance=FACTS)
    write = workbook._write

    def fail(path, *rest):
        if path.stem == "east":
            raise ValueError("A cell holds what a sheet cannot.")
        write(path, *rest)

    monkeypatch.setattr(workbook, "_write", fail)
    with pytest.raises(UnfitStudies) as caught:
        workbook.write_workbooks(two_studies.serving_file, tmp_path / "excel")
    assert list(caught.value.reasons) == ["east"]
    assert "east.xlsx cannot be made (ValueError: A cell" in str(caught.value)
    assert (tmp_path / "excel" / "west.xlsx").is_file()
    assert pickle.loads(pickle.dumps(caught.value)).reasons == caught.value.reasons


def test_a_page_that_cannot_be_made_costs_its_own_study_alone(own_index_warehouse, monkeypatch):
    from wenmai.atlas import make as atlas

    pages = atlas.study_pages()

    def fail(_, study):
        if study.code == "liaoning":
            raise ValueError("Out of range float values are not JSON compliant")

    monkeypatch.setattr(atlas, "study_pages", lambda: (*pages, fail))
    settings = own_index_warehouse.settings
    release = publish(settings, "29990101T000000Z-second", provenance=FACTS)
    assert list(release.provenance["left_out"]) == ["liaoning"]
    assert "ValueError" in release.provenance["left_out"]["liaoning"]
    assert (settings.serving_dir / "atlas" / "northeast" / "index.html").is_file()
    assert not (settings.serving_dir / "atlas" / "liaoning").exists()
    assert [path.stem for path in (settings.serving_dir / "excel").iterdir()] == ["northeast"]
