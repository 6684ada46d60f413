"""Throw damaged files of every format at the ingest, and near-numbers at the reading of cells.

``python -m benchmarks fuzz`` damages 600 files (seeded) in the ways in which files are damaged,
reads them all in one ingest, and counts: every file has its place, the four kinds of lines sum to
the lines read, every data line gave its records, the files beside them lost nothing. Then it holds
a million texts against a grammar of numbers that shares no code with the macro. What a run of it
found stands in FOUND, and is in every later run.
"""

import io
import json
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import jinja2
import openpyxl

from benchmarks.number_grammar import read, texts
from wenmai.ingest import ingest
from wenmai.inspect.columns import number_of
from wenmai.settings import Settings
from wenmai.studies import load_studies

SEED = 2026
FILES, QUICK_FILES = 600, 90
NUMBERS, QUICK_NUMBERS = 1_000_000, 50_000
PORTION = 100_000
PROJECT_DIR = Path(__file__).resolve().parents[1]
HEADING = "城市,年份,地区生产总值,文化收入"
TABLE = f"{HEADING}\n" + "".join(
    f"{city},{year},{1000 + year}.5,{year}\n" for city in ("沈阳", "大连") for year in (2018, 2019)
)
STUDY = """\
code: fuzz
name: {zh: 模糊, en: Fuzz}
description: Files damaged at random.
is_synthetic: true
years: {first: 2018, last: 2019}
units: {level: prefecture, include: [大连, 沈阳]}
indicators: [{code: gdp}, {code: culture_revenue}]
documents:
- code: texts
  files: documents/*
  type: news
  name_pattern: '(?P<date>2018)_(?P<issuer>沈阳)_(?P<title>.+)'
- {code: posts, files: posts/*, type: news, fields: {text: content, date: date}}
"""
MAPPING = """\
file: tables/*
unit: {name: 城市}
year: {column: 年份}
values:
  - {column: 地区生产总值, indicator: gdp, unit: 亿元}
  - {column: 文化收入, indicator: culture_revenue, unit: 万元}
"""
NETWORK = "- {{code: n{number}, kind: pajek, year: 2019, file: links/{name}}}\n"
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
# What earlier runs, or people, found: file name and content.
FOUND: dict[str, bytes] = {
    "tables/mixed.csv": "城市;年份,a\t|b\n沈阳|2018;1,2\n".encode(),
    "tables/cr.csv": b"\r\r\x00\r",
    "posts/half.jsonl": b'{"content": "\\ud800", "date": "2018"}\n',
    "documents/2018_沈阳_foo.html": b"<html><![foo[ text",
    "documents/2018_沈阳_deep.html": b"<div>" * 30_000,
    "links/giant.net": b"*Vertices 1000000000\n",
    "links/digits.net": b"*Vertices " + b"9" * 5000,
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


# Ending → folder and what a sound file of it holds.
FORMATS: dict[str, tuple[str, Callable[[Random], bytes]]] = {
    "csv": ("tables", csv_bytes),
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
    links = [name for name in [*names, "links/sound.net"] if name.startswith("links/")]
    networks = "".join(
        NETWORK.format(number=number, name=name.partition("/")[2])
        for number, name in enumerate(sorted(links))
    )
    (folder / "study.yml").write_text(f"{STUDY}networks:\n{networks}", encoding="utf-8")
    (folder / "sources").mkdir()
    (folder / "sources" / "values.yml").write_text(MAPPING, encoding="utf-8")
    return names


def fuzz_files(count: int, seed: int) -> dict[str, Any]:
    """Read a study of damaged files and count what holds.

    Returns
    -------
    dict
        ``files``, ``unread``, ``records``, ``seconds``, ``failures`` (a list of sentences, empty
        when everything holds).
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "landing" / "fuzz"
        names = write_study(folder, count, seed)
        settings = Settings(PROJECT_DIR, Path(home) / "home", (folder.parent,))
        started = time.perf_counter()
        ingest(settings, load_studies(settings), release_id="fuzz")
        seconds = time.perf_counter() - started
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            return {
                "files": len(names),
                "unread": connection.execute("select count(*) from raw.unread_files").fetchone(),
                "seconds": seconds,
                "failures": list(_failures(connection, names, home)),
            }


def _failures(
    connection: duckdb.DuckDBPyConnection, names: dict[str, str], home: str
) -> Iterator[str]:
    """Say what does not hold."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall()

    accounted = ask("select source_file, count(*) from raw.source_files group by 1")
    for name in sorted(set(names) - {name for name, _ in accounted}):
        yield f"{name} has no place"
    for name, times in accounted:
        if times != 1:
            yield f"{name} has {times} places"
    for (name,) in ask(
        "select source_file from raw.source_files where lines_read"
        " != lines_heading + lines_skipped + lines_filtered + lines_data"
    ):
        yield f"the lines of {name} do not add up"
    for name, lines, records in ask(
        "select source_file, lines_data, (select count(*) from raw.indicator_records as records"
        " where records.source_file = files.source_file) as n from raw.source_files as files"
        " where mapping_code = 'values' and n != 2 * lines_data"
    ):
        yield f"{name} has {records} records of {lines} lines"
    for name, lines, records in ask(
        "select source_file, lines_data, (select count(*) from raw.documents as records"
        " where records.source_file = files.source_file) as n from raw.source_files as files"
        " where mapping_code = 'posts' and n != lines_data"
    ):
        yield f"{name} has {records} records of {lines} lines"
    for (name,) in ask(
        "select source_file from raw.unread_files where source_file in"
        " (select source_file from raw.indicator_records"
        " union select source_file from raw.documents"
        " union select source_file from raw.network_links)"
    ):
        yield f"{name} is unread and has records"
    for name, said in ask(
        "select source_file, problem_text from raw.unread_files union all"
        " select source_file, reader_detail from raw.documents where reader_detail is not null"
    ):
        if home in said or "Traceback" in said or len(said) > 1000:
            yield f"{name}: {said[:200]}"
    sound = ask(
        "select"
        " (select count(*) from raw.indicator_records where source_file = 'tables/sound.csv'),"
        " (select count(text) from raw.documents where source_file like '%sound%'),"
        " (select count(*) from raw.network_links where source_file = 'links/sound.net')"
    )
    if sound != [(8, 6, 3)]:
        yield f"the sound files gave {sound[0]}"


def number_sql() -> str:
    """Return the SQL of the macro parse_number for a column ``text``."""
    folder = PROJECT_DIR / "macros"
    source = "".join(
        next(folder.rglob(f"{name}.sql")).read_text(encoding="utf-8")
        for name in ("name_key", "parse_number")
    )
    template = f"{source}{{{{ parse_number('text') }}}}"
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    return environment.from_string(template, globals={"backslash": lambda: "chr(92)"}).render()


def fuzz_numbers(count: int, seed: int) -> list[str]:
    """Return the texts that macro, grammar and `number_of` do not read alike."""
    wrong: list[str] = []
    source, sql = texts(count, seed), number_sql()
    with duckdb.connect() as connection:
        while portion := list(islice(source, PORTION)):
            import pyarrow as pa

            table = pa.table({"n": range(len(portion)), "text": portion})
            connection.register("portion", table)
            found = connection.execute(f"select {sql} from portion order by n").fetchall()
            for text, (value,) in zip(portion, found, strict=True):
                # NaN is no number to compare; -0.0 prints as itself
                if len({repr(value), repr(_plain(read(text))), repr(number_of(text))}) > 1:
                    wrong.append(text)
    return wrong


def _plain(value: float | None) -> float | None:
    return None if value is None else value + 0.0


def report(lines: Sequence[tuple[str, bool]]) -> None:
    for said, is_met in lines:
        print(f"target: {said}: {'met' if is_met else 'missed'}")


def main(quick: bool) -> None:
    """Run both and print what holds."""
    files = fuzz_files(QUICK_FILES if quick else FILES, SEED)
    for failure in files["failures"][:20]:
        print(f"  {failure}")
    print(
        f"{files['files']} damaged files read in {files['seconds']:.1f} s, "
        f"{files['unread'][0]} of them put aside"
    )
    started = time.perf_counter()
    count = QUICK_NUMBERS if quick else NUMBERS
    wrong = fuzz_numbers(count, SEED)
    print(f"{count:,} texts read as numbers in {time.perf_counter() - started:.1f} s")
    for text in wrong[:20]:
        print(f"  {text!r}")
    report(
        [
            ("every file has one place, and its rows are conserved", not files["failures"]),
            ("numbers of the macro equal to those of the grammar", not wrong),
        ]
    )
