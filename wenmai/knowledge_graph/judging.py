"""Two scores on the processor's cheap side: one to complete a graph, one to judge what is in it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wenmai.knowledge_graph.factors import Factors
from wenmai.knowledge_graph.facts import Facts, Floats, Ints, entries, in_portions
from wenmai.knowledge_graph.neighbours import AdamicAdar


@dataclass(frozen=True)
class Combined:
    """Complete a graph: ln(1 + Adamic–Adar) plus the product of the factors.

    Parameters
    ----------
    paths : AdamicAdar
    factors : Factors
    """

    paths: AdamicAdar
    factors: Factors

    def block(self, anchors: Ints, relation: int, side: str, candidates: Ints) -> Floats:
        """Return the score of every candidate for every anchor."""
        question = (anchors, relation, side, candidates)
        paths = np.maximum(self.paths.block(*question), 0.0)
        found: Floats = np.log1p(paths) + self.factors.block(*question)
        return found

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return the scores of given triples; only those that were not learned from are judged."""
        given = (heads, relations, tails)
        return np.log1p(np.maximum(self.paths.triples(*given), 0.0)) + self.factors.triples(*given)


@dataclass(frozen=True)
class Judge:
    """Judge a credit by the rest of the graph: ln(1 + Adamic–Adar) plus the fit of the profile.

    The profile of a person counts the features (genre, region) of its other works; the fit is the
    cosine with the features of the work in question. Neither part sees the credit itself, so a
    true and a false credit are judged alike whether or not they stand in the graph.

    Parameters
    ----------
    train : Facts
    is_role : array of bool of shape (n_relations,)
        Relations that join an entity (head) to a work (tail); the others give works features.

    Examples
    --------
    >>> rows = [(0, 0, 2), (1, 0, 2), (1, 0, 3), (2, 1, 4), (3, 1, 4)]
    >>> judge = Judge(Facts.of(rows, kinds=[0, 0, 1, 1, 2]), np.array([True, False]))
    >>> judge.triples(np.array([0]), np.array([0]), np.array([3])).round(4).tolist()
    [2.1254]
    """

    train: Facts
    is_role: npt.NDArray[np.bool_]

    @cached_property
    def paths(self) -> AdamicAdar:
        """Return the Adamic–Adar scores over the roles."""
        return AdamicAdar(self.train, self.is_role[self.train.relations])

    @cached_property
    def _features(self) -> csr_array:
        facts, n = self.train, self.train.n_entities
        mine = ~self.is_role[facts.relations]
        columns = facts.relations[mine] * n + facts.tails[mine]
        unique, place = np.unique(columns, return_inverse=True)
        shape = (n, len(unique))
        return csr_array((np.ones(int(mine.sum())), (facts.heads[mine], place)), shape=shape)

    @cached_property
    def _credits(self) -> csr_array:
        """0–1 matrix, entity × work."""
        facts, n = self.train, self.train.n_entities
        mine = self.is_role[facts.relations]
        ones = np.ones(int(mine.sum()))
        matrix = csr_array((ones, (facts.heads[mine], facts.tails[mine])), shape=(n, n))
        matrix.sum_duplicates()
        matrix.data[:] = 1.0
        return matrix

    @cached_property
    def _profiles(self) -> csr_array:
        return csr_array(self._credits @ self._features)

    def fit(self, heads: Ints, tails: Ints) -> Floats:
        """Return the cosine of profile and features, 0 where either is empty."""
        own = entries(self._credits, heads, tails)
        work = self._features[tails]
        profile = self._profiles[heads] - work.multiply(own[:, None]).tocsr()
        joint = np.asarray(profile.multiply(work).sum(axis=1)).ravel()
        length = np.sqrt(
            np.asarray(profile.multiply(profile).sum(axis=1)).ravel()
            * np.asarray(work.multiply(work).sum(axis=1)).ravel()
        )
        return np.divide(joint, length, out=np.zeros(len(heads)), where=length > 0)

    def triples(self, heads: Ints, relations: Ints, tails: Ints) -> Floats:
        """Return the scores of given credits."""
        paths = np.maximum(self.paths.triples(heads, relations, tails), 0.0)
        return np.log1p(paths) + in_portions(self.fit, heads, tails)

    def can_judge(self, heads: Ints, tails: Ints) -> npt.NDArray[np.bool_]:
        """Return whether the entity has another work: without one nothing speaks for or against."""
        own = entries(self._credits, heads, tails)
        works = np.asarray(self._credits.sum(axis=1)).ravel()
        return np.asarray(works[heads] - own > 0)
