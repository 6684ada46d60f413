"""Units that are none of China's administration: registers that come along, a study's own table."""

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from wenmai.reference.names import name_key
from wenmai.reference.registry import UnitRegistry
from wenmai.reference.tables import number, read_seed
from wenmai.reference.units import AREA, AdministrativeUnit, UnitName

COLUMNS = ("code", "name_zh", "name_en", "parent", "longitude", "latitude", "other_names")
PLAIN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")  # of a unit of a study's own
REGISTERS = {"countries": "country"}
SHORT = 3  # letters of a name that also stands in columns of codes: CH, 756
FIRST_YEAR = 0  # such units are as old as any value


def register(seeds_dir: Path, name: str) -> UnitRegistry:
    """Read a register that comes with the project.

    Parameters
    ----------
    seeds_dir : Path
        The project's ``seeds`` folder.
    name : str
        A key of ``REGISTERS``.

    Returns
    -------
    UnitRegistry

    Examples
    --------
    >>> register(Path("seeds"), "countries").resolve("瑞士").unit_code  # doctest: +SKIP
    'CHE'
    """
    rows = list(read_seed(seeds_dir, name, COLUMNS, folder="registers"))
    return UnitRegistry(*units_and_names(rows, level=REGISTERS[name]))


def units_and_names(
    rows: Iterable[Mapping[str, str]],
    *,
    level: str,
    prefix: str = "",
    outside: Mapping[str, str] | None = None,
    studied: Collection[str] = (),
) -> tuple[list[AdministrativeUnit], list[UnitName]]:
    """Make units and their names of rows with the columns ``COLUMNS``.

    Parameters
    ----------
    rows : iterable of mapping
        ``parent`` is the code or a name of another row; ``other_names`` are divided by ``|``.
    level : str
        Of every row but those that others lie in; these are areas.
    prefix : str
        Goes before every code: codes of two studies may be alike.
    outside : mapping of str to str, optional
        Parent as written → code of a unit that is no row.
    studied : collection of str
        Codes of areas that are studied all the same.

    Returns
    -------
    tuple of list of AdministrativeUnit and list of UnitName

    Examples
    --------
    >>> row = dict.fromkeys(COLUMNS, "")
    >>> rows = [row | {"code": "P", "name_zh": "北园", "parent": "north"},
    ...         row | {"code": "N", "name_zh": "北方", "name_en": "North"}]
    >>> units, names = units_and_names(rows, level="unit", prefix="parks.")
    >>> [(unit.unit_code, unit.unit_level, unit.province_code) for unit in units]
    [('parks.P', 'unit', 'parks.N'), ('parks.N', 'area', 'parks.N')]
    """
    rows = list(rows)
    codes = {name_key(name): row["code"] for row in rows for name in reversed(_names_of(row))}
    above = {row["code"]: codes.get(name_key(row["parent"])) for row in rows if row["parent"]}
    areas = {code for code in above.values() if code}
    units, names = [], []
    for row in rows:
        code = row["code"]
        parent = above.get(code) or (code if code in areas else None)
        lies_in = prefix + parent if parent else (outside or {}).get(row["parent"], "")
        unit = AdministrativeUnit(
            unit_code=prefix + code,
            unit_level=AREA if code in areas and code not in studied else level,
            name_zh=row["name_zh"] or row["name_en"],
            name_en=row["name_en"] or row["name_zh"],
            name_pinyin="",
            province_code=lies_in,
            longitude=number(row["longitude"]),
            latitude=number(row["latitude"]),
            valid_from_year=FIRST_YEAR,
            valid_to_year=None,
        )
        units.append(unit)
        kinds = {name_key(name): "alias" for name in _names_of(row)}
        kinds |= {name_key(row[one]): "official" for one in ("name_zh", "name_en") if row[one]}
        kinds |= {key: "code" for key in kinds if key.isascii() and len(key) <= SHORT}
        kinds |= dict.fromkeys((name_key(code), name_key(prefix + code)), "code")
        names += [
            UnitName(prefix + code, key, key, kind, FIRST_YEAR, None) for key, kind in kinds.items()
        ]
    return units, names


def _names_of(row: Mapping[str, str]) -> list[str]:
    """Return code, names and other names of a row, as written."""
    others = row["other_names"].split("|")
    named = (row["code"], row["name_zh"], row["name_en"], *others)
    return [name.strip() for name in named if name.strip()]
