"""Read the files of a study and stream their records into raw.indicator_records."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from wenmai.errors import Problem, ProblemsFound
from wenmai.ingest.raw_tables import INDICATOR_RECORDS, SOURCE_FILES
from wenmai.ingest.report import FileIngested, Observer
from wenmai.ingest.write import insert_arrow, insert_rows
from wenmai.readers import SourceFileInfo, read_source
from wenmai.studies.study import Study, StudySource

# An insert costs about 2 ms whatever its size: small batches wait for each other, and what waits
# stays small enough for a laptop's memory.
ROWS_PER_INSERT = 120_000


@dataclass
class RecordWriter:
    """Writes the records of files and counts what it wrote.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest.
    load_id : str
        Written into every row.
    observer : callable, optional
        Gets a FileIngested after every sheet.

    Attributes
    ----------
    problems : list of Problem
        Of files that could not be read; the others are read on, so that all are named at once.
    """

    connection: duckdb.DuckDBPyConnection
    load_id: str
    observer: Observer | None = None
    files: int = 0
    lines: int = 0
    records: int = 0
    bytes_read: int = 0
    problems: list[Problem] = field(default_factory=list)

    def write_study(self, study: Study) -> None:
        """Read every file of every mapping of a study."""
        for source in study.sources:
            for path in source.files:
                try:
                    self._write_file(study, source, path)
                except ProblemsFound as error:
                    self.problems += error.problems

    def _write_file(self, study: Study, source: StudySource, path: Path) -> None:
        started, records = time.perf_counter(), self.records
        result = read_source(
            path,
            source.mapping,
            study_folder=study.folder,
            study_code=study.code,
            load_id=self.load_id,
        )
        waiting: list[pa.RecordBatch] = []
        for batch in result.records:
            waiting.append(batch)
            if sum(part.num_rows for part in waiting) >= ROWS_PER_INSERT:
                self._insert(waiting)
                waiting = []
        self._insert(waiting)
        # The lines are counted once the records are read to the end.
        for info in result.files:
            self._note_file(study, info, self.records - records, time.perf_counter() - started)

    def _insert(self, batches: Sequence[pa.RecordBatch]) -> None:
        # After a problem nothing will be kept: reading on only looks for more problems.
        if not self.problems:
            insert_arrow(self.connection, INDICATOR_RECORDS, batches)
        self.records += sum(batch.num_rows for batch in batches)

    def _note_file(self, study: Study, info: SourceFileInfo, records: int, seconds: float) -> None:
        row = {"study_code": study.code, **asdict(info)}
        insert_rows(self.connection, SOURCE_FILES, [row], self.load_id)
        self.files += 1
        self.lines += info.lines_read
        self.bytes_read += info.source_bytes
        if self.observer is not None:
            event = FileIngested(
                study_code=study.code,
                mapping_code=info.mapping_code,
                source_file=info.source_file,
                sheet_name=info.sheet_name,
                lines_read=info.lines_read,
                records=records,
                seconds=seconds,
            )
            self.observer(event)
