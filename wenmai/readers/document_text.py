"""The text of one document file, whatever its format; what holds none says why."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenmai.errors import ProblemsFound
from wenmai.readers.apart import COMES_TO_NO_END, TAKES_MORE_MEMORY, read_apart
from wenmai.readers.encodings import UndecidedEncodingError, find_encoding
from wenmai.readers.files import kind_of
from wenmai.readers.unreadable import UnreadableDocumentError
from wenmai.sentences import ONE, Sentence, after_another

MEGABYTES = Sentence("readers.megabytes", "size")
CHARACTERS = Sentence("readers.characters", "n")
KIND_NOT_READ = Sentence("readers.kind_not_read", "ending")
FIRST_BAD_BYTES = Sentence("readers.first_bad_bytes", "message", "place")
ENCODING_NOT_KNOWN = Sentence("readers.encoding_not_known", "encoding")
BYTES_THAT_ARE_NO_TEXT = Sentence("readers.bytes_that_are_no_text")

# A part of the key of every remembered text: raise it when the same file gives another text.
READER_VERSION = "3"
MAX_BYTES = 200 * 10**6
MAX_CHARACTERS = 20 * 10**6
_TOO_MUCH = {TAKES_MORE_MEMORY.code, COMES_TO_NO_END.code}
_TEXT_ENDINGS = {".txt", ".md", ".markdown", ".text", ""}
_HTML_ENDINGS = {".html", ".htm", ".xhtml"}
# Zero-width marks, soft hyphens and byte order marks come along from web pages and split words.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_HTML_BLOCKS = (
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt"),
    *("figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"),
    *("main", "nav", "ol", "option", "p", "pre", "section", "table", "td", "th", "title", "tr"),
    "ul",
)
_HTML_SILENT = ("script", "style", "noscript", "template", "svg", "head")


@dataclass(frozen=True)
class DocumentText:
    """The text of a document.

    Parameters
    ----------
    text : str
        Cleaned; see :func:`clean_text`.
    kind : str
        ``txt``, ``md``, ``html``, ``docx`` or ``pdf``.
    encoding : str
        Encoding of a text file; empty for docx and pdf.
    characters_read : int
        Length before cleaning, in UTF-16 units as Excel counts.
    masked_identifiers : int
        Phone numbers, ID cards and the like that were masked in the text.
    """

    text: str
    kind: str
    encoding: str
    characters_read: int
    masked_identifiers: int = 0


def read_document_apart(path: Path, encoding: str = "auto") -> DocumentText:
    """Read the text of one file in the process for files of strangers; see `read_document`."""
    try:
        (found,) = read_apart(_document, path, encoding, path=path, label=path.name)
    except ProblemsFound as error:
        problem = error.problems[0]
        said = getattr(problem.message, "code", "")
        code = "document_too_large" if said in _TOO_MUCH else "document_damaged"
        raise UnreadableDocumentError(code, ONE(name=problem.message)) from error
    if isinstance(found, UnreadableDocumentError):
        raise found
    assert isinstance(found, DocumentText)
    return found


def _document(path: Path, encoding: str) -> Iterator[DocumentText | UnreadableDocumentError]:
    """Yield the text, or why there is none."""
    try:
        yield read_document(path, encoding)
    except UnreadableDocumentError as error:
        yield error


def read_document(path: Path, encoding: str = "auto") -> DocumentText:
    r"""Read the text of one file.

    What the file is decides, not its ending: a web page called .txt is read as a web page.

    Parameters
    ----------
    path : Path
        A .txt, .md, .html, .docx or .pdf file.
    encoding : str
        Of text files: ``auto`` finds UTF-8 (with and without mark), UTF-16, GB18030 and Big5.

    Returns
    -------
    DocumentText

    Raises
    ------
    UnreadableDocumentError
        document_empty, document_not_decoded, document_damaged, document_encrypted,
        document_without_text (a scan), document_too_large or document_kind_unknown.

    Examples
    --------
    >>> read_document(folder / "plan.txt").text  # doctest: +SKIP
    '文旅融合\n第一条'
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDocumentError(
                "document_too_large", MEGABYTES(size=f"{size / 1e6:,.0f}")
            )
        raw, kind, found = _raw_text(path, encoding)
    except OSError as error:
        raise UnreadableDocumentError("document_damaged", ONE(name=f"{error.strerror}.")) from error
    if len(raw) > MAX_CHARACTERS:
        detail = CHARACTERS(n=f"{len(raw):,}")
        raise UnreadableDocumentError("document_too_large", detail)
    text = clean_text(raw)
    if not text:
        raise UnreadableDocumentError("document_empty")
    return DocumentText(text, kind, found, utf16_length(raw))


def _raw_text(path: Path, encoding: str) -> tuple[str, str, str]:
    """Return text, kind and encoding."""
    # The formats of offices need libraries that take long to import.
    from wenmai.readers.document_formats import docx_text, pdf_text, refuse_ole  # noqa: PLC0415

    kind, ending = kind_of(path), path.suffix.lower()
    if kind == "empty":
        raise UnreadableDocumentError("document_empty")
    if kind == "pdf":
        return pdf_text(path), "pdf", ""
    if kind == "zip":
        return docx_text(path), "docx", ""
    if kind == "ole":
        raise refuse_ole(path)
    if kind == "html" or ending in _HTML_ENDINGS:
        text, found = _decoded(path, encoding)
        return html_text(text), "html", found
    if kind != "text" or ending not in _TEXT_ENDINGS:
        what = KIND_NOT_READ(ending=ending)
        raise UnreadableDocumentError("document_kind_unknown", what)
    text, found = _decoded(path, encoding)
    return text, "md" if ending in {".md", ".markdown"} else "txt", found


def _decoded(path: Path, encoding: str) -> tuple[str, str]:
    try:
        found = find_encoding(path, encoding, path.name)
    except ProblemsFound as error:
        problem = error.problems[0]
        undecided = isinstance(error, UndecidedEncodingError)
        if undecided:
            detail = after_another([problem.message, problem.suggestion])
        else:
            detail = FIRST_BAD_BYTES(message=problem.message, place=problem.key)
        raise UnreadableDocumentError("document_not_decoded", detail) from error
    except LookupError as error:
        raise UnreadableDocumentError(
            "document_not_decoded", ENCODING_NOT_KNOWN(encoding=encoding)
        ) from error
    text = path.read_bytes().decode(found)
    if text.count("\x00") > len(text) // 100:
        raise UnreadableDocumentError("document_not_decoded", BYTES_THAT_ARE_NO_TEXT())
    return text, found


def html_text(markup: str) -> str:
    r"""Return the text of a web page: blocks on lines of their own, no scripts, no head.

    Examples
    --------
    >>> html_text("<html><body><p>文<b>旅</b>融合</p><p>第一条</p></body></html>").split()
    ['文旅融合', '第一条']
    """
    from bs4 import BeautifulSoup, CData, NavigableString  # noqa: PLC0415
    from bs4.exceptions import ParserRejectedMarkup  # noqa: PLC0415

    try:
        soup = BeautifulSoup(markup, "html.parser")
    except ParserRejectedMarkup:  # <![foo[: a section that is none
        soup = BeautifulSoup(markup.replace("<![", "&lt;!["), "html.parser")
    parts: list[str] = []
    # what is still to be written, the next one last; a page may nest deeper than Python calls
    waiting: list[Any] = [soup]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            # comments, declarations and the like are no text of the page
            if type(node) in {NavigableString, CData}:
                parts.append(node)
        elif node.name not in _HTML_SILENT:
            edge = ["\n"] if node.name in _HTML_BLOCKS else []
            parts += edge
            waiting += [*map(NavigableString, edge), *reversed(node.contents)]
    return "".join(parts)


def clean_text(text: str) -> str:
    r"""Return a text as it is kept: NFC, plain line ends, nothing invisible, no outer blanks.

    Examples
    --------
    >>> clean_text("\ufeff文旅\u200b融合 \r\n\r\n\r\n\r\n第一条\x00")
    '文旅融合\n\n第一条'
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", _CONTROL.sub("", text.replace("\x0c", "\n")))
    text = re.sub(r"[^\S\n]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, in which Excel counts.

    Examples
    --------
    >>> utf16_length("文旅𠀀")
    4
    """
    return (
        len(text) + sum(letter > "\uffff" for letter in text) if not text.isascii() else len(text)
    )
