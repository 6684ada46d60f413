"""Which release is being shown, and how a running server opens it.

A refresh replaces the serving file by rename. Within one process DuckDB goes on with the file that
it has open under a name for as long as any query uses it, so a busy server could show an old
release for ever. Opened under a name of its own, a new release is seen by the next query.
"""

import os
import shutil
from pathlib import Path


def file_mark(file: Path) -> str:
    """Return what tells this state of a file from every other, empty when there is none.

    Parameters
    ----------
    file : Path

    Returns
    -------
    str

    Examples
    --------
    >>> file_mark(Path("/nowhere/wenmai.duckdb"))
    ''
    """
    try:
        status = file.stat()
    except FileNotFoundError:
        return ""
    return f"{status.st_ino}-{status.st_mtime_ns}-{status.st_size}"


def link_to_current(serving_file: Path, folder: Path) -> Path:
    """Return a name of its own for the release that the serving file now is.

    Parameters
    ----------
    serving_file : Path
    folder : Path
        Holds the names: hard links, which cost no space. The one before stays for whoever is just
        about to open it; older ones are removed, and who has one open keeps its data.

    Returns
    -------
    Path
        The serving file itself where the folder's disk cannot link to it.
    """
    mark = file_mark(serving_file)
    link = folder / mark / serving_file.name
    if link.exists():
        return link
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        os.link(serving_file.resolve(), link)  # a link itself would be linked, not its file
    except FileExistsError:
        return link  # another query was faster
    except OSError:
        return serving_file
    if file_mark(link) != mark:
        # a publication came between: the name would stand for another release
        link.unlink()
        return link_to_current(serving_file, folder)
    for old in sorted(folder.iterdir(), key=lambda each: each.stat().st_mtime)[:-2]:
        shutil.rmtree(old, ignore_errors=True)
    return link
