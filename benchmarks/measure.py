"""Time and peak memory of one piece of work in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """What one run cost.

    Parameters
    ----------
    seconds : float
        From the first read of the input to the last result; imports are not counted.
    cpu_seconds : float
        Processor time of all threads over the same stretch: what stays comparable when the machine
        has other work.
    peak_mb : float
        Largest resident set of the whole process, imports included.
    """

    seconds: float
    cpu_seconds: float
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
    started, cpu_started = time.perf_counter(), time.process_time()
    work()
    cost = Measured(time.perf_counter() - started, time.process_time() - cpu_started, peak_mb())
    print(json.dumps(asdict(cost)))


def run(module: str, *arguments: str) -> Measured:
    """Run ``python -m module arguments`` and return what it reported."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-3000:]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def best_of_rounds(times: int, commands: Mapping[str, Sequence[str]]) -> dict[str, Measured]:
    """Run every command once per round and return the best of each.

    Rounds, so that whatever else the machine does meets all of them alike: the shortest times
    and the largest memory of each count.

    Parameters
    ----------
    times : int
        Number of rounds.
    commands : mapping
        Name to module and arguments, as run() takes them.
    """
    rounds = [{name: run(*command) for name, command in commands.items()} for _ in range(times)]
    return {
        name: Measured(
            min(found[name].seconds for found in rounds),
            min(found[name].cpu_seconds for found in rounds),
            max(found[name].peak_mb for found in rounds),
        )
        for name in commands
    }
