"""One pointer decides what people see, whatever is killed between any two file operations."""

import errno
import os
import re
import shutil
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from support.killer import KILLER

from wenmai.errors import WenmaiError
from wenmai.obstacles import in_one_sentence
from wenmai.pipeline import RefreshEntry, read_log
from wenmai.publish import current_release, list_releases, make, publish, roll_back
from wenmai.publish.described import Described
from wenmai.publish.hashing import file_hash
from wenmai.publish.killed import close_killed
from wenmai.refreshes.lock import refresh_lock
from wenmai.refreshes.log import append
from wenmai.settings import Settings


def _fill(settings, release, reasons, spoilt):
    """Write a serving file of one table: what is under test is what happens to files."""
    with duckdb.connect(str(release.serving_copy)) as connection:
        connection.execute(
            "create schema quality; create table quality.published_tables as "
            f"select '{release.release_id}' as release_id, timestamptz '2024-01-31' as created_at"
        )
    return replace(release, serving_sha256=file_hash(release.serving_copy))


def _folder(name):
    def make_one(release):
        page = release.folder / name / "says.txt"
        page.parent.mkdir()
        page.write_text(release.release_id)
        return [page]

    return make_one


def _what_people_open(_, release):
    done = Future()
    done.set_result([*_folder("atlas")(release), *_folder("excel")(release)])
    return [done]


@pytest.fixture
def light(monkeypatch):
    """Let a publication write next to nothing."""
    monkeypatch.setattr(make, "_fill", _fill)
    monkeypatch.setattr("os.fsync", lambda _: None)  # a kill loses nothing that was written
    monkeypatch.setattr(make, "check_release", lambda *_: None)
    monkeypatch.setattr(make, "_write_tables", lambda _, release: (release, Described(())))
    monkeypatch.setattr(make, "_begin_what_people_open", _what_people_open)


class Warehouse:
    """A warehouse and what is known of it: the releases that people ever saw, and the current."""

    def __init__(self, folder, keep=3):
        self.settings = Settings(Path(), folder, (), keep_releases=keep)
        self.settings.build_file.parent.mkdir(parents=True)
        self.settings.build_file.touch()
        self.number, self.seen, self.current = 0, set(), None

    def refresh(self, operation=None, refusal=None):
        """Do what a refresh does around its publication."""
        self.number += 1
        name = f"r{self.number:03}"
        entry = RefreshEntry(name, "running", datetime.now(UTC))
        with (
            in_one_sentence(self.settings),
            KILLER.at(self.settings.home, operation, refusal) as run,
            refresh_lock(self.settings),
        ):
            close_killed(self.settings)
            append(self.settings, entry)
            publish(self.settings, name)
            append(self.settings, entry.ended("published"))
        self.look(name, was_killed=operation is not None and run.left < 0)
        return run.done

    def roll_back(self, name, operation=None):
        with KILLER.at(self.settings.home, operation) as run:
            roll_back(self.settings, name)
        self.look(name, was_killed=operation is not None and run.left < 0)
        return run.done

    def look(self, wanted, *, was_killed):
        """People see one whole release: the one before, or the wanted one."""
        if was_killed and self.settings.pointer.is_file():
            # copies may be of two releases until the next command
            release = current_release(self.settings)
            shown = release.release_id if release is not None else None
        else:
            shown = self.shown()
        assert shown in ({self.current, wanted} if was_killed else {wanted})
        self.current = shown
        if shown is not None:
            self.seen.add(shown)
        if was_killed:
            return
        folders = {path.name for path in self.settings.releases_dir.iterdir()}
        kept = {release.release_id for release in list_releases(self.settings)}
        assert folders == kept <= self.seen, "an orphan release, or what was left of one"
        assert len(kept) == min(len(self.seen), self.settings.keep_releases)
        assert not [*self.settings.serving_dir.glob(".*")]
        ends = {entry.release_id: entry.status for entry in read_log(self.settings)}
        assert {name for name, status in ends.items() if status == "published"} == self.seen

    def shown(self):
        """Return the release that everything people open belongs to."""
        here = self.settings.serving_dir
        release = current_release(self.settings)
        if release is None:
            assert not any(map(os.path.exists, (here / "wenmai.duckdb", here / "atlas")))
            return None
        with duckdb.connect(str(here / "wenmai.duckdb"), read_only=True) as connection:
            rows = connection.execute("select release_id from quality.published_tables").fetchall()
        said = {(here / folder / "says.txt").read_text() for folder in ("atlas", "excel")}
        assert said == {release.release_id} == {rows[0][0]}
        return release.release_id


def test_a_publication_can_be_killed_at_every_operation(after_two):
    operations = after_two("counted").refresh()
    assert operations > 15
    for operation in range(operations):
        warehouse = after_two(f"p{operation}")
        warehouse.refresh(operation)
        if operation % 2:
            warehouse.roll_back("r001")
        warehouse.refresh()


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (errno.ENOSPC, r"^The disk is full: .* MB are free, and a refresh needs about .* MB in "),
        (errno.EDQUOT, "^The quota of this user is used up: "),
        (errno.EROFS, "its disk is read-only"),
        (errno.EACCES, "^This user may not read or write "),
    ],
)
def test_a_disk_that_takes_no_more_is_one_sentence_and_leaves_no_orphan(after_two, refusal, words):
    name = errno.errorcode[refusal]
    operations = after_two(f"counted{name}").refresh()
    failed = 0
    for operation in range(0, operations, 2 if refusal == errno.ENOSPC else 9):
        warehouse = after_two(f"{name}{operation}")
        try:
            warehouse.refresh(operation, refusal)
        except WenmaiError as error:
            failed += 1
            assert re.search(words, error.message), error.message
            assert "\n" not in error.message
        shown = warehouse.shown()
        assert shown in {warehouse.current, "r003"}
        folders = {path.name for path in warehouse.settings.releases_dir.glob("[!.]*")}
        assert folders <= {"r001", "r002", shown}, "an orphan release"
        warehouse.seen.add(shown)
        warehouse.current = shown
        warehouse.refresh()
    assert failed > 5 or refusal != errno.ENOSPC


def test_a_roll_back_can_be_killed_at_every_operation(after_two):
    operations = after_two("counted").roll_back("r001")
    assert operations > 3
    for operation in range(operations):
        warehouse = after_two(f"b{operation}")
        warehouse.roll_back("r001", operation)
        warehouse.refresh()


@pytest.fixture
def after_two(light, tmp_path):
    """Return a function that copies a warehouse with two releases."""
    made = Warehouse(tmp_path / "two")
    made.refresh()
    made.refresh()

    def copy(name):
        shutil.copytree(made.settings.home, tmp_path / name, symlinks=True)
        warehouse = object.__new__(Warehouse)
        vars(warehouse).update(vars(made), settings=replace(made.settings, home=tmp_path / name))
        warehouse.seen = set(made.seen)
        return warehouse

    return copy


class AnyOrder(RuleBasedStateMachine):
    """Refreshes and roll-backs in any order, each killed anywhere or not at all."""

    @initialize()
    def begin(self):
        self.folder = Path(mkdtemp())
        self.warehouse = Warehouse(self.folder / "home", keep=2)

    @rule(operation=st.none() | st.integers(0, 30))
    def refresh(self, operation):
        self.warehouse.refresh(operation)

    @rule(choice=st.integers(0, 9), operation=st.none() | st.integers(0, 12))
    def roll_back(self, choice, operation):
        kept = sorted(
            release.release_id
            for release in list_releases(self.warehouse.settings)
            if release.release_id in self.warehouse.seen
        )
        if kept:
            self.warehouse.roll_back(kept[choice % len(kept)], operation)

    @invariant()
    def people_see_what_they_saw(self):
        if hasattr(self, "warehouse"):
            assert self.warehouse.shown() == self.warehouse.current

    def teardown(self):
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def test_refreshes_and_roll_backs_in_any_order(light):
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=int(os.environ.get("WENMAI_TEST_EXAMPLES", "8")),
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_warehouse_of_before_goes_over_without_a_moment_of_two_releases(after_two):
    """The serving file was a copy, atlas and workbooks links of their own."""
    operations = _as_before(after_two, "counted").refresh()
    for operation in range(operations // 2, operations):  # before, nothing is shown
        warehouse = _as_before(after_two, f"o{operation}")
        warehouse.refresh(operation)
        warehouse.refresh()
        assert warehouse.settings.serving_file.is_symlink()


def _as_before(after_two, name):
    warehouse = after_two(name)
    here, release = warehouse.settings.serving_dir, current_release(warehouse.settings)
    warehouse.settings.pointer.unlink()
    for shown in ("wenmai.duckdb", "atlas", "excel"):
        (here / shown).unlink()
    shutil.copyfile(release.serving_copy, here / "wenmai.duckdb")
    for shown in ("atlas", "excel"):
        (here / shown).symlink_to(f"releases/{release.release_id}/{shown}")
    return warehouse


def test_a_copy_that_followed_the_links_gets_them_back(after_two, tmp_path):
    warehouse = after_two("home")
    shutil.copytree(warehouse.settings.home, tmp_path / "copy")  # follows links
    copied = replace(warehouse.settings, home=tmp_path / "copy")
    assert not copied.pointer.is_symlink()
    warehouse.settings = copied
    warehouse.look("r002", was_killed=False)
    warehouse.refresh()
    warehouse.refresh()
    assert copied.pointer.is_symlink()


def test_without_links_people_open_copies_of_the_release_that_the_pointer_names(
    light, tmp_path, monkeypatch
):
    def refuse(self, target, target_is_directory=False):
        raise OSError(errno.EPERM, "Operation not permitted", str(self))

    monkeypatch.setattr(Path, "symlink_to", refuse)
    warehouse = Warehouse(tmp_path / "home")
    operations = max(warehouse.refresh(), warehouse.refresh())
    here = warehouse.settings.serving_dir
    assert (here / "current").read_text() == "r002 copied"
    assert not any(path.is_symlink() for path in here.iterdir())
    for operation in range(1, operations, 4):
        warehouse.refresh(operation)
        warehouse.refresh()
        name = f"r{warehouse.number - 1:03}"
        if name in warehouse.seen:
            warehouse.roll_back(name, operation % 8)
            warehouse.roll_back(name)


def test_a_process_that_still_reads_the_old_release_opens_the_new_one(after_two):
    """DuckDB opens a file once per process; the file of each release has a path of its own."""
    warehouse = after_two("home")
    file, query = str(warehouse.settings.serving_file), "from quality.published_tables"
    with duckdb.connect(file, read_only=True) as old:
        warehouse.refresh()
        with duckdb.connect(file, read_only=True) as new:
            assert new.execute(query).fetchone()[0] == "r003"
        assert old.execute(query).fetchone()[0] == "r002"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_release_cannot_be_opened_for_writing(after_two):
    warehouse = after_two("home")
    with pytest.raises(duckdb.IOException, match="Permission denied"):
        duckdb.connect(str(warehouse.settings.serving_file))
