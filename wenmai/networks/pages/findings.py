"""What the page of networks says of its pictures, for each network and year."""

from collections.abc import Mapping, Sequence
from typing import Any

from wenmai.labels import code_name
from wenmai.sentences import InBoth, Said, Sentence

Row = Mapping[str, Any]

LINKED_MOST = Sentence("pages.linked_most", "one", "other")
HUBS = Sentence("pages.most_links", "name", "degree", "between")
HALF = Sentence("pages.half_of", "n", "measure")
ROLES_KEPT = Sentence("pages.roles_kept", "n", "kept")
FALLS_APART = Sentence("pages.falls_apart", "aimed", "random")
WHOLE = Sentence("pages.whole_network", "nodes", "links")
STEPS = Sentence("pages.whole_network_steps", "nodes", "links", "steps")
_MOST = 0.9


def _name(row: Row, column: str) -> Said:
    return InBoth(row[column], row.get(f"{column}_en", row[column]))


def linked_most(rows: Sequence[Row]) -> list[Said]:
    """Say which link is the strongest: rows in falling order."""
    return [LINKED_MOST(one=_name(rows[0], "from_name"), other=_name(rows[0], "to_name"))]


def hubs(rows: Sequence[Row], name: str = "node_name") -> list[Said]:
    """Say who has most links and who stands between most, by the column of their names."""
    most = max(rows, key=lambda row: row["degree"])
    between = max(rows, key=lambda row: row["relative_betweenness"] or 0.0)
    return [HUBS(name=_name(most, name), degree=most["degree"], between=_name(between, name))]


def half_of(rows: Sequence[Row]) -> list[Said]:
    """Say how many nodes have half of a measure: rows by rank; nothing when more than are shown.

    Examples
    --------
    >>> rows = [{"measure_code": "degree", "cumulative_share": share} for share in (0.3, 0.5)]
    >>> str(half_of(rows)[0])
    '2 nodes have half of all: degree'
    """
    called = code_name(rows[0]["measure_code"])
    for n, row in enumerate(rows, start=1):
        if row["cumulative_share"] >= 0.5:
            return [HALF(n=n, measure=InBoth(called["zh"], called["en"]))]
    return []


def roles_kept(rows: Sequence[Row]) -> list[Said]:
    """Say how many nodes keep their role under nine of ten thresholds."""
    return [ROLES_KEPT(n=len(rows), kept=sum(row["role_share"] >= _MOST for row in rows))]


def falls_apart(rows: Sequence[Row]) -> list[Said]:
    """Say without how many nodes less than half of a network hangs together.

    Parameters
    ----------
    rows : sequence of mapping
        ``strategy_code``, ``removed_share`` (rising), ``giant_share``.

    Examples
    --------
    >>> names = ("strategy_code", "removed_share", "giant_share")
    >>> known = [("degree", 0.1, 0.4), ("random", 0.1, 0.9), ("random", 0.5, 0.4)]
    >>> falls_apart([dict(zip(names, row)) for row in known])[0].text("zh")
    '移除度最高的10%的节点，余下相连的就不到一半；随机移除则要50%'
    """
    ends: dict[str, str] = {}
    for row in rows:
        if row["giant_share"] is not None and row["giant_share"] < 0.5:
            ends.setdefault(row["strategy_code"], f"{100 * row['removed_share']:.0f}")
    if not {"degree", "random"} <= ends.keys():
        return []
    return [FALLS_APART(aimed=ends["degree"], random=ends["random"])]


def whole(rows: Sequence[Row]) -> list[Said]:
    """Say how large a network is, and how many steps lie between two nodes."""
    of = {row["measure_code"]: row["value"] for row in rows}
    if None in (of.get("n_nodes"), of.get("n_links")):
        return []
    parts = {"nodes": f"{of['n_nodes']:.0f}", "links": f"{of['n_links']:.0f}"}
    steps = of.get("average_path_length")
    return [WHOLE(**parts) if steps is None else STEPS(**parts, steps=f"{steps:.1f}")]
