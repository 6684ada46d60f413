"""Questions with several right answers: the form in which decoders learn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wenmai.knowledge_graph.decoders import DECODERS, Array
from wenmai.knowledge_graph.facts import HEAD, SIDES, TAIL, Facts, Ints


@dataclass(frozen=True)
class Questions:
    """Questions (anchor, relation, ?) and (?, relation, anchor), each once, with all its answers.

    Parameters
    ----------
    anchors, relations : arrays of shape (n,)
    asks_tail : array of bool of shape (n,)
    answers : sparse array of shape (n, n_entities)
        1 for every right answer.
    """

    anchors: Ints
    relations: Ints
    asks_tail: npt.NDArray[np.bool_]
    answers: csr_array

    def __len__(self) -> int:
        return len(self.anchors)

    @classmethod
    def of(cls, facts: Facts) -> "Questions":
        """Make the questions that triples answer, tails and heads asked for.

        Examples
        --------
        >>> asked = Questions.of(Facts.of([(0, 0, 2), (1, 0, 2)], kinds=[0, 0, 1]))
        >>> len(asked), asked.answers.sum(axis=1).tolist()
        (3, [2.0, 1.0, 1.0])
        """
        n = facts.n_entities
        keys = np.concatenate(
            [
                (facts.relations * 2) * n + facts.tails,
                (facts.relations * 2 + 1) * n + facts.heads,
            ]
        )
        ends = np.concatenate([facts.heads, facts.tails])
        unique, inverse = np.unique(keys, return_inverse=True)
        answers = csr_array((np.ones(len(ends)), (inverse, ends)), shape=(len(unique), n))
        group = unique // n
        return cls(unique % n, group // 2, group % 2 == 1, answers)

    def take(self, chosen: npt.NDArray[np.bool_] | Ints) -> "Questions":
        """Return some of the questions."""
        return Questions(
            self.anchors[chosen],
            self.relations[chosen],
            self.asks_tail[chosen],
            self.answers[chosen],
        )


def candidate_groups(facts: Facts) -> list[tuple[Ints, Ints]]:
    """Return which (relation, side) have the same candidates, and those candidates.

    Returns
    -------
    list of (array of numbers 2·relation + asks_tail, array of candidates)
    """
    by_kinds: dict[tuple[int, ...], list[int]] = {}
    for relation in range(facts.n_relations):
        mine = facts.relations == relation
        for side in SIDES:
            ends = (facts.heads if side == HEAD else facts.tails)[mine]
            kinds = tuple(np.unique(facts.kinds[ends]).tolist())
            by_kinds.setdefault(kinds, []).append(2 * relation + (side == TAIL))
    return [
        (np.array(numbers), np.flatnonzero(np.isin(facts.kinds, kinds)).astype(np.int64))
        for kinds, numbers in by_kinds.items()
        if kinds
    ]


def softmax_loss(
    decoder: str,
    vectors: Array,
    relations: Array,
    questions: Questions,
    candidates: Ints,
    *,
    boost: float = 0.0,
) -> tuple[float, Array, Array]:
    """Return −Σ log softmax of the right answers among candidates, per answer, and its gradients.

    Parameters
    ----------
    decoder : {'distmult', 'complex'}
    vectors : array of shape (n_entities, d)
    relations : array of shape (n_relations, d)
    questions : Questions
        Every one with at least one answer among the candidates; answers elsewhere are left out.
    candidates : array
        In rising order. All of the right type, or the answers and a sample of the others.
    boost : float
        Added to the logits of wrong answers: ln(N/n) where n of N wrong ones were drawn.

    Returns
    -------
    loss : float
    of_vectors : array of shape (n_entities, d)
    of_relations : array of shape (n_relations, d)
    """
    kind = vectors.dtype
    form = DECODERS[decoder]
    anchors, asked = vectors[questions.anchors], relations[questions.relations]
    query = form.query(anchors, asked, questions.asks_tail)
    pool = vectors[candidates]
    right = questions.answers[:, candidates].tocoo()
    logits = query @ pool.T
    if boost:
        logits += kind.type(boost)
        logits[right.row, right.col] -= kind.type(boost)
    logits -= logits.max(axis=1, keepdims=True)
    chosen = logits[right.row, right.col]
    np.exp(logits, out=logits)
    total = logits.sum(axis=1)
    n_right = np.bincount(right.row, minlength=len(questions)).astype(kind)
    n_answers = max(len(right.row), 1)
    loss = float(n_right @ np.log(total) - chosen.sum()) / n_answers
    # the gradient of the logits, in place
    logits *= (n_right / total)[:, None]
    logits[right.row, right.col] -= 1
    logits /= n_answers
    of_query, of_pool = logits @ pool, logits.T @ query
    of_anchor, of_asked = form.gradients(of_query, anchors, asked, questions.asks_tail)
    of_vectors = gathered(of_anchor, questions.anchors, len(vectors))
    of_vectors[candidates] += of_pool
    return loss, of_vectors, gathered(of_asked, questions.relations, len(relations))


def gathered(rows: Array, places: Ints, n: int) -> Any:
    """Return the sums of rows by their place, shape (n, d)."""
    ones = np.ones(len(places), dtype=rows.dtype)
    adder = csr_array((ones, (places, np.arange(len(places)))), shape=(n, len(places)))
    return np.asarray(adder @ rows)
