"""One draw of the choices of method at a time, in pandas, as one would write it first."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from wenmai.indicators.uncertainty import dirichlet


@dataclass(frozen=True)
class Choice:
    """What one draw chose.

    Parameters
    ----------
    imputation, normalization, weighting, aggregation : str
    winsor : (lower, upper)
    left_out : str, optional
        Indicator without weight.
    noise : array of shape (1, m), optional
        Uniform numbers behind the Dirichlet noise.
    concentration : float
    """

    imputation: str
    winsor: tuple[float, float]
    normalization: str
    weighting: str
    aggregation: str
    left_out: str | None
    noise: npt.NDArray[np.float64] | None
    concentration: float


def one_draw(
    observed: pd.DataFrame, is_negative: pd.Series, choice: Choice, min_observed_share: float = 0.6
) -> tuple[pd.Series, pd.Series]:
    """Return score and rank of every unit and year (the index of ``observed``) under one choice."""
    z = normalize(
        winsorize(impute(observed, choice.imputation), choice.winsor), is_negative, choice
    )
    weights = weigh(z if choice.left_out is None else z.drop(columns=choice.left_out), choice)
    weights = weights.reindex(z.columns, fill_value=0.0)
    if choice.noise is not None:
        drawn = dirichlet(weights.to_numpy()[None, :], choice.concentration, choice.noise)
        weights = pd.Series(drawn[0], index=weights.index)
    share = z.notna().mul(weights).sum(axis=1)
    if choice.aggregation == "arithmetic":
        score = z.mul(weights).sum(axis=1) / share
    else:
        logs = np.log(0.01 + 0.99 * z).mul(weights).sum(axis=1) / share
        score = (np.exp(logs) - 0.01) / 0.99
    score = score.where(share >= min_observed_share - 1e-12).round(12)
    return score, score.groupby(level="year").rank(ascending=False, method="min")


def impute(observed: pd.DataFrame, method: str, max_gap: int = 3) -> pd.DataFrame:
    """Fill single missing years, inside a unit's series, by the mean of the adjacent ones."""
    if method == "none":
        return observed
    by_unit = observed.groupby(level="unit")
    before, after = by_unit.shift(1), by_unit.shift(-1)
    if method == "interpolate":
        return observed.fillna((before + after) / 2)
    filled = observed
    for distance in range(1, max_gap + 1):
        filled = filled.fillna(by_unit.shift(distance)).fillna(by_unit.shift(-distance))
    return filled


def winsorize(values: pd.DataFrame, limits: tuple[float, float]) -> pd.DataFrame:
    low, high = (values.quantile(limit) for limit in limits)
    return values.clip(low, high, axis=1)


def normalize(values: pd.DataFrame, is_negative: pd.Series, choice: Choice) -> pd.DataFrame:
    if choice.normalization == "rank":
        z = (values.rank() - 0.5) / values.count()
    elif choice.normalization == "zscore":
        standard = (values - values.mean()) / values.std(ddof=0)
        z = pd.DataFrame(norm.cdf(standard), index=values.index, columns=values.columns)
    else:
        z = (values - values.min()) / (values.max() - values.min())
    worse = z.columns[is_negative]
    z[worse] = 1 - z[worse]
    return z


def weigh(z: pd.DataFrame, choice: Choice) -> pd.Series:
    if choice.weighting == "equal":
        parts = pd.Series(1.0, index=z.columns)
    elif choice.weighting == "entropy":
        p = z / z.sum()
        parts = 1 + p.mul(np.log(p.where(p > 0))).sum() / np.log(z.count())
    elif choice.weighting == "critic":
        parts = z.std() * (1 - z.corr()).sum()
    else:
        _, vectors = np.linalg.eigh(z.corr())
        parts = pd.Series(vectors[:, -1] ** 2, index=z.columns)
    return parts / parts.sum()
