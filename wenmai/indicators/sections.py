"""The sections ``index`` and ``uncertainty`` of study.yml, and what an indicator may say more."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from wenmai.kit.section import Code, Name, Section
from wenmai.sentences import Sentence
from wenmai.studies.config import Indicator

DRAWS_NOT_POWER_OF_TWO = Sentence("indicators.draws_not_power_of_two", "below", "n")
OPTION_TWICE = Sentence("indicators.option_twice", "text")


class Choice(Section):
    """A method of the registry with its options.

    ``scope`` says whether all years are looked at together; ``cap`` is the largest weight of one
    member; all other keys are options of the method.

    Examples
    --------
    >>> Choice.model_validate({"method": "goalposts", "lower": 20, "upper": 85}).options
    {'lower': 20, 'upper': 85}
    """

    model_config = ConfigDict(extra="allow", frozen=True, str_strip_whitespace=True)

    method: Code
    scope: Literal["panel", "per_year"] = "panel"
    cap: Annotated[float, Field(gt=0, le=1)] | None = None

    @property
    def options(self) -> Mapping[str, Any]:
        """What is handed to the method's function."""
        return self.model_extra or {}


def _name_alone(value: Any) -> Any:
    return {"method": value} if isinstance(value, str) else value


# `entropy` and `{method: entropy}` say the same
Chosen = Annotated[Choice, BeforeValidator(_name_alone)]


class Group(Section):
    """A group of a level: its name, and which members of the level below it holds."""

    code: Code
    name: Name
    members: Annotated[tuple[Code, ...], Field(min_length=1)]


class Level(Section):
    """A named level of the index; what it leaves open is as in ``index``.

    The first level may leave ``groups`` open: then the dimensions of the indicators are its groups.
    """

    code: Code
    name: Name
    groups: tuple[Group, ...] = ()
    weighting: Chosen | None = None
    aggregation: Chosen | None = None


class IndexIndicator(Indicator):
    """An indicator with what is done to it on its way into the index.

    ``per`` names the indicator by which it is divided, ``scale`` multiplies the quotient.
    """

    normalization: Chosen | None = None
    treatment: Chosen | None = None
    imputation: Chosen | None = None
    per: Code | None = None
    scale: Annotated[float, Field(gt=0)] = 1.0

    @property
    def is_designed(self) -> bool:
        """Whether the study says anything about its way into the index."""
        return any((self.normalization, self.treatment, self.imputation, self.per))


class IndexSettings(Section):
    """How the composite index is computed; ``null`` means the project's default (dbt vars).

    The quantile bounds keep to their side of the median, so lower is always below upper. With a
    method or levels of its own the study designs its index (``wenmai.indicators.composite``);
    without, it is the index of P1: min–max, entropy weights of all indicators, arithmetic mean.
    """

    max_gap_years: Annotated[int, Field(strict=True, ge=0, le=50)] | None = None
    extend_edges: bool | None = None
    winsor_lower: Annotated[float, Field(ge=0, lt=0.5)] | None = None
    winsor_upper: Annotated[float, Field(gt=0.5, le=1)] | None = None
    entropy_scope: Literal["pooled", "per_year"] | None = None
    weight_cap: Annotated[float, Field(gt=0, le=1)] | None = None
    min_observed_share: Annotated[float, Field(ge=0, le=1)] | None = None
    name: Name | None = None
    normalization: Chosen | None = None
    treatment: Chosen | None = None
    imputation: Chosen | None = None
    weighting: Chosen | None = None
    aggregation: Chosen | None = None
    levels: tuple[Level, ...] = ()

    @property
    def is_designed(self) -> bool:
        """Whether the study says more than how the index of P1 is set."""
        steps = (self.normalization, self.treatment, self.imputation)
        return any((*steps, self.weighting, self.aggregation, self.levels))


def _drawn(option: str, info: ValidationInfo) -> str:
    """Refuse an option that the registry does not let draws choose."""
    kinds = _defaults(str(info.field_name))
    if option in kinds:
        return option
    # the registry takes a second to import, and most studies name nothing else
    from wenmai.indicators.uncertainty import choices  # noqa: PLC0415

    known = getattr(choices, f"{info.field_name}s".upper())
    if option not in known:
        raise PydanticCustomError("literal_error", "", {"expected": ", ".join(map(repr, known))})
    return option


def _defaults(choice: str) -> tuple[str, ...]:
    """Return the options of a choice that is left open."""
    found: tuple[str, ...] = Uncertainty.model_fields[choice].default
    return found


Drawn = Annotated[Code, AfterValidator(_drawn)]


class WinsorLimits(Section):
    """A pair of winsorizing quantiles; 0 and 1 are no winsorizing."""

    lower: Annotated[float, Field(ge=0, lt=0.5)]
    upper: Annotated[float, Field(gt=0.5, le=1)]


class Uncertainty(Section):
    """Which choices of method are drawn to say how far scores and ranks depend on them.

    The index's own option (imputation, winsorizing and entropy scope as under ``index``, min–max,
    entropy weights, arithmetic mean) always takes part and stands first, whether named or not; a
    list without another option switches its choice off. All options of a choice are equally
    likely.

    ``draws`` null means 16,384, fewer on panels of more than 2,048 unit-years.
    ``weight_concentration`` is κ of the Dirichlet noise on weights (a weight ω varies with the
    standard deviation √(ω(1−ω)/(κ+1))); null switches the noise off. ``measurement_noise`` gives
    the relative standard error of indicators, 0.05 for 5 %; without it the intervals cover
    choices of method only.

    Examples
    --------
    >>> Uncertainty().normalization
    ('minmax', 'zscore', 'rank')
    """

    enabled: bool = True
    draws: Annotated[int, Field(strict=True, ge=256, le=262_144)] | None = None
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**31)] = 1
    imputation: tuple[Literal["interpolate", "nearest", "none"], ...] = (
        "interpolate",
        "nearest",
        "none",
    )
    winsorizing: tuple[WinsorLimits, ...] = (
        WinsorLimits(lower=0, upper=1),
        WinsorLimits(lower=0.01, upper=0.99),
        WinsorLimits(lower=0.05, upper=0.95),
    )
    normalization: tuple[Drawn, ...] = ("minmax", "zscore", "rank")
    weighting: tuple[Drawn, ...] = (
        "entropy",
        "critic",
        "equal",
        "pca",
    )
    aggregation: tuple[Drawn, ...] = ("arithmetic", "geometric")
    leave_one_out: bool = True
    weight_concentration: Annotated[float, Field(gt=0, le=1e6)] | None = 200
    measurement_noise: dict[Code, Annotated[float, Field(gt=0, le=1)]] = Field(default_factory=dict)

    @field_validator("draws")
    @classmethod
    def _is_power_of_two(cls, draws: int | None) -> int | None:
        if draws is not None and draws & (draws - 1):
            below = 1 << (draws.bit_length() - 1)
            raise ValueError(DRAWS_NOT_POWER_OF_TWO(below=below, n=2 * below))
        return draws

    @field_validator("imputation", "winsorizing", "normalization", "weighting", "aggregation")
    @classmethod
    def _names_options_once(cls, options: tuple[Any, ...]) -> tuple[Any, ...]:
        for position, option in enumerate(options):
            if option in options[:position]:
                text = option if isinstance(option, str) else f"{option.lower:g}–{option.upper:g}"
                raise ValueError(OPTION_TWICE(text=text))
        return options


class IndexSections(Section):
    """What study.yml may say about its index and how far it is in doubt."""

    settings: ClassVar[frozenset[str]] = frozenset({"index", "uncertainty"})
    indicators: tuple[IndexIndicator, ...] = ()
    index: IndexSettings = IndexSettings()
    uncertainty: Uncertainty = Uncertainty()
