"""What a refresh of the demo costs from cold, again, and when nothing changed."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wenmai.settings import Settings

COMMAND = [sys.executable, "-c", "from wenmai.cli import main; main()", "refresh"]
UNCHANGED_RUNS = 5
TARGET_SHARE = 0.1  # an unchanged refresh may cost a tenth of a full one


def seconds(settings: Settings, *options: str) -> float:
    """Run ``wenmai refresh`` in a process of its own, as the scheduler does."""
    landing = os.pathsep.join(str(folder) for folder in settings.landing)
    environ = {**os.environ, "WENMAI_HOME": str(settings.home), "WENMAI_LANDING": landing}
    started = time.perf_counter()
    subprocess.run([*COMMAND, *options], env=environ, check=True, capture_output=True)
    return time.perf_counter() - started


def main(quick: bool = False) -> None:
    """Print times and ratios of one run; quick measures only what the target names."""
    project_dir = Path(__file__).resolve().parents[1]
    measured = {}
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(project_dir, Path(home), (project_dir / "demo",))
        measured["cold (empty home)"] = full = seconds(settings)
        if not quick:
            measured["again (--force)"] = seconds(settings, "--force")
            measured["--full-refresh"] = full = seconds(settings, "--full-refresh")
        runs = 1 if quick else UNCHANGED_RUNS
        unchanged = statistics.median(seconds(settings) for _ in range(runs))
        measured["unchanged"] = unchanged
    print("Refresh of the demo, whole processes with their imports")
    for name, value in measured.items():
        print(f"  {name:<20} {value:6.2f} s  {value / full:5.2f} of a full refresh")
    verdict = "met" if unchanged <= TARGET_SHARE * full else "missed"
    print(f"  target: unchanged at most {TARGET_SHARE} of a full refresh: {verdict}")


if __name__ == "__main__":
    main()
