"""What DuckDB may take of the machine, as the settings say."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from wenmai.settings import Settings
from wenmai.sql_text import literal

if TYPE_CHECKING:
    import duckdb

# DuckDB would take four fifths of any machine; what runs in Python beside it needs this much.
_SHARE, _FOR_PYTHON = 0.8, 1_500_000_000
_CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def machine_bytes() -> int | None:
    """Return the memory that there is; None where the system does not say.

    Examples
    --------
    >>> (machine_bytes() or 1) > 0
    True
    """
    known = []
    with suppress(AttributeError, ValueError, OSError):  # not on every system
        known.append(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with suppress(ValueError, OSError):  # "max" is no number
        known.append(int(_CONTAINER_LIMIT.read_text(encoding="ascii")))
    return min(known, default=None)


def bound(connection: "duckdb.DuckDBPyConnection", settings: Settings) -> None:
    """Hold a connection to the memory, threads and place for what does not fit that are set.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    settings : Settings

    Examples
    --------
    >>> import duckdb
    >>> from dataclasses import replace
    >>> with duckdb.connect() as connection:
    ...     bound(connection, replace(Settings.from_env(), memory_limit="1GB", threads=1))
    ...     connection.sql("select current_setting('threads')").fetchall()
    [(1,)]
    """
    limit, machine = settings.memory_limit, machine_bytes()
    if not limit and machine is not None:
        limit = f"{int(max(_SHARE * machine - _FOR_PYTHON, machine / 4))}B"
    if limit:
        connection.execute(f"set memory_limit = {literal(limit)}")
    if settings.threads:
        connection.execute(f"set threads = {settings.threads}")
    if settings.temp_directory:
        settings.temp_directory.mkdir(parents=True, exist_ok=True)
        connection.execute(f"set temp_directory = {literal(str(settings.temp_directory))}")


def opened(file: Path, settings: Settings | None = None) -> "duckdb.DuckDBPyConnection":
    """Open a release for reading, within the same bounds; its times are in UTC.

    Parameters
    ----------
    file : Path
        A serving file.
    settings : Settings, optional
        Default: what DuckDB takes by itself.

    Returns
    -------
    duckdb.DuckDBPyConnection

    Examples
    --------
    >>> with opened(Path("serving/wenmai.duckdb")) as connection:  # doctest: +SKIP
    ...     connection.sql("show all tables")
    """
    import duckdb  # noqa: PLC0415

    connection = duckdb.connect(str(file), read_only=True)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")  # it is drawn on standard output
    if settings is not None:
        bound(connection, settings)
    return connection
