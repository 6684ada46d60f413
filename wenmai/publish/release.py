"""What a release is, and which ones there are."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wenmai.errors import WenmaiError
from wenmai.kit.often_said import REFRESH_FIRST
from wenmai.sentences import Sentence
from wenmai.settings import Settings
from wenmai.sql_text import identifier
from wenmai.whole_file import MANIFEST, SERVING_NAME
from wenmai.within import below, within

MANIFEST_NOT_TRUSTED = Sentence("warehouse.manifest_not_trusted", "file", "reason")
MANIFEST_NOT_READABLE = Sentence("warehouse.manifest_not_readable", "file", "error")
REMOVE_FOLDER = Sentence("warehouse.remove_folder")
OF_RELEASE = Sentence("warehouse.of_release", "release")
FILE_OF_ANOTHER_RELEASE = Sentence("warehouse.file_of_another_release", "file")
BRING_BACK_OR_FORCE = Sentence("warehouse.bring_back_or_force")
NOT_READ_AS_RELEASE = Sentence("warehouse.not_read_as_release", "file", "reason")
CLOSE_WRITERS_OR_FORCE = Sentence("warehouse.close_writers_or_force")
SAYS_NO_RELEASE = Sentence("warehouse.says_no_release", "file")

ATLAS_NAME, WORKBOOKS_NAME = "atlas", "excel"
SHOWN = (SERVING_NAME, ATLAS_NAME, WORKBOOKS_NAME)  # what people open of the current release
# says inside the serving file which release it is; written by publish, not by a model
RELEASE_TABLE = ("quality", "published_tables")
STUDIES_TABLE = ("quality", "published_studies")
TEXTS_OF_A_TABLE = ("schema", "name", "schema_hash", "content_hash", "file", "sha256")
# what reading a manifest raises that no release wrote
UNREADABLE = (
    *(OSError, LookupError, ValueError, TypeError),
    *(ArithmeticError, AttributeError, RecursionError),
)


@dataclass(frozen=True)
class PublishedTable:
    """One table of a release.

    Parameters
    ----------
    schema, name : str
    rows : int
    columns : tuple of (name, type)
        All of them, the technical ones too.
    schema_hash, content_hash : str
        SHA-256 of the content columns and of the rows; see `wenmai.publish.hashing`.
    is_log : bool
        Whether the table speaks of the refresh itself, so that the same input changes it.
    file : str
        Its Parquet file in the release folder.
    sha256 : str
    bytes : int

    Examples
    --------
    >>> PublishedTable("marts", "dim_units", 36, (), "", "", False, "", "", 0).full_name
    'marts.dim_units'
    """

    schema: str
    name: str
    rows: int
    columns: tuple[tuple[str, str], ...]
    schema_hash: str
    content_hash: str
    is_log: bool
    file: str
    sha256: str
    bytes: int

    @property
    def full_name(self) -> str:
        """Schema and name with a dot between."""
        return f"{self.schema}.{self.name}"

    @property
    def relation(self) -> str:
        """The full name as SQL takes it."""
        return identifier(self.schema, self.name)

    def to_json(self) -> dict[str, Any]:
        """Return the entry of the manifest."""
        columns = [{"name": name, "type": kind} for name, kind in self.columns]
        return {**vars(self), "columns": columns}

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> "PublishedTable":
        """Read an entry of the manifest."""
        columns = tuple((column["name"], column["type"]) for column in entry["columns"])
        texts = [entry[name] for name in TEXTS_OF_A_TABLE]
        _check_kinds([*texts, *(part for column in columns for part in column)], str)
        _check_kinds([entry["rows"], entry["bytes"]], int)
        return cls(**{**entry, "columns": columns})


@dataclass(frozen=True)
class Release:
    """One published state of the warehouse.

    Parameters
    ----------
    release_id : str
    created_at : datetime
        In UTC.
    folder : Path
        Holds the DuckDB file, one Parquet file per table and ``manifest.json``.
    tables : tuple of PublishedTable
    serving_sha256 : str
        SHA-256 of the DuckDB file.
    files : mapping
        Every page of the atlas and every workbook, from the release folder, and its SHA-256.
    provenance : mapping
        What it was made from: fingerprint of the input, source files, versions, settings.
    """

    release_id: str
    created_at: datetime
    folder: Path
    tables: tuple[PublishedTable, ...]
    serving_sha256: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)

    @property
    def serving_copy(self) -> Path:
        """The DuckDB file kept in the release folder."""
        return self.folder / SERVING_NAME

    def content_hashes(self) -> dict[str, str]:
        """Return the content hash of every table that is no log, by full name."""
        return {table.full_name: table.content_hash for table in self.tables if not table.is_log}

    def to_json(self) -> dict[str, Any]:
        """Return the manifest."""
        return {
            "release_id": self.release_id,
            "created_at": self.created_at.isoformat(),
            **self.provenance,
            "serving_file": {"file": SERVING_NAME, "sha256": self.serving_sha256},
            "tables": [table.to_json() for table in self.tables],
            "files": dict(self.files),
        }

    @classmethod
    def from_folder(cls, folder: Path) -> "Release":
        """Read a release from the manifest in its folder.

        Parameters
        ----------
        folder : Path

        Returns
        -------
        Release

        Raises
        ------
        WenmaiError
            When the manifest is missing or not readable.
        """
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            release = cls(
                release_id=manifest.pop("release_id"),
                created_at=_in_utc(manifest.pop("created_at")),
                folder=folder,
                tables=tuple(PublishedTable.from_json(entry) for entry in manifest.pop("tables")),
                serving_sha256=manifest.pop("serving_file")["sha256"],
                files=dict(manifest.pop("files", {})),
                provenance=manifest,
            )
            _check_kinds([release.serving_sha256, *release.files.values()], str)
            _check_kinds([manifest.get(key, {}) for key in ("kept", "left_out")], dict)
            _check_kinds(manifest.get("studies", []), str)
            release._check_names()
        except WenmaiError as error:
            raise WenmaiError(
                MANIFEST_NOT_TRUSTED(file=folder / MANIFEST, reason=error.message)
            ) from error
        except UNREADABLE as error:
            raise WenmaiError(
                MANIFEST_NOT_READABLE(file=folder / MANIFEST, error=error),
                hint=REMOVE_FOLDER(),
            ) from error
        return release

    def _check_names(self) -> None:
        """Raise WenmaiError when the manifest names another release, or files elsewhere."""
        for name in (*self.files, *(table.file for table in self.tables)):
            below(self.folder, name)
        if self.release_id != self.folder.name:
            raise WenmaiError(OF_RELEASE(release=repr(self.release_id)))


def _check_kinds(parts: Iterable[Any], kind: type) -> None:
    """Raise TypeError for a part of a manifest that is not what a release writes there."""
    for part in parts:
        if not isinstance(part, kind):
            raise TypeError(f"{part!r:.40} is no {kind.__name__}")


def _in_utc(said: str) -> datetime:
    moment = datetime.fromisoformat(said)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def list_releases(settings: Settings) -> list[Release]:
    """Return the releases on disk, the newest first.

    A folder without a readable manifest is no release and is left out.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    list of Release

    Examples
    --------
    >>> list_releases(Settings(Path("/nowhere"), Path("/nowhere"), ()))
    []
    """
    if not settings.releases_dir.is_dir():
        return []
    found = []
    for folder in settings.releases_dir.iterdir():
        if folder.name.startswith(".") or not (folder / MANIFEST).is_file():
            continue
        try:
            found.append(Release.from_folder(folder))
        except WenmaiError:
            continue
    return sorted(found, key=lambda release: (release.created_at, release.release_id))[::-1]


def current_release(settings: Settings) -> Release | None:
    """Return the release that people see, as the pointer says.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Release or None
        None when nothing was published yet, or what was has been removed. Without a pointer (a
        warehouse laid out before there was one) the serving file says it, and when the folder of
        its release is gone, the release has no tables.

    Raises
    ------
    WenmaiError
        When the serving file cannot be read or is not one of ours.

    Examples
    --------
    >>> current_release(Settings(Path("/nowhere"), Path("/nowhere"), ())) is None
    True
    """
    shown = pointed_release(settings)
    if shown is None:
        return _release_of_file(settings) if settings.serving_file.exists() else None
    folder = within(settings.releases_dir, shown)
    if not (folder / SERVING_NAME).exists():
        return None
    release = Release.from_folder(folder)
    if read_release_id(release.serving_copy)[0] != shown:
        raise WenmaiError(
            FILE_OF_ANOTHER_RELEASE(file=release.serving_copy),
            hint=BRING_BACK_OR_FORCE(),
        )
    return release


def _release_of_file(settings: Settings) -> Release:
    """Return the release that a serving file without a pointer says it is."""
    release_id, created_at = read_release_id(settings.serving_file)
    folder = within(settings.releases_dir, release_id)
    if (folder / MANIFEST).is_file():
        return Release.from_folder(folder)
    return Release(release_id, created_at, folder, ())


def pointed_release(settings: Settings) -> str | None:
    """Return the id of the release that the pointer leads to, whatever state it is in.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    str or None
        None without a pointer.

    Examples
    --------
    >>> pointed_release(Settings(Path("/nowhere"), Path("/nowhere"), ())) is None
    True
    """
    if settings.pointer.is_symlink():
        return settings.pointer.readlink().name
    if settings.pointer.is_file():  # where nobody may make links
        # a disk that was full may have left it empty
        return next(iter(settings.pointer.read_text("utf-8", "replace").split()), None)
    return None


def read_release_id(file: Path) -> tuple[str, datetime]:
    """Read from a serving file which release it is.

    Parameters
    ----------
    file : Path

    Returns
    -------
    tuple of (str, datetime)
        The release and when it was made.

    Raises
    ------
    WenmaiError
        When the file cannot be opened or does not say it.
    """
    import duckdb  # noqa: PLC0415

    schema, table = RELEASE_TABLE
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            row = connection.execute(
                f"select release_id, created_at from {schema}.{table} limit 1"
            ).fetchone()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise WenmaiError(
            NOT_READ_AS_RELEASE(file=file, reason=first),
            hint=CLOSE_WRITERS_OR_FORCE(),
        ) from error
    if row is None:
        raise WenmaiError(SAYS_NO_RELEASE(file=file), hint=REFRESH_FIRST())
    made: datetime = row[1]
    return row[0], made if made.tzinfo else made.replace(tzinfo=UTC)
