"""Scores that need no training: how often an entity is named, and Adamic–Adar over three steps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, diags_array

from wenmai.knowledge_graph.facts import HEAD, Facts, Floats, Ints, entries, in_portions

# Weight of popularity beside paths: it orders what paths leave equal, and nothing else.
_TIE = 1e-6


@dataclass(frozen=True)
class Popularity:
    """Score a candidate by how often it stands on that side of the relation.

    Parameters
    ----------
    train : Facts

    Examples
    --------
    >>> train = Facts.of([(0, 0, 2), (0, 0, 3), (1, 0, 3)], kinds=[0, 0, 1, 1])
    >>> Popularity(train).block(np.array([2]), 0, "head", np.array([0, 1])).tolist()
    [[2.0, 1.0]]
    """

    train: Facts

    @cached_property
    def _counts(self) -> dict[str, Floats]:
        return {side: self.train.counts(side).toarray() for side in ("head", "tail")}

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Floats:
        """Return the score of every candidate for every anchor, the same for all anchors."""
        row = self._counts[side][relation, candidates]
        return np.broadcast_to(row, (len(anchors), len(candidates)))

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return how often the head stands in other triples of the relation, for given triples."""
        own = self.train.holds(heads, relations, tails)
        found: Floats = self._counts[HEAD][relations, heads] - own
        return found


@dataclass(frozen=True)
class AdamicAdar:
    """Score a pair by the paths of three steps between its ends, rare middles weighing more.

    S(h, t) = Σ_y Σ_x A_hy A_yx A_xt / (ln k_y · ln k_x), over simple paths h–y–x–t: from a person
    over another of its works and a colleague there to the work that is asked about. The link h–t
    itself plays no part, so that existing triples are judged by the rest of the graph.

    Parameters
    ----------
    train : Facts
    used : array of bool of shape (n_facts,), optional
        Triples that paths go over (roles, not genres); all unless told.

    Examples
    --------
    Persons 0 and 1 made work 3 together; 1 also made work 4, so 0 may belong to 4.

    >>> train = Facts.of([(0, 0, 3), (1, 0, 3), (1, 0, 4), (2, 0, 5)], kinds=[0, 0, 0, 1, 1, 1])
    >>> model = AdamicAdar(train)
    >>> model.triples(np.array([0]), np.array([0]), np.array([4])).round(4).tolist()
    [2.0814]
    """

    train: Facts
    used: np.ndarray | None = None

    @cached_property
    def _adjacency(self) -> csr_array:
        facts = self.train if self.used is None else self.train.take(self.used)
        n = facts.n_entities
        rows = np.concatenate([facts.heads, facts.tails])
        columns = np.concatenate([facts.tails, facts.heads])
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n, n))
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        matrix.setdiag(0)
        matrix.eliminate_zeros()
        return matrix

    @cached_property
    def weights(self) -> Floats:
        """Return 1/ln k of every entity; 0 where no path can go through it (k < 2)."""
        degrees = np.diff(self._adjacency.indptr).astype(float)
        return np.where(degrees > 1, 1 / np.log(np.maximum(degrees, 2)), 0.0)

    @cached_property
    def _scaled(self) -> csr_array:
        """A·D: the first step, each neighbour with its weight."""
        return csr_array(self._adjacency @ diags_array(self.weights))

    @cached_property
    def _last_step(self) -> csr_array:
        """D·A: the last step, by the neighbour it starts from."""
        return csr_array(self._scaled.T)

    def _two_steps(self, starts: Ints) -> csr_array:
        """Return the first two steps from some entities: of all, they are too many to keep."""
        return csr_array(self._scaled[starts] @ self._adjacency)

    @cached_property
    def _near(self) -> Floats:
        """Σ of the weights of each entity's neighbours."""
        return np.asarray(self._scaled.sum(axis=1)).ravel()

    @cached_property
    def _popularity(self) -> Popularity:
        return Popularity(self.train)

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Floats:
        """Return the score of every candidate for every anchor; popularity breaks ties."""
        reached = csr_array(self._two_steps(anchors) @ self._last_step)
        paths = reached[:, candidates].toarray()
        own = self._adjacency[anchors][:, candidates].tocoo()
        paths[own.row, own.col] -= self._detours(anchors[own.row], candidates[own.col])
        popular = self._popularity.block(anchors, relation, side, candidates)
        return paths + _TIE * popular

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return the scores of given triples, without the link of their own ends."""
        found = in_portions(self._walks, heads, tails)
        is_linked = entries(self._adjacency, heads, tails) > 0
        return found - is_linked * self._detours(heads, tails)

    def _walks(self, heads: Ints, tails: Ints) -> Floats:
        """Σ over the neighbours x of t of what arrives there in two steps, times the weight of x.

        Only the cells (h, x) are looked up: whole rows of h, once for each of its triples, would
        be the square of its degree.
        """
        starts, place = np.unique(heads, return_inverse=True)
        two = self._two_steps(starts)
        two.sort_indices()
        n = two.shape[1]
        keys = np.repeat(np.arange(len(starts)), np.diff(two.indptr)) * n + two.indices
        last = self._scaled[tails]
        row = np.repeat(np.arange(len(tails)), np.diff(last.indptr))
        wanted = place[row] * n + last.indices
        at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        arrived = np.where(keys[at] == wanted, two.data[at], 0.0) if len(keys) else 0.0 * wanted
        found: Floats = np.bincount(row, arrived * last.data, len(tails)).astype(float)
        return found

    def _detours(self, heads: Ints, tails: Ints) -> Floats:
        """Return the walks h–t–x–t and h–y–h–t, which are no paths."""
        w = self.weights
        found: Floats = w[tails] * self._near[tails] + w[heads] * self._near[heads]
        return found - w[heads] * w[tails]
