"""Tell others that a refresh ended: an HTTP POST, a command, or both, with the same JSON."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wenmai.errors import WenmaiError
from wenmai.settings import Settings

TIMEOUT_SECONDS = 15
COMMAND_TIMEOUT_SECONDS = 120


def notify(settings: Settings, message: Mapping[str, Any]) -> list[str]:
    """Send a message to the configured URL and command.

    Parameters
    ----------
    settings : Settings
        ``notify_url`` and ``notify_command``; without either nothing happens.
    message : mapping
        Becomes JSON.

    Returns
    -------
    list of str
        What was told, for the log.

    Raises
    ------
    WenmaiError
        When a URL or command refused for good. A network failure is raised as `OSError`, because
        trying again can help there.

    Examples
    --------
    >>> from pathlib import Path
    >>> notify(Settings(Path("/nowhere"), Path("/nowhere"), ()), {"status": "published"})
    []
    """
    body = json.dumps(dict(message), ensure_ascii=False, default=str).encode()
    told = []
    if settings.notify_url:
        told.append(_post(settings.notify_url, body))
    if settings.notify_command:
        told.append(_run(settings.notify_command, body))
    return told


def _post(url: str, body: bytes) -> str:
    # the path of a hook is its password: only the host may appear in messages
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise WenmaiError(
            "The notification URL is not an http or https address.",
            hint="Set WENMAI_NOTIFY_URL to one that begins with https://.",
        )
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": "application/json; charset=utf-8"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
            return f"{parts.hostname} answered {response.status}"
    except urllib.error.HTTPError as error:
        raise WenmaiError(
            f"{parts.hostname} answered {error.code} to the notification.",
            hint="Check WENMAI_NOTIFY_URL.",
        ) from error
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise ConnectionError(f"{parts.hostname} could not be notified: {reason}") from error


def _run(command: str, body: bytes) -> str:
    try:
        done = subprocess.run(
            command,
            shell=True,  # the operator's own setting, so that it may hold pipes and variables
            check=False,
            input=body,
            capture_output=True,
            timeout=COMMAND_TIMEOUT_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise WenmaiError(
            f"The notification command did not end within {COMMAND_TIMEOUT_SECONDS} seconds.",
            hint="Let WENMAI_NOTIFY_COMMAND start what takes long in the background.",
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        last = f": {said[-1]}" if said else ""
        raise WenmaiError(
            f"The notification command ended with exit code {done.returncode}{last}.",
            hint="Try WENMAI_NOTIFY_COMMAND by hand.",
        )
    return "the notification command ran"
