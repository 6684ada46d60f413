"""What a mapping means for one sheet: which columns hold units, years, values, conditions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from wenmai.kit.mapping_columns import ColumnRef, FoundInFile
from wenmai.kit.mapping_model import SourceMapping
from wenmai.readers.heading import ColumnNotFoundError, Heading
from wenmai.readers.lines import Line
from wenmai.readers.preamble import preamble_texts
from wenmai.readers.slots import Context, LayoutError, Slot, from_preamble, long_slots, wide_slots
from wenmai.readers.text import split_measure_unit
from wenmai.reference import name_key
from wenmai.sentences import Sentence

INDICATOR_NOT_IN_MAPPING = Sentence("readers.indicator_not_in_mapping", "name")
ADD_INDICATOR = Sentence("readers.add_indicator", "name")


@dataclass(frozen=True)
class Layout:
    """All columns of a sheet that a mapping names, resolved.

    Parameters
    ----------
    slots : tuple of Slot
        The values of a line.
    name, code, within : int, str or None
        Column of the unit's name, code and province; ``name`` is a text when the whole file is
        about one unit.
    indicator_column : int or None
        Column that names the indicator line by line.
    where : tuple of (int, callable)
        Columns and the test that their text must pass.
    """

    slots: tuple[Slot, ...]
    name: int | str | None
    code: int | None
    within: int | None
    indicator_column: int | None
    where: tuple[tuple[int, Callable[[str], bool]], ...]

    @cached_property
    def needed(self) -> int:
        """Cells that a line must have."""
        return max(self.columns) + 1

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """All columns that are read, in order, each once."""
        single = [self.name, self.code, self.within, self.indicator_column]
        several = [
            part
            for slot in self.slots
            for part in (slot.column, slot.year, slot.period, slot.measure_unit)
        ]
        filters = [column for column, _ in self.where]
        return tuple(
            sorted({part for part in [*single, *several, *filters] if isinstance(part, int)})
        )

    @property
    def unit_columns(self) -> tuple[int, ...]:
        """The columns that say which unit a line is about."""
        return tuple(part for part in (self.name, self.code) if isinstance(part, int))


class DeclaredIndicators:
    """Translates the indicators' names of a file into codes, as the mapping declares them.

    Examples
    --------
    >>> mapping = SourceMapping(file="a.csv", layout="wide_years", unit={"name": "地区"},
    ...     indicator_from={"preamble": "指标"}, indicators={"地区生产总值": "gdp"})
    >>> DeclaredIndicators(mapping).find("地区生产总值(亿元)")
    ('gdp', '亿元')
    """

    def __init__(self, mapping: SourceMapping) -> None:
        self._names = mapping.indicators
        self._codes = {name_key(name): code for name, code in mapping.indicators.items()}
        self._found: dict[str, tuple[str | None, str | None] | None] = {}

    def find(self, text: str) -> tuple[str | None, str | None] | None:
        """Return code and unit of measure of a name; None when it is not declared."""
        if text not in self._found:
            name, unit = split_measure_unit(text)
            keys = [key for key in map(name_key, (text, name)) if key in self._codes]
            self._found[text] = (self._codes[keys[0]], unit) if keys else None
        return self._found[text]

    @property
    def seen(self) -> list[str]:
        """Names met so far, as they stand in the file."""
        return list(self._found)

    def never_found(self) -> list[str]:
        """Return the declared names with a code that were never met."""
        met = {
            name_key(part) for text in self._found for part in (text, split_measure_unit(text)[0])
        }
        return [name for name, code in self._names.items() if code and name_key(name) not in met]


def named_columns(mapping: SourceMapping) -> list[tuple[str, ColumnRef]]:
    """Return every column that a mapping names, with its place in the mapping.

    Examples
    --------
    >>> mapping = SourceMapping(file="a.csv", layout="wide_years", unit={"name": "地区"},
    ...                         values=[{"indicator": "gdp", "unit": "亿元"}])
    >>> [(key, ref.label) for key, ref in named_columns(mapping)]
    [('unit.name', '地区')]
    """
    found: list[tuple[str, ColumnRef | None]] = [
        ("unit.name", mapping.unit.name),
        ("unit.code", mapping.unit.code),
        ("unit.within", mapping.unit.within),
        ("year", mapping.year),
        ("period", mapping.period),
        ("indicator_from", mapping.indicator_from),
    ]
    for position, value in enumerate(mapping.values):
        found.append((f"values[{position}]", value))
        if isinstance(value.unit, FoundInFile):
            found.append((f"values[{position}].unit", value.unit))
    found += [(f"where[{position}]", ref) for position, ref in enumerate(mapping.where)]
    return [(key, ref) for key, ref in found if ref is not None and ref.path]


def resolve_layout(
    mapping: SourceMapping, heading: Heading, above: Sequence[Line]
) -> Layout | None:
    """Resolve a mapping on the heading of a sheet.

    Parameters
    ----------
    mapping : SourceMapping
        What the user says.
    heading : Heading
        Where everything is.
    above : sequence of Line
        The lines above the heading.

    Returns
    -------
    Layout or None
        None when the mapping says to ignore the indicator of this file (``indicators: {x: null}``).

    Raises
    ------
    LayoutError
        When a column is missing or stands there twice, a year stands there twice, an indicator is
        not declared, or a unit of measure is not known.
    """
    at: dict[str, int] = {}
    for key, ref in named_columns(mapping):
        try:
            at[key] = heading.find(ref)
        except ColumnNotFoundError as error:
            raise LayoutError(key, error.message, error.suggestion) from error
    context = Context(mapping, heading, at, preamble_texts(above))
    if mapping.indicator_from is not None and mapping.indicator_from.preamble is not None:
        text = from_preamble(context.texts, mapping.indicator_from.preamble, "indicator_from")
        found = DeclaredIndicators(mapping).find(text)
        if found is None:
            name = split_measure_unit(text)[0]
            raise LayoutError(
                "indicators",
                INDICATOR_NOT_IN_MAPPING(name=name),
                ADD_INDICATOR(name=name),
            )
        if found[0] is None:
            return None
        context = replace(context, indicator=found[0], measure_unit=found[1], label=text)
    slots = wide_slots(context) if mapping.is_wide else long_slots(context)
    return Layout(
        slots=tuple(slots),
        name=at.get("unit.name", mapping.unit.value),
        code=at.get("unit.code"),
        within=at.get("unit.within"),
        indicator_column=at.get("indicator_from"),
        where=tuple(
            (at[f"where[{position}]"], where.accepts)
            for position, where in enumerate(mapping.where)
        ),
    )
