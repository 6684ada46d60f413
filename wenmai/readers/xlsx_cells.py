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

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def special_cells(content: bytes, sheet_name: str, marked: set[str]) -> dict[int, dict[int, str]]:
    """Find the cells of one sheet that have a formula without value or an error value.

    Parameters
    ----------
    content : bytes
        The workbook.
    sheet_name : str
        The sheet.
    marked : set of str
        Members of the archive that have such cells (see ``check_archive``).

    Returns
    -------
    dict
        Row from 0 → column from 0 → ``=formula`` or ``#error``.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = _member_of(archive, sheet_name)
        if member is None or member not in marked:
            return {}
        found: dict[int, dict[int, str]] = {}
        with archive.open(member) as stream:
            for _, element in ET.iterparse(stream, events=("end",)):
                tag = _local(element)
                if tag == "c":
                    text = _special_text(element)
                    place = re.match(r"^([A-Z]+)(\d+)$", element.get("r", ""))
                    if text is not None and place is not None:
                        row, column = int(place.group(2)) - 1, _column_index(place.group(1))
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


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _member_of(archive: zipfile.ZipFile, sheet_name: str) -> str | None:
    """Follow workbook.xml and its relations to the sheet's own XML; None for other formats."""
    names = set(archive.namelist())
    workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if workbook not in names or relations not in names:
        return None
    wanted = None
    for element in ET.fromstring(archive.read(workbook)).iter():
        if _local(element) == "sheet" and element.get("name") == sheet_name:
            wanted = element.get(_RELATION)
    for element in ET.fromstring(archive.read(relations)):
        if wanted is not None and element.get("Id") == wanted:
            target = element.get("Target", "")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    return None
