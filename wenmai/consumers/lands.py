"""How files about people get into schema raw: hashed and masked before the first byte is written.

Every file becomes a Parquet file under ``build/consumers/``, named after its content, so that a
refresh reads only what is new. Events and exposures are read from there by every later step; the
other tables of schema raw are filled from them. Who asked to be erased, and what is
older than is kept, is not in them.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.consumers.declares import DECLARATION, StudyConsumerFile
from wenmai.consumers.lands_erasures import FOLDER, names_of, read_requests
from wenmai.consumers.lands_lines import LIMITS
from wenmai.consumers.lands_retention import FIRST_YEAR, cut_at, ends_of, moment, months_kept
from wenmai.consumers.lands_write import LandedFileWriter, landed
from wenmai.consumers.privacy import Pseudonyms
from wenmai.consumers.raw_tables import (
    COLUMNS,
    CONSUMER_FILES,
    CONSUMER_KINDS,
    CONSUMER_SETTINGS,
    IN_PLACE,
    LANDED,
    ROLE_TABLES,
    lines_in_place,
)
from wenmai.errors import Problem, ProblemsFound, WenmaiError
from wenmai.ingest.database import build_folder
from wenmai.ingest.erasures import Request, erasure_rows, read_proofs
from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.ingest.write import insert_rows
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.sentences import Sentence
from wenmai.sql_text import literal
from wenmai.studies.study import Study
from wenmai.whole_file import whole_file

if TYPE_CHECKING:
    import duckdb

ANOTHER_KEY = Sentence("domains.another_key")
PUT_OLD_KEY_BACK = Sentence("domains.put_old_key_back", "folder", "study")

_KEY_FILE = "key_check.txt"
# Part of the name of a landed file: raised when what is written changes.
_FORMAT = "3"


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
    try:
        landing = Landing.of(given)
    except ProblemsFound:
        raise
    except WenmaiError as error:
        label = f"{given.study.folder.name}/study.yml"
        raise ProblemsFound(
            [Problem(label, "consumers", error.message, error.hint or "")]
        ) from error
    output = landing.note_requests()
    landed = []
    for one in DECLARATION.found_in(given.study):
        for path in one.files if one.entry.role != "erase" else ():
            with given.unread.reading(given.study, one.code, path):
                landed.append(landing.land(one, path))
    # only now the last event is known, and so what is too old
    cut = landing.cut(landed)
    for file in landed:
        role = file.one.entry.role
        tables = (LANDED if role in IN_PLACE else ROLE_TABLES[role],)
        with given.unread.reading(given.study, file.one.code, file.path, tables):
            output = _counted(output, landing.fill(file, cut))
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
    """A file of the user, and what is written of it under ``build/``.

    ``base`` names its Parquet file; ``info`` is for the list of files; ``removed`` counts lines by
    request; ``first`` and ``last`` are its times, of events only.
    """

    one: StudyConsumerFile
    path: Path
    base: str
    info: dict[str, Any]
    removed: dict[str, int]
    first: str | None
    last: str | None


class Landing:
    """Lands the files of one study.

    Parameters
    ----------
    given : PartInput
    build : Path
        Where the private file is.
    names : Pseudonyms
    """

    def __init__(self, given: PartInput, build: Path, names: Pseudonyms) -> None:
        self.given, self.build, self.names = given, build, names
        self.folder = build / FOLDER / given.study.code
        self.requests: list[Request] = []
        self.removed: Counter[str] = Counter()
        self._kept: set[str] = {_KEY_FILE}

    @classmethod
    def of(cls, given: PartInput) -> "Landing":
        """Make the folder, and check that the key is the one of last time."""
        names = names_of(given.study)
        landing = cls(given, build_folder(given.connection), names)
        landing.folder.mkdir(parents=True, exist_ok=True)
        check = landing.folder / _KEY_FILE
        if check.is_file() and check.read_text(encoding="utf-8") != names.key_check:
            raise WenmaiError(
                ANOTHER_KEY(),
                hint=PUT_OLD_KEY_BACK(folder=FOLDER, study=given.study.code),
            )
        check.write_text(names.key_check, encoding="utf-8")
        return landing

    def note_requests(self) -> PartOutput:
        """Read who is to be erased: that must be known before anything is written."""
        output = PartOutput()
        for one, path, info, requests in read_requests(self.given.study, self.names):
            self.requests += requests
            self._list_file(info, one, path)
            output = _counted(output, info)
        return output

    def land(self, one: StudyConsumerFile, path: Path) -> Landed:
        """Write one file as Parquet unless that was done before."""
        from wenmai.readers.files import check_inside, content_hash  # noqa: PLC0415

        check_inside(path, self.given.study.folder)
        entry = one.entry.model_dump(mode="json")
        erased = sorted({request.person_code for request in self.requests if request.person_code})
        place = path.relative_to(self.given.study.folder).as_posix()
        state = [_FORMAT, place, content_hash(path), entry, self.names.key_check, erased]
        base = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()[:32]
        about = self.folder / f"{base}.json"
        self._kept.add(about.name)
        if not about.is_file():
            said = self._write(one, path, base)
            with whole_file(about) as part:
                part.write_text(json.dumps(said), encoding="utf-8")
        said = json.loads(about.read_text(encoding="utf-8"))
        self.removed.update(said["removed"])
        return Landed(one, path, base, **said)

    def cut(self, landed: list[Landed]) -> dt.datetime | None:
        """Return the moment before which events are not kept."""
        study = self.given.study
        said = DECLARATION.said_in(study.config).consumer_settings.retention_months
        lasts = [file.last for file in landed if file.last is not None]
        return cut_at(self.given.connection, lasts, months_kept(said, self.given.project_dir))

    def fill(self, file: Landed, cut: dt.datetime | None) -> Row:
        """Fill the role's raw table, or say where it lies, and the list of files."""
        connection, role = self.given.connection, file.one.entry.role
        parquet, expired = self._without_expired(file, cut)
        info = {
            **file.info,
            "lines_filtered": file.info["lines_filtered"] + expired,
            "lines_data": file.info["lines_data"] - expired,
        }
        place = [self.given.study.code, file.one.code, info["source_file"]]
        if role in IN_PLACE:
            said = dict(zip(LANDED.column_names, [*place, role, str(parquet)], strict=False))
            insert_rows(connection, LANDED, [said], self.given.load_id)
        else:
            connection.execute(
                f"insert into {ROLE_TABLES[role].qualified_name}"
                f" select {', '.join(map(literal, place))}, row_number,"
                f" {', '.join(COLUMNS[role])}, {literal(self.given.load_id)}"
                f" from read_parquet({literal(str(parquet))})"
            )
        return self._list_file(info, file.one, file.path)

    def finish(self) -> None:
        """Write down the requests, and unlink what no file of today stands behind."""
        for path in self.folder.iterdir():
            if path.name not in self._kept:
                path.unlink()
        rows = erasure_rows(
            self.given.study.code, self.requests, self.removed, read_proofs(self.build)
        )
        insert_rows(self.given.connection, ROLE_TABLES["erase"], rows, self.given.load_id)

    def _without_expired(self, file: Landed, cut: dt.datetime | None) -> tuple[Path, int]:
        """Return the Parquet file without what is too old, and how many lines that took out."""
        whole = self.folder / f"{file.base}.parquet"
        is_old = cut is not None and file.first is not None and file.first < str(cut)
        target = self.folder / f"{file.base}_{cut:%Y%m%d%H%M%S}.parquet" if is_old else whole
        self._kept.add(target.name)
        if not target.is_file():
            # what was cut before, earlier, holds all that is needed now
            earlier = self.folder.glob(f"{file.base}*.parquet")
            usable = [path for path in earlier if path == whole or path.name < target.name]
            if not usable:
                self._write(file.one, file.path, file.base)
                usable = [whole]
            if is_old:
                with whole_file(target) as part:
                    at = moment("at_text")
                    self.given.connection.execute(
                        f"copy (select * from read_parquet({literal(str(max(usable)))})"
                        f" where coalesce({at} >= timestamp '{cut}', true)"
                        f" or year({at}) < {FIRST_YEAR})"
                        f" to {literal(str(part))} (format parquet, compression zstd)"
                    )
        if not is_old:
            return target, 0
        kept = self.given.connection.execute(
            f"select count(*) from read_parquet({literal(str(target))})"
        ).fetchall()[0][0]
        return target, file.info["lines_data"] - kept

    def _write(self, one: StudyConsumerFile, path: Path, base: str) -> dict[str, Any]:
        writer = LandedFileWriter(self.given.study.folder, self.names, self.requests)
        target = self.folder / f"{base}.parquet"
        label = label_of(path, self.given.study.folder)
        ((info, removed),) = read_apart(
            *(landed, writer, one, path, target), path=path, label=label, limits=LIMITS
        )
        ends: tuple[str | None, str | None] = (None, None)
        if one.entry.role == "events":
            last_year = self.given.study.config.years.last
            ends = ends_of(self.given.connection, target, last_year)
        return {"info": info, "removed": removed, "first": ends[0], "last": ends[1]}

    def _list_file(self, info: Mapping[str, Any], one: StudyConsumerFile, path: Path) -> Row:
        modified = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).replace(tzinfo=None)
        # an entry names one sheet: its code says which
        said = {"mapping_code": one.code, "sheet_name": "", "modified_at": modified}
        row = {"study_code": self.given.study.code, **info, **said}
        insert_rows(self.given.connection, SOURCE_FILES, [row], self.given.load_id)
        return row


def _in_place(connection: "duckdb.DuckDBPyConnection") -> Mapping[RawTable, str]:
    """Return the queries of those tables that are read where their files lie."""
    found = connection.execute(
        f"select role_code, parquet_file from {LANDED.qualified_name} order by all"
    ).fetchall()
    return {
        ROLE_TABLES[role]: lines_in_place(role, [file for one, file in found if one == role])
        for role in IN_PLACE
    }


_FILLED = tuple(table for role, table in ROLE_TABLES.items() if role not in IN_PLACE)
PART = IngestPart(
    name="consumers",
    tables=(CONSUMER_SETTINGS, CONSUMER_FILES, CONSUMER_KINDS, LANDED, *_FILLED),
    rows=_rows,
    read_files=_read_files,
    views=_in_place,
    follows_from_files=False,  # also from the key for people's names and from what was erased
)
