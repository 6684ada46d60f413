"""Know a draft that nobody has changed: only such a file is written again."""

import hashlib
from pathlib import Path

_MARK = "# wenmai inspect "


def stamped(text: str) -> str:
    r"""Return a draft with a last line that tells whether somebody changed it.

    Examples
    --------
    >>> stamped("code: a\n")
    'code: a\n# wenmai inspect c705371d7257107c\n'
    """
    return f"{text}{_MARK}{_print_of(text)}\n"


def is_untouched(path: Path) -> bool:
    """Tell whether a file is a draft as it was written."""
    text = path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    body, mark, found = text.rpartition(_MARK)
    return bool(mark) and found.strip() == _print_of(body)


def _print_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
