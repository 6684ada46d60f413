"""Who is meant: ids beat names, and a name without an id is one person per co-credit block."""

from collections.abc import Iterable
from typing import Any

import networkx as nx
import pandas as pd

ROLE_COLUMNS = ["record_number", "entity_code", "is_name_only"]
ENTITY_COLUMNS = [
    *("entity_code", "entity_name", "entity_kind", "is_name_only", "is_described", "n_roles"),
]
PROBLEM_COLUMNS = ["reason_code", "subject", "detail"]


def resolve_identities(
    roles: pd.DataFrame, entities: pd.DataFrame, aliases: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Give every role the code of its entity, and list what is doubtful about it.

    An id that a role carries counts; a text that is an id of the table of entities counts as that;
    a name or alias that one entity of the right kind has counts as that entity. Any other name is
    an entity of its own (``kind:name``) within a co-credit block: two works of a name are the same
    person's when they stay joined through other people once the name is taken away (a biconnected
    component of the graph of names and works). Further blocks get ``#2``, ``#3`` …

    Parameters
    ----------
    roles : DataFrame
        ``record_number``, ``work_code``, ``entity_id`` (may be missing), ``entity_name``,
        ``entity_kind`` (that the relation asks for).
    entities : DataFrame
        ``entity_code``, ``entity_name``, ``entity_kind``.
    aliases : DataFrame
        ``entity_code``, ``alias``.

    Returns
    -------
    dict of DataFrame
        ``roles`` (ROLE_COLUMNS), ``entities`` (ENTITY_COLUMNS) and ``problems``
        (PROBLEM_COLUMNS: same_name, one_id_two_names, ambiguous_name, split_name).

    Examples
    --------
    >>> roles = pd.DataFrame([(1, "w", None, "A", "person"), (2, "w", None, "p1", "person")],
    ...     columns=["record_number", "work_code", "entity_id", "entity_name", "entity_kind"])
    >>> entities = pd.DataFrame([("p1", "B", "person")],
    ...     columns=["entity_code", "entity_name", "entity_kind"])
    >>> none = pd.DataFrame({"entity_code": [], "alias": []})
    >>> resolve_identities(roles, entities, none)["roles"]["entity_code"].tolist()
    ['person:A', 'p1']
    """
    known = _known_names(entities, aliases)
    ids = set(entities["entity_code"])
    codes: list[str | None] = []
    ambiguous: dict[tuple[str, str], tuple[str, ...]] = {}
    row: Any
    for row in roles.itertuples(index=False):
        given = row.entity_id if isinstance(row.entity_id, str) and row.entity_id else None
        named = known.get((row.entity_kind, row.entity_name), ())
        if given is not None:
            codes.append(given)
        elif row.entity_name in ids:
            codes.append(row.entity_name)
        elif len(named) == 1:
            codes.append(named[0])
        else:
            if named:
                ambiguous[row.entity_kind, row.entity_name] = named
            codes.append(None)
    found = roles.assign(entity_code=pd.Series(codes, index=roles.index, dtype=object))
    found["is_name_only"] = found["entity_code"].isna()
    blocks = _blocks(found)
    own = found["is_name_only"]
    found.loc[own, "entity_code"] = [blocks[number] for number in found.loc[own, "record_number"]]
    listed, doubtful = _entities(found, entities)
    problems = [
        *doubtful,
        *(
            ("ambiguous_name", f"{kind}:{name}", ", ".join(named[:5]))
            for (kind, name), named in sorted(ambiguous.items())
        ),
        *_same_names(listed),
        *_split_names(set(blocks.values())),
    ]
    return {
        "roles": found[ROLE_COLUMNS].reset_index(drop=True),
        "entities": listed,
        "problems": pd.DataFrame(problems, columns=PROBLEM_COLUMNS),
    }


def _known_names(
    entities: pd.DataFrame, aliases: pd.DataFrame
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the entities of a kind and name; an alias counts where nobody has it as name."""
    kinds = dict(zip(entities["entity_code"], entities["entity_kind"], strict=True))
    found: dict[tuple[str, str], dict[str, None]] = {}
    row: Any
    for row in entities.itertuples(index=False):
        found.setdefault((row.entity_kind, row.entity_name), {})[row.entity_code] = None
    by_alias: dict[tuple[str, str], dict[str, None]] = {}
    for row in aliases.itertuples(index=False):
        if row.entity_code in kinds:
            key = (kinds[row.entity_code], row.alias)
            by_alias.setdefault(key, {})[row.entity_code] = None
    return {key: tuple(sorted(codes)) for key, codes in (by_alias | found).items()}


def _blocks(roles: pd.DataFrame) -> dict[int, str]:
    """Return the code of every role that has only a name, by its record."""
    named = roles[roles["is_name_only"]]
    if named.empty:
        return {}
    graph = nx.Graph()
    for row in roles.itertuples(index=False):
        graph.add_edge(_label(row), ("work", row.work_code))
    block: dict[Any, int] = {}
    for number, edges in enumerate(nx.biconnected_component_edges(graph)):
        for edge in edges:
            block[frozenset(edge)] = number
    codes: dict[int, str] = {}
    for label, group in named.groupby(named["entity_kind"] + ":" + named["entity_name"]):
        order: dict[int, int] = {}
        # the largest block first, so that the plain name means the one with most works
        numbers = [
            block[frozenset((_label(row), ("work", row.work_code)))]
            for row in group.itertuples(index=False)
        ]
        sizes = pd.Series(numbers).value_counts()
        firsts = group.groupby(numbers)["work_code"].min()
        ranked = sorted(sizes.index, key=lambda n: (-sizes[n], firsts[n]))
        order = {number: place for place, number in enumerate(ranked, start=1)}
        for record, number in zip(group["record_number"], numbers, strict=True):
            codes[record] = str(label) if order[number] == 1 else f"{label}#{order[number]}"
    return codes


def _label(row: Any) -> tuple[str, str]:
    return ("id", row.entity_code) if not row.is_name_only else (row.entity_kind, row.entity_name)


def _entities(
    roles: pd.DataFrame, entities: pd.DataFrame
) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    counts = roles.groupby(["entity_code", "entity_name"]).size().rename("n").reset_index()
    # an id stands for its name where the cell of names had another number of entries
    is_code = counts["entity_name"] == counts["entity_code"]
    only = counts.groupby("entity_code")["entity_code"].transform("size") == 1
    counts = counts[~is_code | only].sort_values(
        ["entity_code", "n", "entity_name"], ascending=[True, False, True]
    )
    first = roles.drop_duplicates("entity_code").set_index("entity_code")
    named = counts.drop_duplicates("entity_code")
    found = pd.DataFrame(
        {
            "entity_code": named["entity_code"],
            "entity_name": named["entity_name"],
            "entity_kind": named["entity_code"].map(first["entity_kind"]),
            "is_name_only": named["entity_code"].map(first["is_name_only"]).astype(bool),
            "is_described": False,
        },
        columns=ENTITY_COLUMNS[:-1],
    )
    described = entities.drop_duplicates("entity_code").assign(
        is_name_only=False, is_described=True
    )
    undescribed = found[~found["entity_code"].isin(described["entity_code"])]
    parts = [part for part in (described[ENTITY_COLUMNS[:-1]], undescribed) if len(part)]
    frame = pd.concat(parts) if parts else undescribed
    n_roles = frame["entity_code"].map(roles["entity_code"].value_counts()).fillna(0)
    frame = frame.assign(n_roles=n_roles.astype("int64"))
    several = counts[counts["entity_code"].duplicated(keep=False)]
    several = several[several["entity_code"].isin(undescribed["entity_code"])]
    problems = [
        ("one_id_two_names", str(code), ", ".join(sorted(names)[:5]))
        for code, names in several.groupby("entity_code")["entity_name"]
    ]
    return frame.sort_values("entity_code").reset_index(drop=True), problems


def _same_names(entities: pd.DataFrame) -> Iterable[tuple[str, str, str]]:
    with_id = entities[~entities["is_name_only"].astype(bool)]
    for (kind, name), group in with_id.groupby(["entity_kind", "entity_name"]):
        if len(group) > 1:
            yield "same_name", f"{kind}:{name}", ", ".join(group["entity_code"].head(5))


def _split_names(codes: set[str]) -> Iterable[tuple[str, str, str]]:
    for code in sorted(codes):
        name, _, number = code.rpartition("#")
        if name and number == "2":
            also = sorted(other for other in codes if other.rpartition("#")[0] == name)
            yield "split_name", name, ", ".join([name, *also][:5])
