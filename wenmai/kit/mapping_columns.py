"""The parts of a source mapping: columns, years, units, conditions."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from wenmai.kit.often_said import NOT_A_REGULAR_EXPRESSION
from wenmai.kit.section import Code, Section, Text, Year
from wenmai.reference import name_key
from wenmai.sentences import Sentence

COLUMN_OR_COLUMNS = Sentence("files.column_or_columns")
HEADING_MISSING = Sentence("files.heading_missing")
COLUMN_OR_PREAMBLE = Sentence("files.column_or_preamble")
UNIT_COLUMN_MISSING = Sentence("files.unit_column_missing")
UNIT_VALUE_STANDS_ALONE = Sentence("files.unit_value_stands_alone")
YEAR_ONE_WAY = Sentence("files.year_one_way")
PERIOD_ONE_WAY = Sentence("files.period_one_way")
EQUALS_OR_MATCHES = Sentence("files.equals_or_matches")


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str | int | float) else value


def as_text(value: Any) -> Any:
    """Read what YAML took for a number (a heading ``2017``, a sheet name) as text."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else value


def regular(pattern: str) -> str:
    """Return a regular expression that compiles, or raise ValueError."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(NOT_A_REGULAR_EXPRESSION(pattern=pattern, error=error)) from error
    return pattern


Heading = Annotated[Text, BeforeValidator(as_text)]
Pattern = Annotated[Text, BeforeValidator(as_text)]


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
            raise ValueError(COLUMN_OR_COLUMNS())
        return self


class _NamedColumn(ColumnRef):
    @model_validator(mode="after")
    def _named(self) -> "_NamedColumn":
        if not self.path:
            raise ValueError(HEADING_MISSING())
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
            raise ValueError(COLUMN_OR_PREAMBLE())
        return self


MeasureUnit = Text | FoundInFile


class ValueColumn(ColumnRef):
    """One column of values: which indicator, in which unit of measure.

    Without ``unit`` the brackets at the end of the heading name it: ``gdp（亿元）``. With ``year``
    the values belong to that year: a census has one column per year and quantity. ``cumulated``
    values of months are those since January.
    """

    indicator: Code | None = None
    unit: MeasureUnit | None = None
    year: Year | None = None
    cumulated: bool = False


class HeadingRows(Section):
    """Where the heading is: its first row, from 1, and how many rows it has."""

    row: Annotated[int, Field(ge=1)] | Literal["auto"] = "auto"
    rows: Annotated[int, Field(ge=1, le=6)] = 1


class UnitColumns(Section):
    """The columns that name the unit, or the one unit that the whole file is about.

    With ``fill_down`` a blank name stands for the name above it: merged cells look like that.
    """

    name: Column | None = None
    code: Column | None = None
    within: Column | None = None
    value: Heading | None = None
    fill_down: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "UnitColumns":
        if self.value is None and self.name is None and self.code is None:
            raise ValueError(UNIT_COLUMN_MISSING())
        if self.value is not None and (self.name or self.code):
            raise ValueError(UNIT_VALUE_STANDS_ALONE())
        return self


class YearSource(ColumnRef):
    """Where the year is: in a column, one for the file, across the columns, or in a name.

    ``from_name``: of the sheet, or else of the file (``2019年``, ``人口2019.xlsx``). ``year: none``
    (``absent``) where the study has no periods.
    """

    value: Year | None = None
    from_columns: bool = False
    from_name: bool = False
    absent: bool = False

    @model_validator(mode="before")
    @classmethod
    def _none(cls, said: Any) -> Any:
        return {"absent": True} if said == "none" else said

    @model_validator(mode="after")
    def _one_way(self) -> "YearSource":
        ways = bool(self.path) + (self.value is not None) + self.from_columns + self.from_name
        ways += self.absent
        if ways != 1:
            raise ValueError(YEAR_ONE_WAY())
        return self


class PeriodSource(ColumnRef):
    """Where the months or quarters are: in a column, one for the file, or across the columns.

    Their year stands with them, or where ``year`` says. With ``cumulated`` every value is that
    since January; ``累计`` in a period, a heading or an indicator's name says so by itself.
    """

    value: Heading | None = None
    from_columns: bool = False
    cumulated: bool = False

    @model_validator(mode="after")
    def _one_way(self) -> "PeriodSource":
        if bool(self.path) + (self.value is not None) + self.from_columns != 1:
            raise ValueError(PERIOD_ONE_WAY())
        return self


class Where(ColumnRef):
    """A condition that a line must meet; lines that do not are counted as filtered."""

    equals: Heading | tuple[Heading, ...] | None = None
    matches: Pattern | None = None

    def accepts(self, text: str) -> bool:
        """Tell whether a cell meets the condition; equality is that of headings.

        Examples
        --------
        >>> Where(column="a", equals="地级市").accepts(" 地级市 ")
        True
        """
        if self.matches is not None:
            return re.search(self.matches, text.strip()) is not None
        wanted = (self.equals,) if isinstance(self.equals, str) else self.equals or ()
        return name_key(text) in map(name_key, wanted)

    @field_validator("matches")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        return None if pattern is None else regular(pattern)

    @model_validator(mode="after")
    def _one_condition(self) -> "Where":
        if not self.path:
            raise ValueError(HEADING_MISSING())
        if (self.equals is None) == (self.matches is None):
            raise ValueError(EQUALS_OR_MATCHES())
        return self
