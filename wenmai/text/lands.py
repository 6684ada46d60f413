"""Documents: what study.yml says about them, and the texts themselves."""

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from functools import partial

from wenmai.ingest.database import build_folder
from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.ingest.unit_names import ISSUERS
from wenmai.ingest.write import insert_rows
from wenmai.studies.study import Study
from wenmai.text.declares import DECLARATION
from wenmai.text.lands_parts import (
    DOCUMENT_PARTS,
    DOCUMENTS,
    Parts,
    documents_in_place,
    studies_without_parts,
)

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

DOCUMENT_METADATA = RawTable(
    "document_metadata",
    "One row per line of a metadata table, with why it describes no document, if it does not.",
    """
    study_code varchar, mapping_code varchar, source_file varchar, sheet_name varchar,
    _row_number bigint, file_text varchar, is_repeated boolean, reader_issue varchar,
    reader_detail varchar
    """,
)

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

    study, build = given.study, build_folder(given.connection)
    cache, parts = TextCache(build / FOLDER), Parts(build, study.code, study.folder)
    files = lines = records = bytes_read = 0
    for source in DECLARATION.found_in(study):
        aside = partial(given.unread.reading, study, source.entry.code)
        corpus = open_corpus(source, study.folder, cache, aside)
        for paths, rows in corpus.parts():
            # a file of many documents is kept as a whole or not at all
            with aside(paths[0]) if source.entry.is_collection else nullcontext():
                part = parts.land(source, corpus, paths, rows)
                insert_rows(given.connection, DOCUMENT_PARTS, [part], given.load_id)
                records += part["n_documents"]
        for table, noted in ((SOURCE_FILES, corpus.files), (DOCUMENT_METADATA, corpus.metadata)):
            complete = [{"study_code": study.code, **row} for row in noted]
            if complete:
                insert_rows(given.connection, table, complete, given.load_id)
        files += len(corpus.files)
        lines += sum(row["lines_read"] for row in corpus.files)
        bytes_read += sum(row["source_bytes"] or 0 for row in corpus.files)
    cache.prune()
    return PartOutput(files, lines, records, bytes_read)


PART = IngestPart(
    "text",
    (DOCUMENT_SOURCES, DOCUMENT_TYPE_NAMES, TEXT_SETTINGS, DOCUMENT_PARTS, DOCUMENT_METADATA),
    _rows,
    _read_files,
    views=lambda connection: {DOCUMENTS: documents_in_place(connection)},
    lost=studies_without_parts,
    unit_names=_ISSUERS,
)
