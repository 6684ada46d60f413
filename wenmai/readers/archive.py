"""Look into a zipped workbook before anything unpacks it: bombs, truncation, damage."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise

from wenmai.errors import Problem, ProblemsFound
from wenmai.sentences import Sentence, several

WHAT = several("readers.what", "workbook", "document")
DAMAGED = Sentence("readers.damaged", "what")
COPY_OR_SAVE_ANEW = Sentence("readers.copy_or_save_anew")
ZIP_BOMB = Sentence("readers.zip_bomb", "what", "size", "times")
SAVE_REAL_DATA_AS_CSV = Sentence("readers.save_real_data_as_csv")

MAX_UNPACKED_BYTES = 2 * 10**9
MAX_RATIO = 200
# Small workbooks of blank cells pack very well; below this size nothing can be a bomb.
_HARMLESS_BYTES = 50 * 10**6
_BLOCK = 1 << 20
# As XML allows it, not only as Excel writes it. A cell that ends at once is only formatted.
_CELL = re.compile(
    rb"\sr\s*=\s*[\"']([A-Za-z]{1,7})(\d{1,7})[\"']"
    rb"(?!(?:\s+[\w:]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*\s*(?:/>|>\s*</))"
)
_OPENING, _LONGEST_TAG = re.compile(rb"<[^/]"), 4096
_NEEDS_A_LOOK = re.compile(rb'<(?:\w+:)?f[ />]| t="e"')


@dataclass
class Contents:
    """What one pass through a workbook's members tells.

    Parameters
    ----------
    marked : set of str
        Members with formulas or error values in them.
    last_cells : dict
        Member → row and column, from 1, of its last cell that is not blank.
    unordered : set of str
        Members whose cells do not follow each other by row and column: one may stand there twice.
    """

    marked: set[str] = field(default_factory=set)
    last_cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    unordered: set[str] = field(default_factory=set)
    _latest: dict[str, tuple[int, int, bytes]] = field(default_factory=dict)

    def note(self, member: str, text: bytes) -> None:
        """Look at a part of a member."""
        if _NEEDS_A_LOOK.search(text):
            self.marked.add(member)
        if "worksheets/" in member:
            cells = _CELL.findall(text)
            rows, columns = self.last_cells.get(member, (0, 0))
            places = [(int(row), len(letters), letters.upper()) for letters, row in cells]
            chain = [self._latest.get(member, (0, 0, b"")), *places]
            if any(later <= earlier for earlier, later in pairwise(chain)):
                self.unordered.add(member)
            self._latest[member] = chain[-1]
            rows = max(rows, max(chain)[0])
            widest = max({letters for letters, _ in cells}, key=column_index, default=b"")
            self.last_cells[member] = rows, max(columns, column_index(widest) + 1)


def column_index(letters: bytes | str) -> int:
    """Return the column, from 0, that letters name; -1 for none.

    Examples
    --------
    >>> column_index("A"), column_index(b"aa"), column_index("")
    (0, 26, -1)
    """
    index = 0
    text = letters.encode() if isinstance(letters, str) else letters
    for letter in text.upper():
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def check_archive(content: bytes, label: str, what: str = "workbook") -> Contents:
    """Unpack every member once, in blocks and without keeping it.

    Parameters
    ----------
    content : bytes
        A zipped workbook.
    label : str
        How a problem names the file.
    what : str
        How a problem names its kind.

    Returns
    -------
    Contents

    Raises
    ------
    ProblemsFound
        When the archive is damaged, or unpacks to more than 2 GB or 200 times its size.
        The sizes that the archive states are checked first, then the true ones.
    """
    contents = Contents()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_size(sum(member.file_size for member in members), len(content), label, what)
            unpacked = 0
            for member in members:
                tail = b""
                with archive.open(member) as stream:
                    while block := stream.read(_BLOCK):
                        unpacked += len(block)
                        _check_size(unpacked, len(content), label, what)
                        text = tail + block
                        # a tag is looked at whole, and beside what ends it
                        opened = [
                            found.start() for found in _OPENING.finditer(text[-_LONGEST_TAG:])
                        ]
                        cut = max(len(text) - _LONGEST_TAG, 0) + opened[-1] if opened else len(text)
                        contents.note(member.filename, text[:cut])
                        tail = text[cut:] or text[-32:]
                    contents.note(member.filename, tail)
            return contents
    except ProblemsFound:
        raise
    except Exception as error:  # zipfile fails in many ways on flipped bits
        raise damaged(label, what) from error


def damaged(label: str, what: str = "workbook") -> ProblemsFound:
    """Make the problem of a workbook that cannot be unpacked or parsed."""
    return ProblemsFound(
        [
            Problem(
                label,
                "",
                DAMAGED(what=WHAT[what]()),
                COPY_OR_SAVE_ANEW(),
            )
        ]
    )


def _check_size(unpacked: int, packed: int, label: str, what: str) -> None:
    is_bomb = unpacked > _HARMLESS_BYTES and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED_BYTES or is_bomb:
        size, times = unpacked / 1e6, unpacked / max(packed, 1)
        raise ProblemsFound(
            [
                Problem(
                    label,
                    "",
                    ZIP_BOMB(what=WHAT[what](), size=f"{size:,.0f}", times=f"{times:,.0f}"),
                    SAVE_REAL_DATA_AS_CSV(),
                )
            ]
        )
