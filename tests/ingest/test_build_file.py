"""The build file can be made anew at any time; a file in use is left alone."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import duckdb
import pytest

from wenmai.errors import WenmaiError
from wenmai.ingest import ingest
from wenmai.ingest.database import open_build_file
from wenmai.studies import load_studies


@pytest.mark.parametrize(
    "content", [b"not a database at all", b"", os.urandom(20_000)], ids=["text", "empty", "noise"]
)
def test_a_damaged_build_file_is_set_aside_and_made_anew(make_study, settings, raw, content):
    make_study()
    settings.build_file.parent.mkdir(parents=True)
    settings.build_file.write_bytes(content)
    report = ingest(settings, load_studies(settings), release_id="r1")
    assert len(raw("indicator_records")) == 6
    kept = settings.build_file.with_name("wenmai.damaged.duckdb")
    if content:
        assert kept.read_bytes() == content
        (note,) = report.notes
        assert "could not be read" in note
        assert "set aside as wenmai.damaged.duckdb" in note


def test_a_truncated_build_file_is_set_aside_with_its_log(make_study, settings, raw):
    make_study()
    studies = load_studies(settings)
    ingest(settings, studies, release_id="r1")
    content = settings.build_file.read_bytes()
    settings.build_file.write_bytes(content[:5000])
    settings.build_file.with_name("wenmai.duckdb.wal").write_bytes(b"half a log")
    report = ingest(settings, studies, release_id="r2")
    assert len(raw("indicator_records")) == 6
    assert report.notes
    assert not settings.build_file.with_name("wenmai.duckdb.wal").exists()


HOLDER = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(60)
"""


def test_a_build_file_in_use_is_named_with_who_uses_it(make_study, settings):
    make_study()
    settings.build_file.parent.mkdir(parents=True)
    command = [sys.executable, "-c", HOLDER, str(settings.build_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        try:
            with pytest.raises(WenmaiError, match=rf"is in use by process {holder.pid} \("):
                ingest(settings, load_studies(settings), release_id="r1")
        finally:
            holder.kill()


def test_a_connection_of_another_kind_in_this_process_is_named(make_study, settings):
    make_study()
    studies = load_studies(settings)
    ingest(settings, studies, release_id="r1")
    with (
        duckdb.connect(str(settings.build_file), read_only=True),
        pytest.raises(WenmaiError, match="is open in this process"),
    ):
        ingest(settings, studies, release_id="r2")


KILLED = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from wenmai.settings import Settings
    from wenmai.ingest import ingest, run
    from wenmai.studies import load_studies

    project, home, landing = map(Path, sys.argv[1:])
    settings = Settings(project_dir=project, home=home, landing=(landing,))
    studies = load_studies(settings)
    known = run.unchanged_studies
    print("ready", flush=True)
    for number in range(1000):
        run.unchanged_studies = known if number % 2 else lambda *_: set()  # read, keep, read …
        ingest(settings, studies, release_id=f"killed{number}")
    """
)


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.13, 0.31, 0.5])
def test_a_kill_leaves_one_whole_load(make_study, settings, raw, moment):
    rows = "".join(f"沈阳,{year},{year}.5,1\n" for year in range(1000, 9000))
    make_study(values="城市,年份,地区生产总值,文化收入\n" + rows)
    studies = load_studies(settings)
    ingest(settings, studies, release_id="whole")
    paths = [str(path) for path in (settings.project_dir, settings.home, settings.landing[0])]
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, *paths], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
    # opening the file for writing replays or drops what the killed process had in its log
    duckdb.connect(str(settings.build_file)).close()
    records = raw("indicator_records")
    assert len(records) == 16_000
    (load_id,) = {row["_load_id"] for row in records}
    assert {row["_load_id"] for row in raw("studies")} == {load_id}
    assert {row["_load_id"] for row in raw("source_files")} == {load_id}
    assert not ingest(settings, studies, release_id="after").notes


def test_duckdb_draws_no_bar_on_standard_output(settings):
    """It did as soon as a large file took more than two seconds."""
    connection, _ = open_build_file(settings.build_file)
    with connection:
        shown = connection.execute("select current_setting('enable_progress_bar')").fetchone()
    assert shown == (False,)
