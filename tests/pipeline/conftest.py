"""Two refreshes under the eyes of four readers, made once for several tests."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.shared import made_once
from support.warehouse import DemoWarehouse, WatchedRefreshes

from wenmai.pipeline import RefreshRequest, refresh

READERS = 4
# from nothing, and again from what is there
REFRESHES = (RefreshRequest(full_refresh=True), RefreshRequest(force=True))

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
    time.sleep(0.5)  # four that never rest would take both processors from the refresh
print(json.dumps({"rounds": rounds, "seen": seen, "errors": errors}))
"""


@pytest.fixture(scope="session")
def watched_refreshes(index_warehouse, tmp_path_factory) -> WatchedRefreshes:
    """Refresh a copy of the warehouse of indices while four processes query it."""

    def make(folder: Path) -> WatchedRefreshes:
        warehouse: DemoWarehouse = index_warehouse.copy_to(folder / "warehouse")
        stop = folder / "stop"
        command = [
            *(sys.executable, "-c", READER),
            *(str(warehouse.settings.serving_file), str(stop)),
        ]
        readers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(READERS)
        ]
        try:
            results = tuple(refresh(warehouse.settings, request) for request in REFRESHES)
        finally:
            stop.touch()
            told = tuple(json.loads(reader.communicate(timeout=60)[0]) for reader in readers)
        return WatchedRefreshes(warehouse.result, results, told)

    return made_once(tmp_path_factory, "watched_refreshes", make)
