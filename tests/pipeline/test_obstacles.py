"""What stands in the way on a disk is one sentence with the way out."""

import re
import resource
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.obstacles import in_one_sentence, obstacle
from wenmai.pipeline import RefreshRequest, read_log, refresh, sequence, size
from wenmai.places import without_places
from wenmai.settings import Settings

HOLD = """
import sys, duckdb
with duckdb.connect(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
FILL = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    connection.execute("create table t as select random() as x from range(1000000)")
"""


def test_a_file_that_another_program_has_open_is_named_with_that_program(settings):
    settings.build_file.parent.mkdir(parents=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.build_file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WenmaiError, match="is open in another program") as caught,
            in_one_sentence(settings),
            duckdb.connect(str(settings.build_file)),
        ):
            pass
    finally:
        holder.communicate()
    assert str(holder.pid) in caught.value.message
    assert "\n" not in caught.value.message


class SharingViolation(PermissionError):
    """What Windows raises where another program holds a file; Python numbers it as a right."""

    winerror = 32


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException(
            'IO Error: Cannot open file "C:\\a.duckdb": The process cannot access the file because'
            " it is being used by another process.\n\nFile is already open in \nC:\\d.exe (PID 7)"
        ),
        duckdb.IOException(
            'IO Error: Cannot open file "C:\\a.duckdb": 另一个程序正在使用此文件，进程无法访问。'
        ),
        SharingViolation(13, "Permission denied", "C:\\a.duckdb"),
    ],
    ids=["duckdb", "duckdb_zh", "python"],
)
def test_a_lock_of_windows_is_no_lack_of_rights(settings, error):
    said = obstacle(error, settings)
    assert "a.duckdb is open in another program" in said.message
    assert ("(C:\\d.exe (PID 7))" in said.message) == ("PID" in str(error))


def test_a_limit_that_duckdb_meets_is_said_with_what_is_needed(settings):
    """A limit of file size stands for a full disk: the system refuses the write all the same."""
    settings.build_file.parent.mkdir(parents=True)

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    done = subprocess.run(
        [sys.executable, "-c", FILL, str(settings.build_file)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    said = obstacle(duckdb.IOException(done.stderr.strip().splitlines()[-1]), settings)
    assert "a refresh needs about 500 MB" in said.message, done.stderr


@pytest.mark.parametrize("message", ["The file cannot be read (Permission denied).", "Test failed"])
def test_other_messages_stay_as_they_are(settings, message):
    assert obstacle(WenmaiError(message), settings) is None
    assert obstacle(ValueError(message), settings) is None


def test_a_log_that_cannot_be_written_costs_no_release_and_hides_no_failure(settings, monkeypatch):
    def fail(*_, **__):
        raise WenmaiError("The study has a problem.")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sequence, "plan", fail)
    monkeypatch.setattr(sequence, "append", full)
    with pytest.raises(WenmaiError, match="The study has a problem"):
        refresh(settings, RefreshRequest(force=True))
    assert read_log(settings) == []


@pytest.mark.parametrize("number", [28, 122, 27, 30, 13, 1, 24, 5])
def test_what_a_disk_refuses_is_said_in_both_languages(settings, number):
    said = obstacle(OSError(number, "whatever the system says", "/srv/a/b.duckdb"), settings)
    in_chinese = said.text("zh")
    assert in_chinese.endswith("。")
    assert "whatever" not in in_chinese + said.text("en")
    assert not re.search("[a-z]{3,} [a-z]{3,}", re.sub(r"[\w/.-]+/[\w/.-]+", "", in_chinese))


def test_a_message_loses_its_places_in_both_languages(settings):
    said = obstacle(OSError(30, "", str(settings.home / "serving" / "a.duckdb")), settings)
    published = without_places(said.message, settings)
    assert str(settings.home) not in published + published.text("zh")
    assert published.text("zh").startswith("./serving/a.duckdb无法写入")


def test_a_lack_of_memory_is_one_sentence_whoever_meets_it(settings):
    with duckdb.connect() as connection, pytest.raises(duckdb.Error) as caught:
        connection.execute("set memory_limit = '5MB'; set temp_directory = ''")
        connection.execute("select list(x) from range(5000000) as t (x)").fetchall()
    failed = WenmaiError("Nothing was published: model a failed: Out of Memory Error: 3 GB")
    for error in (caught.value, MemoryError(), failed):
        said = obstacle(error, replace(settings, memory_limit="6GB"))
        assert said.message == "The refresh needs more memory than the 6GB that it may take."
        assert "docs/operate.md" in said.text("zh")
    assert " GB that it may take" in str(obstacle(MemoryError(), settings))


def test_a_panel_that_will_not_fit_is_refused_before_anything_is_read(monkeypatch):
    # what a study says of its index, without a folder of 2,900 counties
    monkeypatch.setattr(size, "DECLARATION", SimpleNamespace(said_in=lambda config: config))
    project_dir = Settings.from_env({}).project_dir
    config = SimpleNamespace(
        years=SimpleNamespace(span=range(1994, 2024)), uncertainty=SimpleNamespace(draws=None)
    )
    study = SimpleNamespace(unit_codes=range(2900), config=config, indicators=range(200))
    monkeypatch.setattr(size, "machine_bytes", lambda: 4 * 10**9)
    with pytest.raises(WenmaiError) as raised:
        size.refuse_what_does_not_fit([study], project_dir)
    assert "17,400,000 values" in str(raised.value) and "has 4.0 GB" in str(raised.value)
    assert "而本机（或容器）只有4.0 GB" in raised.value.message.text("zh")
    assert "Take fewer units, years or indicators" in raised.value.hint
    for enough in (10**12, None):
        monkeypatch.setattr(size, "machine_bytes", lambda enough=enough: enough)
        size.refuse_what_does_not_fit([study], project_dir)
    monkeypatch.setattr(size, "machine_bytes", lambda: 20 * 10**9)
    size.refuse_what_does_not_fit([study], project_dir)
    config.uncertainty.draws = 1024  # draws that a study asks for take memory in any panel
    with pytest.raises(WenmaiError, match="17,400,000 values"):
        size.refuse_what_does_not_fit([study], project_dir)
