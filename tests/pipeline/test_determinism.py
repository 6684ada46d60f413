"""The same input gives the same rows, wherever and however it is refreshed."""

import os
import shutil
import subprocess
import sys

import pytest

from wenmai.publish.copying import find_tables
from wenmai.publish.hashing import content_hashes

# One processor: DuckDB, BLAS and the workers then divide their work in another way.
REFRESH = """
import os
os.umask(0o077)
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from wenmai.cli import main
main()
"""


@pytest.mark.slow
def test_another_process_place_time_zone_and_language_give_the_same_rows(demo_warehouse, tmp_path):
    """Every method is computed again, from nothing; a publication there is in test_wheel."""
    odd = tmp_path / "it's a 文件夹"
    (landing,) = demo_warehouse.settings.landing
    shutil.copytree(landing, odd / "landing")
    warehouse = demo_warehouse.copy_to(odd / "home")
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": "/dev/null/nowhere",  # cannot be written
        "LANG": "C",
        "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "20240131",
        "TMPDIR": str(tmp_path),
        "TZ": "America/St_Johns",  # half an hour beside everybody
        "WENMAI_HOME": str(odd / "home"),
        "WENMAI_LANDING": str(odd / "landing"),
    }
    done = subprocess.run(
        [sys.executable, "-c", REFRESH, "refresh", "--full-refresh", "--no-publish"],
        env=environ,
        cwd=odd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first = demo_warehouse.result.release.content_hashes()
    with warehouse.open(warehouse.settings.build_file) as connection:
        connection.execute("set TimeZone = 'UTC'")
        there = find_tables(connection, warehouse.settings.build_file.stem)
        made = {f"{table.schema}.{table.name}": (table.relation, table.columns) for table in there}
        second = content_hashes(connection, [made[name] for name in first])
    assert len(second) > 80
    assert [name for name, own in zip(first, second, strict=True) if first[name] != own] == []
