"""Draft an entry of ``networks``: a table with one link per line, or a Pajek file."""

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from wenmai.inspect.columns import ColumnFacts
from wenmai.inspect.entry import EntryDraft, slug
from wenmai.inspect.indicators import year_in
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.view import TableView
from wenmai.networks.pajek import read_pajek_apart
from wenmai.reference import UnitRegistry, name_key
from wenmai.sentences import Sentence

YEAR_OF_LINKS = Sentence("entries.year_of_links", "unstated")
LINKS_BETWEEN = Sentence("entries.links_between", "lines", "one", "other", "nodes")
LOOKS_DIRECTED = Sentence("entries.looks_directed")
LOOKS_UNDIRECTED = Sentence("entries.looks_undirected")
FILE_HOLDS_NO_NETWORK = Sentence("entries.file_holds_no_network", "file")
NETWORKS_THERE = Sentence("entries.networks_there", "n", "nodes", "arcs", "edges")
WHICH_NETWORK = Sentence("entries.which_network", "names")
WHICH_RELATION = Sentence("entries.which_relation", "names")
TWO_MODES = Sentence("entries.two_modes")
LINES_TO_QUARANTINE = Sentence("entries.lines_to_quarantine", "n", "line", "detail")
LOOKS_LIKE_DISTANCE = Sentence("entries.looks_like_distance", "column")
IS_IT_STRENGTH = Sentence("entries.is_it_strength", "column")
NO_STRENGTH = Sentence("entries.no_strength")
YEAR_OF_FILE = Sentence("entries.year_of_file", "year")
DESCRIBES_NODES = Sentence("entries.describes_nodes", "file")
NODES_WITHOUT_PLACE = Sentence("entries.nodes_without_place")

# Headings of the two ends of a link; those that say where it starts give it a direction.
_DIRECTED = (
    (r"source|from|start|origin|起点|出发|流出", r"target|to|end|destination|终点|到达|流入"),
)
_UNDIRECTED = ((r".*(?:[_ ]?[a甲1一])", r".*(?:[_ ]?[b乙2二])"),)
_FREQUENCY = (
    r"次数|频次|频数|数量|金额|权重|比例|强度|weight|count|freq|amount|ratio|value|strength"
)
_DISTANCE = r"距离|公里|分钟|小时|distance|\bkm\b|minutes|duration"
# Fewer names in both columns say nothing: 男 and 女 stand in many.
_FEWEST_NODES = 3


def link_columns(view: TableView) -> tuple[int, int] | None:
    """Find the two columns that hold the ends of links.

    Their headings say so (from and to, 企业A and 企业B), or the same names stand in both and in
    many combinations, which two columns about one place (city and province) never show.

    Parameters
    ----------
    view : TableView
        A table.

    Returns
    -------
    tuple of int or None
        Columns from 0, in the direction of the link.
    """
    named = [facts for facts in view.facts if view.labels[facts.index] and _is_name(facts)]
    pairs = [(a, b) for a, b in combinations(named, 2)]
    for a, b in pairs:
        # 投入1 and 投入2 are quantities: numbers are nodes only where they go from one to the other
        if not (a.numbers or b.numbers) and _ends(view, a, b, _UNDIRECTED):
            return a.index, b.index
        for start, end in ((a, b), (b, a)):
            if _ends(view, start, end, _DIRECTED):
                return start.index, end.index
    for a, b in pairs:
        if min(len(a.counts), len(b.counts)) < _FEWEST_NODES or a.numbers or b.numbers:
            continue
        shared = len(set(a.counts) & set(b.counts))
        distinct = len(set(zip(a.texts, b.texts, strict=True)))
        if shared >= 0.3 * min(len(a.counts), len(b.counts)) and distinct > 1.5 * max(
            len(a.counts), len(b.counts)
        ):
            return a.index, b.index
    return None


def draft_links(
    file: str,
    view: TableView,
    registry: UnitRegistry,
    nodes: Sequence[tuple[str, TableView]] = (),
) -> EntryDraft:
    """Draft the entry of a table of links.

    Parameters
    ----------
    file : str
        How the study names it.
    view : TableView
        Its columns; :func:`link_columns` finds two among them.
    registry : UnitRegistry
        To recognise places.
    nodes : sequence of (str, TableView)
        Other tables, one of which may describe the nodes.

    Returns
    -------
    EntryDraft
    """
    ends = link_columns(view)
    if ends is None:
        raise ValueError(f"{file} holds no two columns of nodes")
    a, b = (view.facts[column] for column in ends)
    stem = Path(file).stem
    keys: dict[str, object] = {"code": slug(stem, "links"), "kind": "links", "file": file}
    draft = EntryDraft("networks", keys)
    if view.sheet:
        keys["sheet"] = view.sheet
    columns = {"node_a": view.labels[a.index], "node_b": view.labels[b.index]}
    keys["columns"] = columns
    names = {*a.counts, *b.counts}
    draft.understood.append(
        LINKS_BETWEEN(
            lines=f"{view.lines:,}",
            one=columns["node_a"],
            other=columns["node_b"],
            nodes=f"{len(names):,}",
        )
    )
    _add_numbers(draft, view, columns, set(ends), stem)
    if _ends(view, a, b, _DIRECTED):
        keys["directed"] = True
        draft.doubts.append(LOOKS_DIRECTED())
    else:
        draft.doubts.append(LOOKS_UNDIRECTED())
    _add_nodes(draft, (a, b), names, nodes, registry)
    return draft


def draft_pajek(path: Path, file: str, registry: UnitRegistry) -> EntryDraft:
    """Draft the entry of a Pajek file.

    Parameters
    ----------
    path : Path
        A .net or .paj file.
    file : str
        How the study names it.
    registry : UnitRegistry
        To recognise places.

    Returns
    -------
    EntryDraft
    """
    found = read_pajek_apart(path)
    keys: dict[str, object] = {"code": slug(path.stem, "network"), "kind": "pajek", "file": file}
    draft = EntryDraft("networks", keys)
    largest = max(found.networks, key=lambda one: len(one.ties), default=None)
    if largest is None:
        draft.doubts.append(FILE_HOLDS_NO_NETWORK(file=path.name))
    else:
        draft.understood.append(
            NETWORKS_THERE(
                n=len(found.networks),
                nodes=f"{len(largest.vertices):,}",
                arcs=f"{len(largest.arcs):,}",
                edges=f"{len(largest.edges):,}",
            )
        )
        labels = [vertex.label for vertex in largest.vertices]
        if sum(bool(registry.resolve(label).candidates) for label in labels) > 0.5 * len(labels):
            keys["nodes"] = "units"
    if largest is not None and len(found.networks) > 1:
        keys["network"] = found.networks.index(largest) + 1
        listed = ", ".join(
            f"{number} '{one.name}' ({len(one.ties):,})"
            for number, one in enumerate(found.networks[:8], start=1)
        )
        draft.doubts.append(WHICH_NETWORK(names=listed))
    if largest is not None and len(largest.relations) > 1:
        names = ", ".join(f"{number} '{name}'" for number, name in largest.relations[:8])
        draft.doubts.append(WHICH_RELATION(names=names))
    if largest is not None and largest.first_mode is not None:
        draft.doubts.append(TWO_MODES())
    if found.issues:
        first = found.issues[0]
        draft.doubts.append(
            LINES_TO_QUARANTINE(n=len(found.issues), line=first.line, detail=first.detail)
        )
    _add_year(draft, path.stem)
    return draft


def _is_name(facts: ColumnFacts) -> bool:
    """Tell whether a column can name nodes: words or codes that come again, and no years."""
    is_text = facts.numbers_share < 0.5 or len(facts.counts) < 0.9 * facts.filled
    return bool(facts.filled) and is_text and facts.years_share < 0.8 and len(facts.counts) > 1


def _ends(
    view: TableView, a: ColumnFacts, b: ColumnFacts, forms: tuple[tuple[str, str], ...]
) -> bool:
    one, other = (name_key(view.labels[facts.index]) for facts in (a, b))
    for first, second in forms:
        if forms is _DIRECTED:
            is_start = re.match(rf"^[:_]*(?:{first})(?:$|[^a-z])", one)
            if is_start and re.match(rf"^[:_]*(?:{second})(?:$|[^a-z])", other):
                return True
        elif (
            one[:-1] == other[:-1]
            and re.fullmatch(first, one)
            and re.fullmatch(second, other)
            and len(one) > 1
        ):
            return True
    return False


def _add_numbers(
    draft: EntryDraft, view: TableView, columns: dict[str, str], taken: set[int], stem: str
) -> None:
    """Find the year and the strength of a link."""
    dated = [f for f in view.facts if f.index not in taken and f.years_share > 0.8]
    if dated:
        columns["period"] = view.labels[dated[0].index]
        draft.years |= set(dated[0].years)
        taken.add(dated[0].index)
    numeric = [f for f in view.facts if f.index not in taken and f.numbers_share > 0.6]
    called = [f for f in numeric if re.search(_FREQUENCY, view.labels[f.index], re.I)]
    strength = (called or numeric)[:1]
    if strength:
        label = view.labels[strength[0].index]
        columns["frequency"] = label
        if re.search(_DISTANCE, label, re.I):
            draft.doubts.append(LOOKS_LIKE_DISTANCE(column=label))
        elif not called:
            draft.doubts.append(IS_IT_STRENGTH(column=label))
    else:
        draft.doubts.append(NO_STRENGTH())
    if not dated:
        _add_year(draft, stem)


def _add_year(draft: EntryDraft, stem: str) -> None:
    year = year_in([stem])
    draft.keys["year"] = year or UNSTATED
    if year:
        draft.years.add(year)
        draft.doubts.append(YEAR_OF_FILE(year=year))
    else:
        draft.doubts.append(YEAR_OF_LINKS(unstated=UNSTATED))


def _add_nodes(
    draft: EntryDraft,
    ends: tuple[ColumnFacts, ColumnFacts],
    names: set[str],
    tables: Sequence[tuple[str, TableView]],
    registry: UnitRegistry,
) -> None:
    """Say that nodes are units, or which table describes them."""
    if all(facts.share(facts.names) > 0.5 for facts in ends):
        draft.keys["nodes"] = "units"
        draft.places |= {codes[0] for facts in ends for codes in facts.names.values()}
        return
    for file, view in tables:
        for facts in view.facts:
            is_key = len(facts.counts) == facts.filled and facts.filled > 1
            if not is_key or len(names & set(facts.counts)) < 0.8 * len(names):
                continue
            columns = {"node": view.labels[facts.index]}
            places = [f for f in view.facts if f.filled and f.share(f.names) > 0.5]
            if places:
                columns["city"] = view.labels[places[0].index]
                draft.places |= {codes[0] for codes in places[0].names.values()}
            draft.keys["nodes"] = {"file": file, "columns": columns}
            draft.understood.append(DESCRIBES_NODES(file=file))
            return
    draft.doubts.append(NODES_WITHOUT_PLACE())
