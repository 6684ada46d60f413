"""What is wrong with some documents of the demo study northeast, within and beside the 682.

P1's 214 and 468 count documents that can be used. A text that Excel cut off can be, so it is one
of them. A reprint, a stub, and whatever belongs into the quarantine are planted beside them.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from random import Random

from demo.document_grammar import compose
from demo.document_writing import write_txt
from demo.faults import DUPLICATE, QUARANTINE, STUB, TRUNCATED, FaultLine
from demo.northeast_document_files import (
    MADE_BY,
    NEWS_FILES,
    PLATFORM_FILE,
    POLICY_FOLDER,
    POLICY_TABLE,
    REPORT_FILE,
    REPORT_SHEET,
    Layout,
    record,
)
from demo.northeast_documents import SEED, Document
from demo.pdf_writing import write_scanned_pdf
from demo.writing import write_bytes

STUDY = "northeast"
EXCEL_LIMIT = 32_767  # characters that a cell holds
LONG_REPORT, REPRINTED, COPIED = "industry_report_0040", "news_0020", "policy_0034"
# Bytes that are neither UTF-8 nor GB18030: a photograph that was renamed.
NO_TEXT = b"\xff\xd8\xff\xe0\x10JFIF\x01\x80\xff" * 40

Place = tuple[str, int]  # file and row
Shown = tuple[str, str]  # where the warehouse must show the fault, and as what


def lengthen(documents: Sequence[Document]) -> list[Document]:
    """Return the documents, one of them as long as no cell of a workbook can hold."""
    return [_long(x) if x.key == LONG_REPORT else x for x in documents]


def _long(document: Document) -> Document:
    random = Random(f"{SEED}/long")
    paragraphs = list(document.paragraphs)
    while sum(map(len, paragraphs)) < 1.1 * EXCEL_LIMIT:
        more = compose(random, document.document_type, document.place, document.mixture)
        paragraphs += more[1][1:-1]
    return replace(document, paragraphs=("\n".join(paragraphs)[:EXCEL_LIMIT],))


def plant(documents: Sequence[Document], layout: Layout) -> list[FaultLine]:
    """Plant all faults in the layout and return them as the warehouse must report them."""
    by_key = {document.key: document for document in documents}
    planters: list[Callable[[], FaultLine]] = [
        partial(_truncated, by_key[LONG_REPORT], layout),
        partial(_reprint, by_key[REPRINTED], layout),
        partial(_copy, by_key[COPIED], layout),
        partial(_stub, by_key[REPRINTED], layout),
        partial(_not_decoded, by_key[COPIED], layout),
        partial(_scan, by_key[COPIED], layout),
        partial(_not_listed, by_key[COPIED], layout),
        partial(_without_file, by_key[COPIED], layout),
        partial(_unreadable_date, by_key[REPRINTED], layout),
        partial(_broken_line, by_key[REPRINTED], layout),
    ]
    numbered = enumerate((planter() for planter in planters), start=1)
    return [replace(line, fault_code=f"{STUDY}_d{number:02d}") for number, line in numbered]


def _line(at: Place, shows: Shown, says: str, document: Document) -> FaultLine:
    file, row = at
    check, expected = shows
    return FaultLine(
        fault_code="",
        study_code=STUDY,
        source_file=file,
        sheet_name=REPORT_SHEET if file == REPORT_FILE else "",
        row_number=row,
        column_label="",
        unit_name=document.place,
        unit_code=document.unit_code,
        year=document.published.year,
        indicator_code="",
        check=check,
        expected=expected,
        fault=says,
    )


def _truncated(document: Document, layout: Layout) -> FaultLine:
    says = "A text of 32,767 characters: its end was cut off by the workbook."
    return _line(layout.place_of[document.key], (TRUNCATED, ""), says, document)


def _reprint(document: Document, layout: Layout) -> FaultLine:
    """Let the other paper print a news item a week later, with a note and without its end."""
    file, _ = layout.place_of[document.key]
    other = next(name for name in NEWS_FILES if name != file)
    note = "（编者按：本文转自兄弟媒体。）"
    again = replace(
        document,
        key="news_reprint",
        published=document.published.replace(month=12, day=30),
        paragraphs=(note, *document.paragraphs[:-1]),
    )
    says = "A reprint of another paper's article with an editor's note."
    return _add(layout, other, again, (DUPLICATE, document.key), says)


def _copy(document: Document, layout: Layout) -> FaultLine:
    """Keep a policy a second time, as plain text under another name."""
    file = f"{POLICY_FOLDER}/副本_{document.title}.txt"
    later = replace(document, key="policy_copy")
    layout.add_file(file, later, "utf-8")
    layout.describe(file, later, document.place, f"{document.published.year}-12-31")
    original, _ = layout.place_of[document.key]
    says = "The same policy a second time, as plain text."
    return _line((file, 1), (DUPLICATE, original), says, document)


def _stub(document: Document, layout: Layout) -> FaultLine:
    stub = replace(document, key="news_stub", paragraphs=("（全文见纸质版。）",))
    says = "A notice instead of a text."
    return _add(layout, NEWS_FILES[0], stub, (STUB, ""), says)


def _not_decoded(document: Document, layout: Layout) -> FaultLine:
    file = f"{POLICY_FOLDER}/会议照片.txt"
    layout.singles[file] = partial(write_bytes, data=NO_TEXT)
    _describe(file, document, layout)
    says = "A picture that is called .txt."
    return _line((file, 1), (QUARANTINE, "document_not_decoded"), says, document)


def _scan(document: Document, layout: Layout) -> FaultLine:
    file = f"{POLICY_FOLDER}/扫描件.pdf"
    layout.singles[file] = write_scanned_pdf
    _describe(file, document, layout)
    says = "A scanned page without text."
    return _line((file, 1), (QUARANTINE, "document_without_text"), says, document)


def _not_listed(document: Document, layout: Layout) -> FaultLine:
    """Leave a file out of the metadata table."""
    file = f"{POLICY_FOLDER}/未登记文件.txt"
    random = Random(f"{SEED}/not listed")
    title, paragraphs = compose(random, "policy", document.place, document.mixture)
    layout.singles[file] = partial(write_txt, paragraphs=(title, *paragraphs), encoding="utf-8")
    says = "A file that the metadata table does not name: nothing says when it was issued."
    return _line((file, 1), (QUARANTINE, "document_without_metadata"), says, document)


def _without_file(document: Document, layout: Layout) -> FaultLine:
    _describe(f"{POLICY_FOLDER}/已撤回.docx", document, layout)
    says = "A line of the metadata table whose file is not there."
    row = len(layout.metadata)
    return _line((POLICY_TABLE, row), (QUARANTINE, "metadata_without_file"), says, document)


def _unreadable_date(document: Document, layout: Layout) -> FaultLine:
    undated = _another(document, "platform_undated")
    says = "A letter O instead of the zero in the date."
    line = _add(layout, PLATFORM_FILE, undated, (QUARANTINE, "date_not_understood"), says)
    layout.collections[PLATFORM_FILE][-1]["published"] = "2O22-05-06"
    return line


def _broken_line(document: Document, layout: Layout) -> FaultLine:
    layout.broken[PLATFORM_FILE] = '{"id": "platform_broken", "content": "'
    row = len(layout.collections[PLATFORM_FILE]) + 1
    says = "A line that ends in the middle."
    return _line((PLATFORM_FILE, row), (QUARANTINE, "record_not_understood"), says, document)


def _another(document: Document, key: str, place: str = "") -> Document:
    """Return a new text of the same kind, if need be about a place without a code."""
    random = Random(f"{SEED}/{key}")
    title, paragraphs = compose(random, "news", place or document.place, document.mixture)
    again = replace(document, key=key, title=title, paragraphs=tuple(paragraphs))
    return replace(again, place=place, unit_code="") if place else again


def _add(layout: Layout, file: str, document: Document, shows: Shown, says: str) -> FaultLine:
    """Add a document to a .jsonl file."""
    layout.collections[file].append({**record(document), "region": document.place})
    return _line((file, len(layout.collections[file])), shows, says, document)


def _describe(file: str, document: Document, layout: Layout) -> None:
    title = Path(file).stem
    listed: list[str | int | float | date | None] = [
        Path(file).name,
        title,
        document.place,
        document.published.isoformat(),
        MADE_BY,
    ]
    layout.metadata.append(listed)
