"""Which administrative unit a name and a code mean."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.reference.names import code_of, name_key
from wenmai.reference.tables import number, read_seed, whole
from wenmai.reference.units import OWN, AdministrativeUnit, Meant, Resolution, UnitName
from wenmai.sentences import Sentence
from wenmai.words import was_it

NO_PROVINCE = Sentence("warehouse.no_province", "name")
USE_NAME_OR_CODE = Sentence("warehouse.use_name_or_code")

UNIT_COLUMNS = (
    "unit_code",
    "unit_level",
    "unit_name_zh",
    "unit_name_en",
    "unit_name_pinyin",
    "province_code",
    "longitude",
    "latitude",
    "valid_from_year",
    "valid_to_year",
)
NAME_COLUMNS = ("unit_code", "name", "name_key", "name_kind", "valid_from_year", "valid_to_year")
_PARTS = re.compile(r"[()\[\]/、,;]+")


class UnitRegistry:
    """All administrative units and their names.

    Parameters
    ----------
    units : iterable of AdministrativeUnit
    names : iterable of UnitName

    Examples
    --------
    >>> registry = UnitRegistry.load(Path("seeds"))  # doctest: +SKIP
    >>> registry.resolve("吉林", level="prefecture").unit_code  # doctest: +SKIP
    '220200'
    >>> registry.resolve("吉林", level="province").unit_code  # doctest: +SKIP
    '220000'
    """

    def __init__(self, units: Iterable[AdministrativeUnit], names: Iterable[UnitName]) -> None:
        self.units = {unit.unit_code: unit for unit in units}
        self._by_key: dict[str, list[UnitName]] = defaultdict(list)
        for name in names:
            self._by_key[name.name_key].append(name)

    @classmethod
    def load(cls, seeds_dir: Path) -> "UnitRegistry":
        """Read the two seeds of administrative units.

        Parameters
        ----------
        seeds_dir : Path
            The project's ``seeds`` folder (``Settings.seeds_dir``).

        Returns
        -------
        UnitRegistry

        Raises
        ------
        WenmaiError
            When a seed is missing or lacks a column.
        """
        units = (
            AdministrativeUnit(
                unit_code=row["unit_code"],
                unit_level=row["unit_level"],
                name_zh=row["unit_name_zh"],
                name_en=row["unit_name_en"],
                name_pinyin=row["unit_name_pinyin"],
                province_code=row["province_code"],
                longitude=number(row["longitude"]),
                latitude=number(row["latitude"]),
                valid_from_year=int(row["valid_from_year"]),
                valid_to_year=whole(row["valid_to_year"]),
            )
            for row in read_seed(seeds_dir, "administrative_units", UNIT_COLUMNS)
        )
        names = (
            UnitName(
                unit_code=row["unit_code"],
                name=row["name"],
                name_key=row["name_key"],
                name_kind=row["name_kind"],
                valid_from_year=int(row["valid_from_year"]),
                valid_to_year=whole(row["valid_to_year"]),
            )
            for row in read_seed(seeds_dir, "administrative_unit_names", NAME_COLUMNS)
        )
        return cls(units, names)

    def __getitem__(self, unit_code: str) -> AdministrativeUnit:
        """Return the unit of a code; KeyError when there is none."""
        return self.units[unit_code]

    def __contains__(self, unit_code: object) -> bool:
        return unit_code in self.units

    def joined(self, other: "UnitRegistry") -> "UnitRegistry":
        """Return a register that knows the units of both."""
        units = (*self.units.values(), *other.units.values())
        return UnitRegistry(units, (*self.names(), *other.names()))

    def of_level(self, level: str) -> list[str]:
        """Return the codes of all units of a level."""
        return [code for code, unit in self.units.items() if unit.unit_level == level]

    def names(self) -> Iterator[UnitName]:
        """Yield every name of every unit."""
        for names in self._by_key.values():
            yield from names

    def resolve(
        self,
        name: str | None,
        *,
        level: str | None = None,
        within: str | None = None,
        year: int | None = None,
        code: str | None = None,
    ) -> Resolution:
        """Say which unit a name, a code, or both mean.

        The units that bear the name are narrowed in this order, each step only as far as it leaves
        one: those that bear the code too; those of the level; those of the province; those that
        existed, and bore the name, in the year.

        Parameters
        ----------
        name : str or None
            The name as it stands in the file; a code is understood too.
        level : str, optional
            Level of the units wanted; a unit of another level is ``out_of_scope``.
        within : str, optional
            Name or code of the province.
        year : int, optional
            Year of the value.
        code : str, optional
            Text of the code cell; ``210100.0`` is read as 210100.

        Returns
        -------
        Resolution

        Examples
        --------
        >>> registry.resolve("Suzhou", level="prefecture").status  # doctest: +SKIP
        'unit_ambiguous'
        >>> registry.resolve("Suzhou", level="prefecture", within="江苏").unit_code
        ... # doctest: +SKIP
        '320500'
        """
        meant = self.meant(name, level=level, within=within, year=year, code=code)
        if not meant.everything:
            return Resolution(None, (), "unit_unknown")
        alone = meant.units[0] if len(meant.units) == 1 else None
        if not meant.is_of_level:
            return Resolution(alone, meant.everything, "out_of_scope", meant.code_disagrees)
        if alone:
            return Resolution(alone, meant.everything, "resolved", meant.code_disagrees)
        candidates = meant.everything if meant.code_disagrees else meant.units
        return Resolution(None, candidates, "unit_ambiguous", meant.code_disagrees)

    def meant(
        self,
        name: str | None,
        *,
        level: str | None = None,
        within: str | None = None,
        year: int | None = None,
        code: str | None = None,
    ) -> Meant:
        """Return the units that :meth:`resolve` chooses among; its parameters and its rule.

        Returns
        -------
        Meant

        Examples
        --------
        >>> registry.meant("Suzhou", level="prefecture").units  # doctest: +SKIP
        ('320500', '341300')
        """
        named = self._codes(name_key(name)) if name else set()
        key_of_code = self._key_of_code(code)
        coded = self._codes(key_of_code)
        pool = (named & coded) or named or coded
        # a study's own unit is meant before a place that happens to bear its name
        own = {unit for unit in pool if self.units[unit].unit_level == OWN}
        at_level = own or {unit for unit in pool if level in {None, self.units[unit].unit_level}}
        key = name_key(name) if named and name else key_of_code
        return Meant(
            units=tuple(sorted(self._narrow(at_level or pool, key, within, year))),
            everything=tuple(sorted(named | coded)),
            is_of_level=bool(at_level),
            code_disagrees=bool(named and coded and not named & coded),
        )

    def turning_years(self, name: str | None, code: str | None = None) -> list[int]:
        """List the years in which a name or code may begin to mean something else.

        Parameters
        ----------
        name, code : str or None
            As :meth:`resolve` takes them.

        Returns
        -------
        list of int
            Sorted; years between two of them are alike.

        Examples
        --------
        >>> registry.turning_years("莱芜市")  # doctest: +SKIP
        [1949, 1992, 2019]
        """
        key = name_key(name) if name else ""
        names = self._by_key.get(key) or self._by_key.get(self._key_of_code(code)) or []
        ends = {name.valid_to_year + 1 for name in names if name.valid_to_year is not None}
        return sorted({name.valid_from_year for name in names} | ends)

    def expand(
        self,
        level: str,
        within: str | Iterable[str] | None = None,
        year: int | None = None,
    ) -> list[str]:
        """List the units of a level.

        Parameters
        ----------
        level : str
            ``country``, ``province``, ``prefecture`` or ``county``.
        within : str or iterable of str, optional
            Provinces (or prefecture-level units, for counties) by name or code; all by default.
        year : int, optional
            Units that existed at the end of this year; those of today by default.

        Returns
        -------
        list of str
            Codes, sorted.

        Raises
        ------
        WenmaiError
            When a name in ``within`` is no province or prefecture-level unit.

        Examples
        --------
        >>> len(registry.expand("prefecture", ["辽宁", "吉林", "230000"], 2024))  # doctest: +SKIP
        36
        """
        parents = [within] if isinstance(within, str) else list(within or ())
        prefixes = tuple(self._prefix(parent, level) for parent in parents)
        return sorted(
            unit.unit_code
            for unit in self.units.values()
            if unit.unit_level == level
            and (not prefixes or unit.unit_code.startswith(prefixes))
            and (unit.valid_to_year is None if year is None else unit.existed(year))
        )

    def suggest(self, name: str, *, level: str | None = None, limit: int = 3) -> list[str]:
        """Name the units that an unknown name may mean, the likeliest first.

        Parts in brackets or after a slash come first (北镇（北宁）), then names that look alike.

        Parameters
        ----------
        name : str
            A name that did not resolve.
        level : str, optional
            Only units of this level.
        limit : int
            How many at most.

        Returns
        -------
        list of str
            Such as ``沈阳市 (210100)``.

        Examples
        --------
        >>> registry.suggest("沈阳氏", level="prefecture")[0]  # doctest: +SKIP
        '沈阳市 (210100)'
        """
        near = self.nearest(name, level=level, limit=limit)
        return [f"{self.units[unit_code].name_zh} ({unit_code})" for unit_code in near]

    def nearest(self, name: str, *, level: str | None = None, limit: int = 3) -> list[str]:
        """Return the codes of the units that :meth:`suggest` names.

        Examples
        --------
        >>> registry.nearest("沈阳氏", level="prefecture")[0]  # doctest: +SKIP
        '210100'
        """
        key = name_key(name)
        keys = [part for part in _PARTS.split(key) if part in self._by_key]
        letters = set(key)
        near = [known for known in self._by_key if letters & set(known[:2])]
        keys += difflib.get_close_matches(key, near, n=4 * limit, cutoff=0.5)
        found = {
            unit_code: None
            for known in keys
            for unit_code in sorted(self._codes(known))
            if level in {None, self.units[unit_code].unit_level}
        }
        return list(found)[:limit]

    def _key_of_code(self, code: str | None) -> str:
        """Return under what a code cell is looked up: spreadsheets turn codes into numbers."""
        key = code_of(code) or (name_key(code).removesuffix(".0") if code else "")
        is_code = any(name.name_kind == "code" for name in self._by_key.get(key, ()))
        return key if is_code or code_of(code) else ""

    def _codes(self, key: str) -> set[str]:
        return {name.unit_code for name in self._by_key.get(key, ())}

    def _narrow(self, pool: set[str], key: str, within: str | None, year: int | None) -> set[str]:
        """Narrow by province, then by year; a step that would leave nothing is skipped."""
        if len(pool) > 1 and within:
            province = self.resolve(within, level="province").unit_code
            pool = {unit for unit in pool if self.units[unit].province_code == province} or pool
        if len(pool) > 1 and year is not None:
            names = self._by_key.get(key, ())
            pool = {name.unit_code for name in names if name.in_force(year)} & pool or pool
        return pool

    def _prefix(self, parent: str, level: str) -> str:
        """Return the leading digits that the units within a parent share."""
        wanted = ("province", "prefecture") if level == "county" else ("province",)
        for parent_level in wanted:
            found = self.resolve(parent, level=parent_level)
            if found.unit_code is not None and found.is_resolved:
                return found.unit_code[: 2 if parent_level == "province" else 4]
        near = self.suggest(parent, level="province")
        raise WenmaiError(
            NO_PROVINCE(name=repr(parent)),
            hint=was_it(near[0]) if near else USE_NAME_OR_CODE(),
        )
