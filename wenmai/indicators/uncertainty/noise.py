"""Noise as a function of given uniform numbers, so that a share of doubt can be given to it."""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

Matrix = npt.NDArray[np.float64]


def hashed_uniforms(seeds: npt.NDArray[np.float64], count: int) -> Matrix:
    """Spread one uniform number per draw into ``count`` independent ones (SplitMix64).

    Parameters
    ----------
    seeds : array of shape (n,)
        Uniform on [0, 1).
    count : int

    Returns
    -------
    array of shape (n, count)
        Uniform on (0, 1), the same for the same seed.

    Examples
    --------
    >>> numbers = hashed_uniforms(np.array([0.25, 0.25, 0.75]), 2)
    >>> bool((numbers[0] == numbers[1]).all()), bool((numbers[0] == numbers[2]).any())
    (True, False)
    """
    mixed = seeds.view(np.uint64)[:, None] + np.uint64(0x9E3779B97F4A7C15) * np.arange(
        1, count + 1, dtype=np.uint64
    )
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return ((mixed >> np.uint64(11)).astype(np.float64) + 0.5) / 2**53


def dirichlet(weights: Matrix, concentration: float, uniforms: Matrix) -> Matrix:
    r"""Draw one vector from Dirichlet(κω) per row, from given uniform numbers.

    Gamma variates with shapes :math:`\kappa\omega_j`, divided by their sum. Mean
    :math:`\omega_j`, variance :math:`\omega_j(1-\omega_j)/(\kappa+1)`; a zero weight stays 0.

    Parameters
    ----------
    weights : array of shape (n, m)
        Rows sum to 1 or are all 0.
    concentration : float
    uniforms : array of shape (n, m)

    Returns
    -------
    array of shape (n, m)

    Examples
    --------
    >>> dirichlet(np.array([[0.5, 0.5, 0.0]]), 10.0, np.array([[0.3, 0.3, 0.9]])).tolist()
    [[0.5, 0.5, 0.0]]
    """
    shapes = concentration * weights
    positive = shapes > 0
    gammas = np.zeros_like(weights)
    gammas[positive] = gammaincinv(shapes[positive], uniforms[positive])
    totals = gammas.sum(axis=1, keepdims=True)
    return np.divide(gammas, totals, out=weights.copy(), where=totals > 0)


def measured_again(values: Matrix, relative_errors: npt.NDArray[np.float64], seed: int) -> Matrix:
    r"""Multiply values by log-normal noise of mean 1 and the stated relative standard errors.

    :math:`x' = x\exp(s\varepsilon - s^2/2)` with :math:`s^2 = \ln(1+\sigma^2)`.

    Parameters
    ----------
    values : array of shape (n, m)
    relative_errors : array of shape (m,)
        σ, the coefficient of variation of the noise of each column; 0 leaves it alone.
    seed : int

    Returns
    -------
    array of shape (n, m)

    Examples
    --------
    >>> measured_again(np.array([[2.0, 5.0]]), np.array([0.0, 0.1]), seed=1)[0, 0].item()
    2.0
    """
    spread = np.sqrt(np.log1p(relative_errors**2))
    draws = np.random.default_rng(seed).standard_normal(values.shape)
    return values * np.exp(spread * draws - spread**2 / 2)
