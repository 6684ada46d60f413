"""What every spelling of a unit in a study's files means: once per spelling, whatever the year."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from wenmai.reference.names import code_of, name_key
from wenmai.reference.registry import UnitRegistry
from wenmai.reference.tables import read_seed
from wenmai.reference.units import spans

NATION = "100000"
LAST_YEAR = 9999  # of a span without an end; year 0 stands for a line without a year
SHOWN = 4  # candidates that are named; the rest is an ellipsis
SUGGESTED = 200  # unknown names for which near ones are looked for: more are a wrong column

_LEVEL_WORDS = r"provincial|province|municipal|municipality|city|prefecture|prefectural"
_ENGLISH_ISSUERS = tuple(
    re.compile(rf"{start} (?P<word>{_LEVEL_WORDS})\b", re.I)
    for start in (
        r"^.*\bof (?:the )?(?P<place>[A-Z][\w' ]*?)",
        r"^(?:the )?(?P<place>[A-Z][\w' ]*?)",
    )
)
_ENGLISH_LEVELS = {"provincial": "province", "province": "province"}

Status = Literal["resolved", "out_of_scope", "ambiguous", "unknown"]


class Meaning(NamedTuple):
    """What a spelling means in a span of years.

    Parameters
    ----------
    unit_code : str or None
        The unit, when exactly one can be meant.
    unit_status : str
        ``resolved`` (one unit of the study), ``out_of_scope`` (no unit of the study can be meant),
        ``ambiguous`` (several, one of the study among them) or ``unknown``.
    is_code_disagreeing : bool
        The code names another unit than the name does; the name wins.
    candidates : str or None
        Units that could be meant; for an unknown name the nearest.
    first_year, last_year : int
        Span, both ends included; 0 is a line without a year.
    """

    unit_code: str | None
    unit_status: Status
    is_code_disagreeing: bool = False
    candidates: str | None = None
    first_year: int = 0
    last_year: int = LAST_YEAR


class Meanings:
    """Resolves the spellings of one study, each once.

    Parameters
    ----------
    registry : UnitRegistry
    members : collection of str
        Codes of the study's units.
    national : iterable of str
        What names of national organs begin with.

    Examples
    --------
    >>> meanings = Meanings(registry, {"210100"})  # doctest: +SKIP
    >>> [said.unit_code for said in meanings.of_unit("沈阳", level="prefecture")]  # doctest: +SKIP
    ['210100']
    """

    def __init__(
        self, registry: UnitRegistry, members: Collection[str], national: Iterable[str] = ()
    ) -> None:
        self.registry, self.members = registry, frozenset(members)
        self.provinces = {registry[code].province_code for code in members if code in registry}
        self._national = tuple(national)
        self._suggested: dict[tuple[str, str], str | None] = {}
        self._beginnings: dict[str, list[_Beginning]] = {}

    def of_unit(
        self, name: str, *, level: str, code: str = "", within: str = ""
    ) -> tuple[Meaning, ...]:
        """Return what a name and a code mean, one row per span of years with one answer.

        Parameters
        ----------
        name, code, within : str
            Name, code and province as written; empty where there is none.
        level : str
            Level of the units that the file holds.

        Returns
        -------
        tuple of Meaning
            Spans that follow each other from 0 to LAST_YEAR.
        """

        def answer(year: int | None) -> Meaning:
            meant = self.registry.meant(name, level=level, within=within, year=year, code=code)
            if not meant.units:
                return Meaning(None, "unknown", candidates=self._suggestion(name, level))
            alone = meant.units[0] if len(meant.units) == 1 else None
            is_in_study = meant.is_of_level and not self.members.isdisjoint(meant.units)
            status: Status = "resolved" if alone else "ambiguous"
            return Meaning(
                alone,
                status if is_in_study else "out_of_scope",
                meant.code_disagrees,
                None if alone else self._listed(meant.units, SHOWN),
            )

        return _by_span(answer, self.registry.turning_years(name, code))

    def of_issuer(self, name: str) -> tuple[Meaning, ...]:
        """Return to which unit an issuer belongs: the one with whose name it begins.

        The longest name wins. Short names of counties (长海) and English names begin too many other
        names and must stand alone. Of several units those count that the study covers, or whose
        province it lies in, or the nation.

        Parameters
        ----------
        name : str
            In simplified characters.

        Returns
        -------
        tuple of Meaning
            ``unit_status`` is never out_of_scope: whoever issues a document may stand outside.
        """
        name = self._in_chinese(name) if name.isascii() else re.sub(r"^中共(?!中央)", "", name)
        key = name_key(name)
        if not self._beginnings:
            self._beginnings = _beginnings(self.registry, self._national)
        fitting = [one for one in self._beginnings.get(key[:2], ()) if one.begins(key)]
        digits = code_of(name)
        if digits and digits in self.registry:
            fitting.append(_Beginning(digits, digits, 0, None, is_beginning=True))
        longest = max((len(one.key) for one in fitting), default=0)
        fitting = [one for one in fitting if len(one.key) == longest]

        def answer(year: int | None) -> Meaning:
            units = {one.unit_code for one in fitting}
            units = {unit for unit in units if self._concerns(unit)} or units
            if year is not None:
                valid = {one.unit_code for one in fitting if spans(one.first, one.last, year)}
                units = units & valid or units
            if len(units) == 1:
                return Meaning(units.pop(), "resolved")
            candidates = ", ".join(sorted(map(self._label, units))) or None
            return Meaning(None, "ambiguous" if units else "unknown", candidates=candidates)

        ends = {one.last + 1 for one in fitting if one.last is not None}
        return _by_span(answer, sorted({one.first for one in fitting} | ends))

    def _in_chinese(self, name: str) -> str:
        """Return the Chinese name of the place that an English name of a government speaks of.

        Shandong Provincial People's Government and People's Government of Liaoning Province are
        山东省 and 辽宁省; any other name stays as it is.
        """
        for found in filter(None, (pattern.search(name) for pattern in _ENGLISH_ISSUERS)):
            level = _ENGLISH_LEVELS.get(found["word"].lower())
            for place in (f"{found['place']} {found['word']}", found["place"]):
                codes = self.registry.resolve(place, level=level).candidates
                units = [self.registry[code] for code in codes]
                named = [unit.name_zh for unit in units if level in {None, unit.unit_level}]
                if len(named) == 1:
                    return named[0]
        return name

    def counted_unit(self, unit_code: str | None, level: str) -> str | None:
        """Return the unit for which an issuer speaks.

        What a county issues counts for its prefecture, or for the province that rules it, unless
        the study is one of counties.
        """
        if unit_code is None or level == "county":
            return unit_code
        unit = self.registry.units.get(unit_code)
        if unit is None or unit.unit_level != "county":
            return unit_code
        above = f"{unit_code[:4]}00"
        is_prefecture = above in self.registry and self.registry[above].unit_level == "prefecture"
        return above if is_prefecture else unit.province_code

    def _concerns(self, unit_code: str) -> bool:
        return unit_code in self.members or unit_code == NATION or unit_code in self.provinces

    def _suggestion(self, name: str, level: str) -> str | None:
        key = (name_key(name), level)
        if key not in self._suggested and key[0] and len(self._suggested) < SUGGESTED:
            near = self.registry.nearest(name, level=level)
            self._suggested[key] = self._listed(near, SHOWN) if near else None
        return self._suggested.get(key)

    def _listed(self, units: Collection[str], limit: int) -> str:
        named = ", ".join(self._label(unit) for unit in list(units)[:limit])
        return f"{named} …" if len(units) > limit else named

    def _label(self, unit_code: str) -> str:
        # a study of other units than China's knows national organs and no nation
        unit = self.registry.units.get(unit_code)
        return f"{unit.name_zh} {unit_code}" if unit else unit_code


class _Beginning(NamedTuple):
    unit_code: str
    key: str
    first: int
    last: int | None
    is_beginning: bool

    def begins(self, issuer: str) -> bool:
        return issuer.startswith(self.key) and (self.is_beginning or issuer == self.key)


def _beginnings(registry: UnitRegistry, national: Iterable[str]) -> dict[str, list[_Beginning]]:
    """Return what names of issuers can begin with, by their first two characters."""
    found: dict[str, list[_Beginning]] = defaultdict(list)
    for name in registry.names():
        is_short = name.name_kind == "short" and registry[name.unit_code].unit_level != "county"
        if name.name_kind == "code" or len(name.name_key) < 2:
            continue
        is_beginning = is_short or name.name_kind in {"official", "former"}
        found[name.name_key[:2]].append(
            _Beginning(
                name.unit_code,
                name.name_key,
                name.valid_from_year,
                name.valid_to_year,
                is_beginning,
            )
        )
    for organ in national:
        key = name_key(organ)
        found[key[:2]].append(_Beginning(NATION, key, 1949, None, is_beginning=True))
    return dict(found)


def national_issuers(seeds_dir: Path) -> tuple[str, ...]:
    """Read what names of national organs begin with."""
    rows = read_seed(seeds_dir, "national_issuers", ("issuer_name",), folder="text")
    return tuple(row["issuer_name"] for row in rows)


def _by_span(
    answer: Callable[[int | None], Meaning], turning_years: list[int]
) -> tuple[Meaning, ...]:
    """Ask once for no year and once between two turns, and join spans with one answer."""
    starts = [0, 1, *(year for year in turning_years if year > 1)]
    spans_found: list[Meaning] = []
    for first, following in zip(starts, [*starts[1:], LAST_YEAR + 1], strict=True):
        said = answer(first or None)._replace(first_year=first, last_year=following - 1)
        last = spans_found[-1] if spans_found else None
        if last is not None and last[:4] == said[:4]:
            spans_found[-1] = last._replace(last_year=said.last_year)
        else:
            spans_found.append(said)
    return tuple(spans_found)
