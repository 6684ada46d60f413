"""Who asked to be erased, and what is known of requests that were carried out.

Files of requests are read anew each time and never written anywhere: a hash of somebody who asked
to be forgotten has no place under ``build/``. A request is known again by a code that is made from
the hash with the same key, and by which nothing can be looked up.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from wenmai.consumers.declares import DECLARATION, StudyConsumerFile
from wenmai.consumers.lands_lines import LIMITS, LineReader, held_in_memory
from wenmai.consumers.privacy import SYNTHETIC_KEY, Pseudonyms
from wenmai.ingest.part import Row
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.studies.study import Study

LOG_NAME = "erasures.jsonl"


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


def names_of(study: Study) -> Pseudonyms:
    """Return what hashes the people of a study; made-up people need no key.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Pseudonyms

    Raises
    ------
    WenmaiError
        Without a key.
    """
    return Pseudonyms(SYNTHETIC_KEY) if study.config.is_synthetic else Pseudonyms.from_env()


def read_requests(
    study: Study, names: Pseudonyms
) -> list[tuple[StudyConsumerFile, Path, Row, tuple[Request, ...]]]:
    """Read every file of requests of a study.

    Parameters
    ----------
    study : Study
    names : Pseudonyms

    Returns
    -------
    list of (StudyConsumerFile, Path, mapping, tuple of Request)
        The entry, its file, what there is to say of the file, and its lines.

    Raises
    ------
    ProblemsFound
        When one cannot be read: then nothing about people may be loaded.
    """
    found: list[tuple[StudyConsumerFile, Path, Row, tuple[Request, ...]]] = []
    for one in DECLARATION.found_in(study):
        if one.entry.role != "erase":
            continue
        for path in one.files:
            label = label_of(path, study.folder)
            ((info, lines),) = read_apart(
                *(_request_lines, one, path, study.folder), path=path, label=label, limits=LIMITS
            )
            requests = []
            for number, person, requested_at in lines:
                code = names.of(person) if person else None
                own = names.of(f"request {code}")[:32] if code else None
                place = (one.code, info["source_file"], number)
                requests.append(Request(*place, person, code, own, requested_at))
            found.append((one, path, info, tuple(requests)))
    return found


def _request_lines(
    one: StudyConsumerFile, path: Path, folder: Path
) -> Iterator[tuple[Row, list[tuple[int, str, str | None]]]]:
    """Yield what there is to say of a file of requests, and its lines, for ``read_apart``."""
    at = "requested_at_text" if "requested_at" in one.entry.fields else "null"
    with held_in_memory() as memory:
        info = LineReader(memory, one, folder).view(path)
        lines = memory.execute(
            f"select row_number, trim(person_code), nullif({at}, '') from lines order by 1"
        ).fetchall()
    yield info, lines


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
            proofs[proof.study_code, proof.code] = proof
        except (ValueError, TypeError, RecursionError):
            continue
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
