"""Triples as arrays: head, relation and tail as positions, with the kinds of the entities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
HEAD, TAIL = "head", "tail"
SIDES = (HEAD, TAIL)


@dataclass(frozen=True)
class Facts:
    """A set of triples: every one once, in the order of head, relation and tail.

    Parameters
    ----------
    heads, relations, tails : arrays of shape (n_facts,)
        Positions among the entities and relations.
    kinds : array of shape (n_entities,)
        Number of every entity's kind; only entities of the right kind are candidates.
    n_relations : int

    Examples
    --------
    >>> facts = Facts.of([(0, 0, 2), (1, 0, 2), (0, 0, 2)], kinds=[0, 0, 1])
    >>> len(facts), facts.ends_of(0, "head").tolist()
    (2, [0, 1])
    """

    heads: Ints
    relations: Ints
    tails: Ints
    kinds: Ints
    n_relations: int

    @classmethod
    def of(
        cls,
        triples: npt.ArrayLike | Sequence[tuple[int, int, int]],
        kinds: npt.ArrayLike,
        n_relations: int | None = None,
    ) -> "Facts":
        """Build from rows of head, relation and tail; repeated ones count once."""
        rows = np.asarray(triples, dtype=np.int64).reshape(-1, 3)
        number = int(rows[:, 1].max(initial=-1)) + 1 if n_relations is None else n_relations
        kinds = np.asarray(kinds, dtype=np.int64)
        # one number per row sorts a hundred times faster than rows of three
        keys = (rows[:, 0] * number + rows[:, 1]) * len(kinds) + rows[:, 2]
        kept = rows[np.unique(keys, return_index=True)[1]]
        return cls(kept[:, 0], kept[:, 1], kept[:, 2], kinds, number)

    def __len__(self) -> int:
        return len(self.heads)

    @property
    def n_entities(self) -> int:
        """Return the number of entities, those without a triple included."""
        return len(self.kinds)

    @cached_property
    def keys(self) -> Ints:
        """Return one number per triple, in rising order."""
        return self.key_of(self.heads, self.relations, self.tails)

    def key_of(self, heads: Ints, relations: Ints, tails: Ints) -> Ints:
        """Return one number per given triple."""
        found: Ints = (heads * self.n_relations + relations) * self.n_entities + tails
        return found

    def holds(self, heads: Ints, relations: Ints, tails: Ints) -> Bools:
        """Return which of the given triples are among the facts."""
        return np.isin(self.key_of(heads, relations, tails), self.keys)

    def take(self, chosen: npt.NDArray[np.bool_] | Ints) -> "Facts":
        """Return the chosen triples, over the same entities and relations."""
        rows = np.column_stack([self.heads[chosen], self.relations[chosen], self.tails[chosen]])
        return Facts.of(rows, self.kinds, self.n_relations)

    def union(self, other: "Facts") -> "Facts":
        """Return the triples of both."""
        rows = [np.column_stack([one.heads, one.relations, one.tails]) for one in (self, other)]
        return Facts.of(np.concatenate(rows), self.kinds, self.n_relations)

    @cached_property
    def degrees(self) -> Ints:
        """Return in how many triples each entity stands."""
        ends = np.concatenate([self.heads, self.tails])
        return np.bincount(ends, minlength=self.n_entities).astype(np.int64)

    def counts(self, side: str) -> csr_array:
        """Return a matrix, relation × entity: how often an entity stands on a side."""
        ends = self.heads if side == HEAD else self.tails
        shape = (self.n_relations, self.n_entities)
        return csr_array((np.ones(len(self)), (self.relations, ends)), shape=shape)

    def ends_of(self, relation: int, side: str) -> Ints:
        """Return the type-correct candidates: entities of the kinds a relation's side has.

        A relation without triples takes every entity.
        """
        mine = self.relations == relation
        ends = (self.heads if side == HEAD else self.tails)[mine]
        if not len(ends):
            return np.arange(self.n_entities, dtype=np.int64)
        return np.flatnonzero(np.isin(self.kinds, np.unique(self.kinds[ends]))).astype(np.int64)


def pair_numbers(heads: Ints, tails: Ints, n_entities: int) -> Ints:
    """Return one number per unordered pair of entities, shared by all its triples.

    Examples
    --------
    >>> pair_numbers(np.array([0, 2, 1]), np.array([2, 0, 2]), 3).tolist()
    [0, 0, 1]
    """
    low, high = np.minimum(heads, tails), np.maximum(heads, tails)
    return np.unique(low * n_entities + high, return_inverse=True)[1].astype(np.int64)


def entries(matrix: csr_array, rows: Ints, columns: Ints) -> Floats:
    """Return single cells of a sparse matrix, also when there are none to return.

    Examples
    --------
    >>> entries(csr_array(np.eye(2)), np.array([0, 1]), np.array([0, 0])).tolist()
    [1.0, 0.0]
    """
    if not len(rows):
        return np.zeros(0)
    return np.asarray(matrix[rows, columns], dtype=float).ravel()


def in_portions(score: Callable[..., Floats], *ends: Ints, size: int = 20_000) -> Floats:
    """Score so many triples at a time, that what a score needs on the way stays small.

    Examples
    --------
    >>> in_portions(lambda heads, tails: heads + tails, np.arange(3), np.arange(3), size=2).tolist()
    [0, 2, 4]
    """
    parts = [
        score(*(end[start : start + size] for end in ends))
        for start in range(0, len(ends[0]), size)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


@dataclass(frozen=True)
class NamedFacts:
    """Facts with the codes that their positions stand for.

    Examples
    --------
    >>> rows = pd.DataFrame([("p", "acted", "w")], columns=["head", "relation", "tail"])
    >>> named = NamedFacts.from_frame(rows, {"p": "person", "w": "work"})
    >>> named.entities, named.facts.tails.tolist()
    (('p', 'w'), [1])
    """

    facts: Facts
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    kind_codes: tuple[str, ...]

    @classmethod
    def from_frame(cls, rows: pd.DataFrame, kinds: dict[str, str] | pd.Series) -> "NamedFacts":
        """Build from a table of ``head``, ``relation``, ``tail`` and the kind of each entity.

        Entities without a kind are of the kind ``""``; entities and relations are sorted.
        """
        known = {str(code): str(kind) for code, kind in dict(kinds).items()}
        heads, tails = rows["head"].astype(str), rows["tail"].astype(str)
        entities = tuple(sorted(set(known) | set(heads) | set(tails)))
        relations = tuple(sorted(set(rows["relation"].astype(str))))
        kind_codes = tuple(sorted({known.get(code, "") for code in entities}))
        place = {code: number for number, code in enumerate(kind_codes)}
        positions = np.column_stack(
            [
                positions_of(heads, entities),
                positions_of(rows["relation"].astype(str), relations),
                positions_of(tails, entities),
            ]
        )
        numbers = [place[known.get(code, "")] for code in entities]
        return cls(Facts.of(positions, numbers, len(relations)), entities, relations, kind_codes)

    def positions(self, rows: pd.DataFrame) -> tuple[Ints, Ints, Ints]:
        """Return the positions of head, relation and tail; −1 for what the graph does not know."""
        return (
            positions_of(rows["head"], self.entities),
            positions_of(rows["relation"], self.relations),
            positions_of(rows["tail"], self.entities),
        )


def positions_of(codes: pd.Series, ordered: tuple[str, ...]) -> Ints:
    """Return the position of every code in a tuple of codes; −1 where it is not there.

    Examples
    --------
    >>> positions_of(pd.Series(["b", "x"]), ("a", "b")).tolist()
    [1, -1]
    """
    index = pd.Index(ordered, dtype=object)
    return index.get_indexer(pd.Index(codes.to_numpy(dtype=object))).astype(np.int64)
