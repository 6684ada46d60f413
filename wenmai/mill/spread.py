"""Long work in portions: here while it is short, then by joblib on this machine or on the mill.

Draws of an index, random networks, bootstraps and texts all go this way. A portion holds all that
its result depends on, seeds included, so it is the same whoever works on it.
"""

import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import chain, islice
from typing import Any, TypeAlias, TypeVar

from wenmai.errors import WenmaiError
from wenmai.mill.place import mill_of
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.workers import processors

Found = TypeVar("Found")
_Portions: TypeAlias = Iterator[tuple[Any, ...]]
_Ended: TypeAlias = Generator[tuple[Any, Exception | None], None, None]

NO_MILL = Sentence("mill.no_mill")
NAME_A_MILL = Sentence("mill.name_a_mill")
# Processes need seconds to start: what is shorter than this is done before they are there.
SECONDS_HERE = 4.0
_TURNS = 4  # portions that wait for each core of the mill


def spread(
    function: Callable[..., Found],
    portions: Iterable[tuple[Any, ...]],
    *,
    most: int | None = None,
    seconds_here: float | None = None,
) -> Iterator[Found]:
    """Apply a function to portions of its arguments, and yield what it returns in their order.

    The first seconds are spent in this process. What is left then goes to ``joblib.Parallel``
    with the backend of the setting ``parallel``: ``loky``, processes of this machine, or
    ``spark``, the mill. Only a few portions are in memory at a time.

    Parameters
    ----------
    function : callable
        Of a module, so that other processes find it.
    portions : iterable of tuple
        Positional arguments.
    most : int, optional
        Processes of this machine; by default as many as there are processors.
    seconds_here : float, optional
        Before others are asked.

    Yields
    ------
    object

    Raises
    ------
    WenmaiError
        When the mill is asked and not named, does not answer, or breaks down.

    Examples
    --------
    >>> list(spread(pow, [(2, 1), (2, 2), (2, 3)]))
    [2, 4, 8]
    """
    until = time.monotonic() + (SECONDS_HERE if seconds_here is None else seconds_here)
    rest = iter(portions)
    for portion in rest:
        if time.monotonic() >= until:
            yield from _elsewhere(function, chain([portion], rest), most)
            return
        yield _alone(function, portion)


def _elsewhere(
    function: Callable[..., Found], portions: _Portions, most: int | None
) -> Iterator[Found]:
    settings = Settings.from_env()
    asked = _on_the_mill if settings.parallel == "spark" else _in_processes
    with closing(asked(settings, function, portions, most)) as ended:
        for found, error in ended:
            if error is not None:
                raise error
            yield found


def _in_processes(
    settings: Settings, function: Callable[..., Any], portions: _Portions, most: int | None
) -> _Ended:
    n = most or processors()
    if n <= 1:
        yield from (_end(function, portion) for portion in portions)
        return
    # joblib's processes do not run the main program again, as those of multiprocessing do: a
    # script that refreshes on its top level would otherwise start itself over in every worker.
    from joblib import Parallel, delayed, parallel_config  # noqa: PLC0415
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415

    with parallel_config("loky", inner_max_num_threads=1):
        pool = Parallel(n, return_as="generator", batch_size=1, pre_dispatch=2 * n)
    try:
        yield from pool(delayed(_end)(function, portion) for portion in portions)
    finally:
        # idle, they would hold dictionaries and panels for minutes
        get_reusable_executor().shutdown(wait=True)


def _on_the_mill(
    settings: Settings, function: Callable[..., Any], portions: _Portions, _most: int | None
) -> _Ended:
    mill = mill_of(settings)
    if mill is None:
        raise WenmaiError(NO_MILL(), hint=NAME_A_MILL())
    from joblib import Parallel, delayed  # noqa: PLC0415

    with mill.session() as spark, warnings.catch_warnings():
        from joblibspark import register_spark  # noqa: PLC0415 - the extra `spark`

        warnings.simplefilter("ignore")  # it warns of its own guess at Spark's version
        register_spark()
        # asked each time, for executors come one by one
        while asked := list(islice(portions, _TURNS * spark.sparkContext.defaultParallelism)):
            pool = Parallel(len(asked), backend="spark", batch_size=1)
            yield from pool(delayed(_end)(function, portion) for portion in asked)


def _end(function: Callable[..., Any], portion: tuple[Any, ...]) -> tuple[Any, Exception | None]:
    """Return what comes of a portion, or what went wrong: that is not the mill's fault."""
    try:
        return _alone(function, portion), None
    except Exception as error:
        return None, error


def _alone(function: Callable[..., Found], portion: tuple[Any, ...]) -> Found:
    """Work on one thread: the last digit of a matrix product may depend on how many there are."""
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    with threadpool_limits(limits=1, user_api="blas"):
        return function(*portion)
