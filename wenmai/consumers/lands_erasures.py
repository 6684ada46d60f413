"""Who asked to be erased from consumers' files."""

import json
from collections.abc import Iterator
from pathlib import Path

from wenmai.consumers.declares import DECLARATION, StudyConsumerFile
from wenmai.consumers.lands_lines import LIMITS, LineReader, held_in_memory
from wenmai.consumers.privacy import SYNTHETIC_KEY, Pseudonyms
from wenmai.ingest.erasures import ErasurePart, How, Request
from wenmai.ingest.part import Row
from wenmai.readers.apart import read_apart
from wenmai.readers.files import label_of
from wenmai.studies.study import Study

FOLDER = "consumers"


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


def _requests(study: Study) -> tuple[Request, ...]:
    if not any(one.entry.role == "erase" for one in DECLARATION.found_in(study)):
        return ()
    return tuple(one for *_, lines in read_requests(study, names_of(study)) for one in lines)


def _texts(study: Study) -> list[tuple[How, str]]:
    asked = [one for one in _requests(study) if one.code]
    hashes: list[tuple[How, str]] = [("hash", str(one.person_code)) for one in asked]
    return [*hashes, *(("name", one.identifier) for one in asked)]


def _sources(study: Study, build: Path) -> dict[str, int]:
    """Return the files whose lines were left out, as their landing has written it down."""
    sources = {}
    for about in sorted((build / FOLDER / study.code).glob("*.json")):
        said = json.loads(about.read_text(encoding="utf-8"))
        if said["removed"]:
            sources[f"{study.code}/{said['info']['source_file']}"] = sum(said["removed"].values())
    return sources


ERASURES = ErasurePart(
    requests=_requests,
    texts=_texts,
    control=(
        "select study_code, min(person_code) from raw.consumer_events"
        " where person_code is not null group by all order by all"
    ),
    control_how="hash",
    sources=_sources,
)
