"""Processes for what takes seconds and needs no word with the one that waits for it."""

import atexit
import os
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Executor

# Two libraries with a thread per core each stand in each other's way: two seconds became nineteen.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
IDLE_SECONDS = 60


def processors() -> int:
    """Return how many processes can work at once.

    Examples
    --------
    >>> processors() >= 1
    True
    """
    return os.cpu_count() or 1


def workers() -> "Executor":
    """Return the processes of this session, which end when they have been idle for a minute.

    They begin anew, not as copies of this process, and end with it, however it ends. Each has one
    thread for linear algebra.

    Returns
    -------
    concurrent.futures.Executor

    Examples
    --------
    >>> workers().submit(abs, -1).result()  # doctest: +SKIP
    1
    """
    from joblib.externals.loky import ProcessPoolExecutor  # noqa: PLC0415

    # not loky's reusable executor: joblib.Parallel takes that one for its own
    if not _made or _made[-1]._flags.broken or _made[-1]._flags.shutdown:
        _made[:] = [
            ProcessPoolExecutor(
                max_workers=processors(),
                timeout=IDLE_SECONDS,
                env=ONE_THREAD,
                initializer=_begin,
                initargs=(os.getpid(),),
            )
        ]
    executor: Executor = _made[-1]
    return executor


def begin_workers() -> None:
    """Let the processes start and load their libraries while this one does something else.

    Examples
    --------
    >>> begin_workers()  # doctest: +SKIP
    """
    workers().submit(int)


def _begin(parent: int) -> None:
    """Load what nearly every model in Python needs, before the first one is there.

    When the process that waits for it is killed, this one ends too: it would write on into a
    folder that was given up, and hold the terminal open until it was idle for a minute.
    """
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    import duckdb  # noqa: F401, PLC0415
    import pandas as pd  # noqa: F401, PLC0415
    import pyarrow as pa  # noqa: F401, PLC0415
    import scipy.stats  # noqa: F401, PLC0415


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _end() -> None:
    """Let go of the processes before the interpreter takes its modules apart."""
    while _made:
        _made.pop().shutdown(wait=True, kill_workers=True)


_made: list[Any] = []
atexit.register(_end)
