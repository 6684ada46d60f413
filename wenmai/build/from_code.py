"""Files that follow from the code alone: made once for each state of it, for all warehouses."""

import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wenmai.settings import Settings

KEPT = 3  # of each kind: branches that a developer goes back and forth between
BROUGHT = "from_code.zip"  # in a wheel: what the machine that built it made


def from_code(settings: Settings, name: str, make: Callable[[Path], None]) -> Path:
    """Return a file that is kept under its name; unpack or make it when it is not there.

    A wheel brings the files of its own code, so that nobody's first refresh waits for dbt. Whoever
    needs the same file meanwhile waits for it. It is whole or not there.

    Parameters
    ----------
    settings : Settings
    name : str
        A hash of all it follows from, and its ending; it lies beside the project, so that every
        warehouse of this code shares it, or in the warehouse where that cannot be written.
    make : callable
        Writes the file under the path that it is given.

    Returns
    -------
    Path
    """
    beside = [] if settings.is_installed else [settings.project_dir / "target" / "compiled_nodes"]
    folders = [*beside, settings.home / "build" / "nodes"]
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    from filelock import FileLock  # noqa: PLC0415 - needed once for each state of the code

    folder = next((folder for folder in folders if _may_be_written(folder)), folders[-1])
    with FileLock(folder / f".{Path(name).suffix[1:]}.lock"):
        if not (folder / name).is_file():
            part = folder / f".{name}.{os.getpid()}"
            try:
                if not _unpack(settings.project_dir / BROUGHT, name, part):
                    make(part)
                part.replace(folder / name)
            finally:
                part.unlink(missing_ok=True)
            _let_old_ones_go(folder, Path(name).suffix)
    return folder / name


def _unpack(archive: Path, name: str, target: Path) -> bool:
    """Take the file from what the wheel brought, if it is of this code and these versions."""
    if not archive.is_file():
        return False
    with zipfile.ZipFile(archive) as brought:
        if name not in brought.namelist():
            return False
        with brought.open(name) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file)
    return True


def _may_be_written(folder: Path) -> bool:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        return os.access(folder, os.W_OK)
    return False


def _let_old_ones_go(folder: Path, suffix: str) -> None:
    files = sorted(folder.glob(f"*{suffix}"), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)
