"""What may stand in a study.yml whatever its domains are: who, where, when, and the indicators.

What a domain adds stands in its room: ``wenmai/<domain>/declares.py``.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from wenmai.kit.often_said import FIRST_AFTER_LAST
from wenmai.kit.section import Code, Name, Section, Step, Text, UnitLevel, UnitName
from wenmai.kit.steps import label, per_year, year_of
from wenmai.reference.registers import REGISTERS
from wenmai.reference.units import OWN
from wenmai.sentences import Sentence

NAMES_NO_UNIT = Sentence("studies.names_no_unit")
LEVEL_OR_KIND = Sentence("studies.level_or_kind")
NO_LEVEL_KIND_TABLE = Sentence("studies.no_level_kind_table")
STEPS_OF_TWO_KINDS = Sentence("studies.steps_of_two_kinds", "first", "last")
STUDIES_NOTHING = Sentence("studies.studies_nothing", "contents")


class Years(Section):
    """First and last year of the study, both included, or halves, quarters, months; or ``none``.

    They are numbered (``wenmai.kit.steps``), and a cross-section has one step, 0.

    Examples
    --------
    >>> len(Years(first=2018, last=2024).span), len(Years(first="2018Q1", last="2019Q4").span)
    (7, 8)
    """

    first: Step
    last: Step

    @model_validator(mode="before")
    @classmethod
    def _none(cls, said: Any) -> Any:
        return {"first": "none", "last": "none"} if said == "none" else said

    @model_validator(mode="after")
    def _in_order(self) -> "Years":
        if per_year(self.first) != per_year(self.last):
            raise ValueError(STEPS_OF_TWO_KINDS(first=label(self.first), last=label(self.last)))
        if self.first > self.last:
            raise ValueError(FIRST_AFTER_LAST(first=label(self.first), last=label(self.last)))
        return self

    @property
    def span(self) -> range:
        """All years, or other steps, of the study."""
        return range(self.first, self.last + 1)

    @property
    def per_year(self) -> int:
        """Steps in a year; 0 for a cross-section."""
        return per_year(self.first)

    @property
    def last_calendar_year(self) -> int | None:
        """The calendar year in which the study ends; None for a cross-section."""
        return year_of(self.last)

    @property
    def text(self) -> str:
        """First and last, as people write them."""
        return f"{label(self.first)}–{label(self.last)}" if self.per_year else label(self.first)


class Units(Section):
    """Which units the study covers: a level or kind, the areas they lie in, and exceptions.

    Units of China's administration have a ``level``: ``within`` takes every unit of it inside these
    areas that is valid in the study's last year. ``kind: countries`` takes countries instead,
    ``table`` the rows of a CSV file of the study, alone or beside either. ``include`` adds and
    ``exclude`` takes away single units. Names or codes.

    Examples
    --------
    >>> Units(table="museums.csv").unit_level, Units(kind="countries").unit_level
    ('unit', 'country')
    """

    level: UnitLevel | None = None
    kind: Literal["countries"] | None = None
    table: Text | None = None
    within: tuple[UnitName, ...] = ()
    include: tuple[UnitName, ...] = ()
    exclude: tuple[UnitName, ...] = ()

    @property
    def base(self) -> str | None:
        """The register that the names are looked up in; None for a table of the study alone."""
        return self.kind or ("china" if self.level else None)

    @property
    def unit_level(self) -> str:
        """Level of the units."""
        return self.level or (REGISTERS[self.kind] if self.kind else OWN)

    @model_validator(mode="after")
    def _names_something(self) -> "Units":
        if self.level and self.kind:
            raise ValueError(LEVEL_OR_KIND())
        if not (self.level or self.kind or self.table):
            raise ValueError(NO_LEVEL_KIND_TABLE())
        if self.base == "china" and not (self.within or self.include or self.table):
            raise ValueError(NAMES_NO_UNIT())
        return self


class Indicator(Section):
    """An indicator of the study; what is not given comes from the indicator library.

    A code that the library does not know needs ``name``, ``dimension``, ``direction`` and
    ``unit``. ``valid_min`` and ``valid_max`` are in ``unit``; an explicit ``null`` lifts the
    library's bound. ``max_gap_years`` and ``extend_edges`` override the study's ``index`` section.
    ``in_index: false`` loads and cleans an indicator that regressions or networks want, without
    giving it a place in the index. ``to_year`` says how months and quarters become years
    (``fct_series_values``); ``growth_of`` that it is the growth in per cent of another indicator,
    as the source states it.
    """

    code: Code
    name: Name | None = None
    dimension: Code | None = None
    direction: Literal["positive", "negative"] | None = None
    unit: Text | None = None
    valid_min: float | None = None
    valid_max: float | None = None
    max_gap_years: Annotated[int, Field(strict=True, ge=0, le=50)] | None = None
    extend_edges: bool | None = None
    in_index: bool = True
    to_year: Literal["sum", "mean", "last", "cumulated"] | None = None
    growth_of: Code | None = None


class Dimension(Section):
    """A dimension of the study's own, with its names."""

    code: Code
    name: Name


class StudyConfig(Section):
    """A study.yml: who and when, then at least one thing to study.

    Studies are read with the sections of all domains as further bases of this class
    (``wenmai.studies.load.study_schema``).

    Examples
    --------
    >>> config = StudyConfig.model_validate({
    ...     "code": "liaoning",
    ...     "name": {"zh": "辽宁省"},
    ...     "years": {"first": 2015, "last": 2024},
    ...     "units": {"level": "prefecture", "within": ["辽宁省"]},
    ...     "indicators": [{"code": "gdp"}],
    ... })
    >>> config.is_synthetic, config.years.span
    (False, range(2015, 2025))
    """

    code: Code
    name: Name
    description: str = ""
    is_synthetic: bool = False
    years: Years
    units: Units
    dimensions: tuple[Dimension | Code, ...] | None = None
    measures: tuple[Text, ...] = ()
    indicators: tuple[Indicator, ...] = ()

    # Keys that only say how; all others but the frame's are something to study.
    settings: ClassVar[frozenset[str]] = frozenset(
        {
            *("code", "name", "description", "is_synthetic", "years", "units", "dimensions"),
            "measures",
        }
    )

    @property
    def own_dimensions(self) -> tuple[Dimension, ...]:
        """Dimensions that the study defines itself."""
        return tuple(one for one in self.dimensions or () if isinstance(one, Dimension))

    @property
    def dimension_codes(self) -> tuple[str, ...] | None:
        """Codes of the dimensions that the study names; None when it leaves them open."""
        if self.dimensions is None:
            return None
        return tuple(one if isinstance(one, str) else one.code for one in self.dimensions)

    @model_validator(mode="after")
    def _says_what_it_studies(self) -> "StudyConfig":
        kind = type(self)
        settings = {key for base in kind.__mro__ for key in vars(base).get("settings", ())}
        known = kind.model_fields
        contents = set(known) - settings
        if all(getattr(self, name) == known[name].default for name in contents):
            raise ValueError(STUDIES_NOTHING(contents=", ".join(sorted(contents))))
        return self
