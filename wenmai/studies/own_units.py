"""The places that a study's names are looked up in: a register, a table of its own, or both."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.often_said import AT_ROW, NO_SUCH_FILE
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import YamlDocument, refuse_outside
from wenmai.plain_numbers import finite_number
from wenmai.reference import UnitRegistry, name_key
from wenmai.reference.registers import COLUMNS, PLAIN_CODE, units_and_names
from wenmai.reference.units import AREA, LEVELS, OWN
from wenmai.sentences import Sentence
from wenmai.studies.config import StudyConfig
from wenmai.studies.plain_table import read_plain_table
from wenmai.studies.reference import Reference
from wenmai.studies.units import resolve_units

NO_CODE_OF_A_UNIT = Sentence("studies.no_code_of_a_unit", "code")
WRITE_PLAIN_CODE = Sentence("studies.write_plain_code")
NO_NAME_OF_A_UNIT = Sentence("studies.no_name_of_a_unit")
NAME_IT_IN_ONE_LANGUAGE = Sentence("studies.name_it_in_one_language")
UNIT_STANDS_TWICE = Sentence("studies.unit_stands_twice", "name", "first")
EVERY_UNIT_ITS_OWN = Sentence("studies.every_unit_its_own")
NO_DEGREES = Sentence("studies.no_degrees", "name", "text", "most")
WRITE_DEGREES = Sentence("studies.write_degrees")
ONE_DEGREE_ALONE = Sentence("studies.one_degree_alone")
NO_SUCH_PARENT = Sentence("studies.no_such_parent", "parent")
ADD_ROW_FOR_PARENT = Sentence("studies.add_row_for_parent")
PARENTS_IN_CIRCLE = Sentence("studies.parents_in_circle", "names")
MEND_ONE_PARENT = Sentence("studies.mend_one_parent")

HEADINGS = {
    **{"代码": "code", "名称": "name_zh", "中文名称": "name_zh", "英文名称": "name_en"},
    **{"上级": "parent", "经度": "longitude", "纬度": "latitude", "别名": "other_names"},
}
DEGREES = {"longitude": 180, "latitude": 90}


def units_of(
    config: StudyConfig, folder: Path, reference: Reference, document: YamlDocument, label: str
) -> tuple[UnitRegistry, tuple[str, ...], list[Problem]]:
    """Return the register in which the names of a study's units are looked up, and its units.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    folder : Path
        The study folder.
    reference : Reference
        The registers that come with the project.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    UnitRegistry, tuple of str and list of Problem
        Only what the study names: a study of its own units knows no city. Codes of its units.
    """
    register, problems = _register(config, folder, reference, document, label)
    if problems:
        return register, (), problems
    return register, *resolve_units(config, register, document, label)


def _register(
    config: StudyConfig, folder: Path, reference: Reference, document: YamlDocument, label: str
) -> tuple[UnitRegistry, list[Problem]]:
    base = reference.register(config.units.base)
    name = config.units.table
    if name is None:
        return base, []
    path = folder / name
    if not path.is_file():
        there = sorted(file.name for file in folder.glob("*.csv"))
        way_out = did_you_mean(name, there, "files")
        problem = document.problem(label, ("units", "table"), NO_SUCH_FILE(name=name), way_out)
        return base, [problem]
    table = f"{folder.name}/{name}"
    try:
        refuse_outside(path, folder, table)
        rows, problems = read_plain_table(
            *(path, table, COLUMNS),
            filled=("code",),
            optional=COLUMNS[1:],
            also=HEADINGS,
        )
    except ProblemsFound as error:
        return base, error.problems
    problems += [problem for number, row in rows for problem in _row_problems(row, table, number)]
    problems += _twice(rows, table)
    outside, found = _parents(rows, base, table)
    problems += found
    if problems:
        return base, problems
    wanted = {name_key(included) for included in config.units.include}
    own = [row for _, row in rows]
    studied = {
        row["code"]
        for row in own
        if wanted & {name_key(row[key]) for key in ("code", "name_zh", "name_en")}
    }
    units, names = units_and_names(
        own, level=OWN, prefix=f"{config.code}.", outside=outside, studied=studied
    )
    return base.joined(UnitRegistry(units, names)), []


def _row_problems(row: Mapping[str, str], table: str, number: int) -> list[Problem]:
    here = AT_ROW(n=number)
    problems = []
    if row["code"] and not PLAIN_CODE.fullmatch(row["code"]):
        message = NO_CODE_OF_A_UNIT(code=row["code"])
        problems.append(Problem(table, here, message, WRITE_PLAIN_CODE()))
    if not row["name_zh"] and not row["name_en"]:
        problems.append(Problem(table, here, NO_NAME_OF_A_UNIT(), NAME_IT_IN_ONE_LANGUAGE()))
    for name, most in DEGREES.items():
        value = finite_number(row[name])
        if row[name] and (value is None or abs(value) > most):
            message = NO_DEGREES(name=name, text=row[name], most=most)
            problems.append(Problem(table, here, message, WRITE_DEGREES()))
    if bool(row["longitude"]) != bool(row["latitude"]):
        problems.append(Problem(table, here, ONE_DEGREE_ALONE(), WRITE_DEGREES()))
    return problems


def _twice(rows: Sequence[tuple[int, dict[str, str]]], table: str) -> Iterable[Problem]:
    """Yield rows whose code or name another row bears."""
    first: dict[str, int] = {}
    for number, row in rows:
        keys = {name_key(row[one]): row[one] for one in ("code", "name_zh", "name_en") if row[one]}
        for key, name in keys.items():
            if first.setdefault(key, number) != number:
                message = UNIT_STANDS_TWICE(name=name, first=first[key])
                yield Problem(table, AT_ROW(n=number), message, EVERY_UNIT_ITS_OWN())
                break


def _parents(
    rows: Sequence[tuple[int, dict[str, str]]], base: UnitRegistry, table: str
) -> tuple[dict[str, str], list[Problem]]:
    """Return parents that are units of the base, and what is wrong with parents."""
    names = {
        name_key(row[key]): row["code"]
        for _, row in rows
        for key in ("name_en", "name_zh", "code")
        if row[key]
    }
    outside: dict[str, str] = {}
    above: dict[str, str] = {}
    problems = []
    for number, row in rows:
        parent = row["parent"]
        if name_key(parent) in names:
            above[row["code"]] = names[name_key(parent)]
        elif parent:
            found = (base.resolve(parent, level=level) for level in (*LEVELS, AREA))
            if code := next((one.unit_code for one in found if one.is_resolved), None):
                outside[parent] = code
                continue
            known = [one[key] for _, one in rows for key in ("code", "name_zh") if one[key]]
            way_out = did_you_mean(parent, known, "units") if len(known) < 20 else ""
            message = NO_SUCH_PARENT(parent=parent)
            way_out = way_out or ADD_ROW_FOR_PARENT()
            problems.append(Problem(table, AT_ROW(n=number), message, way_out))
    for circle in _circles(above):
        message = PARENTS_IN_CIRCLE(names=" → ".join(circle))
        problems.append(Problem(table, "", message, MEND_ONE_PARENT()))
    return outside, problems


def _circles(above: Mapping[str, str]) -> list[list[str]]:
    """Return every circle of parents once, from its smallest code."""
    found: dict[frozenset[str], list[str]] = {}
    for start in sorted(above):
        way = [start]
        while (following := above.get(way[-1])) is not None and following not in way:
            way.append(following)
        if following == start:
            found.setdefault(frozenset(way), [*way, start])
    return list(found.values())
