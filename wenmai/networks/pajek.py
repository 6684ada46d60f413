"""Read Pajek files (.net, .paj) as they are, and write any network so that it reads back equal.

Understood: vertices with labels in quotes, coordinates and shapes; ``*Arcs``, ``*Edges``,
``*Arcslist``, ``*Edgeslist``, ``*Matrix``; relations in the heading (``*Arcs :2 "name"``) or before
the line (``2: 1 3``); two-mode networks (``*Vertices n n1``); projects with several networks,
partitions and vectors; comments (``%``), empty lines, any line ending and capital letters. What is
not understood becomes an issue with its line; nothing is dropped in silence.
"""

from collections.abc import Iterator
from pathlib import Path

from wenmai.networks.pajek_model import (
    PajekFile,
    PajekIssue,
    PajekNetwork,
    PajekPartition,
    PajekTie,
    PajekVector,
    PajekVertex,
)
from wenmai.networks.pajek_parser import PajekParser
from wenmai.networks.pajek_writer import format_pajek, write_pajek

__all__ = [
    "PajekFile",
    "PajekIssue",
    "PajekNetwork",
    "PajekPartition",
    "PajekTie",
    "PajekVector",
    "PajekVertex",
    "format_pajek",
    "parse_pajek",
    "read_pajek",
    "read_pajek_apart",
    "write_pajek",
]


def read_pajek(path: Path, *, encoding: str = "auto", label: str | None = None) -> PajekFile:
    """Read a Pajek file.

    Parameters
    ----------
    path : Path
        A .net or .paj file.
    encoding : str
        ``auto`` finds UTF-8, UTF-16, GB18030 and Big5; or the name of an encoding.
    label : str, optional
        How a problem names the file; default: its name.

    Returns
    -------
    PajekFile

    Raises
    ------
    ProblemsFound
        When the bytes are no text of that encoding.
    OSError
        When the file cannot be read.

    Examples
    --------
    >>> file = read_pajek(Path("links/cooperation.net"))  # doctest: +SKIP
    >>> len(file.networks[0].vertices)  # doctest: +SKIP
    126
    """
    from wenmai.readers.encodings import find_encoding  # noqa: PLC0415

    found = find_encoding(path, encoding, label or path.name)
    return parse_pajek(path.read_bytes().decode(found))


def read_pajek_apart(path: Path) -> PajekFile:
    """Read a Pajek file in the process for files of strangers; see `read_pajek`."""
    from wenmai.readers.apart import read_apart  # noqa: PLC0415

    (found,) = read_apart(_read, path, path=path, label=path.name)
    assert isinstance(found, PajekFile)
    return found


def _read(path: Path) -> Iterator[PajekFile]:
    yield read_pajek(path)


def parse_pajek(text: str) -> PajekFile:
    r"""Understand the text of a Pajek file.

    Parameters
    ----------
    text : str
        The whole file.

    Returns
    -------
    PajekFile
        Without networks when the text has no ``*Vertices``.

    Examples
    --------
    >>> file = parse_pajek('*Vertices 3\n1 "a"\n2 "b c"\n*Edges\n1 2 5\n3 4\n')
    >>> [vertex.label for vertex in file.networks[0].vertices], file.networks[0].ties[0].weight
    (['a', 'b c', '3'], 5.0)
    >>> file.issues[0].line, file.issues[0].code
    (6, 'vertex_unknown')
    """
    parser = PajekParser()
    # Only real line ends: splitlines() would also cut at signs that may stand in a label.
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        parser.take(number, line)
    return parser.finish()
