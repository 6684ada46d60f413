"""Files as users have them → records: one value cell each, as text, with its place.

``read_source`` reads one file as its source mapping says; ``find_files`` finds the files.
Nothing is dropped silently: every line is heading, skipped, filtered or data, and they add up.
"""

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
