"""Serve the refresh as a deployment that fires on a cron schedule."""

import _thread
import asyncio
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NO_TIMEZONE = Sentence("flows.no_timezone", "name")
GIVE_TIMEZONE = Sentence("flows.give_timezone")
NO_CRON = Sentence("flows.no_cron", "text", "error")
WRITE_CRON = Sentence("flows.write_cron")

DEPLOYMENT = "scheduled"
LOCAL_TIME = Path("/etc/localtime")


def local_timezone() -> str:
    """Return the IANA name of this machine's time zone, or UTC when it has none.

    Returns
    -------
    str

    Examples
    --------
    >>> local_timezone()  # doctest: +SKIP
    'Asia/Shanghai'
    """
    named = os.environ.get("TZ", "").lstrip(":")
    _, found, linked = str(LOCAL_TIME.resolve()).partition("zoneinfo/")
    for name in (named, linked if found else ""):
        if name and is_timezone(name):
            return name
    return "UTC"


def is_timezone(name: str) -> bool:
    """Tell whether a name stands in the time zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def next_times(cron: str, timezone: str, now: datetime | None = None) -> Iterator[datetime]:
    """Yield when a cron schedule fires next.

    Parameters
    ----------
    cron : str
        Five fields: minute, hour, day of month, month, day of week.
    timezone : str
        IANA name.
    now : datetime, optional
        With a time zone; defaults to this moment.

    Yields
    ------
    datetime

    Raises
    ------
    WenmaiError
        When the schedule or the time zone is not one.

    Examples
    --------
    >>> start = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    >>> str(next(next_times("0 6 * * 1", "Asia/Shanghai", start)))
    '2026-01-05 06:00:00+08:00'
    """
    from cronsim import CronSim, CronSimError  # noqa: PLC0415

    if not is_timezone(timezone):
        raise WenmaiError(NO_TIMEZONE(name=timezone), hint=GIVE_TIMEZONE())
    zone: tzinfo = ZoneInfo(timezone)
    try:
        yield from CronSim(cron, (now or datetime.now(zone)).astimezone(zone))
    except CronSimError as error:
        raise WenmaiError(NO_CRON(text=cron, error=error), hint=WRITE_CRON()) from error


def serve(
    schedule: Any,
    *,
    parameters: dict[str, Any] | None = None,
    erasure: Any | None = None,
) -> None:
    """Serve the refresh, and erasure where it has times, until the process is told to stop.

    One run at a time: a run that is due while another is busy waits for it, and then finds
    its input unchanged.

    Parameters
    ----------
    schedule : prefect.schedules.Schedule
    parameters : dict, optional
        Parameters of `flows.refresh.refresh_flow`.
    erasure : prefect.schedules.Schedule, optional
        When `flows.erase.erase_flow` runs.
    """
    from prefect.flows import EntrypointType  # noqa: PLC0415

    from flows.erase import erase_flow  # noqa: PLC0415
    from flows.refresh import refresh_flow  # noqa: PLC0415
    from flows.runner import EndingRunner  # noqa: PLC0415

    served: list[tuple[Any, Any, dict[str, Any]]] = [(refresh_flow, schedule, parameters or {})]
    if erasure is not None:
        served.append((erase_flow, erasure, {}))
    runner = EndingRunner(limit=1)
    for one, times, said in served:
        deployment = one.to_deployment(
            name=DEPLOYMENT,
            schedules=[times],
            parameters=said,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        runner.add_deployment(deployment)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


@contextmanager
def ctrl_c_only_here() -> Iterator[None]:
    """Keep Ctrl-C from the runs, which share the terminal, so that Prefect ends them in order.

    To be entered before Prefect starts a thread, which else would take the signal up: it is
    blocked, which threads and child processes inherit; a thread takes it up and interrupts
    this process alone. Started with SIGINT ignored (``nohup``, ``&`` in a script) it stays so, but
    SIGTERM still ends it, which goes the way of an interruption.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    handler = signal.getsignal(signal.SIGINT)
    if handler is signal.SIG_IGN:
        # `interrupt_main` does nothing while ignored; blocked, the signal itself still never comes
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def pass_on() -> None:
        while True:
            signal.sigwait({signal.SIGINT})
            _thread.interrupt_main()

    if handler is not signal.SIG_IGN:
        threading.Thread(target=pass_on, daemon=True).start()
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
