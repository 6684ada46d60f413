"""Turn a method that study.yml names into a step, or say what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.indicators.composite.design import Step
from wenmai.indicators.methods import methods, named
from wenmai.indicators.methods.registry import FAMILIES
from wenmai.indicators.sections import Choice
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.plain_numbers import finite_number
from wenmai.readers.files import NO_SUCH_FILE
from wenmai.sentences import InBoth, Said, Sentence, several
from wenmai.studies.declaration import Draft
from wenmai.studies.plain_table import read_lines

NO_SUCH_METHOD = Sentence("design.no_such_method", "family", "method")
NO_SUCH_OPTION = Sentence("design.no_such_option", "method", "option")
NEEDS_OPTION = Sentence("design.needs_option", "family", "method", "option")
NEEDS_OPTION_OR_FILE = Sentence("design.needs_option_or_file", "family", "method", "option")
COUNT = several("design.count", "one_weighting", "two_weightings")
WRITE_OPTION = Sentence("design.write_option", "method", "option")
NEEDS_PARTS = Sentence("design.needs_parts", "method", "count")
WRITE_OF = Sentence("design.write_of", "example")
EXPECTED_WEIGHTING = Sentence("design.expected_weighting")
WRITE_METHOD_NAME = Sentence("design.write_method_name")
READS_NO_FILE = Sentence("design.reads_no_file")
DELETE_LINE = Sentence("design.delete_line")
ROW_IS_NOT = Sentence("design.row_is_not", "n", "file", "columns")
MEND_ROW = Sentence("design.mend_row")
NOT_A_CHOICE = Sentence("design.not_a_choice", "value")
EXPECTED_TWO_NUMBERS = Sentence("design.expected_two_numbers")
WRITE_RANGE = Sentence("design.write_range")
EXPECTED_WEIGHTS = Sentence("design.expected_weights")
WRITE_WEIGHTS = Sentence("design.write_weights")
WRITE_JUDGEMENTS = Sentence("design.write_judgements")
EXPECTED_JUDGEMENTS = Sentence("design.expected_judgements")
EXPECTED_NUMBER = Sentence("design.expected_number", "value")
LOWER_NOT_BELOW = Sentence("design.lower_not_below")
MEND_GOALPOSTS = Sentence("design.mend_goalposts")
NO_QUANTILES = Sentence("design.no_quantiles", "low", "high")
WRITE_QUANTILES = Sentence("design.write_quantiles")
NO_WEIGHT_FOR = Sentence("design.no_weight_for", "members")
GIVE_EVERY_MEMBER = Sentence("design.give_every_member")
WEIGHT_BELOW_ZERO = Sentence("design.weight_below_zero")
WEIGHTS_ARE_SHARES = Sentence("design.weights_are_shares")
WEIGHTS_DO_NOT_SUM = Sentence("design.weights_do_not_sum", "members", "total")
MEND_WEIGHTS = Sentence("design.mend_weights")
STATED_TWICE = Sentence("design.stated_twice", "names")
ONE_LINE_PER_PAIR = Sentence("design.one_line_per_pair")
CONTRADICT_EACH_OTHER = Sentence("design.contradict_each_other", "members", "ratio", "largest")
RECONSIDER = Sentence("design.reconsider")

# Weights are written with a few digits: thirds do not sum to 1 exactly.
SUM_TOLERANCE = 0.0005
# Options that may stand in a file of the study instead, and its columns.
FROM_FILE = {"pairs": ("one", "other", "value"), "weights": ("member", "weight")}
COMBINED = {"product": 2, "geometric": 2, "game": 2, "inherited": 1}
_WORDS = {
    "penalty": ("minus", "plus"),
    "of": ("all", "group", "period", "unit"),
}


@dataclass
class Checked:
    """What is collected while a design is checked: problems, and the files it names."""

    draft: Draft
    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def complain(self, path: KeyPath, message: str, way_out: str = "") -> None:
        """Add a problem with its line."""
        self.problems.append(self.draft.problem(path, message, way_out))


def step_of(
    family: str,
    choice: Choice,
    path: KeyPath,
    checked: Checked,
    groups: Iterable[Sequence[str]] = (),
) -> Step | None:
    """Return the step that a choice means, or None after complaining.

    Parameters
    ----------
    family : str
        Of the registry.
    choice : Choice
    path : KeyPath
        Where it stands in study.yml.
    checked : Checked
    groups : iterable of sequence of str
        Members of each group, for weightings that name them.
    """
    known = list(methods(family))
    if choice.method not in known:
        message = NO_SUCH_METHOD(family=_called(family), method=choice.method)
        checked.complain(path, message, did_you_mean(choice.method, known, f"{family}s"))
        return None
    method, before = named(family, choice.method), len(checked.problems)
    options = dict(choice.options)
    file = options.pop("file", None)
    of: tuple[Step, ...] = ()
    if family == "weighting" and choice.method in COMBINED:
        of = _combined(choice.method, options.pop("of", None), path, checked, groups)
    elif file is not None:
        options |= _read(file, [name for name in method.needed if name in FROM_FILE], path, checked)
    elif isinstance(options.get("pairs"), list):
        options["pairs"] = [_judgement(row) for row in options["pairs"]]
    allowed = [name for name in method.options if not of or name != "of"]
    for name in options:
        if name not in allowed:
            way_out = did_you_mean(name, [*allowed, "scope"], "options")
            checked.complain(
                (*path, name), NO_SUCH_OPTION(method=choice.method, option=name), way_out
            )
        elif not of:
            _check_value(name, options[name], method.options[name], (*path, name), checked)
    for name in method.needed:
        if name not in options and name != "of" and len(checked.problems) == before:
            needs = NEEDS_OPTION_OR_FILE if name in FROM_FILE else NEEDS_OPTION
            message = needs(family=_called(family), method=choice.method, option=name)
            checked.complain(path, message, WRITE_OPTION(method=choice.method, option=name))
    if len(checked.problems) == before:
        _check_meaning(choice.method, options, path, checked, groups)
    if len(checked.problems) > before:
        return None
    return Step(choice.method, options, choice.scope, choice.cap, of)


def _called(family: str) -> Said:
    """Return what a family of methods is called."""
    return InBoth(FAMILIES[family][0], family)


def _combined(
    code: str, said: Any, path: KeyPath, checked: Checked, groups: Iterable[Sequence[str]]
) -> tuple[Step, ...]:
    """Read the weightings that a combined one is made of."""
    parts = said if isinstance(said, list) else [said] if said else []
    if len(parts) < COMBINED[code] or (code == "inherited" and len(parts) > 1):
        count = COUNT["one_weighting" if code == "inherited" else "two_weightings"]()
        example = "entropy" if code == "inherited" else "[{method: ahp, file: ahp.csv}, entropy]"
        checked.complain(path, NEEDS_PARTS(method=code, count=count), WRITE_OF(example=example))
        return ()
    found = []
    for place, part in enumerate(parts):
        at = (*path, "of", place) if isinstance(said, list) else (*path, "of")
        try:
            choice = Choice.model_validate({"method": part} if isinstance(part, str) else part)
        except ValueError:
            checked.complain(at, EXPECTED_WEIGHTING(), WRITE_METHOD_NAME())
            continue
        found.append(step_of("weighting", choice, at, checked, groups))
    return tuple(one for one in found if one is not None)


def _read(name: Any, wanted: list[str], path: KeyPath, checked: Checked) -> dict[str, Any]:
    """Read pairwise judgements or weights from a CSV file of the study."""
    if not wanted:
        checked.complain((*path, "file"), READS_NO_FILE(), DELETE_LINE())
        return {}
    file, complaint = checked.draft.find_file(str(name))
    if file is None or complaint is not None:
        checked.complain((*path, "file"), *(complaint or (NO_SUCH_FILE(), "")))
        return {}
    checked.files.append(file)
    option, columns = wanted[0], FROM_FILE[wanted[0]]
    try:
        lines = read_lines(file, f"{checked.draft.folder.name}/{name}")
    except ProblemsFound as error:
        checked.problems += error.problems
        return {}
    rows = [row for row in lines if any(cell.strip() for cell in row)]
    found: list[list[Any]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        value = _number(cells[-1])
        if len(cells) != len(columns) or value is None or value <= 0:
            message = ROW_IS_NOT(n=number, file=name, columns=", ".join(columns))
            checked.complain((*path, "file"), message, MEND_ROW())
            continue
        found.append([*cells[:-1], value])
    if option == "weights":
        _check_once([member for member, _ in found], (*path, "file"), MEND_ROW(), checked)
    return {option: dict(found) if option == "weights" else found}


def _check_once(names: Sequence[str], path: KeyPath, way_out: str, checked: Checked) -> None:
    """Complain of what is stated twice: the last would win in silence."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        checked.complain(path, STATED_TWICE(names=", ".join(twice)), way_out)


def _number(text: str) -> float | None:
    """Read a number or a fraction, as judgements are written (1/3)."""
    above, slash, below = text.partition("/")
    value, divisor = finite_number(above), finite_number(below) if slash else 1.0
    return value / divisor if value is not None and divisor else None


def _judgement(row: Any) -> Any:
    """Read a fraction at the end of a line of pairs: [a, b, 1/3]."""
    if isinstance(row, list) and row and isinstance(row[-1], str):
        return [*row[:-1], _number(row[-1])]
    return row


def _check_value(name: str, value: Any, default: Any, path: KeyPath, checked: Checked) -> None:
    """Complain of an option whose value is no such thing."""
    if name in _WORDS and default != "":
        if value not in _WORDS[name]:
            way_out = did_you_mean(str(value), _WORDS[name], "values")
            checked.complain(path, NOT_A_CHOICE(value=value), way_out)
    elif name == "range":
        is_pair = isinstance(value, list) and len(value) == 2
        if not (is_pair and all(map(_is_number, value)) and value[0] < value[1]):
            checked.complain(path, EXPECTED_TWO_NUMBERS(), WRITE_RANGE())
    elif name == "weights":
        if not isinstance(value, Mapping) or not all(map(_is_number, value.values())):
            checked.complain(path, EXPECTED_WEIGHTS(), WRITE_WEIGHTS())
    elif name == "pairs":
        is_list = isinstance(value, list) and all(
            isinstance(row, list) and len(row) == 3 and _is_number(row[2]) and row[2] > 0
            for row in value
        )
        if not is_list:
            way_out = WRITE_JUDGEMENTS()
            checked.complain(path, EXPECTED_JUDGEMENTS(), way_out)
    elif not (_is_number(value) or (value is None and default is None)):
        checked.complain(path, EXPECTED_NUMBER(value=value), "")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_meaning(
    code: str,
    options: Mapping[str, Any],
    path: KeyPath,
    checked: Checked,
    groups: Iterable[Sequence[str]],
) -> None:
    """Complain of options that are well formed and cannot be meant."""
    if code == "goalposts" and not options["lower"] < options["upper"]:
        checked.complain(path, LOWER_NOT_BELOW(), MEND_GOALPOSTS())
    elif code in {"frontier", "quantiles"}:
        low, high = ("worst", "best") if code == "frontier" else ("lower", "upper")
        ends = (options.get(low, 0.0), options.get(high, 1.0))
        if not 0 <= ends[0] < ends[1] <= 1:
            message = NO_QUANTILES(low=low, high=high)
            checked.complain(path, message, WRITE_QUANTILES())
    elif code == "given":
        for members in groups:
            _check_weights(options["weights"], members, path, checked)
    elif code == "ahp":
        for members in groups:
            _check_judgements(options["pairs"], members, path, checked)


def _check_weights(
    weights: Mapping[str, float], members: Sequence[str], path: KeyPath, checked: Checked
) -> None:
    missing = [code for code in members if code not in weights]
    if missing:
        message = NO_WEIGHT_FOR(members=", ".join(missing))
        checked.complain(path, message, GIVE_EVERY_MEMBER())
    elif any(weights[code] < 0 for code in members):
        checked.complain(path, WEIGHT_BELOW_ZERO(), WEIGHTS_ARE_SHARES())
    elif abs(sum(weights[code] for code in members) - 1) > SUM_TOLERANCE:
        total = sum(weights[code] for code in members)
        message = WEIGHTS_DO_NOT_SUM(members=", ".join(members), total=f"{total:g}")
        checked.complain(path, message, MEND_WEIGHTS())


def _check_judgements(
    pairs: Sequence[Any], members: Sequence[str], path: KeyPath, checked: Checked
) -> None:
    # a second to import, and only pairwise judgements need it
    from wenmai.indicators.methods.weights_stated import (  # noqa: PLC0415
        LARGEST_RATIO,
        pairwise,
        priorities,
    )

    stated = ["–".join(sorted(map(str, pair[:2]))) for pair in pairs]
    _check_once(stated, path, ONE_LINE_PER_PAIR(), checked)
    try:
        _, ratio = priorities(pairwise(members, [tuple(pair) for pair in pairs]))
    except ValueError as error:
        checked.complain(path, error.args[0], ONE_LINE_PER_PAIR())
        return
    if ratio > LARGEST_RATIO:
        message = CONTRADICT_EACH_OTHER(
            members=", ".join(members), ratio=f"{ratio:.3f}", largest=f"{LARGEST_RATIO:g}"
        )
        checked.complain(path, message, RECONSIDER())
