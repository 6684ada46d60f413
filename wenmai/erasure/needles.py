"""What a search looks for: hashes of people who asked to be erased, and their names as given."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from wenmai.consumers.declares import DECLARATION
from wenmai.consumers.lands_erasures import Request, names_of, read_requests

if TYPE_CHECKING:
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
    is_name : bool
        A name must stand alone: 4217 is not found in 42170.
    """

    study_code: str
    data: bytes = field(repr=False)
    is_name: bool = False

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
        >>> Needle("shop", b"4217", True).is_in(b"[42170]"), Needle("shop", b"42").is_in(b"[42]")
        (False, True)
        """
        at = block.find(self.data)
        while at >= 0 and self.is_name:
            around = block[max(at - 1, 0) : at] + block[at + len(self.data) :][:1]
            if not _WORD.intersection(around):
                return True
            at = block.find(self.data, at + 1)
        return at >= 0


def requests_of(studies: "Iterable[Study]") -> dict[str, tuple[Request, ...]]:
    """Return the requests of every study that name somebody.

    Parameters
    ----------
    studies : iterable of Study

    Returns
    -------
    dict of str to tuple of Request
    """
    found: dict[str, tuple[Request, ...]] = {}
    for study in studies:
        is_asked = any(one.entry.role == "erase" for one in DECLARATION.found_in(study))
        files = read_requests(study, names_of(study)) if is_asked else []
        requests = [request for *_, lines in files for request in lines if request.code]
        if requests:
            found[study.code] = tuple(requests)
    return found


def needles_of(requests: dict[str, tuple[Request, ...]]) -> list[Needle]:
    """Return what must not be found: each hash, and each name in the ways that files write it.

    Parameters
    ----------
    requests : dict of str to tuple of Request

    Returns
    -------
    list of Needle
        As UTF-8, GB 18030, UTF-16, in JSON, XML and an address.
    """
    needles: dict[bytes, Needle] = {}
    for study, own in requests.items():
        for request in own:
            code = str(request.person_code).encode()
            needles[code] = Needle(study, code)
            for data in written(request.identifier):
                needles[data] = Needle(study, data, is_name=True)
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
