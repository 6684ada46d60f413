"""The section ``uncertainty`` of study.yml: which choices of method are drawn."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from wenmai.kit.section import Code, Section


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

    ``draws`` null means 16,384, fewer on panels of more than 8,192 unit-years.
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
    normalization: tuple[Literal["minmax", "zscore", "rank"], ...] = ("minmax", "zscore", "rank")
    weighting: tuple[Literal["entropy", "critic", "equal", "pca"], ...] = (
        "entropy",
        "critic",
        "equal",
        "pca",
    )
    aggregation: tuple[Literal["arithmetic", "geometric"], ...] = ("arithmetic", "geometric")
    leave_one_out: bool = True
    weight_concentration: Annotated[float, Field(gt=0, le=1e6)] | None = 200
    measurement_noise: dict[Code, Annotated[float, Field(gt=0, le=1)]] = Field(default_factory=dict)

    @field_validator("draws")
    @classmethod
    def _is_power_of_two(cls, draws: int | None) -> int | None:
        if draws is not None and draws & (draws - 1):
            below = 1 << (draws.bit_length() - 1)
            raise ValueError(
                f"the design of the draws needs a power of 2: write {below} or {2 * below}"
            )
        return draws

    @field_validator("imputation", "winsorizing", "normalization", "weighting", "aggregation")
    @classmethod
    def _names_options_once(cls, options: tuple[Any, ...]) -> tuple[Any, ...]:
        for position, option in enumerate(options):
            if option in options[:position]:
                text = option if isinstance(option, str) else f"{option.lower:g}–{option.upper:g}"
                raise ValueError(f"the option '{text}' stands twice: keep one of them")
        return options


class UncertaintySections(Section):
    """What study.yml may say about uncertainty."""

    settings: ClassVar[frozenset[str]] = frozenset({"uncertainty"})
    uncertainty: Uncertainty = Uncertainty()
