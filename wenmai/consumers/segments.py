"""Groups of people who behave alike: k-means, with a number of groups that can be defended."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence

FEATURE_MISSING = Sentence("domains.feature_missing")
LEAVE_OUT_WITHOUT_EVENTS = Sentence("domains.leave_out_without_events")
TOO_FEW_FOR_SEGMENTS = Sentence("domains.too_few_for_segments", "n")
LOAD_TWENTY = Sentence("domains.load_twenty")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
# The number of groups is judged on so many people; all others are put into the groups found.
_JUDGED = 4000
_SILHOUETTE = 1500
STABLE = 0.8
# Silhouettes so close are the same: they come from a sample.
_NEARLY = 0.02


@dataclass(frozen=True)
class SegmentNumber:
    """What speaks for a number of segments.

    Parameters
    ----------
    k : int
    stability : float
        Mean adjusted Rand index between the groups of pairs of half samples, 0–1. Alone it picks
        nothing: on real data it was above 0.8 for every number from 2 to 8.
    silhouette : float
        Mean silhouette, −1 to 1.
    gap, gap_error : float
        Gap statistic (Tibshirani, Walther and Hastie 2001) and its standard error.
    is_chosen : bool
    """

    k: int
    stability: float
    silhouette: float
    gap: float
    gap_error: float
    is_chosen: bool


@dataclass(frozen=True)
class Segments:
    """The segments of a study.

    Parameters
    ----------
    labels : array of shape (n,)
        From 1; segment 1 has the highest mean of ``order_by``.
    centres : array of shape (k, n_features)
        Means of the standardised logarithms.
    numbers : tuple of SegmentNumber
        Every number that was tried.
    """

    labels: Ints
    centres: Floats
    numbers: tuple[SegmentNumber, ...]


def find_segments(
    features: npt.ArrayLike,
    numbers: Iterable[int] = range(2, 9),
    order_by: int = 0,
    n_draws: int = 8,
    seed: int = 1,
) -> Segments:
    """Divide people into segments by k-means on standardised logarithms.

    Looked at are the numbers whose stability reaches STABLE (all, when none does). Of those whose
    silhouette comes within 0.02 of the best one, the number with the largest gap is chosen.

    Parameters
    ----------
    features : array of shape (n, n_features)
        Not negative: recency, frequency, value, diversity; ln(1 + x) is taken.
    numbers : iterable of int
        Numbers of segments to try.
    order_by : int
        Column whose mean gives segments their order.
    n_draws : int
        Pairs of half samples, and reference samples of the gap statistic.
    seed : int

    Returns
    -------
    Segments

    Raises
    ------
    WenmaiError
        When a feature is negative or missing, or there are fewer than ten people per segment.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> centres = np.repeat([[1, 5], [5, 1], [5, 5]], 50, axis=0)
    >>> people = np.exp(centres + rng.normal(0, 0.1, (150, 2)))
    >>> found = find_segments(people)
    >>> [number.k for number in found.numbers if number.is_chosen], len(set(found.labels[:50]))
    ([3], 1)
    """
    # a second to import, and most studies have no people
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    values = np.asarray(features, dtype=float)
    if not np.isfinite(values).all() or (values < 0).any():
        raise WenmaiError(
            FEATURE_MISSING(),
            hint=LEAVE_OUT_WITHOUT_EVENTS(),
        )
    tried = [k for k in sorted(set(numbers)) if k >= 2 and 10 * k <= len(values)]
    if not tried:
        raise WenmaiError(
            TOO_FEW_FOR_SEGMENTS(n=len(values)),
            hint=LOAD_TWENTY(),
        )
    points = np.log1p(values)
    spread = points.std(axis=0)
    points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rng = np.random.default_rng(seed)
    some = points
    if len(points) > _JUDGED:
        some = points[np.sort(rng.choice(len(points), _JUDGED, replace=False))]
    # so many small problems take forty times as long where threads wait for each other
    with threadpool_limits(1):
        judged = [_judge(some, k, n_draws, seed) for k in tried]
        stable = [number for number in judged if number[1] >= STABLE] or judged
        best = max(number[2] for number in stable)
        near = [number for number in stable if number[2] >= best - _NEARLY]
        chosen = max(near, key=lambda number: (number[3], -number[0]))[0]
        model = KMeans(chosen, n_init=10, random_state=seed).fit(points)
    means = np.array([values[model.labels_ == s, order_by].mean() for s in range(chosen)])
    order = np.lexsort((np.arange(chosen), -means))
    rank = np.empty(chosen, dtype=np.int64)
    rank[order] = np.arange(1, chosen + 1)
    return Segments(
        labels=rank[model.labels_],
        centres=model.cluster_centers_[order],
        numbers=tuple(SegmentNumber(*number, number[0] == chosen) for number in judged),
    )


def _judge(
    points: Floats, k: int, n_draws: int, seed: int
) -> tuple[int, float, float, float, float]:
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.metrics import adjusted_rand_score, silhouette_score  # noqa: PLC0415

    rng = np.random.default_rng((seed, k))

    def cluster(sample: Floats, n_init: int = 3) -> "KMeans":
        return KMeans(k, n_init=n_init, random_state=seed).fit(sample)

    half = max(k, len(points) // 2)
    agreements = []
    for _ in range(n_draws):
        pair = [
            cluster(points[rng.choice(len(points), half, replace=False)]).predict(points)
            for _ in range(2)
        ]
        agreements.append(adjusted_rand_score(*pair))
    own = cluster(points, 5)
    silhouette = silhouette_score(
        points, own.labels_, sample_size=min(len(points), _SILHOUETTE), random_state=seed
    )
    # reference: uniform over the box of the principal axes, as its authors recommend
    centred = points - points.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    logs = np.log(
        [cluster(rng.uniform(low, high, turned.shape), 1).inertia_ for _ in range(n_draws)]
    )
    gap = float(logs.mean() - np.log(max(own.inertia_, 1e-300)))
    error = float(logs.std() * np.sqrt(1 + 1 / n_draws))
    return k, float(np.mean(agreements)), float(silhouette), gap, error
