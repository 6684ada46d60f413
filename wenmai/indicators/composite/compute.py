"""Compute a designed index: cells, then level by level weights, scores and contributions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from wenmai.indicators.composite.design import Design, Group, Level, Step, Treated
from wenmai.indicators.methods import named
from wenmai.indicators.methods.weights import WeightInput, shares
from wenmai.indicators.spread import capped, winsorized

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
Keys = npt.NDArray[np.generic]

# Sums in another order differ in the last digits; equal units must not swap ranks for that.
DIGITS = 12
# The weights of a full row sum to 1 but for rounding.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Cells:
    """The indicators of a study, unit-years by indicators.

    Parameters
    ----------
    observed, imputed : mapping of str to array of shape (n,)
        Values as observed (NaN where missing), and with the study's own gaps filled.
    is_negative : mapping of str to bool
        Whether less is better.
    units, groups : array of shape (n,)
        Unit of a row, and the area in which it lies.
    periods : int array of shape (n,)
    winsor : tuple of float
        Quantiles at which indicators without a treatment of their own are cut.
    min_observed_share : float
        Share of a group's weight that must be observed for a score.
    """

    observed: Mapping[str, Vector]
    imputed: Mapping[str, Vector]
    is_negative: Mapping[str, bool]
    units: Keys
    groups: Keys
    periods: npt.NDArray[np.int64]
    winsor: tuple[float, float] = (0.0, 1.0)
    min_observed_share: float = 0.6


@dataclass
class Scored:
    """One group's scores and all that led to them.

    Parameters
    ----------
    level : Level
    group : Group
    values : array of shape (n, k)
        Of the members, as they were aggregated.
    weights : mapping of int to array of shape (k,)
        Period → weights in the group; 0 stands for all periods.
    row_weights : array of shape (n, k)
        With what is missing shared out among what is known.
    observed_share, score : array of shape (n,)
    parts : array of shape (n, k), optional
        What each member adds to the score; None where scores are no sum.
    """

    level: Level
    group: Group
    values: Matrix
    weights: Mapping[int, Vector]
    row_weights: Matrix
    observed_share: Vector
    score: Vector
    parts: Matrix | None


@dataclass
class Computed:
    """A designed index, computed.

    Parameters
    ----------
    before, treated, normalized : mapping of str to array of shape (n,)
        Indicator → its value before treatment (denominator and gaps done), after it, and on the
        common scale.
    scored : mapping of str to Scored
        By code of the group, from the lowest level up; the last one is the index.
    """

    before: dict[str, Vector] = field(default_factory=dict)
    treated: dict[str, Vector] = field(default_factory=dict)
    normalized: dict[str, Vector] = field(default_factory=dict)
    scored: dict[str, Scored] = field(default_factory=dict)

    @property
    def index(self) -> Scored:
        """The index itself."""
        return list(self.scored.values())[-1]

    def whole_weights(self, period: int = 0) -> dict[str, float]:
        """Return the weight of every indicator and group in the whole index.

        Parameters
        ----------
        period : int
            0 for weights of all periods.
        """
        found: dict[str, float] = {self.index.group.code: 1.0}
        for one in reversed(self.scored.values()):
            own = one.weights.get(period, one.weights.get(0))
            if own is None:
                continue
            for member, weight in zip(one.group.members, own, strict=True):
                found[member] = found.get(one.group.code, 0.0) * float(weight)
        return found

    def contributions(self) -> dict[str, Vector]:
        """Return what every indicator adds to the index; NaN where scores are no sum."""
        index = self.index
        found: dict[str, Vector] = {index.group.code: index.score}
        for one in reversed(self.scored.values()):
            upper = found.get(one.group.code)
            if upper is None:
                continue
            for place, member in enumerate(one.group.members):
                if one.parts is None:
                    found[member] = np.full(len(upper), np.nan)
                    continue
                with np.errstate(divide="ignore", invalid="ignore"):
                    part = one.parts[:, place] / one.score
                # a score of 0 has no parts to share out
                found[member] = np.where(one.score == 0, 0.0, upper * part)
        return {code: found[code] for code in self.normalized if code in found}


def compute(design: Design, cells: Cells) -> Computed:
    """Compute the index of one study.

    Parameters
    ----------
    design : Design
    cells : Cells

    Returns
    -------
    Computed

    Examples
    --------
    >>> from wenmai.indicators.composite.design import INDEX
    >>> index = Group(INDEX, "指数", "Index", ("a", "b"))
    >>> level = Level(INDEX, "指数", "Index", (index,), Step("equal"), Step("arithmetic"))
    >>> design = Design({"a": Treated(Step("minmax")), "b": Treated(Step("minmax"))}, (level,))
    >>> x = {"a": np.array([1.0, 2.0, 5.0]), "b": np.array([0.0, 1.0, 1.0])}
    >>> units, periods = np.array(["x", "y", "z"]), np.array([1, 1, 1])
    >>> cells = Cells(x, x, {"a": True, "b": False}, units, units, periods)
    >>> compute(design, cells).index.score.tolist()
    [0.5, 0.875, 0.5]
    """
    found = prepare(design, cells)
    aggregate(design.levels, found, cells)
    return found


def prepare(design: Design, cells: Cells) -> Computed:
    """Return the indicators before and after treatment and on the common scale, no score yet."""
    found = Computed()
    for code, treated in design.indicators.items():
        before = _measured(code, treated, cells)
        found.before[code] = before
        found.treated[code] = _treat(before, treated.treatment, cells)
        found.normalized[code] = normalize(
            found.treated[code], treated.normalization, cells, cells.is_negative[code]
        )
    return found


def aggregate(levels: Iterable[Level], found: Computed, cells: Cells) -> None:
    """Score what was prepared, level by level, into ``found.scored``."""
    values, raw = dict(found.normalized), dict(found.treated)
    leaves: dict[str, tuple[str, ...]] = {code: (code,) for code in found.normalized}
    tables = (values, raw, found.normalized, found.treated)
    for level in levels:
        for group in level.groups:
            one = _score(level, group, tables, leaves, cells)
            found.scored[group.code] = one
        for group in level.groups:
            values[group.code] = raw[group.code] = found.scored[group.code].score
            leaves[group.code] = tuple(leaf for code in group.members for leaf in leaves[code])


def _measured(code: str, treated: Treated, cells: Cells) -> Vector:
    """Return an indicator with its denominator and its gaps filled."""
    own = treated.imputation
    source = cells.imputed if own is None or own.method == "interpolate" else cells.observed
    x = source[code]
    if treated.per is not None:
        below = source[treated.per]
        with np.errstate(divide="ignore", invalid="ignore"):
            x = np.where(below != 0, treated.scale * x / below, np.nan)
    if own is None:
        return x
    filled: Vector = named("imputation", own.method).compute(
        x, cells.units, cells.periods, cells.groups, **own.options
    )
    return filled


def _treat(x: Vector, own: Step | None, cells: Cells) -> Vector:
    if own is None:
        return winsorized(x[:, None], *cells.winsor)[:, 0]
    treated: Vector = named("treatment", own.method).compute(x, **own.options)
    return treated


def normalize(x: Vector, step: Step, cells: Cells, is_negative: bool) -> Vector:
    """Bring one indicator to the common scale."""
    method = named("normalization", step.method).compute
    result = np.full(len(x), np.nan)
    for rows in scopes(step, cells.periods).values():
        result[rows] = method(x[rows], is_negative, **step.options)
    return result


def scopes(step: Step, periods: npt.NDArray[np.int64]) -> dict[int, npt.NDArray[np.bool_]]:
    """Return which rows are looked at together; 0 stands for all periods."""
    if step.scope == "per_year":
        return {int(period): periods == period for period in np.unique(periods)}
    return {0: np.ones(len(periods), dtype=bool)}


def _score(
    level: Level,
    group: Group,
    tables: tuple[Mapping[str, Vector], ...],
    leaves: Mapping[str, tuple[str, ...]],
    cells: Cells,
) -> Scored:
    """Weigh the members of a group and aggregate them."""
    values = _table(tables[0], group.members)
    weights: dict[int, Vector] = {}
    spread = np.zeros(values.shape)
    for period, rows in scopes(level.weighting, cells.periods).items():
        narrowed = [{code: x[rows] for code, x in table.items()} for table in tables]
        own = _weigh(level.weighting, group.members, narrowed, leaves)
        weights[period] = own
        spread[rows] = own
    row_weights, share = shared_out(values, spread)
    score = combine(level.aggregation, values, row_weights, cells.periods)
    score = np.where(is_enough(share, cells.min_observed_share), score, np.nan)
    method = named("aggregation", level.aggregation.method)
    parts = None
    if method.parts is not None:
        parts = method.parts(values, row_weights, **level.aggregation.options)
    return Scored(level, group, values, weights, row_weights, share, score, parts)


def shared_out(values: Matrix, spread: Matrix) -> tuple[Matrix, Vector]:
    """Hand the weight of what is missing to what is known; also return the share that is known.

    Examples
    --------
    >>> shared_out(np.array([[1.0, np.nan]]), np.array([[0.4, 0.6]]))
    (array([[1., 0.]]), array([0.4]))
    """
    known = ~np.isnan(values)
    share = np.where(known, spread, 0.0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(known & (share > 0)[:, None], spread / share[:, None], 0.0)
    return weights, share


def is_enough(share: Vector, least: float) -> npt.NDArray[np.bool_]:
    """Return where enough weight is observed for a score."""
    return (share > 0) & (share >= least - ROUNDING)


def combine(step: Step, values: Matrix, weights: Matrix, periods: npt.NDArray[np.int64]) -> Vector:
    """Return the scores that members and their weights, row by row, come to."""
    compute = named("aggregation", step.method).compute
    score = np.full(len(values), np.nan)
    for rows in scopes(step, periods).values():
        score[rows] = compute(values[rows], weights[rows], periods[rows], **step.options)
    rounded: Vector = np.round(score, DIGITS) + 0.0
    return rounded


def _weigh(
    step: Step,
    members: tuple[str, ...],
    tables: list[dict[str, Vector]],
    leaves: Mapping[str, tuple[str, ...]],
) -> Vector:
    """Return the weights of the members of a group, by one method or by several combined."""
    values, raw, base_values, base_raw = tables
    method = named("weighting", step.method)
    if step.method == "inherited":
        codes = tuple(base_values)
        whole = _weigh(step.of[0], codes, [base_values, base_raw, base_values, base_raw], leaves)
        of_leaf = dict(zip(codes, whole, strict=True))
        sums = [sum(of_leaf[leaf] for leaf in leaves[member]) for member in members]
        return shares(np.array(sums))
    data = WeightInput(_table(values, members), _table(raw, members), members)
    options = dict(step.options)
    if step.of:
        options["of"] = [_weigh(one, members, tables, leaves) for one in step.of]
    found: Vector = method.compute(data, **options)
    if len(members) == 1 and data.deviations[0] > 0:
        return np.ones(1)  # alone it conflicts with nothing, and weighs all the same
    return found if step.cap is None else capped(found, step.cap)


def _table(columns: Mapping[str, Vector], codes: tuple[str, ...]) -> Matrix:
    return np.column_stack([columns[code] for code in codes])
