"""The fingerprint changes when, and only when, a number could change."""

import json
import os
from dataclasses import replace

import pytest

from wenmai.ingest import fingerprint as fingerprint_module
from wenmai.ingest.file_hashes import file_hashes, sha256_of
from wenmai.ingest.fingerprint import fingerprint
from wenmai.studies import load_studies

PROJECT = {
    "dbt_project.yml": "vars: {max_gap_years: 3}\n",
    "requirements.lock": "duckdb==1.5.6\n",
    "seeds/reference/units.csv": "a\n",
    "models/marts/fct.sql": "select 1\n",
    "models/marts/fct.yml": "version: 2\n",
    "macros/name_key.sql": "-- macro\n",
    "python_models/indicators/int.py": "def model(dbt, session): ...\n",
    "wenmai/indicators/pca.py": "x = 1\n",
    "wenmai/cli/app.py": "y = 1\n",
    "docs/methods.md": "text\n",
    "tests/test_x.py": "z = 1\n",
}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    for name, content in PROJECT.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def current(make_study, settings, project):
    """Return a function that loads the studies and fingerprints them."""
    make_study("east")
    make_study("west")
    return lambda: fingerprint(load_studies(settings), replace(settings, project_dir=project))


@pytest.mark.parametrize(
    "name",
    [name for name in PROJECT if not name.startswith(("wenmai/cli", "docs", "tests"))],
)
def test_what_the_project_computes_with_counts(current, project, name):
    before = current()
    (project / name).write_text(PROJECT[name] + "# changed\n", encoding="utf-8")
    assert current() != before


@pytest.mark.parametrize("name", ["wenmai/cli/app.py", "docs/methods.md", "tests/test_x.py"])
def test_what_changes_no_number_does_not_count(current, project, name):
    before = current()
    (project / name).write_text("changed\n", encoding="utf-8")
    (project / "models/notes.bak").write_text("left by an editor", encoding="utf-8")
    assert current() == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("tables/values.csv", "6292.4", "6292.5"),
        ("corrections.csv", "misprint", "misprinted"),
        ("study.yml", "last: 2019", "last: 2020"),
        ("sources/values.yml", "priority: 7", "priority: 8"),
    ],
)
def test_what_a_study_holds_counts(current, settings, name, old, new):
    before = current()
    path = settings.landing[0] / "east" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert current() != before


def test_a_file_more_and_a_name_changed_count(current, settings):
    folder = settings.landing[0] / "east"
    mapping = folder / "sources/values.yml"
    text = mapping.read_text(encoding="utf-8").replace("tables/values.csv", "tables/*.csv")
    mapping.write_text(text, encoding="utf-8")
    before = current()
    (folder / "tables/values.csv").rename(folder / "tables/renamed.csv")
    renamed = current()
    (folder / "tables/more.csv").write_text("城市,年份,地区生产总值,文化收入\n", encoding="utf-8")
    assert len({before, renamed, current()}) == 3


def test_times_comments_and_files_that_no_mapping_reads_do_not_count(current, settings):
    before = current()
    folder = settings.landing[0] / "east"
    os.utime(folder / "tables/values.csv", (1, 1))
    (folder / "tables/notes.txt").write_text("not read", encoding="utf-8")
    study = folder / "study.yml"
    study.write_text("# a comment\n" + study.read_text(encoding="utf-8"), encoding="utf-8")
    assert current() == before


def test_the_order_of_studies_and_the_place_of_the_folders_do_not_count(
    current, settings, project, tmp_path
):
    before = current()
    here = replace(settings, project_dir=project)
    assert fingerprint(load_studies(settings)[::-1], here) == before
    settings.landing[0].rename(tmp_path / "elsewhere")
    moved = settings.with_landing(tmp_path / "elsewhere")
    assert fingerprint(load_studies(moved), replace(here, home=tmp_path / "home2")) == before


def test_the_choice_of_studies_counts(current, settings, project):
    only = load_studies(settings, only=["east"])
    assert fingerprint(only, replace(settings, project_dir=project)) != current()


def test_the_version_of_the_package_counts(current, monkeypatch):
    before = current()
    monkeypatch.setattr(fingerprint_module, "version", lambda name: "99.0")
    assert current() != before


@pytest.fixture
def counted(monkeypatch):
    """Return the list of files that were really read."""
    read = []

    def counting(path):
        read.append(path.name)
        return sha256_of(path)

    monkeypatch.setattr("wenmai.ingest.file_hashes.sha256_of", counting)
    return read


def old_file(folder, name, content="content"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def settled(monkeypatch):
    """Let files count as settled at once: a test cannot change the time of a change."""
    monkeypatch.setattr("wenmai.ingest.file_hashes._SETTLED_AFTER_NS", -(10**12))


def test_a_file_that_did_not_change_is_read_once(tmp_path, counted, settled):
    path, cache = old_file(tmp_path, "a.csv"), tmp_path / "build/cache.json"
    first = file_hashes([path], cache)
    assert file_hashes([path], cache) == first
    assert counted == ["a.csv"]


def test_a_changed_file_is_read_again_even_when_size_and_time_are_the_same(
    tmp_path, counted, settled
):
    path, cache = old_file(tmp_path, "a.csv", "one"), tmp_path / "cache.json"
    first = file_hashes([path], cache)
    status = path.stat()
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file_hashes([path], cache) != first


def test_a_file_that_has_just_changed_is_not_remembered_yet(tmp_path, counted):
    path, cache = old_file(tmp_path, "a.csv"), tmp_path / "cache.json"
    file_hashes([path], cache)
    file_hashes([path], cache)
    assert counted == ["a.csv", "a.csv"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', '{"a": [1, 2]}', "\x00"])
def test_a_damaged_cache_is_made_anew(tmp_path, settled, content):
    path, cache = old_file(tmp_path, "a.csv"), tmp_path / "cache.json"
    cache.write_text(content, encoding="utf-8")
    assert file_hashes([path], cache)[path] == sha256_of(path)
    assert str(path) in json.loads(cache.read_text(encoding="utf-8"))


def test_files_that_are_gone_leave_the_cache(tmp_path, settled):
    old, new, cache = old_file(tmp_path, "a"), old_file(tmp_path, "b"), tmp_path / "cache.json"
    file_hashes([old], cache)
    old.unlink()
    file_hashes([new], cache)
    assert list(json.loads(cache.read_text(encoding="utf-8"))) == [str(new)]


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path, settled):
    path = old_file(tmp_path, "a.csv")
    (tmp_path / "a_file").write_text("", encoding="utf-8")
    assert file_hashes([path], tmp_path / "a_file" / "cache.json")[path] == sha256_of(path)
