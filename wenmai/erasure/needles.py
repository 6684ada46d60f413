"""What a search looks for: hashes of people who asked to be erased, and names as given."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from wenmai.domains import from_rooms

if TYPE_CHECKING:
    from wenmai.ingest.erasures import ErasurePart, How, Request
    from wenmai.studies.study import Study

# A shorter name (a number of four digits) stands in any file by chance; its hash does not.
LEAST_NAME_LENGTH = 6
_WORD = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@dataclass(frozen=True)
class Needle:
    """Bytes that must not stand anywhere, or, for the control, must.

    Parameters
    ----------
    study_code : str
    data : bytes
    how : {'hash', 'name', 'cell'}
        A name must stand alone: 4217 is not found in 42170. A cell is looked for in databases and
        Parquet files only, as a whole cell of the study's rows: many texts may hold the word.
    """

    study_code: str
    data: bytes = field(repr=False)
    how: "How" = "hash"

    def is_in(self, block: bytes) -> bool:
        """Say whether the bytes stand in a block.

        Parameters
        ----------
        block : bytes

        Returns
        -------
        bool

        Examples
        --------
        >>> Needle("shop", b"4217", "name").is_in(b"[42170]"), Needle("shop", b"42").is_in(b"[42]")
        (False, True)
        """
        at = block.find(self.data)
        while at >= 0 and self.how == "name":
            around = block[max(at - 1, 0) : at] + block[at + len(self.data) :][:1]
            if not _WORD.intersection(around):
                return True
            at = block.find(self.data, at + 1)
        return at >= 0


def parts() -> "list[ErasurePart]":
    """Return each room's share."""
    return from_rooms("lands_erasures", "ERASURES")


def requests_of(studies: "Iterable[Study]") -> "dict[str, tuple[Request, ...]]":
    """Return the requests of every study that name somebody.

    Parameters
    ----------
    studies : iterable of Study

    Returns
    -------
    dict of str to tuple of Request
    """
    asked = {
        study.code: [one for part in parts() for one in part.requests(study) if one.code]
        for study in studies
    }
    return {code: tuple(requests) for code, requests in asked.items() if requests}


def needles_of(studies: "Iterable[Study]") -> list[Needle]:
    """Return what must not be found: each hash, each name in the ways that files write it, cells.

    Parameters
    ----------
    studies : iterable of Study

    Returns
    -------
    list of Needle
        Names as UTF-8, GB 18030, UTF-16, in JSON, XML and an address.
    """
    needles: dict[bytes, Needle] = {}
    for study in studies:
        for part in parts():
            for how, text in part.texts(study):
                for data in written(text) if how == "name" else [text.encode()]:
                    needles[data] = Needle(study.code, data, how)
    return list(needles.values())


def written(name: str) -> Sequence[bytes]:
    r"""Return the bytes by which files write a name; none for a name that is too short.

    Parameters
    ----------
    name : str

    Returns
    -------
    sequence of bytes

    Examples
    --------
    >>> written("会员0042")[2:4]
    [b'\\u4f1a\\u54580042', b'%E4%BC%9A%E5%91%980042']
    """
    if len(name) < LEAST_NAME_LENGTH:
        return ()
    ways = [name.encode(coding) for coding in ("utf-8", "utf-16-le")]
    ways += [json.dumps(name)[1:-1].encode(), quote(name).encode()]
    ways += [name.encode("gb18030", "ignore")]
    # & < > and quotes as XML and HTML, JSON, CSV and SQL write them
    for text in (name, escape(name, quote=False), escape(name)):
        ways += [text.encode(), text.encode("ascii", "xmlcharrefreplace")]
    ways += [json.dumps(name, ensure_ascii=False)[1:-1].encode()]
    ways += [name.replace(mark, mark * 2).encode() for mark in ('"', "'")]
    return list(dict.fromkeys(ways))
