"""Check the section ``graph`` against the study: its files, relations and layers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import Problem
from wenmai.kit.often_said import CODE_TWICE, RENAME_ONE
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.knowledge_graph.sections import FEATURES, Graph, GraphSections
from wenmai.sentences import Sentence
from wenmai.studies.declaration import Declaration, Draft

RESERVED_FOR_WORKS = Sentence("knowledge_graph.reserved_for_works", "code")
CHOOSE_ANOTHER_CODE = Sentence("knowledge_graph.choose_another_code")
NO_SUCH_RELATION = Sentence("knowledge_graph.no_such_relation", "code")
DESCRIBE_UNDER_RELATIONS = Sentence("knowledge_graph.describe_under_relations")

Complaint = tuple[KeyPath, str, str]


@dataclass(frozen=True)
class StudyGraph:
    """The section ``graph`` and the files that it names.

    Parameters
    ----------
    graph : Graph
    paths : mapping
        Place in the section → file.
    """

    graph: Graph
    paths: dict[tuple[str | int, ...], Path]

    @property
    def files(self) -> tuple[Path, ...]:
        """All files, each once."""
        return tuple(dict.fromkeys(self.paths.values()))


def _check(draft: Draft) -> tuple[StudyGraph | None, list[Problem]]:
    """Find the files of the graph and say what is wrong with the section."""
    graph = DECLARATION.said_in(draft.config).graph
    if graph is None:
        return None, []
    paths: dict[tuple[str | int, ...], Path] = {}
    complaints: list[Complaint] = []
    for at, table in graph.files:
        path, complaint = draft.find_file(table.file)
        if path is not None:
            paths[at] = path
        if complaint:
            complaints.append(((*at, "file"), *complaint))
    complaints += [*_relation_problems(graph), *_unknown_relations(graph)]
    problems = [
        draft.problem(("graph", *at), message, way_out) for at, message, way_out in complaints
    ]
    return StudyGraph(graph, paths), problems


def _relation_problems(graph: Graph) -> Iterator[Complaint]:
    codes = [relation.code for relation in graph.relations]
    taken = [code for code, _ in FEATURES.values()]
    for position, code in enumerate(codes):
        if code in codes[:position]:
            yield ("relations", position, "code"), CODE_TWICE(code=code), RENAME_ONE()
        if code in taken:
            message = RESERVED_FOR_WORKS(code=code)
            yield ("relations", position, "code"), message, CHOOSE_ANOTHER_CODE()
    layers = [layer.code for layer in graph.layers]
    for position, code in enumerate(layers):
        if code in layers[:position]:
            yield ("layers", position, "code"), CODE_TWICE(code=code), RENAME_ONE()


def _unknown_relations(graph: Graph) -> Iterator[Complaint]:
    codes = [relation.code for relation in graph.relations]
    for at, code in _named_relations(graph):
        if code not in codes:
            yield at, NO_SUCH_RELATION(code=code), _way_out(code, codes)


def _named_relations(graph: Graph) -> Iterator[tuple[KeyPath, str]]:
    for n, table in enumerate(graph.roles):
        for heading, codes in table.wide.items():
            yield from ((("roles", n, "wide", heading), code) for code in codes)
    for n, relation in enumerate(graph.relations):
        if relation.inverse_of is not None:
            yield ("relations", n, "inverse_of"), relation.inverse_of
    for n, layer in enumerate(graph.layers):
        for end in ("one_end", "other_end"):
            for place, code in enumerate(getattr(layer, end)):
                yield ("layers", n, end, place), code


def _way_out(code: str, codes: Sequence[str]) -> str:
    return did_you_mean(code, sorted(codes), "relations") or DESCRIBE_UNDER_RELATIONS()


DECLARATION = Declaration(
    "knowledge_graph",
    GraphSections,
    _check,
    files=lambda found: () if found is None else found.files,
)
