"""Scores of an index of a study's own design under thousands of combinations of choices."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from wenmai.indicators.composite.compute import (
    Cells,
    Computed,
    aggregate,
    combine,
    is_enough,
    normalize,
    prepare,
    scopes,
    shared_out,
)
from wenmai.indicators.composite.design import INDEX, Design, Group, Level, Step, Treated
from wenmai.indicators.methods import named
from wenmai.indicators.uncertainty.choices import DRAWN_AS, OWN, Choices
from wenmai.indicators.uncertainty.engine import GEOMETRIC_FLOOR, as_given, combinations
from wenmai.indicators.uncertainty.noise import dirichlet, hashed_uniforms, measured_again
from wenmai.indicators.uncertainty.panel import Matrix, Panel

Weights = Mapping[str, Mapping[int, npt.NDArray[np.float64]]]
MEANS = {"arithmetic", "geometric", "harmonic", "power_mean"}
# Cells of all draws of one group that are scored at once.
BLOCK_CELLS = 2_000_000


@dataclass
class DesignEngine:
    """Evaluate a designed index for many draws; a draw replaces a step in the whole design.

    Another treatment or imputation is that of every indicator. Another normalisation is brought
    to the range that the indicator's own one spans, so that scores stay on one scale. Another
    weighting is that of every level; where values go below 0 it sees them shifted above. Another
    mean is that of every level when all of them are means; it sees 0 and less as in
    :class:`wenmai.indicators.uncertainty.engine.Engine`. Weights are those of the design's own
    means, and noise is added to them in every group.

    Parameters
    ----------
    panel : Panel
        With all indicators of the study, denominators included.
    design : Design
    areas : array of shape (n,)
        Area in which a row's unit lies.
    choices : Choices
        The first option is OWN.
    winsor : tuple of float
    min_observed_share : float
    seed : int
        Of the measurement noise.
    """

    panel: Panel
    design: Design
    areas: npt.NDArray[np.generic]
    choices: Choices
    winsor: tuple[float, float] = (0.0, 1.0)
    min_observed_share: float = 0.6
    seed: int = 0
    _prepared: dict[tuple[int, ...], Computed] = field(default_factory=dict, repr=False)
    _weights: dict[tuple[int, ...], Weights] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.choices = fitting(self.choices, self.design)

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Travel to other processes without what is kept for later draws."""
        return type(self), as_given(self)

    @property
    def codes(self) -> tuple[str, ...]:
        """Indicators that may be left out."""
        return tuple(self.design.indicators)

    def scores(self, sample: npt.NDArray[np.float64]) -> Matrix:
        """Return the scores of all rows for every draw, as the engine of P1's index does.

        Parameters
        ----------
        sample : array of shape (n_draws, number of active choices)

        Returns
        -------
        array of shape (n_draws, rows of the panel)
        """
        return self._drawn(sample, (INDEX,))[INDEX]

    def group_scores(self, sample: npt.NDArray[np.float64]) -> dict[str, Matrix]:
        """Return the scores of every group below the index, each as :meth:`scores` does."""
        return self._drawn(sample, tuple(self.groups))

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Group below the index → its members."""
        return {g.code: g.members for level in self.design.levels[:-1] for g in level.groups}

    def _drawn(self, sample: npt.NDArray[np.float64], codes: tuple[str, ...]) -> dict[str, Matrix]:
        """Return draws × rows for each of some groups; NaN where a draw leaves a group out."""
        picked = self.choices.pick(sample, len(self.codes))
        noise = None
        if "weight_noise" in self.choices.active:
            seeds = np.ascontiguousarray(sample[:, self.choices.active.index("weight_noise")])
            noise = hashed_uniforms(seeds, len(self._places))
        result = {code: np.full((len(sample), self.panel.n_rows), np.nan) for code in codes}
        names = (*("imputation", "winsorizing", "normalization", "measurement_noise"),
                 *("weighting", "leave_one_out", "aggregation"))  # fmt: skip
        for options, draws in combinations(picked, names):
            levels, weights = self._levels(options)
            prepared = self._common_scale(options[:4])
            step = max(BLOCK_CELLS // max(self.panel.n_rows * len(self.codes), 1), 1)
            blocks = [draws] if noise is None else np.split(draws, range(step, len(draws), step))
            for block in blocks:
                shaken = None if noise is None else noise[block]
                found = self._scored(levels, prepared, weights, options[6], shaken)
                for code in found.keys() & result.keys():
                    result[code][block] = found[code]
        return result

    def own_scores(self) -> npt.NDArray[np.float64]:
        """Return the scores with every choice at its first option: the index itself."""
        return self.plain.scores(np.zeros((1, 1)))[0]

    @property
    def plain(self) -> "DesignEngine":
        """The engine without a choice."""
        first = self.choices.first_options()
        return replace(self, choices=first, _prepared={}, _weights={})

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        """Where the noise of a member's weight stands."""
        pairs = (
            (group.code, member)
            for level in self.design.levels
            for group in level.groups
            for member in group.members
        )
        return {pair: place for place, pair in enumerate(pairs)}

    @cached_property
    def _span(self) -> tuple[float, float]:
        """Lowest and highest normalised value of the design itself."""
        ends = [span for span in self._spans.values() if np.isfinite(span).all()]
        return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else (0.0, 1.0)

    @cached_property
    def _spans(self) -> dict[str, tuple[float, float]]:
        own = self._common_scale((0, 0, 0, 0)).normalized
        return {
            code: (float(np.nanmin(z)), float(np.nanmax(z)))
            if not np.isnan(z).all() else (np.nan, np.nan)
            for code, z in own.items()
        }  # fmt: skip

    def _common_scale(self, options: tuple[int, ...]) -> Computed:
        """Return the indicators of one combination of imputation, limits, scale and noise."""
        if options in self._prepared:
            return self._prepared[options]
        imputation, winsor, norm, noise = options
        option = self.choices.imputation[imputation]
        design, cells = self.design, self._cells(option, noise)
        if option != OWN:
            design = _of_all(design, imputation=None)
        if winsor:
            low, high = self.choices.winsorizing[winsor]
            cut = {"lower": low, "upper": high}
            design = _of_all(design, treatment=Step("quantiles", cut))
        found = prepare(design, cells)
        method = self.choices.normalization[norm]
        if method != OWN:
            step = Step(DRAWN_AS.get(method, method))
            for code, x in found.treated.items():
                z = normalize(x, step, cells, cells.is_negative[code])
                low, high = self._spans[code]
                found.normalized[code] = low + (high - low) * z
        self._prepared[options] = found
        return found

    def _cells(self, imputation: str, noise: int) -> Cells:
        filled = {name: self._measured(values, noise) for name, values in self.panel.filled.items()}
        chosen = filled["interpolate" if imputation == OWN else imputation]
        observed, imputed = (
            dict(zip(self.panel.codes, table.T, strict=True)) for table in (filled["none"], chosen)
        )
        negative = dict(zip(self.panel.codes, map(bool, self.panel.is_negative), strict=True))
        rows = (self.panel.units, self.areas, self.panel.years)
        return Cells(observed, imputed, negative, *rows, self.winsor, self.min_observed_share)

    def _measured(self, values: Matrix, noise: int) -> Matrix:
        if noise == 0:
            return values
        stated = self.choices.measurement_noise
        errors = np.array([stated.get(code, 0.0) for code in self.panel.codes])
        return measured_again(values, errors, self.seed + noise)

    def _levels(self, options: tuple[int, ...]) -> tuple[tuple[Level, ...], Weights]:
        """Return the levels of a draw and the weights in their groups."""
        key = options[:6]
        levels = without(self.design.levels, self.codes[options[5] - 1] if options[5] else None)
        if key not in self._weights:
            prepared = self._common_scale(options[:4])
            kept = {member for group in levels[0].groups for member in group.members}
            scheme = self.choices.weighting[options[4]]
            weighed, low = levels, self._span[0]
            shift = 0.0 if scheme == OWN or low >= 0 else low
            if scheme != OWN:
                weighed = _weighed(levels, scheme)
            found = Computed(
                treated={code: x for code, x in prepared.treated.items() if code in kept},
                normalized={c: z - shift for c, z in prepared.normalized.items() if c in kept},
            )
            aggregate(weighed, found, self._cells(OWN, 0))
            self._weights[key] = {code: one.weights for code, one in found.scored.items()}
        return levels, self._weights[key]

    def _scored(
        self,
        levels: tuple[Level, ...],
        prepared: Computed,
        weights: Weights,
        aggregation: int,
        noise: Matrix | None,
    ) -> dict[str, Matrix]:
        """Return the scores of all groups in draws that differ in the noise of weights only."""
        n_draws, n = 1 if noise is None else len(noise), self.panel.n_rows
        method = self.choices.aggregation[aggregation]
        low, high = self._span
        # another mean sees what is 0 or less on a scale from GEOMETRIC_FLOOR to 1
        factor = (1 - GEOMETRIC_FLOOR) / (high - low) if high > low else 1.0
        is_lifted = method != OWN and low <= 0
        values: dict[str, Matrix] = {}
        for code, z in prepared.normalized.items():
            lifted = GEOMETRIC_FLOOR + (z - low) * factor if is_lifted else z
            values[code] = np.broadcast_to(lifted, (n_draws, n))
        found: dict[str, Matrix] = {}
        for level in levels:
            step = level.aggregation if method == OWN else Step(method)
            for group in level.groups:
                members = np.stack([values[code] for code in group.members], axis=-1)
                spread = self._spread(level, group, weights[group.code], noise)
                score = values[group.code] = self._combined(step, members, spread)
                found[group.code] = (score - GEOMETRIC_FLOOR) / factor + low if is_lifted else score
        return found

    def _spread(
        self,
        level: Level,
        group: Group,
        weights: Mapping[int, npt.NDArray[np.float64]],
        noise: Matrix | None,
    ) -> Matrix:
        """Return the weights of a group's members, draws by rows by members."""
        n_draws = 1 if noise is None else len(noise)
        spread = np.zeros((n_draws, self.panel.n_rows, len(group.members)))
        for period, rows in scopes(level.weighting, self.panel.years).items():
            drawn = np.tile(weights[period], (n_draws, 1))
            if noise is not None and self.choices.weight_concentration is not None:
                places = [self._places[group.code, member] for member in group.members]
                drawn = dirichlet(drawn, self.choices.weight_concentration, noise[:, places])
            spread[:, rows] = drawn[:, None, :]
        return spread

    def _combined(self, step: Step, members: Matrix, spread: Matrix) -> Matrix:
        """Return the scores of a group for every draw; NaN where too little is observed."""
        n_draws, n, k = members.shape
        flat = members.reshape(-1, k)
        row_weights, share = shared_out(flat, spread.reshape(-1, k))
        if named("aggregation", step.method).parts is not None:
            # a method whose scores have parts looks at one row at a time
            alone = replace(step, scope="panel")
            score = combine(alone, flat, row_weights, np.tile(self.panel.years, n_draws))
        else:
            by_draw = row_weights.reshape(members.shape)
            score = np.concatenate(
                [combine(step, members[d], by_draw[d], self.panel.years) for d in range(n_draws)]
            )
        return np.where(is_enough(share, self.min_observed_share), score, np.nan).reshape(
            n_draws, n
        )


def fitting(choices: Choices, design: Design) -> Choices:
    """Drop options that are the design's own, and means where a level is no mean.

    Examples
    --------
    >>> from wenmai.indicators.composite.design import index_of_p1
    >>> own = Choices((OWN,), normalization=(OWN, "minmax", "rank"), weighting=(OWN,),
    ...               aggregation=(OWN,))
    >>> fitting(own, index_of_p1(["a"], "pooled", None)).normalization
    ('own', 'rank')
    """
    treated, levels = design.indicators.values(), design.levels
    is_own: dict[str, Callable[[str], bool]] = {
        "imputation": lambda code: (
            code == "interpolate" and all(one.imputation is None for one in treated)
        ),
        "normalization": lambda code: all(one.normalization == Step(code) for one in treated),
        "weighting": lambda code: all(level.weighting == Step(code) for level in levels),
        "aggregation": lambda code: (
            all(level.aggregation == Step(code) for level in levels)
            or not all(level.aggregation.method in MEANS for level in levels)
        ),
    }
    kept: dict[str, Any] = {
        name: tuple(o for o in getattr(choices, name) if o == OWN or not same(o))
        for name, same in is_own.items()
    }
    return replace(choices, **kept)


def without(levels: tuple[Level, ...], code: str | None) -> tuple[Level, ...]:
    """Return the levels without one indicator, nor any group that it leaves empty.

    Examples
    --------
    >>> from wenmai.indicators.composite.design import index_of_p1
    >>> without(index_of_p1(["a", "b"], "pooled", None).levels, "a")[0].groups[0].members
    ('b',)
    """
    gone = {code}
    found = []
    for level in levels:
        groups = [
            replace(group, members=tuple(m for m in group.members if m not in gone))
            for group in level.groups
        ]
        gone |= {group.code for group in groups if not group.members}
        found.append(replace(level, groups=tuple(group for group in groups if group.members)))
    return tuple(found)


def _weighed(levels: tuple[Level, ...], scheme: str) -> tuple[Level, ...]:
    return tuple(
        replace(level, weighting=Step(scheme, scope=level.weighting.scope)) for level in levels
    )


def _of_all(design: Design, **steps: Any) -> Design:
    """Return the design with a step of every indicator replaced."""
    changed: Iterator[tuple[str, Treated]] = (
        (code, replace(one, **steps)) for code, one in design.indicators.items()
    )
    return replace(design, indicators=dict(changed))
