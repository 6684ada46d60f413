r"""Discrete laws for degrees on a finite range, fitted to many samples at once.

Every law here is an exponential family :math:`p(k) \propto h(k) e^{\theta \cdot T(k)}` on
x_min … upper, so its likelihood has one top, and Newton's method climbs it. The range ends because
a node of a network of n has at most n − 1 neighbours.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from wenmai.networks.graph import Floats

_ROUNDS = 60
_PRECISION = 1e-10
_LONGEST = 200.0
_GAIN = 1e-13


@dataclass(frozen=True)
class Law:
    """One family of distributions.

    Parameters
    ----------
    code : str
    parameters : str
        What the parameters are called.
    statistics : callable
        T(k), shape (n_parameters, len(k)).
    log_base : callable
        ln h(k).
    start : callable
        First θ for samples from their means of T; x_min is known.
    readable : callable
        θ to the parameters people know.
    """

    code: str
    parameters: str
    statistics: Callable[[Floats], Floats]
    log_base: Callable[[Floats], Floats]
    start: Callable[[Floats, float], Floats]
    readable: Callable[[Floats], list[float]]


def _lognormal(theta: Floats) -> list[float]:
    if theta[1] >= 0:  # no finite sigma: the power law is the limit
        return [float("nan"), float("inf")]
    variance = -0.5 / theta[1]
    return [float(theta[0] * variance), float(np.sqrt(variance))]


def _power_start(means: Floats, x_min: float) -> Floats:
    return -1 - 1 / np.maximum(means - np.log(x_min - 0.5), 1e-3)


LAWS = {
    law.code: law
    for law in (
        Law(
            "power_law",
            "alpha",
            lambda k: np.log(k)[None],
            lambda k: np.zeros(len(k)),
            _power_start,
            lambda theta: [float(-theta[0])],
        ),
        Law(
            "exponential",
            "lambda",
            lambda k: k[None],
            lambda k: np.zeros(len(k)),
            lambda means, x_min: -np.log1p(1 / np.maximum(means - x_min, 1e-3)),
            lambda theta: [float(-theta[0])],
        ),
        Law(
            "poisson",
            "mu",
            lambda k: k[None],
            lambda k: -gammaln(k + 1),
            lambda means, x_min: np.log(np.maximum(means, 1e-3)),
            lambda theta: [float(np.exp(theta[0]))],
        ),
        Law(
            "lognormal",
            "mu, sigma",
            lambda k: np.stack([np.log(k), np.log(k) ** 2]),
            lambda k: -np.log(k),
            lambda means, x_min: np.stack(
                [
                    means[:, 0] / np.maximum(means[:, 1] - means[:, 0] ** 2, 1e-2),
                    -0.5 / np.maximum(means[:, 1] - means[:, 0] ** 2, 1e-2),
                ],
                axis=1,
            ),
            _lognormal,
        ),
    )
}


def support(x_min: int, upper: int) -> Floats:
    """Return the degrees from x_min to upper.

    Examples
    --------
    >>> support(2, 4).tolist()
    [2.0, 3.0, 4.0]
    """
    return np.arange(x_min, upper + 1, dtype=float)


def fit(law: Law, counts: npt.ArrayLike, x_min: int) -> Floats:
    """Fit a law to samples by maximum likelihood.

    Parameters
    ----------
    law : Law
    counts : array of shape (n_samples, n_support)
        How often each sample has x_min, x_min + 1 …; no sample is empty.
    x_min : int

    Returns
    -------
    array of shape (n_samples, n_parameters)
        θ; where the likelihood has no top inside (all values equal, say) as far up as it went.

    Examples
    --------
    On 1 … 1,000 the exponential law is nearly geometric: lambda = ln(1 + 1 / (mean − 1)).

    >>> counts = np.zeros((1, 1000))
    >>> counts[0, :4] = [8, 4, 2, 2]
    >>> theta = fit(LAWS["exponential"], counts, 1)
    >>> round(float(-theta[0, 0]), 6), round(np.log1p(1 / (30 / 16 - 1)), 6).item()
    (0.76214, 0.76214)
    """
    samples = np.asarray(counts, dtype=float)
    k = support(x_min, x_min + samples.shape[1] - 1)
    statistics, base = law.statistics(k), law.log_base(k)
    means = (samples @ statistics.T) / samples.sum(axis=1, keepdims=True)
    theta = np.asarray(law.start(means, float(x_min)), dtype=float).reshape(means.shape)
    theta = _climb(theta, means, statistics, base)
    if law.code == "lognormal":
        # sigma would be imaginary: the best lognormal is then its limit, a power law
        is_beyond = theta[:, 1] > 0
        if is_beyond.any():
            limit = _climb(theta[is_beyond, :1] * 0 - 1, means[is_beyond, :1], statistics[:1], base)
            theta[is_beyond] = np.concatenate([limit, np.zeros_like(limit)], axis=1)
    return theta


def _climb(theta: Floats, means: Floats, statistics: Floats, base: Floats) -> Floats:
    """Newton's method on every sample, a step halved until it leads up."""
    theta = theta.copy()
    loss, gradient, curvature = _loss(theta, means, statistics, base)
    active = np.arange(len(theta))
    for _ in range(_ROUNDS):
        scale = np.einsum("sii->si", curvature) ** 0.5
        active = active[(np.abs(gradient[active]) > _PRECISION * (1 + scale[active])).any(axis=1)]
        if not len(active):
            break
        ridge = 1e-12 * (1 + np.trace(curvature[active], axis1=1, axis2=2))
        matrix = curvature[active] + ridge[:, None, None] * np.eye(theta.shape[1])
        step = np.linalg.solve(matrix, gradient[active][..., None])[..., 0]
        # shortened as a whole: a step must not lose its direction
        step *= np.minimum(1, _LONGEST / np.maximum(np.abs(step).max(axis=1), 1e-300))[:, None]
        pending = np.arange(len(active))
        gained = np.zeros(len(theta))
        for _ in range(30):
            here = active[pending]
            trial = theta[here] - step[pending]
            found = _loss(trial, means[here], statistics, base)
            better = found[0] <= loss[here] + 1e-14 * np.abs(loss[here])
            done = here[better]
            gained[done] = loss[done] - found[0][better]
            theta[done] = trial[better]
            loss[done], gradient[done], curvature[done] = (part[better] for part in found)
            pending = pending[~better]
            if not len(pending):
                break
            step[pending] /= 2
        # where no step leads up any more, or towards a top that lies infinitely far out
        active = active[gained[active] > _GAIN * (1 + np.abs(loss[active]))]
    return theta


def _loss(
    theta: Floats, means: Floats, statistics: Floats, base: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return minus the mean log-likelihood (without h), its gradient and its curvature."""
    weights, log_total = _weights(theta, statistics, base)
    expected = weights @ statistics.T
    products = (statistics[:, None] * statistics[None]).reshape(-1, statistics.shape[1])
    second = (weights @ products.T).reshape(-1, len(statistics), len(statistics))
    curvature = second - expected[:, :, None] * expected[:, None, :]
    return log_total - (theta * means).sum(axis=1), expected - means, curvature


def _weights(theta: Floats, statistics: Floats, base: Floats) -> tuple[Floats, Floats]:
    exponent = theta @ statistics + base
    highest = exponent.max(axis=1, keepdims=True)
    weights = np.exp(exponent - highest)
    total = weights.sum(axis=1, keepdims=True)
    return weights / total, (highest + np.log(total))[:, 0]


def probabilities(law: Law, theta: npt.ArrayLike, x_min: int, upper: int) -> Floats:
    """Return p(k) of fitted laws on x_min … upper.

    Parameters
    ----------
    law : Law
    theta : array of shape (n_samples, n_parameters)
    x_min, upper : int

    Returns
    -------
    array of shape (n_samples, upper − x_min + 1)

    Examples
    --------
    >>> probabilities(LAWS["power_law"], [[-1.0]], 1, 2).round(6).tolist()
    [[0.666667, 0.333333]]
    """
    k = support(x_min, upper)
    return _weights(np.asarray(theta, dtype=float), law.statistics(k), law.log_base(k))[0]


def log_probabilities(law: Law, theta: npt.ArrayLike, x_min: int, upper: int) -> Floats:
    """Return ln p(k) of one fitted law on x_min … upper, finite even far out in a tail.

    Examples
    --------
    >>> log_probabilities(LAWS["power_law"], [-1.0], 1, 2).round(6).tolist()
    [-0.405465, -1.098612]
    """
    k = support(x_min, upper)
    row = np.asarray(theta, dtype=float)[None]
    base = law.log_base(k)
    _, log_total = _weights(row, law.statistics(k), base)
    return (row @ law.statistics(k) + base)[0] - log_total[0]


def ks_distance(counts: npt.ArrayLike, expected: Floats) -> Floats:
    """Return the largest gap between the distribution functions of samples and laws.

    Parameters
    ----------
    counts, expected : arrays of shape (n_samples, n_support)

    Examples
    --------
    >>> ks_distance([[1, 1]], np.array([[0.75, 0.25]])).tolist()
    [0.25]
    """
    samples = np.asarray(counts, dtype=float)
    shares = np.cumsum(samples, axis=1) / samples.sum(axis=1, keepdims=True)
    return np.abs(shares - np.cumsum(expected, axis=1)).max(axis=1)
