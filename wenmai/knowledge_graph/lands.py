"""What a study says about its graph, and the files of works, roles, entities and triples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wenmai.consumers.raw_tables import ROLE_TABLES
from wenmai.ingest.database import build_folder
from wenmai.ingest.erasures import erasure_rows, read_proofs
from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.knowledge_graph.declares import DECLARATION, StudyGraph
from wenmai.knowledge_graph.lands_erasures import Erased, erased_in
from wenmai.knowledge_graph.lands_rows import file_code, rows_of_file
from wenmai.knowledge_graph.raw_tables import (
    GRAPH_ALIASES,
    GRAPH_ENTITIES,
    GRAPH_FEATURES,
    GRAPH_ROLES,
    GRAPH_STATEMENTS,
    GRAPH_WORKS,
    STUDY_GRAPH_LAYERS,
    STUDY_GRAPH_RELATIONS,
    STUDY_GRAPHS,
)
from wenmai.knowledge_graph.sections import Graph, GraphFile
from wenmai.studies.study import Study

_FILE_TABLES = (
    *(GRAPH_WORKS, GRAPH_FEATURES, GRAPH_ROLES, GRAPH_ENTITIES, GRAPH_ALIASES),
    GRAPH_STATEMENTS,
)
_SETTINGS = tuple(name for name in STUDY_GRAPHS.column_names if name in Graph.model_fields)
_PORTION = 20_000


def _rows(study: Study) -> Mapping[RawTable, list[Row]]:
    found = DECLARATION.found_in(study)
    if found is None:
        return {}
    graph, key = found.graph, {"study_code": study.code}
    settings = {name: getattr(graph, name) for name in _SETTINGS}
    methods = ",".join(graph.methods) if graph.methods else None
    return {
        STUDY_GRAPHS: [{**key, **settings, "methods": methods}],
        STUDY_GRAPH_RELATIONS: [
            {
                **key,
                "relation_code": relation.code,
                "relation_name_zh": relation.name.zh if relation.name else relation.code,
                "relation_name_en": relation.name.english if relation.name else relation.code,
                "from_kind": relation.from_,
                "to_kind": relation.to,
                "functional_end": relation.is_functional,
                "inverse_of": relation.inverse_of,
                "position": position,
            }
            for position, relation in enumerate(graph.relations, start=1)
        ],
        STUDY_GRAPH_LAYERS: [
            {
                **key,
                "layer_code": layer.code,
                "layer_name_zh": layer.name.zh if layer.name else layer.code,
                "layer_name_en": layer.name.english if layer.name else layer.code,
                "one_end": ",".join(layer.one_end),
                "other_end": ",".join(layer.other_end) or None,
                "position": position,
            }
            for position, layer in enumerate(graph.layers, start=1)
        ],
    }


@dataclass
class _Reader:
    """Reads the files of one study's graph and counts what it read."""

    given: PartInput
    found: StudyGraph
    erased: Erased | None
    output: PartOutput = field(default_factory=PartOutput)

    def read(self) -> PartOutput:
        for at, table in self.found.graph.files:
            path = self.found.paths[at]
            with self.given.unread.reading(self.given.study, file_code(at), path, _FILE_TABLES):
                self._file(at, table)
        if self.erased:
            self._note_requests(self.erased)
        return self.output

    def _file(self, at: tuple[str | int, ...], table: GraphFile) -> None:
        study, erased = self.given.study, self.erased
        opened, pairs = rows_of_file(study, self.found, at, table)
        if at[0] == "erase":  # who asked stands nowhere but in the user's own file
            records = sum(1 for _ in pairs)
        else:
            records = self._insert(erased.kept(pairs) if erased else pairs)
        self._note({"study_code": study.code, **vars(opened.info)}, records)

    def _insert(self, pairs: Iterable[tuple[RawTable, Row]]) -> int:
        from wenmai.ingest.write import insert_rows  # noqa: PLC0415

        portions: dict[RawTable, list[Row]] = {}
        count = 0
        for table, row in pairs:
            portion = portions.setdefault(table, [])
            portion.append(row)
            count += table not in {GRAPH_FEATURES, GRAPH_ALIASES}
            if len(portion) == _PORTION:
                insert_rows(self.given.connection, table, portion, self.given.load_id)
                portions[table] = []
        for table, portion in portions.items():
            insert_rows(self.given.connection, table, portion, self.given.load_id)
        return count

    def _note(self, info: Row, records: int) -> None:
        from wenmai.ingest.write import insert_rows  # noqa: PLC0415

        insert_rows(self.given.connection, SOURCE_FILES, [info], self.given.load_id)
        before = self.output
        self.output = PartOutput(
            files=before.files + 1,
            lines=before.lines + info["lines_read"],
            records=before.records + records,
            bytes_read=before.bytes_read + info["source_bytes"],
        )

    def _note_requests(self, erased: Erased) -> None:
        """Write down how far each request has come, in the table of all requests."""
        from wenmai.ingest.write import insert_rows  # noqa: PLC0415

        proofs = read_proofs(build_folder(self.given.connection))
        rows = erasure_rows(self.given.study.code, erased.requests, erased.left_out, proofs)
        insert_rows(self.given.connection, ROLE_TABLES["erase"], rows, self.given.load_id)


def _read_files(given: PartInput) -> PartOutput:
    found = DECLARATION.found_in(given.study)
    assert found is not None
    return _Reader(given, found, erased_in(given.study)).read()


PART = IngestPart(
    name="knowledge_graph",
    tables=(STUDY_GRAPHS, STUDY_GRAPH_RELATIONS, STUDY_GRAPH_LAYERS, *_FILE_TABLES),
    rows=_rows,
    read_files=_read_files,
    follows_from_files=False,  # also from what was erased
)
