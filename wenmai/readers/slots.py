"""The value cells of a line: one per value column, or one per year across the columns."""

from collections.abc import Mapping
from dataclasses import dataclass

from wenmai.kit.mapping_columns import FoundInFile, ValueColumn
from wenmai.kit.mapping_model import SourceMapping
from wenmai.kit.problems import did_you_mean
from wenmai.readers.heading import Heading
from wenmai.readers.periods import read_period, says_cumulated
from wenmai.readers.text import column_letters, split_measure_unit
from wenmai.readers.years import YearCell, read_year, year_of_heading
from wenmai.reference import name_key
from wenmai.sentences import Sentence, list_of

NO_LABELLED_LINE = Sentence("readers.no_labelled_line", "label")
YEAR_HEADS_TWO_COLUMNS = Sentence("readers.year_heads_two_columns", "year", "columns")
DELETE_ONE = Sentence("readers.delete_one")
NO_UNIT_OF_MEASURE = Sentence("readers.no_unit_of_measure", "heading")
WRITE_UNIT = Sentence("readers.write_unit", "example")


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
    period : str, int or None
        Month or quarter, or the column that holds it; None when values are those of years.
    is_cumulated : bool
        Values are those since January.
    """

    column: int
    label: str
    indicator: str | None
    year: YearCell | int
    measure_unit: str | int | None
    period: str | int | None = None
    is_cumulated: bool = False


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
    label : str
        The indicator as the preamble writes it.
    """

    mapping: SourceMapping
    heading: Heading
    at: Mapping[str, int]
    texts: Mapping[str, str]
    indicator: str | None = None
    measure_unit: str | None = None
    label: str = ""

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
        return self.stated_year

    @property
    def stated_year(self) -> YearCell | int:
        """The one year of all values, or the column of years; empty where periods name theirs."""
        year = self.mapping.year.value if self.mapping.year is not None else None
        return self.at.get("year", YearCell("")) if year is None else YearCell(str(year))

    def period_of(self, value: ValueColumn) -> str | int | None:
        """Return the period of a value column, or the column that holds it; None for years."""
        period = self.mapping.period
        if period is None:
            return None
        return self.at["period"] if period.value is None else period.value

    def is_cumulated(self, value: ValueColumn | None, label: str) -> bool:
        """Tell whether values are those since January: as the mapping says, or their heading."""
        period = self.mapping.period
        said = (period is not None and period.cumulated) or (value is not None and value.cumulated)
        return said or says_cumulated(label)


def from_preamble(texts: Mapping[str, str], label: str | None, key: str) -> str:
    """Return what a labelled line above the heading says, or raise LayoutError."""
    label = label or ""
    text = texts.get(name_key(label))
    if text is None:
        listed = did_you_mean(label, list(texts), "labels")
        raise LayoutError(key, NO_LABELLED_LINE(label=label), listed)
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


def period_columns(heading: Heading) -> dict[int, tuple[str, str]]:
    """Return the columns that are headed by a period: its text, and its year if that is apart.

    A month without a year counts: the year may stand in a column.

    Examples
    --------
    >>> heading = Heading.of([["地区", "2023年", ""], ["", "1-2月", "3月"]], row=0)
    >>> period_columns(heading)
    {1: ('1-2月', '2023年'), 2: ('3月', '2023年')}
    """
    found = {}
    for column, path in enumerate(heading.paths):
        texts = [title.text for title in path]
        years = [text for text in texts if year_of_heading(text)]
        # a year is a period only where no month stands with it, above or below
        months = [text for text in texts if text not in years]
        for text in [*reversed(months), *reversed(years)]:
            year = next((one for one in years if one is not text), "")
            if read_period(text, year or "2000") is not None:
                found[column] = (text, year)
                break
    return found


def is_headed(mapping: SourceMapping, heading: Heading) -> bool:
    """Tell whether years, or periods, stand across the columns where the mapping says so."""
    if not mapping.is_wide:
        return True
    return bool(period_columns(heading) if mapping.has_periods else year_columns(heading))


def wide_slots(context: Context) -> list[Slot]:
    """Make one slot per year, or per month or quarter, across the columns."""
    mapping, heading = context.mapping, context.heading
    value = mapping.values[0] if mapping.values else None
    indicator = (value.indicator if value is not None else None) or context.indicator
    unit = context.unit_of(0, value) or context.measure_unit
    if unit is None and indicator is not None:
        raise _no_unit("values[0].unit", next(iter(mapping.indicators), indicator))
    seen: dict[str, int] = {}
    slots = []
    if not mapping.has_periods:
        headed: dict[int, tuple[str | None, YearCell | int]] = {
            column: (None, year) for column, year in year_columns(heading).items()
        }
    else:
        apart = context.stated_year
        headed = {
            column: (text, YearCell(year) if year else apart)
            for column, (text, year) in period_columns(heading).items()
        }
    for column, (period, year) in headed.items():
        label = heading.label(column)
        is_cumulated = context.is_cumulated(value, f"{label} {context.label}")
        name = year.text if isinstance(year, YearCell) else ""
        if period is not None:
            known = read_period(period, name or "2000", is_cumulated=is_cumulated)
            name = f"{name} {known.code if known else period}".strip()
        if name in seen:
            both = list_of([column_letters(seen[name]), column_letters(column)])
            message = YEAR_HEADS_TWO_COLUMNS(year=name, columns=both)
            raise LayoutError("layout", message, DELETE_ONE())
        seen[name] = column
        slots.append(Slot(column, label, indicator, year, unit, period, is_cumulated))
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
        label, period = heading.label(column), context.period_of(value)
        is_cumulated = context.is_cumulated(value, f"{label} {context.label}")
        year = context.year_of(value)
        slots.append(Slot(column, label, indicator, year, unit, period, is_cumulated))
    return slots


def _no_unit(key: str, label: str) -> LayoutError:
    return LayoutError(
        key,
        NO_UNIT_OF_MEASURE(heading=label),
        WRITE_UNIT(example="万元"),
    )
