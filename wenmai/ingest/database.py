"""Open the private build file; it can always be made anew, so damage is no reason to stop."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

SET_ASIDE = Sentence("disk.build_file.set_aside", "reason", "name")
IN_USE = Sentence("disk.build_file.in_use", "file")
IN_USE_BY = Sentence("disk.build_file.in_use_by", "file", "process", "program")
WAIT = Sentence("disk.build_file.wait")
OPEN_HERE = Sentence("disk.build_file.open_here", "file")
CLOSE_IT = Sentence("disk.build_file.close_it")
NOT_WRITABLE = Sentence("disk.build_file.not_writable", "file")
CHECK_PERMISSIONS = Sentence("disk.build_file.check_permissions")
IS_FOLDER = Sentence("disk.build_file.is_folder", "file")
MOVE_IT = Sentence("disk.build_file.move_it")
NO_SPACE = Sentence("disk.build_file.no_space", "file")
FREE_SPACE = Sentence("disk.build_file.free_space")


def open_build_file(build_file: Path) -> tuple[duckdb.DuckDBPyConnection, list[str]]:
    """Open the build file for writing; set a damaged one aside and start anew.

    Parameters
    ----------
    build_file : Path
        Made with its folder when it does not exist.

    Returns
    -------
    tuple of connection and list of str
        The list says what a person should know.

    Raises
    ------
    WenmaiError
        When another process holds the file, or it may not be written.
    """
    build_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        return connect_quietly(build_file), []
    except duckdb.Error as error:
        refusal = _refusal(build_file, str(error))
        if refusal:
            raise refusal from error
        reason = str(error).splitlines()[0]
    kept = set_aside(build_file)
    return connect_quietly(build_file), [SET_ASIDE(reason=reason, name=kept.name)]


def build_folder(connection: duckdb.DuckDBPyConnection) -> Path:
    """Return the private folder: where the build file of a connection stands."""
    query = "select path from duckdb_databases() where database_name = current_database()"
    ((file,),) = connection.execute(query).fetchall()
    return Path(file).parent


def connect_quietly(build_file: Path) -> duckdb.DuckDBPyConnection:
    """Connect without the bar that DuckDB draws on standard output when a statement takes long."""
    connection = duckdb.connect(str(build_file))
    connection.execute("set enable_progress_bar = false")
    return connection


def set_aside(build_file: Path) -> Path:
    """Rename a damaged build file and its log; an earlier damaged one makes room.

    Parameters
    ----------
    build_file : Path
        ``wenmai.duckdb`` becomes ``wenmai.damaged.duckdb``.

    Returns
    -------
    Path
        The new name.
    """
    kept = build_file.with_suffix(".damaged" + build_file.suffix)
    for ending in ("", ".wal"):
        source = build_file.with_name(build_file.name + ending)
        target = kept.with_name(kept.name + ending)
        target.unlink(missing_ok=True)
        if source.exists():
            source.replace(target)
    return kept


def _refusal(build_file: Path, message: str) -> WenmaiError | None:
    """Tell a file that must be left alone (None: it is damaged)."""
    file = str(build_file)
    if "Could not set lock" in message:
        holder = re.search(r"held in (.+?) \(PID (\d+)\)", message)
        said = (
            IN_USE_BY(file=file, process=holder[2], program=Path(holder[1]).name)
            if holder
            else IN_USE(file=file)
        )
        return WenmaiError(said, hint=WAIT())
    if "same database file with a different configuration" in message:
        return WenmaiError(OPEN_HERE(file=file), hint=CLOSE_IT())
    if "Permission denied" in message or "Read-only file system" in message:
        return WenmaiError(NOT_WRITABLE(file=file), hint=CHECK_PERMISSIONS())
    if build_file.is_dir():
        return WenmaiError(IS_FOLDER(file=file), hint=MOVE_IT())
    if "No space left" in message:
        return WenmaiError(NO_SPACE(file=file), hint=FREE_SPACE())
    return None


@contextmanager
def one_transaction(
    connection: duckdb.DuckDBPyConnection, build_file: Path | None = None
) -> Iterator[None]:
    """Commit everything that happens inside, or nothing of it.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Without a transaction under way.
    build_file : Path, optional
        Named when the disk is full or may not be written.

    Raises
    ------
    WenmaiError
        For an error of DuckDB whose cause the user can mend; other errors pass as they are.
    """
    connection.execute("begin transaction")
    try:
        yield
        connection.execute("commit")
    except BaseException as error:
        # A connection that broke cannot roll back, and need not: it never committed.
        with suppress(duckdb.Error):
            connection.execute("rollback")
        refusal = None
        if isinstance(error, duckdb.Error) and build_file is not None:
            refusal = _refusal(build_file, str(error))
        if refusal is not None:
            raise refusal from error
        raise
