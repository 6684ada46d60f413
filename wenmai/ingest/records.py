"""Read the files of a study and stream their records into raw.indicator_records."""

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import duckdb

from wenmai.errors import Problem, ProblemsFound
from wenmai.ingest.raw_tables import INDICATOR_RECORDS, SOURCE_FILES
from wenmai.ingest.report import FileIngested, Observer
from wenmai.ingest.write import insert_rows, insert_stream
from wenmai.readers import SourceFileInfo, read_source
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
                except OSError as error:
                    label = f"{study.folder.name}/{path.relative_to(study.folder).as_posix()}"
                    message = f"The file cannot be read ({error.strerror})."
                    problem = Problem(label, "", message, "Check that it is there and readable.")
                    self.problems.append(problem)

    def _write_file(self, study: Study, source: StudySource, path: Path) -> None:
        started = time.perf_counter()
        result = read_source(
            path,
            source.mapping,
            study_folder=study.folder,
            study_code=study.code,
            load_id=self.load_id,
        )
        if self.problems:
            # Nothing will be kept, so the rest is only read to find what else is wrong.
            for _ in result.records:
                pass
            return
        records = insert_stream(self.connection, INDICATOR_RECORDS, result.records)
        # The lines are counted once the records are read to the end.
        for info in result.files:
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
