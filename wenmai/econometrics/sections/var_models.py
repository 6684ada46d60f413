"""Section ``var_models`` of study.yml: vector autoregressions of one series or of a panel."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from wenmai.econometrics.sections.regressions import Finding, Sample
from wenmai.kit.often_said import (
    FIRST_AFTER_LAST,
    NO_SUCH_REGION_GROUP,
    NO_SUCH_VARIABLE,
    YEAR_OUTSIDE_STUDY,
)
from wenmai.kit.section import Code, Name, Section
from wenmai.sentences import Sentence

HOW_LAGS_ARE_WRITTEN = Sentence("econometrics.how_lags_are_written")
VARIABLE_TWICE_IN_MODEL = Sentence("econometrics.variable_twice_in_model", "name")
COMBINE_MAKES_ONE_SERIES = Sentence("econometrics.combine_makes_one_series")
GMM_NEEDS_PANEL = Sentence("econometrics.gmm_needs_panel")
UNIT_BLOCK_NEEDS_PANEL = Sentence("econometrics.unit_block_needs_panel")
JACKKNIFE_NEEDS_PANEL = Sentence("econometrics.jackknife_needs_panel")
FIRST_DIFFERENCE_NEEDS_GMM = Sentence("econometrics.first_difference_needs_gmm")
INSTRUMENT_LAGS_NEED_GMM = Sentence("econometrics.instrument_lags_need_gmm")
GMM_NOT_WITHIN = Sentence("econometrics.gmm_not_within")
GMM_NEEDS_TREND_C = Sentence("econometrics.gmm_needs_trend_c")
BIAS_CORRECTION_NOT_WITH_GMM = Sentence("econometrics.bias_correction_not_with_gmm")
MODEL_TWICE = Sentence("econometrics.model_twice", "model")

Count = Annotated[int, Field(strict=True, ge=1, le=20)]
Seed = Annotated[int, Field(strict=True, ge=0, lt=2**31)]


class VarVariable(Section):
    """One variable of a VAR: an indicator or derived variable, its logarithm, its differences.

    Without a ``code`` of its own it is called after what it is: ``gdp``, ``ln_gdp``, ``d_ln_gdp``.
    ``held_by`` says how far a scenario holds it above its forecast, in the units of the model
    (0.05 of a logarithm is 5 %); default one standard deviation of its residual.

    Examples
    --------
    >>> VarVariable(variable="gdp", log=True, difference=1).name
    'd_ln_gdp'
    """

    variable: Code
    code: Code | None = None
    log: bool = False
    difference: Annotated[int, Field(strict=True, ge=0, le=2)] = 0
    held_by: Annotated[float, Field(allow_inf_nan=False)] | None = None

    @property
    def name(self) -> str:
        """Code under which results name the variable."""
        steps = {0: "", 1: "d_", 2: "d2_"}[self.difference] + ("ln_" if self.log else "")
        return self.code or f"{steps}{self.variable}"


class ExogenousVariable(VarVariable):
    """A variable that moves the others and is moved by none: a policy, a price of the world.

    ``delays: 1`` lets it enter as of the same year and of the year before. ``ahead`` says what
    forecasts take for years in which it is not known: its ``last`` known value, its ``mean`` over
    the sample, or a number in the units of the model. ``held_by``: default one standard deviation.

    Examples
    --------
    >>> ExogenousVariable(variable="oil_price", log=True, delays=1, ahead="mean").name
    'ln_oil_price'
    """

    delays: Annotated[int, Field(strict=True, ge=0, le=20)] = 0
    ahead: Literal["last", "mean"] | Annotated[float, Field(allow_inf_nan=False)] = "last"


def _bare_code(value: Any) -> Any:
    """Read ``gdp`` as ``{variable: gdp}``."""
    return {"variable": value} if isinstance(value, str) else value


def _number_or_choice(value: Any) -> Any:
    """Read ``2`` as the fixed number of lags, so that a mistake has one message and not two."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return {"number": value} if is_number else value


class Lags(Section):
    """A fixed number of lags, or a criterion that chooses it."""

    number: Count | None = None
    criterion: Literal["aic", "bic", "hq", "fpe"] | None = None
    max_lags: Count = 4

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Lags":
        if (self.number is None) == (self.criterion is None):
            raise ValueError(HOW_LAGS_ARE_WRITTEN())
        return self


class Bands(Section):
    """How intervals around impulse responses are drawn.

    ``level`` is the share of intervals that are to hold the truth. ``interval`` says how limits
    come from replications: ``percentile``, or ``basic`` (mirrored at the estimate); null means what
    holds best: percentile for one series and after a bootstrap bias correction, else basic.
    """

    method: Literal["residual", "wild", "unit_block", "analytic"] = "residual"
    interval: Literal["percentile", "basic"] | None = None
    level: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    replications: Annotated[int, Field(strict=True, ge=100, le=100_000)] = 1000
    seed: Seed = 1


class VarModel(Section):
    """One VAR; the order of ``variables`` is the order of the Cholesky decomposition.

    ``kind: auto`` is a VAR when ``combine`` makes one series of the units or the sample is a single
    unit, else a panel VAR. ``bias_correction: null`` means ``bootstrap`` for least squares on a
    panel, whose bias is large in the short panels of yearbooks, and ``none`` otherwise, as other
    software has it. Instruments of GMM are raw levels, a column per variable, lag and year, and the
    second step weighs the moments of all equations together, as R panelvar and Stata pvar do;
    ``collapse`` makes one column per variable and lag, ``centre`` takes the variable's mean off,
    and without ``joint_weights`` every equation is weighed alone: what panels of few units need.

    Examples
    --------
    >>> model = VarModel(code="m", variables=["gdp", {"variable": "fdi", "log": True}], lags=1)
    >>> [variable.name for variable in model.variables], model.lags.number
    (['gdp', 'ln_fdi'], 1)
    """

    code: Code
    name: Name | None = None
    kind: Literal["auto", "var", "panel_var"] = "auto"
    variables: Annotated[
        tuple[Annotated[VarVariable, BeforeValidator(_bare_code)], ...],
        Field(min_length=2, max_length=10),
    ]
    exogenous: Annotated[
        tuple[Annotated[ExogenousVariable, BeforeValidator(_bare_code)], ...],
        Field(max_length=10),
    ] = ()
    sample: Sample = Sample()
    values: Literal["observed", "imputed"] = "observed"
    combine: Literal["mean", "sum"] | None = None
    lags: Annotated[Lags, BeforeValidator(_number_or_choice)] = Lags(criterion="bic")
    trend: Literal["n", "c", "ct"] = "c"
    transformation: Literal["within", "forward_orthogonal", "first_difference"] = "within"
    estimator: Literal["ols", "gmm"] = "ols"
    instrument_lags: Count | None = None
    gmm_steps: Annotated[int, Field(strict=True, ge=1, le=2)] = 1
    collapse: bool = False
    centre: bool = False
    joint_weights: bool = True
    year_effects: bool = False
    bias_correction: Literal["none", "bootstrap", "half_panel_jackknife"] | None = None
    horizon: Annotated[int, Field(strict=True, ge=1, le=100)] = 10
    bands: Bands = Bands()

    @model_validator(mode="after")
    def _fits_together(self) -> "VarModel":
        for message in self._contradictions():
            raise ValueError(message)
        return self

    def _contradictions(self) -> Iterator[str]:
        names = [variable.name for variable in (*self.variables, *self.exogenous)]
        for position, name in enumerate(names):
            if name in names[:position]:
                yield VARIABLE_TWICE_IN_MODEL(name=name)
        if self.kind == "panel_var" and self.combine:
            yield COMBINE_MAKES_ONE_SERIES()
        single = self.kind == "var" or self.combine is not None
        if single and self.estimator == "gmm":
            yield GMM_NEEDS_PANEL()
        if single and self.bands.method == "unit_block":
            yield UNIT_BLOCK_NEEDS_PANEL()
        if single and (self.bias_correction == "half_panel_jackknife" or self.year_effects):
            yield JACKKNIFE_NEEDS_PANEL()
        if self.estimator == "ols" and self.transformation == "first_difference":
            yield FIRST_DIFFERENCE_NEEDS_GMM()
        if self.estimator == "ols" and self.instrument_lags is not None:
            yield INSTRUMENT_LAGS_NEED_GMM()
        if self.estimator == "gmm" and self.transformation == "within":
            yield GMM_NOT_WITHIN()
        if self.estimator == "gmm" and self.trend != "c":
            yield GMM_NEEDS_TREND_C()
        if self.estimator == "gmm" and self.bias_correction not in {None, "none"}:
            yield BIAS_CORRECTION_NOT_WITH_GMM()


def var_model_findings(
    models: Sequence[VarModel],
    *,
    variables: list[str],
    groups: Sequence[str],
    taken: Sequence[str],
    years: range,
) -> Iterator[Finding]:
    """Find names in ``var_models`` that nothing else in the study has.

    Parameters
    ----------
    models : sequence of VarModel
    variables : list of str
        Codes of indicators and derived variables.
    groups : sequence of str
        Codes of region groups.
    taken : sequence of str
        Codes of the study's other models.
    years : range
        The study's.

    Yields
    ------
    Finding
    """
    seen = set(taken)
    for position, model in enumerate(models):
        here = ("var_models", position)
        if model.code in seen:
            yield (*here, "code"), MODEL_TWICE(model=model.code), ()
        seen.add(model.code)
        for key, said in (("variables", model.variables), ("exogenous", model.exogenous)):
            for place, variable in enumerate(said):
                if variable.variable not in variables:
                    message = NO_SUCH_VARIABLE(code=variable.variable)
                    yield (*here, key, place, "variable"), message, tuple(variables)
        group = model.sample.region_group
        if group is not None and group not in groups:
            message = NO_SUCH_REGION_GROUP(code=group)
            yield (*here, "sample", "region_group"), message, tuple(groups)
        span = model.sample.years
        for end, year in (("first", span.first), ("last", span.last)):
            if year is not None and year not in years:
                message = YEAR_OUTSIDE_STUDY(year=year, first=years[0], last=years[-1])
                yield (*here, "sample", "years", end), message, ()
        if span.first is not None and span.last is not None and span.first > span.last:
            message = FIRST_AFTER_LAST(first=span.first, last=span.last)
            yield (*here, "sample", "years", "first"), message, ()
