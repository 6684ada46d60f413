"""How files about people get into schema raw: hashed and masked before the first byte is written.

Every file becomes a Parquet file under ``build/consumers/``, named after its content, so that a
refresh reads only what is new; schema raw is filled from these.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.consumers.declares import DECLARATION, StudyConsumerFile
from wenmai.consumers.lands_lines import LineReader, as_arrow
from wenmai.consumers.privacy import Pseudonyms
from wenmai.consumers.raw_tables import (
    COLUMNS,
    CONSUMER_FILES,
    CONSUMER_KINDS,
    CONSUMER_SETTINGS,
    ROLE_TABLES,
    column_of,
)
from wenmai.errors import Problem, ProblemsFound, WenmaiError
from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.ingest.write import insert_rows
from wenmai.sql_text import literal
from wenmai.studies.study import Study

if TYPE_CHECKING:
    import duckdb

FOLDER = "consumers"
_KEY_FILE = "key_check.txt"
# Part of the name of a landed file: raised when what is written changes.
_FORMAT = "1"
# A study of made-up people has nobody to protect and must run without a key.
_SYNTHETIC_KEY = b"nobody behind synthetic data"


def _rows(study: Study) -> Mapping[RawTable, list[Row]]:
    found = DECLARATION.found_in(study)
    if not found:
        return {}
    said = DECLARATION.said_in(study.config).consumer_settings
    return {
        CONSUMER_SETTINGS: [
            {
                "study_code": study.code,
                "sharing_mode": said.sharing,
                "period_kind": said.period,
                "half_life_days": said.half_life_days,
                "retention_months": said.retention_months,
            }
        ],
        CONSUMER_FILES: [
            {
                "study_code": study.code,
                "mapping_code": one.code,
                "role_code": one.entry.role,
                "rating_low": one.entry.rating_scale[0],
                "rating_high": one.entry.rating_scale[1],
                "all_lines_kind": one.entry.kind,
                "position": position,
            }
            for position, one in enumerate(found, start=1)
        ],
        CONSUMER_KINDS: [
            {
                "study_code": study.code,
                "mapping_code": one.code,
                "kind_text": word,
                "kind_code": kind,
            }
            for one in found
            for word, kind in one.entry.kinds.items()
        ],
    }


def _read_files(given: PartInput) -> PartOutput:
    """Land every file; without a key, or with requests to erase that cannot be read, none."""
    found = DECLARATION.found_in(given.study)
    try:
        landing = Landing.of(given)
    except WenmaiError as error:
        label = f"{given.study.folder.name}/study.yml"
        raise ProblemsFound(
            [Problem(label, "consumers", error.message, error.hint or "")]
        ) from error
    output = PartOutput()
    # who is to be erased must be known before anything else is written
    for one in sorted(found, key=lambda one: one.entry.role != "erase"):
        for path in one.files:
            if one.entry.role == "erase":
                output = _counted(output, landing.fill(one, landing.land(one, path)))
                continue
            tables = (ROLE_TABLES[one.entry.role],)
            with given.unread.reading(given.study, one.code, path, tables):
                output = _counted(output, landing.fill(one, landing.land(one, path)))
    landing.finish()
    return output


def _counted(output: PartOutput, info: Row) -> PartOutput:
    return PartOutput(
        files=output.files + 1,
        lines=output.lines + info["lines_read"],
        records=output.records + info["lines_data"],
        bytes_read=output.bytes_read + info["source_bytes"],
    )


@dataclass(frozen=True)
class Landed:
    """A file under ``build/``, and what there is to say of the one it was made from."""

    path: Path
    info: dict[str, Any]


class Landing:
    """Lands the files of one study.

    Parameters
    ----------
    given : PartInput
    folder : Path
        Where this study's Parquet files are.
    names : Pseudonyms
    """

    def __init__(self, given: PartInput, folder: Path, names: Pseudonyms) -> None:
        self.given, self.folder, self.names = given, folder, names
        self.erased: dict[str, int] = {}
        self._kept: set[str] = {_KEY_FILE}

    @classmethod
    def of(cls, given: PartInput) -> "Landing":
        """Make the folder, and check that the key is the one of last time."""
        config = given.study.config
        names = Pseudonyms(_SYNTHETIC_KEY) if config.is_synthetic else Pseudonyms.from_env()
        (file,) = given.connection.execute(
            "select path from duckdb_databases() where database_name = current_database()"
        ).fetchall()[0]
        folder = Path(file).parent / FOLDER / given.study.code
        folder.mkdir(parents=True, exist_ok=True)
        check = folder / _KEY_FILE
        if check.is_file() and check.read_text(encoding="utf-8") != names.key_check:
            raise WenmaiError(
                "The key for people's identifiers is not the one of the last load: the same people"
                " would get other codes.",
                hint=f"Put the old key back; or, to begin anew, delete {FOLDER}/{given.study.code}"
                " in the build folder.",
            )
        check.write_text(names.key_check, encoding="utf-8")
        return cls(given, folder, names)

    def land(self, one: StudyConsumerFile, path: Path) -> Landed:
        """Write one file as Parquet unless that was done before."""
        from wenmai.readers.files import check_inside, content_hash  # noqa: PLC0415

        check_inside(path, self.given.study.folder)
        entry = one.entry.model_dump(mode="json")
        erased = [] if one.entry.role == "erase" else sorted(self.erased)
        place = path.relative_to(self.given.study.folder).as_posix()
        state = [_FORMAT, place, content_hash(path), entry, self.names.key_check, erased]
        name = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]
        target, about = self.folder / f"{name}.parquet", self.folder / f"{name}.json"
        self._kept |= {target.name, about.name}
        if not (target.is_file() and about.is_file()):
            info = self._write(one, path, target)
            about.write_text(json.dumps(info), encoding="utf-8")
        info = json.loads(about.read_text(encoding="utf-8"))
        if one.entry.role == "erase":
            self._note_erased(target)
        for person, removed in info.pop("removed", {}).items():
            self.erased[person] = self.erased.get(person, 0) + removed
        status = path.stat()
        modified = dt.datetime.fromtimestamp(status.st_mtime, dt.UTC).replace(tzinfo=None)
        # an entry names one sheet: its code says which
        said = {"mapping_code": one.code, "sheet_name": "", "modified_at": modified}
        return Landed(target, {**info, **said})

    def fill(self, one: StudyConsumerFile, landed: Landed) -> Row:
        """Fill the role's raw table and the list of files from a landed file."""
        connection, study = self.given.connection, self.given.study.code
        if one.entry.role != "erase":
            table = ROLE_TABLES[one.entry.role]
            place = f"{literal(study)}, {literal(one.code)}, {literal(landed.info['source_file'])}"
            columns = ", ".join(COLUMNS[one.entry.role])
            connection.execute(
                f"insert into {table.qualified_name} select {place}, row_number, {columns},"
                f" {literal(self.given.load_id)} from read_parquet({literal(str(landed.path))})"
            )
        insert_rows(
            connection, SOURCE_FILES, [{"study_code": study, **landed.info}], self.given.load_id
        )
        return landed.info

    def finish(self) -> None:
        """Write down the erasures, and unlink what no file of today stands behind."""
        study = self.given.study.code
        for path in self.folder.iterdir():
            if path.name.endswith((".parquet", ".json")) and path.name not in self._kept:
                path.unlink()
        rows: list[Row] = []
        for one in DECLARATION.found_in(self.given.study):
            if one.entry.role != "erase":
                continue
            for path in one.files:
                landed = self.land(one, path)
                found = self.given.connection.execute(
                    "select row_number, person_code, requested_at_text from read_parquet(?)",
                    [str(landed.path)],
                ).fetchall()
                rows += [
                    {
                        "study_code": study,
                        "mapping_code": one.code,
                        "source_file": landed.info["source_file"],
                        "row_number": number,
                        "person_code": None if not person else "(erased)",
                        "requested_at_text": at,
                        "rows_removed_text": str(self.erased.get(person or "", 0)),
                    }
                    for number, person, at in found
                ]
        insert_rows(self.given.connection, ROLE_TABLES["erase"], rows, self.given.load_id)

    def _note_erased(self, target: Path) -> None:
        found = self.given.connection.execute(
            "select distinct person_code from read_parquet(?) where person_code is not null",
            [str(target)],
        ).fetchall()
        for (person,) in found:
            self.erased.setdefault(person, 0)

    def _write(self, one: StudyConsumerFile, path: Path, target: Path) -> dict[str, Any]:
        """Read a file, hash, mask and leave out; nothing of a person reaches the disk before."""
        import duckdb  # noqa: PLC0415

        label = f"{self.given.study.folder.name}/{path.name}"
        with duckdb.connect() as memory:
            memory.execute("set temp_directory = ''")
            info = LineReader(memory, one, self.given.study.folder).view(path)
            said = COLUMNS[one.entry.role]
            has = {column_of(one.entry.role, field) for field in one.entry.fields}
            columns = [self._column(column, has) for column in said]
            joins = self._pseudonyms(memory, has)
            removed: dict[str, int] = {}
            where = ""
            if self.erased and "person_code" in has and one.entry.role != "erase":
                memory.register("erased", as_arrow(["code"], [[code] for code in self.erased]))
                where = " where coalesce(people.code, '') not in (select code from erased)"
                removed = dict(
                    memory.execute(
                        f"select people.code, count(*) from lines {joins}"
                        " where people.code in (select code from erased) group by 1"
                    ).fetchall()
                )
            try:
                memory.execute(
                    f"copy (select row_number, {', '.join(columns)} from lines {joins}{where})"
                    f" to {literal(str(target))} (format parquet, compression zstd)"
                )
            except duckdb.Error as error:
                raise ProblemsFound(
                    [Problem(label, "", f"The file cannot be read ({error}).", "Save it anew.")]
                ) from error
        taken = sum(removed.values())
        kept = info["lines_data"] - taken
        return {**info, "removed": removed, "lines_filtered": taken, "lines_data": kept}

    def _column(self, column: str, has: set[str]) -> str:
        if column == "masked_text" and "review_text" in has:
            return "lines.masked_text"
        if column not in has:
            return f"null::varchar as {column}"
        if column == "person_code":
            return "people.code as person_code"
        if column == "session_code":
            return "sessions.code as session_code"
        return f"nullif(lines.{column}, '') as {column}"

    def _pseudonyms(self, memory: "duckdb.DuckDBPyConnection", has: set[str]) -> str:
        """Hash each person and session once, and return the joins that put the hashes in."""
        joins = ""
        for column, table in (("person_code", "people"), ("session_code", "sessions")):
            if column not in has:
                continue
            found = memory.execute(
                f"select distinct {column} from lines where trim({column}) != ''"
            ).fetchall()
            codes = self.names.of_all(name for (name,) in found)
            memory.register(table, as_arrow(["name", "code"], list(codes.items())))
            joins += f" left join {table} on lines.{column} = {table}.name"
        return joins


PART = IngestPart(
    name="consumers",
    tables=(CONSUMER_SETTINGS, CONSUMER_FILES, CONSUMER_KINDS, *ROLE_TABLES.values()),
    rows=_rows,
    read_files=_read_files,
)
