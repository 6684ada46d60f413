"""Studies with which something is wrong: shown as of the last release, or left out; never lost.

A release is made of the studies that are right. Of the others it takes the rows of the release
before it, and says so in ``quality.published_studies``, in the manifest (``kept``), on their pages
and in their workbooks. A study that the last release does not hold, or holds in another form, is
left out (``left_out`` of the manifest).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wenmai.errors import WenmaiError
from wenmai.publish.copying import RELEASE_COLUMN, SourceTable
from wenmai.publish.hashing import file_hash
from wenmai.publish.release import STUDIES_TABLE, Release, current_release
from wenmai.sentences import Said, Sentence
from wenmai.settings import Settings
from wenmai.sql_text import identifier, literal

if TYPE_CHECKING:
    import duckdb

KEPT = Sentence("refresh.study_kept", "study", "release", "reason")
LEFT_OUT = Sentence("refresh.study_left_out", "study", "reason")
NOT_KEPT = Sentence("refresh.study_not_kept", "reason", "table")

EARLIER = "earlier_release"  # the name under which its file is attached
# Tables without a study of which the studies decide the rows, and the key of each.
SHARED = {"marts.dim_units": "unit_code", "marts.dim_dates": "date_day"}

COLUMNS = {
    "study_code": ("varchar", "Study."),
    "study_state": (
        "varchar",
        "refreshed: computed for this release; kept: as of an earlier release, because something "
        "is wrong with it now; left_out: not in this release.",
    ),
    "from_release_id": (
        "varchar",
        "Release for which its rows were computed; null when it is left out.",
    ),
    "reason": ("varchar", "What is wrong; null when nothing is."),
    "note_zh": ("varchar", "The same as a sentence for readers, in Chinese."),
    "note_en": ("varchar", "The same as a sentence for readers, in English."),
}


@dataclass(frozen=True)
class Aside:
    """The studies of which a release has no new rows.

    Parameters
    ----------
    reasons : mapping
        Code → what is wrong.
    kept : mapping
        Code → the release for which the rows that are shown were computed.
    earlier : Release, optional
        Whose rows these are.
    """

    reasons: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    earlier: Release | None = None

    def said(self) -> dict[str, Said]:
        """Return code → sentence."""
        return sentences(self.reasons, self.kept)

    def text(self) -> str:
        """Return what is said of all of them, for the log."""
        return " ".join(str(note) for note in self.said().values())

    def in_provenance(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a release is made from, with the studies that are put aside."""
        if not self.reasons:
            return dict(said)
        studies = [code for code in said.get("studies", []) if code not in self.reasons]
        before = self.earlier.provenance if self.earlier else {}
        files = [file for file in said.get("source_files", []) if file["study_code"] in studies]
        folders = said.get("study_folders", {}) | before.get("study_folders", {})
        settings = dict(said.get("index_settings", {}))
        for_studies = settings.get("studies", {})
        earlier_settings = before.get("index_settings", {}).get("studies", {})
        shown = sorted([*studies, *self.kept])
        settings["studies"] = {
            code: (earlier_settings if code in self.kept else for_studies)[code]
            for code in shown
            if code in (earlier_settings if code in self.kept else for_studies)
        }
        return {
            **said,
            "studies": shown,
            "study_folders": {code: folders[code] for code in shown if code in folders},
            "source_files": files
            + [file for file in before.get("source_files", []) if file["study_code"] in self.kept],
            "index_settings": settings,
            "kept": {
                code: {"release_id": release, "reason": self.reasons[code]}
                for code, release in self.kept.items()
            },
            "left_out": {
                code: reason for code, reason in self.reasons.items() if code not in self.kept
            },
        }


def sentences(reasons: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, Said]:
    """Say what became of every study that could not be refreshed.

    Parameters
    ----------
    reasons : mapping
        Code → what is wrong.
    kept : mapping
        Code → the release whose rows are shown; the others are left out.

    Returns
    -------
    dict
        Code → sentence, sorted.

    Examples
    --------
    >>> str(sentences({"east": "east/study.yml: It is empty."}, {"east": "r1"})["east"])
    'Study east is shown as of release r1: east/study.yml: It is empty.'
    """
    return {
        code: KEPT(study=code, release=kept[code], reason=reason)
        if code in kept
        else LEFT_OUT(study=code, reason=reason)
        for code, reason in sorted(reasons.items())
    }


def earlier_release(settings: Settings) -> Release | None:
    """Return the release that people see, when its file is whole.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    Release or None
    """
    try:
        release = current_release(settings)
        if release is None or not release.tables:
            return None
        is_whole = file_hash(release.serving_copy) == release.serving_sha256
    except (WenmaiError, OSError):
        return None
    return release if is_whole else None


def put_aside(
    reasons: Mapping[str, str],
    earlier: Release | None,
    sources: Sequence[SourceTable],
    spoilt: Collection[str] = (),
) -> Aside:
    """Decide which studies are kept from the earlier release, and which are left out.

    Parameters
    ----------
    reasons : mapping
        Code → what is wrong.
    earlier : Release or None
    sources : sequence of SourceTable
        Tables of the new release; where an earlier one has other columns, nothing can be kept.
    spoilt : collection of str
        Studies whose earlier rows do not fit either.

    Returns
    -------
    Aside
    """
    if earlier is None or not reasons:
        return Aside(reasons)
    before = earlier.provenance
    held = [code for code in reasons if code in before.get("studies", ()) and code not in spoilt]
    changed = _of_another_form(earlier, sources)
    if changed:
        return Aside(
            {
                code: NOT_KEPT(reason=why, table=changed) if code in held else why
                for code, why in reasons.items()
            }
        )
    origin = {code: one["release_id"] for code, one in before.get("kept", {}).items()}
    return Aside(
        reasons, {code: origin.get(code, earlier.release_id) for code in sorted(held)}, earlier
    )


def _of_another_form(earlier: Release, sources: Sequence[SourceTable]) -> str | None:
    """Return the first table whose columns are others than they were."""
    columns = {
        table.full_name: {column for column in table.columns if column[0] != RELEASE_COLUMN}
        for table in earlier.tables
    }
    for table in sources:
        name = f"{table.schema}.{table.name}"
        if is_kept_table(table) and columns.get(name, set(table.columns)) != set(table.columns):
            return name
    return None


def is_kept_table(table: SourceTable) -> bool:
    """Tell whether a table has rows of studies that can be kept.

    What moved since the last release did not move in a study that stays as it was.
    """
    name = f"{table.schema}.{table.name}"
    has_study = "study_code" in {column for column, _ in table.columns}
    return name in SHARED or (has_study and name != "quality.fct_changes")


def copy_kept(
    connection: "duckdb.DuckDBPyConnection", table: SourceTable, release_id: str, aside: Aside
) -> int:
    """Add the rows of the studies that are kept to a table of the new serving file.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the earlier release attached as ``EARLIER``.
    table : SourceTable
    release_id : str
        The new release, of which every row is part.
    aside : Aside

    Returns
    -------
    int
        How many rows were added.
    """
    name = f"{table.schema}.{table.name}"
    known = {one.full_name for one in aside.earlier.tables} if aside.earlier else set()
    if not aside.kept or name not in known or not is_kept_table(table):
        return 0
    columns = ", ".join(identifier(column) for column, _ in table.columns)
    if key := SHARED.get(name):
        wanted = f"{key} not in (select {key} from {table.relation})"
    else:
        wanted = f"study_code in ({', '.join(literal(code) for code in sorted(aside.kept))})"
    (rows,) = connection.execute(
        f"insert into {table.relation} select {columns}, {literal(release_id)} "
        f"from {identifier(EARLIER, table.schema, table.name)} where {wanted}"
    ).fetchone() or (0,)
    return int(rows)


def describe_studies() -> SourceTable:
    """Return name, columns and comments of ``quality.published_studies``.

    Examples
    --------
    >>> describe_studies().name
    'published_studies'
    """
    schema, name = STUDIES_TABLE
    return SourceTable(
        schema,
        name,
        "One row per study that this release holds or should hold. **Primary key**: study_code.",
        tuple((column, kind.upper()) for column, (kind, _) in COLUMNS.items()),
        {column: text for column, (_, text) in COLUMNS.items()},
    )


def fill_studies_table(
    connection: "duckdb.DuckDBPyConnection", about: SourceTable, release: Release, aside: Aside
) -> int:
    """Create the table in the new serving file, and say how many rows it has.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    about : SourceTable
    release : Release
    aside : Aside

    Returns
    -------
    int
    """
    columns = ", ".join(f"{identifier(name)} {kind}" for name, (kind, _) in COLUMNS.items())
    connection.execute(f"create schema if not exists {identifier(about.schema)}")
    connection.execute(f"create table {about.relation} ({columns}, {RELEASE_COLUMN} varchar)")
    said = aside.said()
    rows: list[tuple[str | None, ...]] = [
        (code, "refreshed", release.release_id, None, None, None, release.release_id)
        for code in release.provenance.get("studies", [])
        if code not in said
    ]
    for code, note in said.items():
        state = "kept" if code in aside.kept else "left_out"
        place, reason = aside.kept.get(code), aside.reasons[code]
        rows.append(
            (code, state, place, reason, note.text("zh"), note.text("en"), release.release_id)
        )
    if rows:
        connection.executemany(
            f"insert into {about.relation} values (?, ?, ?, ?, ?, ?, ?)", sorted(rows, key=str)
        )
    return len(rows)
