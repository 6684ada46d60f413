"""Read the files of a study and stream their records into raw.indicator_records."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from wenmai.ingest.raw_tables import INDICATOR_RECORDS, SOURCE_FILES
from wenmai.ingest.report import FileIngested, Observer
from wenmai.ingest.unread import UnreadFiles
from wenmai.ingest.write import insert_rows, insert_stream
from wenmai.readers import SourceFileInfo
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.readers.source import source_records
from wenmai.studies.study import Study, StudySource


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
    unread : UnreadFiles
        Puts aside the files that cannot be read.
    """

    connection: duckdb.DuckDBPyConnection
    load_id: str
    unread: UnreadFiles
    observer: Observer | None = None
    files: int = 0
    lines: int = 0
    records: int = 0
    bytes_read: int = 0

    def write_study(self, study: Study) -> None:
        """Read every file of every mapping of a study."""
        for source in study.sources:
            for path in source.files:
                with self.unread.reading(study, source.mapping_code, path, [INDICATOR_RECORDS]):
                    self._write_file(study, source, path)

    def _write_file(self, study: Study, source: StudySource, path: Path) -> None:
        started = time.perf_counter()
        found: list[tuple[SourceFileInfo, int]] = []
        parts = read_apart(
            source_records,
            *(path, source.mapping, study.folder, study.code, self.load_id),
            path=path,
            label=label_of(path, study.folder),
        )

        def batches() -> Iterator[pa.RecordBatch]:
            records = 0
            for part in parts:
                if isinstance(part, SourceFileInfo):
                    found.append((part, records))
                    records = 0
                else:
                    records += part.num_rows
                    yield part

        insert_stream(self.connection, INDICATOR_RECORDS, batches())
        # The lines are counted once the records are read to the end.
        for info, records in found:
            self._note_file(study, info, records, time.perf_counter() - started)

    def _note_file(self, study: Study, info: SourceFileInfo, records: int, seconds: float) -> None:
        row = {"study_code": study.code, **asdict(info)}
        insert_rows(self.connection, SOURCE_FILES, [row], self.load_id)
        self.files += 1
        self.lines += info.lines_read
        self.records += records
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
