"""Entities that asked to be erased from a graph: what is left out, and what is looked for."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wenmai.consumers.lands_erasures import names_of
from wenmai.errors import Problem, ProblemsFound, WenmaiError
from wenmai.ingest.erasures import ErasurePart, How, Request
from wenmai.ingest.part import Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.knowledge_graph.declares import DECLARATION, StudyGraph
from wenmai.knowledge_graph.lands_rows import Pairs, rows_of_file
from wenmai.knowledge_graph.raw_tables import (
    GRAPH_ALIASES,
    GRAPH_ENTITIES,
    GRAPH_ROLES,
    GRAPH_STATEMENTS,
)
from wenmai.reference import name_key
from wenmai.sentences import Sentence
from wenmai.studies.study import Study

NAMES_SEVERAL = Sentence("knowledge_graph.erase_names_several", "name", "row", "ids")
WRITE_THE_ID = Sentence("knowledge_graph.erase_write_the_id")


@dataclass
class Erased:
    """Who is left out of a study's graph.

    Parameters
    ----------
    requests : tuple of Request
    ids, names : mapping of str to str
        Ids, and keys of names, with the code of the request. A name counts where no id stands.
    texts : frozenset of str
        Ids and names that no cell may hold; a name that somebody else bears is not among them.
    left_out : Counter
        Rows by code of the request.
    """

    requests: tuple[Request, ...]
    ids: Mapping[str, str]
    names: Mapping[str, str]
    texts: frozenset[str]
    left_out: Counter[str] = field(default_factory=Counter)

    def kept(self, pairs: Pairs) -> Pairs:
        """Yield the rows that are about nobody who is erased, and count the others."""
        for table, row in pairs:
            code = self._asked_by(table, row)
            if code is None:
                yield table, row
            else:
                self.left_out[code] += table is not GRAPH_ALIASES

    def _asked_by(self, table: RawTable, row: Row) -> str | None:
        if table in {GRAPH_ENTITIES, GRAPH_ALIASES}:
            return self.ids.get(row["entity"])
        if table is GRAPH_ROLES and row.get("entity_id"):
            return self.ids.get(row["entity_id"])
        ends = {GRAPH_ROLES: ("entity_name",), GRAPH_STATEMENTS: ("head", "tail")}
        for end in ends.get(table, ()):
            said = row.get(end) or ""
            if found := self.ids.get(said) or self.names.get(name_key(said)):
                return found
        return None


def erased_in(study: Study) -> Erased | None:
    """Return who asked to be erased from a study's graph; None where nobody can ask.

    A request names an id, or a name or alias: of one entity of the files, or of nobody with an id.

    Raises
    ------
    ProblemsFound
        For a request that cannot be read, or whose name several ids bear: until it is clear who is
        meant, nothing of the graph is loaded.
    """
    found = DECLARATION.found_in(study)
    if found is None or not found.graph.erase:
        return None
    try:
        requests = _requests(study, found)
    except ProblemsFound:
        raise
    except WenmaiError as error:
        label = f"{study.folder.name}/study.yml"
        raise ProblemsFound([Problem(label, "graph", error.message, error.hint or "")]) from error
    known = _known_names(study, found) if any(one.code for one in requests) else {}
    bearers: dict[str, set[str]] = defaultdict(set)
    for entity, own in known.items():
        for name in own:
            bearers[name_key(name)].add(entity)
    ids, names, texts = dict[str, str](), dict[str, str](), set[str]()
    for request in requests:
        said, code = request.identifier, request.code
        if code is None:
            continue
        meant = {said} if said in known else bearers[name_key(said)]
        if len(meant) > 1:
            listed = ", ".join(sorted(meant))
            message = NAMES_SEVERAL(name=said, row=request.row_number, ids=listed)
            raise ProblemsFound([Problem(request.source_file, "graph", message, WRITE_THE_ID())])
        own = {said} if not meant else {name for entity in meant for name in known[entity]}
        ids |= dict.fromkeys(meant, code)
        names |= {name_key(name): code for name in own}
        texts |= meant | {name for name in own if bearers[name_key(name)] <= meant}
    return Erased(tuple(requests), ids, names, frozenset(texts))


def _requests(study: Study, found: StudyGraph) -> list[Request]:
    names = names_of(study)
    requests = []
    for _, row in _rows(study, found, ("erase",)):
        person = row["entity"]
        code = names.of(person) if person else None
        own = names.of(f"request {code}")[:32] if code else None
        place = (row["mapping_code"], row["source_file"], row["row_number"])
        requests.append(Request(*place, person, code, own, row["requested_at_text"]))
    return requests


def _known_names(study: Study, found: StudyGraph) -> dict[str, set[str]]:
    """Return every id of the files with its names and aliases."""
    columns: Mapping[RawTable, tuple[str, str]] = {
        GRAPH_ENTITIES: ("entity", "entity_name"),
        GRAPH_ALIASES: ("entity", "alias"),
        GRAPH_ROLES: ("entity_id", "entity_name"),
    }
    known: dict[str, set[str]] = defaultdict(set)
    for table, row in _rows(study, found, ("entities", "roles")):
        entity, name = (row.get(column) for column in columns[table])
        if entity:
            known[entity] |= {name} if name else set()
    return known


def _rows(
    study: Study, found: StudyGraph, kinds: tuple[object, ...]
) -> Iterator[tuple[RawTable, Row]]:
    for at, table in found.graph.files:
        if at[0] in kinds:
            yield from rows_of_file(study, found, at, table)[1]


def _sources(study: Study, build: Path) -> dict[str, int]:
    """Return the files that still name somebody who is erased, with how many lines."""
    erased, found = erased_in(study), DECLARATION.found_in(study)
    if erased is None or found is None:
        return {}
    sources: Counter[str] = Counter()
    for at, table in found.graph.files:
        if at[0] != "erase":
            opened, pairs = rows_of_file(study, found, at, table)
            before = erased.left_out.total()
            for _ in erased.kept(pairs):
                pass
            sources[f"{study.code}/{opened.info.source_file}"] += erased.left_out.total() - before
    return {name: n for name, n in sources.items() if n}


def _erased_requests(study: Study) -> tuple[Request, ...]:
    erased = erased_in(study)
    return erased.requests if erased else ()


def _texts(study: Study) -> list[tuple[How, str]]:
    erased = erased_in(study)
    return [("cell", text) for text in sorted(erased.texts)] if erased else []


ERASURES = ErasurePart(
    requests=_erased_requests,
    texts=_texts,
    control=(
        "select study_code, min(coalesce(nullif(entity_id, ''), nullif(entity_name, '')))"
        " from raw.graph_roles group by all having count(*) > 0 order by all"
    ),
    control_how="cell",
    sources=_sources,
)
