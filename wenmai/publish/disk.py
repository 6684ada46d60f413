"""Files that are there completely or not at all: fsync, rename, tidy up."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.publish.hashing import file_hash
from wenmai.publish.release import SHOWN_FOLDERS, Release
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


def swap_in(settings: Settings, source: Path, sha256: str, release_id: str) -> None:
    """Make a copy of ``source`` the file that people open, with one atomic rename.

    Parameters
    ----------
    settings : Settings
    source : Path
        A closed DuckDB file.
    sha256 : str
        What its copy must hash to.
    release_id : str
        Names the copy until it is swapped in.

    Raises
    ------
    WenmaiError
        When the copy is not what was checked; nothing is swapped then.
    """
    target = settings.serving_file
    part = settings.serving_dir / f".{release_id}{PART}"
    shutil.copyfile(source, part)
    sync(part)
    if file_hash(part) != sha256:
        part.unlink()
        raise WenmaiError(
            f"The copy of {source} differs from what was checked.",
            hint="Look for disk errors; the serving file was left as it was.",
        )
    # Someone who opened the old serving file for writing may have left a log, which DuckDB
    # would replay into the new file.
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    part.replace(target)
    sync(settings.serving_dir)


def show_folders(settings: Settings, release: Release) -> None:
    """Make a release's atlas and workbooks those that people open: links in ``serving/``.

    What a release was made without is taken away: the last one's would show other numbers.

    Parameters
    ----------
    settings : Settings
    release : Release
        The one whose serving file was swapped in.
    """
    for name in SHOWN_FOLDERS:
        link, target = settings.serving_dir / name, release.folder / name
        if not target.is_dir():
            if link.is_symlink():
                link.unlink()
        elif not (link.is_symlink() and link.resolve() == target.resolve()):
            _point(link, target, settings.serving_dir / f".{release.release_id}.{name}{PART}")
    sync(settings.serving_dir)


def _point(link: Path, target: Path, part: Path) -> None:
    """Make a link to a folder with one atomic rename."""
    part.unlink(missing_ok=True)
    part.symlink_to(os.path.relpath(target, link.parent), target_is_directory=True)
    if link.is_dir() and not link.is_symlink():
        # a copy of the warehouse that followed the link: no name can be moved onto a folder
        link.rename(part.with_name(f"{part.name}.copied{PART}"))
    part.replace(link)


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
