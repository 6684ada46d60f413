"""Files that are there completely or not at all: fsync, rename, tidy up."""

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.publish.release import SHOWN, Release, current_release
from wenmai.settings import Settings

PART = ".part"


def sync(path: Path) -> None:
    """Force a file or a folder's list of names onto the disk.

    Parameters
    ----------
    path : Path
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def show(settings: Settings, release: Release) -> None:
    """Make a release the one that people see, in one atomic rename: ``serving/current``.

    The serving file, the atlas and the workbooks are links that lead through it, so they change
    together or not at all.

    Parameters
    ----------
    settings : Settings
    release : Release
        Complete, in its own folder. What it was made without leads nowhere while it is current.
    """
    _adopt(settings)
    mend_links(settings)
    # Someone who opened the serving file for writing may have left a log, which DuckDB
    # would replay into whatever lies there next.
    for log in (settings.serving_file, release.serving_copy):
        log.with_name(f"{log.name}.wal").unlink(missing_ok=True)
    _point(settings.pointer, release.folder)
    mend_links(settings)


def mend_links(settings: Settings) -> None:
    """Let everything that people open lead through the pointer. Call it only under the lock.

    Without a pointer nothing that lies there is replaced: it is all that people have.

    Parameters
    ----------
    settings : Settings
    """
    for name in SHOWN:
        link, target = settings.serving_dir / name, settings.pointer / name
        if link.is_symlink() and link.readlink() == target.relative_to(settings.serving_dir):
            continue
        if settings.pointer.is_symlink() or not os.path.lexists(link):
            _point(link, target)


def _adopt(settings: Settings) -> None:
    """Point to the release that a serving file without a pointer is a copy of.

    Warehouses were laid out so before there was a pointer, and copies that follow links are.
    """
    if settings.pointer.is_symlink():
        return
    with suppress(WenmaiError):  # a damaged file is of no release
        release = current_release(settings)
        if release is not None and release.serving_copy.is_file():
            _point(settings.pointer, release.folder)


def _point(link: Path, target: Path) -> None:
    """Make a link within ``serving/`` with one atomic rename."""
    part = link.with_name(f".{link.name}{PART}")
    part.unlink(missing_ok=True)
    part.symlink_to(os.path.relpath(target, link.parent))
    copied = part.with_name(f"{part.name}.copied{PART}")
    if link.is_dir() and not link.is_symlink():
        # a copy of the warehouse that followed the link: no name can be moved onto a folder
        link.rename(copied)
    part.replace(link)
    sync(link.parent)
    shutil.rmtree(copied, ignore_errors=True)  # the next refresh removes what stays


def tidy(settings: Settings) -> list[str]:
    """Remove what an interrupted publication left behind. Call it only under the refresh lock.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of str
        Names of what was removed.

    Examples
    --------
    >>> tidy(Settings(Path("/nowhere"), Path("/nowhere"), ()))
    []
    """
    left = [
        path
        for folder in (settings.serving_dir, settings.releases_dir)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.name.startswith(".") and path.name.endswith(PART)
    ]
    for path in left:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return sorted(path.name for path in left)


def remove_releases(settings: Settings, folders: Iterable[Path]) -> None:
    """Remove release folders; each stops being a release before its first file goes.

    Parameters
    ----------
    settings : Settings
    folders : iterable of Path
    """
    for folder in folders:
        going = settings.releases_dir / f".{folder.name}.removed{PART}"
        folder.rename(going)
        shutil.rmtree(going)
