"""Write a brief as an editable Word file: real headings, captions, tables and alt texts."""

import io
import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.report.content import FOOT, PICTURE, TABLE, Brief, Section, Table

if TYPE_CHECKING:
    from docx.document import Document

# Layout of official documents (GB/T 9704-2012): margins in millimetres, sizes in points.
_MARGINS = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_FONTS = {
    "zh": {
        "Title": "SimSun",
        "Heading": "SimHei",
        "Normal": "FangSong",
        "Latin": "Times New Roman",
    },
    "en": dict.fromkeys(("Title", "Heading", "Normal", "Latin"), "Times New Roman"),
}
_SIZES = {
    "zh": {"Title": 22, "Heading": 14, "Normal": 12},
    "en": {"Title": 20, "Heading": 13, "Normal": 11},
}
# What no XML may hold; the name of a file may.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMERALS = "一二三四五六七八九十"
_RULE = "BFBFBF"
_TEXT_WIDTH = 210 - _MARGINS["left"] - _MARGINS["right"]
_CELL_MARGINS = 4  # mm, both sides of a cell
_FEW_COLUMNS = 5
_SIGN = 0.2  # mm, of a letter for each point of its size; a Chinese sign takes two
_WORD = re.compile(r"[!-~]+")


def write_word(brief: Brief, file: Path) -> None:
    """Write a brief as .docx.

    Parameters
    ----------
    brief : Brief
        Its pictures are PNG.
    file : Path
        Replaced when it is there.
    """
    import docx  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    brief = _printable(brief)
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side, length in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(length))
    _style(document, brief.language)
    document.core_properties.title = brief.title
    document.core_properties.language = "zh-CN" if brief.language == "zh" else "en"
    document.core_properties.author = "wenmai"
    document.add_paragraph(brief.title, style="Title")
    document.add_paragraph(brief.subtitle, style="Subtitle")
    if brief.warning:
        document.add_paragraph(brief.warning, style="Intense Quote")
    counts = {"heading": 0, "picture": 0, "table": 0}
    for part in brief.sections:
        _write_section(document, brief, part, counts)
    foot = section.footer.paragraphs[0]
    foot.text = brief.say(FOOT(release=brief.release))
    foot.style = document.styles["Footer"]
    made = io.BytesIO()
    document.save(made)
    file.write_bytes(made.getvalue())


def _printable(part: Any) -> Any:
    """Return a part of a brief in which a sign that Word could not open stands as �."""
    if isinstance(part, str):
        return _NO_XML.sub("�", part)
    if isinstance(part, list):
        return [_printable(one) for one in part]
    if is_dataclass(part) and not isinstance(part, type):
        made = {field.name: _printable(getattr(part, field.name)) for field in fields(part)}
        return replace(part, **made)
    return part


def _style(document: "Document", language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    fonts, sizes = _FONTS[language], _SIZES[language]
    named = {"Title": "Title", "Heading 1": "Heading", "Heading 2": "Heading", "Normal": "Normal"}
    named |= {
        "Subtitle": "Normal",
        "Caption": "Normal",
        "Footer": "Normal",
        "Intense Quote": "Heading",
    }
    for style_name, role in named.items():
        style = document.styles[style_name]
        size: float = sizes[role] - (1 if style_name == "Heading 2" else 0)
        if style_name in {"Caption", "Footer", "Subtitle", "Intense Quote"}:
            size = sizes["Normal"] - 1.5
        style.font.name, style.font.size = fonts["Latin"], Pt(size)
        style.font.italic, style.font.bold = False, role != "Normal"
        style.font.color.rgb = (
            RGBColor(0xB2, 0x3A, 0x24) if style_name == "Intense Quote" else RGBColor(0, 0, 0)
        )
        fonts_of = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts_of.attrib.pop(qn(kind), None)
        fonts_of.set(qn("w:eastAsia"), fonts[role])
        spacing = style.paragraph_format
        spacing.space_before = Pt(10 if role == "Heading" and style_name != "Intense Quote" else 0)
        spacing.space_after = Pt(4)
        spacing.line_spacing = 1.3 if style_name == "Normal" else 1.1
    for style_name in ("Title", "Subtitle", "Caption"):
        document.styles[style_name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = document.styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def _write_section(
    document: "Document", brief: Brief, part: Section, counts: dict[str, int]
) -> None:
    heading = part.heading
    if part.level == 1:
        counts["heading"] += 1
        if brief.language == "zh" and counts["heading"] <= len(_NUMERALS):
            heading = f"{_NUMERALS[counts['heading'] - 1]}、{heading}"
    document.add_heading(heading, level=part.level)
    # what only leads in, or explains a picture, stays on the page of what follows
    stays = part.picture is not None or not (part.finding or part.table)
    for text, is_bold in ((part.finding, True), (part.note, False)):
        if text:
            paragraph = document.add_paragraph()
            paragraph.add_run(text).bold = is_bold
            paragraph.paragraph_format.keep_with_next = stays
            _indent(paragraph, brief.language)
    if part.picture:
        _add_picture(document, part, f"{part.heading} {part.finding or part.note}".strip())
    if part.picture and brief.has_captions:
        counts["picture"] += 1
        number = brief.say(PICTURE(n=counts["picture"]))
        document.add_paragraph(f"{number} {_bare(part.finding or part.heading)}", style="Caption")
    if part.table and part.table.rows:
        if brief.has_captions:
            counts["table"] += 1
            caption = document.add_paragraph(
                f"{brief.say(TABLE(n=counts['table']))} {_bare(part.finding or part.heading)}",
                style="Caption",
            )
            caption.paragraph_format.keep_with_next = True
        _add_table(document, part.table)


def _size(table: Table) -> int:
    """Return the points of a table's signs: fewer where there are many columns."""
    return 9 if len(table.rows[0]) <= _FEW_COLUMNS else 8


def _widths(table: Table) -> list[int]:
    """Share the width of the page: to each column its longest word, the rest by its longest text.

    A Chinese sign counts two; a heading may take two lines.
    """
    from docx.shared import Mm  # noqa: PLC0415

    def length(text: str) -> int:
        return sum(1 if sign.isascii() else 2 for sign in text)

    columns = list(zip(*([table.head] if table.head else []), *table.rows, strict=True))
    words = [max([5, *(len(word) for text in c for word in _WORD.findall(text))]) for c in columns]
    longest = [max(map(length, column)) for column in zip(*table.rows, strict=True)]
    for place, heading in enumerate(table.head):
        longest[place] = max(longest[place], -(-length(heading) // 2))
    widest = 44 if len(longest) <= _FEW_COLUMNS else 34
    more = [max(0, min(most, widest) - word) for most, word in zip(longest, words, strict=True)]
    shared = _TEXT_WIDTH - _CELL_MARGINS * len(words)
    free = max(0.0, shared / (_SIGN * _size(table)) - sum(words))
    parts = [
        word + free * extra / max(1, sum(more)) for word, extra in zip(words, more, strict=True)
    ]
    return [Mm(_CELL_MARGINS + shared * part / sum(parts)) for part in parts]


def _bare(text: str) -> str:
    return text.rstrip("。.")


def _indent(paragraph: Any, language: str) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    if language == "zh":  # two signs, as official documents begin a paragraph
        paragraph.paragraph_format.first_line_indent = Pt(2 * _SIZES["zh"]["Normal"])


def _add_picture(document: "Document", part: Section, alt: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    shape = document.add_picture(io.BytesIO(part.picture or b""), width=Mm(150))
    shape._inline.docPr.set("descr", alt)  # python-docx has no other door to it
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _add_table(document: "Document", table: Table) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    lines = [*([table.head] if table.head else []), *table.rows]
    made = document.add_table(rows=len(lines), cols=len(lines[0]))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", _RULE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    made._tbl.tblPr.append(borders)  # python-docx has no borders
    made.autofit = False
    widths = _widths(table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for line, cells in zip(lines, made.rows, strict=True):
        is_head = bool(table.head) and line is lines[0]
        for place, (text, cell) in enumerate(zip(line, cells.cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size, run.bold = Pt(_size(table)), is_head
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.line_spacing = 1.0
            if table.is_number[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if is_head:
            repeated = OxmlElement("w:tblHeader")
            repeated.set(qn("w:val"), "true")
            cells._tr.get_or_add_trPr().append(repeated)
    if table.note:
        document.add_paragraph(table.note, style="Caption")
