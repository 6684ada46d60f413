"""Texts as Parquet under ``build/texts/``: written when they are new or changed, read in place.

A part holds the documents of one folder or one collection, and is named by what its rows depend
on. Identifiers are masked and characters simplified before it is written.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from wenmai.build.changed_studies import code_hash
from wenmai.build.versions import versions
from wenmai.ingest.database import build_folder
from wenmai.ingest.file_hashes import file_hashes
from wenmai.ingest.raw_tables import LOAD_ID, RawTable
from wenmai.readers.files import label_of
from wenmai.readers.result import file_info, modified_at
from wenmai.sql_text import literal
from wenmai.text.declares import StudyDocuments
from wenmai.whole_file import whole_file

if TYPE_CHECKING:
    from wenmai.text.collection import Collection
    from wenmai.text.corpus import Folder

FOLDER = "texts"

DOCUMENTS = RawTable(
    "documents",
    "One row per document file, or record of a collection, as text; no text where it has an issue.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    _row_number bigint, document_id varchar, file_kind varchar, title_text varchar,
    date_text varchar, type_text varchar, issuer_text varchar, source_text varchar,
    type_simplified varchar, issuer_simplified varchar, characters_read bigint,
    masked_identifiers bigint, n_characters bigint, n_chinese_characters bigint, script varchar,
    traditional_share double,
    n_converted_characters bigint, text_hash varchar, text varchar,
    reader_issue varchar, reader_detail varchar
    """,
)
DOCUMENT_PARTS = RawTable(
    "document_parts",
    "One row per study and Parquet file with documents of it, named below `build/texts/`.",
    "study_code varchar, parquet_file varchar, n_documents bigint",
)
# Characters of text that one batch holds: twenty thousand documents never stand in memory at once.
_BATCH_CHARACTERS = 4_000_000


class Parts:
    """The Parquet files of one study.

    Parameters
    ----------
    build : Path
        Where the private file is.
    study_code : str
    study_folder : Path
    """

    def __init__(self, build: Path, study_code: str, study_folder: Path) -> None:
        self.build, self.study_code, self.study_folder = build, study_code, study_folder
        self._reader = [code_hash(), sorted(versions().items())]

    def land(
        self,
        source: StudyDocuments,
        corpus: "Folder | Collection",
        paths: Sequence[Path],
        rows: Iterable[dict[str, Any]],
    ) -> dict[str, Any]:
        """Write the documents of some files unless that was done, and note the files.

        Parameters
        ----------
        source : StudyDocuments
            The entry.
        corpus : Folder or Collection
            Its ``files`` get a row for every path.
        paths : sequence of Path
        rows : iterable of dict
            Read only when the part is not there.

        Returns
        -------
        dict
            A row of `DOCUMENT_PARTS`.
        """
        name = f"{self.study_code}/{self._key(source, paths)}"
        target = self.build / FOLDER / f"{name}.parquet"
        about = target.with_suffix(".json")
        if not (about.is_file() and target.is_file()):
            target.parent.mkdir(parents=True, exist_ok=True)
            noted = len(corpus.files)
            n_documents = _write(target, ({"study_code": self.study_code, **row} for row in rows))
            files = [{**row, "modified_at": None} for row in corpus.files[noted:]]
            del corpus.files[noted:]
            with whole_file(about) as part:
                said = {"n_documents": n_documents, "files": files}
                part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        said = json.loads(about.read_text(encoding="utf-8"))
        times = {self._name(path): modified_at(path) for path in paths}
        corpus.files += [{**row, "modified_at": times[row["source_file"]]} for row in said["files"]]
        return {
            "study_code": self.study_code,
            "parquet_file": f"{name}.parquet",
            "n_documents": said["n_documents"],
        }

    def _name(self, path: Path) -> str:
        return label_of(path, self.study_folder).partition("/")[2]

    def _key(self, source: StudyDocuments, paths: Sequence[Path]) -> str:
        """Hash what the rows of some files depend on."""
        read = list(paths)
        names: list[str] = []
        if source.metadata_file:  # which of its lines means which file depends on the names of all
            read.append(source.metadata_file)
            names += map(self._name, source.files)
        try:
            hashes = file_hashes(read, self.build / "file_hashes.json")
        except OSError:  # of what cannot be read, that it cannot
            hashes = {path: file_info(path, "", "").content_hash for path in read}
        said = [self._reader, source.entry.model_dump(mode="json"), names]
        said += [[self._name(path), hashed] for path, hashed in hashes.items()]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def documents_in_place(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the query of `DOCUMENTS` where its parts lie, and unlink those that no study has."""
    folder = build_folder(connection) / FOLDER
    found = connection.execute(
        f"select parquet_file, {LOAD_ID} from {DOCUMENT_PARTS.qualified_name} order by all"
    ).fetchall()
    stems = {str(folder / name).removesuffix(".parquet") for name, _ in found}
    for path in folder.glob("*/*"):
        if str(path.with_suffix("")) not in stems:
            path.unlink()
    if not found:
        return DOCUMENTS.nothing
    *columns, _ = DOCUMENTS.column_names
    files = ", ".join(literal(str(folder / name)) for name, _ in found)
    (load_id,) = {load_id for _, load_id in found}
    return (
        f"select {', '.join(columns)}, {literal(load_id)} as {LOAD_ID} from read_parquet([{files}])"
    )


def studies_without_parts(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the codes of studies of which a part is gone."""
    folder = build_folder(connection) / FOLDER
    found = connection.execute(
        f"select study_code, parquet_file from {DOCUMENT_PARTS.qualified_name}"
    ).fetchall()
    return {study_code for study_code, name in found if not (folder / name).is_file()}


def _write(target: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Write rows by batches of a bounded number of characters, and return how many there were."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = {"varchar": pa.string(), "bigint": pa.int64(), "double": pa.float64()}
    *columns, _ = DOCUMENTS.columns
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns])
    n_rows = 0
    with whole_file(target) as part, pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for held in _batches(rows):
            writer.write_batch(pa.RecordBatch.from_pylist(held, schema=schema))
            n_rows += len(held)
    return n_rows


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    characters = 0
    for row in rows:
        held.append(row)
        characters += len(row["text"] or "") + 500
        if characters > _BATCH_CHARACTERS:
            yield held
            held, characters = [], 0
    if held:
        yield held
