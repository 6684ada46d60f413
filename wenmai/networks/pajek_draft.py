"""A network while its file is read, and how Pajek writes characters and numbers."""

import re
from dataclasses import dataclass, field

from wenmai.networks.pajek_model import PajekNetwork, PajekTie, PajekVertex

_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|(\d+));")
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def unescape(label: str) -> str:
    """Turn character references back into characters.

    Examples
    --------
    >>> unescape("the &#34;new&#x22; one")
    'the "new" one'
    """

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        is_character = code <= _LAST_CODE_POINT and code not in _SURROGATES
        return chr(code) if is_character else found[0]

    return _REFERENCE.sub(character, label) if "&#" in label else label


@dataclass
class Draft:
    """A network while it is read."""

    name: str
    size: int = 0
    first_mode: int | None = None
    vertices: dict[int, PajekVertex] = field(default_factory=dict)
    ties: list[PajekTie] = field(default_factory=list)
    relations: dict[int, str] = field(default_factory=dict)

    def finish(self) -> PajekNetwork:
        """Return the network."""
        # Pajek lets a file leave out vertices that have nothing but a number.
        vertices = tuple(
            self.vertices.get(number) or PajekVertex(str(number))
            for number in range(1, self.size + 1)
        )
        relations = tuple(sorted(self.relations.items()))
        return PajekNetwork(vertices, tuple(self.ties), self.name, self.first_mode, relations)
