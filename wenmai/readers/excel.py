"""Workbooks (.xlsx, .xls, .xlsb, .ods) as sheets of cells, decrypted with Excel's own password."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, ZipError

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import COPY_AGAIN
from wenmai.readers.archive import Contents, check_archive, damaged
from wenmai.readers.files import kind_of
from wenmai.readers.lines import Line, Sheet
from wenmai.readers.xlsx_cells import (
    check_extent,
    check_no_cell_twice,
    sheet_members,
    special_cells,
)
from wenmai.sentences import Sentence

FILE_EMPTY = Sentence("readers.file_empty")
WEB_PAGE = Sentence("readers.web_page")
SAVE_AS_XLSX = Sentence("readers.save_as_xlsx")
XML_SPREADSHEET = Sentence("readers.xml_spreadsheet")
PDF_FILE = Sentence("readers.pdf_file")
COPY_TABLE_INTO_SHEET = Sentence("readers.copy_table_into_sheet")
TEXT_FILE = Sentence("readers.text_file")
FORMAT_CSV_OR_AUTO = Sentence("readers.format_csv_or_auto")
WORKBOOK_TOO_LARGE = Sentence("readers.workbook_too_large", "size")
SAVE_SHEET_AS_CSV = Sentence("readers.save_sheet_as_csv")
PASSWORD_NEEDED = Sentence("readers.password_needed")
SAVE_WITHOUT_PASSWORD = Sentence("readers.save_without_password")

# Excel encrypts "protected" sheets with this password when the user sets none; it opens them
# without asking. Yearbook tables are sold this way.
_DEFAULT_PASSWORD = "VelvetSweatshop"
_MAX_BYTES = 500 * 10**6

_NO_WORKBOOK = {
    "empty": (FILE_EMPTY(), COPY_AGAIN()),
    "html": (
        WEB_PAGE(),
        SAVE_AS_XLSX(),
    ),
    "xml": (
        XML_SPREADSHEET(),
        SAVE_AS_XLSX(),
    ),
    "pdf": (PDF_FILE(), COPY_TABLE_INTO_SHEET()),
    "text": (
        TEXT_FILE(),
        FORMAT_CSV_OR_AUTO(),
    ),
}


def open_excel(path: Path, label: str) -> list[Sheet]:
    """Open a workbook.

    Parameters
    ----------
    path : Path
        The file; what it is decides its content, not its ending.
    label : str
        How a problem names the file.

    Returns
    -------
    list of Sheet
        In the order of the workbook; a sheet is parsed when its lines are asked for.

    Raises
    ------
    ProblemsFound
        When the file is no workbook, damaged, a zip bomb, or has a password of its own.
    """
    kind = kind_of(path)
    if kind in _NO_WORKBOOK:
        raise ProblemsFound([Problem(label, "", *_NO_WORKBOOK[kind])])
    size = path.stat().st_size
    if size > _MAX_BYTES:
        message = WORKBOOK_TOO_LARGE(size=f"{size / 1e6:,.0f}")
        raise ProblemsFound([Problem(label, "", message, SAVE_SHEET_AS_CSV())])
    content = path.read_bytes()
    if kind == "ole":
        content = _decrypted(content, label)
    contents = check_archive(content, label) if content.startswith(b"PK") else Contents()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
    except PasswordError as error:
        raise _password_needed(label) from error
    except (CalamineError, ZipError, OSError) as error:
        raise damaged(label) from error
    members = sheet_members(content, label) if contents.last_cells else {}
    book = _Book(workbook, content, contents, members, label)
    return [Sheet(name, _Lines(book, name), is_text=False) for name in names]


@dataclass(frozen=True)
class _Book:
    """A workbook with what one pass through it told."""

    workbook: CalamineWorkbook
    content: bytes
    contents: Contents
    members: dict[str, str]
    label: str

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The workbook as an archive, opened once."""
        return zipfile.ZipFile(io.BytesIO(self.content))


class _Lines:
    """Starts the lines of one sheet, with what the workbook reader leaves blank filled in."""

    def __init__(self, book: _Book, name: str) -> None:
        self._book, self._name = book, name
        self._sheet: CalamineSheet | None = None
        self._special: dict[int, dict[int, str]] = {}

    def __call__(self) -> Iterator[Line]:
        book, member = self._book, self._book.members.get(self._name)
        if self._sheet is None:
            if book.contents.last_cells:
                check_extent(self._name, member, book.contents, book.label)
            try:
                self._sheet = book.workbook.get_sheet_by_name(self._name)
            except (CalamineError, ZipError, OSError) as error:
                raise damaged(book.label) from error
            if member is not None and member in book.contents.unordered:
                check_no_cell_twice(self._name, book.archive, member, book.label)
            if member is not None and member in book.contents.marked:
                self._special = special_cells(book.archive, member)
        # The reader leaves out blank columns on the left, but not blank rows above.
        left = [""] * (self._sheet.start[1] if self._sheet.start else 0)
        for row, cells in enumerate(self._sheet.iter_rows()):
            line = left + cells
            for column, text in self._special.get(row, {}).items():
                line += [""] * (column + 1 - len(line))
                if line[column] == "":
                    line[column] = text
            yield line


def _decrypted(content: bytes, label: str) -> bytes:
    """Return the content of an OLE file, decrypted when it is encrypted."""
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(content))
        if not office.is_encrypted():
            return content
        office.load_key(password=_DEFAULT_PASSWORD)
        plain = io.BytesIO()
        office.decrypt(plain)
        return plain.getvalue()
    except InvalidKeyError as error:
        raise _password_needed(label) from error
    except (DecryptionError, FileFormatError, ParseError) as error:
        if "password" in str(error).lower() or "key" in str(error).lower():
            raise _password_needed(label) from error
        raise damaged(label) from error
    except Exception as error:  # the OLE parser fails in many ways on truncated files
        raise damaged(label) from error


def _password_needed(label: str) -> ProblemsFound:
    return ProblemsFound(
        [
            Problem(
                label,
                "",
                PASSWORD_NEEDED(),
                SAVE_WITHOUT_PASSWORD(),
            )
        ]
    )
