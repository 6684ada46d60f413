"""Start Superset on the serving file: `make bi`.

Runs with the Python of `.venv-bi`. Settings come from the environment: ``WENMAI_HOME`` as
everywhere, ``WENMAI_BI_HOME`` (Superset's own folder), ``WENMAI_BI_PORT``, ``WENMAI_BI_PASSWORD``
and ``WENMAI_BI_LANGUAGE``.
"""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path.append(str(PROJECT))

from wenmai.errors import WenmaiError  # noqa: E402
from wenmai.kit.often_said import NOTHING_PUBLISHED, REFRESH_FIRST  # noqa: E402
from wenmai.plain_numbers import whole_number  # noqa: E402
from wenmai.sentences import Sentence, speaking  # noqa: E402
from wenmai.settings import Settings  # noqa: E402

PORT_TAKEN = Sentence("bi.port_taken", "port")
CHOOSE_PORT = Sentence("bi.choose_port")
NO_PORT = Sentence("bi.no_port", "given")
NO_LANGUAGE = Sentence("bi.no_language", "given")
CHOOSE_LANGUAGE = Sentence("bi.choose_language")
LANGUAGES = ("zh", "en")


def bi_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which Superset runs.

    Parameters
    ----------
    environ : mapping
        Usually ``os.environ``.

    Returns
    -------
    dict

    Raises
    ------
    WenmaiError
        When nothing was published yet, the port is taken or none, or the language is unknown.
    """
    settings = Settings.from_env(environ)
    if not settings.serving_file.exists():
        raise WenmaiError(NOTHING_PUBLISHED(), hint=REFRESH_FIRST())
    if (language := environ.get("WENMAI_BI_LANGUAGE", LANGUAGES[0])) not in LANGUAGES:
        raise WenmaiError(NO_LANGUAGE(given=language), hint=CHOOSE_LANGUAGE())
    chosen = environ.get("WENMAI_BI_HOME")
    home = Path(chosen).expanduser().resolve() if chosen else settings.home / ".superset"
    return {
        **environ,
        "WENMAI_SERVING_FILE": str(settings.serving_file),
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "PYTHONPATH": os.pathsep.join([str(HERE), str(PROJECT)]),
        "WENMAI_BI_PORT": str(free_port(environ.get("WENMAI_BI_PORT", "8088"))),
        "WENMAI_LANG": environ.get("WENMAI_LANG", language),  # of what SQL Lab refuses
        "FLASK_APP": "superset.app:create_app()",
        "PYTHONWARNINGS": "ignore",
    }


def free_port(given: str) -> int:
    """Return a port of this machine on which nobody listens.

    Parameters
    ----------
    given : str
        As the environment names it.

    Returns
    -------
    int

    Raises
    ------
    WenmaiError
        When it is no port, or taken.
    """
    port = whole_number(given)
    if port is None or not 1024 <= port <= 65_535:
        raise WenmaiError(NO_PORT(given=given), hint=CHOOSE_PORT())
    with socket.socket() as probe:
        # as the server does: a connection that just ended is no reason
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise WenmaiError(PORT_TAKEN(port=port), hint=CHOOSE_PORT()) from error
    return port


def make_home(home: Path) -> None:
    """Make Superset's folder, with a key of its own that nobody else can read.

    Parameters
    ----------
    home : Path
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = home / "secret_key"
    if not key.exists():
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))


def main() -> None:
    """Prepare Superset and become its server, until stopped; with ``--check`` only look."""
    try:
        environment = bi_environment(os.environ)
    except WenmaiError as error:
        sys.exit(error.text(speaking()))
    if sys.argv[1:] == ["--check"]:
        return
    make_home(Path(environment["SUPERSET_HOME"]))
    subprocess.run([sys.executable, str(HERE / "prepare.py")], env=environment, check=True)
    port = environment["WENMAI_BI_PORT"]
    print(f"http://127.0.0.1:{port}/superset/dashboard/wenmai/ (Ctrl-C stops it)", flush=True)
    # one process: DuckDB opens a file once per process, and threads share it
    arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
    arguments += ["--workers", "1", "--timeout", "120", "--log-level", "warning"]
    gunicorn = [sys.executable, "-m", "gunicorn", *arguments, "superset.app:create_app()"]
    os.execve(sys.executable, gunicorn, environment)


if __name__ == "__main__":
    main()
