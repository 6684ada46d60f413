"""Landing: nobody is written before being hashed, and nothing is lost on the way."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from wenmai.consumers.privacy import KEY_VARIABLE, Pseudonyms
from wenmai.errors import ProblemsFound
from wenmai.ingest.run import ingest
from wenmai.studies import load_studies

KEY = "a key for tests of enough length"
HEAD = """\
code: shop
name: {zh: 商店, en: Shop}
years: {first: 2023, last: 2024}
units: {level: prefecture, include: [沈阳市]}
consumers:
"""
EVENTS = """\
- role: events
  file: %s
  fields: {person: who, item: what, kind: did, at: when}
  kinds: {buy: purchase, look: view}
"""
LINES = [
    ("13800138000", "cup", "buy", "2024-03-01 10:00:00"),
    ("13800138001", "cup", "look", "2024-03-02 10:00:00"),
    ("", "cup", "buy", "2024-03-03 10:00:00"),
]
NAMES = ("who", "what", "did", "when")


@pytest.fixture
def shop(settings, monkeypatch):
    """Return a function that writes a study, reads it and asks the private file."""
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    folder = settings.landing[0] / "shop"
    folder.mkdir()

    def run(said: str, query: str, files: dict[str, bytes] | None = None) -> list[tuple]:
        for name, data in (files or {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (folder / "study.yml").write_text(HEAD + said, encoding="utf-8")
        ingest(settings, load_studies(settings), release_id="r1")
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            return connection.execute(query).fetchall()

    run.settings = settings
    return run


def as_bytes(kind: str, tmp_path: Path) -> bytes:
    frame = pd.DataFrame(LINES, columns=NAMES)
    if kind == "csv":
        return frame.to_csv(index=False).encode("gb18030")
    if kind == "jsonl":
        return "\n".join(json.dumps(dict(zip(NAMES, x, strict=True))) for x in LINES).encode()
    file = tmp_path / f"x.{kind}"
    (frame.to_parquet if kind == "parquet" else frame.to_excel)(file, index=False)
    return file.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_every_kind_of_file_lands_alike_with_people_as_keyed_hashes(shop, tmp_path, kind):
    rows = shop(
        EVENTS % f"events.{kind}",
        "select person_code, item_code, kind_text, at_text[:10] from raw.consumer_events"
        " order by row_number",
        {f"events.{kind}": as_bytes(kind, tmp_path)},
    )
    names = Pseudonyms(KEY.encode())
    assert rows == [
        (names.of("13800138000"), "cup", "buy", "2024-03-01"),
        (names.of("13800138001"), "cup", "look", "2024-03-02"),
        (None, "cup", "buy", "2024-03-03"),
    ]
    build = shop.settings.build_file.parent
    for path in [*build.rglob("*.parquet"), *build.rglob("*.json")]:
        assert b"13800138000" not in path.read_bytes()


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_people_whose_numbers_a_spreadsheet_rounded_are_nobody_and_never_one(shop, tmp_path, kind):
    # two people born on one day: numbers of 18 digits, which a spreadsheet keeps to 15
    frame = pd.DataFrame(LINES, columns=NAMES)
    frame["who"] = [210102199001011234.0, 210102199001011298.0, 13800138001.0]
    file = tmp_path / f"x.{kind}"
    writers = {"csv": frame.to_csv, "parquet": frame.to_parquet, "xlsx": frame.to_excel}
    writers[kind](file, index=False)
    rows = shop(
        EVENTS % f"events.{kind}",
        "select person_code is null from raw.consumer_events order by row_number",
        {f"events.{kind}": file.read_bytes()},
    )
    assert rows == [(True,), (True,), (False,)]


def test_times_that_do_not_begin_with_the_year_are_read_as_the_entry_says(shop):
    said = EVENTS % "us.csv" + '  time_format: "%m/%d/%y %H:%M"\n'
    text = "\n".join(
        [",".join(NAMES), "u1,cup,buy,12/1/10 8:26", "u1,cup,buy,2011-01-02", "u1,a,buy,"]
    )
    at = "select at_text from raw.consumer_events order by row_number"
    assert shop(said, at, {"us.csv": text.encode()}) == [
        ("2010-12-01 08:26:00",),
        ("2011-01-02",),
        (None,),
    ]


def test_a_folder_of_parquet_is_one_entry(shop, tmp_path):
    data = as_bytes("parquet", tmp_path)
    files = {"events/a.parquet": data, "events/b.parquet": data}
    counted = "select source_file, count(*) from raw.consumer_events group by 1 order by 1"
    assert shop(EVENTS % "events", counted, files) == [
        ("events/a.parquet", 3),
        ("events/b.parquet", 3),
    ]


def test_a_damaged_file_about_people_stops_no_other(shop, tmp_path):
    whole = as_bytes("parquet", tmp_path)
    damaged = {"cut.parquet": whole[:-40], "bent.parquet": b"PAR1" + bytes(200) + b"PAR1"}
    read = shop(
        EVENTS % "events.csv" + "".join(EVENTS % name for name in damaged),
        "select source_file, count(*) from raw.consumer_events group by 1",
        {"events.csv": as_bytes("csv", tmp_path), **damaged},
    )
    assert read == [("events.csv", 3)]
    with duckdb.connect(str(shop.settings.build_file), read_only=True) as connection:
        unread = connection.execute(
            "select source_file, problem_text from raw.unread_files order by 1"
        ).fetchall()
    assert [name for name, _ in unread] == sorted(damaged)
    assert all(
        "damaged" in said and str(shop.settings.home.parent) not in said for _, said in unread
    )


def test_no_key_and_another_key_load_nobody(shop, tmp_path, monkeypatch):
    files = {"events.csv": as_bytes("csv", tmp_path)}
    shop(EVENTS % "events.csv", "select 1", files)
    monkeypatch.setenv(KEY_VARIABLE, "another key of enough length")
    with pytest.raises(ProblemsFound, match="not the one of the last load"):
        shop(EVENTS % "events.csv", "select 1")
    monkeypatch.delenv(KEY_VARIABLE)
    with pytest.raises(ProblemsFound, match=f"{KEY_VARIABLE} is not set"):
        shop(EVENTS % "events.csv", "select 1")


def test_a_study_that_may_load_nobody_holds_no_other_back(shop, tmp_path, monkeypatch):
    other = shop.settings.landing[0] / "other"
    other.mkdir()
    (other / "study.yml").write_text(
        HEAD.replace("shop", "other").replace("consumers:", "consumer_settings: {sharing: open}")
    )
    files = {"events.csv": as_bytes("csv", tmp_path)}
    monkeypatch.delenv(KEY_VARIABLE)
    assert shop(EVENTS % "events.csv", "select study_code from raw.studies", files) == [("other",)]
    report = ingest(shop.settings, load_studies(shop.settings), release_id="r2")
    assert list(report.unfit) == ["shop"]
    assert f"{KEY_VARIABLE} is not set" in report.unfit["shop"]


def test_a_person_who_asks_for_it_leaves_every_file_and_the_landed_ones(shop, tmp_path):
    said = EVENTS % "events.csv"
    files = {"events.csv": as_bytes("csv", tmp_path), "erase.csv": b"who\n13800138000\n"}
    shop(said, "select 1", files)
    build = shop.settings.build_file.parent
    landed = {path.name for path in build.rglob("*.parquet")}
    said += "- role: erase\n  file: erase.csv\n  fields: {person: who}\n"
    count = "select count(*) from raw.consumer_events"
    assert shop(said, count) == [(2,)]
    told = "select names_somebody_text, lines_left_out_text from raw.consumer_erasures"
    assert shop(said, told) == [("yes", "1")]
    kept = shop(said, "select lines_filtered, lines_data from raw.source_files order by 1")
    assert kept == [(0, 1), (1, 2)]
    code = Pseudonyms(KEY.encode()).of("13800138000").encode()
    left = [path for path in build.rglob("*") if path.suffix in {".parquet", ".json"}]
    assert left and not landed & {path.name for path in left}  # the old file is unlinked
    # not among the requests either: they are read anew each time
    assert all(code not in path.read_bytes() for path in left)


def test_what_is_older_than_is_kept_is_deleted_and_clocks_that_go_wrong_delete_nothing(shop):
    lines = ["u1,cup,look,2019-05-01", "u1,cup,look,2023-07-01", "u1,cup,look,1970-01-01",
             "u1,cup,look,2099-01-01", "u1,cup,buy,2024年6月1日", "u1,cup,buy,?"]  # fmt: skip
    text = "\n".join([",".join(NAMES), *lines]).encode()
    said = EVENTS % "old.csv" + EVENTS % "new.csv" + "consumer_settings: {retention_months: 12}\n"
    new = text.replace(b"2019-05-01", b"2024-06-15")
    at = "select source_file, at_text from raw.consumer_events order by 1, row_number"
    found = shop(said, at, {"old.csv": text, "new.csv": new})
    # 12 months before 15 June 2024: what the clock dates to 1970 or 2099 goes to the quarantine
    assert [when for name, when in found if name == "new.csv"] == [
        *("2024-06-15", "2023-07-01", "1970-01-01", "2099-01-01", "2024年6月1日", "?")
    ]
    assert [when for name, when in found if name == "old.csv"] == [
        *("2023-07-01", "1970-01-01", "2099-01-01", "2024年6月1日", "?")
    ]
    files = "select lines_filtered, lines_data from raw.source_files order by source_file"
    assert shop(said, files) == [(0, 6), (1, 5)]
    folder = shop.settings.build_file.parent / "consumers/shop"
    parquets = {path.name for path in folder.glob("*.parquet")}
    assert all(b"2019-05-01" not in path.read_bytes() for path in folder.glob("*.parquet"))
    # later events move the moment on: from what was kept, without reading the file again
    moved = new.replace(b"2024-06-15", b"2024-08-01")
    assert [w for n, w in shop(said, at, {"new.csv": moved}) if n == "old.csv"] == [
        *("1970-01-01", "2099-01-01", "2024年6月1日", "?")
    ]
    assert len(parquets & {path.name for path in folder.glob("*.parquet")}) == 0
    # the study may keep more again: then the file is read anew
    said = said.replace("12", "120")
    assert len(shop(said, at)) == 12


def test_times_are_read_at_landing_as_in_the_tables(compiled_models):
    from wenmai.consumers.lands_retention import moment

    texts = ["2024-03-01", "2024/3/1 9:05", "2024年3月1日", "20240301", "2024-03-01 10:00:00+08:00"]
    texts += [
        " ２０２４－０３－０１ ",
        "2024-03-01T10:00:00Z",
        "1.3.2024",
        "",
        "202403",
        "2024-02-30",
        # what the engine takes for a time, and nobody means
        *("epoch", "infinity", "-infinity", "24-3-1", "24/03/01", "0-1-1", "2024-03-01 (BC)"),
        *("99999-01-01", "日2024-03-01", "2024日-日3-1", "24年3月1日"),
    ]
    place = {"study_code": "s", "mapping_code": "m", "source_file": "f", "item_code": "i"}
    frame = pd.DataFrame({"row_number": range(len(texts)), "at_text": texts})
    frame = frame.assign(**place, issue="", change_made="")
    con = compiled_models.run({"consumer_changes": frame}, ["stg_consumers__changes"])
    staged = con.sql("select changed_at from staging.stg_consumers__changes order by row_number")
    own = con.sql(f"select {moment('at_text')} from frame order by row_number")
    found = staged.fetchall()
    assert own.fetchall() == found
    assert [text for text, (time,) in zip(texts, found, strict=True) if time is None] == texts[7:]


def test_an_unchanged_file_is_not_read_again(shop, tmp_path):
    files = {"events.csv": as_bytes("csv", tmp_path)}
    shop(EVENTS % "events.csv", "select 1", files)
    (landed,) = (shop.settings.build_file.parent / "consumers/shop").glob("*.parquet")
    before = landed.stat().st_mtime_ns
    shop(EVENTS % "events.csv", "select 1")
    assert landed.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            "- {role: events, file: e.csv, fields: {person: a, item: b, at: c}}",
            "Say what the lines",
        ),
        ("- {role: items, file: e.csv, fields: {item: a, category: b}}", "need a file of events"),
        (
            "- {role: events, file: e.csv, kind: purchase,"
            " fields: {persn: a, item: b, at: c, person: d}}",
            "no field 'persn'. Did you mean 'person'",
        ),
        (EVENTS % "nothing.csv", "There is no file 'nothing.csv'"),
    ],
)
def test_what_is_declared_wrongly_is_said(shop, said, message):
    with pytest.raises(ProblemsFound, match=message):
        shop(said, "select 1", {"e.csv": b"a,b,c\n1,2,3\n"})
