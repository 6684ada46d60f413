"""What is wrong with one study does not hold the others back."""

import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import duckdb
import openpyxl
import pytest
import yaml

from wenmai.errors import UnfitStudies, WenmaiError
from wenmai.pipeline.planning import Plan
from wenmai.pipeline.steps import set_aside
from wenmai.publish import current_release, make, publish, workbook
from wenmai.publish.kept import SHARED

STUDIES = (
    "create table marts.dim_studies as select *, 'd' as description, 2020 as first_year, "
    "2024 as last_year, 1 as n_units, 1 as n_indicators "
    "from (values ('east', '东', 'East', false), "
    "('west', '西', 'West', false)) as t (study_code, study_name_zh, study_name_en, is_synthetic)",
    "create table marts.fct_scores as select study_code, year, 0.5::double as score "
    "from marts.dim_studies, generate_series(2020, 2024) as t (year)",
)
FACTS = {"studies": ["east", "west"], "fingerprint": "f"}


@pytest.fixture
def two_studies(settings, make_build_file, monkeypatch):
    make_build_file(*STUDIES)
    monkeypatch.setattr("wenmai.atlas.make_atlas", lambda *_, **__: [])
    # pages ask for far more tables than these
    monkeypatch.setattr(workbook, "front_pages", lambda *_: [])
    monkeypatch.setattr(make, "workers", lambda: ThreadPoolExecutor(1))  # which knows of both
    return settings


def damage(monkeypatch, *studies):
    """Let the Parquet file of the scores hold another number for each study."""
    write = make._write_parquet

    def write_another(connection, folder, table, *rest):
        written = write(connection, folder, table, *rest)
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
    said = set_aside(Plan((), "f", False, "a"), release)["east"]
    assert said.startswith("Study east is not in this release, the others are: marts.fct_scores")
    assert sorted(path.stem for path in (release.folder / "excel").iterdir()) == ["west"]


WRONG = {"east": "east/study.yml: yeers (line 3): There is no such key."}
UNITS = (
    "drop table marts.dim_units",
    "create table marts.dim_units as select unit_code, unit_name_zh from (values "
    "('e', '东', 'east'), ('w', '西', 'west'), ('both', '共', null)) "
    "as t (unit_code, unit_name_zh, study) where study is null "
    "or study in (select study_code from marts.dim_studies)",
    "create table quality.fct_changes as select study_code, 1 as change from marts.dim_studies",
    "alter table quality.fct_refreshes add column message varchar",
)
ONLY_WEST = (STUDIES[0], "delete from marts.dim_studies where study_code = 'east'", *STUDIES[1:])


@pytest.fixture
def with_east_before(two_studies, make_build_file):
    """Return settings of a warehouse that shows both studies, of which only west is built now."""
    make_build_file(*STUDIES, *UNITS)
    publish(two_studies, "a", provenance=FACTS | {"study_folders": {"east": "e", "west": "w"}})
    make_build_file(*ONLY_WEST, "update marts.fct_scores set score = 0.75", *UNITS)
    return two_studies


def ask(settings, query):
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_study_that_cannot_be_read_stays_as_it_was_and_is_marked(with_east_before):
    settings = with_east_before
    release = publish(settings, "b", provenance=FACTS | {"studies": ["west"]}, unfit=WRONG)
    assert ask(
        settings,
        "select distinct study_code, score, _release_id from marts.fct_scores order by all",
    ) == [("east", 0.5, "b"), ("west", 0.75, "b")]
    # the units of the study come along, once each; it did not move, so nothing says that it did
    units = ask(settings, "select unit_code from marts.dim_units order by all")
    assert [code for (code,) in units] == ["both", "e", "w"]
    assert ask(settings, "select study_code from quality.fct_changes") == [("west",)]
    state = "select study_code, study_state, from_release_id, note_en, note_zh from {}"
    (east, west) = ask(settings, state.format("quality.published_studies order by all"))
    assert east[:3] == ("east", "kept", "a")
    assert east[3] == f"Study east is shown as of release a: {WRONG['east']}"
    assert east[4] == f"研究east未能更新，仍显示版本a的结果：{WRONG['east']}"
    assert west == ("west", "refreshed", "b", None, None)
    assert release.provenance["studies"] == ["east", "west"]
    assert release.provenance["kept"] == {"east": {"release_id": "a", "reason": WRONG["east"]}}
    assert release.provenance["study_folders"]["east"] == "e"
    assert release.provenance["fingerprint"] == "f"  # as long as it is wrong, nothing changes
    note = openpyxl.load_workbook(release.folder / "excel" / "east.xlsx")["列说明"]
    assert east[4] in [cell.value for cell in note[1]]
    # kept once more, it is still of the release for which it was computed
    again = publish(settings, "c", provenance=FACTS | {"studies": ["west"]}, unfit=WRONG)
    assert again.provenance["kept"]["east"]["release_id"] == "a"


def test_a_study_whose_tables_have_other_columns_now_is_left_out_and_said(
    with_east_before, make_build_file
):
    make_build_file(*ONLY_WEST, "alter table marts.fct_scores add column n integer", *UNITS)
    release = publish(with_east_before, "b", provenance=FACTS | {"studies": ["west"]}, unfit=WRONG)
    assert release.provenance["kept"] == {}
    assert release.provenance["left_out"]["east"] == (
        f"{WRONG['east']} Its earlier rows cannot be kept: marts.fct_scores has other columns now."
    )
    assert published_studies(with_east_before) == [["west"], ["west"]]


def test_rows_of_a_damaged_release_are_not_kept(with_east_before):
    file = with_east_before.serving_file
    path = with_east_before.releases_dir / "a" / "wenmai.duckdb"
    assert path.samefile(file)
    path.chmod(0o644)
    with path.open("r+b") as stream:
        stream.seek(-1, 2)
        last = stream.read(1)
        stream.seek(-1, 2)
        stream.write(bytes([last[0] ^ 1]))
    release = publish(with_east_before, "b", provenance=FACTS | {"studies": ["west"]}, unfit=WRONG)
    assert list(release.provenance["left_out"]) == ["east"]


def test_when_what_was_before_does_not_fit_either_the_study_is_left_out(
    with_east_before, monkeypatch
):
    damage(monkeypatch, "east")
    release = publish(with_east_before, "b", provenance=FACTS | {"studies": ["west"]}, unfit=WRONG)
    assert list(release.provenance["left_out"]) == ["east"]
    assert published_studies(with_east_before) == [["west"], ["west"]]


def test_of_every_table_without_a_study_it_is_known_whether_studies_decide_its_rows(project_dir):
    """A new one has to be named here, and in SHARED when the rows of a study need it."""
    without = set()
    for file in (project_dir / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", []):
            if "study_code" not in [column["name"] for column in model["columns"]]:
                without.add(model["name"])
    of_seeds = {
        *("dim_path_types", "dim_themes", "fct_segmentation_errors", "fct_segmentation_quality"),
        "dim_index_methods",
    }
    shared = {name.partition(".")[2] for name in SHARED}
    assert without == shared | of_seeds | {"fct_refreshes"}


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
    monkeypatch.setattr(make, "workers", lambda: ThreadPoolExecutor(1))  # which knows of it
    settings = own_index_warehouse.settings
    release = publish(settings, "29990101T000000Z-second", provenance=FACTS)
    assert list(release.provenance["left_out"]) == ["liaoning"]
    assert "ValueError" in release.provenance["left_out"]["liaoning"]
    assert (settings.serving_dir / "atlas" / "northeast" / "index.html").is_file()
    assert not (settings.serving_dir / "atlas" / "liaoning").exists()
    assert [path.stem for path in (settings.serving_dir / "excel").iterdir()] == ["northeast"]
