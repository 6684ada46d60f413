"""Paths made from data: a name from a log, a manifest or a serving file stays in its folder."""

from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

NO_NAME_IN_FOLDER = Sentence("warehouse.no_name_in_folder", "name", "folder")
CHANGED_BY_HAND = Sentence("warehouse.changed_by_hand")


def within(root: Path, name: str) -> Path:
    """Return the path of a direct child of a folder.

    Parameters
    ----------
    root : Path
    name : str
        As it stands in the data.

    Returns
    -------
    Path

    Raises
    ------
    WenmaiError
        When the name would lead elsewhere: it is a path, is hidden, or holds a control character.

    Examples
    --------
    >>> within(Path("releases"), "20240131T061502Z-1a2b3c").name
    '20240131T061502Z-1a2b3c'
    >>> within(Path("releases"), "../victim")
    Traceback (most recent call last):
    wenmai.errors.WenmaiError: '../victim' is not a name in releases. ...
    """
    is_plain = name != "" and name.isprintable() and not name.startswith(".")
    if not is_plain or any(mark in name for mark in "/\\:"):
        raise WenmaiError(
            NO_NAME_IN_FOLDER(name=repr(name), folder=root.name),
            hint=CHANGED_BY_HAND(),
        )
    return root / name


def below(root: Path, name: str) -> Path:
    """Return the path of a file anywhere below a folder.

    Parameters
    ----------
    root : Path
    name : str
        As it stands in the data, with ``/`` between folders.

    Returns
    -------
    Path

    Raises
    ------
    WenmaiError
        When a part of the name would lead elsewhere, as :func:`within` does.

    Examples
    --------
    >>> below(Path("release"), "atlas/northeast/index.html").as_posix()
    'release/atlas/northeast/index.html'
    >>> below(Path("release"), "atlas/../../victim")
    Traceback (most recent call last):
    wenmai.errors.WenmaiError: '..' is not a name in atlas. ...
    """
    path = root
    for part in name.split("/"):
        path = within(path, part)
    return path
