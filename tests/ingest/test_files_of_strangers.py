"""Files that once stopped all: each is one line with its name, and the good one is read."""

import io
import os
import zipfile

import pytest

from wenmai.ingest import ingest
from wenmai.sentences import said_of
from wenmai.studies import load_studies

GOOD = "城市,年份,地区生产总值,文化收入\n沈阳,2018,6292.4,1000\n"
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "<row><c {cell} t='str'><v>城市</v></c></row></sheetData></worksheet>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006'
    '/relationships/{kind}" Target="{target}"/></Relationships>'
)


def workbook(cell="r='A1'", book=WORKBOOK):
    """Return a workbook of one cell."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml")
        )
        archive.writestr("xl/workbook.xml", book)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        )
        archive.writestr("xl/worksheets/sheet1.xml", SHEET.format(cell=cell))
    return content.getvalue()


def flipped(content):
    """Put the directory of an archive before its beginning."""
    where = content.rindex(b"PK\x05\x06") + 16
    return content[:where] + b"\xff\xff\xff\x7f" + content[where + 4 :]


ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]>' + WORKBOOK.replace('name="s"', 'name="&b;&d;"')
BAD = {
    "far.xlsx": workbook("r='XFD1048576'"),
    "far_after_a_break.xlsx": workbook("\nr\n=\n'XFD1048576'"),
    "far_in_small_letters.xlsx": workbook('r="xfd1048576"'),
    "far_of_four_letters.xlsx": workbook("r='XXFD1048576'"),
    "flipped.xlsx": flipped(workbook()),
    "entities.xlsx": workbook(book=ENTITIES),
    "cell_of_17_megabytes.csv": GOOD + '"' + "9" * 17_000_000 + '",2018,1,2\n',
    "mixed.csv": "城市;年份,地区生产总值\t文化收入\n沈阳|2018;1,2\n",
    "lines_of_old_macs_and_nothing.csv": "\r\r\x00\r",
}


@pytest.fixture(scope="module")
def bad_bytes():
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in BAD.items()
    }


def test_every_bad_file_is_one_line_and_the_good_ones_are_read(
    make_study, settings, raw, bad_bytes
):
    folder = make_study(values=GOOD)
    tables = folder / "tables"
    for name, content in bad_bytes.items():
        (tables / name).write_bytes(content)
    # a name that is no UTF-8 is a name
    (tables / os.fsdecode(b"\xff.csv")).write_text(GOOD, encoding="utf-8")
    mapping = folder / "sources/values.yml"
    said = mapping.read_text(encoding="utf-8").replace("tables/values.csv", "tables/*")
    mapping.write_text(said, encoding="utf-8")
    ingest(settings, load_studies(settings), release_id="r1")
    read = {row["source_file"] for row in raw("indicator_records")}
    assert read == {"tables/values.csv", r"tables/\xff.csv"}
    unread = {row["source_file"]: said_of(row["problem_text"]) for row in raw("unread_files")}
    assert set(unread) == {f"tables/{name}" for name in bad_bytes}
    assert all("did not foresee" not in text and len(text) < 400 for text in unread.values())
    assert "XFD1048576" in unread["tables/far.xlsx"]
    accounted = {row["source_file"] for row in raw("source_files")}
    assert accounted == read | set(unread)
