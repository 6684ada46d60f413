"""Tell others that a refresh ended: programs by JSON (HTTP POST, command), people by a message."""

import json
import logging
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wenmai.errors import WenmaiError
from wenmai.sentences import Said, Sentence, here, joined
from wenmai.settings import Settings
from wenmai.words import ROWS, STUDIES, TABLES, WARNINGS

NO_ADDRESS = Sentence("notify.no_address")
SET_ADDRESS = Sentence("notify.set_address")
ANSWERED = Sentence("notify.answered", "host", "status")
REFUSED = Sentence("notify.refused", "host", "status")
CHECK_ADDRESS = Sentence("notify.check_address")
NOT_REACHED = Sentence("notify.not_reached", "host", "reason")
NOT_TOLD = Sentence("notify.not_told", "service")
TOLD = Sentence("notify.told", "service")
TOO_LONG = Sentence("notify.too_long", "seconds")
START_IN_BACKGROUND = Sentence("notify.start_in_background")
COMMAND_FAILED = Sentence("notify.command_failed", "exit_code", "last")
TRY_COMMAND = Sentence("notify.try_command")
COMMAND_RAN = Sentence("notify.command_ran")
PUBLISHED, BUILT, FAILED = (
    Sentence(f"notify.title.{name}") for name in ("published", "built", "failed")
)
RELEASE = Sentence("notify.release", "release", "studies", "tables", "rows")
LOOK_AT = Sentence("notify.look_at", "warnings")

TIMEOUT_SECONDS = 15
COMMAND_TIMEOUT_SECONDS = 120


def notify(settings: Settings, message: Mapping[str, Any]) -> list[str]:
    """Send a message to the configured addresses and command.

    Parameters
    ----------
    settings : Settings
        ``notify_url`` (one address or several, with blanks between them) and ``notify_command``;
        without either nothing happens. An http or https address gets the message as JSON by POST;
        any other is one of apprise's (``dingtalk://``, ``wecombot://``, ``feishu://``,
        ``mailto://`` …) and gets it as a text for people.
    message : mapping
        Becomes JSON.

    Returns
    -------
    list of str
        What was told, for the log.

    Raises
    ------
    WenmaiError
        When an address or command refused for good. A network failure is raised as `OSError`,
        because trying again can help there.

    Examples
    --------
    >>> from pathlib import Path
    >>> notify(Settings(Path("/nowhere"), Path("/nowhere"), ()), {"status": "published"})
    []
    """
    body = json.dumps(dict(message), ensure_ascii=False, default=str).encode()
    told: list[str] = []
    for address in (settings.notify_url or "").split():
        if urlsplit(address).scheme in {"http", "https"}:
            told.append(_post(address, body))
        else:
            told.append(_tell(address, message))
    if settings.notify_command:
        told.append(_run(settings.notify_command, body))
    return told


def text_for_people(message: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and text of a message, in the language of who runs the warehouse.

    Parameters
    ----------
    message : mapping
        As `RefreshResult.to_message` makes it, or with ``status`` failed and ``message``.

    Returns
    -------
    tuple of (str, str)

    Examples
    --------
    >>> rows = {"marts.dim_studies": 2, "marts.dim_units": 36}
    >>> made = {"status": "published", "release_id": "r1", "studies": ["a", "b"], "rows": rows}
    >>> text_for_people(made)
    ('wenmai: a new release', 'Release r1: 2 studies, 2 tables, 38 rows')
    """
    titles = {"published": PUBLISHED, "unpublished": BUILT}
    lines: list[str] = []
    if "rows" in message:
        studies, rows = message["studies"], message["rows"]
        lines.append(
            RELEASE(
                release=message["release_id"],
                studies=STUDIES(len(studies)),
                tables=TABLES(len(rows)),
                rows=ROWS(sum(rows.values())),
            )
        )
    if message.get("message"):
        lines.append(message["message"])
    if warnings := message.get("warnings"):
        lines += [LOOK_AT(warnings=WARNINGS(len(warnings))), *warnings]
    title = titles.get(message["status"], FAILED)()
    return here(title), here(joined(lines))


def _tell(address: str, message: Mapping[str, Any]) -> Said:
    import apprise  # noqa: PLC0415 - takes a quarter of a second

    # what apprise logs can hold the token of an address
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    service = apprise.Apprise.instantiate(address)
    if service is None:
        raise WenmaiError(NO_ADDRESS(), hint=SET_ADDRESS())
    title, text = text_for_people(message)
    if not service.notify(title=title, body=text):
        raise ConnectionError(NOT_TOLD(service=service.service_name))
    return TOLD(service=service.service_name)


def _post(url: str, body: bytes) -> Said:
    # the path of a hook is its password: only the host may appear in messages
    host = urlsplit(url).hostname
    if not host:
        raise WenmaiError(NO_ADDRESS(), hint=SET_ADDRESS())
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return ANSWERED(host=host, status=response.status)
    except urllib.error.HTTPError as error:
        raise WenmaiError(REFUSED(host=host, status=error.code), hint=CHECK_ADDRESS()) from error
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise ConnectionError(NOT_REACHED(host=host, reason=reason)) from error


def _run(command: str, body: bytes) -> Said:
    try:
        done = subprocess.run(
            command,
            shell=True,  # the operator's own setting, so that it may hold pipes and variables
            check=False,
            input=body,
            capture_output=True,
            timeout=COMMAND_TIMEOUT_SECONDS,
            # set for our own processes (wenmai.cli); theirs may import what lies beside them
            env={key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"},
        )
    except subprocess.TimeoutExpired as error:
        raise WenmaiError(
            TOO_LONG(seconds=COMMAND_TIMEOUT_SECONDS), hint=START_IN_BACKGROUND()
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise WenmaiError(
            COMMAND_FAILED(exit_code=done.returncode, last=f": {said[-1]}" if said else ""),
            hint=TRY_COMMAND(),
        )
    return COMMAND_RAN()
