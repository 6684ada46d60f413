"""Documents of every format, sound and broken."""

import io
import zipfile

import pytest

from wenmai.readers.document_text import clean_text, read_document
from wenmai.readers.unreadable import UnreadableDocumentError

TEXT = "文旅融合发展规划。\n保护工业遗产，推动冰雪旅游。"


def reason(path) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path)
    return caught.value.reason_code


def docx(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
        document.add_paragraph("表后")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(*pages: str, password: str | None = None) -> bytes:
    """Make a PDF of pages with Latin text; '' is a page without text, as a scanner makes."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    for text in pages:
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encoding_of_a_text_is_found(tmp_path, encoding):
    path = tmp_path / "a.txt"
    # UTF-16 without a mark shows itself by the zeros of Latin signs.
    text = TEXT + "\nhttps://example.org/2024/03/05/index.html, p. 1-20\n" * 4
    path.write_bytes(text.encode(encoding))
    assert read_document(path).text == clean_text(text)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_one(tmp_path, newline):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", newline).encode())
    assert read_document(path).text == TEXT


def test_invisible_signs_split_no_word(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("文旅\u200b融\u00ad合\ufeff", encoding="utf-8")
    assert read_document(path).text == "文旅融合"


def test_a_web_page_gives_its_words_and_not_its_scripts(tmp_path):
    page = (
        "<!DOCTYPE html><html><head><title>标题</title><style>p{}</style></head><body>"
        "<script>var 变量=1</script><!-- 注释 --><p>文<b>旅</b>融合<br>第二行</p>"
        "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="gb18030")
    read = read_document(path)
    assert (read.kind, read.encoding) == ("html", "gb18030")
    assert read.text.split() == ["文旅融合", "第二行", "甲", "乙"]


def test_what_a_file_is_decides_and_not_its_ending(tmp_path):
    path = tmp_path / "really_a_page.txt"
    path.write_text("<html><body><p>文旅</p></body></html>", encoding="utf-8")
    assert read_document(path).kind == "html"
    (tmp_path / "really_word.txt").write_bytes(docx("文旅"))
    assert read_document(tmp_path / "really_word.txt").kind == "docx"


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(docx("第一段", "第二段", table=[["甲", "乙"], ["丙", "丁"]]))
    assert read_document(path).text == "第一段\n第二段\n甲\t乙\n丙\t丁\n表后"


def test_a_pdf_gives_its_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("Integration of culture and tourism", "Second page with words"))
    read = read_document(path)
    assert read.kind == "pdf"
    assert read.text == "Integration of culture and tourism\nSecond page with words"


def test_a_pdf_that_only_forbids_changes_is_read(tmp_path):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Free for everyone to read"))))
    writer.encrypt(user_password="", owner_password="owner", algorithm="RC4-128")
    path = tmp_path / "a.pdf"
    with path.open("wb") as stream:
        writer.write(stream)
    assert read_document(path).text == "Free for everyone to read"


def test_a_scan_is_no_empty_document(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf("", "", "p. 3"))
    assert reason(path) == "document_without_text"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"", "document_empty"),
        ("a.txt", "\ufeff \u200b\r\n".encode(), "document_empty"),
        ("a.txt", "文旅融合".encode() * 9 + b"\xff\xfe\xfa", "document_not_decoded"),
        ("a.txt", bytes(range(256)) * 40, "document_not_decoded"),
        ("a.pdf", b"%PDF-1.7\ngarbage", "document_damaged"),
        ("a.pdf", pdf("Some words that are there")[:300], "document_damaged"),
        ("a.pdf", pdf("secret words", password="x"), "document_encrypted"),
        ("a.docx", docx("文旅")[:-200], "document_damaged"),
        ("a.docx", b"PK\x03\x04 and nothing", "document_damaged"),
        ("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "document_damaged"),
        ("a.xyz", "文旅".encode(), "document_kind_unknown"),
        ("a.html", b"<html><head><title>x</title></head><body></body></html>", "document_empty"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    assert reason(path) == expected


def test_a_workbook_among_the_documents_is_named_as_what_it_is(tmp_path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "a.docx")
    assert reason(tmp_path / "a.docx") == "document_kind_unknown"
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("readme.txt", "x")
    assert reason(tmp_path / "b.docx") == "document_kind_unknown"


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    assert reason(path) == "document_too_large"


def test_a_declared_encoding_is_taken_and_a_wrong_one_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode("big5", errors="ignore"))
    assert read_document(path, "big5").encoding == "cp950"  # which holds all of big5
    path.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(UnreadableDocumentError, match="not utf-8"):
        read_document(path, "utf-8")
    with pytest.raises(UnreadableDocumentError, match="no-such"):
        read_document(path, "no-such")
