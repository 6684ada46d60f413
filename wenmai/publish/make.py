"""Make a release: copy, hash, write Parquet, check, name it, swap it in."""

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.build.close import refuse_write_ahead_log
from wenmai.errors import UnfitStudies, WenmaiError
from wenmai.kit.often_said import REFRESH_FIRST, REFRESH_FULLY
from wenmai.places import without_places
from wenmai.publish.checks import check_release
from wenmai.publish.copying import (
    SourceTable,
    attach,
    check_types,
    copy_table,
    find_tables,
    set_comments,
)
from wenmai.publish.described import Described, describe_file
from wenmai.publish.disk import PART, remove_releases, show, sync, tidy
from wenmai.publish.hashing import content_hashes, file_hash, schema_hash
from wenmai.publish.kept import (
    EARLIER,
    copy_kept,
    describe_studies,
    earlier_release,
    fill_studies_table,
    put_aside,
)
from wenmai.publish.package import parquet_metadata, write_package
from wenmai.publish.release import (
    ATLAS_NAME,
    MANIFEST,
    WORKBOOKS_NAME,
    PublishedTable,
    Release,
    list_releases,
    pointed_release,
)
from wenmai.publish.release_table import describe_release, fill_release_table, mark_published
from wenmai.publish.sbom import write_sbom
from wenmai.resources import bound, opened
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.sql_text import literal
from wenmai.within import within
from wenmai.workers import workers

NOTHING_TO_PUBLISH = Sentence("warehouse.nothing_to_publish", "file")
RELEASE_EXISTS = Sentence("warehouse.release_exists", "release")
PUBLISH_UNDER_NEW_NAME = Sentence("warehouse.publish_under_new_name")
NO_MARTS = Sentence("warehouse.no_marts", "file")

if TYPE_CHECKING:
    from concurrent.futures import Future

    import duckdb

RELEASE = "new_release"
# they speak of the refresh itself, so the same input gives other rows
LOG_TABLES = {
    "quality.fct_refreshes",
    "quality.fct_changes",
    "quality.published_tables",
    "quality.published_studies",
}


def publish(
    settings: Settings,
    release_id: str,
    *,
    created_at: datetime | None = None,
    provenance: Mapping[str, Any] | None = None,
    unfit: Mapping[str, str] | None = None,
) -> Release:
    """Publish the marts of the private file as a release and swap it in.

    Everything is made under a temporary name and checked there. What people see changes by one
    rename at the very end; whatever fails or is killed before leaves it as it was.

    Parameters
    ----------
    settings : Settings
    release_id : str
        A new name, sortable by time.
    created_at : datetime, optional
        Default now, in UTC.
    provenance : mapping, optional
        Goes into the manifest: fingerprint, source files, versions, settings.
    unfit : mapping, optional
        Studies that could not be computed, and why: they stay as they were in the last release,
        or are left out where it does not hold them.

    Returns
    -------
    Release

    Raises
    ------
    WenmaiError
        When there is nothing to publish, a column has a type that readers cannot take, the
        release exists, or a check fails for more than single studies: those are put aside, and
        ``kept`` and ``left_out`` of the manifest say why.

    Examples
    --------
    >>> publish(Settings.from_env(), "20240131T061502Z-1a2b3c").tables[0].rows  # doctest: +SKIP
    36
    """
    if not settings.build_file.exists():
        raise WenmaiError(NOTHING_TO_PUBLISH(file=settings.build_file), hint=REFRESH_FIRST())
    refuse_write_ahead_log(settings.build_file)
    folder = within(settings.releases_dir, release_id)
    if folder.exists():
        raise WenmaiError(RELEASE_EXISTS(release=release_id), hint=PUBLISH_UNDER_NEW_NAME())
    settings.releases_dir.mkdir(parents=True, exist_ok=True)
    tidy(settings)
    part = settings.releases_dir / f".{release_id}{PART}"
    part.mkdir()
    release = Release(
        release_id, created_at or datetime.now(UTC), part, (), provenance=dict(provenance or {})
    )
    try:
        release = _made_of_what_fits(settings, release, unfit or {})
        for file in part.rglob("*"):
            sync(file)
        sync(part)
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync(settings.releases_dir)
    release = replace(release, folder=folder)
    try:
        show(settings, release)
    except OSError:
        if pointed_release(settings) != release_id:
            with suppress(OSError):  # nobody saw it; what stays goes before the next refresh
                remove_releases(settings, [folder])
        raise
    with suppress(OSError):  # what cannot be removed now is removed after the next one
        _retire(settings, release_id)
    return release


def _made_of_what_fits(settings: Settings, release: Release, unfit: Mapping[str, str]) -> Release:
    """Make the release without new rows of the studies that something is wrong with.

    What is found wrong only here may be right the next time: such a release has no fingerprint,
    so that the next refresh tries again.
    """
    reasons, spoilt = dict(unfit), set[str]()
    mine = set(release.provenance.get("studies", []))
    while True:
        said = dict(release.provenance) | ({"fingerprint": None} if reasons != unfit else {})
        try:
            return _made(settings, replace(release, provenance=said), reasons, spoilt)
        except UnfitStudies as error:
            wrong = error.reasons.keys()
            if wrong <= spoilt or reasons.keys() | wrong >= mine:
                raise  # it helps nobody to put more aside
            spoilt |= wrong & reasons.keys()  # what was before does not fit either
            reasons |= {code: without_places(why, settings) for code, why in error.reasons.items()}
        shutil.rmtree(release.folder)
        release.folder.mkdir()


def _made(
    settings: Settings, release: Release, reasons: Mapping[str, str], spoilt: Collection[str]
) -> Release:
    """Fill the folder of a release, check it, draw the atlas, and write the manifest last."""
    release = _fill(settings, release, reasons, spoilt)
    shown = _begin_what_people_open(settings, release)
    try:
        release, described = _write_tables(settings, release)
        check_release(release, settings)
        files = [write_sbom(release.folder, settings.project_dir)]
        files += write_package(release, described)
    finally:
        wait(shown)  # nobody writes into a folder that is given up
    for made in shown:
        files += made.result()
    release = replace(release, files=_hashed(release, files))
    (release.folder / MANIFEST).write_text(
        json.dumps(release.to_json(), ensure_ascii=False, indent=1, default=str) + "\n",
        encoding="utf-8",
    )
    # a release never changes: who opens it for writing by mistake is refused
    release.serving_copy.chmod(release.serving_copy.stat().st_mode & ~0o222)
    return release


def _fill(
    settings: Settings, release: Release, reasons: Mapping[str, str], spoilt: Collection[str]
) -> Release:
    """Write the DuckDB file into the release's folder."""
    import duckdb  # noqa: PLC0415

    file = release.serving_copy
    earlier = earlier_release(settings) if reasons else None
    # the files are guests of an empty database: views of the private file name it by its own
    # name, which the serving file could have too
    source = settings.build_file.stem
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")  # it is drawn on standard output
        # trying it on every column takes two fifths of the writing, and is hardly ever the best
        connection.execute("set disabled_compression_methods = 'fsst'")
        connection.execute(f"set temp_directory = {literal(f'{file}.tmp')}")
        bound(connection, settings)
        attach(connection, settings.build_file, source)
        attach(connection, file, RELEASE, read_only=False)
        connection.execute(f"use {RELEASE}")
        sources = find_tables(connection, source)
        if not any(table.schema == "marts" for table in sources):
            raise WenmaiError(
                NO_MARTS(file=settings.build_file),
                hint=REFRESH_FULLY(),
            )
        check_types(sources)
        aside = put_aside(reasons, earlier, sources, spoilt)
        release = replace(release, provenance=aside.in_provenance(release.provenance))
        if aside.earlier:
            attach(connection, aside.earlier.serving_copy, EARLIER)
        # one transaction: each comment on its own would be a write to disk, and there are 1,400
        connection.execute("begin transaction")
        rows = []
        for table in sources:
            copied = copy_table(connection, source, table, release.release_id, without=reasons)
            rows.append(copied + copy_kept(connection, table, release.release_id, aside))
            if (table.schema, table.name) == ("quality", "fct_refreshes"):
                mark_published(connection, table, release, aside.text())
        sources.append(describe_studies())
        rows.append(fill_studies_table(connection, sources[-1], release, aside))
        set_comments(connection, sources[-1])
        tables = _measured(connection, sources, rows)
        about = describe_release()
        fill_release_table(connection, about, release, tables)
        set_comments(connection, about)
        tables += _measured(connection, [about], [len(tables)])
        connection.execute("commit")
        connection.execute("use memory")
        connection.execute(f"detach {RELEASE}")  # writes everything into the file
    refuse_write_ahead_log(file)
    return replace(release, tables=tuple(tables), serving_sha256=file_hash(file))


def _begin_what_people_open(settings: Settings, release: Release) -> "list[Future[list[Path]]]":
    """Let other processes draw the atlas and write the workbooks; this one does the rest."""
    from wenmai.atlas import make_atlas  # noqa: PLC0415
    from wenmai.publish.workbook import write_workbooks  # noqa: PLC0415

    file, folder, others = release.serving_copy, release.folder, workers()
    return [
        others.submit(
            make_atlas,
            file,
            folder / ATLAS_NAME,
            project_dir=settings.project_dir,
            settings=settings,
        ),
        others.submit(write_workbooks, file, folder / WORKBOOKS_NAME, settings),
    ]


def _write_tables(settings: Settings, release: Release) -> tuple[Release, Described]:
    """Write each table of the serving file as Parquet, which says what it is."""
    with opened(release.serving_copy, settings) as connection:
        described = describe_file(connection)
        said = {table.full_name: table for table in described.tables}
        written = [
            _write_parquet(
                connection,
                release.folder,
                table,
                parquet_metadata(said[table.full_name], release.release_id),
            )
            for table in release.tables
        ]
    return replace(release, tables=tuple(written)), described


def _hashed(release: Release, files: Iterable[Path]) -> dict[str, str]:
    """Return files of the release's folder with their SHA-256."""
    return {file.relative_to(release.folder).as_posix(): file_hash(file) for file in files}


def _measured(
    connection: "duckdb.DuckDBPyConnection", tables: Sequence[SourceTable], rows: Sequence[int]
) -> list[PublishedTable]:
    """Describe tables of the new serving file; ``rows`` is what each must hold."""
    found = {table.relation: table.columns for table in find_tables(connection, RELEASE)}
    columns = [found[table.relation] for table in tables]
    contents = content_hashes(
        connection, [(table.relation, mine) for table, mine in zip(tables, columns, strict=True)]
    )
    return [
        PublishedTable(
            schema=table.schema,
            name=table.name,
            rows=held,
            columns=mine,
            schema_hash=schema_hash(mine),
            content_hash=content,
            is_log=f"{table.schema}.{table.name}" in LOG_TABLES,
            file=f"{table.schema}.{table.name}.parquet",
            sha256="",
            bytes=0,
        )
        for table, held, mine, content in zip(tables, rows, columns, contents, strict=True)
    ]


def _write_parquet(
    connection: "duckdb.DuckDBPyConnection",
    folder: Path,
    table: PublishedTable,
    metadata: Mapping[str, str],
) -> PublishedTable:
    """Write one table as Parquet."""
    file = folder / table.file
    pairs = ", ".join(f"{literal(name)}: {literal(text)}" for name, text in metadata.items())
    connection.execute(
        f"copy {table.relation} to {literal(str(file))} "
        f"(format parquet, compression zstd, kv_metadata {{{pairs}}})"
    )
    return replace(table, sha256=file_hash(file), bytes=file.stat().st_size)


def _retire(settings: Settings, current: str) -> None:
    """Keep the newest releases and always the current one."""
    releases = list_releases(settings)
    # the current one counts among those kept, wherever it stands in time
    others = [release for release in releases if release.release_id != current]
    remove_releases(
        settings, [release.folder for release in others[max(settings.keep_releases - 1, 0) :]]
    )
