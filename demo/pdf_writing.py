"""Write small PDF files whose bytes depend on nothing but their content.

Chinese text stands in the standard font STSong-Light of Adobe-GB1, which viewers bring along; its
encoding UniGB-UTF16-H is Unicode itself, so that text can be taken out again.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from demo.writing import write_bytes

PAGE = (595, 842)  # A4 in points
MARGIN, FONT_SIZE, LEADING = 72, 12, 20
CHARACTERS_PER_LINE, LINES_PER_PAGE = 37, 34
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H"
    b" /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    b" /FontDescriptor 5 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)
SCAN_SIZE = 24  # pixels on a side of the picture that a scanned page is


def write_pdf(path: Path, title: str, paragraphs: Sequence[str]) -> None:
    """Write pages of text, broken into lines as a printed page is."""
    lines = [line for paragraph in (title, *paragraphs) for line in _broken(paragraph)]
    pages = [
        _text_stream(lines[start : start + LINES_PER_PAGE])
        for start in range(0, len(lines), LINES_PER_PAGE)
    ]
    _write(path, FONT, b"<< /Font << /F1 3 0 R >> >>", pages)


def write_scanned_pdf(path: Path) -> None:
    """Write one page that is a picture: a reader finds a page and no text."""
    rows = bytes(0x66 if row % 4 < 2 else 0xFF for row in range(SCAN_SIZE) for _ in range(3))
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray"
        b" /BitsPerComponent 1 /Length %d >>\nstream\n%b\nendstream"
        % (SCAN_SIZE, SCAN_SIZE, len(rows), rows)
    )
    page = _stream(b"q %d 0 0 %d 0 0 cm /Im1 Do Q" % PAGE)
    _write(path, (picture,), b"<< /XObject << /Im1 3 0 R >> >>", [page])


def _broken(paragraph: str) -> Iterator[str]:
    for start in range(0, len(paragraph), CHARACTERS_PER_LINE):
        yield paragraph[start : start + CHARACTERS_PER_LINE]


def _text_stream(lines: Sequence[str]) -> bytes:
    shown = b"".join(
        b"<%b> Tj T*\n" % line.encode("utf-16-be").hex().upper().encode() for line in lines
    )
    start = b"BT /F1 %d Tf %d TL %d %d Td\n" % (FONT_SIZE, LEADING, MARGIN, PAGE[1] - MARGIN)
    return _stream(start + shown + b"ET")


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _write(path: Path, shared: Sequence[bytes], resources: bytes, pages: Sequence[bytes]) -> None:
    """Write catalogue, page tree, shared objects (from number 3 on), pages and their contents."""
    first = 3 + len(shared)
    numbers = [first + 2 * i for i in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages)),
        *shared,
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources %b /Contents %d 0 R >>"
            % (*PAGE, resources, number + 1)
        )
        objects.append(content)
    written, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    written += b"startxref\n%d\n%%%%EOF\n" % start
    write_bytes(path, written)
