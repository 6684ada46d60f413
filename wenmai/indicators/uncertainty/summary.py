"""From draws to what people read: intervals, shares of doubt, robustness of the order."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from threadpoolctl import threadpool_limits

from wenmai.indicators.uncertainty.designed import DesignEngine
from wenmai.indicators.uncertainty.draws import Sample, by_row, draw, pieces, ranks_by_year
from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Matrix, Panel
from wenmai.indicators.uncertainty.sobol import Design, SobolSums

PERCENTILES = (0.05, 0.5, 0.95)
SENSITIVITY_LEVEL = 0.95
BOOTSTRAP_DRAWS = 1000

# Intervals of groups below the index: draws, and draws times rows times groups (512 MB).
GROUP_DRAWS = 1024
FEWEST_DRAWS = 256
GROUP_CELLS = 1 << 26

# Beyond these digits a result may depend on the number of threads.
DIGITS = 10


@dataclass(frozen=True)
class Uncertainty:
    """What a Monte-Carlo run says.

    Parameters
    ----------
    uncertainty : DataFrame
        One row per row of the panel: ``unit``, ``year``, the engine's own score, percentiles of
        score and rank.
    sensitivity : DataFrame
        One row per ``output`` (score, rank) and ``choice``.
    robustness : DataFrame
        One row per year and pair of neighbours in rank.
    groups : DataFrame
        One row per ``group`` below the index and row of the panel, as ``uncertainty``.
    n_group_draws : int
        From which the intervals of groups come.
    """

    uncertainty: pd.DataFrame
    sensitivity: pd.DataFrame
    robustness: pd.DataFrame
    groups: pd.DataFrame
    n_group_draws: int


def measure_uncertainty(engine: Engine | DesignEngine, n_base: int, seed: int) -> Uncertainty:
    """Draw the choices and summarise what becomes of scores and ranks.

    The two base samples of the design (``2 n_base`` draws) give the intervals; with its mixed
    samples they give the Sobol shares. The order of neighbours is that of the index itself, every
    choice at its first option.

    Parameters
    ----------
    engine : Engine or DesignEngine
    n_base : int
        A power of 2.
    seed : int

    Returns
    -------
    Uncertainty
    """
    # One thread, as the draws: on products this small more of them only wait for each other, and
    # results would depend on how many there are.
    with threadpool_limits(limits=1, user_api="blas"):
        own = engine.own_scores()
        n_group_draws, groups = _groups(engine, 2 * n_base, seed)
    drawn = draw(engine, n_base, seed)
    active = engine.choices.active
    n_outputs = int(drawn.score.is_whole.sum())
    shares = [_shares(sums, output, active, seed) for output, sums in drawn.sums.items()]
    return Uncertainty(
        _intervals(engine.panel, own, drawn.score.values, drawn.rank.values),
        pd.concat(shares, ignore_index=True).assign(n_outputs=n_outputs),
        _neighbours(engine.panel, own, drawn.score),
        groups,
        n_group_draws,
    )


def _groups(engine: Engine | DesignEngine, n_draws: int, seed: int) -> tuple[int, pd.DataFrame]:
    """Return draws and intervals of the groups below the index, of as many as memory allows."""
    cells = len(engine.groups) * engine.panel.n_rows
    while n_draws > GROUP_DRAWS or (n_draws * cells > GROUP_CELLS and n_draws > FEWEST_DRAWS):
        n_draws //= 2
    if n_draws * cells > GROUP_CELLS or not cells:
        return 0, pd.DataFrame(columns=["group"])
    points = Design.scrambled(n_draws, max(len(engine.choices.active), 1), seed).first
    own, drawn = engine.plain.group_scores(np.zeros((1, 1))), engine.group_scores(points)
    parts = []
    for code in engine.groups:
        scores = drawn.pop(code)  # one after the other is let go
        ranked: npt.NDArray[Any] = np.empty(scores.shape, np.float32)
        for block in pieces(*scores.shape):
            ranked[block] = ranks_by_year(scores[block], engine.panel.years)
        parts.append(_intervals(engine.panel, own[code][0], scores, ranked).assign(group=code))
    return n_draws, pd.concat(parts, ignore_index=True)


def quantiles(values: Matrix) -> Matrix:
    """Percentiles of every row over its values, each one of the drawn values; NaN without any.

    The p-quantile is the smallest drawn value that at least the share p of the draws does not
    exceed, so a percentile of ranks is a rank.

    Examples
    --------
    >>> quantiles(np.array([[3.0, 1.0, 2.0, np.nan]])).tolist()
    [[1.0], [2.0], [3.0]]
    """
    ordered = np.sort(values, axis=1)  # NaN comes last
    counts = (~np.isnan(ordered)).sum(axis=1)
    result = np.empty((len(PERCENTILES), len(values)))
    for place, share in enumerate(PERCENTILES):
        # a product like 0.05 × 20 must not be lifted by its rounding
        position = np.maximum(np.ceil(share * counts - 1e-9).astype(int) - 1, 0)
        result[place] = ordered[np.arange(len(values)), position]
    return result


def _intervals(
    panel: Panel, own: npt.NDArray[np.float64], score: Matrix, rank: Matrix
) -> pd.DataFrame:
    columns = {
        f"{name}_p{round(100 * share):02d}": np.empty(panel.n_rows)
        for name in ("score", "rank")
        for share in PERCENTILES
    }
    n_scored = np.empty(panel.n_rows, dtype=np.int64)
    for (block, scores), (_, ranked) in zip(by_row(score), by_row(rank), strict=True):
        found = np.concatenate([quantiles(scores), quantiles(ranked)])
        for column, values in zip(columns.values(), found, strict=True):
            column[block] = np.round(values, DIGITS)
        n_scored[block] = (~np.isnan(scores)).sum(axis=1)
    return pd.DataFrame(
        {
            "unit": panel.units,
            "year": panel.years,
            "own_score": own,
            **columns,
            "n_scored": n_scored,
        }
    )


def _neighbours(panel: Panel, own: npt.NDArray[np.float64], score: Sample) -> pd.DataFrame:
    """Return how often the better of two neighbours in rank stays the better one."""
    parts = []
    for year in np.unique(panel.years):
        rows = np.nonzero((panel.years == year) & ~np.isnan(own))[0]
        rows = rows[np.argsort(-own[rows], kind="stable")]
        better, worse = rows[:-1], rows[1:]
        probability = np.empty(len(better))
        for block in pieces(len(better), len(score.values)):
            drawn = np.ascontiguousarray(score.values[:, rows[block.start : block.stop + 1]].T)
            for place, (one, other) in enumerate(pairwise(drawn), block.start):
                difference = one - other
                difference = difference[~np.isnan(difference)]
                wins = (difference > 0).sum() + 0.5 * (difference == 0).sum()
                probability[place] = wins / len(difference) if len(difference) else np.nan
        parts.append(
            pd.DataFrame(
                {
                    "year": year,
                    "better_place": np.arange(1, len(rows)),
                    "better_unit": panel.units[better],
                    "worse_unit": panel.units[worse],
                    "score_difference": np.round(own[better] - own[worse], DIGITS),
                    "order_probability": np.round(probability, DIGITS),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _shares(sums: SobolSums, output: str, active: tuple[str, ...], seed: int) -> pd.DataFrame:
    first, total = sums.shares()
    first_interval, total_interval = sums.intervals(SENSITIVITY_LEVEL, BOOTSTRAP_DRAWS, seed + 1)
    return pd.DataFrame({"output": output, "choice": list(active)}).assign(
        first_order_share=np.round(first, DIGITS),
        first_order_low=np.round(first_interval[0], DIGITS),
        first_order_high=np.round(first_interval[1], DIGITS),
        total_order_share=np.round(total, DIGITS),
        total_order_low=np.round(total_interval[0], DIGITS),
        total_order_high=np.round(total_interval[1], DIGITS),
    )
