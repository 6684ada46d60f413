"""The same input gives the same rows, wherever and however it is refreshed."""

import os
import shutil
import subprocess
import sys

import pytest

from wenmai.publish import current_release
from wenmai.settings import Settings

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
def test_another_process_place_time_zone_and_language_give_the_same_rows(index_warehouse, tmp_path):
    odd = tmp_path / "it's a 文件夹"
    (landing,) = index_warehouse.settings.landing
    shutil.copytree(landing, odd / "landing")
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
        [sys.executable, "-c", REFRESH, "refresh"],
        env=environ,
        cwd=odd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    here = current_release(index_warehouse.settings).content_hashes()
    settings = Settings(index_warehouse.settings.project_dir, odd / "home", ())
    there = current_release(settings).content_hashes()
    assert len(there) > 80
    assert [name for name in here if here[name] != there[name]] == []
