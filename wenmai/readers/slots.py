"""The value cells of a line: one per value column, or one per year across the columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenmai.kit.mapping_columns import FoundInFile, ValueColumn
from wenmai.kit.mapping_model import SourceMapping
from wenmai.kit.problems import did_you_mean
from wenmai.readers.heading import Heading
from wenmai.readers.text import column_letters, split_measure_unit
from wenmai.readers.years import YearCell, read_year, year_of_heading
from wenmai.reference import name_key


class LayoutError(Exception):
    """The sheet and the mapping do not fit: key of the mapping, sentence, way out."""

    def __init__(self, key: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.key, self.message, self.suggestion = key, message, suggestion


@dataclass(frozen=True)
class Slot:
    """One value cell of every line. A text holds for all lines, a number is a column from 0.

    Parameters
    ----------
    column : int
        Where the value is.
    label : str
        The heading, for people.
    indicator : str or None
        Code; None when a column names the indicator line by line.
    year : YearCell or int
        The year, or the column that holds it.
    measure_unit : str, int or None
        The unit of measure, or the column that holds it; None when the indicator's name holds it.
    """

    column: int
    label: str
    indicator: str | None
    year: YearCell | int
    measure_unit: str | int | None


@dataclass(frozen=True)
class Context:
    """What the slots of a sheet are made from.

    Parameters
    ----------
    mapping : SourceMapping
        What the user says.
    heading : Heading
        Where everything is.
    at : mapping
        Key in the mapping → column from 0.
    texts : mapping
        Labelled texts of the preamble.
    indicator, measure_unit : str or None
        What the preamble says about the whole file.
    """

    mapping: SourceMapping
    heading: Heading
    at: Mapping[str, int]
    texts: Mapping[str, str]
    indicator: str | None = None
    measure_unit: str | None = None

    def unit_of(self, position: int, value: ValueColumn | None) -> str | int | None:
        """Return the unit of measure that the mapping gives for a value, or its column."""
        given = value.unit if value is not None else None
        if isinstance(given, FoundInFile):
            key = f"values[{position}].unit"
            return self.at[key] if given.path else from_preamble(self.texts, given.preamble, key)
        return given

    def year_of(self, value: ValueColumn) -> YearCell | int:
        """Return the year of a value column, or the column that holds it."""
        if value.year is not None:
            return YearCell(str(value.year))
        if self.mapping.year is not None and self.mapping.year.value is not None:
            return YearCell(str(self.mapping.year.value))
        return self.at["year"]


def from_preamble(texts: Mapping[str, str], label: str | None, key: str) -> str:
    """Return what a labelled line above the heading says, or raise LayoutError."""
    label = label or ""
    text = texts.get(name_key(label))
    if text is None:
        listed = did_you_mean(label, list(texts), "labels")
        raise LayoutError(key, f"No line above the heading begins with '{label}：'.", listed)
    return text


def year_columns(heading: Heading) -> dict[int, YearCell]:
    """Return the columns that are headed by a year, on any line of the heading."""
    found = {}
    for column, path in enumerate(heading.paths):
        for title in path:
            year, dated = year_of_heading(title.text), read_year(title.text)
            if year is not None:
                found[column] = YearCell(year)
            elif dated.issue or year_of_heading(dated.text):
                found[column] = dated
    return found


def wide_slots(context: Context) -> list[Slot]:
    """Make one slot per year across the columns."""
    mapping, heading = context.mapping, context.heading
    value = mapping.values[0] if mapping.values else None
    indicator = (value.indicator if value is not None else None) or context.indicator
    unit = context.unit_of(0, value) or context.measure_unit
    if unit is None and indicator is not None:
        raise _no_unit("values[0].unit", next(iter(mapping.indicators), indicator))
    seen: dict[str, int] = {}
    slots = []
    for column, year in year_columns(heading).items():
        if year.text in seen:
            both = f"{column_letters(seen[year.text])} and {column_letters(column)}"
            message = f"The year {year.text} heads the columns {both}."
            raise LayoutError("layout", message, "Delete one of them.")
        seen[year.text] = column
        slots.append(Slot(column, heading.label(column), indicator, year, unit))
    return slots


def long_slots(context: Context) -> list[Slot]:
    """Make one slot per value column."""
    mapping, heading = context.mapping, context.heading
    by_line = mapping.indicator_from is not None and context.indicator is None
    slots = []
    for position, value in enumerate(mapping.values):
        column = context.at[f"values[{position}]"]
        unit = context.unit_of(position, value)
        if unit is None and not by_line:
            titles = reversed(heading.paths[column])
            in_heading = (split_measure_unit(title.text)[1] for title in titles)
            unit = context.measure_unit or next(filter(None, in_heading), None)
            if unit is None:
                raise _no_unit(f"values[{position}].unit", heading.label(column))
        indicator = value.indicator or context.indicator
        year = context.year_of(value)
        slots.append(Slot(column, heading.label(column), indicator, year, unit))
    return slots


def _no_unit(key: str, label: str) -> LayoutError:
    return LayoutError(
        key,
        f"Neither the mapping nor the heading '{label}' says the unit of measure.",
        "Write it, e.g. unit: 万元.",
    )
