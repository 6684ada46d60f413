"""How far features have moved away from what the forest was trained on."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 10
SURE = 0.01  # chance of so large a KS distance without drift below which it counts


@dataclass(frozen=True)
class Drift:
    """How far new values of a feature lie from those of the training.

    Parameters
    ----------
    psi : float
        Population stability index over deciles of the training values.
    ks : float
        Largest distance of the two distribution functions (Kolmogorov-Smirnov).
    ks_p_value : float
        Chance of such a distance without any drift.
    outside_share : float
        Share of new values beyond the range of the training values, where trees stay constant.
    """

    psi: float
    ks: float
    ks_p_value: float
    outside_share: float

    def is_drifted(self, threshold: float) -> bool:
        """Say whether the shift is large and no chance.

        The index alone would cry wolf with few new samples: 36 against 176 without any drift
        give 9 · (1/36 + 1/176) = 0.30 on average, above the usual limit of 0.25.
        """
        return self.psi > threshold and self.ks_p_value < SURE


def stability_index(training: npt.ArrayLike, new: npt.ArrayLike, bins: int = BINS) -> float:
    """Return PSI = sum of (p - q) ln(p / q) over quantile bins of the training values.

    Half a count is added to every bin, so that an empty one gives a large number and not an
    infinite one.

    Examples
    --------
    >>> stability_index([1, 2, 3, 4], [1, 2, 3, 4], bins=2)
    0.0
    >>> round(stability_index([1, 2, 3, 4], [3, 3, 4, 4], bins=2), 4)
    0.8789
    """
    old, recent = np.asarray(training, dtype=np.float64), np.asarray(new, dtype=np.float64)
    edges = np.unique(np.quantile(old, np.linspace(0, 1, bins + 1)[1:-1]))
    n_bins = len(edges) + 1
    p = np.bincount(np.searchsorted(edges, old), minlength=n_bins) + 0.5
    q = np.bincount(np.searchsorted(edges, recent), minlength=n_bins) + 0.5
    p, q = p / p.sum(), q / q.sum()
    return float(((p - q) * np.log(p / q)).sum())


def drift(training: npt.ArrayLike, new: npt.ArrayLike) -> Drift:
    """Compare new values of one feature with the training values.

    Parameters
    ----------
    training, new : array of shape (n,) and (m,)
        Not empty, no missing values.

    Examples
    --------
    >>> found = drift(np.linspace(0, 1, 100), np.linspace(0.5, 1.5, 100))
    >>> found.is_drifted(0.25), round(found.ks, 2), round(found.outside_share, 2)
    (True, 0.5, 0.5)
    """
    from scipy.stats import ks_2samp  # noqa: PLC0415

    old, recent = np.asarray(training, dtype=np.float64), np.asarray(new, dtype=np.float64)
    found = ks_2samp(old, recent)
    outside = (recent < old.min()) | (recent > old.max())
    return Drift(
        psi=stability_index(old, recent),
        ks=float(found.statistic),
        ks_p_value=float(found.pvalue),
        outside_share=float(outside.mean()),
    )
