"""Damaged files of every format that the ingest reads, and a study that names them all."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import yaml

HEADING = "城市,年份,地区生产总值,文化收入"
TABLE = f"{HEADING}\n" + "".join(
    f"{city},{year},{1000 + year}.5,{year}\n" for city in ("沈阳", "大连") for year in (2018, 2019)
)
STUDY = {
    "code": "fuzz",
    "name": {"zh": "模糊", "en": "Fuzz"},
    "description": "Files damaged at random.",
    "is_synthetic": True,
    "years": {"first": 2018, "last": 2019},
    "units": {"level": "prefecture", "include": ["大连", "沈阳"]},
    "indicators": [{"code": "gdp"}, {"code": "culture_revenue"}],
    "documents": [
        {
            "code": "texts",
            "files": "documents/*",
            "type": "news",
            "name_pattern": "(?P<date>2018)_(?P<issuer>沈阳)_(?P<title>.+)",
        },
        {
            "code": "posts",
            "files": "posts/*",
            "type": "news",
            "fields": {"text": "content", "date": "date"},
        },
    ],
}
MAPPING = """\
file: tables/*
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
  - {column: 文化收入, indicator: culture_revenue, unit: 万元}
"""
EVENTS = [("某甲", f"商品{n}", f"2018-03-{n + 1:02} 12:00:00", "1.5") for n in range(9)]
EVENT_COLUMNS = ("person", "item", "at", "price")
PAJEK = '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs :1 "sells"\n1 2 5\n2 3 1.5\n*Edges\n1 3\n'
# Words that parsers trip over, put in at random places.
WORDS = (
    *("\x00", "\\ud800", "<![foo[", "]]>", "&#x110000;", "&b;", '"', "'", "\r", "\n\n", "\ufeff"),
    *("9" * 5000, "-0", "1e999", "{", "[" * 3000, "<div>" * 500, "*Vertices 1000000000\n", "=1+1"),
    *(
        "\u2028",
        "\x1a",
        "%",
        "\\",
        "r='XFD1048576'",
        "%PDF",
        "PK\x03\x04",
        "\ud83d\ude00"[:0] + "𠀀",
    ),
)
SOUND = ("links/sound.net", "events/sound.csv", "triples/sound.csv")
# What earlier runs, or people, found: file name and content.
FOUND: dict[str, bytes] = {
    "tables/mixed.csv": "城市;年份,a\t|b\n沈阳|2018;1,2\n".encode(),
    "tables/cr.csv": b"\r\r\x00\r",
    "posts/half.jsonl": b'{"content": "\\ud800", "date": "2018"}\n',
    "documents/2018_沈阳_foo.html": b"<html><![foo[ text",
    "documents/2018_沈阳_deep.html": b"<div>" * 30_000,
    "links/giant.net": b"*Vertices 1000000000\n",
    "links/digits.net": b"*Vertices " + b"9" * 5000,
    "events/none.parquet": b"PAR1",
    "triples/quote.csv": b'head,relation,tail\na,directed,"b\n',
}


def csv_bytes(random: Random) -> bytes:
    return TABLE.encode(random.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))


def xlsx_bytes(_random: Random) -> bytes:
    book = openpyxl.Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def ods_bytes(_random: Random) -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in line.split(",")
        )
        + "</table:table-row>"
        for line in TABLE.splitlines()
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}office:1.0" '
            f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="s">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return content.getvalue()


def encrypted_bytes(random: Random) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    secret = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx_bytes(random))).encrypt("VelvetSweatshop", secret)
    return secret.getvalue()


def docx_bytes(_random: Random) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("推动文化和旅游融合发展。")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def pdf_bytes(_random: Random) -> bytes:
    page = "BT /F1 12 Tf 72 720 Td (Culture and tourism plan of the city) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources"
        "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        f"4 0 obj<</Length {len(page)}>>stream\n{page}\nendstream endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def html_bytes(random: Random) -> bytes:
    page = "<html><head><title>x</title></head><body><p>推动<b>文旅</b>融合</p><!-- c --></html>"
    return page.encode(random.choice(["utf-8", "gb18030"]))


def text_bytes(random: Random) -> bytes:
    said = "推动文化和旅游融合发展，建设冰雪产业园区。\n" * 9
    return said.encode(random.choice(["utf-8", "gb18030", "utf-16"]))


def jsonl_bytes(_random: Random) -> bytes:
    lines = [{"content": "推动文旅融合", "date": "2018", "n": number} for number in range(5)]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def pajek_bytes(_random: Random) -> bytes:
    return PAJEK.encode()


def event_csv_bytes(_random: Random) -> bytes:
    lines = [EVENT_COLUMNS, *EVENTS]
    return "\n".join(",".join(cells) for cells in lines).encode()


def event_json_bytes(_random: Random) -> bytes:
    lines = [dict(zip(EVENT_COLUMNS, cells, strict=True)) for cells in EVENTS]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()


def event_parquet_bytes(_random: Random) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = io.BytesIO()
    columns = zip(*EVENTS, strict=True)
    pq.write_table(pa.table(dict(zip(EVENT_COLUMNS, columns, strict=True))), content)
    return content.getvalue()


def triple_bytes(_random: Random) -> bytes:
    lines = ["head,relation,tail", *(f"甲{n},directed,作品{n}" for n in range(9))]
    return "\n".join(lines).encode()


# Ending → folder and what a sound file of it holds.
FORMATS: dict[str, tuple[str, Callable[[Random], bytes]]] = {
    "csv": ("tables", csv_bytes),
    "event.csv": ("events", event_csv_bytes),
    "event.jsonl": ("events", event_json_bytes),
    "event.parquet": ("events", event_parquet_bytes),
    "triple.csv": ("triples", triple_bytes),
    "xlsx": ("tables", xlsx_bytes),
    "ods": ("tables", ods_bytes),
    "xls": ("tables", encrypted_bytes),
    "docx": ("documents", docx_bytes),
    "pdf": ("documents", pdf_bytes),
    "html": ("documents", html_bytes),
    "txt": ("documents", text_bytes),
    "jsonl": ("posts", jsonl_bytes),
    "net": ("links", pajek_bytes),
}


def damaged(content: bytes, random: Random) -> bytes:
    """Return a content after one to three accidents; what is packed is damaged inside, too."""
    if content.startswith(b"PK") and random.random() < 0.5:
        return _repacked(content, random)
    out = bytearray(content)
    for _ in range(random.randint(1, 3)):
        if not out:
            break
        place = random.randrange(len(out))
        match random.randrange(7):
            case 0:
                del out[place:]
            case 1:
                out[place] ^= 1 << random.randrange(8)
            case 2:
                del out[place : place + random.randint(1, 40)]
            case 3:
                out[place:place] = random.choice(WORDS).encode()
            case 4:
                out[place:place] = out[: random.randint(1, 200)]
            case 5:
                out[place : place + 20] = random.randbytes(20)
            case _:
                lines = bytes(out).split(b"\n")
                random.shuffle(lines)
                out = bytearray(b"\n".join(lines))
    return bytes(out)


def _repacked(content: bytes, random: Random) -> bytes:
    """Damage one member of an archive and pack it again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = random.choice(names)
        for name in names:
            member = old.read(name)
            new.writestr(name, damaged(member, random) if name == chosen else member)
    return out.getvalue()


def write_study(folder: Path, count: int, seed: int) -> dict[str, str]:
    """Write the study; return every file but the sound ones, with its ending."""
    random = Random(seed)
    names: dict[str, str] = {}
    contents = dict(FOUND)
    endings = list(FORMATS)
    for number in range(count):
        ending = endings[number % len(endings)]
        place, make = FORMATS[ending]
        stem = f"2018_沈阳_{number:04}" if place == "documents" else f"{number:04}"
        contents[f"{place}/{stem}.{ending}"] = damaged(make(random), random)
    for name, content in contents.items():
        names[name] = name.rpartition(".")[2]
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "tables" / "sound.csv").write_text(TABLE, encoding="utf-8")
    (folder / "documents" / "2018_沈阳_sound.txt").write_bytes(text_bytes(Random(0)))
    (folder / "posts" / "sound.jsonl").write_bytes(jsonl_bytes(random))
    (folder / "links" / "sound.net").write_text(PAJEK, encoding="utf-8")
    (folder / "events" / "sound.csv").write_bytes(event_csv_bytes(Random(0)))
    (folder / "triples" / "sound.csv").write_bytes(triple_bytes(random))
    study = STUDY | _named_one_by_one(sorted([*names, *SOUND]))
    (folder / "study.yml").write_text(yaml.safe_dump(study, allow_unicode=True), encoding="utf-8")
    (folder / "sources").mkdir()
    (folder / "sources" / "values.yml").write_text(MAPPING, encoding="utf-8")
    return names


def _named_one_by_one(names: list[str]) -> dict[str, Any]:
    """Return the sections of study.yml that name each file."""

    def within(folder: str) -> list[str]:
        return [name for name in names if name.startswith(f"{folder}/")]

    columns = {name: name for name in ("head", "relation", "tail")}
    return {
        "networks": [
            {"code": f"n{number}", "kind": "pajek", "year": 2019, "file": name}
            for number, name in enumerate(within("links"))
        ],
        "consumers": [
            {
                "role": "events",
                "file": name,
                "kind": "purchase",
                "fields": dict(zip(EVENT_COLUMNS, EVENT_COLUMNS, strict=True)),
            }
            for name in within("events")
        ],
        "graph": {
            "triples": [{"file": name, "columns": columns} for name in within("triples")],
            "relations": [{"code": "directed"}],
        },
    }
