"""Sections ``regressions`` and ``region_groups`` of study.yml: panel models, and who is in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from wenmai.kit.often_said import (
    FIRST_AFTER_LAST,
    NO_SUCH_NETWORK,
    NO_SUCH_REGION_GROUP,
    NO_SUCH_VARIABLE,
    NO_SUCH_WEIGHTS,
    YEAR_OUTSIDE_STUDY,
)
from wenmai.kit.section import Code, Name, Section, Step, UnitName, Year
from wenmai.sentences import Sentence

UNITS_OR_ROLES = Sentence("econometrics.units_or_roles")
UNITS_OR_REGION_GROUP = Sentence("econometrics.units_or_region_group")
DEPENDENT_AMONG_REGRESSORS = Sentence("econometrics.dependent_among_regressors", "dependent")
REGRESSOR_TWICE = Sentence("econometrics.regressor_twice", "code")
BETWEEN_IS_CLASSIC = Sentence("econometrics.between_is_classic")
DRISCOLL_KRAAY_EFFECTS = Sentence("econometrics.driscoll_kraay_effects")
SPATIAL_EFFECTS = Sentence("econometrics.spatial_effects")
SPATIAL_ERROR_EFFECTS = Sentence("econometrics.spatial_error_effects")
SPATIAL_IS_CLASSIC = Sentence("econometrics.spatial_is_classic")
BY_REGION_GROUP_ALONE = Sentence("econometrics.by_region_group_alone")
LOGGED_NOT_IN_MODEL = Sentence("econometrics.logged_not_in_model", "code")
MODEL_TWICE_AT = Sentence("econometrics.model_twice_at", "code", "seen")
GROUP_TWICE = Sentence("econometrics.group_twice", "group")

Effects = Literal["pooled", "fixed", "random", "between", "two_way", "random_two_way", "time"]
Role = Literal["core_hub", "bridge", "sub_node", "edge_node"]
Covariance = Literal["classic", "white", "cluster", "driscoll_kraay"]


class NetworkRoles(Section):
    """Units by the role that a network of the study gives them in a year."""

    network: Code
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    year: Year | None = None


class RegionGroup(Section):
    """A named group of the study's units: listed, or taken from the roles of a network.

    Examples
    --------
    >>> RegionGroup(code="core", units=["沈阳市", "大连市"]).units
    ('沈阳市', '大连市')
    """

    code: Code
    name: Name | None = None
    units: tuple[UnitName, ...] = ()
    network_roles: NetworkRoles | None = None

    @model_validator(mode="after")
    def _has_members(self) -> "RegionGroup":
        if bool(self.units) == (self.network_roles is not None):
            raise ValueError(UNITS_OR_ROLES())
        return self


class SampleYears(Section):
    """First and last year of a sample; what is left out is the study's."""

    first: Step | None = None
    last: Step | None = None


class Sample(Section):
    """Which rows of the panel a model uses; by default all."""

    years: SampleYears = SampleYears()
    units: tuple[UnitName, ...] = ()
    region_group: Code | None = None

    @model_validator(mode="after")
    def _has_one_filter_of_units(self) -> "Sample":
        if self.units and self.region_group:
            raise ValueError(UNITS_OR_REGION_GROUP())
        return self


class SpatialPart(Section):
    """Makes a model spatial: a lag of the dependent variable, or of the error."""

    model: Literal["lag", "error"]
    weights: Code


class Regression(Section):
    """One panel model.

    ``logs`` is true (all variables in natural logarithms), false, or the list of those that are.
    ``values`` says what fills gaps: nothing (``observed``), or the study's imputation
    (``imputed``). ``by_region_group`` estimates the model once per group, under the code
    ``<code>_<group>``.

    Examples
    --------
    >>> model = Regression(code="m", dependent="gdp", regressors=["fdi"], logs=["gdp"])
    >>> [(term.variable, term.is_logged) for term in model.terms]
    [('gdp', True), ('fdi', False)]
    """

    code: Code
    name: Name | None = None
    dependent: Code
    regressors: Annotated[tuple[Code, ...], Field(min_length=1)]
    effects: Effects = "fixed"
    covariance: Covariance = "classic"
    logs: bool | tuple[Code, ...] = False
    values: Literal["observed", "imputed"] = "observed"
    sample: Sample = Sample()
    by_region_group: tuple[Code, ...] = ()
    spatial: SpatialPart | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> "Regression":
        if self.dependent in self.regressors:
            raise ValueError(DEPENDENT_AMONG_REGRESSORS(dependent=self.dependent))
        for position, code in enumerate(self.regressors):
            if code in self.regressors[:position]:
                raise ValueError(REGRESSOR_TWICE(code=code))
        if self.effects == "between" and self.covariance != "classic":
            raise ValueError(BETWEEN_IS_CLASSIC())
        if self.effects in {"random", "random_two_way"} and self.covariance == "driscoll_kraay":
            raise ValueError(DRISCOLL_KRAAY_EFFECTS())
        if self.spatial and self.effects not in {"fixed", "two_way", "random"}:
            raise ValueError(SPATIAL_EFFECTS())
        if self.spatial and self.spatial.model == "error" and self.effects == "random":
            raise ValueError(SPATIAL_ERROR_EFFECTS())
        if self.spatial and self.covariance != "classic":
            raise ValueError(SPATIAL_IS_CLASSIC())
        if self.by_region_group and (self.sample.region_group or self.sample.units):
            raise ValueError(BY_REGION_GROUP_ALONE())
        return self

    @property
    def terms(self) -> "tuple[Term, ...]":
        """The dependent variable, then the regressors."""
        codes = (self.dependent, *self.regressors)
        return tuple(Term(code, self._is_logged(code)) for code in codes)

    @property
    def variants(self) -> "tuple[tuple[str, str | None], ...]":
        """Code and region group of every model that this entry becomes."""
        if self.by_region_group:
            return tuple((f"{self.code}_{group}", group) for group in self.by_region_group)
        return ((self.code, self.sample.region_group),)

    def _is_logged(self, code: str) -> bool:
        return self.logs if isinstance(self.logs, bool) else code in self.logs


@dataclass(frozen=True)
class Term:
    """A variable in a model; ``is_logged`` when its natural logarithm enters."""

    variable: str
    is_logged: bool


Finding = tuple[tuple[str | int, ...], str, tuple[str, ...]]
"""Where something is wrong, what, and the codes that would be right."""


def regression_findings(
    regressions: tuple[Regression, ...],
    groups: tuple[RegionGroup, ...],
    variables: list[str],
    others: tuple[list[str], list[str]],
    years: range,
) -> Iterator[Finding]:
    """Find names in ``regressions`` and ``region_groups`` that nothing else in the study has.

    Parameters
    ----------
    regressions : tuple of Regression
    groups : tuple of RegionGroup
    variables : list of str
        Codes of indicators and derived variables.
    others : tuple of two lists of str
        Codes of spatial weights and of networks.
    years : range
        The study's.

    Yields
    ------
    Finding
    """
    weights, networks = others
    group_codes = [group.code for group in groups]
    yield from _group_findings(groups, networks)
    seen: dict[str, int] = {}
    for position, model in enumerate(regressions):
        here = ("regressions", position)
        yield from _term_findings(model, here, variables)
        if isinstance(model.logs, tuple):
            named = tuple(term.variable for term in model.terms)
            for place, code in enumerate(model.logs):
                if code not in named:
                    message = LOGGED_NOT_IN_MODEL(code=code)
                    yield (*here, "logs", place), message, named
        asked: list[tuple[tuple[str | int, ...], str]] = [
            (("by_region_group", i), code) for i, code in enumerate(model.by_region_group)
        ]
        if model.sample.region_group:
            asked.append((("sample", "region_group"), model.sample.region_group))
        for end, code in asked:
            if code not in group_codes:
                message = NO_SUCH_REGION_GROUP(code=code)
                yield (*here, *end), message, tuple(group_codes)
        if model.spatial and model.spatial.weights not in weights:
            message = NO_SUCH_WEIGHTS(code=model.spatial.weights)
            yield (*here, "spatial", "weights"), message, tuple(weights)
        yield from _year_findings(model, here, years)
        for code, _ in model.variants:
            if code in seen:
                message = MODEL_TWICE_AT(code=code, seen=seen[code])
                yield (*here, "code"), message, ()
            seen[code] = position


def _group_findings(groups: tuple[RegionGroup, ...], networks: list[str]) -> Iterator[Finding]:
    codes = [group.code for group in groups]
    for position, group in enumerate(groups):
        if group.code in codes[:position]:
            yield ("region_groups", position, "code"), GROUP_TWICE(group=group.code), ()
        if group.network_roles and group.network_roles.network not in networks:
            message = NO_SUCH_NETWORK(network=group.network_roles.network)
            yield ("region_groups", position, "network_roles", "network"), message, tuple(networks)


def _term_findings(
    model: Regression, here: tuple[str | int, ...], variables: list[str]
) -> Iterator[Finding]:
    places = [("dependent",), *(("regressors", i) for i in range(len(model.regressors)))]
    for place, term in zip(places, model.terms, strict=True):
        if term.variable not in variables:
            message = NO_SUCH_VARIABLE(code=term.variable)
            yield (*here, *place), message, tuple(variables)


def _year_findings(
    model: Regression, here: tuple[str | int, ...], years: range
) -> Iterator[Finding]:
    said = model.sample.years
    for end, year in (("first", said.first), ("last", said.last)):
        if year is not None and year not in years:
            message = YEAR_OUTSIDE_STUDY(year=year, first=years[0], last=years[-1])
            yield (*here, "sample", "years", end), message, ()
    if said.first is not None and said.last is not None and said.first > said.last:
        message = FIRST_AFTER_LAST(first=said.first, last=said.last)
        yield (*here, "sample", "years", "first"), message, ()
