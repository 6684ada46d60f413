"""Administrative units, their names, and what a name turned out to mean."""

from dataclasses import dataclass
from typing import Literal

OWN = "unit"  # level of the units of a study's own table; it counts as every level wanted
AREA = "area"  # level of what others name as the place that they lie in
# From the largest area down: a study's units lie within an area of a higher level.
LEVELS = ("country", "province", "prefecture", "county")

Status = Literal["resolved", "out_of_scope", "unit_unknown", "unit_ambiguous"]


@dataclass(frozen=True, slots=True)
class AdministrativeUnit:
    """One unit: of China's administration, of another register, or of a study's own table.

    Parameters
    ----------
    unit_code : str
        Of China: six digits, the latest code the unit had.
    unit_level : str
        ``country``, ``province``, ``prefecture`` or ``county``; ``unit`` or ``area``.
    name_zh, name_en, name_pinyin : str
        沈阳市, Shenyang, shenyang.
    province_code : str
        Code of its province, or of the area it lies in; empty for the country.
    longitude, latitude : float or None
        Degrees.
    valid_from_year : int
        First year at whose end it existed; 1949 for older than the lists.
    valid_to_year : int or None
        Last such year; None today.
    """

    unit_code: str
    unit_level: str
    name_zh: str
    name_en: str
    name_pinyin: str
    province_code: str
    longitude: float | None
    latitude: float | None
    valid_from_year: int
    valid_to_year: int | None

    def existed(self, year: int) -> bool:
        """Say whether the unit existed at the end of a year.

        Examples
        --------
        >>> laiwu = AdministrativeUnit(
        ...     "371200", "prefecture", "莱芜市", "Laiwu", "laiwu", "370000", None, None, 1992, 2018
        ... )
        >>> laiwu.existed(2018), laiwu.existed(2019)
        (True, False)
        """
        return spans(self.valid_from_year, self.valid_to_year, year)


@dataclass(frozen=True, slots=True)
class UnitName:
    """One way to write the name of a unit, with the years in which it was in force."""

    unit_code: str
    name: str
    name_key: str
    name_kind: str
    valid_from_year: int
    valid_to_year: int | None

    def in_force(self, year: int) -> bool:
        """Say whether the name was in force at the end of a year."""
        return spans(self.valid_from_year, self.valid_to_year, year)


@dataclass(frozen=True, slots=True)
class Meant:
    """The units that a name and a code leave, narrowed by level, province and year.

    Parameters
    ----------
    units : tuple of str
        Codes, sorted; empty when nobody bears the name.
    everything : tuple of str
        Codes of all units that the name or the code could mean, sorted.
    is_of_level : bool
        Whether they are of the level wanted.
    code_disagrees : bool
        Whether the code names another unit; the name was followed.
    """

    units: tuple[str, ...]
    everything: tuple[str, ...]
    is_of_level: bool
    code_disagrees: bool


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name means.

    Parameters
    ----------
    unit_code : str or None
        The unit, when exactly one is meant.
    candidates : tuple of str
        Codes of all units the name or the code could mean, sorted.
    status : str
        ``resolved``; ``out_of_scope`` (a unit, or units, of another level); ``unit_unknown``;
        ``unit_ambiguous``.
    code_disagrees : bool
        The code beside the name belongs to another unit; the name was followed.

    Examples
    --------
    >>> Resolution("220200", ("220000", "220200"), "resolved").is_resolved
    True
    """

    unit_code: str | None
    candidates: tuple[str, ...]
    status: Status
    code_disagrees: bool = False

    @property
    def is_resolved(self) -> bool:
        """Whether exactly one unit of the wanted level is meant."""
        return self.status == "resolved"


def spans(first: int, last: int | None, year: int) -> bool:
    """Say whether a year lies in a closed span; an open end is None.

    Examples
    --------
    >>> spans(1949, None, 2024), spans(1949, 1998, 1999)
    (True, False)
    """
    return first <= year and (last is None or year <= last)
