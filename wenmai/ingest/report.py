"""What an ingest did, and the event it sends for every sheet it has read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wenmai.sentences import Said, Sentence
from wenmai.words import FILES, RECORDS, STUDIES

READ = Sentence("refresh.read", "studies", "files", "records", "lines", "seconds")
READ_SOME = Sentence("refresh.read_some", "studies", "files", "records", "lines", "seconds", "kept")


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
    kept : int
        Studies that were read before and have not changed.
    seconds : float
        How long it took.
    notes : tuple of str
        What a person should know: a damaged build file was set aside, a log line was unreadable.
    unfit : mapping of str to str
        Studies that could not be read at all, and why: nothing of them is in schema raw.

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
    unfit: Mapping[str, str] = field(default_factory=dict)
    kept: int = 0

    def __str__(self) -> str:
        return str(self.said())

    def said(self) -> Said:
        """Return how much was read, as a sentence."""
        said = {
            "studies": STUDIES(self.studies),
            "files": FILES(self.files),
            "records": RECORDS(self.records),
            "lines": f"{self.lines:,}",
            "seconds": f"{self.seconds:.1f}",
        }
        return READ_SOME(**said, kept=STUDIES(self.kept)) if self.kept else READ(**said)
