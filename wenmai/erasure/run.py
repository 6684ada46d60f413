"""The order in which people are erased; each step can be done again, so a kill does no harm."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wenmai.build.close import close_build_file, refuse_write_ahead_log
from wenmai.erasure.needles import Needle, needles_of, parts, requests_of
from wenmai.erasure.search import Searched, copy_database, search_files
from wenmai.errors import WenmaiError
from wenmai.ingest.erasures import LOG_NAME, Proof, Request, write_proofs
from wenmai.obstacles import in_one_sentence
from wenmai.pipeline import Observer, RefreshRequest, RefreshResult, refresh
from wenmai.publish.disk import remove_releases, sync, tidy
from wenmai.publish.release import pointed_release
from wenmai.refreshes.lock import refresh_lock
from wenmai.sentences import Sentence, first_few
from wenmai.settings import Settings
from wenmai.sql_text import literal
from wenmai.studies.load import load_studies
from wenmai.studies.study import Study
from wenmai.words import FILES

STUDIES_LEFT_OUT = Sentence("warehouse.studies_left_out", "names")
SEE_STATUS_THEN_ERASE = Sentence("warehouse.see_status_then_erase")
SEARCH_PROVES_NOTHING = Sentence("warehouse.search_proves_nothing", "names")
REFRESH_THEN_ERASE = Sentence("warehouse.refresh_then_erase")

STILL_FOUND = Sentence("erasure.still_found", "files", "names")
REMOVE_THEM = Sentence("erasure.remove_them")
WORK = ".erasure.part"
REPORTS = "erasures"
# Under build/: made anew when they are missed.
_DISPOSABLE = (
    *("logs", "target", "nodes", "extracted_texts", "file_hashes.json"),
    *("mill/tables", "mill/texts"),
)
Refresh = Callable[..., RefreshResult]


@dataclass(frozen=True)
class ErasureResult:
    """What came of an erasure.

    Parameters
    ----------
    requests, new_requests : int
        Requests that name somebody; those of them that had not been carried out before.
    lines : int
        Lines of these people in the studies' files, left out of the warehouse.
    releases_removed, files_removed : tuple of str
        Earlier releases; caches and logs.
    bytes_before, bytes_after : int
        Size of the private file.
    searched : tuple of Searched
    sources : mapping of str to int
        The user's own files that still name these people, with how many lines: they are not
        touched.
    release_id : str
        What people see now.
    report : Path
    """

    requests: int
    new_requests: int
    lines: int
    releases_removed: tuple[str, ...]
    files_removed: tuple[str, ...]
    bytes_before: int
    bytes_after: int
    searched: tuple[Searched, ...]
    sources: Mapping[str, int]
    release_id: str
    report: Path

    @property
    def bytes_searched(self) -> int:
        """Of all files, uncompressed copies included."""
        return sum(one.bytes_searched for one in self.searched)


def erase(
    settings: Settings, *, refresh_with: Refresh = refresh, observer: Observer | None = None
) -> ErasureResult:
    """Carry out every request of every study, down to the bytes.

    A refresh leaves the people out and publishes; then earlier releases go, the private file is
    copied into a new one (deleted rows survive in the bytes of the old), caches and logs go that
    name anybody, and every file below ``build/`` and ``serving/`` is searched, compressed ones in
    an uncompressed copy. Only when nothing is found, and somebody who is still there *is* found (or
    the search would prove nothing), the requests count as carried out; a last refresh says so in
    ``fct_erasures``.

    Parameters
    ----------
    settings : Settings
    refresh_with : callable
        Takes settings, a RefreshRequest and ``observer``.
    observer : callable, optional

    Returns
    -------
    ErasureResult

    Raises
    ------
    WenmaiError
        When a refresh fails (then nothing has changed), or bytes of an erased person are found.
    """
    studies = load_studies(settings)
    requests = requests_of(studies)
    request = RefreshRequest(force=True, trigger="erase")
    made = refresh_with(settings, request, observer=observer)
    _refuse_what_was_left_out(made, requests)
    build = settings.build_file.parent
    with in_one_sentence(settings), refresh_lock(settings, purpose="erasure"), _work(build) as work:
        rows = _requests_in(settings.build_file)
        known = {key for key, row in rows.items() if row["erased_at_text"] is not None}
        removed = _remove_earlier_releases(settings)
        before = settings.build_file.stat().st_size
        rewrite(settings.build_file, work)
        needles = needles_of(studies)
        gone = _remove_traces(settings, needles, work)
        searched = _search(settings, needles, work)
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        n_bytes = sum(one.bytes_searched for one in searched)
        proofs = [
            Proof(
                study,
                str(one.code),
                str(now),
                int(rows[_key(study, one)]["lines_left_out_text"]),
                len(searched),
                n_bytes,
                len(removed),
            )
            for study, own in requests.items()
            for one in own
            if _key(study, one) not in known
        ]
        write_proofs(build, proofs)
    last = refresh_with(settings, request, observer=observer)
    result = ErasureResult(
        requests=sum(map(len, requests.values())),
        new_requests=len(proofs),
        lines=sum(int(row["lines_left_out_text"]) for row in rows.values()),
        releases_removed=removed,
        files_removed=gone,
        bytes_before=before,
        bytes_after=settings.build_file.stat().st_size,
        searched=searched,
        sources=_sources_of(studies, build),
        release_id=last.release_id,
        report=build / REPORTS / f"{now:%Y%m%dT%H%M%SZ}.json",
    )
    _write_report(result, proofs)
    return result


def check_erased(settings: Settings) -> tuple[Searched, ...]:
    """Search every file for the people who asked to be erased, and change nothing.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    tuple of Searched
        ``found`` says in which files they still are.

    Raises
    ------
    WenmaiError
        When the search does not find somebody who must be there.
    """
    needles = needles_of(load_studies(settings))
    build = settings.build_file.parent
    with in_one_sentence(settings), refresh_lock(settings, purpose="search"), _work(build) as work:
        return _search(settings, needles, work, is_check=True)


def rewrite(build_file: Path, work: Path) -> None:
    """Put a copy of the private file in its place, in one rename.

    Parameters
    ----------
    build_file : Path
    work : Path
        A folder beside it.
    """
    import duckdb  # noqa: PLC0415

    close_build_file(build_file)
    refuse_write_ahead_log(build_file)
    copy = work / build_file.name
    with duckdb.connect() as memory:
        memory.execute(f"set temp_directory = {literal(str(work / 'tmp'))}")
        copy_database(memory, build_file, copy)
    sync(copy)
    copy.replace(build_file)
    sync(build_file.parent)


@contextmanager
def _work(build: Path) -> Iterator[Path]:
    """Make an empty folder, and remove what an earlier run left there when it was killed."""
    work = build / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _key(study: str, request: Request) -> tuple[str, str, str, int]:
    return study, request.mapping_code, request.source_file, request.row_number


def _requests_in(build_file: Path) -> dict[tuple[str, str, str, int], dict[str, Any]]:
    """Return what the private file says of every request."""
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(build_file), read_only=True) as connection:
        found = connection.execute("select * from raw.consumer_erasures")
        names = [column[0] for column in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    keys = ("study_code", "mapping_code", "source_file", "row_number")
    return {tuple(row[key] for key in keys): row for row in rows}


def _sources_of(studies: Sequence[Study], build: Path) -> dict[str, int]:
    """Return the user's own files that still name somebody, with in how many lines."""
    found = [part.sources(study, build) for study in studies for part in parts()]
    return dict(sorted((name, n) for own in found for name, n in own.items()))


def _refuse_what_was_left_out(made: RefreshResult, requests: Mapping[str, object]) -> None:
    """Stop when a study with requests is not in the release as its files say it."""
    said = made.release.provenance if made.release is not None else {}
    missing = sorted(set(requests) - set(said.get("studies", [])))
    if missing:
        raise WenmaiError(
            STUDIES_LEFT_OUT(names=", ".join(missing)),
            hint=SEE_STATUS_THEN_ERASE(),
        )


def _remove_earlier_releases(settings: Settings) -> tuple[str, ...]:
    """Remove every release but the current one: numbers in them may have counted the people."""
    tidy(settings)
    current = pointed_release(settings)
    folders = sorted(
        folder
        for folder in settings.releases_dir.iterdir()
        if folder.is_dir() and folder.name != current
    )
    remove_releases(settings, folders)
    return tuple(folder.name for folder in folders)


def _remove_traces(settings: Settings, needles: Sequence[Needle], work: Path) -> tuple[str, ...]:
    """Remove what was set aside, and caches and logs in which anybody is found."""
    build = settings.build_file.parent
    aside = [path for path in build.glob("*.damaged*") if path.is_file()]
    disposable = [
        path
        for name in _DISPOSABLE
        for path in ((build / name).rglob("*") if (build / name).is_dir() else [build / name])
        if path.is_file()
    ]
    # where names are looked for as cells, nobody knows what a log or cache says of them
    is_all = any(needle.how == "cell" for needle in needles)
    found = () if is_all else search_files(settings.home, disposable, needles, work)
    named = disposable if is_all else [settings.home / one.file for one in found if one.found]
    gone = [*aside, *named]
    for path in gone:
        path.unlink()
    return tuple(path.relative_to(settings.home).as_posix() for path in gone)


def _search(
    settings: Settings, needles: Sequence[Needle], work: Path, *, is_check: bool = False
) -> tuple[Searched, ...]:
    """Search every file; refuse to call anything proven that is not."""
    controls = _controls(settings.build_file, needles)
    files = [
        path
        for folder in (settings.build_file.parent, settings.serving_dir)
        if folder.is_dir()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.is_relative_to(work)
    ]
    found = tuple(search_files(settings.home, files, [*needles, *controls], work))
    # people stand in the private file, or in the files that its tables read in place
    seen = {needle for one in found for needle in one.found}
    missed = sorted(needle.study_code for needle in controls if needle not in seen)
    if missed:
        raise WenmaiError(
            SEARCH_PROVES_NOTHING(names=", ".join(missed)),
            hint=REFRESH_THEN_ERASE(),
        )
    result = tuple(
        Searched(one.file, one.bytes_searched, tuple(n for n in one.found if n not in controls))
        for one in found
    )
    named = [one.file for one in result if one.found]
    if named and not is_check:
        raise WenmaiError(
            STILL_FOUND(files=FILES(len(named)), names=first_few(named, shown=5)),
            hint=REMOVE_THEM(),
        )
    return result


def _controls(build_file: Path, needles: Sequence[Needle]) -> list[Needle]:
    """Return somebody of each study who did not ask to be erased, looked for in the same way."""
    import duckdb  # noqa: PLC0415

    wanted = {(needle.study_code, needle.how == "cell") for needle in needles}
    with duckdb.connect(str(build_file), read_only=True) as connection:
        return [
            Needle(study, text.encode(), part.control_how)
            for part in parts()
            for study, text in connection.execute(part.control).fetchall()
            if (study, part.control_how == "cell") in wanted
        ]


def _write_report(result: ErasureResult, proofs: Sequence[Proof]) -> None:
    """Write what was done and searched, without a word on who it was."""
    result.report.parent.mkdir(parents=True, exist_ok=True)
    said = asdict(result) | {
        "report": result.report.name,
        "log": LOG_NAME,
        "bytes_searched": result.bytes_searched,
        "requests_carried_out": [asdict(proof) for proof in proofs],
        "searched": [
            {"file": one.file, "bytes": one.bytes_searched, "found": len(one.found)}
            for one in result.searched
        ],
    }
    text = json.dumps(said, ensure_ascii=False, indent=1)
    result.report.write_text(text + "\n", encoding="utf-8")
