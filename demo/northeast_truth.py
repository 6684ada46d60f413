"""The latent truth of the demo study northeast and its calibration to P1.

A unit's position in dimension q and year t is

    theta = level + emphasis + offset_q + scatter,    z = 1 / (1 + exp(-theta)),

level = province trend + size of the city; emphasis lifts the dimension of the path above the
others and moves slowly when the path changes. Raw values rise with z between the bounds of
:mod:`demo.northeast_indicators`. Trend and offsets are moved until the index that the warehouse
would compute from the files has the province means of P1 Fig 5 in every year and the dimension
means of Fig 7 in 2024.

P1's figures cannot all hold at once. A score is a weighted mean of dimension scores, so the means
of Fig 7 (0.52 to 0.69) can only belong to the last years of Fig 5, and the mean of Table 5 by the
shares of Fig 4 (0.634) is above every year of Fig 5. Fig 7 is therefore aimed at in 2024, and of
Table 5 only the order of the paths is planted, by the sizes of the cities that take them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from demo.index_method import Array, Index, composite_index, fill_gaps
from demo.northeast_cities import CITIES, DIMENSIONS, YEARS
from demo.northeast_indicators import INDICATORS

SEED = 2026791
# P1 Fig 5 prints 2018 and 2024; the years between rise on a path chosen here, slower in 2020.
PROVINCE_SCORES = {
    "辽宁省": (0.421, 0.455, 0.470, 0.512, 0.553, 0.598, 0.642),
    "吉林省": (0.389, 0.419, 0.432, 0.469, 0.506, 0.547, 0.587),
    "黑龙江省": (0.372, 0.399, 0.411, 0.443, 0.478, 0.515, 0.551),
}
DIMENSION_SCORES = np.array([0.67, 0.61, 0.69, 0.58, 0.52])  # P1 Fig 7, in the order of DIMENSIONS

EMPHASIS = 0.85  # how far the dimension of the path stands above the mean of the others
TRANSITION_YEARS = 0.8  # how slowly a change of path shows
SIZE_SPREAD = 0.9  # how far the sizes of the cities stand apart
# Scatter of a city's dimension, of its walk over the years, of its indicator, of a single cell.
CITY_SCATTER, YEAR_SCATTER, INDICATOR_SCATTER, CELL_SCATTER = 0.16, 0.10, 0.22, 0.05
# P1's worked example: technology and policy stand above the other dimensions.
CHANGCHUN = np.array([0.10, -0.15, 0.45, -0.15, -0.40])

PROVINCE_OF = np.array([list(PROVINCE_SCORES).index(city.province) for city in CITIES])
PATH_OF = np.array([["PRTCM".index(letter) for letter in city.paths] for city in CITIES])
DIMENSION_OF = np.array([list(DIMENSIONS).index(item.dimension) for item in INDICATORS])
IS_POSITIVE = np.array([item.is_positive for item in INDICATORS])
DECIMALS = np.array([item.decimals for item in INDICATORS])

Observe = Callable[[Array], Array]


@dataclass(frozen=True)
class Truth:
    """What the generator knows and the warehouse does not.

    Parameters
    ----------
    level : Array
        Units × years: the latent level.
    positions : Array
        Units × years × dimensions: latent positions on the scale of theta.
    values : Array
        Units × years × indicators: true raw values, rounded as the files print them.
    index : Index
        The index of what the warehouse can observe.
    """

    level: Array
    positions: Array
    values: Array
    index: Index


def emphasis() -> Array:
    """Return units × years × dimensions: what the paths add, zero on average over dimensions."""
    years = np.arange(len(YEARS))
    shown = np.zeros((len(CITIES), len(YEARS), len(DIMENSIONS)))
    for unit, path in enumerate(PATH_OF):
        for year in years:
            nearness = np.exp(-(((years - year) / (2 * TRANSITION_YEARS)) ** 2))
            np.add.at(shown[unit, year], path, nearness / nearness.sum())
    return EMPHASIS * (shown - shown.mean(axis=-1, keepdims=True))


def calibrate(observe: Observe, rounds: int = 60) -> Truth:
    """Move trend and offsets until the observed index meets P1.

    Parameters
    ----------
    observe : callable
        Turns true values into what the warehouse has after reading and quarantine (missing cells
        NaN), so that the planted faults are part of the calibration.
    rounds : int
        Fixed-point steps; 60 bring the province means within 0.001.

    Returns
    -------
    Truth
    """
    scatter = _Scatter(np.random.default_rng(SEED))
    targets = np.array(list(PROVINCE_SCORES.values()))
    trend = np.log(targets / (1 - targets))
    offsets = np.zeros(len(DIMENSIONS))
    truth = _realise(trend, offsets, scatter, observe)
    for _ in range(rounds):
        trend = trend + 3.0 * (targets - province_means(truth.index.scores))
        gap = DIMENSION_SCORES - last_year_dimension_means(truth.index)
        offsets = offsets + 2.0 * (gap - gap.mean())
        truth = _realise(trend, offsets, scatter, observe)
    return truth


def province_means(scores: Array) -> Array:
    """Return provinces × years: the mean score of the province's units."""
    return np.stack([np.nanmean(scores[p == PROVINCE_OF], axis=0) for p in range(3)])


def path_means(scores: Array) -> Array:
    """Return the mean score of the unit-years of every path."""
    return np.array([np.nanmean(scores[k == PATH_OF]) for k in range(len(DIMENSIONS))])


def last_year_dimension_means(index: Index) -> Array:
    """Return the mean of every dimension score in 2024."""
    return np.nanmean(index.dimension_scores(DIMENSION_OF)[:, -1], axis=0)


class _Scatter:
    """All random numbers of the study, drawn once, so that calibration moves only the aim."""

    def __init__(self, random: np.random.Generator) -> None:
        shape = (len(CITIES), len(YEARS), len(DIMENSIONS))
        city = CITY_SCATTER * random.standard_normal((len(CITIES), 1, len(DIMENSIONS)))
        city[[unit.english == "Changchun" for unit in CITIES]] = CHANGCHUN
        steps = np.cumsum(random.standard_normal(shape), axis=1) / np.sqrt(len(YEARS))
        self.dimensions = city + YEAR_SCATTER * steps
        lasting = random.standard_normal((len(CITIES), 1, len(INDICATORS)))
        single = random.standard_normal((*shape[:2], len(INDICATORS)))
        self.cells = INDICATOR_SCATTER * lasting + CELL_SCATTER * single


def _realise(trend: Array, offsets: Array, scatter: _Scatter, observe: Observe) -> Truth:
    sizes = SIZE_SPREAD * np.array([city.size for city in CITIES])
    level = trend[PROVINCE_OF] + sizes[:, None]
    positions = level[..., None] + emphasis() + offsets + scatter.dimensions
    cells = 1.0 / (1.0 + np.exp(-(positions[..., DIMENSION_OF] + scatter.cells)))
    values = np.stack([item.raw(cells[..., j]) for j, item in enumerate(INDICATORS)], axis=-1)
    for j, decimals in enumerate(DECIMALS):
        values[..., j] = np.round(values[..., j], decimals)
    index = composite_index(fill_gaps(observe(values)), IS_POSITIVE)
    return Truth(level, positions, values, index)
