"""What an ingest did, and the event it sends for every sheet it has read."""

from collections.abc import Callable
from dataclasses import dataclass

from wenmai.words import count


@dataclass(frozen=True)
class FileIngested:
    """One sheet of one file is in the raw tables."""

    study_code: str
    mapping_code: str
    source_file: str
    sheet_name: str
    lines_read: int
    records: int
    seconds: float


Observer = Callable[[FileIngested], object]


@dataclass(frozen=True)
class IngestReport:
    """What an ingest wrote.

    Parameters
    ----------
    load_id : str
        The value of ``_load_id`` in every row it wrote.
    studies, files, lines, records, bytes_read : int
        How much was read; a file that two mappings read counts twice.
    seconds : float
        How long it took.
    notes : tuple of str
        What a person should know: a damaged build file was set aside, a log line was unreadable.

    Examples
    --------
    >>> print(IngestReport("r1", studies=2, files=9, lines=1200, records=5400, seconds=1.25))
    2 studies, 9 files, 5,400 records from 1,200 lines in 1.2 s
    """

    load_id: str
    studies: int = 0
    files: int = 0
    lines: int = 0
    records: int = 0
    bytes_read: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{count(self.studies, 'study', 'studies')}, {count(self.files, 'file')}, "
            f"{count(self.records, 'record')} "
            f"from {self.lines:,} lines in {self.seconds:.1f} s"
        )
