"""The scores and ranks of all draws, in memory or, when they are many, in a temporary file."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.engine import PANEL_CHOICES, Engine, Positions
from wenmai.indicators.uncertainty.panel import Matrix
from wenmai.indicators.uncertainty.sobol import Design, SobolSums
from wenmai.mill.spread import spread

# Cells worked on at once (32 MB of doubles), and cells above which a file holds the results.
BLOCK_CELLS = 4_000_000
MEMORY_CELLS = 32_000_000
# A process that draws holds some of the normalised panels: larger ones are drawn in one.
SPREAD_CELLS = 100_000


@dataclass(frozen=True)
class Sample:
    """One output under all draws.

    Parameters
    ----------
    values : array of shape (draws, rows of the panel)
        NaN where a draw gave no value.
    mean : array of shape (rows,)
    is_whole : bool array of shape (rows,)
        Whether every draw gave a value.
    """

    values: Matrix
    mean: npt.NDArray[np.float64]
    is_whole: npt.NDArray[np.bool_]

    @property
    def whole_mean(self) -> npt.NDArray[np.float64]:
        """Mean of the rows to which every draw gave a value."""
        return self.mean[self.is_whole]

    def of(self, draws: slice | Positions) -> Matrix:
        """Return some draws of these rows."""
        return self.of_whole(self.values[draws])

    def of_whole(self, values: Matrix) -> Matrix:
        """Return the columns of these rows."""
        return values if self.is_whole.all() else values[:, self.is_whole]


@dataclass(frozen=True)
class Draws:
    """What a Monte-Carlo run drew.

    Parameters
    ----------
    score, rank : Sample
    sums : dict of str to SobolSums
        Of ``score`` and ``rank``.
    """

    score: Sample
    rank: Sample
    sums: dict[str, SobolSums]


def draw(engine: Engine | DesignEngine, n_base: int, seed: int) -> Draws:
    """Score and rank the panel under ``2 n_base`` draws, and sum up what Sobol shares need.

    Parameters
    ----------
    engine : Engine or DesignEngine
    n_base : int
        A power of 2.
    seed : int

    Returns
    -------
    Draws
    """
    n_factors = len(engine.choices.active)
    design = Design.scrambled(n_base, max(n_factors, 1), seed)
    score = _space(2 * n_base, engine.panel.n_rows, np.float64)
    rank = _space(2 * n_base, engine.panel.n_rows, np.float32)  # holds whole numbers exactly
    for draws, (scores, ranked) in _scored(engine, np.vstack([design.first, design.second])):
        score[draws], rank[draws] = scores, ranked
    samples = {"score": _sample(score), "rank": _sample(rank)}
    sums = {output: SobolSums(n_base, n_factors) for output in samples}
    if n_factors:
        for output, sample in samples.items():
            for block in pieces(n_base, engine.panel.n_rows):
                f_a, f_b = sample.of(block), sample.of(_later(block, n_base))
                sums[output].add(f_a, f_b, sample.whole_mean, block)
    mixed = [design.mixed(factor) for factor in range(n_factors)]
    for places, both in _scored(engine, np.vstack([design.first[:0], *mixed])):
        factors, draws = np.divmod(places, n_base)
        for (output, sample), found in zip(samples.items(), both, strict=True):
            f_a, f_b = sample.of(draws), sample.of(n_base + draws)
            f_ab = sample.of_whole(found)
            sums[output].add_mixed(factors, f_a, f_b, f_ab, sample.whole_mean, draws=draws)
    return Draws(samples["score"], samples["rank"], sums)


def _scored(
    engine: Engine | DesignEngine, points: Matrix
) -> Iterator[tuple[Positions, tuple[Matrix, Matrix]]]:
    """Yield all draws with their scores and ranks, in blocks that share options.

    A block then needs few of the normalised panels, and its draws are one product each.
    """
    name = uuid4().hex
    is_large = engine.panel.n_rows * len(engine.panel.codes) > SPREAD_CELLS
    picked = engine.choices.pick(points, len(engine.codes))
    order = np.lexsort([picked[choice] for choice in reversed(PANEL_CHOICES)])
    blocks = [order[block] for block in pieces(len(order), engine.panel.n_rows)]
    portions = ((name, engine, points[block]) for block in blocks)
    found = spread(_score, portions, most=1 if is_large else None)
    try:
        yield from zip(blocks, found, strict=True)
    finally:
        _engines.clear()


_engines: dict[str, Engine | DesignEngine] = {}


def _score(name: str, engine: Engine | DesignEngine, points: Matrix) -> tuple[Matrix, Matrix]:
    """Score draws; a process keeps its engine, for it holds what all draws share."""
    if name not in _engines:
        _engines.clear()
        _engines[name] = engine
    scores = _engines[name].scores(points)
    return scores, ranks_by_year(scores, engine.panel.years)


def ranks(scores: Matrix) -> Matrix:
    """Rank along the last axis, 1 is the highest; equal scores share the better rank.

    Examples
    --------
    >>> ranks(np.array([[0.2, 0.9, np.nan, 0.9]])).tolist()
    [[3.0, 1.0, nan, 1.0]]
    """
    order = np.argsort(-scores, axis=-1)  # NaN comes last
    ordered = np.take_along_axis(scores, order, axis=-1)
    places = np.broadcast_to(np.arange(1.0, scores.shape[-1] + 1), scores.shape).copy()
    # an equal score takes the place of the first of its equals
    places[..., 1:][ordered[..., 1:] == ordered[..., :-1]] = 0
    np.maximum.accumulate(places, axis=-1, out=places)
    places[np.isnan(ordered)] = np.nan
    result = np.empty_like(places)
    np.put_along_axis(result, order, places, axis=-1)
    return result


def ranks_by_year(scores: Matrix, years: npt.NDArray[np.int64]) -> Matrix:
    """Rank the rows of each year among themselves, for every draw.

    Examples
    --------
    >>> ranks_by_year(np.array([[0.2, 0.9, 0.5]]), np.array([2018, 2018, 2019])).tolist()
    [[2.0, 1.0, 1.0]]
    """
    order = np.argsort(years, kind="stable")
    by_year = np.take(scores, order, axis=1)
    bounds = np.append(np.unique(years[order], return_index=True)[1], len(order))
    for start, stop in pairwise(bounds):
        by_year[:, start:stop] = ranks(by_year[:, start:stop])
    return np.take(by_year, np.argsort(order), axis=1)


def by_row(values: Matrix) -> Iterator[tuple[slice, Matrix]]:
    """Yield blocks of the panel's rows that fit into memory, each with all its draws."""
    n_draws, n_rows = values.shape
    for block in pieces(n_rows, n_draws):
        yield block, np.ascontiguousarray(values[:, block].T)


def pieces(length: int, cells_each: int) -> Iterator[slice]:
    """Cut a length into slices of as many as fit into memory."""
    step = max(BLOCK_CELLS // max(cells_each, 1), 1)
    for start in range(0, length, step):
        yield slice(start, min(start + step, length))


def _later(block: slice, by: int) -> slice:
    return slice(block.start + by, block.stop + by)


def _space(n_draws: int, n_rows: int, kind: type[np.floating[Any]]) -> npt.NDArray[Any]:
    if n_rows * n_draws <= MEMORY_CELLS:
        return np.empty((n_draws, n_rows), kind)
    # the file has no name and is gone with the array
    with tempfile.TemporaryFile() as file:
        return np.memmap(file, dtype=kind, mode="w+", shape=(n_draws, n_rows))


def _sample(values: Matrix) -> Sample:
    mean = np.empty(values.shape[1])
    for block, drawn in by_row(values):
        mean[block] = drawn.mean(axis=1, dtype=np.float64)
    return Sample(values, mean, ~np.isnan(mean))
