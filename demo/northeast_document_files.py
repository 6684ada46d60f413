"""The documents of the demo study northeast as files of the kinds that users have."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demo.document_writing import (
    write_docx,
    write_html,
    write_jsonl,
    write_markdown,
    write_txt,
)
from demo.faults import Cell
from demo.northeast_cities import CITIES
from demo.northeast_documents import Document
from demo.pdf_writing import write_pdf
from demo.writing import write_csv, write_xlsx

POLICY_FOLDER, POLICY_TABLE = "documents/policies", "documents/policies.csv"
PARK_FOLDER, ANNUAL_FOLDER = "documents/parks", "documents/annual_reports"
NEWS_FILES = ("documents/news/黑土文化报.jsonl", "documents/news/北方文旅周刊.jsonl")
PLATFORM_FILE = "documents/platform.jsonl"
REPORT_FILE, REPORT_SHEET = "documents/industry_reports.xlsx", "研究报告"
METADATA = ("文件名", "标题", "发文地区", "发布日期", "来源")
REPORT_HEADINGS = ("编号", "报告名称", "地区", "发布日期", "发布机构", "正文")
MADE_BY = "文脉演示数据生成器"

# Forms in which single documents are written, as often as the number says.
TEXT_ENCODINGS = {"utf-8": 6, "utf-8-sig": 2, "gb18030": 4, "utf-16-le": 1}
WRITERS = {".html": write_html, ".md": write_markdown, ".docx": write_docx, ".pdf": write_pdf}
POLICY_FORMS = (
    *(("txt", encoding) for encoding, times in TEXT_ENCODINGS.items() for _ in range(times)),
    *(("html", ""), ("html", ""), ("md", ""), ("docx", ""), ("pdf", "")),
)
PARK_FORMS = (("html", ""), ("md", ""), ("docx", ""))
DATE_FORMS = ("{0:%Y-%m-%d}", "{0:%Y}年{0.month}月{0.day}日", "{0:%Y/%m/%d}", "{0:%Y%m%d}")


@dataclass
class Layout:
    """What is written where; planted faults add to it before it is written.

    Parameters
    ----------
    singles : dict
        Path in the study folder to a function that writes the file there.
    metadata : list of lines
        Lines of the policies' metadata table, heading first.
    collections : dict
        Path of a .jsonl file to its records.
    broken : dict
        Path of a .jsonl file to a last line that is no JSON.
    reports : list of lines
        Rows of the workbook, heading first.
    place_of : dict
        Key of a document to the file it stands in and the line there (1 for a file of its own).
    """

    singles: dict[str, Callable[[Path], None]] = field(default_factory=dict)
    metadata: list[list[Cell]] = field(default_factory=lambda: [list(METADATA)])
    collections: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    reports: list[list[Cell]] = field(default_factory=lambda: [list(REPORT_HEADINGS)])
    place_of: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add_file(self, file: str, document: Document, encoding: str = "") -> None:
        """Let a document be a file of its own."""
        self.singles[file] = _writer(document, Path(file).suffix, encoding)
        self.place_of[document.key] = (file, 1)

    def describe(self, file: str, document: Document, issuer: str, published: str) -> None:
        """Add the line of a policy to the metadata table."""
        self.metadata.append([Path(file).name, document.title, issuer, published, MADE_BY])

    def add_record(self, file: str, document: Document) -> None:
        """Let a document be a line of a .jsonl file."""
        records = self.collections.setdefault(file, [])
        records.append(record(document))
        self.place_of[document.key] = (file, len(records))

    def add_report(self, document: Document) -> None:
        """Let a document be a row of the workbook."""
        self.reports.append(
            [
                report_id(document),
                document.title,
                document.place,
                document.published,
                MADE_BY,
                "\n".join(document.paragraphs),
            ]
        )
        self.place_of[document.key] = (REPORT_FILE, len(self.reports))


def report_id(document: Document) -> str:
    """Return what the workbook calls a report."""
    return f"BG-{document_number(document):04d}"


def record(document: Document) -> dict[str, object]:
    """Return a document as an object of a .jsonl file."""
    return {
        "id": document.key,
        "title": document.title,
        "region": spelled(document),
        "published": document.published.isoformat(),
        "content": "\n".join(document.paragraphs),
    }


def document_number(document: Document) -> int:
    """Return the number in a document's key; 1 where it has a name instead."""
    number = document.key.rpartition("_")[2]
    return int(number) if number.isdigit() else 1


def spelled(document: Document) -> str:
    """Return the issuing unit's name, short in every third document, a code in every fifth.

    Names that another unit shares stay in full: 吉林 is a city and a province, 伊春 sounds as 宜春.
    """
    number = document_number(document)
    short = {city.code: city.short_name for city in CITIES if city.short_name != "吉林"}
    if number % 5 == 0:
        return document.unit_code
    return short.get(document.unit_code, document.place) if number % 3 == 0 else document.place


def lay_out(documents: Iterable[Document]) -> Layout:
    """Give every document its file."""
    layout = Layout()
    for document in documents:
        number = document_number(document)
        if document.document_type == "policy":
            suffix, encoding = POLICY_FORMS[number % len(POLICY_FORMS)]
            file = f"{POLICY_FOLDER}/{number:03d}_{document.title}.{suffix}"
            layout.add_file(file, document, encoding)
            published = DATE_FORMS[number % len(DATE_FORMS)].format(document.published)
            layout.describe(file, document, spelled(document), published)
        elif document.document_type == "park_material":
            suffix, _ = PARK_FORMS[number % len(PARK_FORMS)]
            layout.add_file(f"{PARK_FOLDER}/{file_name(document)}.{suffix}", document)
        elif document.document_type == "annual_report":
            layout.add_file(f"{ANNUAL_FOLDER}/{file_name(document)}.pdf", document)
        elif document.document_type == "news":
            layout.add_record(NEWS_FILES[number % len(NEWS_FILES)], document)
        elif document.document_type == "platform_text":
            layout.add_record(PLATFORM_FILE, document)
        else:
            layout.add_report(document)
    return layout


def file_name(document: Document) -> str:
    """Return a name that says date, unit and title."""
    title = document.title.replace("：", "_")
    return f"{document.published:%Y-%m-%d}_{document.place}_{title}"


def write(folder: Path, layout: Layout) -> None:
    """Write everything below the study folder; files that no longer belong there go."""
    shutil.rmtree(folder / "documents", ignore_errors=True)
    for file, write_to in layout.singles.items():
        write_to(folder / file)
    write_csv(folder / POLICY_TABLE, layout.metadata, encoding="utf-8-sig")
    for file, records in layout.collections.items():
        write_jsonl(folder / file, records, layout.broken.get(file, ""))
    write_xlsx(folder / REPORT_FILE, {REPORT_SHEET: layout.reports})


def _writer(document: Document, suffix: str, encoding: str) -> Callable[[Path], None]:
    title, paragraphs = document.title, document.paragraphs
    if suffix == ".txt":
        return lambda path: write_txt(path, [title, *paragraphs], encoding)
    return lambda path: WRITERS[suffix](path, title, paragraphs)


def sections() -> list[dict[str, object]]:
    """Return the section ``documents`` of study.yml."""
    named = r"(?P<date>\d{4}-\d{2}-\d{2})_(?P<issuer>[^_]+)_(?P<title>.+)"
    record_fields = {
        "text": "content",
        "title": "title",
        "date": "published",
        "issuer": "region",
        "id": "id",
    }
    return [
        {
            "code": "policies",
            "files": f"{POLICY_FOLDER}/*",
            "type": "policy",
            "metadata": {
                "file": POLICY_TABLE,
                "columns": dict(
                    zip(("file", "title", "issuer", "date", "source"), METADATA, strict=True)
                ),
            },
        },
        _named("parks", PARK_FOLDER, "park_material", named),
        _named("annual_reports", ANNUAL_FOLDER, "annual_report", named),
        _records("news", "documents/news/*.jsonl", "news", record_fields),
        _records("platform", PLATFORM_FILE, "platform_text", record_fields),
        {
            "code": "industry_reports",
            "files": REPORT_FILE,
            "sheet": REPORT_SHEET,
            "type": "industry_report",
            "fields": dict(
                zip(
                    ("id", "title", "issuer", "date", "source", "text"),
                    REPORT_HEADINGS,
                    strict=True,
                )
            ),
        },
    ]


def _named(code: str, folder: str, kind: str, pattern: str) -> dict[str, object]:
    return {
        "code": code,
        "files": f"{folder}/*",
        "type": kind,
        "name_pattern": pattern,
        "source": MADE_BY,
    }


def _records(code: str, files: str, kind: str, fields: dict[str, str]) -> dict[str, object]:
    return {"code": code, "files": files, "type": kind, "fields": dict(fields), "source": MADE_BY}


def document_id(document: Document, file: str) -> str:
    """Return what the warehouse calls a document: its file, or what its record says."""
    if file == REPORT_FILE:
        return report_id(document)
    return document.key if file.endswith(".jsonl") else file


def truth_lines(documents: Sequence[Document], layout: Layout, themes: Sequence[str]) -> list:
    """Return documents.csv of the truth: place and theme mixture of every document."""
    heading = [
        "document_id",
        "source_file",
        "row_number",
        "document_type",
        "unit_code",
        "published_on",
    ]
    lines: list[list[Cell]] = [[*heading, *(f"{theme}_share" for theme in themes)]]
    for document in documents:
        file, row = layout.place_of[document.key]
        described = [document.document_type, document.unit_code, document.published.isoformat()]
        shares = (f"{share:.6f}" for share in document.mixture)
        lines.append([document_id(document, file), file, row, *described, *shares])
    return lines
