"""People who query while refreshes publish see one whole release at any moment."""

import json
import subprocess
import sys

import pytest

from wenmai.pipeline import RefreshRequest, refresh

READERS, REFRESHES = 4, 3

# Every round opens the file anew, as a BI tool does, and reads every table in it.
READER = """
import json, sys, time
from pathlib import Path
import duckdb
file, stop = sys.argv[1], Path(sys.argv[2])
rounds, seen, errors = 0, [], []
while not stop.exists() and not errors:
    try:
        with duckdb.connect(file, read_only=True, config={"threads": 1}) as connection:
            promised = connection.execute(
                "select schema_name, table_name, row_count, release_id "
                "from quality.published_tables"
            ).fetchall()
            for schema, table, rows, release in promised:
                found = connection.execute(
                    "select count(*), count(*) filter (where _release_id = ?) "
                    f"from {schema}.{table}",
                    [release],
                ).fetchone()
                if found != (rows, rows):
                    errors.append(f"{schema}.{table} of {release}: {found}, not {rows}")
        releases = sorted({row[3] for row in promised})
        if len(releases) != 1:
            errors.append(f"{releases} at once")
        if releases[0] not in seen:
            seen.append(releases[0])
        rounds += 1
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    time.sleep(0.02)
print(json.dumps({"rounds": rounds, "seen": seen, "errors": errors}))
"""


@pytest.mark.slow
def test_four_readers_see_only_whole_releases_through_three_refreshes(own_warehouse, tmp_path):
    settings, stop = own_warehouse.settings, tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(settings.serving_file), str(stop)]
    readers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(READERS)
    ]
    try:
        published = [
            refresh(settings, RefreshRequest(force=True)).release_id for _ in range(REFRESHES)
        ]
    finally:
        stop.touch()
        answers = [reader.communicate(timeout=60) for reader in readers]
    for said, complained in answers:
        told = json.loads(said)
        assert not told["errors"], told["errors"]
        assert not complained
        assert told["rounds"] > REFRESHES
        # in their order, the last one included: nobody went back and nobody missed the end
        order = [own_warehouse.result.release_id, *published]
        assert told["seen"] == [release for release in order if release in told["seen"]]
        assert len(told["seen"]) > 1
