"""Judge methods and triples of one graph: two splits, all methods, both questions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from wenmai.knowledge_graph.calibration import (
    Platt,
    classification,
    fit_platt,
    reliability,
    type_correct_negatives,
)
from wenmai.knowledge_graph.facts import HEAD, SIDES, Facts, Floats, NamedFacts
from wenmai.knowledge_graph.judging import Judge
from wenmai.knowledge_graph.methods import METHODS, Model, Training
from wenmai.knowledge_graph.ranking import chosen, rank_side, summary
from wenmai.knowledge_graph.settings import GraphSettings
from wenmai.knowledge_graph.splits import Split, forward_split, pair_split

WHO, WHICH = "who", "which"
EVERY = "all"
_FEW_LABELS = 10
# Held-out triples that are asked about: more of them take hours and move no third digit.
MOST_QUESTIONS = 5_000


@dataclass(frozen=True)
class GraphOfStudy:
    """One study's triples with what evaluation needs to know of them.

    Parameters
    ----------
    named : NamedFacts
        Head of a role is the entity, tail the work.
    is_role : array of bool of shape (n_relations,)
    years : array of shape (n_facts,)
        Of the work; not a number where unknown.
    doubted : array of bool of shape (n_facts,)
        Triples that break a rule: they are not learned to be true.
    settings : GraphSettings
    """

    named: NamedFacts
    is_role: npt.NDArray[np.bool_]
    years: Floats
    doubted: npt.NDArray[np.bool_]
    settings: GraphSettings

    @property
    def facts(self) -> Facts:
        """Return the triples."""
        return self.named.facts

    @cached_property
    def asked(self) -> npt.NDArray[np.bool_]:
        """Return which triples may be held out: roles that break no rule."""
        return self.is_role[self.facts.relations] & ~self.doubted

    @cached_property
    def is_work(self) -> npt.NDArray[np.bool_]:
        """Return which entities are works; in a graph without works every entity stands for one."""
        if "work" not in self.named.kind_codes:
            return np.ones(self.facts.n_entities, dtype=bool)
        return self.facts.kinds == self.named.kind_codes.index("work")

    @cached_property
    def pair(self) -> Split:
        """Return the split by pairs."""
        s = self.settings
        return pair_split(self.facts, self.asked, s.valid_share, s.test_share, s.seed)

    @cached_property
    def forward(self) -> Split:
        """Return the split by years."""
        s = self.settings
        return forward_split(
            self.facts,
            self.asked,
            self.years,
            valid_share=s.valid_share,
            test_share=s.test_share,
            context_share=s.context_share,
            seed=s.seed,
        )

    def training(self, split: Split) -> Training:
        """Return what methods learn from in a split."""
        s = self.settings
        return Training(
            *(split.train, drawn(split.valid, s.seed), self.is_role, self.is_work),
            n_factors=s.n_factors,
            steps=s.steps,
            seed=s.seed,
        )

    @cached_property
    def by_pair(self) -> Training:
        """Return what methods learn from in the split by pairs."""
        return self.training(self.pair)

    @cached_property
    def judge(self) -> Judge:
        """Return the judge that knows the whole graph, without the triples that break a rule."""
        return Judge(self.facts.take(~self.doubted), self.is_role)

    @property
    def methods(self) -> list[str]:
        """Return the names of the methods that are evaluated."""
        return [name for name in self.settings.methods.split(",") if name in METHODS]


def drawn(tested: Facts, seed: int, most: int = MOST_QUESTIONS) -> Facts:
    """Return the triples, or as many of them drawn at random.

    Examples
    --------
    >>> facts = Facts.of([(n, 0, 9) for n in range(9)], kinds=[0] * 9 + [1])
    >>> len(drawn(facts, seed=1, most=4)), len(drawn(facts, seed=1))
    (4, 9)
    """
    if len(tested) <= most:
        return tested
    return tested.take(np.random.default_rng(seed).choice(len(tested), most, replace=False))


def evaluate(graph: GraphOfStudy) -> list[dict[str, object]]:
    """Rank held-out triples by every method, on both splits, asking who and which work apart.

    Returns
    -------
    list of dict
        One per split, method, relation (``all`` for all of them) and side: ``mrr``, ``mrr_lower``,
        ``mrr_upper``, ``hits_1``, ``hits_3``, ``hits_10``, ``n_queries``, ``n_not_asked``,
        ``n_candidates`` (median), ``unseen_share``, ``_fit_seconds`` (of the processor; technical,
        since no two runs take the same).
    """
    rows: list[dict[str, object]] = []
    for split_code, split in (("pair", graph.pair), ("forward", graph.forward)):
        if not len(split.test):
            continue
        asked = drawn(split.test, graph.settings.seed)
        training = graph.by_pair if split_code == "pair" else graph.training(split)
        for method in graph.methods:
            model, seconds = training.timed(method)
            for side in SIDES:
                ranked = rank_side(model.block, asked, side, split.train, graph.facts)
                relations = [-1, *np.unique(ranked.relations)] if len(ranked.ranks) else []
                for relation in relations:
                    mine = (ranked.relations == relation) | (relation < 0)
                    found = summary(
                        chosen(ranked, mine), graph.settings.bootstrap_draws, graph.settings.seed
                    )
                    name = EVERY if relation < 0 else graph.named.relations[int(relation)]
                    rows.append(
                        {
                            "split_code": split_code,
                            "method_code": method,
                            "relation_code": name,
                            "question": WHO if side == HEAD else WHICH,
                            **found,
                            "n_not_asked": ranked.n_not_asked if relation < 0 else None,
                            "_fit_seconds": seconds,
                        }
                    )
    return rows


@dataclass(frozen=True)
class Probabilities:
    """The curve of the judge, and below which probability a triple is suspicious.

    Parameters
    ----------
    curve : Platt
    source : {'drawn', 'labels'}
        What the curve was fitted to: validation triples against drawn ones, or people's labels.
    suspicious_below : float
    """

    curve: Platt
    source: str
    suspicious_below: float


def _judged(graph: GraphOfStudy, facts: Facts) -> Floats:
    able = graph.judge.can_judge(facts.heads, facts.tails)
    kept = facts.take(able)
    return graph.judge.triples(kept.heads, kept.relations, kept.tails)


def probabilities(graph: GraphOfStudy, labels: pd.DataFrame) -> Probabilities:
    """Fit the curve from the judge's scores to probabilities.

    Validation triples are judged by the rest of the graph and set against type-correct false ones;
    ten labels of each kind that can be judged take their place.

    Parameters
    ----------
    graph : GraphOfStudy
    labels : DataFrame
        ``head``, ``relation``, ``tail``, ``is_true``.

    Raises
    ------
    WenmaiError
        When there is nothing to fit to.
    """
    false = type_correct_negatives(graph.facts, graph.pair.valid, graph.settings.seed)
    positive, negative = _judged(graph, graph.pair.valid), _judged(graph, false)
    scores, truth = _with_truth(positive, negative)
    source = "drawn"
    labelled, said = judged_labels(graph, labels)
    if min(int(said.sum()), int((~said).sum())) >= _FEW_LABELS:
        scores, truth, source = labelled, said, "labels"
    curve = fit_platt(scores, truth)
    level = float(np.quantile(curve.probability(positive), graph.settings.suspicious_quantile))
    return Probabilities(curve, source, level)


def judged_labels(
    graph: GraphOfStudy, labels: pd.DataFrame
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return scores and truth of the labels that can be judged."""
    heads, relations, tails = graph.named.positions(labels)
    known = (heads >= 0) & (relations >= 0) & (tails >= 0)
    known[known] = graph.judge.can_judge(heads[known], tails[known])
    scores = graph.judge.triples(heads[known], relations[known], tails[known])
    return scores, labels["is_true"].to_numpy(dtype=bool)[known]


def _with_truth(positive: Floats, negative: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    truth = np.concatenate([np.ones(len(positive), bool), np.zeros(len(negative), bool)])
    return np.concatenate([positive, negative]), truth


def classify(graph: GraphOfStudy, labels: pd.DataFrame) -> list[dict[str, Any]]:
    """Call held-out triples true or false by each method's curve, and say how often that is right.

    The curve is fitted to validation triples, the calls are made on test triples and as many
    type-correct false ones. Labels, where there are ten of each kind, are called by curves that
    did not see them (five parts). ``judge`` is the method behind ``fct_triple_quality``.

    Returns
    -------
    list of dict
        ``method_code``, ``source_code``, ``accuracy``, ``f1``, ``auc``, ``brier``,
        ``calibration_error``, ``n_true``, ``n_false``, ``prior``, ``slope``, ``intercept``, and
        ``bins``: the rows of :func:`wenmai.knowledge_graph.calibration.reliability`.
    """
    rows: list[dict[str, Any]] = []
    seed = graph.settings.seed
    valid, test = graph.pair.valid, graph.pair.test
    false_valid = type_correct_negatives(graph.facts, valid, seed)
    false_test = type_correct_negatives(graph.facts, test, seed + 1)
    for method in ["judge", *graph.methods]:
        parts = []
        for facts in (valid, false_valid, test, false_test):
            if method == "judge":
                parts.append(_judged(graph, facts))
            else:
                model = graph.by_pair.fit(method)
                scores = model.triples(facts.heads, facts.relations, facts.tails)
                parts.append(np.asarray(scores, dtype=float))
        if all(map(len, parts)):
            curve = fit_platt(*_with_truth(*parts[:2]))
            scores, truth = _with_truth(*parts[2:])
            rows.append(_row(method, "drawn", curve, curve.probability(scores), truth))
        rows += _on_labels(graph, labels, method)
    return rows


def _on_labels(graph: GraphOfStudy, labels: pd.DataFrame, method: str) -> list[dict[str, Any]]:
    """Call labels true or false by curves that saw four fifths of the others.

    A relation with ten labels of each kind among them has a curve of its own. A learned method is
    asked about labels only that it did not learn from.
    """
    heads, relations, tails = graph.named.positions(labels)
    able = (heads >= 0) & (relations >= 0) & (tails >= 0)
    given = heads[able], relations[able], tails[able]
    if method == "judge":
        able[able] = graph.judge.can_judge(given[0], given[2])
    else:
        able[able] = ~graph.pair.train.holds(*given)
    given = heads[able], relations[able], tails[able]
    truth = labels["is_true"].to_numpy(dtype=bool)[able]
    if min(int(truth.sum()), int((~truth).sum())) < _FEW_LABELS:
        return []
    model: Model | Judge = graph.judge if method == "judge" else graph.by_pair.fit(method)
    scores = np.asarray(model.triples(*given), dtype=float)
    part = np.random.default_rng(graph.settings.seed).permutation(len(scores)) % 5
    called = np.empty(len(scores))
    for number in range(5):
        seen, asked = part != number, part == number
        called[asked] = fit_platt(scores[seen], truth[seen]).probability(scores[asked])
        for relation in np.unique(given[1][asked]):
            mine = given[1] == relation
            yes = int(truth[seen & mine].sum())
            if min(yes, int((seen & mine).sum()) - yes) >= _FEW_LABELS:
                curve = fit_platt(scores[seen & mine], truth[seen & mine])
                called[asked & mine] = curve.probability(scores[asked & mine])
    return [_row(method, "labels", fit_platt(scores, truth), called, truth)]


def _row(
    method: str, source: str, curve: Platt, called: Floats, truth: npt.NDArray[np.bool_]
) -> dict[str, Any]:
    return {
        "method_code": method,
        "source_code": source,
        **classification(called, truth),
        "bins": reliability(called, truth),
        "prior": curve.prior,
        "slope": curve.slope,
        "intercept": curve.intercept,
    }
