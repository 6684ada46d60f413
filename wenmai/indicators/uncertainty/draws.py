"""The scores and ranks of all draws, in memory or, when they are many, in a temporary file."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np
import numpy.typing as npt

from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Matrix
from wenmai.indicators.uncertainty.sobol import Design, SobolSums
from wenmai.mill.spread import spread

# Cells worked on at once (32 MB of doubles), and cells above which a file holds the results.
BLOCK_CELLS = 4_000_000
MEMORY_CELLS = 32_000_000
# A process that draws holds every normalised panel, some 27: larger ones are drawn in one.
SPREAD_CELLS = 100_000


@dataclass(frozen=True)
class Sample:
    """One output under all draws.

    Parameters
    ----------
    values : array of shape (rows of the panel, draws)
        NaN where a draw gave no value.
    mean : array of shape (rows,)
    is_whole : bool array of shape (rows,)
        Whether every draw gave a value.
    """

    values: Matrix
    mean: npt.NDArray[np.float64]
    is_whole: npt.NDArray[np.bool_]


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
    score = _space(engine.panel.n_rows, 2 * n_base, np.float64)
    rank = _space(engine.panel.n_rows, 2 * n_base, np.float32)  # holds whole numbers exactly
    whole = np.concatenate([design.first, design.second])
    blocks = [
        slice(half + block.start, half + block.stop)
        for half in (0, n_base)
        for block in _blocks(n_base, engine.panel.n_rows)
    ]
    for block, (scores, ranked) in _scored(engine, blocks, whole.__getitem__):
        score[:, block] = scores.T
        rank[:, block] = ranked.T
    samples = {"score": _sample(score), "rank": _sample(rank)}
    sums = {output: SobolSums(n_base, n_factors) for output in samples}
    blocks = list(_blocks(n_base, engine.panel.n_rows * (n_factors + 2))) if n_factors else []

    def mixed(block: slice) -> Matrix:
        return np.vstack([design.mixed(k, block) for k in range(n_factors)])

    for block, both in _scored(engine, blocks, mixed):
        found = dict(zip(samples, both, strict=True))
        for output, sample in samples.items():
            whole = sample.is_whole
            f_a, f_b = (
                sample.values[whole, half + block.start : half + block.stop].T
                for half in (0, n_base)
            )
            f_ab = np.split(found[output][:, whole], n_factors)
            sums[output].add(f_a, f_b, f_ab, sample.mean[whole], block)
    return Draws(samples["score"], samples["rank"], sums)


def _scored(
    engine: Engine | DesignEngine, blocks: list[slice], points: Callable[[slice], Matrix]
) -> Iterator[tuple[slice, tuple[Matrix, Matrix]]]:
    """Yield every block of draws with its scores and ranks."""
    name = uuid4().hex
    is_large = engine.panel.n_rows * len(engine.panel.codes) > SPREAD_CELLS
    portions = ((name, engine, points(block)) for block in blocks)
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
    result = np.empty_like(scores)
    for year in np.unique(years):
        here = years == year
        result[:, here] = ranks(scores[:, here])
    return result


def row_blocks(values: Matrix) -> Iterator[slice]:
    """Cut the rows of a matrix into blocks that fit into memory."""
    return _blocks(*values.shape)


def _blocks(length: int, cells_each: int) -> Iterator[slice]:
    step = max(BLOCK_CELLS // max(cells_each, 1), 1)
    for start in range(0, length, step):
        yield slice(start, min(start + step, length))


def _space(n_rows: int, n_draws: int, kind: type[np.floating[Any]]) -> npt.NDArray[Any]:
    if n_rows * n_draws <= MEMORY_CELLS:
        return np.empty((n_rows, n_draws), kind)
    # the file has no name and is gone with the array
    with tempfile.TemporaryFile() as file:
        return np.memmap(file, dtype=kind, mode="w+", shape=(n_rows, n_draws))


def _sample(values: Matrix) -> Sample:
    mean = np.empty(len(values))
    for block in _blocks(*values.shape):
        mean[block] = values[block].mean(axis=1, dtype=np.float64)
    return Sample(values, mean, ~np.isnan(mean))
