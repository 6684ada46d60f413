"""What a refresh is asked to do and what it made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from wenmai.build.report import BuildReport
from wenmai.ingest.report import IngestReport
from wenmai.publish.release import Release
from wenmai.sentences import here


@dataclass(frozen=True)
class RefreshRequest:
    """What a refresh is asked to do.

    Parameters
    ----------
    studies : tuple of str or None
        Codes of the only studies to take; None means all.
    full_refresh : bool
        Remove the private file first and build from nothing.
    publish : bool
        False builds and tests, but leaves the serving file as it is.
    force : bool
        Refresh although nothing changed.
    trigger : str
        ``manual``, ``schedule`` …
    """

    studies: tuple[str, ...] | None = None
    full_refresh: bool = False
    publish: bool = True
    force: bool = False
    trigger: str = "manual"


@dataclass(frozen=True)
class StudyRow:
    """One study of the release."""

    study_code: str
    name_zh: str
    name_en: str
    units: int
    first_year: int
    last_year: int
    indicators: int
    is_synthetic: bool


@dataclass(frozen=True)
class TableRows:
    """Rows of one table."""

    schema: str
    name: str
    rows: int


@dataclass(frozen=True)
class IndexRow:
    """One line of the top of the index, with the 90 % intervals of its score and rank.

    The intervals are None where the study does not ask for them.
    """

    study_code: str
    year: int
    rank: int
    unit_code: str
    unit_name: str
    score: float
    score_low: float | None = None
    score_high: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    unit_name_en: str | None = None


@dataclass(frozen=True)
class RefreshResult:
    """What a refresh made.

    Parameters
    ----------
    status : str
        ``published``, ``unpublished`` (built and tested only) or ``unchanged``.
    release_id : str
        Of the release that people see now; of the build when it was not published.
    started_at, finished_at : datetime
    studies : tuple of StudyRow
    tables : tuple of TableRows
        Without the technical ``quality.published_tables`` and ``quality.published_studies``.
    index_top : tuple of IndexRow
        The first ranks of every study in its last year with a score.
    serving_file : Path
    sql : str
        A query to try.
    warnings : tuple of str
        Tests of severity ``warn``, notes of the ingest, a notification that failed; first of all
        what became of the studies that could not be refreshed.
    seconds : mapping
        Wall time of each step.
    ingest : IngestReport or None
        None when unchanged.
    build : BuildReport or None
    release : Release or None
    set_aside : mapping
        Code → sentence of each study that could not be refreshed.
    """

    status: str
    release_id: str
    started_at: datetime
    finished_at: datetime
    studies: tuple[StudyRow, ...]
    tables: tuple[TableRows, ...]
    index_top: tuple[IndexRow, ...]
    serving_file: Path
    sql: str
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] | None = None
    ingest: IngestReport | None = None
    build: BuildReport | None = None
    release: Release | None = None
    set_aside: Mapping[str, str] = field(default_factory=dict)

    def to_message(self) -> dict[str, Any]:
        """Return what a notification says."""
        return {
            "status": self.status,
            "release_id": self.release_id,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "studies": [study.study_code for study in self.studies],
            "rows": {f"{table.schema}.{table.name}": table.rows for table in self.tables},
            "set_aside": {code: here(reason) for code, reason in self.set_aside.items()},
            "warnings": [here(warning) for warning in self.warnings],
        }
