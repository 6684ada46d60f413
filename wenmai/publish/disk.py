"""Files that are there completely or not at all: fsync, rename, tidy up."""

import errno
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.publish.release import SHOWN, Release, current_release, pointed_release
from wenmai.settings import Settings
from wenmai.within import within

PART = ".part"
COPIED = "copied"  # what the pointer says after its release when that has been copied
# what a disk without links answers, and Windows to a user who may make none
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
_NO_PRIVILEGE = 1314


def sync(path: Path) -> None:
    """Force a file or a folder's list of names onto the disk.

    Parameters
    ----------
    path : Path
    """
    if os.name == "nt":
        if path.is_dir():
            return  # Windows opens no folder
        descriptor = os.open(path, os.O_RDWR)
    else:
        descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def show(settings: Settings, release: Release) -> None:
    """Make a release the one that people see, in one atomic rename: ``serving/current``.

    The serving file, the atlas and the workbooks are links that lead through it, so they change
    together or not at all. Where nobody may make links, it is a text that names the release, and
    they are copies, made one after the other.

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
    if settings.pointer.is_file() and not settings.pointer.is_symlink():
        _mend_copies(settings)
        return
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
    if pointed_release(settings) is not None:
        return
    with suppress(WenmaiError):  # a damaged file is of no release
        release = current_release(settings)
        if release is not None and release.serving_copy.is_file():
            _point(settings.pointer, release.folder)


def _point(link: Path, target: Path) -> None:
    """Make a link within ``serving/`` with one atomic rename; without links, a text or nothing."""
    part = _part_of(link)
    part.unlink(missing_ok=True)
    try:
        part.symlink_to(os.path.relpath(target, link.parent))
    except OSError as error:
        if error.errno not in _NO_LINKS and getattr(error, "winerror", None) != _NO_PRIVILEGE:
            raise
        if link.name in SHOWN:
            return  # copied once the pointer says of what
        part.write_text(target.name, encoding="utf-8")
    _replace(part, link)


def _mend_copies(settings: Settings) -> None:
    """Copy what people open from the release that the pointer names, unless that has been done."""
    name, *done = settings.pointer.read_text(encoding="utf-8").split()
    release = within(settings.releases_dir, name)
    there = [shown for shown in SHOWN if (release / shown).exists()]
    if done and all((settings.serving_dir / shown).exists() for shown in there):
        return
    for shown in SHOWN:
        source, copy = release / shown, settings.serving_dir / shown
        part = _part_of(copy)
        if source.is_dir():
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(source, part)
        elif source.is_file():
            shutil.copy2(source, part)
        elif copy.is_dir():
            shutil.rmtree(copy)
            continue
        else:
            copy.unlink(missing_ok=True)
            continue
        _replace(part, copy)
    part = _part_of(settings.pointer)
    part.write_text(f"{name} {COPIED}", encoding="utf-8")
    _replace(part, settings.pointer)


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{PART}")


def _replace(part: Path, path: Path) -> None:
    """Move what is complete to where people see it."""
    away = part.with_name(f"{part.name}.{COPIED}{PART}")
    if path.is_dir() and not path.is_symlink():
        # no name can be moved onto a folder: a copy, or a warehouse that was copied
        path.rename(away)
    part.replace(path)
    sync(path.parent)
    shutil.rmtree(away, ignore_errors=True)  # the next refresh removes what stays


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
