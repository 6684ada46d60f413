"""A file that somebody named is there as a whole or as it was, and a full disk is one sentence."""

import errno
import os
import sqlite3

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.whole_file import whole_file


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "The disk is full"),
        (OSError(errno.EDQUOT, "x"), "The quota of this user is used up"),
        (OSError(errno.EACCES, "x"), "Permission denied"),
        (sqlite3.OperationalError("database or disk is full"), "The disk is full"),
        (duckdb.IOException('IO Error: "x": No space left on device'), "The disk is full"),
        (RuntimeError("[Errno 13] Permission denied: 'x'"), "Permission denied"),
    ],
)
def test_what_fails_while_writing_is_one_sentence_and_changes_nothing(tmp_path, error, said):
    file = tmp_path / "units.csv"
    file.write_text("as it was")

    def write():
        with whole_file(file) as part:
            part.write_text("half")
            part.with_name(f"{part.name}-journal").write_text("of SQLite")
            raise error

    with pytest.raises(WenmaiError, match=f"units.csv cannot be written: {said}"):
        write()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("units.csv", "as it was")
    ]


def test_an_error_about_anything_else_stays_what_it_is(tmp_path):
    def write():
        with whole_file(tmp_path / "a.csv") as part:
            part.write_text("half")
            raise KeyError("no such column")

    with pytest.raises(KeyError, match="no such column"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_into_a_release(tmp_path):
    """Through a link such as serving/excel, a workbook of the release would be replaced."""
    release = tmp_path / "releases" / "r1"
    (release / "excel").mkdir(parents=True)
    for name in ("manifest.json", "wenmai.duckdb", "excel/northeast.xlsx"):
        (release / name).write_text("as it was")
    (tmp_path / "excel").symlink_to(release / "excel")
    for file in (tmp_path / "excel" / "northeast.xlsx", release / "atlas" / "new.csv"):
        with pytest.raises(WenmaiError, match="would lie in release r1"), whole_file(file):
            pass
    assert (release / "excel" / "northeast.xlsx").read_text() == "as it was"
