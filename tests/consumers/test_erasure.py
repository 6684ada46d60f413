"""Erasing: nothing of the person is left in any byte, and a kill at any moment does no harm."""

import json
import shutil
from types import SimpleNamespace

import duckdb
import pytest
from support.killer import KILLER

from wenmai.consumers.privacy import KEY_VARIABLE, Pseudonyms
from wenmai.erasure import check_erased, erase
from wenmai.erasure.needles import Needle, written
from wenmai.erasure.run import WORK
from wenmai.erasure.search import search_files
from wenmai.errors import WenmaiError
from wenmai.ingest.erasures import read_proofs
from wenmai.ingest.run import ingest
from wenmai.sql_text import literal
from wenmai.studies import load_studies

KEY = "a key for tests of enough length"
PERSON, OTHER = "13800138000", "13800138001"
STUDY = """\
code: shop
name: {zh: 商店, en: Shop}
years: {first: 2023, last: 2024}
units: {level: prefecture, include: [沈阳市]}
consumers:
- role: events
  file: events.csv
  kind: purchase
  fields: {person: who, item: what, at: when}
"""
ASKED = "- {role: erase, file: erase.csv, fields: {person: who, requested_at: at}}\n"


class Warehouse:
    """A study that is only ingested, with releases that are a text each: no models are built."""

    def __init__(self, settings):
        self.settings = settings
        self.folder = settings.landing[0] / "shop"
        self.names = Pseudonyms(KEY.encode())
        self.made = 0

    def refresh(self, settings, request=None, *, observer=None):
        """Ingest, and show a release that counts people."""
        ingest(settings, load_studies(settings), release_id="r")
        self.made += 1
        name = f"r{self.made}"
        release = settings.releases_dir / name
        release.mkdir(parents=True)
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            counted = connection.execute("select count(*) from raw.consumer_events").fetchall()
        (release / "counted.txt").write_text(str(counted), encoding="utf-8")
        settings.pointer.unlink(missing_ok=True)
        settings.pointer.symlink_to(release)
        said = SimpleNamespace(provenance={"studies": ["shop"]})
        return SimpleNamespace(release=said, release_id=name)

    def erase(self):
        return erase(self.settings, refresh_with=self.refresh)

    def kept(self):
        with duckdb.connect(str(self.settings.build_file), read_only=True) as connection:
            return connection.execute(
                "select person_code, item_code from raw.consumer_events order by row_number"
            ).fetchall()


@pytest.fixture
def shop(settings, monkeypatch):
    """Return a warehouse in which somebody bought twice, and then asked to be erased."""
    monkeypatch.setenv(KEY_VARIABLE, KEY)
    made = Warehouse(settings)
    made.folder.mkdir()
    lines = [f"{PERSON},cup,2024-03-01", f"{OTHER},cup,2024-03-02", f"{PERSON},pen,2024-03-03"]
    (made.folder / "events.csv").write_text("\n".join(["who,what,when", *lines]), encoding="utf-8")
    (made.folder / "study.yml").write_text(STUDY, encoding="utf-8")
    made.refresh(settings)
    (made.folder / "study.yml").write_text(STUDY + ASKED, encoding="utf-8")
    asked = f"who,at\n{PERSON},2024-04-01\n,2024-04-02\n"
    (made.folder / "erase.csv").write_text(asked, encoding="utf-8")
    # what else can name people: a log, a cache, a private file that was set aside
    build = settings.build_file.parent
    for name in ("logs/dbt.log", "extracted_texts/ab/cd.json", "wenmai.damaged.duckdb"):
        (build / name).parent.mkdir(parents=True, exist_ok=True)
        (build / name).write_text(f"seen: {made.names.of(PERSON)} ({PERSON})", encoding="utf-8")
    (build / "logs/other.log").write_text("nobody", encoding="utf-8")
    return made


def is_clean(shop):
    """Search without the code under test: uncompressed copies, and every other file as it is."""
    needles = [PERSON.encode(), shop.names.of(PERSON).encode()]
    copy = shop.settings.home.parent / "copy.duckdb"
    copy.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set force_compression = 'uncompressed'")
        connection.execute(f"attach '{shop.settings.build_file}' as source (read_only)")
        connection.execute(f"attach '{copy}' as target")
        connection.execute("copy from database source to target")
        copies = [copy]
        for number, file in enumerate(shop.settings.build_file.parent.rglob("*.parquet")):
            copies.append(copy.with_name(f"copy{number}.parquet"))
            connection.execute(f"copy (from '{file}') to '{copies[-1]}' (compression uncompressed)")
    # else nothing would be proven
    assert any(shop.names.of(OTHER).encode() in path.read_bytes() for path in copies)
    for path in [*copies, *(p for p in shop.settings.home.rglob("*") if p.is_file())]:
        if any(needle in path.read_bytes() for needle in needles):
            return False
    return True


def test_nothing_of_the_person_is_left_in_any_byte(shop):
    rows = shop.kept()
    assert len(rows) == 3
    result = shop.erase()
    assert shop.kept() == [(shop.names.of(OTHER), "cup")]
    assert is_clean(shop)
    assert (result.requests, result.new_requests, result.lines) == (1, 1, 2)
    assert set(result.releases_removed) == {"r1"}
    assert set(result.files_removed) == {
        *("build/logs/dbt.log", "build/extracted_texts/ab/cd.json", "build/wenmai.damaged.duckdb")
    }
    assert (shop.settings.build_file.parent / "logs/other.log").exists()
    assert result.sources == {"shop/events.csv": 2}
    # what is told says nothing of who it was, and is true of the search
    (proof,) = read_proofs(shop.settings.build_file.parent).values()
    assert proof.lines_erased == 2 and proof.files_searched == len(result.searched)
    assert proof.bytes_searched == result.bytes_searched > result.bytes_after
    assert not [one.file for one in check_erased(shop.settings) if one.found]
    # the second refresh of it wrote down what was proven
    with duckdb.connect(str(shop.settings.build_file), read_only=True) as connection:
        told = connection.execute(
            "select names_somebody_text, lines_left_out_text, erased_at_text, releases_removed_text"
            " from raw.consumer_erasures order by row_number"
        ).fetchall()
    assert told == [("yes", "2", proof.erased_at, "1"), (None, "0", None, None)]
    again = shop.erase()
    assert (again.new_requests, len(read_proofs(shop.settings.build_file.parent))) == (0, 1)


def test_killed_at_any_moment_it_does_no_harm_and_can_be_done_again(shop, tmp_path):
    refreshed = shop.refresh(shop.settings)
    shop.refresh = lambda *given, **said: refreshed
    first = tmp_path / "first"
    shutil.copytree(shop.settings.home, first, symlinks=True)
    with KILLER.at(shop.settings.home) as counting:
        shop.erase()
    assert counting.done > 12
    for operation in range(0, counting.done, 2):
        shutil.rmtree(shop.settings.home)
        shutil.copytree(first, shop.settings.home, symlinks=True)
        with KILLER.at(shop.settings.home, operation):
            shop.erase()
        assert shop.kept() == [(shop.names.of(OTHER), "cup")]
        assert (shop.settings.pointer / "counted.txt").exists()  # people still see a release
        if read_proofs(shop.settings.build_file.parent):
            assert is_clean(shop)  # never called erased before it is
        shop.erase()
        assert is_clean(shop)
        assert len(read_proofs(shop.settings.build_file.parent)) == 1
        assert not (shop.settings.build_file.parent / WORK).exists()


def test_what_is_left_somewhere_is_said_and_nothing_counts_as_erased(shop):
    stray = shop.settings.build_file.parent / "export.csv"
    stray.write_text(f"x,{shop.names.of(PERSON)}\n", encoding="utf-8")
    with pytest.raises(WenmaiError, match=r"still found in 1 file: build/export.csv"):
        shop.erase()
    assert read_proofs(shop.settings.build_file.parent) == {}
    (found,) = [one for one in check_erased(shop.settings) if one.found]
    assert found.file == "build/export.csv"


def test_a_search_that_finds_nobody_at_all_proves_nothing(shop, monkeypatch):
    monkeypatch.setattr("wenmai.erasure.search.Needle.is_in", lambda self, block: False)
    with pytest.raises(WenmaiError, match="does not even find people who are still in shop"):
        shop.erase()


def test_compressed_files_are_searched_in_the_plain_and_names_stand_alone(tmp_path):
    import openpyxl
    import pandas as pd

    home = tmp_path / "home"
    work = tmp_path / "work"
    home.mkdir(), work.mkdir()
    frame = pd.DataFrame({"who": ["会员00421", "会员00420", "会员00421"] * 400})
    frame.to_parquet(home / "a.parquet", compression="zstd")
    book = openpyxl.Workbook()
    book.active.append(["会员00421"])
    book.save(home / "b.xlsx")
    for name, stands in (("会员00421", True), ("会员0042", False), ("会员00422", False)):
        needles = [Needle("shop", data, "name") for data in written(name)]
        found = search_files(home, sorted(home.iterdir()), needles, work)
        assert [bool(one.found) for one in found] == [stands, stands]
    # signs that XML, JSON, CSV and SQL write in ways of their own
    name = "甲&乙<丙>\"丁\"'戊'"
    book.active.append([name])
    book.save(home / "b.xlsx")
    pd.DataFrame({"who": [name]}).to_csv(home / "d.csv")
    (home / "d.json").write_text(json.dumps([name], ensure_ascii=False))
    (home / "d.sql").write_text(f"values ({literal(name)})")
    needles = [Needle("shop", data, "name") for data in written(name)]
    found = {
        one.file: bool(one.found)
        for one in search_files(home, sorted(home.iterdir()), needles, work)
    }
    assert found == {
        "a.parquet": False,
        **dict.fromkeys(["b.xlsx", "d.csv", "d.json", "d.sql"], True),
    }
    (home / "c.parquet").write_bytes(b"no parquet")
    with pytest.raises(WenmaiError, match=r"c.parquet cannot be opened"):
        list(search_files(home, [home / "c.parquet"], needles, work))
