"""Factors of the matrix of works by their roles, genres and regions: ALS and SVD."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

from wenmai.knowledge_graph.facts import HEAD, TAIL, Facts, Floats, Ints


@dataclass(frozen=True)
class Incidence:
    """Which works have which features; a feature is an entity on a side of a relation.

    Parameters
    ----------
    facts : Facts
    is_hub : array of bool of shape (n_entities,)
        The works. A triple gives a feature to each of its ends that is a hub.
    """

    facts: Facts
    is_hub: npt.NDArray[np.bool_]

    def column(self, relations: Ints, side: str, entities: Ints) -> Ints:
        """Return the number of a feature: an entity that stands on a side of a relation."""
        offset = 0 if side == HEAD else self.facts.n_relations
        found: Ints = (relations + offset) * self.facts.n_entities + entities
        return found

    @cached_property
    def columns(self) -> Ints:
        """Return the features that occur, in rising order."""
        return np.unique(np.concatenate([part[1] for part in self._cells()]))

    def place(self, columns: Ints) -> Ints:
        """Return the positions of features; n_columns for one that does not occur."""
        if not len(self.columns):
            return np.zeros(len(columns), dtype=np.int64)
        found = np.searchsorted(self.columns, columns)
        hit = self.columns[np.minimum(found, len(self.columns) - 1)] == columns
        return np.where(hit, found, len(self.columns)).astype(np.int64)

    @cached_property
    def matrix(self) -> csr_array:
        """Return the 0–1 matrix, entity × feature; only hubs have rows with entries."""
        rows = np.concatenate([part[0] for part in self._cells()])
        columns = self.place(np.concatenate([part[1] for part in self._cells()]))
        shape = (self.facts.n_entities, len(self.columns))
        return csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)

    def _cells(self) -> list[tuple[Ints, Ints]]:
        facts = self.facts
        by_tail, by_head = self.is_hub[facts.tails], self.is_hub[facts.heads]
        return [
            (facts.tails[by_tail], self.column(facts.relations, HEAD, facts.heads)[by_tail]),
            (facts.heads[by_head], self.column(facts.relations, TAIL, facts.tails)[by_head]),
        ]


@dataclass(frozen=True)
class Factors:
    """Vectors of works and of their features; a score is their product.

    Parameters
    ----------
    incidence : Incidence
    rows : array of shape (n_entities, n_factors)
    columns : array of shape (n_features + 1, n_factors)
        The last row, zeros, stands for a feature that does not occur.
    """

    incidence: Incidence
    rows: Floats
    columns: Floats

    def _feature(self, relations: Ints, side: str, entities: Ints) -> Floats:
        place = self.incidence.place(self.incidence.column(relations, side, entities))
        return self.columns[place]

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Floats:
        """Return the score of every candidate for every anchor."""
        hub = self.incidence.is_hub
        other = TAIL if side == HEAD else HEAD
        found = np.zeros((len(anchors), len(candidates)))
        if hub[anchors].any():
            own = self.rows[anchors] * hub[anchors, None]
            found += own @ self._feature(np.full(len(candidates), relation), side, candidates).T
        if hub[candidates].any():
            own = self.rows[candidates] * hub[candidates, None]
            found += self._feature(np.full(len(anchors), relation), other, anchors) @ own.T
        return found

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return the scores of given triples."""
        hub = self.incidence.is_hub
        at_tail = np.einsum("ij,ij->i", self.rows[tails], self._feature(relations, HEAD, heads))
        at_head = np.einsum("ij,ij->i", self.rows[heads], self._feature(relations, TAIL, tails))
        found: Floats = at_tail * hub[tails] + at_head * hub[heads]
        return found

    def vectors(self) -> Floats:
        """Return one vector per entity: that of a hub, or the mean of an entity's features."""
        n = self.incidence.facts.n_entities
        owner = self.incidence.columns % n
        places = (owner, np.arange(len(owner)))
        gather = csr_array((np.ones(len(owner)), places), shape=(n, len(owner)))
        counts = np.asarray(gather.sum(axis=1)).ravel()
        means = (gather @ self.columns[:-1]) / np.maximum(counts, 1)[:, None]
        return np.where(self.incidence.is_hub[:, None], self.rows, means)


def als(
    incidence: Incidence,
    n_factors: int = 64,
    *,
    alpha: float = 40.0,
    regularization: float = 3.0,
    rounds: int = 10,
    seed: int = 1,
    start: Factors | None = None,
) -> Factors:
    """Factorise by alternating least squares for implicit data (Hu, Koren, Volinsky 2008).

    Minimises Σ c·(p − x·y)² + λ(Σ|x|² + Σ|y|²) over all cells, with p = 1 and confidence
    c = 1 + α for what is there, p = 0 and c = 1 for what is not. Each least-squares step is done
    by a few conjugate gradients from the last solution (Takács and others 2011).

    Parameters
    ----------
    incidence : Incidence
    n_factors : int
    alpha, regularization : float
    rounds, seed : int
    start : Factors, optional
        To begin from, of a matrix with the same rows, instead of random numbers: a part of the
        cells then keeps the axes of the whole.

    Returns
    -------
    Factors
    """
    matrix = incidence.matrix
    if start is None:
        rng = np.random.default_rng(seed)
        shape = (matrix.shape[0] + matrix.shape[1], n_factors)
        drawn = rng.normal(scale=1 / np.sqrt(n_factors), size=shape)
        rows, columns = drawn[: matrix.shape[0]], drawn[matrix.shape[0] :]
        rows[~incidence.is_hub] = 0.0
    else:
        rows, columns = start.rows, start.columns[start.incidence.place(incidence.columns)]
    flipped = csr_array(matrix.T)
    for _ in range(rounds):
        rows = solve_side(matrix, rows, columns, alpha=alpha, regularization=regularization)
        columns = solve_side(flipped, columns, rows, alpha=alpha, regularization=regularization)
    return Factors(incidence, rows, np.vstack([columns, np.zeros(n_factors)]))


def solve_side(
    matrix: csr_array,
    start: Floats,
    fixed: Floats,
    *,
    alpha: float,
    regularization: float,
    steps: int = 3,
) -> Floats:
    """Solve (YᵀY + αYᵀ_u Y_u + λI) x_u = (1 + α)Σ_u y for all rows at once, the other side fixed.

    Parameters
    ----------
    matrix : sparse array of shape (n, m)
    start : array of shape (n, d)
    fixed : array of shape (m, d)
    alpha, regularization : float
    steps : int
        Conjugate gradients; with d of them the solution is exact.
    """
    base = fixed.T @ fixed + regularization * np.eye(fixed.shape[1])
    owner = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    theirs = fixed[matrix.indices]

    def applied(x: Floats) -> Floats:
        inner = np.einsum("ij,ij->i", x[owner], theirs)
        local = csr_array((inner, matrix.indices, matrix.indptr), shape=matrix.shape)
        found: Floats = x @ base + alpha * (local @ fixed)
        return found

    x = start.copy()
    rest = (1 + alpha) * (matrix @ fixed) - applied(x)
    way = rest.copy()
    size = np.einsum("ij,ij->i", rest, rest)
    for _ in range(steps):
        moved = applied(way)
        bottom = np.einsum("ij,ij->i", way, moved)
        length = np.divide(size, bottom, out=np.zeros_like(size), where=bottom > 0)
        x += length[:, None] * way
        rest -= length[:, None] * moved
        fresh = np.einsum("ij,ij->i", rest, rest)
        turn = np.divide(fresh, size, out=np.zeros_like(size), where=size > 0)
        way = rest + turn[:, None] * way
        size = fresh
    return x


def svd(incidence: Incidence, n_factors: int = 128, seed: int = 1) -> Factors:
    """Factorise by the truncated singular value decomposition: the best in squared error.

    Parameters
    ----------
    incidence : Incidence
    n_factors : int
        Fewer when the matrix is smaller.
    seed : int
    """
    hubs = np.flatnonzero(incidence.is_hub)
    matrix = incidence.matrix[hubs]
    k = max(1, min(n_factors, min(matrix.shape) - 1))
    start = np.random.default_rng(seed).normal(size=min(matrix.shape))
    left, values, right = svds(matrix, k=k, v0=start)
    order = np.argsort(-values)
    rows = np.zeros((incidence.facts.n_entities, k))
    rows[hubs] = left[:, order] * values[order]
    return Factors(incidence, rows, np.vstack([right[order].T, np.zeros(k)]))
