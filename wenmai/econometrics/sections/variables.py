"""Section ``variables`` of study.yml: quantities computed from indicators, for models only."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field, model_validator

from wenmai.kit.often_said import NO_SUCH_INDICATOR, NO_SUCH_REGION_GROUP
from wenmai.kit.section import Code, Name, Section, Step
from wenmai.sentences import Sentence, list_of

UPGRADING_NEEDS_PRIMARY_OR_TOTAL = Sentence("econometrics.upgrading_needs_primary_or_total")
NO_FORMULA = Sentence("econometrics.no_formula", "formulas")
EXACTLY_ONE_FORMULA = Sentence("econometrics.exactly_one_formula", "formulas", "found")
IS_AN_INDICATOR = Sentence("econometrics.is_an_indicator", "variable")
DUMMY_SAYS_WHERE = Sentence("econometrics.dummy_says_where")
VARIABLE_TWICE = Sentence("econometrics.variable_twice", "variable")

Years = Annotated[int, Field(strict=True, ge=1, le=20)]


class Ratio(Section):
    """One indicator divided by another, of the same unit and year."""

    numerator: Code
    denominator: Code


class LocationQuotient(Section):
    """The share of a part in the whole, relative to the same share over all units of the study.

    (part_i / whole_i) / (Σ part / Σ whole), the sums over the units that report both in the year.
    """

    part: Code
    whole: Code


class IndustrialUpgrading(Section):
    """Σ s · share_s over the three sectors: 1 when all is primary, 3 when all is tertiary.

    One of ``primary`` and ``total`` may be left out: the other one then gives it.
    """

    primary: Code | None = None
    secondary: Code
    tertiary: Code
    total: Code | None = None

    @model_validator(mode="after")
    def _can_be_computed(self) -> "IndustrialUpgrading":
        if self.primary is None and self.total is None:
            raise ValueError(UPGRADING_NEEDS_PRIMARY_OR_TOTAL())
        return self


class Lag(Section):
    """The value some years before; years before the study serve where a source has them."""

    of: Code
    years: Years = 1


class Growth(Section):
    """The relative change on the year before: x_t / x_{t-1} - 1."""

    of: Code


class Product(Section):
    """Two indicators multiplied, of the same unit and year: an interaction."""

    first: Code
    second: Code


class Power(Section):
    """An indicator to a power: 2 for its square; missing where there is no real number."""

    of: Code
    exponent: Annotated[float, Field(ge=-10, le=10)]


class Dummy(Section):
    """1 in some years, or in a region group, or in both at once; 0 elsewhere.

    Examples
    --------
    >>> Dummy(first_year=2020, region_group="pilots").last_year is None
    True
    """

    first_year: Step | None = None
    last_year: Step | None = None
    region_group: Code | None = None

    @model_validator(mode="after")
    def _says_where(self) -> "Dummy":
        if self.first_year is None and self.last_year is None and self.region_group is None:
            raise ValueError(DUMMY_SAYS_WHERE())
        return self


class Variable(Section):
    """One derived variable: a code, a name, and exactly one formula.

    Examples
    --------
    >>> Variable(code="cia", location_quotient={"part": "culture_income", "whole": "gdp"}).inputs
    {'part': 'culture_income', 'whole': 'gdp'}
    """

    code: Code
    name: Name | None = None
    ratio: Ratio | None = None
    location_quotient: LocationQuotient | None = None
    industrial_upgrading: IndustrialUpgrading | None = None
    lag: Lag | None = None
    growth: Growth | None = None
    product: Product | None = None
    power: Power | None = None
    dummy: Dummy | None = None

    @model_validator(mode="after")
    def _has_one_formula(self) -> "Variable":
        given = [kind for kind in FORMULAS if getattr(self, kind) is not None]
        if len(given) != 1:
            listed = ", ".join(FORMULAS)
            if not given:
                raise ValueError(NO_FORMULA(formulas=listed))
            raise ValueError(EXACTLY_ONE_FORMULA(formulas=listed, found=list_of(given)))
        return self

    @property
    def kind(self) -> str:
        """Name of the formula."""
        return next(kind for kind in FORMULAS if getattr(self, kind) is not None)

    @property
    def inputs(self) -> dict[str, str]:
        """Role → indicator code, as far as given."""
        if self.kind == "dummy":
            return {}
        said = getattr(self, self.kind).model_dump(exclude={"years", "exponent"})
        return {role: code for role, code in said.items() if code is not None}


FORMULAS = (
    *("ratio", "location_quotient", "industrial_upgrading", "lag", "growth"),
    *("product", "power", "dummy"),
)


def known_variables(indicators: Sequence[str], variables: Sequence[Variable]) -> list[str]:
    """Return what a model may name: the study's indicators, then its derived variables.

    Parameters
    ----------
    indicators : sequence of str
        Codes of the study's indicators.
    variables : sequence of Variable
        The section.

    Returns
    -------
    list of str
        Codes in the order of study.yml, each once.
    """
    return list(dict.fromkeys([*indicators, *(variable.code for variable in variables)]))


def variable_findings(
    indicators: Sequence[str], variables: Sequence[Variable], groups: Sequence[str] = ()
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield path, message and the unknown code (or '') of everything wrong with ``variables``.

    Parameters
    ----------
    indicators : sequence of str
        Codes of the study's indicators.
    variables : sequence of Variable
        The section.
    groups : sequence of str
        Codes of region groups.
    """
    seen: set[str] = set()
    for position, variable in enumerate(variables):
        here = ("variables", position, "code")
        if variable.code in indicators:
            yield here, IS_AN_INDICATOR(variable=variable.code), ""
        elif variable.code in seen:
            yield here, VARIABLE_TWICE(variable=variable.code), ""
        seen.add(variable.code)
        group = variable.dummy.region_group if variable.dummy else None
        if group is not None and group not in groups:
            path = ("variables", position, "dummy", "region_group")
            yield path, NO_SUCH_REGION_GROUP(code=group), ""
        for role, code in variable.inputs.items():
            if code not in indicators:
                path = ("variables", position, variable.kind, role)
                yield path, NO_SUCH_INDICATOR(code=code), code
