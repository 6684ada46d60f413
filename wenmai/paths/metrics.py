"""How right a classification is, how well its confidence is meant, and how sure that is."""

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import Floats

BINS = 10


def macro_f1(labels: npt.ArrayLike, found: npt.ArrayLike) -> float:
    """Return the mean F1 of all paths that occur in the labels or in what was found.

    Examples
    --------
    Path 0 has F1 2/3, path 1 has F1 4/5:

    >>> round(macro_f1([0, 0, 1, 1], [0, 1, 1, 1]), 4)
    0.7333
    """
    right, given = np.asarray(labels), np.asarray(found)
    scores = [
        2
        * np.sum((right == path) & (given == path))
        / (np.sum(right == path) + np.sum(given == path))
        for path in np.union1d(right, given)
    ]
    return float(np.mean(scores)) if scores else float("nan")


def brier(labels: npt.ArrayLike, vote_shares: npt.ArrayLike) -> float:
    """Return the mean squared distance of the vote shares from the truth, 0 (best) to 2.

    Examples
    --------
    >>> round(brier([0], [[0.8, 0.2]]), 4)
    0.08
    """
    shares, right = np.asarray(vote_shares, dtype=np.float64), np.asarray(labels)
    truth = np.arange(shares.shape[1]) == right[:, None]
    return float(((shares - truth) ** 2).sum(axis=1).mean())


def reliability(labels: npt.ArrayLike, vote_shares: npt.ArrayLike) -> list[dict[str, float]]:
    """Compare confidence with accuracy in ten bins of confidence; empty bins are left out.

    Examples
    --------
    >>> bins = reliability([0, 1], [[0.85, 0.15], [0.81, 0.19]])
    >>> [(b["lower"], b["n_samples"], round(b["mean_confidence"], 2), b["accuracy"]) for b in bins]
    [(0.8, 2, 0.83, 0.5)]
    """
    shares, right = np.asarray(vote_shares, dtype=np.float64), np.asarray(labels)
    sure, is_right = shares.max(axis=1), shares.argmax(axis=1) == right
    # a vote share is a count divided by the trees: 0.7 belongs to the bin from 0.7
    place = np.minimum((sure * BINS + 1e-9).astype(int), BINS - 1)
    return [
        {
            "lower": int(number) / BINS,
            "upper": (int(number) + 1) / BINS,
            "n_samples": int(np.sum(place == number)),
            "mean_confidence": float(sure[place == number].mean()),
            "accuracy": float(is_right[place == number].mean()),
        }
        for number in np.unique(place)
    ]


def calibration_error(labels: npt.ArrayLike, vote_shares: npt.ArrayLike) -> float:
    """Return the mean distance of confidence from accuracy over the bins, weighted by samples."""
    bins = reliability(labels, vote_shares)
    total = sum(part["n_samples"] for part in bins)
    gaps = (p["n_samples"] * abs(p["mean_confidence"] - p["accuracy"]) for p in bins)
    return sum(gaps) / total if total else float("nan")


def accuracy_interval(
    is_right: npt.ArrayLike, units: npt.ArrayLike, seed: int, draws: int = 2000
) -> tuple[float, float]:
    """Return the 5 and 95 % bounds of the accuracy when whole units are drawn anew.

    The years of one city are alike: single samples drawn anew would make the interval too narrow.

    Examples
    --------
    Two of three cities are always right, one never:

    >>> right = np.repeat([1, 1, 0], 4)
    >>> accuracy_interval(right, np.repeat(["a", "b", "c"], 4), seed=1)
    (0.3333333333333333, 1.0)
    """
    right = np.asarray(is_right, dtype=np.float64)
    _, unit = np.unique(np.asarray(units), return_inverse=True)
    hits, counts = np.bincount(unit, right), np.bincount(unit)
    drawn = np.random.default_rng(seed).integers(0, len(counts), (draws, len(counts)))
    drawn_accuracy: Floats = hits[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    lower, upper = np.quantile(drawn_accuracy, [0.05, 0.95])
    return float(lower), float(upper)
