"""Look into a zipped workbook before anything unpacks it: bombs, truncation, damage."""

import io
import re
import zipfile

from wenmai.errors import Problem, ProblemsFound

MAX_UNPACKED_BYTES = 2 * 10**9
MAX_RATIO = 200
# Small workbooks of blank cells pack very well; below this size nothing can be a bomb.
_HARMLESS_BYTES = 50 * 10**6
_BLOCK = 1 << 20
_NEEDS_A_LOOK = re.compile(rb'<(?:\w+:)?f[ />]| t="e"')


def check_archive(content: bytes, label: str) -> set[str]:
    """Unpack every member once, in blocks and without keeping it.

    Parameters
    ----------
    content : bytes
        A zipped workbook.
    label : str
        How a problem names the file.

    Returns
    -------
    set of str
        The members with formulas or error values in them.

    Raises
    ------
    ProblemsFound
        When the archive is damaged, or unpacks to more than 2 GB or 200 times its size.
        The sizes that the archive states are checked first, then the true ones.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_size(sum(member.file_size for member in members), len(content), label)
            unpacked, marked = 0, set()
            for member in members:
                tail = b""
                with archive.open(member) as stream:
                    while block := stream.read(_BLOCK):
                        unpacked += len(block)
                        _check_size(unpacked, len(content), label)
                        if _NEEDS_A_LOOK.search(tail + block):
                            marked.add(member.filename)
                        tail = block[-32:]
            return marked
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise damaged(label) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise damaged(label) from error
        raise


def damaged(label: str) -> ProblemsFound:
    """Make the problem of a workbook that cannot be unpacked or parsed."""
    return ProblemsFound(
        [
            Problem(
                label,
                "",
                "The workbook is damaged or incomplete.",
                "Copy or download it again; if Excel still opens it, save it anew as .xlsx.",
            )
        ]
    )


def _check_size(unpacked: int, packed: int, label: str) -> None:
    is_bomb = unpacked > _HARMLESS_BYTES and unpacked > MAX_RATIO * packed
    if unpacked > MAX_UNPACKED_BYTES or is_bomb:
        size = f"{unpacked / 1e6:,.0f} MB, {unpacked / max(packed, 1):,.0f} times its size"
        raise ProblemsFound(
            [
                Problem(
                    label,
                    "",
                    f"The workbook unpacks to at least {size}: it looks like a zip bomb "
                    "and was not opened.",
                    "If the data are real, save the sheet as CSV.",
                )
            ]
        )
