"""How a room takes part in erasing people, and what is known of requests that were carried out.

Files of requests are read anew each time and never written anywhere: a hash of somebody who asked
to be forgotten has no place under ``build/``. A request is known again by a code that is made from
the hash with the same key, and by which nothing can be looked up.
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from wenmai.studies.study import Study

LOG_NAME = "erasures.jsonl"
# How a text is looked for: a hash anywhere among bytes, a name where it stands alone among bytes,
# a cell among the cells of the study's rows.
How = Literal["hash", "name", "cell"]


@dataclass(frozen=True)
class Request:
    """A line of a file of requests.

    Parameters
    ----------
    mapping_code, source_file : str
    row_number : int
    identifier : str
        What the file calls the person; empty when it names nobody.
    person_code, code : str or None
        The person's hash, and the request's.
    requested_at : str or None
    """

    mapping_code: str
    source_file: str
    row_number: int
    identifier: str = field(repr=False)
    person_code: str | None = field(repr=False)
    code: str | None
    requested_at: str | None


@dataclass(frozen=True)
class Proof:
    """What ``wenmai erase`` wrote down of one request; who it was is not in it.

    Parameters
    ----------
    study_code, code : str
    erased_at : str
        When nothing of the person was found any more, in UTC.
    lines_erased, files_searched, bytes_searched, releases_removed : int
    """

    study_code: str
    code: str
    erased_at: str
    lines_erased: int
    files_searched: int
    bytes_searched: int
    releases_removed: int


@dataclass(frozen=True)
class ErasurePart:
    """A room's share in erasing people.

    Parameters
    ----------
    requests : callable
        Study → its requests; none where the study cannot be asked.
    texts : callable
        Study → (how, text): what must not be found.
    control : str
        A query on the private file for study and text of somebody who is still there.
    control_how : {'hash', 'cell'}
    sources : callable
        Study and build folder → the user's own files that still name somebody, with how many lines.
    """

    requests: Callable[[Study], tuple[Request, ...]]
    texts: Callable[[Study], Iterable[tuple[How, str]]]
    control: str
    control_how: How
    sources: Callable[[Study, Path], Mapping[str, int]]


def read_proofs(build_folder: Path) -> dict[tuple[str, str], Proof]:
    """Return what was written down of every request, the last word about each.

    Parameters
    ----------
    build_folder : Path

    Returns
    -------
    dict of (study, code of the request) to Proof
        Half a line that a kill left behind is passed over.

    Examples
    --------
    >>> read_proofs(Path("/nowhere"))
    {}
    """
    file = build_folder / LOG_NAME
    if not file.is_file():
        return {}
    proofs = {}
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            proof = Proof(**json.loads(line))
        except (ValueError, TypeError):
            continue
        proofs[proof.study_code, proof.code] = proof
    return proofs


def write_proofs(build_folder: Path, proofs: Iterable[Proof]) -> None:
    """Add lines to the log and force them onto the disk.

    Parameters
    ----------
    build_folder : Path
    proofs : iterable of Proof
    """
    text = "".join(f"\n{json.dumps(asdict(proof))}\n" for proof in proofs)
    with (build_folder / LOG_NAME).open("ab") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())


def erasure_rows(
    study: str,
    requests: Iterable[Request],
    lines_left_out: Mapping[str, int],
    proofs: Mapping[tuple[str, str], Proof],
) -> list[dict[str, Any]]:
    """Return the rows of raw.consumer_erasures, in which nobody stands.

    Parameters
    ----------
    study : str
    requests : iterable of Request
    lines_left_out : mapping
        Code of a request → lines of the study's files that were not written.
    proofs : mapping
        As of :func:`read_proofs`.

    Returns
    -------
    list of dict
    """
    rows = []
    for request in requests:
        proof = proofs.get((study, request.code or ""))
        said = asdict(proof) if proof is not None else {}
        told = ("erased_at", "lines_erased", "files_searched", "bytes_searched", "releases_removed")
        rows.append(
            {
                "study_code": study,
                "mapping_code": request.mapping_code,
                "source_file": request.source_file,
                "row_number": request.row_number,
                "names_somebody_text": "yes" if request.code else None,
                "requested_at_text": request.requested_at,
                "lines_left_out_text": str(lines_left_out.get(request.code or "", 0)),
                **{f"{name}_text": str(said[name]) if said else None for name in told},
            }
        )
    return rows
