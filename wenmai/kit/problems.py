"""Turn what pydantic says into problems a user can act on: key, sentence, way out."""

import difflib
import re
import types
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from wenmai.errors import Problem
from wenmai.kit.yaml_text import KeyPath, YamlDocument, place
from wenmai.reference.tables import read_seed
from wenmai.sentences import Said, Sentence, several
from wenmai.settings import Settings
from wenmai.words import was_it

A_YES_NO_VALUE = Sentence("files.a_yes_no_value", "lower")
KEY_NOT_KNOWN = Sentence("files.key_not_known")
KEY_MISSING = Sentence("files.key_missing")
NOT_A_CHOICE = Sentence("files.not_a_choice", "shown")
CHOOSE_ONE = Sentence("files.choose_one", "choices")
EXPECTED_KEYS = Sentence("files.expected_keys", "listed", "shown")
INDENT_KEYS = Sentence("files.indent_keys")
NOT_A_CODE = Sentence("files.not_a_code", "shown")
WHAT_A_CODE_IS = Sentence("files.what_a_code_is")
VALID_NAMES = Sentence("files.valid_names", "kind", "listed")
AND_FOUND = Sentence("files.and_found", "message", "shown")
EXPECTED_BUT_FOUND = Sentence("files.expected_but_found", "what", "shown")
SHOWN = several("files.shown", "nothing", "keys", "a_list")
PLAIN = several(
    *("files.expected", "text", "whole_number", "finite_number", "number", "true_or_false", "list")
)
EXPECTATIONS = {
    name: Sentence(f"files.expected.{name}", "bound")
    for name in ("characters", "at_least", "more_than", "at_most", "less_than", "entries")
}
WAYS_OUT = several("files.way_out", "quotes", "null", "list")
KINDS = several(
    "files.kind",
    *("codes", "columns", "dimensions", "files", "headings", "indicators", "keys", "labels"),
    *("mappings", "members", "names", "networks", "options", "partitions", "relations", "sheets"),
    *("studies", "units", "units_of_measure", "values", "variables"),
)


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
        return was_it(close)
    listed = ", ".join(choices[:limit]) + (" …" if len(choices) > limit else "")
    if not choices:
        return ""
    kind = KINDS[what.replace(" ", "_")]() if what.replace(" ", "_") in KINDS else what
    return VALID_NAMES(kind=kind, listed=listed)


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
        return SHOWN["nothing"]()
    if isinstance(value, dict):
        return SHOWN["keys"]()
    if isinstance(value, list):
        return SHOWN["a_list"]()
    if isinstance(value, bool):
        return A_YES_NO_VALUE(lower=str(value).lower())
    return f"'{value}'" if isinstance(value, str) else str(value)


def _keys_at(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    return [key for found in _models_at(model, location) for key in found.model_fields]


def _sentence(detail: Any, model: type[BaseModel]) -> tuple[str, str]:
    """Write one pydantic error as a sentence and a way out."""
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    shown = _shown(value)
    message: str = AND_FOUND(message=detail["msg"], shown=shown)
    suggestion: str = ""
    if kind == "extra_forbidden":
        keys = _keys_at(model, detail["loc"][:-1])
        message = KEY_NOT_KNOWN()
        suggestion = did_you_mean(str(detail["loc"][-1]), keys, "keys")
    elif kind == "missing":
        message = KEY_MISSING()
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        meant = [choice for choice in choices if choice.startswith(str(value))]
        message = NOT_A_CHOICE(shown=shown)
        # Likeness misleads between words that exclude each other: city is not county.
        suggestion = did_you_mean(meant[0], meant, "") if len(meant) == 1 else ""
        suggestion = suggestion or CHOOSE_ONE(choices=", ".join(choices))
    elif kind.startswith(("model", "dict")):
        keys = _keys_at(model, detail["loc"])
        listed = f" ({', '.join(keys)})" if keys else ""
        message = EXPECTED_KEYS(listed=listed, shown=shown)
        suggestion = INDENT_KEYS()
    elif kind == "string_pattern_mismatch" and "a-z" in context["pattern"]:
        message = NOT_A_CODE(shown=shown)
        suggestion = WHAT_A_CODE_IS()
        if detail["loc"][-1] == "dimension":
            suggestion = CHOOSE_ONE(choices=", ".join(_dimensions()))
    elif kind in {"value_error", "assertion_error"}:
        message = _of_a_validator(context.get("error", detail["msg"]))
    else:
        known = next((one for one in _EXPECTED if kind.startswith(one[0])), None)
        if known is not None:
            _, expected, key, way_out = known
            what = EXPECTATIONS[expected](bound=context[key]) if key else PLAIN[expected]()
            message = EXPECTED_BUT_FOUND(what=what, shown=shown)
            suggestion = WAYS_OUT[way_out]() if way_out else ""
    return message, suggestion


def _dimensions() -> list[str]:
    """Return the dimensions that every study may use, with their names."""
    seeds = Settings.from_env({}).seeds_dir
    rows = read_seed(seeds, "dimensions", ("dimension_code", "name_zh"))
    return [f"{row['dimension_code']} ({row['name_zh']})" for row in rows]


def _of_a_validator(error: Any) -> str:
    """Return what a validator says: a sentence of the catalogue, or words that become one."""
    said = error.args[0] if isinstance(error, Exception) and error.args else error
    if isinstance(said, Said):
        return said
    text = str(said).rstrip(".")
    return f"{text[:1].upper()}{text[1:]}."


# Beginning of pydantic's error type → what was expected, its bound, and the way out.
_EXPECTED = (
    ("string_too_short", "text", "", ""),
    ("string_too_long", "characters", "max_length", ""),
    ("string", "text", "", "quotes"),
    ("int_from_float", "whole_number", "", ""),
    ("int", "whole_number", "", ""),
    ("finite_number", "finite_number", "", "null"),
    ("float", "number", "", ""),
    ("bool", "true_or_false", "", ""),
    ("greater_than_equal", "at_least", "ge", ""),
    ("greater_than", "more_than", "gt", ""),
    ("less_than_equal", "at_most", "le", ""),
    ("less_than", "less_than", "lt", ""),
    ("too_short", "entries", "min_length", ""),
    ("tuple", "list", "", "list"),
    ("list", "list", "", "list"),
)
