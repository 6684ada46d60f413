"""What the workbook reader does not tell: formulas without a stored value, and error values.

A program that writes a workbook without computing it leaves formulas with no value, which read
like blank cells; so do ``#DIV/0!`` and its kin. Both are looked up in the sheet's XML, and only
in sheets that have them at all.
"""

import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_SHEET
from wenmai.readers.archive import COPY_OR_SAVE_ANEW, Contents, column_index, damaged
from wenmai.readers.text import column_letters
from wenmai.sentences import Sentence

SHEET_TOO_LARGE = Sentence("readers.sheet_too_large", "column", "row", "rows", "columns")
DELETE_FAR_CELLS = Sentence("readers.delete_far_cells")
CELL_TWICE = Sentence("readers.cell_twice", "cell")

# The workbook reader holds every cell of the rectangle, blank ones too, at 32 bytes each.
MAX_CELLS = 25_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_extent(sheet_name: str, member: str | None, contents: Contents, label: str) -> None:
    """Refuse a sheet with a cell so far out that the table around it does not fit in memory.

    Parameters
    ----------
    sheet_name : str
        The sheet.
    member : str or None
        Its XML.
    contents : Contents
        Where the last cells are.
    label : str
        How a problem names the file.

    Raises
    ------
    ProblemsFound
        When rows × columns are more than 25 million.
    """
    rows, columns = contents.last_cells.get(member or "", (0, 0))
    if rows * columns > MAX_CELLS:
        message = SHEET_TOO_LARGE(
            column=column_letters(columns - 1), row=rows, rows=f"{rows:,}", columns=f"{columns:,}"
        )
        suggestion = DELETE_FAR_CELLS()
        raise ProblemsFound([Problem(label, AT_SHEET(sheet=sheet_name), message, suggestion)])


def check_no_cell_twice(sheet_name: str, archive: zipfile.ZipFile, member: str, label: str) -> None:
    """Refuse a sheet in which a cell with a value stands twice: a reader would take the last.

    Parameters
    ----------
    sheet_name, member : str
        The sheet and its XML.
    archive : ZipFile
    label : str
        How a problem names the file.

    Raises
    ------
    ProblemsFound
        Naming the cell.
    """
    seen: set[str] = set()
    with archive.open(member) as stream:
        for _, element in ET.iterparse(stream, events=("end",)):
            if _local(element) == "c" and len(element):
                cell = element.get("r", "").upper()
                if cell and cell in seen:
                    where, what = AT_SHEET(sheet=sheet_name), CELL_TWICE(cell=cell)
                    raise ProblemsFound([Problem(label, where, what, COPY_OR_SAVE_ANEW())])
                seen.add(cell)
            elif _local(element) == "row":
                element.clear()


def special_cells(archive: zipfile.ZipFile, member: str) -> dict[int, dict[int, str]]:
    """Find the cells of one sheet that have a formula without value or an error value.

    Parameters
    ----------
    archive : ZipFile
        The workbook; to open it again for every sheet would take as many looks as it has sheets.
    member : str
        The sheet's XML.

    Returns
    -------
    dict
        Row from 0 → column from 0 → ``=formula`` or ``#error``.
    """
    found: dict[int, dict[int, str]] = {}
    with archive.open(member) as stream:
        for _, element in ET.iterparse(stream, events=("end",)):
            tag = _local(element)
            if tag == "c":
                text = _special_text(element)
                place = re.match(r"^([A-Za-z]{1,3})(\d{1,7})$", element.get("r", ""))
                if text is not None and place is not None:
                    row, column = int(place.group(2)) - 1, column_index(place.group(1))
                    found.setdefault(row, {})[column] = text
            elif tag == "row":
                element.clear()
    return found


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _special_text(cell: ET.Element) -> str | None:
    parts = {_local(part): part for part in cell}
    value = (parts["v"].text or "") if "v" in parts else None
    if cell.get("t") == "e":
        return value or "#ERROR"
    if "f" not in parts or value:
        return None
    if cell.get("t") == "str" and value is not None:
        return None  # a formula whose stored value is the empty text
    return "=" + (parts["f"].text or "(formula)")


def sheet_members(content: bytes, label: str) -> dict[str, str]:
    """Follow workbook.xml and its relations to the XML of every sheet; empty for other formats.

    Parameters
    ----------
    content : bytes
        The workbook.
    label : str
        How a problem names the file.

    Returns
    -------
    dict
        Name of the sheet → member of the archive.

    Raises
    ------
    ProblemsFound
        When these two parts are no XML.
    """
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if not {workbook, relations} <= set(archive.namelist()):
            return {}
        try:
            sheets = {
                element.get("name", ""): element.get(_RELATION, "")
                for element in ET.fromstring(archive.read(workbook)).iter()
                if _local(element) == "sheet"
            }
            targets = {
                element.get("Id", ""): element.get("Target", "")
                for element in ET.fromstring(archive.read(relations))
            }
        except ET.ParseError as error:
            raise damaged(label) from error
    return {
        name: posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")
        for name, relation in sheets.items()
        if relation in targets
    }
