"""The source mapping: how one kind of file becomes indicator values, as validated YAML.

A mapping names the sheet, the heading, the columns that hold unit and year, and which indicator
in which unit of measure each value column holds. :mod:`wenmai.readers` does what it says.
"""

import codecs
import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from wenmai.kit.mapping_columns import (
    FoundInFile,
    HeadingRows,
    Pattern,
    PeriodSource,
    UnitColumns,
    ValueColumn,
    Where,
    YearSource,
    as_text,
    regular,
)
from wenmai.kit.origin import OfOrigin
from wenmai.kit.section import Code, Text, UnitLevel
from wenmai.sentences import Sentence

PERIOD_FITS_LAYOUT = Sentence("files.period_fits_layout")
HAS_BACKSLASH = Sentence("files.has_backslash", "pattern")
NOT_RELATIVE = Sentence("files.not_relative", "pattern")
LEADS_OUT = Sentence("files.leads_out", "pattern")
NOT_AN_ENCODING = Sentence("files.not_an_encoding", "name")
WIDE_YEARS_HAVE_NO_YEAR = Sentence("files.wide_years_have_no_year")
YEAR_FROM_COLUMNS_IS_WIDE = Sentence("files.year_from_columns_is_wide")
YEAR_MISSING = Sentence("files.year_missing")
INDICATOR_FROM_NEEDS_NAMES = Sentence("files.indicator_from_needs_names")
VALUES_EMPTY = Sentence("files.values_empty")
WIDE_YEARS_HAVE_ONE_VALUE = Sentence("files.wide_years_have_one_value")
VALUE_WITHOUT_INDICATOR = Sentence("files.value_without_indicator", "position")
VALUE_WITH_TWO_INDICATORS = Sentence("files.value_with_two_indicators", "position")
VALUE_WITHOUT_COLUMN = Sentence("files.value_without_column", "position")

# Cells that mean "no value"; compared after stripping, exactly as written here.
MISSING = (
    *("", "-", "－", "--", "—", "——", "–", "…", "……", "...", "..", "/"),
    *("NA", "N/A", "#N/A", "nan", "NULL", "null"),
)


class SourceMapping(OfOrigin):
    """How one kind of file becomes records.

    Parameters
    ----------
    file : str
        Glob relative to the study folder.
    layout : {'long', 'wide_years', 'wide_periods'}
        One line per unit and year, or years, or months and quarters, across the columns.
    unit, year, period, values
        The columns; see their classes. Other fields: docs, "Add a study".

    Examples
    --------
    >>> mapping = SourceMapping(
    ...     file="tables/gdp.csv",
    ...     unit={"name": "城市"},
    ...     year={"column": "年份"},
    ...     values=[{"column": "GDP（亿元）", "indicator": "gdp", "unit": "亿元"}],
    ... )
    >>> mapping.values[0].indicator
    'gdp'
    """

    file: Text
    unit: UnitColumns
    description: str = ""
    priority: int = 0
    level: UnitLevel | None = None
    required: bool = True
    format: Literal["auto", "csv", "excel"] = "auto"
    encoding: Text = "auto"
    delimiter: Literal["auto", ",", ";", "\t", "|"] = "auto"
    sheet: Annotated[int, Field(ge=1)] | Text | None = None
    transpose: bool = False
    heading: HeadingRows = HeadingRows()
    layout: Literal["long", "wide_years", "wide_periods"] = "long"
    year: YearSource | None = None
    period: PeriodSource | None = None
    values: tuple[ValueColumn, ...] = ()
    indicator_from: FoundInFile | None = None
    indicators: dict[str, Code | None] = Field(default_factory=dict)
    where: tuple[Where, ...] = ()
    stop_at: tuple[Pattern, ...] = ()
    skip: tuple[Pattern, ...] = ()
    missing: tuple[Annotated[str, BeforeValidator(as_text)], ...] = MISSING

    _code: str = PrivateAttr(default="")

    @property
    def code(self) -> str:
        """The mapping's name: the stem of its file."""
        return self._code

    def with_code(self, code: str) -> "SourceMapping":
        """Return the same mapping under a name."""
        named = self.model_copy()
        named._code = code
        return named

    @property
    def is_wide(self) -> bool:
        """Whether years or periods stand across the columns."""
        return self.layout != "long"

    @property
    def has_periods(self) -> bool:
        """Whether its values are those of months or quarters."""
        return self.period is not None or self.layout == "wide_periods"

    @cached_property
    def indicator_codes(self) -> tuple[str, ...]:
        """The codes of all indicators that the mapping can give, in order, each once."""
        named = [value.indicator for value in self.values] + list(self.indicators.values())
        return tuple(dict.fromkeys(code for code in named if code))

    @field_validator("file")
    @classmethod
    def _stays_inside(cls, pattern: str) -> str:
        if "\\" in pattern:
            raise ValueError(HAS_BACKSLASH(pattern=pattern))
        if pattern.startswith(("/", "~")) or re.match(r"^[A-Za-z]:", pattern):
            raise ValueError(NOT_RELATIVE(pattern=pattern))
        if ".." in pattern.split("/"):
            raise ValueError(LEADS_OUT(pattern=pattern))
        return pattern

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        if name == "auto":
            return name
        try:
            return codecs.lookup(name).name
        except LookupError as error:
            raise ValueError(NOT_AN_ENCODING(name=name)) from error

    @field_validator("stop_at", "skip")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(regular(pattern) for pattern in patterns)

    @model_validator(mode="after")
    def _fits_together(self) -> "SourceMapping":
        is_wide, has_years = self.is_wide, self.layout == "wide_years"
        across = self.period is not None and self.period.from_columns
        if self.period is not None and across != (self.layout == "wide_periods"):
            raise ValueError(PERIOD_FITS_LAYOUT())
        if has_years and self.year is not None and not self.year.from_columns:
            raise ValueError(WIDE_YEARS_HAVE_NO_YEAR())
        if not has_years and self.year is not None and self.year.from_columns:
            raise ValueError(YEAR_FROM_COLUMNS_IS_WIDE())
        is_dated = self.has_periods or self.year is not None
        if not is_wide and not is_dated and not all(value.year for value in self.values):
            raise ValueError(YEAR_MISSING())
        if self.indicator_from is not None and not self.indicators:
            raise ValueError(INDICATOR_FROM_NEEDS_NAMES())
        if not self.values and not (is_wide and self.indicator_from):
            raise ValueError(VALUES_EMPTY())
        if is_wide and (len(self.values) > 1 or any(value.path for value in self.values)):
            raise ValueError(WIDE_YEARS_HAVE_ONE_VALUE())
        for position, value in enumerate(self.values):
            self._check_value(position, value, is_wide)
        return self

    def _check_value(self, position: int, value: ValueColumn, is_wide: bool) -> None:
        if value.indicator is None and self.indicator_from is None:
            raise ValueError(VALUE_WITHOUT_INDICATOR(position=position))
        if value.indicator is not None and self.indicator_from is not None:
            raise ValueError(VALUE_WITH_TWO_INDICATORS(position=position))
        if not is_wide and not value.path:
            raise ValueError(VALUE_WITHOUT_COLUMN(position=position))
