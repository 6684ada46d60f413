"""Moran's I of one variable in one year, global and local (esda)."""

import warnings
from dataclasses import dataclass

import numpy as np

from wenmai.econometrics import sentences as say
from wenmai.econometrics.refusal import NotEstimable, needs_spatial_libraries
from wenmai.econometrics.transforms import Array

QUADRANTS = {1: "high_high", 2: "low_high", 3: "low_low", 4: "high_low"}


@dataclass(frozen=True)
class Autocorrelation:
    """Global and local Moran's I.

    Parameters
    ----------
    morans_i, expected_i : float
        I = (n / S0) z'Wz / z'z, and -1 / (n - 1).
    z_value, p_value : float
        Under randomisation; two-sided.
    permutation_z, permutation_p : float
        Against random permutations of the values over the units; p is the pseudo p-value of the
        nearer tail, (r + 1) / (permutations + 1), as GeoDa and esda give it.
    local_i : array of shape (n,)
        Local Moran's I; they sum to (n - 1) I where every unit has a neighbour.
    local_p : array of shape (n,)
        Pseudo p-values by conditional permutation.
    local_z : array of shape (n,)
    quadrants : tuple of str
        high_high, low_high, low_low or high_low: the unit, then its neighbours.
    n_islands : int
        Units without neighbours.
    """

    morans_i: float
    expected_i: float
    z_value: float
    p_value: float
    permutation_z: float
    permutation_p: float
    local_i: Array
    local_z: Array
    local_p: Array
    quadrants: tuple[str, ...]
    n_islands: int


def autocorrelation(
    values: Array, weights: Array, permutations: int = 999, seed: int = 1
) -> Autocorrelation:
    """Measure spatial autocorrelation.

    Parameters
    ----------
    values : array of shape (n,)
    weights : array of shape (n, n)
        Row-standardised.
    permutations : int, optional
    seed : int, optional
        The same seed gives the same pseudo p-values.

    Returns
    -------
    Autocorrelation

    Raises
    ------
    NotEstimable
        constant_series, when the values do not vary; not_installed without esda.

    Examples
    --------
    Four units on a line, high beside high and low beside low.

    >>> line = np.array([[0, 1, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 1, 0]])
    >>> found = autocorrelation(np.array([1.0, 2.0, 4.0, 5.0]), line, permutations=99)
    >>> round(found.morans_i, 10), found.quadrants
    (0.5, ('low_low', 'low_low', 'high_high', 'high_high'))
    """
    if np.ptp(values) <= 1e-12 * np.abs(values).max():
        raise NotEstimable("constant_series", say.ALL_EQUAL())
    # a second to import, and only studies with spatial weights need it
    with warnings.catch_warnings():
        # islands are counted, and missing numba only costs speed
        warnings.simplefilter("ignore")
        with needs_spatial_libraries():
            from esda import Moran, Moran_Local  # noqa: PLC0415

        matrix = pysal_weights(weights)
        moran = Moran(values, matrix, transformation="r", permutations=0)
        local = Moran_Local(
            values, matrix, transformation="r", permutations=permutations, seed=seed
        )
    drawn = permuted_morans(values, weights, permutations, seed)
    above = int(np.sum(drawn >= moran.I))
    tail = min(above, permutations - above)
    return Autocorrelation(
        morans_i=float(moran.I),
        expected_i=float(moran.EI),
        z_value=float(moran.z_rand),
        p_value=float(moran.p_rand),
        permutation_z=float((moran.I - drawn.mean()) / drawn.std()),
        permutation_p=(tail + 1) / (permutations + 1),
        local_i=np.asarray(local.Is, dtype=float),
        local_z=np.asarray(local.z_sim, dtype=float),
        local_p=np.asarray(local.p_sim, dtype=float),
        quadrants=tuple(QUADRANTS[int(number)] for number in local.q),
        n_islands=int(np.sum(weights.sum(axis=1) == 0)),
    )


def permuted_morans(values: Array, weights: Array, permutations: int, seed: int) -> Array:
    """Return Moran's I of random permutations; esda draws from a generator that all code shares.

    Parameters
    ----------
    values : array of shape (n,)
    weights : array of shape (n, n)
    permutations, seed : int

    Returns
    -------
    array of shape (permutations,)
    """
    z = values - values.mean()
    shuffled = np.random.default_rng(seed).permuted(np.tile(z, (permutations, 1)), axis=1)
    numerator = np.einsum("pi,pi->p", shuffled, shuffled @ weights.T)
    drawn: Array = len(z) / weights.sum() * numerator / (z @ z)
    return drawn


def pysal_weights(weights: Array) -> object:
    """Return a libpysal W of a matrix, quietly also where a unit has no neighbour."""
    with needs_spatial_libraries():
        from libpysal.weights import W  # noqa: PLC0415

    neighbors = {i: np.flatnonzero(row).tolist() for i, row in enumerate(weights)}
    values = {i: row[row != 0].tolist() for i, row in enumerate(weights)}
    return W(neighbors, values, id_order=list(neighbors), silence_warnings=True)
