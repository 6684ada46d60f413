"""Write one document as a file of each kind that users have, byte for byte the same every time."""

import html
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from demo.writing import WRITTEN_AT, write_bytes

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_txt(path: Path, paragraphs: Sequence[str], encoding: str) -> None:
    """Write plain text; files that are not UTF-8 end their lines as Windows does."""
    newline = "\n" if encoding == "utf-8" else "\r\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    write_bytes(path, (mark + newline.join([*paragraphs, ""])).encode(encoding))


def write_markdown(path: Path, title: str, paragraphs: Sequence[str]) -> None:
    """Write Markdown: the title as first heading, numbered headings as second ones."""
    lines = [f"## {text}" if text[1:2] == "、" else text for text in paragraphs]
    write_bytes(path, "\n\n".join([f"# {title}", *lines, ""]).encode())


def write_html(path: Path, title: str, paragraphs: Sequence[str]) -> None:
    """Write a page as an office's site has it: navigation, script and footer around the text."""
    body = "\n".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    page = f"""<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>{html.escape(title)}</title>
<style>p {{ text-indent: 2em; }}</style></head>
<body>
<nav><a href="/">首页</a> <a href="/zwgk">政务公开</a></nav>
<article>
<h1>{html.escape(title)}</h1>
{body}
</article>
<script>var visited = "访问统计";</script>
<footer>网站地图</footer>
</body>
</html>
"""
    write_bytes(path, page.encode())


def write_docx(path: Path, title: str, paragraphs: Sequence[str]) -> None:
    """Write a Word file of the three parts that one needs; the title is a bold paragraph."""
    runs = [f"<w:r><w:rPr><w:b/></w:rPr><w:t>{html.escape(title)}</w:t></w:r>"]
    runs += [f"<w:r><w:t>{html.escape(text)}</w:t></w:r>" for text in paragraphs]
    body = "".join(f"<w:p>{run}</w:p>" for run in runs)
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": f"{WORD}{body}</w:body></w:document>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in parts.items():
            part = zipfile.ZipInfo(name, date_time=WRITTEN_AT.timetuple()[:6])
            part.create_system = 3  # as on Linux, on every machine
            target.writestr(part, XML + content, compress_type=zipfile.ZIP_STORED)
    write_bytes(path, packed.getvalue())


def write_jsonl(path: Path, records: Iterable[Mapping[str, object]], broken: str = "") -> None:
    """Write one JSON object a line, in UTF-8, and behind them a line that is none."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    lines += [broken] if broken else []
    write_bytes(path, "\n".join([*lines, ""]).encode())
