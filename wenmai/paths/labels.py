"""Reference classes made from the features themselves, where no expert gives any."""

import numpy as np
import numpy.typing as npt

from wenmai.paths.trees import Floats, Integers


def standardised(values: npt.ArrayLike) -> Floats:
    """Return columns with mean 0 and standard deviation 1 over the panel; a constant one is 0.

    Examples
    --------
    >>> standardised([[1.0, 5.0], [3.0, 5.0]]).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    columns = np.asarray(values, dtype=np.float64)
    spread = columns.std(axis=0)
    # a spread of rounding alone is no spread: 0.1 three times has the mean 0.10000000000000002
    is_constant = spread <= 1e-12 * np.maximum(np.abs(columns).max(axis=0, initial=0.0), 1e-300)
    centred = columns - columns.mean(axis=0)
    return np.where(is_constant, 0.0, centred / np.where(is_constant, 1.0, spread))


def dominant_dimension(values: npt.ArrayLike) -> Integers:
    """Label every sample by the dimension that stands highest above its own panel mean.

    Parameters
    ----------
    values : array of shape (n, d)
        Fused features; column q is the dimension of path q.

    Returns
    -------
    array of shape (n,)
        Column numbers; of equal ones the first.

    Examples
    --------
    The second column is larger everywhere, but the first sample stands above the mean in the
    first:

    >>> dominant_dimension([[0.4, 0.8], [0.2, 0.9]]).tolist()
    [0, 1]
    """
    return standardised(values).argmax(axis=1).astype(np.int64)


def cluster_labels(values: npt.ArrayLike, seed: int, starts: int = 10) -> Integers:
    """Label samples by a Gaussian mixture with one component per dimension.

    Of spherical, diagonal, common and free covariances those with the least BIC are taken: few
    samples do not bear five free ones.

    Of spherical, diagonal, common and free covariances those with the least BIC are taken: few
    samples do not bear five free ones.

    Components are matched to paths one to one, so that the sum of the matched components'
    standardised means is largest (linear sum assignment): a component gets the path whose
    dimension stands out in it.

    Parameters
    ----------
    values : array of shape (n, d)
        Fused features; column q is the dimension of path q.
    seed : int
    starts : int
        Starting points tried; the likeliest mixture counts.

    Returns
    -------
    array of shape (n,)
        Column numbers.

    Raises
    ------
    ValueError
        With fewer samples than components.

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> near = random.normal(scale=0.05, size=(40, 2)) + np.repeat([[1, 0], [0, 1]], 20, axis=0)
    >>> cluster_labels(near, seed=1).tolist() == [0] * 20 + [1] * 20
    True
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415
    from sklearn.mixture import GaussianMixture  # noqa: PLC0415

    columns = standardised(values)
    n, d = columns.shape
    if n < 2 * d:
        raise ValueError(f"{n} samples are too few for {d} clusters")
    mixtures = [
        GaussianMixture(
            d, covariance_type=shape, n_init=starts, random_state=seed, reg_covar=1e-4
        ).fit(columns)
        for shape in ("spherical", "diag", "tied", "full")
    ]
    component = min(mixtures, key=lambda mixture: mixture.bic(columns)).predict(columns)
    # of the samples themselves, so that a component that nobody belongs to wins no path by noise
    means = np.stack([_mean(columns[component == c]) for c in range(d)])
    chosen, path = linear_sum_assignment(means, maximize=True)
    path_of = np.empty(d, dtype=np.int64)
    path_of[chosen] = path
    return path_of[component]


def _mean(rows: Floats) -> Floats:
    return rows.mean(axis=0) if len(rows) else np.full(rows.shape[1], -10.0)
