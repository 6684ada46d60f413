"""Time and peak memory of one piece of work in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What one run cost.

    Parameters
    ----------
    seconds : float
        From the first read of the input to the last result; imports are not counted.
    peak_mb : float
        Largest resident set of the whole process, imports included.
    """

    seconds: float
    peak_mb: float


def peak_mb() -> float:
    """Return the largest resident set of this process so far.

    Linux keeps the peak of a parent in getrusage() of its child, so the process' own mark is read
    where it exists.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def report(work: Callable[[], None]) -> None:
    """Do the work in this process and print its cost as one line of JSON."""
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb()}))


def run(module: str, *arguments: str) -> Measured:
    """Run ``python -m module arguments`` and return what it reported."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-3000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def best_of(times: int, module: str, *arguments: str) -> Measured:
    """Return the shortest of several runs, with the largest memory any of them took."""
    runs = [run(module, *arguments) for _ in range(times)]
    return Measured(
        min(measured.seconds for measured in runs), max(measured.peak_mb for measured in runs)
    )
