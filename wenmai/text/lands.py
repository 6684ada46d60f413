"""Documents: what study.yml says about them, and the texts themselves."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import LOAD_ID, SOURCE_FILES, RawTable
from wenmai.ingest.unit_names import ISSUERS
from wenmai.ingest.write import insert_rows, insert_stream
from wenmai.studies.study import Study
from wenmai.text.declares import DECLARATION

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENT_SOURCES = RawTable(
    "document_sources",
    "One row per study and entry of documents, with the facts that hold for all of its documents.",
    """
    study_code varchar, mapping_code varchar, position integer, document_type varchar,
    issuer varchar, issuer_simplified varchar, date_text varchar, source varchar,
    min_characters integer
    """,
)

DOCUMENT_TYPE_NAMES = RawTable(
    "document_type_names",
    "One row per study, entry of documents and word of its files for a type of document.",
    "study_code varchar, mapping_code varchar, type_text varchar, document_type varchar",
)

TEXT_SETTINGS = RawTable(
    "text_settings",
    "One row per study with documents: its section text, null where the default holds.",
    "study_code varchar, emerging_recent_years integer, emerging_baseline_years integer",
)

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

DOCUMENT_METADATA = RawTable(
    "document_metadata",
    "One row per line of a metadata table, with why it describes no document, if it does not.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    _row_number bigint, file_text varchar, is_repeated boolean, reader_issue varchar,
    reader_detail varchar
    """,
)

# Characters of text that one batch holds: twenty thousand documents never stand in memory at once.
_BATCH_CHARACTERS = 4_000_000


# What a document says about its issuer, else what its entry says about all; read in simplified
# characters.
_ISSUERS = f"""
    select
        study_code, '{ISSUERS}' as mapping_code,
        coalesce(issuer_text, issuer) as unit_name, '' as unit_code_text, '' as within_name,
        case when issuer_text is null then entries.issuer_simplified
            else documents.issuer_simplified end as read_as
    from raw.documents as documents
    left join raw.document_sources as entries using (study_code, mapping_code)
    where coalesce(issuer_text, issuer, '') != ''
"""


def _rows(study: Study) -> Mapping[RawTable, Iterable[Row]]:
    said = DECLARATION.said_in(study.config)
    entries = said.documents
    if not entries:
        return {}
    from wenmai.text.script import name_if_traditional  # noqa: PLC0415

    return {
        TEXT_SETTINGS: [{"study_code": study.code, **said.text.model_dump()}],
        DOCUMENT_SOURCES: [
            {
                "study_code": study.code,
                "mapping_code": entry.code,
                "position": position,
                "document_type": entry.type,
                "issuer": entry.issuer,
                "issuer_simplified": name_if_traditional(entry.issuer),
                "date_text": entry.date,
                "source": entry.source,
                "min_characters": entry.min_characters,
            }
            for position, entry in enumerate(entries, start=1)
        ],
        DOCUMENT_TYPE_NAMES: [
            {
                "study_code": study.code,
                "mapping_code": entry.code,
                "type_text": text,
                "document_type": code,
            }
            for entry in entries
            for text, code in entry.types.items()
        ],
    }


def _read_files(given: PartInput) -> PartOutput:
    # The readers of documents are of use to studies with documents only.
    from wenmai.text.corpus import open_corpus  # noqa: PLC0415
    from wenmai.text.text_cache import FOLDER, TextCache  # noqa: PLC0415

    study = given.study
    private = _private_folder(given.connection)
    cache = TextCache(private / FOLDER if private else None)
    files = lines = records = bytes_read = 0
    for source in DECLARATION.found_in(study):
        code = source.entry.code
        aside = partial(given.unread.reading, study, code)
        corpus = open_corpus(source, study.folder, cache, aside)
        common = {"study_code": study.code, LOAD_ID: given.load_id}

        def rows(
            parts: Iterable[tuple[Path, Iterator[dict[str, Any]]]], common: dict[str, Any]
        ) -> Iterator[dict[str, Any]]:
            for _, found in parts:
                yield from ({**common, **row} for row in found)

        if source.entry.is_collection:
            # a file of many documents is kept as a whole or not at all
            for part in corpus.parts():
                with aside(part[0], [DOCUMENTS]):
                    batches = _batches(rows([part], common))
                    records += insert_stream(given.connection, DOCUMENTS, batches)
        else:
            batches = _batches(rows(corpus.parts(), common))
            records += insert_stream(given.connection, DOCUMENTS, batches)
        for table, noted in ((SOURCE_FILES, corpus.files), (DOCUMENT_METADATA, corpus.metadata)):
            complete = [{"study_code": study.code, **row} for row in noted]
            if complete:
                insert_rows(given.connection, table, complete, given.load_id)
        files += len(corpus.files)
        lines += sum(row["lines_read"] for row in corpus.files)
        bytes_read += sum(row["source_bytes"] or 0 for row in corpus.files)
    cache.prune()
    return PartOutput(files, lines, records, bytes_read)


def _batches(rows: Iterator[dict[str, Any]]) -> "Iterator[pa.RecordBatch]":
    """Bundle rows into record batches of a bounded number of characters."""
    import pyarrow as pa  # noqa: PLC0415

    kinds = {"varchar": pa.string(), "bigint": pa.int64(), "double": pa.float64()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in DOCUMENTS.columns])
    held: list[dict[str, Any]] = []
    characters = 0
    for row in chain(rows, [None]):
        if row is not None:
            held.append(row)
            characters += len(row["text"] or "") + 500
        if held and (row is None or characters > _BATCH_CHARACTERS):
            yield pa.RecordBatch.from_pylist(held, schema=schema)
            held, characters = [], 0


def _private_folder(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Return the folder of the build file; None for a database in memory."""
    query = "select path from duckdb_databases() where database_name = current_database()"
    found = connection.execute(query).fetchone()
    return Path(found[0]).parent if found and found[0] else None


PART = IngestPart(
    "text",
    (DOCUMENT_SOURCES, DOCUMENT_TYPE_NAMES, TEXT_SETTINGS, DOCUMENTS, DOCUMENT_METADATA),
    _rows,
    _read_files,
    unit_names=_ISSUERS,
)
