"""Start Superset on the serving file: `make bi`.

Runs with the Python of `.venv-bi`. Settings come from the environment: ``WENMAI_HOME`` as
everywhere, ``WENMAI_BI_HOME`` (Superset's own folder), ``WENMAI_BI_PORT``, ``WENMAI_BI_PASSWORD``
and ``WENMAI_BI_LANGUAGE``.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path.append(str(PROJECT))

from wenmai.errors import WenmaiError  # noqa: E402
from wenmai.settings import Settings  # noqa: E402


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
        When nothing was published yet.
    """
    settings = Settings.from_env(environ)
    if not settings.serving_file.exists():
        raise WenmaiError(f"There is no {settings.serving_file} to show.", "Run `make refresh`.")
    chosen = environ.get("WENMAI_BI_HOME")
    home = Path(chosen).expanduser().resolve() if chosen else settings.home / ".superset"
    return {
        **environ,
        "WENMAI_SERVING_FILE": str(settings.serving_file),
        "SUPERSET_HOME": str(home),
        "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py"),
        "PYTHONPATH": str(HERE),
        "FLASK_APP": "superset.app:create_app()",
        "PYTHONWARNINGS": "ignore",
    }


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
    """Prepare Superset and become its server, until stopped."""
    try:
        environment = bi_environment(os.environ)
    except WenmaiError as error:
        sys.exit(str(error))
    make_home(Path(environment["SUPERSET_HOME"]))
    subprocess.run([sys.executable, str(HERE / "prepare.py")], env=environment, check=True)
    port = environment.get("WENMAI_BI_PORT", "8088")
    print(f"http://127.0.0.1:{port}/superset/dashboard/wenmai/ (Ctrl-C stops it)", flush=True)
    # one process: DuckDB opens a file once per process, and threads share it
    arguments = ["--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--threads", "8"]
    arguments += ["--workers", "1", "--timeout", "120", "--log-level", "warning"]
    gunicorn = [sys.executable, "-m", "gunicorn", *arguments, "superset.app:create_app()"]
    os.execve(sys.executable, gunicorn, environment)


if __name__ == "__main__":
    main()
