"""Find or start the Prefect server that a flow reports to."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.settings import Settings

NO_ANSWER = Sentence("flows.no_answer", "url")
START_OR_UNSET = Sentence("flows.start_or_unset")
ENDED_WHILE_STARTING = Sentence("flows.ended_while_starting", "exit_code")
LOG = Sentence("flows.log", "log")
SLOW_TO_START = Sentence("flows.slow_to_start", "seconds")
LOG_OR_OWN_SERVER = Sentence("flows.log_or_own_server", "log")

START_LIMIT_SECONDS = 120.0  # the first start also makes the database; slow disks need a minute
STOP_LIMIT_SECONDS = 10.0
SEND_LIMIT_SECONDS = 5.0
ASK_AGAIN_SECONDS = 0.2


@dataclass(frozen=True)
class LocalServer:
    """A Prefect server of this machine and what opens it.

    Parameters
    ----------
    api_url : str
    pid : int
    secret : str
        Drawn anew at every start: whoever may change a deployment may run any command as the
        operator, so other users and web pages must not.
    """

    api_url: str
    pid: int
    secret: str = field(repr=False)


def note_of(settings: Settings) -> Path:
    """Return the file that says where the local server is and what opens it; only its owner's."""
    return prefect_home(settings) / "server.json"


def prefect_home(settings: Settings) -> Path:
    """Return the folder of the local server's database and logs."""
    return settings.home / "build" / "prefect"


def server_environment(
    settings: Settings, port: int, secret: str, *, has_ui: bool
) -> dict[str, str]:
    """Return the environment of the local server process.

    Two services are off that write for every event of a run: nothing here reads events, and
    together with the recorder of task runs they made SQLite answer "database is locked".

    Parameters
    ----------
    settings : Settings
    port : int
    secret : str
        Asked of every request; only pages of this server may send one from a browser.
    has_ui : bool
        Whether the server also shows Prefect's pages.

    Returns
    -------
    dict of str to str
    """
    return {
        **os.environ,
        "PREFECT_HOME": str(prefect_home(settings)),
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_API_AUTH_STRING": secret,
        "PREFECT_API_AUTH_STRING": secret,
        # two names of one setting; either may stand in the operator's environment
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
        "PREFECT_SERVER_UI_ENABLED": "true" if has_ui else "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    }


@contextmanager
def api(settings: Settings, *, has_ui: bool = False) -> Iterator[str]:
    """Yield the address of a Prefect API and make it the one that flows report to.

    Taken in this order: ``PREFECT_API_URL``; the server that a running ``wenmai schedule`` of the
    same home has started; a new local server, stopped at the end of the block.

    Parameters
    ----------
    settings : Settings
    has_ui : bool
        Whether a server started here also shows Prefect's pages.

    Yields
    ------
    str
        e.g. ``http://127.0.0.1:4200/api``

    Raises
    ------
    WenmaiError
        When the given server does not answer, or the local one does not start; then the message
        names its log.
    """
    given = os.environ.get("PREFECT_API_URL")
    if given:
        if not does_answer(given):
            raise WenmaiError(NO_ANSWER(url=given), hint=START_OR_UNSET())
        yield given
        return
    running = running_server(settings)
    if running is not None:
        with reported_to(settings, running):
            yield running.api_url
        return
    with started(settings, has_ui=has_ui) as server, reported_to(settings, server):
        yield server.api_url


def running_server(settings: Settings) -> LocalServer | None:
    """Return the local server of this home that answers, if there is one."""
    try:
        server = LocalServer(**json.loads(note_of(settings).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return server if is_healthy(server.api_url) else None


def does_answer(url: str) -> bool:
    """Tell whether anything answers at an address; it may ask for a key first."""
    try:
        return is_healthy(url, refused=True)
    except ValueError:  # not an address
        return False


def is_healthy(url: str, *, refused: bool = False) -> bool:
    """Ask a Prefect API whether it is well; `refused` is the result when it refuses to say."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:
            is_well: bool = answer.status == 200
            return is_well
    except urllib.error.HTTPError:
        return refused
    except OSError:
        return False


@contextmanager
def started(settings: Settings, *, has_ui: bool) -> Iterator[LocalServer]:
    """Start a local server for the length of a block, with a secret of its own."""
    home = prefect_home(settings)
    home.mkdir(parents=True, exist_ok=True)
    port, log, note = free_port(), home / "server.log", note_of(settings)
    secret = f"wenmai:{secrets.token_urlsafe(32)}"
    with log.open("w") as stream:
        process = subprocess.Popen(
            # -P: not from the folder that people stand in
            [sys.executable, "-P", "-m", "flows.server_process", str(port)],
            env=server_environment(settings, port, secret, has_ui=has_ui),
            stdout=stream,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            # Ctrl-C must reach the flow first: it still has its end to report.
            start_new_session=True,
        )
    server = LocalServer(f"http://127.0.0.1:{port}/api", process.pid, secret)
    try:
        wait_until_healthy(process, server.api_url, log)
        write_note(note, server)
        yield server
    finally:
        note.unlink(missing_ok=True)
        process.terminate()
        try:
            process.wait(STOP_LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def write_note(note: Path, server: LocalServer) -> None:
    """Write where the server is; nobody else may read it, not even for a moment."""
    note.unlink(missing_ok=True)  # an old file would keep its old rights
    descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(server), stream)


def wait_until_healthy(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    """Wait for the server's first answer, or say why there is none."""
    end = time.monotonic() + START_LIMIT_SECONDS
    while not is_healthy(url):
        if process.poll() is not None:
            raise WenmaiError(ENDED_WHILE_STARTING(exit_code=process.returncode), hint=LOG(log=log))
        if time.monotonic() > end:
            message = SLOW_TO_START(seconds=f"{START_LIMIT_SECONDS:.0f}")
            raise WenmaiError(message, hint=LOG_OR_OWN_SERVER(log=log))
        time.sleep(ASK_AGAIN_SECONDS)


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def send_what_waits() -> None:
    """Send log lines and events that Prefect still holds.

    Otherwise it sends them when the process ends, and waits a minute for a server that is gone.
    """
    from prefect.events.worker import EventsWorker  # noqa: PLC0415
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415

    # where an event loop runs, Prefect would hand back a coroutine that nobody waits for
    with ThreadPoolExecutor(1) as without_loop:
        for worker in (APILogWorker, EventsWorker):
            without_loop.submit(worker.drain_all, timeout=SEND_LIMIT_SECONDS).result()


@contextmanager
def reported_to(settings: Settings, server: LocalServer) -> Iterator[None]:
    """Let flows of this process and of its children report to this API."""
    ours = {
        "PREFECT_API_URL": server.api_url,
        "PREFECT_API_AUTH_STRING": server.secret,
        "PREFECT_HOME": str(prefect_home(settings)),
    }
    before = {name: os.environ.get(name) for name in ours}
    os.environ.update(ours)
    try:
        # Prefect reads the environment once, when it is first imported
        from prefect.settings import (  # noqa: PLC0415
            PREFECT_API_AUTH_STRING,
            PREFECT_API_URL,
            temporary_settings,
        )

        with temporary_settings(
            {PREFECT_API_URL: server.api_url, PREFECT_API_AUTH_STRING: server.secret}
        ):
            try:
                yield
            finally:
                send_what_waits()
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
