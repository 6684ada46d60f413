"""Rank a true end among candidates, without punishing for other true ones."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wenmai.knowledge_graph.facts import HEAD, Facts, Floats, Ints

# Scores of a block of questions, shape (n_anchors, n_candidates), from
# (anchors, relation, side, candidates).
Scorer = Callable[[Ints, int, str, Ints], npt.NDArray[np.floating]]
CELLS = 8_000_000  # scores at a time
HITS = (1, 3, 10)


@dataclass(frozen=True)
class Ranked:
    """Ranks of the true ends on one side.

    Parameters
    ----------
    ranks : array of shape (n,)
        Mean rank of ties: 1 + the number of better candidates + half of the equal others.
    relations : array of shape (n,)
    n_candidates : array of shape (n,)
        Type-correct candidates that were ranked, without other true ones.
    is_unseen : array of bool of shape (n,)
        Whether the true end stood in no triple of training.
    groups : array of shape (n,)
        What is drawn together in the bootstrap: the entity that was asked about.
    n_not_asked : int
        Triples whose question could not be asked.
    """

    ranks: Floats
    relations: Ints
    n_candidates: Ints
    is_unseen: npt.NDArray[np.bool_]
    groups: Ints
    n_not_asked: int = 0


def rank_side(scorer: Scorer, tested: Facts, side: str, train: Facts, every: Facts) -> Ranked:
    """Rank the true end of every tested triple among the type-correct candidates.

    Parameters
    ----------
    scorer : callable
    tested : Facts
    side : {'head', 'tail'}
        The side that is asked for.
    train : Facts
        What the scorer saw.
    every : Facts
        All true triples: other true ends are taken out of the candidates ("filtered"), and the
        types of a relation's sides come from them.

    Returns
    -------
    Ranked
        A question about an entity that training never saw has no answer but chance: it is not
        asked, only counted (``n_not_asked``).

    Examples
    --------
    >>> every = Facts.of([(0, 0, 2), (0, 0, 3), (1, 0, 3)], kinds=[0, 0, 1, 1])
    >>> tested = Facts.of([(0, 0, 3)], every.kinds, 1)
    >>> flat = lambda anchors, relation, side, candidates: np.zeros((len(anchors), len(candidates)))
    >>> rank_side(flat, tested, "head", every, every).ranks.tolist()
    [1.0]
    """
    n_tested = len(tested)
    tested = tested.take(train.degrees[tested.tails if side == HEAD else tested.heads] > 0)
    anchors = tested.tails if side == HEAD else tested.heads
    golds = tested.heads if side == HEAD else tested.tails
    ranks, counts = np.zeros(len(tested)), np.zeros(len(tested), dtype=np.int64)
    for relation in np.unique(tested.relations):
        mine = np.flatnonzero(tested.relations == relation)
        candidates = every.ends_of(int(relation), side)
        known = _known(every, int(relation), side, candidates)
        size = max(1, CELLS // max(len(candidates), 1))
        for start in range(0, len(mine), size):
            block = mine[start : start + size]
            found = scorer(anchors[block], int(relation), side, candidates)
            gold = np.searchsorted(candidates, golds[block])
            ranks[block], counts[block] = _mean_ranks(found, gold, known[anchors[block]])
    unseen = train.degrees[golds] == 0
    return Ranked(ranks, tested.relations, counts, unseen, anchors, n_tested - len(tested))


def _known(every: Facts, relation: int, side: str, candidates: Ints) -> csr_array:
    """Matrix of the true ends: anchor × candidate."""
    mine = every.relations == relation
    anchors = (every.tails if side == HEAD else every.heads)[mine]
    ends = (every.heads if side == HEAD else every.tails)[mine]
    shape = (every.n_entities, len(candidates))
    columns = np.searchsorted(candidates, ends)
    return csr_array((np.ones(len(ends)), (anchors, columns)), shape=shape)


def _mean_ranks(
    found: npt.NDArray[np.floating], gold: Ints, known: csr_array
) -> tuple[Floats, Ints]:
    rows = np.arange(len(found))
    own = found[rows, gold][:, None]
    better, equal = (found > own).sum(axis=1), (found == own).sum(axis=1)
    true = known.tocoo()
    other = true.col != gold[true.row]
    row, column = true.row[other], true.col[other]
    value, reference = found[row, column], own[row, 0]
    n = len(found)
    better = better - np.bincount(row[value > reference], minlength=n)
    equal = equal - 1 - np.bincount(row[value == reference], minlength=n)
    n_candidates = found.shape[1] - np.bincount(row, minlength=n)
    return 1.0 + better + equal / 2, n_candidates.astype(np.int64)


def summary(ranked: Ranked, draws: int = 200, seed: int = 1) -> dict[str, float]:
    """Summarise ranks: MRR with a bootstrap interval, hits, candidates, unseen ends.

    The interval (5 to 95 %) draws the entities that were asked about, with all their questions:
    questions about one entity are not independent.

    Parameters
    ----------
    ranked : Ranked
        At least one rank.
    draws, seed : int

    Examples
    --------
    >>> none = np.zeros(2, dtype=bool)
    >>> two = Ranked(np.array([1.0, 4.0]), np.zeros(2, int), np.array([9, 9]), none, np.arange(2))
    >>> found = summary(two)
    >>> found["mrr"], found["hits_1"], found["hits_10"]
    (0.625, 0.5, 1.0)
    """
    reciprocal = 1.0 / ranked.ranks
    _, group = np.unique(ranked.groups, return_inverse=True)
    totals = np.bincount(group, reciprocal)
    sizes = np.bincount(group).astype(float)
    rng = np.random.default_rng(seed)
    weights = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=draws)
    drawn = (weights @ totals) / (weights @ sizes) if draws else np.full(1, np.nan)
    return {
        "mrr": float(reciprocal.mean()),
        "mrr_lower": float(np.quantile(drawn, 0.05)),
        "mrr_upper": float(np.quantile(drawn, 0.95)),
        **{f"hits_{k}": float((ranked.ranks <= k).mean()) for k in HITS},
        "n_queries": float(len(reciprocal)),
        "n_candidates": float(np.median(ranked.n_candidates)),
        "unseen_share": float(ranked.is_unseen.mean()),
    }


def chosen(ranked: Ranked, mask: npt.NDArray[np.bool_]) -> Ranked:
    """Return some of the ranks."""
    return Ranked(
        ranked.ranks[mask],
        ranked.relations[mask],
        ranked.n_candidates[mask],
        ranked.is_unseen[mask],
        ranked.groups[mask],
    )
