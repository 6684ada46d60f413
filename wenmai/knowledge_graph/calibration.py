"""From scores to probabilities, and how far the probabilities can be believed."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.errors import WenmaiError
from wenmai.knowledge_graph.facts import Facts, Floats, Ints
from wenmai.sentences import Sentence

NEEDS_TRUE_AND_FALSE = Sentence("domains.needs_true_and_false", "n_true", "n_false")
LARGER_GRAPH_OR_LABELS = Sentence("domains.larger_graph_or_labels")

_ROUNDS, _TOLERANCE = 100, 1e-10


@dataclass(frozen=True)
class Platt:
    """Probability 1/(1 + exp(−(slope·score + intercept))).

    Parameters
    ----------
    slope, intercept : float
    prior : float
        Share of true triples among those that the curve was fitted to.
    n_true, n_false : int
    """

    slope: float
    intercept: float
    prior: float
    n_true: int
    n_false: int

    def probability(self, scores: npt.ArrayLike) -> Floats:
        """Return the probability of every score."""
        inner = np.clip(self.slope * np.asarray(scores, dtype=float) + self.intercept, -500, 500)
        found: Floats = 1 / (1 + np.exp(-inner))
        return found


def fit_platt(scores: npt.ArrayLike, is_true: npt.ArrayLike) -> Platt:
    """Fit Platt's curve by Newton's method, with his targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2).

    Parameters
    ----------
    scores : array of shape (n,)
    is_true : array of bool of shape (n,)

    Raises
    ------
    WenmaiError
        When there are no true or no false triples.

    Examples
    --------
    >>> curve = fit_platt([0.0, 1.0, 2.0, 3.0], [False, False, True, True])
    >>> curve.probability([1.5]).round(6).tolist(), curve.prior
    ([0.5], 0.5)
    """
    values, truth = np.asarray(scores, dtype=float), np.asarray(is_true, dtype=bool)
    n_true, n_false = int(truth.sum()), int((~truth).sum())
    if not n_true or not n_false:
        raise WenmaiError(
            NEEDS_TRUE_AND_FALSE(n_true=n_true, n_false=n_false),
            hint=LARGER_GRAPH_OR_LABELS(),
        )
    target = np.where(truth, (n_true + 1) / (n_true + 2), 1 / (n_false + 2))
    centre, spread = float(values.mean()), float(values.std()) or 1.0
    design = np.column_stack([(values - centre) / spread, np.ones(len(values))])
    beta = np.array([0.0, np.log((n_true + 1) / (n_false + 1))])
    loss = _loss(design, target, beta)
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -500, 500)))
        gradient = design.T @ (p - target)
        curvature = (design * (p * (1 - p))[:, None]).T @ design + 1e-10 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        size = 1.0
        while size > 1e-8 and _loss(design, target, beta - size * step) > loss:
            size /= 2
        beta = beta - size * step
        fresh = _loss(design, target, beta)
        if abs(loss - fresh) < _TOLERANCE:
            break
        loss = fresh
    slope = float(beta[0] / spread)
    intercept = float(beta[1] - beta[0] * centre / spread)
    return Platt(slope, intercept, n_true / (n_true + n_false), n_true, n_false)


def _loss(design: Floats, target: Floats, beta: Floats) -> float:
    inner = design @ beta
    return float((np.logaddexp(0.0, inner) - target * inner).sum())


def type_correct_negatives(facts: Facts, positives: Facts, seed: int = 1) -> Facts:
    """Return one false triple per positive: its head or tail swapped for one of the same type.

    The other end is drawn from the ends that the relation has in ``facts``, as often as they
    stand there, so that a well-known entity is as frequent among the false as among the true.
    What is true, or drawn twice, is left out.

    Examples
    --------
    >>> facts = Facts.of([(n, 0, 5 + n) for n in range(5)], kinds=[0] * 5 + [1] * 5)
    >>> false = type_correct_negatives(facts, facts)
    >>> bool(facts.holds(false.heads, false.relations, false.tails).any()), len(false) > 2
    (False, True)
    """
    rng = np.random.default_rng(seed)
    heads, tails = positives.heads.copy(), positives.tails.copy()
    swaps_head = rng.random(len(positives)) < 0.5
    for relation in np.unique(positives.relations):
        pool = facts.relations == relation
        for is_head, ends, known in (
            (True, heads, facts.heads[pool]),
            (False, tails, facts.tails[pool]),
        ):
            mine = (positives.relations == relation) & (swaps_head == is_head)
            ends[mine] = rng.choice(known, int(mine.sum()))
    is_true = facts.union(positives).holds(heads, positives.relations, tails)
    rows = np.column_stack([heads, positives.relations, tails])[~is_true]
    return Facts.of(rows, facts.kinds, facts.n_relations)


def classification(probability: Floats, is_true: npt.NDArray[np.bool_]) -> dict[str, float]:
    """Return accuracy, F1, area under the curve, Brier score and expected calibration error.

    Triples with a probability of at least ½ are called true. The calibration error is the mean
    distance of probability and share of true ones over ten bins of equal width, by their size.

    Examples
    --------
    >>> found = classification(np.array([0.9, 0.6, 0.4, 0.2]), np.array([True, False, True, False]))
    >>> found["accuracy"], found["f1"], found["auc"], round(found["brier"], 4)
    (0.5, 0.5, 0.75, 0.1925)
    """
    called = probability >= 0.5
    hit = int((called & is_true).sum())
    total = int(called.sum() + is_true.sum())
    bins = reliability(probability, is_true)
    gap = sum(one["n_triples"] * abs(one["mean_probability"] - one["true_share"]) for one in bins)
    return {
        "accuracy": float((called == is_true).mean()),
        "f1": 2 * hit / total if total else float("nan"),
        "auc": auc(probability, is_true),
        "brier": float(((probability - is_true) ** 2).mean()),
        "calibration_error": gap / len(is_true),
        "n_true": float(is_true.sum()),
        "n_false": float((~is_true).sum()),
    }


def reliability(probability: Floats, is_true: npt.NDArray[np.bool_]) -> list[dict[str, float]]:
    """Return for each tenth of probability how many triples are true that are called so probable.

    Returns
    -------
    list of dict
        ``bin`` (0: below 0.1 … 9), ``n_triples``, ``mean_probability``, ``true_share``; tenths
        without triples are left out.

    Examples
    --------
    >>> reliability(np.array([0.62, 0.68]), np.array([True, False]))
    [{'bin': 6, 'n_triples': 2, 'mean_probability': 0.65, 'true_share': 0.5}]
    """
    bins = np.minimum((probability * 10).astype(int), 9)
    return [
        {
            "bin": int(number),
            "n_triples": int((bins == number).sum()),
            "mean_probability": float(probability[bins == number].mean()),
            "true_share": float(is_true[bins == number].mean()),
        }
        for number in np.unique(bins)
    ]


def auc(scores: Floats, is_true: npt.NDArray[np.bool_]) -> float:
    """Return the chance that a true triple scores above a false one, ties counting half.

    Examples
    --------
    >>> auc(np.array([2.0, 1.0, 1.0]), np.array([True, True, False]))
    0.75
    """
    n_true, n_false = int(is_true.sum()), int((~is_true).sum())
    if not n_true or not n_false:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2
    return float((rank[inverse][is_true].sum() - n_true * (n_true + 1) / 2) / (n_true * n_false))


def best_threshold(scores: Floats, is_true: npt.NDArray[np.bool_]) -> float:
    """Return the threshold of the highest accuracy: the middle between two scores.

    Examples
    --------
    >>> best_threshold(np.array([0.0, 1.0, 3.0]), np.array([False, False, True]))
    2.0
    """
    order = np.sort(np.unique(scores))
    cuts = np.concatenate([[order[0] - 1], (order[1:] + order[:-1]) / 2, [order[-1] + 1]])
    true, false = np.sort(scores[is_true]), np.sort(scores[~is_true])
    right = (len(true) - np.searchsorted(true, cuts)) + np.searchsorted(false, cuts)
    return float(cuts[int(np.argmax(right))])


def thresholds_by_relation(
    scores: Floats, relations: Ints, is_true: npt.NDArray[np.bool_], n_relations: int
) -> Floats:
    """Return the best threshold of each relation; the common one where a relation has no labels.

    Examples
    --------
    >>> scores, truth = np.array([0.0, 2.0, 4.0, 8.0]), np.array([False, True, False, True])
    >>> thresholds_by_relation(scores, np.array([0, 0, 1, 1]), truth, 2).tolist()
    [1.0, 6.0]
    """
    found = np.full(n_relations, best_threshold(scores, is_true))
    for relation in np.unique(relations):
        mine = relations == relation
        found[relation] = best_threshold(scores[mine], is_true[mine])
    return found
