"""Files as users have them → records: one value cell each, as text, with its place.

``read_source`` reads one file as its source mapping says; ``find_files`` finds the files.
Nothing is dropped silently: every line is heading, skipped, filtered or data, and they add up.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wenmai.readers.files import find_files
    from wenmai.readers.records import RECORD_COLUMNS
    from wenmai.readers.result import ReadResult, SourceFileInfo
    from wenmai.readers.source import read_mapping, read_source

__all__ = [
    "RECORD_COLUMNS",
    "ReadResult",
    "SourceFileInfo",
    "find_files",
    "read_mapping",
    "read_source",
]
_MODULES = {
    "find_files": "files",
    "RECORD_COLUMNS": "records",
    "ReadResult": "result",
    "SourceFileInfo": "result",
    "read_mapping": "source",
    "read_source": "source",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for: a plan finds files, and must not wait for Arrow to read them."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
