"""From a panel of values to the matrices of one model, with everything that forbids it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from wenmai.econometrics import sentences as say
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.transforms import Array, Codes, transformed
from wenmai.sentences import first_few, list_of

# A column whose part outside the others is smaller than this share of it is taken as collinear:
# far above rounding (1e-16), far below what yearbook numbers of seven digits can tell apart.
COLLINEAR = 1e-9


@dataclass(frozen=True)
class ModelSpec:
    """What a study says about one panel model.

    Parameters
    ----------
    dependent : str
        Code of the dependent variable.
    regressors : tuple of str
        Codes of the regressors, in their order.
    logged : frozenset of str
        Variables that enter as natural logarithms.
    effects : str
        pooled, fixed (units), time (years), random (units), between, two_way or random_two_way
        (units and years).
    covariance : str
        classic, white, cluster (by unit) or driscoll_kraay.
    spatial_model : str, optional
        lag or error.
    weights_code : str, optional
        Spatial weights of a spatial model.
    """

    dependent: str
    regressors: tuple[str, ...]
    logged: frozenset[str] = frozenset()
    effects: str = "fixed"
    covariance: str = "classic"
    spatial_model: str | None = None
    weights_code: str | None = None


@dataclass(frozen=True)
class Design:
    """The rows of one model that can be used, sorted by unit and year.

    Parameters
    ----------
    y : array of shape (n,)
        Dependent variable, logged where asked for.
    x : array of shape (n, k)
        Regressors without a constant.
    units, years : array of int of shape (n,)
        Positions in ``unit_codes`` and ``year_labels``.
    unit_codes : tuple of str
    year_labels : tuple of int
    names : tuple of str
        Names of the regressors.
    n_missing : int
        Rows of the sample left out because a value is missing.
    """

    y: Array
    x: Array
    units: Codes
    years: Codes
    unit_codes: tuple[str, ...]
    year_labels: tuple[int, ...]
    names: tuple[str, ...]
    n_missing: int = 0
    notes: tuple[str, ...] = field(default=())

    @property
    def n_units(self) -> int:
        """Number of units."""
        return len(self.unit_codes)

    @property
    def n_years(self) -> int:
        """Number of years."""
        return len(self.year_labels)


def build_design(wide: pd.DataFrame, spec: ModelSpec) -> Design:
    """Select, log and check the rows of one model.

    Rows with a missing value are left out and counted. Everything that makes the model
    impossible raises, with the sentence that a user reads.

    Parameters
    ----------
    wide : DataFrame
        The sample: index ``unit_code``, ``year``; one column per variable.
    spec : ModelSpec

    Returns
    -------
    Design

    Raises
    ------
    NotEstimable
        See :class:`~wenmai.econometrics.refusal.NotEstimable`.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [1, 2, 3]], names=["unit_code", "year"])
    >>> wide = pd.DataFrame({"y": [1, 2, 4, 2, 3, 5.0], "x": [1, 2, 3, 1, 3, None]}, index=index)
    >>> design = build_design(wide, ModelSpec("y", ("x",), effects="pooled"))
    >>> design.y.tolist(), design.n_missing
    ([1.0, 2.0, 4.0, 2.0, 3.0], 1)
    """
    columns = [spec.dependent, *spec.regressors]
    sample = wide.reindex(columns=columns).sort_index()
    if sample.empty:
        raise NotEstimable("no_data", say.NO_ROW())
    empty = [code for code in columns if sample[code].isna().all()]
    if empty:
        raise NotEstimable("no_data", say.NO_VALUE(variables=list_of(empty)))
    used = sample.dropna()
    n_missing = len(sample) - len(used)
    if used.empty:
        raise NotEstimable("no_data", say.NO_COMPLETE_ROW())
    _check_logs(used, spec)
    values = used.copy()
    for code in columns:
        if code in spec.logged:
            values[code] = np.log(used[code])
    units, unit_codes = pd.factorize(values.index.get_level_values("unit_code"))
    years, year_labels = pd.factorize(values.index.get_level_values("year"), sort=True)
    design = Design(
        y=values[spec.dependent].to_numpy(dtype=float),
        x=values[list(spec.regressors)].to_numpy(dtype=float),
        units=units.astype(np.int64),
        years=years.astype(np.int64),
        unit_codes=tuple(str(code) for code in unit_codes),
        year_labels=tuple(int(year) for year in year_labels),
        names=spec.regressors,
        n_missing=n_missing,
    )
    check_design(design, spec)
    return design


def _check_logs(used: pd.DataFrame, spec: ModelSpec) -> None:
    for code in (spec.dependent, *spec.regressors):
        if code not in spec.logged:
            continue
        bad = used.index[used[code] <= 0]
        if len(bad):
            cells = first_few([say.CELL(unit=unit, year=year) for unit, year in bad])
            said = say.NO_LOGARITHM(variable=code, n=len(bad), n_rows=len(used), cells=cells)
            raise NotEstimable("not_positive_under_log", said)


def check_design(design: Design, spec: ModelSpec) -> None:
    """Raise when the rows cannot carry the model.

    Parameters
    ----------
    design : Design
    spec : ModelSpec

    Raises
    ------
    NotEstimable
    """
    effects = spec.effects
    needs_units = (
        effects in {"fixed", "random", "two_way", "random_two_way", "between"} or spec.spatial_model
    )
    if design.n_units == 1 and (needs_units or spec.covariance == "cluster"):
        unit = design.unit_codes[0]
        said = say.ONE_UNIT_CLUSTERS(unit=unit)
        if needs_units:
            said = say.ONE_UNIT_EFFECTS(unit=unit, effects=say.effects(effects))
        raise NotEstimable("one_unit_only", said)
    needs_years = (
        effects in {"fixed", "random", "two_way", "random_two_way", "time"} or spec.spatial_model
    )
    if design.n_years == 1 and (needs_years or spec.covariance == "driscoll_kraay"):
        year = design.year_labels[0]
        said = say.ONE_YEAR_DRISCOLL(year=year)
        if needs_years:
            said = say.ONE_YEAR_EFFECTS(year=year, effects=say.effects(effects))
        raise NotEstimable("one_year_only", said)
    _check_constant(design, spec)
    n_rows = design.n_units if effects == "between" else len(design.y)
    n_parameters = parameters(design, effects)
    if n_rows <= n_parameters:
        what = "units" if effects == "between" else "observations"
        counts = {"n": n_rows, "n_parameters": n_parameters}
        if design.n_missing:
            counts["n_missing"] = design.n_missing
        said = say.TOO_FEW[what, design.n_missing > 0](**counts)
        raise NotEstimable("too_few_observations", said)
    if effects == "random" and design.n_units <= design.x.shape[1] + 1:
        n_coefficients = design.x.shape[1] + 1
        said = say.RANDOM_UNITS(n_coefficients=n_coefficients, n_units=design.n_units)
        raise NotEstimable("too_few_observations", said)
    within = len(design.y) - design.n_units - design.x.shape[1]
    if effects == "random" and within <= 0:
        said = say.RANDOM_OBSERVATIONS(n=len(design.y), n_units=design.n_units)
        raise NotEstimable("too_few_observations", said)
    _check_rank(design, effects)


def parameters(design: Design, effects: str) -> int:
    """Count slopes and what else is estimated: the constant, or the effects that take its place."""
    absorbed = {
        "fixed": design.n_units,
        "time": design.n_years,
        "two_way": design.n_units + design.n_years - 1,
    }
    return design.x.shape[1] + absorbed.get(effects, 1)


def _check_constant(design: Design, spec: ModelSpec) -> None:
    series = [(spec.dependent, design.y), *zip(design.names, design.x.T, strict=True)]
    for code, values in series:
        if np.ptp(values) <= 1e-12 * np.abs(values).max():
            said = say.CONSTANT(variable=code, n_rows=len(values))
            raise NotEstimable("constant_series", said)


def _check_rank(design: Design, effects: str) -> None:
    x = transformed(design.x, design, effects)
    scale = np.linalg.norm(design.x, axis=0)
    absorbed = say.ABSORBED.get(effects)
    independent: list[int] = []
    for place, code in enumerate(design.names):
        column = x[:, place]
        if absorbed and np.linalg.norm(column) <= COLLINEAR * scale[place]:
            said = absorbed(variable=code, effects=say.effects(effects))
            raise NotEstimable("collinear_regressors", said)
        if independent:
            others = x[:, independent]
            slopes = np.linalg.lstsq(others, column, rcond=None)[0]
            left = np.linalg.norm(column - others @ slopes)
            if left <= COLLINEAR * np.linalg.norm(column):
                share = np.abs(slopes) * np.linalg.norm(others, axis=0)
                involved = [
                    design.names[independent[i]]
                    for i in np.flatnonzero(share > 1e-6 * np.linalg.norm(column))
                ]
                said = say.COMBINATION(variable=code, others=list_of(involved))
                raise NotEstimable("collinear_regressors", said)
        independent.append(place)
