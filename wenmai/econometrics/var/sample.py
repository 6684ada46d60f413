"""From the cells of a model to series without gaps: logs, differences, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wenmai.econometrics import sentences as say
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.var.design import Array, Mask
from wenmai.sentences import Said


@dataclass(frozen=True)
class Variable:
    """One variable of a model: its code, and what is done to the level."""

    code: str
    is_logged: bool = False
    differences: int = 0


@dataclass(frozen=True)
class Exogenous(Variable):
    """A variable without an equation of its own.

    Parameters
    ----------
    delays : int
        It enters as of the same period and of so many before.
    ahead : "last", "mean" or float
        What forecasts take where no value is known: the last one, the sample's mean, or a number.
    """

    delays: int = 0
    ahead: str | float = "last"


@dataclass(frozen=True)
class Sample:
    """What a model is estimated on.

    Parameters
    ----------
    variables : tuple of str
        In Cholesky order.
    units : tuple of str
    years : tuple of int
        Without a gap.
    values : array, units × years × variables
        Zero where not observed.
    observed : array of bool, units × years
        One stretch per unit.
    n_dropped : int
        Unit-years with all variables that lie outside their unit's longest stretch.
    n_missing : int
        Unit-years, of all units and years given, in which some variable is missing.
    notes : tuple of Said
        What was left out, in words.
    exogenous : tuple of Exogenous
    given : array, units × years × exogenous variables
        NaN where not known; known before and after the sample as well.
    """

    variables: tuple[str, ...]
    units: tuple[str, ...]
    years: tuple[int, ...]
    values: Array
    observed: Mask
    n_dropped: int = 0
    n_missing: int = 0
    notes: tuple[Said, ...] = ()
    exogenous: tuple[Exogenous, ...] = ()
    given: Array | None = None

    @property
    def terms(self) -> list[tuple[int, int]]:
        """Exogenous variable (its place) and delay of every exogenous regressor."""
        return [
            (place, delay)
            for place, variable in enumerate(self.exogenous)
            for delay in range(variable.delays + 1)
        ]

    @property
    def outside(self) -> Array | None:
        """Exogenous regressors, units × years × terms; NaN where not known."""
        return None if self.given is None else self._delayed(self.given)

    def _delayed(self, given: Array) -> Array:
        found = np.full((*given.shape[:2], len(self.terms)), np.nan)
        for column, (place, delay) in enumerate(self.terms):
            found[:, delay:, column] = given[:, : given.shape[1] - delay, place]
        return found

    @property
    def exogenous_spread(self) -> Array:
        """Standard deviation of every exogenous variable in the sample, within units."""
        if self.given is None:
            return np.zeros(0)
        parts = [
            self.given[unit, used] - self.given[unit, used].mean(axis=0)
            for unit, used in enumerate(self.observed)
        ]
        whole = np.concatenate(parts)
        return np.sqrt((whole**2).sum(axis=0) / max(len(whole) - len(parts), 1))

    def ahead(self, horizon: int) -> tuple[Array, Array, list[Said]]:
        """Return what a forecast of a single series takes for exogenous variables.

        Known values stand; then comes what ``ahead`` of the variable says.

        Returns
        -------
        levels : array, (horizon + 1) × exogenous variables
        regressors : array, (horizon + 1) × terms
        notes : list of Said
            What is assumed, in words.
        """
        if self.given is None:
            return np.zeros((horizon + 1, 0)), np.zeros((horizon + 1, 0)), []
        end = int(np.flatnonzero(self.observed[0])[-1]) + 1
        levels = np.full((end + horizon + 1, len(self.exogenous)), np.nan)
        known = self.given[0, : len(levels)]
        levels[: len(known)] = known
        notes = []
        for place, variable in enumerate(self.exogenous):
            future = levels[end:, place]
            n_known = int(np.argmax(np.isnan([*future, np.nan])))
            taken: float | str = variable.ahead
            if taken == "mean":
                taken = levels[:end, place][self.observed[0, :end]].mean()
            elif taken == "last":
                taken = levels[end + n_known - 1, place]
            future[n_known:] = taken
            said = say.AHEAD[variable.ahead if isinstance(variable.ahead, str) else "stated"]
            number = f"{float(taken):.6g}"
            notes.append(said(variable=variable.code, value=number, n_known=n_known))
        return levels[end:], self._delayed(levels[None])[0, end:], notes

    @property
    def n_observations(self) -> int:
        """Unit-years with all variables."""
        return int(self.observed.sum())

    @property
    def span(self) -> tuple[int, int]:
        """First and last year that is used."""
        used = np.flatnonzero(self.observed.any(axis=0))
        return self.years[used[0]], self.years[used[-1]]

    def series(self, unit: int) -> Array:
        """Return one unit's years × variables, as far as observed."""
        return np.asarray(self.values[unit, self.observed[unit]])


def prepare(
    levels: Array,
    units: Sequence[str],
    years: Sequence[int],
    variables: Sequence[Variable],
    *,
    year_effects: bool = False,
    exogenous: Sequence[Exogenous] = (),
) -> Sample:
    """Take logarithms and differences and keep every unit's longest stretch without a gap.

    A VAR needs consecutive years: of several stretches the longest is kept, the later of two of
    one length, and the other unit-years are counted. Units without a single complete year are
    left out.

    Parameters
    ----------
    levels : array, units × years × variables
        NaN where not observed; the exogenous variables stand last.
    units, years : sequence
        Names of the first two axes; years without a gap.
    variables : sequence of Variable
    year_effects : bool
        Subtract from every variable its mean over the units of the year.
    exogenous : sequence of Exogenous

    Returns
    -------
    Sample

    Raises
    ------
    NotEstimable
        No data, one year only, zero or negative values under a logarithm, a variable that never
        varies.

    Examples
    --------
    >>> levels = np.array([[[1.0], [np.nan], [4.0], [8.0]]])
    >>> sample = prepare(levels, ["a"], range(2001, 2005), [Variable("x", is_logged=True)])
    >>> sample.n_observations, sample.n_dropped, sample.span
    (2, 1, (2003, 2004))
    """
    values = _transform(levels, units, years, [*variables, *exogenous])
    complete: Mask = np.asarray(~np.isnan(values).any(axis=-1))
    if not complete.any():
        raise NotEstimable("no_data", say.NO_COMPLETE_YEAR())
    kept = np.stack([longest_stretch(line) for line in complete])
    notes = []
    n_dropped = int(complete.sum() - kept.sum())
    if n_dropped:
        notes.append(say.CELLS_APART(n=n_dropped, of=int(complete.sum())))
    has_data: Mask = np.asarray(kept.any(axis=1))
    if not has_data.all():
        notes.append(say.UNITS_WITHOUT_YEAR(n=int((~has_data).sum())))
    values, kept = values[has_data], kept[has_data]
    filled = np.where(kept[..., None], values, 0.0)
    if year_effects:
        means = filled.sum(axis=0) / np.maximum(kept.sum(axis=0), 1)[:, None]
        filled = np.where(kept[..., None], filled - means, 0.0)
    names = tuple(unit for unit, used in zip(units, has_data, strict=True) if used)
    codes = tuple(variable.code for variable in variables)
    k = len(codes)
    if exogenous:  # they may be known for years after the others, which are not missing
        last = np.flatnonzero(~np.isnan(values[..., :k]).all(axis=(0, 2)))[-1]
        complete = complete[:, : last + 1]
    sample = Sample(
        codes,
        names,
        tuple(years),
        filled[..., :k],
        kept,
        n_dropped,
        int((~complete).sum()),
        tuple(notes),
        tuple(exogenous),
        np.where(kept[..., None], filled, values)[..., k:] if exogenous else None,
    )
    _check_variation(sample)
    return sample


def longest_stretch(complete: Mask) -> Mask:
    """Keep the longest run of true values, the later one of two of the same length.

    Examples
    --------
    >>> longest_stretch(np.array([True, True, False, True, True, False])).astype(int).tolist()
    [0, 0, 0, 1, 1, 0]
    """
    kept = np.zeros_like(complete)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], complete, [False]]).astype(int)))
    runs = edges.reshape(-1, 2)
    if len(runs):
        first, end = max(runs, key=lambda run: (run[1] - run[0], run[0]))
        kept[first:end] = True
    return kept


def _transform(
    levels: Array, units: Sequence[str], years: Sequence[int], variables: Sequence[Variable]
) -> Array:
    values = levels.copy()
    for place, variable in enumerate(variables):
        series = values[..., place]
        if variable.is_logged:
            wrong = np.argwhere(series <= 0)
            if len(wrong):
                unit, year = wrong[0]
                said = say.VAR_NO_LOGARITHM(
                    n=len(wrong), variable=variable.code, unit=units[unit], year=years[year]
                )
                raise NotEstimable("not_positive_under_log", said)
            series = np.log(series)
        for _ in range(variable.differences):
            series = np.diff(series, axis=1, prepend=np.nan)
        values[..., place] = series
    return values


def _check_variation(sample: Sample) -> None:
    if int(sample.observed.any(axis=0).sum()) < 2:
        raise NotEstimable("one_year_only", say.ONE_YEAR(year=sample.span[0]))
    counts = np.maximum(sample.observed.sum(axis=1), 1)
    means = sample.values.sum(axis=1) / counts[:, None]
    spread = np.where(sample.observed[..., None], sample.values - means[:, None], 0.0)
    size = np.abs(sample.values).max(axis=(0, 1))
    for place, code in enumerate(sample.variables):
        if np.abs(spread[..., place]).max() <= 1e-12 * size[place]:
            said = say.CONSTANT_IN_UNITS if len(sample.units) > 1 else say.CONSTANT_OVER_TIME
            raise NotEstimable("constant_series", said(variable=code))
