"""The lines of a graph's files as rows of schema raw."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from wenmai.consumers.raw_tables import ROLE_TABLES
from wenmai.ingest.part import Row
from wenmai.ingest.raw_tables import RawTable
from wenmai.knowledge_graph.cells import (
    SEPARATORS,
    ids_with_names,
    is_no_name,
    names_in,
    parts_of,
)
from wenmai.knowledge_graph.declares import StudyGraph
from wenmai.knowledge_graph.raw_tables import (
    GRAPH_ALIASES,
    GRAPH_ENTITIES,
    GRAPH_FEATURES,
    GRAPH_ROLES,
    GRAPH_STATEMENTS,
    GRAPH_WORKS,
)
from wenmai.knowledge_graph.sections import (
    FEATURES,
    Entities,
    EraseFile,
    GraphFile,
    Roles,
    TripleFile,
    Works,
)
from wenmai.studies.study import Study

if TYPE_CHECKING:
    from wenmai.readers.named_table import ReadTable

_KINDS = {"triples": "fact", "candidates": "candidate", "labels": "label"}
Pairs = Iterator[tuple[RawTable, Row]]


def file_code(at: tuple[str | int, ...]) -> str:
    """Return the code of a file by its place in the section: ``graph_roles``, ``graph_roles_2``."""
    name, *place = at
    return f"graph_{name}" + (f"_{int(place[0]) + 1}" if place and place[0] else "")


def rows_of_file(
    study: Study, found: StudyGraph, at: tuple[str | int, ...], table: GraphFile
) -> "tuple[ReadTable, Pairs]":
    """Open a file of the graph; ``info`` counts its lines once the rows are read to the end.

    Parameters
    ----------
    study : Study
    found : StudyGraph
    at : tuple
        The file's place in the section.
    table : GraphFile

    Returns
    -------
    (ReadTable, iterator of (RawTable, row))
    """
    from wenmai.readers.named_table import read_named_table  # noqa: PLC0415

    columns = {key: text for key, text in vars(table)["columns"].model_dump().items() if text}
    if isinstance(table, Roles):
        columns |= {f"wide {heading}": heading for heading in table.wide}
        columns |= {f"names {heading}": names for heading, names in table.names.items()}
    opened = read_named_table(
        found.paths[at],
        columns,
        study_folder=study.folder,
        code=file_code(at),
        sheet=table.sheet,
        encoding=table.encoding,
    )
    make = _maker(found, str(at[0]), table)
    place = {
        "study_code": study.code,
        "mapping_code": file_code(at),
        "source_file": opened.info.source_file,
        "sheet_name": opened.info.sheet_name,
        "column_label": opened.labels[next(iter(columns))],
    }
    pairs = (
        pair
        for row in opened.rows()
        for pair in make(
            row.cells,
            {
                **place,
                "row_number": row.number,
                "reader_issue": "ragged_row" if row.is_ragged else None,
            },
        )
    )
    return opened, pairs


def _maker(
    found: StudyGraph, name: str, table: GraphFile
) -> Callable[[Mapping[str, str], Row], Pairs]:
    if isinstance(table, Works):
        return partial(_work, table)
    if isinstance(table, Entities):
        return partial(_entity, table)
    if isinstance(table, EraseFile):
        return _request
    if isinstance(table, TripleFile):
        return partial(_statement, table, _KINDS[name])
    assert isinstance(table, Roles)
    prefixes = {one.code: one.id_prefix or "" for one in found.graph.relations}
    return partial(_role, table, prefixes)


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


def _request(cells: Mapping[str, str], place: Row) -> Pairs:
    """Name somebody: never to be inserted, only to be left out."""
    said = {"entity": cells["entity"], "requested_at_text": cells.get("requested_at")}
    yield ROLE_TABLES["erase"], {**place, **said}
