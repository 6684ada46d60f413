"""Let readers query while refreshes publish: no error, and one whole release at any moment.

``python -m benchmarks readers`` lets sixteen read through ten refreshes of the demo, ``--quick``
four through two.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wenmai.pipeline import RefreshRequest, RefreshResult, refresh
from wenmai.settings import Settings

# from nothing, and again from what is there
REQUESTS = (RefreshRequest(full_refresh=True), RefreshRequest(force=True))

# Every round opens the file anew, as a BI tool does, and reads every table in it. The last one
# begins when the refreshes have ended. Four that never rest would take both processors from them.
READER = """
import json, sys, time
from pathlib import Path
import duckdb
file, stop = sys.argv[1], Path(sys.argv[2])
rounds, seen, errors = 0, [], []
is_last = False
while not is_last and not errors:
    is_last = stop.exists()
    try:
        with duckdb.connect(file, read_only=True, config={"threads": 1}) as connection:
            promised = connection.execute(
                "select schema_name, table_name, row_count, release_id "
                "from quality.published_tables"
            ).fetchall()
            for schema, table, rows, release in promised:
                # no parameter: the first one would import pandas
                found = connection.execute(
                    f"select count(*), count(*) filter (where _release_id = '{release}') "
                    f"from {schema}.{table}"
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
    rest = time.monotonic() + 3.0
    while not stop.exists() and time.monotonic() < rest:
        time.sleep(0.1)
print(json.dumps({"rounds": rounds, "seen": seen, "errors": errors}))
"""


def watch(
    settings: Settings, requests: Sequence[RefreshRequest], readers: int, stop: Path
) -> tuple[tuple[RefreshResult, ...], tuple[dict[str, Any], ...]]:
    """Refresh while processes query.

    Parameters
    ----------
    settings : Settings
        Of a warehouse with a release.
    requests : sequence of RefreshRequest
        One for each refresh.
    readers : int
    stop : Path
        A file that does not exist; the readers end when it does.

    Returns
    -------
    tuple
        What the refreshes made, and what each reader tells: rounds, releases seen, errors.
    """
    command = [sys.executable, "-c", READER, str(settings.serving_file), str(stop)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(readers)]
    try:
        results = tuple(refresh(settings, request) for request in requests)
    finally:
        stop.touch()
        told = tuple(json.loads(reader.communicate(timeout=60)[0]) for reader in started)
    return results, told


def main(*, quick: bool) -> None:
    """Watch, and print what the readers tell."""
    project_dir = Path(__file__).resolve().parents[1]
    readers, repeated = (4, 1) if quick else (16, 5)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(project_dir, Path(home), (project_dir / "demo",))
        refresh(settings)
        started = time.monotonic()
        results, told = watch(settings, REQUESTS * repeated, readers, Path(home) / "stop")
        seconds = time.monotonic() - started
    errors = [error for reader in told for error in reader["errors"]]
    rounds = sum(reader["rounds"] for reader in told)
    print(
        f"{readers} readers, {len(results)} refreshes, {seconds:.0f} s: every table read "
        f"{rounds} times, {len(errors)} errors"
    )
    for error in errors[:5]:
        print(f"  {error}")
    print(f"target: no error: {'missed' if errors else 'met'}")
