"""What stands in a study folder stands in the raw tables."""

import hashlib

import duckdb
import pytest

from wenmai.ingest import FileIngested, ingest
from wenmai.ingest.raw_tables import INDICATOR_RECORDS
from wenmai.ingest.run import all_tables
from wenmai.readers import RECORD_COLUMNS
from wenmai.sentences import said_of
from wenmai.studies import load_studies


@pytest.fixture
def loaded(make_study, settings):
    make_study()
    events = []
    report = ingest(
        settings, load_studies(settings), release_id="r1", trigger="test", observer=events.append
    )
    return report, events


def test_the_configuration_becomes_rows(loaded, raw):
    (study,) = raw("studies")
    assert (study["study_code"], study["study_name_zh"], study["unit_level"]) == (
        "east",
        "东部",
        "prefecture",
    )
    assert (study["first_year"], study["last_year"], study["is_synthetic"]) == (2018, 2019, True)
    (index,) = raw("study_index")
    assert (index["winsor_lower"], index["extend_edges"], index["design"]) == (0.05, True, None)
    assert (index["winsor_upper"], index["max_gap_years"], index["weight_cap"]) == (None,) * 3
    assert study["study_folder"] == "east"
    units = [(row["unit_code"], row["position"]) for row in raw("study_units")]
    assert units == [("210200", 1), ("210100", 2)]
    gdp, revenue = raw("study_indicators")
    assert (gdp["indicator_code"], gdp["measure_unit"], gdp["valid_min"]) == ("gdp", "亿元", 0)
    assert (revenue["max_gap_years"], revenue["position"]) == (1, 2)
    (mapping,) = raw("source_mappings")
    assert (mapping["priority"], mapping["unit_level"]) == (7, "prefecture")
    assert mapping["file_pattern"] == "tables/values.csv"
    (correction,) = raw("corrections")
    assert (correction["row_number"], correction["value_text"]) == (2, "6292.5")


def test_every_named_cell_becomes_one_record_as_it_was_written(loaded, raw):
    records = raw("indicator_records")
    assert len(records) == 6
    by_place = {(row["_row_number"], row["indicator_code"]): row for row in records}
    shenyang = by_place[4, "gdp"]
    assert (shenyang["unit_name"], shenyang["year_text"].strip()) == ("沈阳", "2019")
    assert (shenyang["value_text"], shenyang["measure_unit"]) == ("6470.3", "亿元")
    assert by_place[3, "culture_revenue"]["value_text"] is None
    formula = by_place[4, "culture_revenue"]
    assert formula["value_text"] == "=1+1"  # raw keeps the text; exports neutralise it
    assert formula["reader_issue"] == "formula_without_value"
    assert {row["_load_id"] for row in records} == {"r1"}


def test_a_file_is_described_by_its_content_and_its_lines(loaded, raw, settings):
    report, events = loaded
    (file,) = raw("source_files")
    content = (settings.landing[0] / "east/tables/values.csv").read_bytes()
    assert file["content_hash"] == hashlib.sha256(content).hexdigest()
    assert file["source_bytes"] == len(content)
    kinds = ("lines_heading", "lines_skipped", "lines_filtered", "lines_data")
    assert file["lines_read"] == sum(file[kind] for kind in kinds) == 4
    (event,) = events
    assert isinstance(event, FileIngested)
    assert (event.source_file, event.lines_read, event.records) == ("tables/values.csv", 4, 6)
    assert (report.studies, report.files, report.lines, report.records) == (1, 1, 4, 6)
    assert report.notes == ()


def test_readers_and_raw_table_name_the_same_columns():
    assert set(RECORD_COLUMNS) == set(INDICATOR_RECORDS.column_names)


def test_a_study_that_is_gone_leaves_no_row(loaded, make_study, settings, raw):
    make_study("west")
    ingest(settings, load_studies(settings, only=["west"]), release_id="r2")
    for table in ("studies", "study_units", "indicator_records", "source_files", "corrections"):
        assert {row["study_code"] for row in raw(table)} == {"west"}, table


def test_two_mappings_may_read_one_file(make_study, settings, raw):
    folder = make_study()
    mapping = (folder / "sources/values.yml").read_text(encoding="utf-8")
    (folder / "sources/again.yml").write_text(mapping, encoding="utf-8")
    report = ingest(settings, load_studies(settings), release_id="r1")
    assert report.files == 2
    codes = [row["mapping_code"] for row in raw("source_files")]
    assert codes == ["again", "values"]
    assert len(raw("indicator_records")) == 12


def test_a_reader_that_fails_midway_keeps_no_record_of_its_file_and_stops_no_other(
    make_study, settings, raw, monkeypatch
):
    make_study("east")
    make_study("west")
    from wenmai.ingest import records

    read = records.read_apart

    def fails_midway(*arguments, **options):
        """Of one study the first batch comes, and then the memory is gone."""
        parts = read(*arguments, **options)
        yield next(parts)
        if options["label"].startswith("west"):
            raise MemoryError("no room for the second batch")
        yield from parts

    monkeypatch.setattr(records, "read_apart", fails_midway)
    ingest(settings, load_studies(settings), release_id="r1")
    assert {row["study_code"] for row in raw("indicator_records")} == {"east"}
    assert [row["study_code"] for row in raw("unread_files")] == ["west"]
    assert [(row["study_code"], row["lines_read"]) for row in raw("source_files")] == [
        ("east", 4),
        ("west", 0),
    ]


def test_every_file_that_cannot_be_read_is_one_line_and_the_others_go_on(make_study, settings, raw):
    make_study("east")
    make_study("north", values="")
    make_study("south", values="城市,年份,别的\n沈阳,2018,1\n")
    make_study("west")
    studies = load_studies(settings)
    (settings.landing[0] / "west/tables/values.csv").unlink()
    report = ingest(settings, studies, release_id="r2")
    assert {row["study_code"] for row in raw("indicator_records")} == {"east"}
    unread = raw("unread_files")
    assert [(row["study_code"], row["source_file"]) for row in unread] == [
        (code, "tables/values.csv") for code in ("north", "south", "west")
    ]
    said = [said_of(row["problem_text"]) for row in unread]
    assert (said[0], said[0].text("zh")) == ("The file is empty.", "文件为空。")
    assert "no column '地区生产总值'" in said[1] and "没有“地区生产总值”列" in said[1].text("zh")
    assert all(row["way_out_text"] for row in unread)
    assert sum(note.startswith("Put aside: ") for note in report.notes) >= 3


def test_a_workbook_and_a_csv_give_the_same_records(make_study, settings, raw):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    folder = make_study(values="城市,年份,地区生产总值,文化收入\n沈阳,2018,6292.4,1000\n")
    ingest(settings, load_studies(settings), release_id="r1")
    from_csv = [(row["unit_name"], row["value_text"]) for row in raw("indicator_records")]
    (folder / "tables/values.csv").unlink()
    with xlsxwriter.Workbook(folder / "tables/values.xlsx") as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, ["城市", "年份", "地区生产总值", "文化收入"])
        sheet.write_row(1, 0, ["沈阳", 2018, 6292.4, 1000])
    mapping = folder / "sources/values.yml"
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace("values.csv", "values.xlsx"), encoding="utf-8"
    )
    ingest(settings, load_studies(settings), release_id="r2")
    assert [(row["unit_name"], row["value_text"]) for row in raw("indicator_records")] == from_csv
    assert raw("source_files")[0]["sheet_name"] == "数据"


def test_ingest_leaves_the_other_schemas_alone(loaded, settings):
    with duckdb.connect(str(settings.build_file)) as connection:
        connection.execute("create schema marts; create table marts.kept as select 1 as n")
        connection.execute("create schema staging")
        connection.execute("create view staging.seen as select count(*) as n from raw.study_units")
    ingest(settings, load_studies(settings), release_id="r2")
    with duckdb.connect(str(settings.build_file), read_only=True) as connection:
        assert connection.execute("select n from marts.kept").fetchone() == (1,)
        assert connection.execute("select n from staging.seen").fetchone() == (2,)
        tables = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'raw'"
        ).fetchall()
    assert {name for (name,) in tables} == {table.name for table in all_tables()}
