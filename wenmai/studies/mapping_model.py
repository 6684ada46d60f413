"""The source mapping: how one kind of file becomes indicator values, as validated YAML.

A mapping names the sheet, the heading, the columns that hold unit and year, and which indicator
in which unit of measure each value column holds. :mod:`wenmai.readers` does what it says.
"""

import codecs
import re
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator, model_validator

from wenmai.studies.config import Code, Section, Text, UnitLevel, Year

# Cells that mean "no value"; compared after stripping, exactly as written here.
MISSING = (
    *("", "-", "－", "--", "—", "——", "–", "…", "……", "...", "..", "/"),
    *("NA", "N/A", "#N/A", "nan", "NULL", "null"),
)


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str | int | float) else value


def _text(value: Any) -> Any:
    """Read what YAML took for a number (a heading ``2017``, a sheet name) as text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"'{pattern}' is not a regular expression: {error}") from error
    return pattern


Heading = Annotated[Text, BeforeValidator(_text)]
Pattern = Annotated[Text, BeforeValidator(_text)]


class ColumnRef(Section):
    """One column, by the text of its heading.

    Parameters
    ----------
    column : str
        The heading, or its first lines.
    columns : tuple of str
        The same for a heading of several lines: one text per line that is not blank.
    occurrence : int
        Which one, from 1, when the heading stands there several times.

    Examples
    --------
    >>> ColumnRef(columns=("年末户籍人口(万人)", "全市")).path
    ('年末户籍人口(万人)', '全市')
    """

    column: Heading | None = None
    columns: tuple[Heading, ...] = ()
    occurrence: Annotated[int, Field(ge=1)] | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The heading from its top line down."""
        return self.columns or ((self.column,) if self.column is not None else ())

    @property
    def label(self) -> str:
        """The heading as a person reads it."""
        return " / ".join(self.path)

    @model_validator(mode="after")
    def _named_once(self) -> "ColumnRef":
        if self.column is not None and self.columns:
            raise ValueError("give either column or columns, not both")
        return self


class _NamedColumn(ColumnRef):
    @model_validator(mode="after")
    def _named(self) -> "_NamedColumn":
        if not self.path:
            raise ValueError("the column is missing: write the text of its heading")
        return self


Column = Annotated[_NamedColumn, BeforeValidator(_column)]


class FoundInFile(ColumnRef):
    """A text that the file itself holds: in a column, or in a line above the heading.

    Parameters
    ----------
    preamble : str
        The label of a line ``<label>：<text>`` above the heading, such as ``指标``.
    """

    preamble: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "FoundInFile":
        if (self.preamble is None) == (not self.path):
            raise ValueError("give one of column and preamble")
        return self


MeasureUnit = Text | FoundInFile


class ValueColumn(ColumnRef):
    """One column of values: which indicator, in which unit of measure.

    Without ``unit`` the brackets at the end of the heading name it: ``gdp（亿元）``. With ``year``
    the values belong to that year: a census has one column per year and quantity.
    """

    indicator: Code | None = None
    unit: MeasureUnit | None = None
    year: Year | None = None


class HeadingRows(Section):
    """Where the heading is: its first row, from 1, and how many rows it has."""

    row: Annotated[int, Field(ge=1)] | Literal["auto"] = "auto"
    rows: Annotated[int, Field(ge=1, le=6)] = 1


class UnitColumns(Section):
    """The columns that name the unit, or the one unit that the whole file is about."""

    name: Column | None = None
    code: Column | None = None
    within: Column | None = None
    value: Heading | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "UnitColumns":
        if self.value is None and self.name is None and self.code is None:
            raise ValueError("name the column of the unit's name or of its code")
        if self.value is not None and (self.name or self.code):
            raise ValueError("value stands alone: the whole file is about one unit")
        return self


class YearSource(ColumnRef):
    """Where the year is: in a column, one for the whole file, or across the columns."""

    value: Year | None = None
    from_columns: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "YearSource":
        if bool(self.path) + (self.value is not None) + self.from_columns != 1:
            raise ValueError("give one of column, value and from_columns: true")
        return self


class Where(ColumnRef):
    """A condition that a line must meet; lines that do not are counted as filtered."""

    equals: Heading | tuple[Heading, ...] | None = None
    matches: Pattern | None = None

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        return None if pattern is None else _regular(pattern)

    @model_validator(mode="after")
    def _one_condition(self) -> "Where":
        if not self.path:
            raise ValueError("the column is missing: write the text of its heading")
        if (self.equals is None) == (self.matches is None):
            raise ValueError("give one of equals and matches")
        return self


class SourceMapping(Section):
    """How one kind of file becomes records.

    Parameters
    ----------
    file : str
        Glob relative to the study folder.
    layout : {'long', 'wide_years'}
        One line per unit and year, or years across the columns.
    unit, year, values
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
    heading: HeadingRows = HeadingRows()
    layout: Literal["long", "wide_years"] = "long"
    year: YearSource | None = None
    values: tuple[ValueColumn, ...] = ()
    indicator_from: FoundInFile | None = None
    indicators: dict[str, Code | None] = Field(default_factory=dict)
    where: tuple[Where, ...] = ()
    stop_at: tuple[Pattern, ...] = ()
    skip: tuple[Pattern, ...] = ()
    missing: tuple[Annotated[str, BeforeValidator(_text)], ...] = MISSING

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

    @cached_property
    def indicator_codes(self) -> tuple[str, ...]:
        """The codes of all indicators that the mapping can give, in order, each once."""
        named = [value.indicator for value in self.values] + list(self.indicators.values())
        return tuple(dict.fromkeys(code for code in named if code))

    @field_validator("file")
    @classmethod
    def _stays_inside(cls, pattern: str) -> str:
        if "\\" in pattern:
            raise ValueError(f"'{pattern}' has a backslash: write / between folders")
        if pattern.startswith(("/", "~")) or re.match(r"^[A-Za-z]:", pattern):
            raise ValueError(f"'{pattern}' is not relative to the study folder")
        if ".." in pattern.split("/"):
            raise ValueError(f"'{pattern}' leads out of the study folder")
        return pattern

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, name: str) -> str:
        if name == "auto":
            return name
        try:
            return codecs.lookup(name).name
        except LookupError as error:
            raise ValueError(
                f"'{name}' is not an encoding: write auto, utf-8, gb18030 or utf-16"
            ) from error

    @field_validator("stop_at", "skip")
    @classmethod
    def _patterns_compile(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_regular(pattern) for pattern in patterns)

    @model_validator(mode="after")
    def _fits_together(self) -> "SourceMapping":
        is_wide = self.layout == "wide_years"
        if is_wide and self.year is not None and not self.year.from_columns:
            raise ValueError("layout wide_years takes the years from the columns: leave out year")
        if not is_wide and self.year is not None and self.year.from_columns:
            raise ValueError("year.from_columns needs layout: wide_years")
        if not is_wide and self.year is None and not all(value.year for value in self.values):
            raise ValueError("the year is missing: write year: {column: …} or year: {value: 2017}")
        if self.indicator_from is not None and not self.indicators:
            raise ValueError("indicator_from needs indicators: {name in the file: code}")
        if not self.values and not (is_wide and self.indicator_from):
            raise ValueError("values is empty: name at least one column and its indicator")
        if is_wide and (len(self.values) > 1 or any(value.path for value in self.values)):
            raise ValueError(
                "layout wide_years takes one entry in values, without a column: "
                "the years are the columns"
            )
        for position, value in enumerate(self.values):
            self._check_value(position, value, is_wide)
        return self

    def _check_value(self, position: int, value: ValueColumn, is_wide: bool) -> None:
        if value.indicator is None and self.indicator_from is None:
            raise ValueError(f"values[{position}] names no indicator")
        if value.indicator is not None and self.indicator_from is not None:
            raise ValueError(
                f"values[{position}] names an indicator, and so does indicator_from: keep one"
            )
        if not is_wide and not value.path:
            raise ValueError(f"values[{position}] names no column")
