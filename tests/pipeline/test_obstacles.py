"""What stands in the way on a disk is one sentence with the way out."""

import resource
import subprocess
import sys

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.obstacles import in_one_sentence, obstacle
from wenmai.pipeline import RefreshRequest, read_log, refresh, sequence

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
