"""Let go of the private file, so that everything dbt wrote is in it.

After a build in this process the tables can still sit in the write-ahead log; a copy of the
main file alone would then be an empty warehouse.
"""

from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import CLOSE_AND_REFRESH
from wenmai.sentences import Sentence

UNWRITTEN_CHANGES = Sentence("warehouse.unwritten_changes", "log", "file")


def close_build_file(build_file: Path) -> None:
    """Close dbt's connections, fold the write-ahead log into the file, and check that it is gone.

    Parameters
    ----------
    build_file : Path
        Nothing happens when it does not exist.

    Raises
    ------
    WenmaiError
        When a write-ahead log remains, so the file may be incomplete.

    Examples
    --------
    >>> close_build_file(Path("nowhere/wenmai.duckdb"))
    """
    import duckdb  # noqa: PLC0415
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415
    from dbt.adapters.factory import reset_adapters  # noqa: PLC0415

    environment = DuckDBConnectionManager._ENV
    if environment is not None:
        environment.close()
    DuckDBConnectionManager.close_all_connections()
    reset_adapters()
    if not build_file.exists():
        return
    with duckdb.connect(str(build_file)) as connection:
        connection.execute("checkpoint")
    refuse_write_ahead_log(build_file)


def refuse_write_ahead_log(file: Path) -> None:
    """Raise when a DuckDB file has a write-ahead log beside it.

    Parameters
    ----------
    file : Path

    Raises
    ------
    WenmaiError
        When ``<file>.wal`` exists.

    Examples
    --------
    >>> refuse_write_ahead_log(Path("nowhere/wenmai.duckdb"))
    """
    log = file.with_name(f"{file.name}.wal")
    if log.exists():
        raise WenmaiError(
            UNWRITTEN_CHANGES(log=log, file=file.name),
            hint=CLOSE_AND_REFRESH(),
        )
