"""Topics of a corpus: non-negative matrix factorisation, their number chosen by coherence."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
# Beyond these digits a weight may depend on the machine.
DIGITS = 8
TOP_TERMS = 10  # whose company decides on a topic's coherence, as is usual
ITERATIONS = 100


@dataclass(frozen=True)
class Candidate:
    """One number of topics that was tried.

    Parameters
    ----------
    n_topics : int
    coherence : float
        Mean over topics of the mean NPMI of pairs of their top terms, -1 to 1.
    diversity : float
        Share of different terms among the top terms of all topics, 1 when none repeats.
    explained_share : float
        Share of the sum of squared weights that the topics explain.

    Examples
    --------
    >>> round(Candidate(5, 0.4, 0.9, 0.6).quality, 3)
    0.378
    """

    n_topics: int
    coherence: float
    diversity: float
    explained_share: float

    @property
    def quality(self) -> float:
        """(1 + coherence) / 2 × diversity × explained share, 0 to 1.

        Coherence alone stays high with too few topics: those found are pure, the others missing.
        Coherence times diversity is the topic quality of Dieng, Ruiz and Blei (2020).
        """
        quality = (1 + self.coherence) / 2 * self.diversity * self.explained_share
        return round(quality, DIGITS)


@dataclass(frozen=True)
class Topics:
    """The topics of the number that was chosen, the largest first.

    Parameters
    ----------
    candidates : tuple of Candidate
        Every number tried, rising.
    term_weights : array of shape (k, n_terms)
        Each topic's weights of terms, summing to 1.
    document_weights : array of shape (n_documents, k)
        How much of a document's TF-IDF (scaled to length 1) each topic explains.
    coherence : array of shape (k,)
    """

    candidates: tuple[Candidate, ...]
    term_weights: Floats
    document_weights: Floats
    coherence: Floats

    @property
    def n_topics(self) -> int:
        """How many topics were chosen."""
        return len(self.term_weights)


def find_topics(
    weights: "csr_array", candidates: Sequence[int], max_documents: int = 1_500
) -> Topics | None:
    """Factorise document × term weights for each number of topics and keep the best.

    Rows are scaled to length 1 and factorised as W·H with both parts non-negative (Lee and Seung,
    1999; coordinate descent from an NNDSVDa start, so the result is the same every time). The
    number of topics is the one of the highest `Candidate.quality`: coherent topics that differ and
    together explain the corpus; of equals the smallest. Documents without weights belong to no
    topic.

    Parameters
    ----------
    weights : csr_array of shape (n_documents, n_terms)
        Non-negative TF-IDF.
    candidates : sequence of int
        Numbers of topics to try; larger than the documents or terms with weights are left out.
    max_documents : int
        Topics are learned from at most so many documents, evenly spread over the rows; the others
        are described with the topics found.

    Returns
    -------
    Topics or None
        None when no candidate can be tried.

    Raises
    ------
    ValueError
        When a weight is negative or not finite.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> two = csr_array([[1, 2, 0, 0], [2, 1, 0, 0], [0, 0, 1, 1], [0, 0, 2, 1.0]])
    >>> topics = find_topics(two, [2])
    >>> topics.document_weights.argmax(axis=1).tolist(), topics.candidates[0].coherence
    ([1, 1, 0, 0], 1.0)
    """
    from scipy.sparse import csr_array  # noqa: PLC0415

    if not np.isfinite(weights.data).all() or (weights.data < 0).any():
        raise ValueError("weights of terms are finite and not negative")
    lengths = np.sqrt(weights.multiply(weights).sum(axis=1))
    rows = np.flatnonzero(lengths > 0)
    unit = csr_array(weights[rows].multiply(1 / lengths[rows, None]))
    learned = unit[_spread(len(rows), max_documents)]
    n_used = int((learned.sum(axis=0) > 0).sum())
    sizes = [k for k in sorted(set(candidates)) if 2 <= k <= min(learned.shape[0], n_used)]
    if not sizes:
        return None
    presence = csr_array(learned > 0, dtype=np.float64)
    tried, best = [], None
    for k in sizes:
        model = _factorised(learned, k)
        coherence = topic_coherence(model.components_, presence)
        candidate = Candidate(
            k,
            round(float(coherence.mean()), DIGITS),
            _diversity(model.components_),
            _explained(learned, model),
        )
        tried.append(candidate)
        if best is None or candidate.quality > best[0].quality:
            best = (candidate, model, coherence)
    _, model, coherence = best  # type: ignore[misc]
    explained = _described(unit, model.components_) * model.components_.sum(axis=1)
    order = np.argsort(-explained.sum(axis=0).round(DIGITS), kind="stable")
    document_weights = np.zeros((weights.shape[0], len(order)))
    document_weights[rows] = explained[:, order].round(DIGITS)
    totals = model.components_.sum(axis=1, keepdims=True)
    terms = model.components_ / np.where(totals > 0, totals, 1.0)
    return Topics(
        tuple(tried), terms[order].round(DIGITS), document_weights, coherence[order].round(DIGITS)
    )


def topic_coherence(term_weights: Floats, presence: "csr_array") -> Floats:
    r"""Return the mean normalised pointwise mutual information of each topic's top terms.

    For a pair of terms with shares of documents :math:`p_i, p_j` and :math:`p_{ij}` together,
    :math:`\mathrm{NPMI} = \ln\frac{p_{ij}}{p_ip_j} / -\ln p_{ij}` (Bouma, 2009): 1 when they never
    stand apart, 0 when they are independent, -1 when they never meet.

    Parameters
    ----------
    term_weights : array of shape (k, n_terms)
        The ten largest of each row are its top terms; of equals the first.
    presence : csr_array of shape (n_documents, n_terms)
        1 where a document holds a term.

    Returns
    -------
    array of shape (k,)
        0 for a topic with fewer than two terms.

    Examples
    --------
    Terms 0 and 1 share one of four documents, and each has one more: ln(0.25 / 0.25) = 0.

    >>> from scipy.sparse import csr_array
    >>> presence = csr_array([[1, 1], [1, 0], [0, 1], [0, 0.0]])
    >>> topic_coherence(np.array([[0.5, 0.5]]), presence).tolist()
    [0.0]
    """
    tops = [_top(row) for row in term_weights]
    used = sorted({term for top in tops for term in top})
    place = {term: number for number, term in enumerate(used)}
    columns = presence[:, used]
    together = (columns.T @ columns).toarray() / presence.shape[0]
    return np.array([_mean_npmi([place[term] for term in top], together) for top in tops])


def _mean_npmi(top: Sequence[int], together: Floats) -> float:
    values = []
    for one, other in combinations(top, 2):
        both = together[one, other]
        if both in {0.0, 1.0}:
            values.append(2 * both - 1)
        else:
            lift = both / (together[one, one] * together[other, other])
            values.append(np.log(lift) / -np.log(both))
    return float(np.mean(values)) if values else 0.0


def _top(row: Floats) -> list[int]:
    order = np.argsort(-row.round(DIGITS), kind="stable")[:TOP_TERMS]
    return [int(term) for term in order if row[term] > 0]


def _diversity(term_weights: Floats) -> float:
    tops = [term for row in term_weights for term in _top(row)]
    return round(len(set(tops)) / len(tops), DIGITS) if tops else 0.0


def _spread(n_rows: int, at_most: int) -> npt.NDArray[np.int64]:
    """Return all rows, or so many of them at even distances."""
    if n_rows <= at_most:
        return np.arange(n_rows)
    return np.linspace(0, n_rows - 1, at_most).round().astype(np.int64)


def _factorised(matrix: "csr_array", k: int) -> Any:
    import warnings  # noqa: PLC0415

    from sklearn.decomposition import NMF  # noqa: PLC0415
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415

    model = NMF(k, init="nndsvda", solver="cd", max_iter=ITERATIONS, tol=1e-4, random_state=0)
    with warnings.catch_warnings():
        # more rounds leave the top terms as they are; what is explained is in the result
        warnings.simplefilter("ignore", ConvergenceWarning)
        # sklearn takes the root of an error that rounding may leave just below zero
        warnings.filterwarnings("ignore", "invalid value encountered in sqrt", RuntimeWarning)
        model.learned_weights_ = model.fit_transform(matrix)
    return model


def _described(matrix: "csr_array", terms: Floats) -> Floats:
    """Return the non-negative weights of given topics that come closest to each row.

    Coordinate descent on all rows at once. The products with the terms do not change and are
    formed once; sklearn's own transform forms them in every round.
    """
    products, gram = matrix @ terms.T, terms @ terms.T
    found = np.zeros_like(products)
    used = [topic for topic in range(len(gram)) if gram[topic, topic] > 0]
    for _ in range(ITERATIONS):
        before = found.copy()
        for topic in used:
            left = products[:, topic] - found @ gram[:, topic]
            found[:, topic] = np.maximum(found[:, topic] + left / gram[topic, topic], 0.0)
        if np.abs(found - before).max(initial=0.0) < 10.0**-DIGITS:
            break
    return found


def _explained(matrix: "csr_array", model: Any) -> float:
    """Return 1 - |matrix - W·H|² / |matrix|²."""
    found, terms = model.learned_weights_, model.components_
    total = float(matrix.multiply(matrix).sum())
    crossed = float(np.sum((matrix @ terms.T) * found))
    squared = float(np.sum((found.T @ found) * (terms @ terms.T)))
    return round(min(max((2 * crossed - squared) / total, 0.0), 1.0), DIGITS)
