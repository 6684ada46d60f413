"""Turn the names under ``units:`` into the codes of the units that a study covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from wenmai.errors import Problem
from wenmai.kit.often_said import AT_ROW, LEVELS_OF_UNITS
from wenmai.kit.yaml_text import KeyPath, YamlDocument
from wenmai.reference import UnitRegistry
from wenmai.reference.units import AREA, LEVELS, OWN
from wenmai.sentences import Said, Sentence, first_few, one_of
from wenmai.studies.config import StudyConfig, Units, Years
from wenmai.studies.study import Correction
from wenmai.words import was_it

NAME_HAS_SEVERAL_MEANINGS = Sentence("studies.name_has_several_meanings", "described", "name")
WRITE_ONE_OF_CODES = Sentence("studies.write_one_of_codes", "codes")
DID_NOT_EXIST = Sentence("studies.did_not_exist", "described", "span")
NAME_UNIT_OF_THESE_YEARS = Sentence("studies.name_unit_of_these_years")
UNIT_OF_OTHER_LEVEL = Sentence("studies.unit_of_other_level", "units", "kinds", "levels", "name")
NAME_UNIT_OF_LEVEL = Sentence("studies.name_unit_of_level")
WRITE_ITS_CODE = Sentence("studies.write_its_code")
NO_SUCH_UNIT = Sentence("studies.no_such_unit", "name")
NOTHING_WITHIN = Sentence("studies.nothing_within", "last", "level", "name")
LIST_UNITS = Sentence("studies.list_units")
NOT_A_UNIT_OF_STUDY = Sentence("studies.not_a_unit_of_study", "name")
LEAVE_OUT = Sentence("studies.leave_out")
NO_UNIT_LEFT = Sentence("studies.no_unit_left")
EXCLUDE_FEWER = Sentence("studies.exclude_fewer")


_SHOWN = 4  # of the units that a name can mean


def _levels(codes: Sequence[str]) -> Said:
    return one_of([LEVELS_OF_UNITS[code]() for code in codes])


@dataclass
class _Resolver:
    """Looks names up as of the study's last year and collects what goes wrong."""

    registry: UnitRegistry
    years: Years
    document: YamlDocument
    label: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, path: KeyPath, message: str, suggestion: str = "") -> None:
        self.problems.append(self.document.problem(self.label, path, message, suggestion))

    def resolve(self, name: str, levels: tuple[str, ...], path: KeyPath) -> str | None:
        """Return the one unit of these levels with this name, or complain."""
        meant: dict[str, None] = {}
        for level in levels:
            answer = self.registry.resolve(name, level=level, year=self.years.last_calendar_year)
            if answer.unit_code is not None and answer.is_resolved:
                meant[answer.unit_code] = None
            elif answer.status == "unit_ambiguous":
                meant |= dict.fromkeys(answer.candidates)
        codes = list(meant)
        if len(codes) > 1:
            message = NAME_HAS_SEVERAL_MEANINGS(name=name, described=self._described(codes))
            self.complain(path, message, WRITE_ONE_OF_CODES(codes=codes[0]))
        elif not codes:
            self._complain_not_found(name, levels, path)
        elif not self._existed(codes[0]):
            message = DID_NOT_EXIST(described=self._described(codes), span=self.years.text)
            self.complain(path, message, NAME_UNIT_OF_THESE_YEARS())
        else:
            return codes[0]
        return None

    def _complain_not_found(self, name: str, levels: tuple[str, ...], path: KeyPath) -> None:
        elsewhere = self.registry.resolve(name).candidates
        if elsewhere:
            kinds = {self.registry[code].unit_level for code in elsewhere}
            message = UNIT_OF_OTHER_LEVEL(
                name=name,
                units=self._described(elsewhere),
                kinds=_levels(sorted(kinds)),
                levels=_levels(levels[::-1]),
            )
            self.complain(path, message, NAME_UNIT_OF_LEVEL())
            return
        close = [near for level in levels for near in self.registry.suggest(name, level=level)]
        suggestion = was_it(*close[:3]) if close else WRITE_ITS_CODE()
        self.complain(path, NO_SUCH_UNIT(name=name), suggestion)

    def _described(self, codes: Sequence[str]) -> Said:
        shown = [f"{self.registry[code].name_zh} ({code})" for code in codes]
        return one_of(shown) if len(shown) <= _SHOWN else first_few(shown, _SHOWN)

    def _existed(self, code: str) -> bool:
        """Say whether a unit existed in any year of the study, or exists where it has no years."""
        unit, last = self.registry[code], self.years.last_calendar_year
        if last is None:
            return unit.valid_to_year is None
        first = self.years.first // self.years.per_year
        return any(unit.existed(year) for year in range(first, last + 1))


def resolve_units(
    config: StudyConfig, registry: UnitRegistry, document: YamlDocument, label: str
) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the codes of the units that a study covers.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    registry : UnitRegistry
        The administrative units and their names.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    tuple of codes and problems
        Codes area by area, then those under ``include``, each once.
    """
    units, last = config.units, config.years.last_calendar_year
    resolver = _Resolver(registry, config.years, document, label)
    codes: list[str] = []
    higher = _higher(units)
    is_listed = units.within or (units.kind and units.include)
    if units.base != "china" and not is_listed:
        codes += registry.of_level(units.unit_level)
    if units.table and units.base:
        codes += registry.of_level(OWN)
    for position, name in enumerate(units.within):
        path: KeyPath = ("units", "within", position)
        area = resolver.resolve(name, higher, path)
        if area is None:
            continue
        inside = _inside(registry, area, units, last)
        if not inside:
            message = NOTHING_WITHIN(
                level=LEVELS_OF_UNITS[units.unit_level](), name=name, last=last
            )
            resolver.complain(path, message, LIST_UNITS())
        codes += inside
    for position, name in enumerate(units.include):
        code = resolver.resolve(name, (units.unit_level,), ("units", "include", position))
        codes += [code] if code else []
    chosen = dict.fromkeys(codes)
    is_complete = not resolver.problems
    for position, name in enumerate(units.exclude):
        path = ("units", "exclude", position)
        code = resolver.resolve(name, (units.unit_level,), path)
        if code in chosen:
            del chosen[code]
        elif code and is_complete:
            resolver.complain(path, NOT_A_UNIT_OF_STUDY(name=name), LEAVE_OUT())
    if not chosen and not resolver.problems:
        resolver.complain(("units",), NO_UNIT_LEFT(), EXCLUDE_FEWER())
    return tuple(chosen), resolver.problems


def _higher(units: Units) -> tuple[str, ...]:
    """Return the levels of the areas that units of a study may lie in."""
    if units.base != "china" or units.unit_level not in LEVELS:
        return (AREA,)
    return LEVELS[: LEVELS.index(units.unit_level)] or LEVELS[:1]


def _inside(registry: UnitRegistry, area: str, units: Units, last: int | None) -> list[str]:
    """Return the units of a study that lie within an area."""
    if units.base == "china":
        is_country = registry[area].unit_level == "country"
        return registry.expand(units.unit_level, None if is_country else area, last)
    inside = (unit for unit in registry.units.values() if unit.province_code == area)
    return [unit.unit_code for unit in inside if unit.unit_level == units.unit_level]


def correction_problems(
    corrections: Iterable[Correction], config: StudyConfig, registry: UnitRegistry, label: str
) -> list[Problem]:
    """List corrections of a unit that is not known, or not known alone.

    Parameters
    ----------
    corrections : iterable of Correction
        The lines of corrections.csv.
    config : StudyConfig
        The study's level and years decide between units of one name.
    registry : UnitRegistry
        The administrative units and their names.
    label : str
        How problems name the file.

    Returns
    -------
    list of Problem
        One per line.
    """
    resolver = _Resolver(registry, config.years, YamlDocument({}), label)
    for correction in corrections:
        path = (AT_ROW(n=correction.row_number),)
        resolver.resolve(correction.unit, (config.units.unit_level,), path)
    return resolver.problems
