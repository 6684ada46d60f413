"""From draws to what people read: intervals, shares of doubt, robustness of the order."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from wenmai.indicators.uncertainty.engine import Engine
from wenmai.indicators.uncertainty.panel import Matrix
from wenmai.indicators.uncertainty.sobol import Design, SobolSums

PERCENTILES = (0.05, 0.5, 0.95)
SENSITIVITY_LEVEL = 0.95
BOOTSTRAP_DRAWS = 1000

# Draws times rows held at once: about 400 MB of doubles.
BLOCK_CELLS = 50_000_000


@dataclass(frozen=True)
class Doubts:
    """What a Monte-Carlo run says.

    Parameters
    ----------
    uncertainty : DataFrame
        One row per row of the panel: ``unit``, ``year``, percentiles of score and rank.
    sensitivity : DataFrame
        One row per ``output`` (score, rank) and ``choice``.
    robustness : DataFrame
        One row per year and pair of neighbours in rank.
    """

    uncertainty: pd.DataFrame
    sensitivity: pd.DataFrame
    robustness: pd.DataFrame


def ranks(scores: Matrix) -> Matrix:
    """Rank along the last axis, 1 is the highest; equal scores share the better rank.

    Examples
    --------
    >>> ranks(np.array([[0.2, 0.9, np.nan, 0.9]])).tolist()
    [[3.0, 1.0, nan, 1.0]]
    """
    missing = np.isnan(scores)
    ranked = rankdata(np.where(missing, np.inf, -scores), method="min", axis=-1).astype(float)
    ranked[missing] = np.nan
    return ranked


def doubts(engine: Engine, n_base: int, seed: int) -> Doubts:
    """Draw the choices and summarise what becomes of scores and ranks.

    The two base samples of the design (``2 n_base`` draws) give the intervals; with its mixed
    samples they give the Sobol shares. The order of neighbours is that of the index itself, every
    choice at its first option.

    Parameters
    ----------
    engine : Engine
    n_base : int
        A power of 2.
    seed : int

    Returns
    -------
    Doubts
    """
    panel, choices = engine.panel, engine.choices
    active = choices.active
    design = Design.scrambled(n_base, max(len(active), 1), seed)
    sums = {output: SobolSums(n_base, len(active)) for output in ("score", "rank")}
    uncertainty, robustness = [], []
    for rows in _blocks(panel.years, n_base * (len(active) + 2)):
        f_a = engine.scores(design.first, rows)
        f_b = engine.scores(design.second, rows)
        f_ab = [engine.scores(design.mixed(factor), rows) for factor in range(len(active))]
        baseline = engine.scores(np.zeros((1, max(len(active), 1))), rows)[0]
        for year in np.unique(panel.years[rows]):
            here = panel.years[rows] == year
            members = [scores[:, here] for scores in (f_a, f_b, *f_ab)]
            ranked = [ranks(scores) for scores in members]
            sums["score"].add(members[0], members[1], members[2:])
            sums["rank"].add(ranked[0], ranked[1], ranked[2:])
            both = np.concatenate(members[:2])
            units = panel.units[rows][here]
            uncertainty.append(_intervals(both, np.concatenate(ranked[:2]), units, int(year)))
            robustness.append(_neighbours(both, baseline[here], units, int(year)))
    sensitivity = pd.concat(
        [_shares(sums[output], output, active, seed) for output in sums], ignore_index=True
    )
    return Doubts(
        pd.concat(uncertainty, ignore_index=True),
        sensitivity,
        pd.concat(robustness, ignore_index=True),
    )


def _blocks(years: npt.NDArray[np.int64], n_draws: int) -> list[npt.NDArray[np.int64]]:
    """Return whole years together, as many as fit into memory."""
    blocks: list[list[int]] = [[]]
    for year in np.unique(years):
        rows = np.nonzero(years == year)[0].tolist()
        if blocks[-1] and (len(blocks[-1]) + len(rows)) * n_draws > BLOCK_CELLS:
            blocks.append([])
        blocks[-1] += rows
    return [np.array(block, dtype=np.int64) for block in blocks if block]


def _quantiles(values: Matrix) -> Matrix:
    """Percentiles of the columns over the draws that have a value, as one of the drawn values."""
    result = np.full((len(PERCENTILES), values.shape[1]), np.nan)
    some = ~np.isnan(values).all(axis=0)
    if some.any():
        result[:, some] = np.nanquantile(
            values[:, some], PERCENTILES, axis=0, method="inverted_cdf"
        )
    return result


def _intervals(
    scores: Matrix, ranked: Matrix, units: npt.NDArray[np.int64], year: int
) -> pd.DataFrame:
    score, rank = _quantiles(scores), _quantiles(ranked)
    drawn = (~np.isnan(scores)).sum(axis=0)
    return pd.DataFrame(
        {
            "unit": units,
            "year": year,
            "score_p05": score[0],
            "score_p50": score[1],
            "score_p95": score[2],
            "rank_p05": rank[0],
            "rank_p50": rank[1],
            "rank_p95": rank[2],
            "n_draws": drawn,
            "scored_share": drawn / len(scores),
        }
    )


def _neighbours(
    scores: Matrix, baseline: Matrix, units: npt.NDArray[np.int64], year: int
) -> pd.DataFrame:
    """Return how often the better of two neighbours in rank stays the better one."""
    order = np.argsort(-baseline, kind="stable")
    order = order[~np.isnan(baseline[order])]
    better, worse = order[:-1], order[1:]
    difference = scores[:, better] - scores[:, worse]
    valid = ~np.isnan(difference)
    wins = (difference > 0).sum(axis=0) + 0.5 * (difference == 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        probability = wins / valid.sum(axis=0)
    return pd.DataFrame(
        {
            "year": year,
            "better_place": np.arange(1, len(order)),
            "better_unit": units[better],
            "worse_unit": units[worse],
            "score_difference": baseline[better] - baseline[worse],
            "order_probability": probability,
        }
    )


def _shares(sums: SobolSums, output: str, active: tuple[str, ...], seed: int) -> pd.DataFrame:
    columns = {"output": output, "choice": list(active), "n_outputs": sums.n_outputs}
    if not active:
        return pd.DataFrame(
            columns=[
                *columns, "first_order_share", "total_order_share", "first_order_low",
                "first_order_high", "total_order_low", "total_order_high",
            ]
        )  # fmt: skip
    first, total = sums.shares()
    first_interval, total_interval = sums.intervals(SENSITIVITY_LEVEL, BOOTSTRAP_DRAWS, seed + 1)
    return pd.DataFrame(
        {
            **columns,
            "first_order_share": first,
            "total_order_share": total,
            "first_order_low": first_interval[0],
            "first_order_high": first_interval[1],
            "total_order_low": total_interval[0],
            "total_order_high": total_interval[1],
        }
    )
