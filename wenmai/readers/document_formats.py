"""Word and PDF documents as text, and what refuses to be read."""

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wenmai.errors import ProblemsFound
from wenmai.readers.archive import ZIP_BOMB, check_archive
from wenmai.readers.unreadable import UnreadableDocumentError
from wenmai.sentences import ONE, Said, Sentence

NO_WORD_DOCUMENT = Sentence("readers.no_word_document")
ARCHIVE_AND_NO_DOCUMENT = Sentence("readers.archive_and_no_document")
PAGES = Sentence("readers.pages", "n")
LETTERS_ON_PAGES = Sentence("readers.letters_on_pages", "pages", "letters")
OLD_WORD_FORMAT = Sentence("readers.old_word_format")

MAX_PAGES = 5_000
# A scan with a page number, a stamp or a watermark still has no text.
_LETTERS_PER_PAGE = 10
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_GAP_IN_WORDS = re.compile(f"(?<=[{_HAN}])[ \u00a0]+(?=[{_HAN}])")
_BROKEN_LINE = re.compile(f"(?<=[{_HAN}，、])\n(?=[{_HAN}，、。；：])")


def docx_text(path: Path) -> str:
    """Return paragraphs and tables of a Word document in their order.

    Parameters
    ----------
    path : Path
        A zipped file.

    Returns
    -------
    str
        Cells of a table row are separated by tabs; headers, footers and comments are left out.

    Raises
    ------
    UnreadableDocumentError
        When the archive is damaged, a zip bomb, or another kind of document.
    """
    content = path.read_bytes()
    try:
        check_archive(content, path.name, what="document")
    except ProblemsFound as error:
        message = error.problems[0].message
        too_large = isinstance(message, Said) and message.code == ZIP_BOMB.code
        code = "document_too_large" if too_large else "document_damaged"
        raise UnreadableDocumentError(code, ONE(name=message)) from error
    from docx import Document  # noqa: PLC0415

    try:
        document = Document(io.BytesIO(content))
        return "\n".join(_blocks(document))
    except ValueError as error:  # a workbook, a presentation
        raise UnreadableDocumentError("document_kind_unknown", NO_WORD_DOCUMENT()) from error
    except Exception as error:  # the parser fails in many ways on damaged parts
        if isinstance(error, KeyError) and "word/document.xml" not in _members(content):
            detail = ARCHIVE_AND_NO_DOCUMENT()
            raise UnreadableDocumentError("document_kind_unknown", detail) from error
        raise UnreadableDocumentError("document_damaged") from error


def _members(content: bytes) -> list[str]:
    import zipfile  # noqa: PLC0415

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def _blocks(container: Any) -> Iterator[str]:
    from docx.table import Table  # noqa: PLC0415

    for block in container.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
            continue
        for row in block.rows:
            seen: list[Any] = []
            texts = []
            for cell in row.cells:
                if cell._tc in seen:  # a merged cell stands in every place it covers
                    continue
                seen.append(cell._tc)
                texts.append(" ".join(_blocks(cell)))
            yield "\t".join(texts)


def pdf_text(path: Path) -> str:
    """Return the text of a PDF, lines that break inside a sentence joined again.

    Parameters
    ----------
    path : Path
        A PDF file.

    Returns
    -------
    str

    Raises
    ------
    UnreadableDocumentError
        When it needs a password, is damaged, has more than 5,000 pages, or holds pictures of text
        only (fewer than ten letters per page).
    """
    from pypdf import PdfReader  # noqa: PLC0415
    from pypdf.errors import DependencyError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        # Many PDFs are encrypted with an empty password to forbid changes; anyone may read them.
        is_closed = reader.is_encrypted and not reader.decrypt("")
        n_pages = 0 if is_closed else len(reader.pages)
        pages = reader.pages if 0 < n_pages <= MAX_PAGES else ()
        text = "\n".join(page.extract_text() for page in pages)
    except DependencyError as error:
        raise UnreadableDocumentError("document_encrypted") from error
    except Exception as error:  # the parser fails in many ways on damaged files
        raise UnreadableDocumentError("document_damaged") from error
    if is_closed:
        raise UnreadableDocumentError("document_encrypted")
    if n_pages > MAX_PAGES:
        raise UnreadableDocumentError("document_too_large", PAGES(n=f"{n_pages:,}"))
    n_letters = sum(map(str.isalpha, text))
    if n_letters < _LETTERS_PER_PAGE * max(n_pages, 1):
        detail = LETTERS_ON_PAGES(pages=n_pages, letters=n_letters)
        raise UnreadableDocumentError("document_without_text", detail)
    return _BROKEN_LINE.sub("", _GAP_IN_WORDS.sub("", text))


def refuse_ole(path: Path) -> UnreadableDocumentError:
    """Say why an OLE file is not read: encrypted .docx files and old .doc files look alike."""
    import msoffcrypto  # noqa: PLC0415

    try:
        with path.open("rb") as stream:
            if msoffcrypto.OfficeFile(stream).is_encrypted():
                return UnreadableDocumentError("document_encrypted")
    except Exception:  # the parser fails in many ways on truncated files
        return UnreadableDocumentError("document_damaged")
    detail = OLD_WORD_FORMAT()
    return UnreadableDocumentError("document_kind_unknown", detail)
