"""What a study says about its graph, and the files of works, roles, entities and triples."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from wenmai.ingest.part import IngestPart, PartInput, PartOutput, Row
from wenmai.ingest.raw_tables import SOURCE_FILES, RawTable
from wenmai.knowledge_graph.cells import (
    SEPARATORS,
    ids_with_names,
    is_no_name,
    names_in,
    parts_of,
)
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
from wenmai.knowledge_graph.sections import (
    FEATURES,
    Entities,
    Graph,
    GraphFile,
    Roles,
    TripleFile,
    Works,
)
from wenmai.studies.study import Study

_RAGGED = "The line has more or fewer cells than the heading."
_FILE_TABLES = (
    *(GRAPH_WORKS, GRAPH_FEATURES, GRAPH_ROLES, GRAPH_ENTITIES, GRAPH_ALIASES),
    GRAPH_STATEMENTS,
)
_SETTINGS = tuple(name for name in STUDY_GRAPHS.column_names if name in Graph.model_fields)
_KINDS = {"triples": "fact", "candidates": "candidate", "labels": "label"}
_PORTION = 20_000
Pairs = Iterator[tuple[RawTable, Row]]


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
            columns |= {f"names {heading}": names for heading, names in table.names.items()}
        opened = read_named_table(
            path,
            columns,
            study_folder=self.given.study.folder,
            code=code,
            sheet=table.sheet,
            encoding=table.encoding,
        )
        make = self._maker(name, table)
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

    def _maker(self, name: str, table: GraphFile) -> Callable[[Mapping[str, str], Row], Pairs]:
        if isinstance(table, Works):
            return partial(_work, table)
        if isinstance(table, Entities):
            return partial(_entity, table)
        if isinstance(table, TripleFile):
            return partial(_statement, table, _KINDS[name])
        assert isinstance(table, Roles)
        found = DECLARATION.found_in(self.given.study)
        assert found is not None
        prefixes = {one.code: one.id_prefix or "" for one in found.graph.relations}
        return partial(_role, table, prefixes)

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


def _owner(place: Row) -> Row:
    return {key: place[key] for key in ("study_code", "mapping_code", "source_file")}


def _numbered(place: Row, number: int) -> Row:
    return place if number == 1 else {**place, "column_label": f"{place['column_label']} {number}"}


def _work(table: Works, cells: Mapping[str, str], place: Row) -> Pairs:
    ids, titles = [cells["id"]], [cells.get("title")]
    if table.work_separators and (parts := parts_of(cells["id"], table.work_separators)):
        ids, named = parts, parts_of(cells.get("title") or "", table.work_separators)
        titles = [*named] if len(named) == len(ids) else titles * len(ids)
    for number, (work, title) in enumerate(zip(ids, titles, strict=True), start=1):
        row = {
            "work": work,
            "title": title,
            **{f"{name}_text": cells.get(name) for name in ("date", "takings", "rating", "votes")},
        }
        yield GRAPH_WORKS, {**_numbered(place, number), **row}
        for key, (relation, _) in FEATURES.items():
            for _, feature in names_in(cells.get(key, ""), SEPARATORS):
                if not is_no_name(feature) and work:
                    said = {"work": work, "relation_code": relation, "feature": feature}
                    yield GRAPH_FEATURES, {**_owner(place), **said}


def _entity(table: Entities, cells: Mapping[str, str], place: Row) -> Pairs:
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
    for _, alias in names_in(cells.get("aliases", ""), table.separators):
        if not is_no_name(alias):
            yield GRAPH_ALIASES, {**_owner(place), "entity": cells["id"], "alias": alias}


def _role(table: Roles, prefixes: Mapping[str, str], cells: Mapping[str, str], place: Row) -> Pairs:
    if place["reader_issue"]:
        yield GRAPH_ROLES, {**place, "work": cells["work"]}
        return
    works = [cells["work"]]
    if table.work_separators:
        works = parts_of(cells["work"], table.work_separators) or works
    spread = [(work, entry) for entry in _entries(table, prefixes, cells) for work in works]
    for number, (work, (label, entry)) in enumerate(spread, start=1):
        own = {"column_label": label} if len(works) == 1 and label else _numbered(place, number)
        yield GRAPH_ROLES, {**place, **own, "work": work, **entry}


def _entries(
    table: Roles, prefixes: Mapping[str, str], cells: Mapping[str, str]
) -> Iterator[tuple[str, Row]]:
    """Yield each role of a line, with its place in the cell of a wide table."""
    marks = table.entity_separators
    if not table.is_wide:
        found = _named(cells.get("entity_id"), cells["entity"], marks)
        for code, name in found or [(None, cells["entity"])]:
            said = {"relation_text": cells["relation"], "position_text": cells.get("position")}
            yield "", {**_person(code, name), **said}
        return
    for heading, relations in table.wide.items():
        cell, names = cells[f"wide {heading}"], cells.get(f"names {heading}")
        found = names_in(cell, marks) if names is None else ids_with_names(cell, names, marks)
        for number, (code, name) in enumerate(found, start=1):
            fits = (one for one in relations if (code or "").startswith(prefixes[one]))
            relation = next(fits, relations[-1])
            said = {"relation_text": relation, "position_text": str(number)}
            yield f"{heading} {number}", {**_person(code, name), **said}


def _named(ids: str | None, name: str, marks: tuple[str, ...]) -> list[tuple[str | None, str]]:
    if ids is not None:
        return ids_with_names(ids, name, marks)
    return names_in(name, marks) if marks else [(None, name)]


def _person(code: str | None, name: str) -> Row:
    return {"entity_id": code, "entity_name": name, "is_no_name": is_no_name(name)}


def _statement(table: TripleFile, kind: str, cells: Mapping[str, str], place: Row) -> Pairs:
    said = cells.get("is_true") if table.are_true is None else str(table.are_true)
    yield (
        GRAPH_STATEMENTS,
        {
            **place,
            "statement_kind": kind,
            "head": cells["head"],
            "relation_text": cells["relation"],
            "tail": cells["tail"],
            "date_text": cells.get("date"),
            "is_true_text": said,
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
