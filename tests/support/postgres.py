"""A PostgreSQL server of one's own, for the length of a test run."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "a secret: 密 码"


def binaries() -> Path | None:
    """Return the folder of the server's programs; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    named = shutil.which("initdb")
    return found[-1].parent if found else Path(named).parent if named else None


@contextmanager
def server() -> Iterator[int]:
    """Run a server on a free port of this machine and yield the port."""
    programs = binaries()
    assert programs, "PostgreSQL is not installed: apt-get install postgresql"
    # not in pytest's folder, which nobody but its owner may enter
    with tempfile.TemporaryDirectory(prefix="wenmai-postgres-") as folder:
        yield from _served(programs, Path(folder))


def _served(programs: Path, folder: Path) -> Iterator[int]:
    # the server refuses to run as root
    user = None
    if os.geteuid() == 0:
        user = "postgres"
        owner = pwd.getpwnam(user)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    word = folder / "word"
    word.write_text(PASSWORD, encoding="utf-8")
    word.chmod(0o644)
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        )

    run(
        programs / "initdb",
        "-D",
        data,
        "-U",
        "owner",
        "--pwfile",
        word,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale",
        "C.UTF-8",
        "--no-sync",
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    control = (programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    run(*control, "-o", options, "start")
    try:
        yield port
    finally:
        run(*control, "-m", "immediate", "stop")
