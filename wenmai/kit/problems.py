"""Turn what pydantic says into problems a user can act on: key, sentence, way out."""

import difflib
import re
import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from wenmai.errors import Problem
from wenmai.kit.yaml_text import KeyPath, YamlDocument, place


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like a word, or None when nothing is close.

    Examples
    --------
    >>> nearest("indicator", ["indicators", "index", "years"])
    'indicators'
    """
    found = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.55)
    return found[0] if found else None


def did_you_mean(word: str, choices: Sequence[str], what: str, limit: int = 20) -> str:
    """Suggest the nearest choice, else list the choices.

    Examples
    --------
    >>> did_you_mean("gpd", ["gdp", "fdi"], "codes")
    "Did you mean 'gdp'?"
    >>> did_you_mean("xyz", ["gdp", "fdi"], "codes")
    'Valid codes: gdp, fdi.'
    """
    close = nearest(word, choices)
    if close:
        return f"Did you mean '{close}'?"
    listed = ", ".join(choices[:limit]) + (" …" if len(choices) > limit else "")
    return f"Valid {what}: {listed}." if choices else ""


def validation_problems(
    error: ValidationError, model: type[BaseModel], document: YamlDocument, file: str
) -> list[Problem]:
    """Turn a pydantic error into problems.

    Parameters
    ----------
    error : ValidationError
        What ``model.model_validate(document.data)`` raised.
    model : type of BaseModel
        The model, asked for its valid keys.
    document : YamlDocument
        The text that was validated, asked for the lines.
    file : str
        How the problems name the file.

    Returns
    -------
    list of Problem
        One per key, in the order of the file.

    Examples
    --------
    >>> from wenmai.studies.config import Years
    >>> data = {"first": 2018, "lasst": 2024}
    >>> try:
    ...     Years.model_validate(data)
    ... except ValidationError as error:
    ...     for problem in validation_problems(error, Years, YamlDocument(data), "study.yml"):
    ...         print(problem)
    study.yml: lasst: This key is not known. Did you mean 'last'?
    study.yml: last: This key is missing.
    """
    found: dict[KeyPath, tuple[tuple[int, bool], Problem]] = {}
    for detail in error.errors(include_url=False):
        is_missing = detail["type"] == "missing"
        path = _path_in_data(detail["loc"], document.data, keep_last=is_missing)
        message, suggestion = _sentence(detail, model)
        line = document.line(path)
        # A missing key comes after the unknown key that may be its misspelling.
        order = (line or 1_000_000, is_missing)
        # A union complains once per alternative: the first complaint about a key is enough.
        problem = Problem(file, place(path, line), message, suggestion)
        found.setdefault(path, (order, problem))
    # Where a part of a value is wrong, "the whole value is wrong" says nothing more.
    around = {path[:length] for path in found for length in range(1, len(path))}
    kept = [entry for path, entry in found.items() if path not in around]
    return [problem for _, problem in sorted(kept, key=lambda entry: entry[0])]


def _path_in_data(location: Sequence[str | int], data: Any, *, keep_last: bool) -> KeyPath:
    """Drop the names of union alternatives, which pydantic mixes into the location."""
    path: list[str | int] = []
    for position, part in enumerate(location):
        is_entry = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if is_entry or (isinstance(data, dict) and part in data):
            data = data[part]
            path.append(part)
        elif keep_last and position == len(location) - 1:
            path.append(part)
    return tuple(path)


def _models_at(annotation: Any, location: Sequence[str | int]) -> list[type[BaseModel]]:
    """Return the models that may stand at a location, in the order of the annotation."""
    here = [annotation]
    for part in location:
        following: list[Any] = []
        for kind in _alternatives(here):
            if _is_model(kind):
                if part in kind.model_fields:
                    following.append(kind.model_fields[part].annotation)
                elif part == kind.__name__:
                    following.append(kind)
            elif get_origin(kind) in (dict, list, tuple):
                # The value type of a dict, the entry types of a list.
                following.extend(get_args(kind)[get_origin(kind) is dict :])
        here = following or here
    return [kind for kind in _alternatives(here) if _is_model(kind)]


def _alternatives(annotations: Iterable[Any]) -> Iterable[Any]:
    for annotation in annotations:
        origin = get_origin(annotation)
        if origin is Annotated:
            yield from _alternatives(get_args(annotation)[:1])
        elif origin in (Union, types.UnionType):
            yield from _alternatives(get_args(annotation))
        elif annotation is not Ellipsis:
            yield annotation


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "keys"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"{str(value).lower()} (a yes/no value)"
    return f"'{value}'" if isinstance(value, str) else str(value)


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    return [key for found in _models_at(model, location) for key in found.model_fields]


def _sentence(detail: Any, model: type[BaseModel]) -> tuple[str, str]:
    """Write one pydantic error as a sentence and a way out."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    shown = _shown(value)
    message, suggestion = f"{detail['msg']}, found {shown}.", ""
    if kind == "extra_forbidden":
        keys = _keys_at(model, detail["loc"][:-1])
        message = "This key is not known."
        suggestion = did_you_mean(str(detail["loc"][-1]), keys, "keys")
    elif kind == "missing":
        message = "This key is missing."
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        meant = [choice for choice in choices if choice.startswith(str(value))]
        message = f"{shown} is not a choice."
        # Likeness misleads between words that exclude each other: city is not county.
        suggestion = did_you_mean(meant[0], meant, "") if len(meant) == 1 else ""
        suggestion = suggestion or f"Choose one of: {', '.join(choices)}."
    elif kind.startswith(("model", "dict")):
        keys = _keys_at(model, detail["loc"])
        listed = f" ({', '.join(keys)})" if keys else ""
        message = f"Expected keys{listed}, found {shown}."
        suggestion = "Write 'key: value' lines, indented below it."
    elif kind == "string_pattern_mismatch" and "a-z" in context["pattern"]:
        message = f"{shown} is not a code."
        suggestion = "A code has small letters, digits and underscores, and begins with a letter."
    elif kind in {"value_error", "assertion_error"}:
        text = str(context.get("error", detail["msg"])).rstrip(".")
        message = f"{text[:1].upper()}{text[1:]}."
    else:
        for beginning, expected, way_out in _EXPECTED:
            if kind.startswith(beginning):
                message = f"Expected {expected.format(**context)}, found {shown}."
                suggestion = way_out
                break
    return message, suggestion


# Beginning of pydantic's error type → what was expected, and the way out.
_EXPECTED = (
    ("string_too_short", "text", ""),
    ("string_too_long", "at most {max_length} characters", ""),
    ("string", "text", "Put it in quotes if it is meant as text."),
    ("int_from_float", "a whole number", ""),
    ("int", "a whole number", ""),
    ("finite_number", "a finite number", "Write null for no bound."),
    ("float", "a number", ""),
    ("bool", "true or false", ""),
    ("greater_than_equal", "at least {ge}", ""),
    ("greater_than", "more than {gt}", ""),
    ("less_than_equal", "at most {le}", ""),
    ("less_than", "less than {lt}", ""),
    ("too_short", "at least {min_length} entries", ""),
    ("tuple", "a list", "Write [a, b] or one '- ' line for each entry."),
    ("list", "a list", "Write [a, b] or one '- ' line for each entry."),
)
