"""What may be published about groups of people: k, l, t, and cells that must stay empty.

k: fewest people behind a cell (Sweeney 2002); l: fewest distinct values among them
(Machanavajjhala et al. 2007); t: farthest a group's distribution lies from everybody's (Li, Li and
Venkatasubramanian 2007).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
# GB/T 42460-2023, annex D (informative).
K_BY_SHARING: Mapping[str, int] = {"open": 20, "agreement": 5, "enclave": 3}


@dataclass(frozen=True)
class Suppressed:
    """Cells of a table that are not published; the last row and column are its totals.

    Parameters
    ----------
    primary : array of bool, shape (n_rows + 1, n_columns + 1)
        Too few people.
    secondary : array of bool, same shape
        Kept back because the totals would give a primary one away.
    """

    primary: Bools
    secondary: Bools

    @property
    def any(self) -> Bools:
        """Both."""
        return self.primary | self.secondary


def with_totals(counts: npt.ArrayLike) -> Floats:
    """Put totals below and beside a table.

    Parameters
    ----------
    counts : array of shape (n_rows, n_columns)

    Returns
    -------
    array of shape (n_rows + 1, n_columns + 1)

    Examples
    --------
    >>> with_totals([[1, 2], [3, 4]]).astype(int).tolist()
    [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    """
    inner = np.asarray(counts, dtype=float)
    rows = np.hstack([inner, inner.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def suppress(persons: npt.ArrayLike, k: int) -> Suppressed:
    """Choose the cells of a table with totals that must be kept back.

    Kept back are cells (totals among them) with 1 to k − 1 people, then as few people more as
    needed for three things: no row or column, its total included, has one empty cell alone; the
    cells kept back in a row or column with a published total hold k people together; and no
    combination of totals gives one away. A cell follows from sums and differences of totals when
    it is a bridge of the graph whose edges join the rows and columns of the empty cells.

    Parameters
    ----------
    persons : array of shape (n_rows + 1, n_columns + 1)
        People behind each cell, of the totals in the last row and column (a person may count in
        several rows, so they need not be sums); 0 is published: it says that nobody was there.
    k : int
        Fewest people behind a published cell.

    Returns
    -------
    Suppressed

    Examples
    --------
    >>> found = suppress(with_totals([[3, 40, 50], [30, 60, 70]]), k=10)
    >>> found.any.astype(int).tolist()
    [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]
    """
    counts = np.asarray(persons, dtype=float)
    primary = (counts > 0) & (counts < k)
    hidden = primary.copy()
    while (cell := _next_cell(counts, hidden, k)) is not None:
        hidden[cell] = True
    return Suppressed(primary, hidden & ~primary)


def l_diversity(groups: Sequence[Sequence[object]]) -> int:
    """Return the fewest distinct values of any group.

    Parameters
    ----------
    groups : sequence of sequences
        Sensitive values of the people behind each cell.

    Returns
    -------
    int
        0 without groups.

    Examples
    --------
    >>> l_diversity([["a", "b", "b"], ["c", "c"]])
    1
    """
    return min((len(set(group)) for group in groups), default=0)


def t_closeness(counts: npt.ArrayLike) -> float:
    """Return the largest distance of a group's distribution from everybody's.

    The distance of categories without an order: half the sum of absolute differences.

    Parameters
    ----------
    counts : array of shape (n_groups, n_values)

    Returns
    -------
    float
        0–1; missing without people.

    Examples
    --------
    >>> t_closeness([[5, 5], [10, 0]])
    0.25
    """
    table = np.asarray(counts, dtype=float)
    table = table[table.sum(axis=1) > 0] if table.size else table
    if not table.size:
        return float("nan")
    shares = table / table.sum(axis=1, keepdims=True)
    everybody = table.sum(axis=0) / table.sum()
    return float(np.abs(shares - everybody).sum(axis=1).max() / 2)


def _next_cell(counts: Floats, hidden: Bools, k: int) -> tuple[int, int] | None:
    """Return one more cell to keep back, or None when all is safe."""
    for places in (*_unsafe_lines(counts, hidden, k), *_round_bridges(hidden)):
        found = _cheapest(counts, hidden, places)
        if found is not None:
            return found
    return None


def _unsafe_lines(counts: Floats, hidden: Bools, k: int) -> Iterator[Bools]:
    """Yield the cells of every row and column that gives something away."""
    for axis in (0, 1):
        inner = hidden.take(range(hidden.shape[1 - axis] - 1), axis=1 - axis)
        people = np.where(inner, counts.take(range(counts.shape[1 - axis] - 1), axis=1 - axis), 0)
        is_open = inner.any(axis=1 - axis) & ~hidden.take(-1, axis=1 - axis)
        few = is_open & (people.sum(axis=1 - axis) < k)
        for line in np.flatnonzero((hidden.sum(axis=1 - axis) == 1) | few):
            places = np.zeros_like(hidden)
            places[(line, slice(None)) if axis == 0 else (slice(None), line)] = True
            yield places


def _round_bridges(hidden: Bools) -> Iterator[Bools]:
    """Yield, for each cell that totals give away, the cells that would lead round it."""
    graph = nx.Graph()
    graph.add_edges_from((("row", int(i)), ("column", int(j))) for i, j in np.argwhere(hidden))
    for one, other in list(nx.bridges(graph)):
        graph.remove_edge(one, other)
        sides = [nx.node_connected_component(graph, end) for end in (one, other)]
        graph.add_edge(one, other)
        rows, columns = (
            [np.isin(range(size), [at for kind, at in side if kind == line]) for side in sides]
            for line, size in zip(("row", "column"), hidden.shape, strict=True)
        )
        yield np.outer(rows[0], columns[1]) | np.outer(rows[1], columns[0])
        places = dict((one, other))
        lines = np.zeros_like(hidden)
        lines[places["row"]] = lines[:, places["column"]] = True
        yield lines


def _cheapest(counts: Floats, hidden: Bools, inside: Bools) -> tuple[int, int] | None:
    """Return the published cell with the fewest people among some.

    Between equals one whose row and column already have an empty cell: it needs no further one. A
    cell of nobody says nothing and protects nothing.
    """
    places = np.argwhere(inside & (counts > 0) & ~hidden)
    if not len(places):
        return None
    rows, columns = places[:, 0], places[:, 1]
    helps = hidden[rows].any(axis=1).astype(int) + hidden[:, columns].any(axis=0)
    best = np.lexsort((columns, rows, -helps, counts[rows, columns]))[0]
    return int(rows[best]), int(columns[best])
