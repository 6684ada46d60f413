"""Read every file of every study into schema raw, all or nothing."""

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from wenmai.domains import from_rooms
from wenmai.errors import ProblemsFound
from wenmai.ingest.database import one_transaction, open_build_file
from wenmai.ingest.fingerprint import package_version, study_fingerprints
from wenmai.ingest.kept import make_tables_keeping, remember, unchanged_studies
from wenmai.ingest.part import IngestPart, PartInput
from wenmai.ingest.previous import COPIES, attach_serving, copy_previous
from wenmai.ingest.raw_tables import RAW_TABLES, REFRESHES, RawTable
from wenmai.ingest.records import RecordWriter
from wenmai.ingest.report import IngestReport, Observer
from wenmai.ingest.study_rows import configuration_rows
from wenmai.ingest.unit_names import write_unit_names
from wenmai.ingest.unread import UnreadFiles
from wenmai.ingest.write import insert_rows, make_view
from wenmai.places import without_places
from wenmai.refreshes.log import read_log
from wenmai.resources import bound
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.studies.study import Study

PUT_ASIDE = Sentence("refresh.put_aside", "problem")


class Planned(Protocol):
    """What the ingest takes from the plan of a refresh."""

    @property
    def studies(self) -> Sequence[Study]:
        """Validated studies."""

    @property
    def release_id(self) -> str:
        """Name of the release to be."""

    @property
    def trigger(self) -> str:
        """Who asked for the refresh."""

    @property
    def fingerprint(self) -> str:
        """Of everything the release depends on."""

    @property
    def started_at(self) -> datetime:
        """When the refresh began."""


@dataclass(frozen=True)
class StudiesOnly:
    """A plan for an ingest by itself, without a refresh around it."""

    studies: Sequence[Study]
    release_id: str
    started_at: datetime
    trigger: str = "manual"
    fingerprint: str = ""


def ingest(
    settings: Settings,
    plan: Planned | Sequence[Study],
    *,
    load_id: str | None = None,
    release_id: str | None = None,
    trigger: str | None = None,
    observer: Observer | None = None,
) -> IngestReport:
    """Write studies, their files and what came before into schema raw of the build file.

    Everything happens in one transaction: a kill at any moment leaves the raw tables as they
    were. A file that cannot be read is one row of raw.unread_files, and the others go on. Of a
    study that would be read as the same again the rows stay.

    Parameters
    ----------
    settings : Settings
        Where the build file, the serving file and the log of refreshes are.
    plan : Plan or sequence of Study
        A plan also says release, trigger and fingerprint.
    load_id : str, optional
        Written into every row; default: the release's name.
    release_id, trigger : str, optional
        Instead of the plan's.
    observer : callable, optional
        Gets a FileIngested for every sheet that was read.

    Returns
    -------
    IngestReport

    Raises
    ------
    WenmaiError
        When the build file is in use or may not be written.

    Examples
    --------
    >>> report = ingest(settings, load_studies(settings), release_id="r1")  # doctest: +SKIP
    >>> print(report)  # doctest: +SKIP
    2 studies, 9 files, 5,400 records from 1,200 lines in 1.2 s
    """
    started = time.perf_counter()
    if isinstance(plan, Sequence):
        plan = StudiesOnly(plan, release_id or load_id or "no release", datetime.now(UTC))
    release_id, trigger = release_id or plan.release_id, trigger or plan.trigger
    load_id = load_id or release_id
    keys = study_fingerprints(plan.studies, settings)
    connection, notes = open_build_file(settings.build_file)
    bound(connection, settings)
    with closing(connection):
        notes += attach_serving(connection, settings.serving_file)
        with one_transaction(connection, settings.build_file):
            kept = unchanged_studies(connection, plan.studies, keys, all_parts())
            studies = [study for study in plan.studies if study.code not in kept]
            make_tables_keeping(connection, all_tables(), _copies().keys(), kept, load_id)
            for table, rows in configuration_rows(studies).items():
                insert_rows(connection, table, rows, load_id)
            refreshes = _refresh_rows(settings, plan, release_id, trigger)
            insert_rows(connection, REFRESHES, refreshes, load_id)
            copy_previous(connection, load_id, _copies())
            unread = UnreadFiles(connection, load_id)
            writer = RecordWriter(connection, load_id, unread, observer)
            unfit = _write_studies(writer, studies, settings, others=kept)
            for part in all_parts():
                for table, query in (part.views(connection) if part.views else {}).items():
                    make_view(connection, table, query)
            queries = [part.unit_names for part in all_parts() if part.unit_names]
            write_unit_names(connection, studies, settings.seeds_dir, queries, load_id)
            remember(connection, {code: keys[code] for code in keys if code not in unfit})
    return IngestReport(
        load_id=load_id,
        studies=len(studies),
        kept=len(kept),
        files=writer.files,
        lines=writer.lines,
        records=writer.records,
        bytes_read=writer.bytes_read,
        seconds=time.perf_counter() - started,
        notes=(*notes, *(PUT_ASIDE(problem=problem.said()) for problem in unread.problems)),
        unfit=unfit,
    )


def all_parts() -> list[IngestPart]:
    """Return each domain's share of the ingest."""
    return from_rooms("lands", "PART")


def all_tables() -> tuple[RawTable, ...]:
    """Return every table of schema raw: the spine's, then each domain's."""
    return (*RAW_TABLES, *(table for part in all_parts() for table in part.tables))


def _copies() -> dict[RawTable, str]:
    """Return which published tables are copied into which raw tables: the spine's, the domains'."""
    return COPIES | {raw: mart for part in all_parts() for raw, mart in part.previous.items()}


def _write_studies(
    writer: RecordWriter, studies: Sequence[Study], settings: Settings, others: Collection[str]
) -> dict[str, str]:
    """Read every study; one that cannot be read at all holds the others back no more than a file.

    Returns
    -------
    dict
        Its code → why.

    Raises
    ------
    ProblemsFound
        When none is left, and there are no others whose rows stand already.
    """
    wrong: dict[str, ProblemsFound] = {}
    for study in studies:
        try:
            writer.write_study(study)
            _write_parts(writer, study, settings.project_dir)
        except ProblemsFound as error:
            wrong[study.code] = error
            for table in all_tables():
                if "study_code" in table.column_names and table not in COPIES:
                    writer.connection.execute(
                        f"delete from {table.qualified_name} where study_code = ?", [study.code]
                    )
    if wrong and len(wrong) == len(studies) and not others:
        raise ProblemsFound([problem for error in wrong.values() for problem in error.problems])
    return {code: without_places(str(error.problems[0]), settings) for code, error in wrong.items()}


def _write_parts(writer: RecordWriter, study: Study, project_dir: Path) -> None:
    """Let every domain write its rows, and read its files where it has rows."""
    for part in all_parts():
        is_used = False
        for table, rows in part.rows(study).items():
            if listed := list(rows):
                insert_rows(writer.connection, table, listed, writer.load_id)
                is_used = True
        if part.read_files is None or not is_used:
            continue
        output = part.read_files(
            PartInput(writer.connection, study, writer.load_id, writer.unread, project_dir)
        )
        writer.files += output.files
        writer.lines += output.lines
        writer.records += output.records
        writer.bytes_read += output.bytes_read


def _refresh_rows(
    settings: Settings, plan: Planned, release_id: str, trigger: str
) -> Iterator[dict[str, Any]]:
    """Yield the refreshes so far, then the running one."""
    for entry in read_log(settings):
        if entry.release_id != release_id:
            yield {
                **vars(entry),
                "started_at": _utc(entry.started_at),
                "finished_at": _utc(entry.finished_at),
            }
    yield {
        "release_id": release_id,
        "status": "running",
        "started_at": _utc(plan.started_at),
        "trigger": trigger,
        "fingerprint": plan.fingerprint,
        "package_version": package_version(),
    }


def _utc(moment: datetime | None) -> datetime | None:
    """Write a time as UTC without a zone, which is how the raw tables keep time."""
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).replace(tzinfo=None)
