"""Scores of the whole panel under thousands of combinations of choices at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.indicators.spread import winsorized
from wenmai.indicators.uncertainty.choices import AGGREGATIONS, Choices
from wenmai.indicators.uncertainty.noise import dirichlet, hashed_uniforms, measured_again
from wenmai.indicators.uncertainty.panel import Matrix, Panel, normalized
from wenmai.indicators.uncertainty.weighting import WeightSource

Positions = npt.NDArray[np.int64]

# Geometric aggregation needs values above zero: 0–1 is mapped to 0.01–1 and back.
GEOMETRIC_FLOOR = 0.01

SCORE_DIGITS = 12

# What makes a normalised panel, and cells of those that are kept for later draws: each takes up to
# 32 bytes with what is made of it.
PANEL_CHOICES = ("imputation", "winsorizing", "normalization", "measurement_noise")
CACHED_CELLS = 12_000_000


@dataclass
class _Prepared:
    """One normalised panel and what all draws on it share."""

    z: Matrix
    cap: float | None
    _sources: dict[int | None, WeightSource] = field(default_factory=dict)

    @cached_property
    def known(self) -> Matrix | None:
        """1 where a cell has a value, indicators by rows; None when all have."""
        known = ~np.isnan(self.z)
        return None if known.all() else known.T.astype(float)

    @cached_property
    def values(self) -> Matrix:
        return self.z.T if self.known is None else np.nan_to_num(self.z).T

    @cached_property
    def logs(self) -> Matrix:
        logs = np.log(GEOMETRIC_FLOOR + (1 - GEOMETRIC_FLOOR) * self.values)
        return logs if self.known is None else logs * self.known

    @cached_property
    def inverses(self) -> Matrix:
        inverses = 1 / (GEOMETRIC_FLOOR + (1 - GEOMETRIC_FLOOR) * self.values)
        return inverses if self.known is None else inverses * self.known

    def source(self, year: int | None, rows: npt.NDArray[np.bool_] | None) -> WeightSource:
        """Return the weights of the whole panel, or of the rows of one year."""
        if year not in self._sources:
            z = self.z if rows is None else self.z[rows]
            self._sources[year] = WeightSource(z, self.cap)
        return self._sources[year]


@dataclass
class Engine:
    """Evaluate the index of a panel for many draws.

    Parameters
    ----------
    panel : Panel
    choices : Choices
    entropy_scope : {'pooled', 'per_year'}
        Whether entropy weights come from the whole panel or from each year; the other schemes
        always weigh the whole panel, as in the warehouse.
    weight_cap : float, optional
        Largest entropy weight.
    min_observed_share : float
        Below this share of observed weight a score is NaN.
    seed : int
        Of the measurement noise.
    groups : mapping of str to tuple of str, optional
        Dimension → its indicators.
    """

    panel: Panel
    choices: Choices
    entropy_scope: str = "pooled"
    weight_cap: float | None = None
    min_observed_share: float = 0.6
    seed: int = 0
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _cache: dict[tuple[int, ...], _Prepared] = field(default_factory=dict, repr=False)

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Travel to other processes without what is kept for later draws."""
        return type(self), as_given(self)

    @property
    def codes(self) -> tuple[str, ...]:
        """Indicators that may be left out."""
        return self.panel.codes

    @cached_property
    def _noisy(self) -> npt.NDArray[np.bool_]:
        """Which indicators have a stated measurement error."""
        return self._errors > 0

    @cached_property
    def _errors(self) -> npt.NDArray[np.float64]:
        stated = self.choices.measurement_noise
        return np.array([stated.get(code, 0.0) for code in self.panel.codes])

    def normalized(self, imputation: int, winsor: int, norm: int, noise: int = 0) -> Matrix:
        """Return the normalised panel of one combination of options.

        Option 0 of the noise is the panel as it is; every other one measures it anew.
        """
        return self._prepared((imputation, winsor, norm, noise)).z

    def group_scores(self, sample: npt.NDArray[np.float64]) -> dict[str, Matrix]:
        """Return the scores of every dimension, each as :meth:`scores` returns the index's.

        The weights of a dimension's indicators then sum to 1.
        """
        return self._drawn(
            sample, {code: np.isin(self.codes, members) for code, members in self.groups.items()}
        )

    def scores(self, sample: npt.NDArray[np.float64]) -> Matrix:
        """Return the scores of the whole panel for every draw.

        Parameters
        ----------
        sample : array of shape (n_draws, number of active choices)
            Uniform on [0, 1).

        Returns
        -------
        array of shape (n_draws, rows of the panel)
            NaN where too little weight is observed.
        """
        return self._drawn(sample, {"": None})[""]

    def _drawn(
        self, sample: npt.NDArray[np.float64], groups: Mapping[str, npt.NDArray[np.bool_] | None]
    ) -> dict[str, Matrix]:
        """Return draws × rows for the indicators of each group, or for all of them."""
        picked = self.choices.pick(sample, len(self.codes))
        noise = None
        if "weight_noise" in self.choices.active:
            seeds = np.ascontiguousarray(sample[:, self.choices.active.index("weight_noise")])
            noise = hashed_uniforms(seeds, len(self.panel.codes))
        means = np.array(self.choices.aggregation)[picked["aggregation"]]
        result = {code: np.empty((len(sample), self.panel.n_rows)) for code in groups}
        for options, draws in combinations(picked, PANEL_CHOICES):
            prepared = self._prepared(options)
            for year, rows in self._scopes:
                weights = self._weights(prepared, year, rows, picked, draws)
                if noise is not None and self.choices.weight_concentration is not None:
                    concentration = self.choices.weight_concentration
                    weights = dirichlet(weights, concentration, noise[draws])
                for code, members in groups.items():
                    mine = weights if members is None else _within(weights, members)
                    for mean in AGGREGATIONS:
                        chosen = means[draws] == mean
                        if chosen.any():
                            part = self._aggregate(prepared, rows, mine[chosen], mean)
                            if rows is None:
                                result[code][draws[chosen]] = part
                            else:
                                result[code][np.ix_(draws[chosen], np.nonzero(rows)[0])] = part
        # A matrix product may round the last digit differently with its shape and the number of
        # threads; equal units would then swap ranks from run to run.
        return {code: np.round(part, SCORE_DIGITS, out=part) for code, part in result.items()}

    def own_scores(self) -> npt.NDArray[np.float64]:
        """Return the scores with every choice at its first option: the index itself.

        Weight noise has no first option; it is left out.
        """
        return self.plain.scores(np.zeros((1, 1)))[0]

    @property
    def plain(self) -> "Engine":
        """The engine without a choice."""
        return Engine(
            self.panel,
            self.choices.first_options(),
            self.entropy_scope,
            self.weight_cap,
            self.min_observed_share,
            groups=self.groups,
        )

    @cached_property
    def _scopes(self) -> list[tuple[int | None, npt.NDArray[np.bool_] | None]]:
        """Return which rows share weights."""
        if self.entropy_scope == "pooled":
            return [(None, None)]
        return [(int(year), self.panel.years == year) for year in np.unique(self.panel.years)]

    def _prepared(self, options: tuple[int, ...]) -> _Prepared:
        found = self._cache.pop(options, None)
        if found is None:
            # column by column in memory: then its transpose is what products want
            z = np.asfortranarray(self._normalize(options))
            found = _Prepared(z, self.weight_cap)
        self._cache[options] = found  # the last one asked for stands last
        if len(self._cache) > max(CACHED_CELLS // found.z.size, 1):
            del self._cache[next(iter(self._cache))]
        return found

    def _normalize(self, options: tuple[int, ...]) -> Matrix:
        imputation, winsor, norm, noise = options
        values = self.panel.filled[self.choices.imputation[imputation]]
        method = self.choices.normalization[norm]
        limits = self.choices.winsorizing[winsor]
        if noise == 0:
            return normalized(winsorized(values, *limits), self.panel.is_negative, method)
        z = self._prepared((imputation, winsor, norm, 0)).z.copy()
        noisy = self._noisy
        again = measured_again(values[:, noisy], self._errors[noisy], self.seed + noise)
        z[:, noisy] = normalized(winsorized(again, *limits), self.panel.is_negative[noisy], method)
        return z

    def _weights(
        self,
        prepared: _Prepared,
        year: int | None,
        rows: npt.NDArray[np.bool_] | None,
        picked: dict[str, Positions],
        draws: Positions,
    ) -> Matrix:
        weights = np.empty((len(draws), len(self.panel.codes)))
        chosen = {name: picked[name][draws] for name in ("weighting", "leave_one_out")}
        for (option, left_out), members in combinations(chosen, ("weighting", "leave_one_out")):
            scheme = self.choices.weighting[option]
            scope = (year, rows) if scheme == "entropy" else (None, None)
            weights[members] = prepared.source(*scope).vector(scheme, left_out - 1)
        return weights

    def _aggregate(
        self,
        prepared: _Prepared,
        rows: npt.NDArray[np.bool_] | None,
        weights: Matrix,
        mean: str,
    ) -> Matrix:
        values = {
            "arithmetic": lambda: prepared.values,
            "geometric": lambda: prepared.logs,
            "harmonic": lambda: prepared.inverses,
        }[mean]()
        known = prepared.known
        if rows is not None:
            values = values[:, rows]
            known = None if known is None else known[:, rows]
        scores = weights @ values
        shares = weights.sum(axis=1, keepdims=True) if known is None else weights @ known
        enough = (shares > 0) & (shares >= self.min_observed_share - 1e-12)
        with np.errstate(invalid="ignore", divide="ignore"):
            scores /= shares
        if mean != "arithmetic":
            with np.errstate(invalid="ignore", divide="ignore"):
                scores = np.exp(scores) if mean == "geometric" else 1 / scores
            scores = (scores - GEOMETRIC_FLOOR) / (1 - GEOMETRIC_FLOOR)
        scores[~np.broadcast_to(enough, scores.shape)] = np.nan
        return scores


def _within(weights: Matrix, members: npt.NDArray[np.bool_]) -> Matrix:
    """Return weights that sum to 1 over the members, 0 for all others."""
    kept = np.where(members, weights, 0.0)
    with np.errstate(invalid="ignore"):
        return kept / kept.sum(axis=1, keepdims=True)


def as_given(engine: Any) -> tuple[Any, ...]:
    """Return what an engine was made from, in the order of its parameters."""
    names = (one.name for one in fields(engine) if not one.name.startswith("_"))
    return tuple(getattr(engine, name) for name in names)


def combinations(
    picked: dict[str, Positions], names: tuple[str, ...]
) -> Iterator[tuple[tuple[int, ...], Positions]]:
    """Yield every combination of options that occurs, with the draws that took it."""
    table = np.column_stack([picked[name] for name in names])
    combinations, members = np.unique(table, axis=0, return_inverse=True)
    order = np.argsort(members, kind="stable")
    bounds = np.searchsorted(members[order], np.arange(len(combinations) + 1))
    for position, combination in enumerate(combinations):
        yield tuple(int(x) for x in combination), order[bounds[position] : bounds[position + 1]]
