"""A network as arrays: nodes in order, links with a strength, directed or not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Graph:
    """A simple network: no loops, every link once.

    Parameters
    ----------
    nodes : tuple of str
        Codes of the nodes; a node is a position in it everywhere else.
    sources, targets : arrays of shape (n_links,)
        Positions of the ends of every link; in an undirected network the lower one is the source.
    weights : array of shape (n_links,)
        Strengths, above 0.
    is_directed : bool
    n_loops, n_without_strength, n_merged : int
        How many rows ``from_links`` left out or added to another one.

    Examples
    --------
    >>> graph = Graph.from_edges([("a", "b"), ("b", "c")], is_directed=False)
    >>> graph.n_nodes, graph.n_links, graph.degrees.tolist()
    (3, 2, [1, 2, 1])
    """

    nodes: tuple[str, ...]
    sources: Ints
    targets: Ints
    weights: Floats
    is_directed: bool
    n_loops: int = field(default=0, compare=False)
    n_without_strength: int = field(default=0, compare=False)
    n_merged: int = field(default=0, compare=False)

    @classmethod
    def from_links(cls, links: pd.DataFrame, nodes: Iterable[str], is_directed: bool) -> "Graph":
        """Build a network from a table of links.

        Parameters
        ----------
        links : DataFrame
            ``from_node``, ``to_node``, ``weight``. Rows of the same link are added up; loops and
            rows whose weight is missing, infinite, 0 or less are left out and counted.
        nodes : iterable of str
            All nodes, isolated ones included; further ones that links name are added. Order does
            not matter: nodes are sorted.
        is_directed : bool

        Returns
        -------
        Graph

        Examples
        --------
        >>> rows = [("a", "b", 1.0), ("b", "a", 2.0), ("c", "c", 5.0)]
        >>> frame = pd.DataFrame(rows, columns=["from_node", "to_node", "weight"])
        >>> graph = Graph.from_links(frame, ["a", "b", "c"], is_directed=False)
        >>> graph.weights.tolist(), graph.n_merged, graph.n_loops
        ([3.0], 1, 1)
        """
        starts = links["from_node"].astype(str).to_numpy(dtype=object)
        ends = links["to_node"].astype(str).to_numpy(dtype=object)
        codes = tuple(sorted({str(node) for node in nodes} | set(starts) | set(ends)))
        index = pd.Index(codes, dtype=object)
        sources = index.get_indexer(pd.Index(starts, dtype=object)).astype(np.int64)
        targets = index.get_indexer(pd.Index(ends, dtype=object)).astype(np.int64)
        weights = links["weight"].to_numpy(dtype=float, na_value=np.nan)
        is_loop = sources == targets
        has_strength = np.isfinite(weights) & (weights > 0)
        kept = ~is_loop & has_strength
        sources, targets, weights = sources[kept], targets[kept], weights[kept]
        if not is_directed:
            sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
        # sorting by weight too makes the sum independent of the order of rows
        order = np.lexsort((weights, targets, sources))
        keys = (sources * max(len(codes), 1) + targets)[order]
        unique, first = np.unique(keys, return_index=True)
        summed = np.add.reduceat(weights[order], first) if len(unique) else np.zeros(0)
        return cls(
            nodes=codes,
            sources=sources[order][first],
            targets=targets[order][first],
            weights=summed,
            is_directed=is_directed,
            n_loops=int(is_loop.sum()),
            n_without_strength=int((~has_strength & ~is_loop).sum()),
            n_merged=int(kept.sum()) - len(unique),
        )

    @classmethod
    def from_edges(
        cls,
        edges: Iterable[tuple[str, str]],
        nodes: Iterable[str] = (),
        is_directed: bool = True,
        weights: Sequence[float] | None = None,
    ) -> "Graph":
        """Build a network from pairs of codes, of strength 1 unless told.

        Examples
        --------
        >>> Graph.from_edges([("a", "b"), ("b", "a")]).n_links
        2
        """
        frame = pd.DataFrame(list(edges), columns=["from_node", "to_node"], dtype=object)
        frame["weight"] = 1.0 if weights is None else np.asarray(weights, dtype=float)
        return cls.from_links(frame, nodes, is_directed)

    @property
    def n_nodes(self) -> int:
        """Return the number of nodes, isolated ones included."""
        return len(self.nodes)

    @property
    def n_links(self) -> int:
        """Return the number of links; A–B counts once when there are no directions."""
        return len(self.sources)

    @cached_property
    def arcs(self) -> tuple[Ints, Ints, Floats]:
        """Return source, target and weight of every arc; an undirected link is two arcs."""
        if self.is_directed:
            return self.sources, self.targets, self.weights
        return (
            np.concatenate([self.sources, self.targets]),
            np.concatenate([self.targets, self.sources]),
            np.concatenate([self.weights, self.weights]),
        )

    @cached_property
    def strengths(self) -> csr_array:
        """Return the matrix of strengths, row to column."""
        sources, targets, weights = self.arcs
        shape = (self.n_nodes, self.n_nodes)
        matrix = csr_array((weights, (sources, targets)), shape=shape)
        matrix.sort_indices()
        return matrix

    @cached_property
    def adjacency(self) -> csr_array:
        """Return the 0–1 matrix, row to column."""
        matrix = self.strengths.copy()
        matrix.data = np.ones_like(matrix.data)
        return matrix

    @cached_property
    def undirected(self) -> "Graph":
        """Return the network without directions; strengths of both directions are added."""
        if not self.is_directed:
            return self
        low, high = np.minimum(self.sources, self.targets), np.maximum(self.sources, self.targets)
        keys, inverse = np.unique(low * max(self.n_nodes, 1) + high, return_inverse=True)
        weights = np.bincount(inverse, self.weights, len(keys)).astype(float)
        n = max(self.n_nodes, 1)
        return Graph(self.nodes, keys // n, keys % n, weights, is_directed=False)

    @cached_property
    def out_degrees(self) -> Ints:
        """Return how many nodes each node links to."""
        return np.bincount(self.arcs[0], minlength=self.n_nodes).astype(np.int64)

    @cached_property
    def in_degrees(self) -> Ints:
        """Return how many nodes link to each node."""
        return np.bincount(self.arcs[1], minlength=self.n_nodes).astype(np.int64)

    @cached_property
    def degrees(self) -> Ints:
        """Return the number of distinct neighbours, |out ∪ in|."""
        return self.undirected.out_degrees

    @cached_property
    def out_strengths(self) -> Floats:
        """Return the sum of the strengths of the links that leave each node."""
        return np.bincount(self.arcs[0], self.arcs[2], self.n_nodes).astype(float)

    @cached_property
    def in_strengths(self) -> Floats:
        """Return the sum of the strengths of the links that reach each node."""
        return np.bincount(self.arcs[1], self.arcs[2], self.n_nodes).astype(float)

    def without(self, removed: npt.NDArray[np.bool_]) -> "Graph":
        """Return the network that is left when nodes are taken out with their links.

        Parameters
        ----------
        removed : array of bool of shape (n_nodes,)

        Examples
        --------
        >>> graph = Graph.from_edges([("a", "b"), ("b", "c")])
        >>> graph.without(np.array([False, False, True])).nodes
        ('a', 'b')
        """
        kept = ~(removed[self.sources] | removed[self.targets])
        places = np.cumsum(~removed) - 1
        return Graph(
            tuple(code for code, gone in zip(self.nodes, removed, strict=True) if not gone),
            places[self.sources[kept]],
            places[self.targets[kept]],
            self.weights[kept],
            self.is_directed,
        )

    def with_links(self, sources: Ints, targets: Ints) -> "Graph":
        """Return a network of the same nodes with other links of strength 1."""
        if not self.is_directed:
            sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
        return Graph(self.nodes, sources, targets, np.ones(len(sources)), self.is_directed)


def once_per_graph(
    measure: Callable[Concatenate[Graph, P], R],
) -> Callable[Concatenate[Graph, P], R]:
    """Let a network keep what was measured of it: several tables ask for the same.

    Parameters
    ----------
    measure : callable
        Of a graph and hashable options; what it returns must not be changed.

    Examples
    --------
    >>> @once_per_graph
    ... def links(graph):
    ...     print("counting")
    ...     return graph.n_links
    >>> graph = Graph.from_edges([("a", "b")])
    >>> links(graph), links(graph)
    counting
    (1, 1)
    """

    @wraps(measure)
    def kept(graph: Graph, *args: P.args, **options: P.kwargs) -> R:
        known = graph.__dict__.setdefault("_measured", {})
        key = (measure.__qualname__, args, tuple(sorted(options.items())))
        if key not in known:
            known[key] = measure(graph, *args, **options)
        found: R = known[key]
        return found

    return kept
