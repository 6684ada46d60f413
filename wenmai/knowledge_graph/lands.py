"""What a study says about its graph, and the files of works, roles, entities and triples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.knowledge_graph.cells import SEPARATORS, is_no_name, names_in
from wenmai.knowledge_graph.declares import DECLARATION
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
from wenmai.knowledge_graph.sections import FEATURES, Graph, GraphFile, Roles
from wenmai.studies.study import Study

_RAGGED = "The line has more or fewer cells than the heading."
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
    output: PartOutput = field(default_factory=PartOutput)

    def read(self) -> PartOutput:
        found = DECLARATION.found_in(self.given.study)
        assert found is not None
        graph = found.graph
        for at, table in graph.files:
            name, *place = at
            code = f"graph_{name}" + (f"_{int(place[0]) + 1}" if place and place[0] else "")
            path = found.paths[at]
            with self.given.unread.reading(self.given.study, code, path, _FILE_TABLES):
                self._file(code, str(name), table, path)
        return self.output

    def _file(self, code: str, name: str, table: GraphFile, path: Any) -> None:
        from wenmai.readers.named_table import read_named_table  # noqa: PLC0415

        columns = {k: text for k, text in vars(table)["columns"].model_dump().items() if text}
        if isinstance(table, Roles):
            columns |= {f"wide {heading}": heading for heading in table.wide}
        opened = read_named_table(
            path,
            columns,
            study_folder=self.given.study.folder,
            code=code,
            sheet=table.sheet,
            encoding=table.encoding,
        )
        makers: dict[str, Callable[..., Iterator[tuple[RawTable, Row]]]] = {
            "works": _work,
            "entities": _entity,
            "roles": _role,
        }
        make = makers.get(name, _statement)
        place = {
            "study_code": self.given.study.code,
            "mapping_code": code,
            "source_file": opened.info.source_file,
            "sheet_name": opened.info.sheet_name,
            "column_label": opened.labels[next(iter(columns))],
        }
        records = self._insert(
            pair
            for row in opened.rows()
            for pair in make(
                table,
                row.cells,
                {
                    **place,
                    "row_number": row.number,
                    "reader_issue": "ragged_row" if row.is_ragged else None,
                    "reader_detail": _RAGGED if row.is_ragged else None,
                },
            )
        )
        info = {"study_code": self.given.study.code, **vars(opened.info)}
        self._note(info, records)

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


Pairs = Iterator[tuple[RawTable, Row]]


def _work(table: GraphFile, cells: Mapping[str, str], place: Row) -> Pairs:
    yield (
        GRAPH_WORKS,
        {
            **place,
            "work": cells["id"],
            "title": cells.get("title"),
            **{f"{name}_text": cells.get(name) for name in ("date", "takings", "rating", "votes")},
        },
    )
    for key, (relation, _) in FEATURES.items():
        for _, feature in names_in(cells.get(key, ""), SEPARATORS):
            if not is_no_name(feature) and cells["id"]:
                row = {"work": cells["id"], "relation_code": relation, "feature": feature}
                yield GRAPH_FEATURES, {"study_code": place["study_code"], **row}


def _entity(table: GraphFile, cells: Mapping[str, str], place: Row) -> Pairs:
    yield (
        GRAPH_ENTITIES,
        {
            **place,
            "entity": cells["id"],
            "entity_name": cells["name"],
            "kind_text": cells.get("kind"),
            "region": cells.get("region"),
            "born_text": cells.get("born"),
            "died_text": cells.get("died"),
        },
    )
    for _, alias in names_in(cells.get("aliases", ""), vars(table)["separators"]):
        if not is_no_name(alias):
            row = {"entity": cells["id"], "alias": alias}
            yield GRAPH_ALIASES, {"study_code": place["study_code"], **row}


def _role(table: Roles, cells: Mapping[str, str], place: Row) -> Pairs:
    if not table.is_wide:
        row = {
            "work": cells["work"],
            "entity_name": cells["entity"],
            "relation_text": cells["relation"],
            "position_text": cells.get("position"),
            "is_no_name": is_no_name(cells["entity"]),
        }
        yield GRAPH_ROLES, {**place, **row}
        return
    if place["reader_issue"]:
        yield GRAPH_ROLES, {**place, "work": cells["work"]}
        return
    for heading, relation in table.wide.items():
        entries = names_in(cells[f"wide {heading}"], table.separators)
        for number, (code, name) in enumerate(entries, start=1):
            row = {
                "column_label": f"{heading} {number}",
                "work": cells["work"],
                "entity_id": code,
                "entity_name": name,
                "relation_text": relation,
                "position_text": str(number),
                "is_no_name": is_no_name(name),
            }
            yield GRAPH_ROLES, {**place, **row}


def _statement(table: GraphFile, cells: Mapping[str, str], place: Row) -> Pairs:
    kinds = {"graph_candidates": "candidate", "graph_labels": "label"}
    yield (
        GRAPH_STATEMENTS,
        {
            **place,
            "statement_kind": kinds.get(place["mapping_code"], "fact"),
            "head": cells["head"],
            "relation_text": cells["relation"],
            "tail": cells["tail"],
            "date_text": cells.get("date"),
            "is_true_text": cells.get("is_true"),
        },
    )


def _read_files(given: PartInput) -> PartOutput:
    return _Reader(given).read()


PART = IngestPart(
    name="knowledge_graph",
    tables=(STUDY_GRAPHS, STUDY_GRAPH_RELATIONS, STUDY_GRAPH_LAYERS, *_FILE_TABLES),
    rows=_rows,
    read_files=_read_files,
)
