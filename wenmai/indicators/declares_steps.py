"""Turn a method that study.yml names into a step, or say what is wrong with it."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wenmai.errors import Problem
from wenmai.indicators.composite.design import Step
from wenmai.indicators.methods import methods, named
from wenmai.indicators.sections import Choice
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.plain_numbers import finite_number
from wenmai.studies.declaration import Draft

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
        message = f"There is no {family} '{choice.method}'."
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
    allowed = [name for name in method.options if not of or name != "of"]
    for name in options:
        if name not in allowed:
            way_out = did_you_mean(name, [*allowed, "scope"], "options")
            checked.complain((*path, name), f"{choice.method} has no option '{name}'.", way_out)
        elif not of:
            _check_value(name, options[name], method.options[name], (*path, name), checked)
    for name in method.needed:
        if name not in options and name != "of" and len(checked.problems) == before:
            beside = " or file" if name in FROM_FILE else ""
            message = f"The {family} '{choice.method}' needs {name}{beside}."
            checked.complain(path, message, f"Write {{method: {choice.method}, {name}: …}}.")
    if len(checked.problems) == before:
        _check_meaning(choice.method, options, path, checked, groups)
    if len(checked.problems) > before:
        return None
    return Step(choice.method, options, choice.scope, choice.cap, of)


def _combined(
    code: str, said: Any, path: KeyPath, checked: Checked, groups: Iterable[Sequence[str]]
) -> tuple[Step, ...]:
    """Read the weightings that a combined one is made of."""
    parts = said if isinstance(said, list) else [said] if said else []
    if len(parts) < COMBINED[code] or (code == "inherited" and len(parts) > 1):
        count = "one weighting" if code == "inherited" else "two weightings"
        example = "entropy" if code == "inherited" else "[{method: ahp, file: ahp.csv}, entropy]"
        checked.complain(path, f"{code} needs {count}.", f"Write of: {example}.")
        return ()
    found = []
    for place, part in enumerate(parts):
        at = (*path, "of", place) if isinstance(said, list) else (*path, "of")
        try:
            choice = Choice.model_validate({"method": part} if isinstance(part, str) else part)
        except ValueError:
            checked.complain(at, "Expected a weighting.", "Write its name or {method: …}.")
            continue
        found.append(step_of("weighting", choice, at, checked, groups))
    return tuple(one for one in found if one is not None)


def _read(name: Any, wanted: list[str], path: KeyPath, checked: Checked) -> dict[str, Any]:
    """Read pairwise judgements or weights from a CSV file of the study."""
    if not wanted:
        checked.complain((*path, "file"), "The method reads no file.", "Delete the line.")
        return {}
    file, complaint = checked.draft.find_file(str(name))
    if file is None or complaint is not None:
        checked.complain((*path, "file"), *(complaint or ("There is no such file.", "")))
        return {}
    checked.files.append(file)
    option, columns = wanted[0], FROM_FILE[wanted[0]]
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    found: list[list[Any]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        value = _number(cells[-1])
        if len(cells) != len(columns) or value is None or value <= 0:
            message = f"Row {number} of {name} is not {', '.join(columns)} with a number above 0."
            checked.complain((*path, "file"), message, "Mend the row.")
            continue
        found.append([*cells[:-1], value])
    return {option: dict(found) if option == "weights" else found}


def _number(text: str) -> float | None:
    """Read a number or a fraction, as judgements are written (1/3)."""
    above, slash, below = text.partition("/")
    value, divisor = finite_number(above), finite_number(below) if slash else 1.0
    return value / divisor if value is not None and divisor else None


def _check_value(name: str, value: Any, default: Any, path: KeyPath, checked: Checked) -> None:
    """Complain of an option whose value is no such thing."""
    if name in _WORDS and default != "":
        if value not in _WORDS[name]:
            way_out = did_you_mean(str(value), _WORDS[name], "values")
            checked.complain(path, f"'{value}' is not a choice.", way_out)
    elif name == "range":
        is_pair = isinstance(value, list) and len(value) == 2
        if not (is_pair and all(map(_is_number, value)) and value[0] < value[1]):
            checked.complain(path, "Expected two numbers, the lower first.", "Write [1, 100].")
    elif name == "weights":
        if not isinstance(value, Mapping) or not all(map(_is_number, value.values())):
            checked.complain(path, "Expected a weight for each member.", "Write {code: 0.4, …}.")
    elif name == "pairs":
        is_list = isinstance(value, list) and all(
            isinstance(row, list) and len(row) == 3 and _is_number(row[2]) and row[2] > 0
            for row in value
        )
        if not is_list:
            way_out = "Write one line [code, other code, how many times more important] each."
            checked.complain(path, "Expected pairwise judgements above 0.", way_out)
    elif not (_is_number(value) or (value is None and default is None)):
        checked.complain(path, f"Expected a number, found {value}.", "")


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
        checked.complain(path, "lower is not below upper.", "Mend one of the goalposts.")
    elif code in {"frontier", "quantiles"}:
        low, high = ("worst", "best") if code == "frontier" else ("lower", "upper")
        ends = (options.get(low, 0.0), options.get(high, 1.0))
        if not 0 <= ends[0] < ends[1] <= 1:
            message = f"{low} and {high} are not quantiles in their order."
            checked.complain(path, message, "Write numbers from 0 to 1, the lower first.")
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
        message = f"No weight is given for {', '.join(missing)}."
        checked.complain(path, message, "Give every member one; 0 leaves it out.")
    elif any(weights[code] < 0 for code in members):
        checked.complain(path, "A weight is below 0.", "Weights are shares from 0 to 1.")
    elif abs(sum(weights[code] for code in members) - 1) > SUM_TOLERANCE:
        total = sum(weights[code] for code in members)
        message = f"The weights of {', '.join(members)} sum to {total:g}, not to 1."
        checked.complain(path, message, "Mend them so that every group sums to 1.")


def _check_judgements(
    pairs: Sequence[Any], members: Sequence[str], path: KeyPath, checked: Checked
) -> None:
    # a second to import, and only pairwise judgements need it
    from wenmai.indicators.methods.weights_stated import (  # noqa: PLC0415
        LARGEST_RATIO,
        pairwise,
        priorities,
    )

    try:
        _, ratio = priorities(pairwise(members, [tuple(pair) for pair in pairs]))
    except ValueError as error:
        text = f"{error}"
        way_out = "Give one line for each pair of members, in either order."
        checked.complain(path, f"{text[:1].upper()}{text[1:]}.", way_out)
        return
    if ratio > LARGEST_RATIO:
        message = (
            f"The judgements of {', '.join(members)} contradict each other: "
            f"consistency ratio {ratio:.3f}, above {LARGEST_RATIO:g}."
        )
        checked.complain(path, message, "Reconsider the pairs, or ask the experts again.")
