"""Write networks, partitions and vectors in Pajek's format."""

import math
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.networks.pajek_model import PajekFile, PajekNetwork, PajekTie
from wenmai.sentences import Sentence

TIE_BEYOND_VERTICES = Sentence("readers.tie_beyond_vertices", "tail", "head", "size")
NUMBER_FROM_ONE = Sentence("readers.number_from_one")
NO_PAJEK_NUMBER = Sentence("readers.no_pajek_number", "value")
LEAVE_TIES_OUT = Sentence("readers.leave_ties_out")

# A quote ends a label, a control character or line end ends the line, and a literal "&#" would be
# read as the start of a reference.
_NO_ROOM = re.compile('["\x00-\x1f\x7f-\x9f\u2028\u2029]|&(?=#)|\ufeff')


def escape(label: str) -> str:
    """Write the characters that a label has no room for as references, as Pajek does.

    Examples
    --------
    >>> escape('the "new" one')
    'the &#34;new&#34; one'
    """
    return _NO_ROOM.sub(lambda found: f"&#{ord(found[0])};", label)


def format_pajek(content: PajekFile | PajekNetwork) -> str:
    r"""Return the text of a Pajek file.

    Parameters
    ----------
    content : PajekFile or PajekNetwork
        A project, or one network.

    Returns
    -------
    str
        Lines end with CRLF, as Pajek writes them. ``parse_pajek`` gives back what was written.

    Raises
    ------
    WenmaiError
        When a tie names a vertex that the network has not, or a number is not finite.

    Examples
    --------
    >>> from wenmai.networks.pajek_model import PajekTie, PajekVertex
    >>> pair = PajekNetwork((PajekVertex("a"), PajekVertex("b")), (PajekTie(1, 2, 2.5),))
    >>> format_pajek(pair).split("\r\n")
    ['*Vertices 2', '1 "a"', '2 "b"', '*Arcs', '1 2 2.5', '']
    """
    if isinstance(content, PajekNetwork):
        lines = [*_network(content)]
    else:
        lines = [line for network in content.networks for line in _network(network)]
        for partition in content.partitions:
            lines += [f"*Partition {escape(partition.name)}".rstrip()]
            lines += [f"*Vertices {len(partition.values)}", *map(str, partition.values)]
        for vector in content.vectors:
            lines += [f"*Vector {escape(vector.name)}".rstrip()]
            lines += [f"*Vertices {len(vector.values)}", *map(_number, vector.values)]
    return "".join(f"{line}\r\n" for line in lines)


def write_pajek(content: PajekFile | PajekNetwork, path: Path) -> None:
    """Write a Pajek file in UTF-8 with a byte order mark, by which Pajek knows the encoding.

    Parameters
    ----------
    content : PajekFile or PajekNetwork
        What to write.
    path : Path
        Is replaced; its folder is made.

    Raises
    ------
    WenmaiError
        As :func:`format_pajek`.
    """
    text = format_pajek(content)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8-sig"))


def _network(network: PajekNetwork) -> Iterator[str]:
    size = len(network.vertices)
    if network.name:
        yield f"*Network {escape(network.name)}"
    yield f"*Vertices {size}" + (f" {network.first_mode}" if network.first_mode is not None else "")
    for number, vertex in enumerate(network.vertices, start=1):
        parts = [str(number), f'"{escape(vertex.label)}"', *map(_number, vertex.coordinates)]
        yield " ".join([*parts, vertex.shape]).rstrip()
    names = dict(network.relations)
    for (is_directed, relation), ties in groupby(
        network.ties, key=lambda tie: (tie.is_directed, tie.relation)
    ):
        head = "*Arcs" if is_directed else "*Edges"
        if relation is not None:
            head += f" :{relation}"
            name = names.pop(relation, None)
            head += f' "{escape(name)}"' if name is not None else ""
        yield head
        yield from (_tie(tie, size) for tie in ties)
    # a relation without ties keeps its name
    yield from (f'*Arcs :{relation} "{escape(name)}"' for relation, name in names.items())


def _tie(tie: PajekTie, size: int) -> str:
    if not (1 <= tie.tail <= size and 1 <= tie.head <= size):
        message = TIE_BEYOND_VERTICES(tail=tie.tail, head=tie.head, size=size)
        raise WenmaiError(message, hint=NUMBER_FROM_ONE())
    return f"{tie.tail} {tie.head} {_number(tie.weight)} {tie.parameters}".rstrip()


def _number(value: float) -> str:
    """Write a number in its shortest exact form, whole numbers without a point."""
    if not math.isfinite(value):
        raise WenmaiError(NO_PAJEK_NUMBER(value=value), hint=LEAVE_TIES_OUT())
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
