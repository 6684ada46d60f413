"""Scores of the whole panel under thousands of combinations of choices at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv

from wenmai.indicators.pca import leading_component
from wenmai.indicators.uncertainty.choices import Choices
from wenmai.indicators.uncertainty.panel import Matrix, Panel, noisy, normalised, winsorised
from wenmai.indicators.uncertainty.weighting import (
    NO_VARIANCE,
    Vector,
    capped,
    correlation,
    divergences,
)

# Geometric aggregation needs values above zero: 0–1 is mapped to 0.01–1 and back.
GEOMETRIC_FLOOR = 0.01

SCORE_DIGITS = 12


@dataclass
class WeightSource:
    """Weights of one normalised panel under any scheme, with any one indicator left out.

    What all of them share (divergences, deviations, correlations) is computed once.

    Parameters
    ----------
    z : array of shape (n, m)
    cap : float, optional
        Largest entropy weight.
    """

    z: Matrix
    cap: float | None = None
    _known: dict[tuple[str, int], Vector] = field(default_factory=dict)

    @cached_property
    def _divergences(self) -> Vector:
        return divergences(self.z)

    @cached_property
    def _deviations(self) -> Vector:
        if len(self.z) < 2:
            return np.zeros(self.z.shape[1])
        deviations = np.nan_to_num(np.nanstd(self.z, axis=0, ddof=1))
        return np.where(deviations**2 > NO_VARIANCE, deviations, 0.0)

    @cached_property
    def _correlation(self) -> Matrix:
        return correlation(self.z)

    def vector(self, scheme: str, left_out: int) -> Vector:
        """Return weights that sum to 1; ``left_out`` is a position, or −1 for none."""
        key = (scheme, left_out)
        if key not in self._known:
            self._known[key] = self._compute(scheme, left_out)
        return self._known[key]

    def _compute(self, scheme: str, left_out: int) -> Vector:
        kept = np.ones(self.z.shape[1], dtype=bool)
        if left_out >= 0:
            kept[left_out] = False
        parts = np.zeros(len(kept))
        varied = kept & (self._deviations > 0)
        if scheme == "entropy":
            parts[kept] = self._divergences[kept]
        elif scheme == "equal":
            parts[varied] = 1.0
        elif scheme == "critic":
            conflict = np.nansum(1 - self._correlation[:, kept], axis=1)
            parts[varied] = (self._deviations * conflict)[varied]
        elif varied.any():
            parts[varied] = leading_component(self._correlation[np.ix_(varied, varied)]).weights
        total = parts.sum()
        if total <= 0:
            return np.zeros(len(parts))
        weights = parts / total
        return capped(weights, self.cap) if scheme == "entropy" and self.cap else weights


def hashed_uniforms(seeds: npt.NDArray[np.float64], count: int) -> Matrix:
    """Spread one uniform number per draw into ``count`` independent ones (SplitMix64).

    The noise must be a function of one number, so that a sensitivity share can be given to it.

    Parameters
    ----------
    seeds : array of shape (n,)
        Uniform on [0, 1).
    count : int

    Returns
    -------
    array of shape (n, count)
        Uniform on (0, 1), the same for the same seed.
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

    Mean :math:`\omega_j`, variance :math:`\omega_j(1-\omega_j)/(\kappa+1)`; a zero weight stays 0.

    Parameters
    ----------
    weights : array of shape (n, m)
        Rows sum to 1 or are all 0.
    concentration : float
    uniforms : array of shape (n, m)

    Returns
    -------
    array of shape (n, m)
    """
    shapes = concentration * weights
    positive = shapes > 0
    gammas = np.zeros_like(weights)
    gammas[positive] = gammaincinv(shapes[positive], uniforms[positive])
    totals = gammas.sum(axis=1, keepdims=True)
    return np.divide(gammas, totals, out=weights.copy(), where=totals > 0)


@dataclass
class Engine:
    """Evaluate the index of a panel for many draws.

    Parameters
    ----------
    panel : Panel
    choices : Choices
    entropy_scope : {'pooled', 'per_year'}
        Whether weights come from the whole panel or from each year.
    weight_cap : float, optional
    min_observed_share : float
        Below this share of observed weight a score is NaN.
    seed : int
        Of the measurement noise.
    """

    panel: Panel
    choices: Choices
    entropy_scope: str = "pooled"
    weight_cap: float | None = None
    min_observed_share: float = 0.6
    seed: int = 0

    def normalised(self, imputation: int, winsor: int, norm: int, noise: int) -> Matrix:
        """Return the normalised panel of one combination of options."""
        values = self.panel.imputed(self.choices.imputation[imputation])
        if self.choices.option_count("measurement_noise", len(self.panel.codes)) > 1:
            errors = np.array(
                [self.choices.measurement_noise.get(code, 0.0) for code in self.panel.codes]
            )
            values = noisy(values, errors, self.seed + noise)
        values = winsorised(values, *self.choices.winsorising[winsor])
        return normalised(values, self.panel.is_negative, self.choices.normalisation[norm])

    def scores(self, sample: npt.NDArray[np.float64], rows: npt.NDArray[np.int64]) -> Matrix:
        """Return the scores of some rows of the panel for every draw.

        Parameters
        ----------
        sample : array of shape (n_draws, number of active choices)
            Uniform on [0, 1).
        rows : int array
            Positions in the panel; whole years, so that weights per year see the year.

        Returns
        -------
        array of shape (n_draws, len(rows))
            NaN where too little weight is observed.
        """
        picked = self.choices.pick(sample, len(self.panel.codes))
        result = np.full((len(sample), len(rows)), np.nan)
        noise = (
            sample[:, self.choices.active.index("weight_noise")]
            if "weight_noise" in self.choices.active
            else None
        )
        for options, draws in _groups(
            picked, ("imputation", "winsorising", "normalisation", "measurement_noise")
        ):
            z = self.normalised(*options)
            for chosen, source in self._scopes(z, rows):
                weights = self._weights(source, picked, draws)
                if noise is not None and self.choices.weight_concentration is not None:
                    uniforms = hashed_uniforms(noise[draws], weights.shape[1])
                    weights = dirichlet(weights, self.choices.weight_concentration, uniforms)
                geometric = (
                    np.array(self.choices.aggregation)[picked["aggregation"][draws]] == "geometric"
                )
                part = self._aggregate(z[rows[chosen]], weights, geometric)
                result[np.ix_(draws, np.nonzero(chosen)[0])] = part
        # A matrix product may round the last digit differently with its shape and the number of
        # threads; equal units would then swap ranks from run to run.
        return np.round(result, SCORE_DIGITS)

    def _scopes(
        self, z: Matrix, rows: npt.NDArray[np.int64]
    ) -> Iterator[tuple[npt.NDArray[np.bool_], WeightSource]]:
        """Yield which of the rows share weights, and where these come from."""
        if self.entropy_scope == "pooled":
            yield np.ones(len(rows), dtype=bool), WeightSource(z, self.weight_cap)
            return
        for year in np.unique(self.panel.years[rows]):
            source = WeightSource(z[self.panel.years == year], self.weight_cap)
            yield self.panel.years[rows] == year, source

    def _weights(
        self,
        source: WeightSource,
        picked: dict[str, npt.NDArray[np.int64]],
        draws: npt.NDArray[np.int64],
    ) -> Matrix:
        weights = np.empty((len(draws), len(self.panel.codes)))
        chosen = {name: picked[name][draws] for name in ("weighting", "leave_one_out")}
        for (scheme, left_out), members in _groups(chosen, ("weighting", "leave_one_out")):
            weights[members] = source.vector(self.choices.weighting[scheme], left_out - 1)
        return weights

    def _aggregate(self, z: Matrix, weights: Matrix, is_geometric: npt.NDArray[np.bool_]) -> Matrix:
        known = ~np.isnan(z)
        filled = np.where(known, z, 0.0)
        shares = weights @ known.T.astype(float)
        totals = np.empty_like(shares)
        totals[~is_geometric] = weights[~is_geometric] @ filled.T
        if is_geometric.any():
            logs = np.where(known, np.log(GEOMETRIC_FLOOR + (1 - GEOMETRIC_FLOOR) * filled), 0.0)
            totals[is_geometric] = weights[is_geometric] @ logs.T
        enough = (shares > 0) & (shares >= self.min_observed_share - 1e-12)
        scores = np.divide(totals, shares, out=np.full_like(totals, np.nan), where=enough)
        scores[is_geometric] = (np.exp(scores[is_geometric]) - GEOMETRIC_FLOOR) / (
            1 - GEOMETRIC_FLOOR
        )
        return scores


def _groups(
    picked: dict[str, npt.NDArray[np.int64]], names: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], npt.NDArray[np.int64]]]:
    """Yield every combination of options that occurs, with the draws that took it."""
    table = np.column_stack([picked[name] for name in names])
    combinations, members = np.unique(table, axis=0, return_inverse=True)
    order = np.argsort(members, kind="stable")
    bounds = np.searchsorted(members[order], np.arange(len(combinations) + 1))
    for position, combination in enumerate(combinations):
        yield tuple(int(x) for x in combination), order[bounds[position] : bounds[position + 1]]
