"""Who is whose neighbour: row-standardised weights between the units of one sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from wenmai.econometrics import sentences as say
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.transforms import Array
from wenmai.sentences import first_few


@dataclass(frozen=True)
class WeightsRule:
    """How a study wants its weights.

    Parameters
    ----------
    kind : str
        knn, inverse_distance or network.
    neighbors : int
        For knn.
    power : float
        For inverse_distance: weights are distance to the power of -power.
    cutoff_km : float, optional
        For inverse_distance: beyond it the weight is 0.
    is_directed : bool
        For network: a row holds the links from its unit, not both directions added.
    radius_km : float
        Of the earth, as the study has it; weights of a row sum to 1, so only a cut-off needs it.
    """

    kind: str
    neighbors: int = 4
    power: float = 1.0
    cutoff_km: float | None = None
    is_directed: bool = False
    radius_km: float = 1.0


def haversine_km(longitude: Array, latitude: Array, radius_km: float) -> Array:
    r"""Return great-circle distances between all pairs of places.

    :math:`d = 2r\arcsin\sqrt{\sin^2\frac{\Delta\varphi}{2} +
    \cos\varphi_1\cos\varphi_2\sin^2\frac{\Delta\lambda}{2}}`.

    Parameters
    ----------
    longitude, latitude : array of shape (n,)
        Degrees.
    radius_km : float
        Of the earth.

    Returns
    -------
    array of shape (n, n)
        Kilometres.

    Examples
    --------
    A degree of latitude is 111.2 km.

    >>> haversine_km(np.array([0.0, 0.0]), np.array([41.0, 42.0]), 6371)[0, 1].round(1).item()
    111.2
    """
    lon, lat = np.radians(longitude), np.radians(latitude)
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    distance: Array = 2 * radius_km * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return distance


def spatial_weights(
    unit_codes: Sequence[str],
    rule: WeightsRule,
    places: Mapping[str, tuple[float, float]],
    links: pd.DataFrame | None = None,
) -> Array:
    """Return the weights of one sample; a unit without any neighbour has a row of zeros.

    Weights are made for the units of the sample, not cut out of a larger matrix, so that every
    unit of a knn matrix has its number of neighbours.

    Parameters
    ----------
    unit_codes : sequence of str
        The units, in the order of rows and columns.
    rule : WeightsRule
    places : mapping
        Unit code → longitude and latitude.
    links : DataFrame, optional
        For network weights: ``from_unit``, ``to_unit``, ``strength``; several rows of one pair
        add up, and so do both directions.

    Returns
    -------
    array of shape (n, n)
        Rows sum to 1, or to 0 without neighbours; the diagonal is 0.

    Raises
    ------
    NotEstimable
        no_neighbors: a place is unknown, two are the same, or no link joins the units.

    Examples
    --------
    >>> places = {"a": (120.0, 40.0), "b": (121.0, 40.0), "c": (125.0, 40.0)}
    >>> spatial_weights("abc", WeightsRule("knn", neighbors=1), places).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """
    if len(unit_codes) < 3:
        raise NotEstimable("no_neighbors", say.WEIGHTS_UNITS(n=len(unit_codes)))
    if rule.kind == "network":
        raw = _linked(unit_codes, links, rule.is_directed)
    else:
        raw = _by_distance(_distances(unit_codes, places, rule.radius_km), rule)
    sums = raw.sum(axis=1, keepdims=True)
    if not sums.any():
        raise NotEstimable("no_neighbors", say.WEIGHTS_EMPTY())
    weights: Array = np.divide(raw, sums, out=np.zeros_like(raw), where=sums > 0)
    return weights


def _distances(
    unit_codes: Sequence[str], places: Mapping[str, tuple[float, float]], radius_km: float
) -> Array:
    unknown = [code for code in unit_codes if code not in places]
    if unknown:
        raise NotEstimable("no_neighbors", say.NO_COORDINATES(units=first_few(unknown)))
    position = np.array([places[code] for code in unit_codes], dtype=float)
    distance = haversine_km(position[:, 0], position[:, 1], radius_km)
    np.fill_diagonal(distance, np.inf)
    same = np.argwhere(distance <= 0)
    if len(same):
        one, other = same[0]
        said = say.SAME_COORDINATES(unit=unit_codes[one], other=unit_codes[other])
        raise NotEstimable("no_neighbors", said)
    return distance


def _by_distance(distance: Array, rule: WeightsRule) -> Array:
    if rule.kind == "inverse_distance":
        near = distance <= (rule.cutoff_km or np.inf)
        weights: Array = np.where(near, distance ** -float(rule.power), 0.0)
        return weights
    count = len(distance)
    if rule.neighbors >= count:
        said = say.TOO_FEW_NEIGHBORS(n_units=count, neighbors=rule.neighbors)
        raise NotEstimable("no_neighbors", said)
    # equally near units: the one that stands first
    nearest = np.argsort(distance, axis=1, kind="stable")[:, : rule.neighbors]
    weights = np.zeros_like(distance)
    np.put_along_axis(weights, nearest, 1.0, axis=1)
    return weights


def _linked(unit_codes: Sequence[str], links: pd.DataFrame | None, is_directed: bool) -> Array:
    count = len(unit_codes)
    raw = np.zeros((count, count))
    if links is not None and len(links):
        place = {code: i for i, code in enumerate(unit_codes)}
        inside = links[links["from_unit"].isin(place) & links["to_unit"].isin(place)]
        rows = inside["from_unit"].map(place).to_numpy(dtype=int)
        columns = inside["to_unit"].map(place).to_numpy(dtype=int)
        np.add.at(raw, (rows, columns), inside["strength"].to_numpy(dtype=float))
    raw = raw if is_directed else raw + raw.T
    np.fill_diagonal(raw, 0.0)
    return raw
