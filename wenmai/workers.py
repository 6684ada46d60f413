"""Processes for what takes seconds and needs no word with the one that waits for it."""

import os
from typing import TYPE_CHECKING

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
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415

    executor: Executor = get_reusable_executor(
        max_workers=processors(), timeout=IDLE_SECONDS, env=ONE_THREAD
    )
    return executor
