"""Load a source mapping from its file, on top of the ready-made mapping it extends."""

from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wenmai.errors import Problem, ProblemsFound
from wenmai.kit.mapping_model import SourceMapping
from wenmai.kit.problems import did_you_mean, validation_problems
from wenmai.kit.yaml_text import YamlDocument, parse_yaml, read_yaml
from wenmai.sentences import Sentence

FILE_NAME_NOT_A_CODE = Sentence("files.file_name_not_a_code", "code")
USE_SMALL_LETTERS = Sentence("files.use_small_letters")
FILE_WITHOUT_KEYS = Sentence("files.file_without_keys")
WRITE_KEY_VALUE = Sentence("files.write_key_value")
NO_READY_MADE_MAPPING = Sentence("files.no_ready_made_mapping", "code")

__all__ = ["SourceMapping", "load_mapping", "mapping_from_text", "merge", "ready_made_mappings"]


def ready_made_mappings() -> dict[str, str]:
    """Return the text of every mapping that comes with wenmai, by its code.

    Examples
    --------
    >>> "nbs_province_annual" in ready_made_mappings()
    True
    """
    folder = resources.files("wenmai") / "mappings"
    files = (entry for entry in folder.iterdir() if entry.name.endswith(".yml"))
    return {
        entry.name.removesuffix(".yml"): entry.read_text(encoding="utf-8")
        for entry in sorted(files, key=lambda entry: entry.name)
    }


def merge(base: Any, change: Any) -> Any:
    """Lay one configuration over another: keys merge deep, everything else is replaced.

    A key set to null takes the base's value away, so that the default holds again.

    Examples
    --------
    >>> merge({"heading": {"row": 4}, "skip": ["a"]}, {"heading": {"rows": 2}, "skip": None})
    {'heading': {'row': 4, 'rows': 2}}
    """
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    merged = {**base}
    for key, value in change.items():
        if value is None and key in base and key != "sheet":
            del merged[key]
        else:
            merged[key] = merge(base.get(key), value)
    return merged


def load_mapping(path: Path, label: str | None = None) -> SourceMapping:
    """Load and validate one source mapping.

    Parameters
    ----------
    path : Path
        A file ``sources/<code>.yml``.
    label : str, optional
        How problems name the file; default: study folder, ``sources`` and file name.

    Returns
    -------
    SourceMapping
        Its ``code`` is the stem of the file.

    Raises
    ------
    ProblemsFound
        With file, key, sentence and the nearest valid key for everything that is wrong.

    Examples
    --------
    >>> load_mapping(Path("landing/east/sources/gdp.yml")).code  # doctest: +SKIP
    'gdp'
    """
    label = label or "/".join(path.parts[-3:])
    return _validated(read_yaml(path, label), label, path.stem)


def mapping_from_text(text: str, label: str, code: str) -> SourceMapping:
    """Validate the text of a mapping; errors as in :func:`load_mapping`.

    Parameters
    ----------
    text : str
        YAML.
    label : str
        How problems name it.
    code : str
        The mapping's code.

    Returns
    -------
    SourceMapping
    """
    return _validated(parse_yaml(text, label), label, code)


def _validated(document: YamlDocument, label: str, code: str) -> SourceMapping:
    problems = []
    if not code.isascii() or not code.replace("_", "a").isalnum():
        problems.append(
            Problem(
                label,
                "",
                FILE_NAME_NOT_A_CODE(code=code),
                USE_SMALL_LETTERS(),
            )
        )
    if not isinstance(document.data, dict):
        problems.append(Problem(label, "", FILE_WITHOUT_KEYS(), WRITE_KEY_VALUE()))
        raise ProblemsFound(problems)
    document = YamlDocument(_extended(document.data, label), document.lines)
    try:
        mapping = SourceMapping.model_validate(document.data)
    except ValidationError as error:
        problems += validation_problems(error, SourceMapping, document, label)
    if problems:
        raise ProblemsFound(problems)
    return mapping.with_code(code)


def _extended(data: dict[str, Any], label: str) -> dict[str, Any]:
    """Lay the mapping over the one it extends, which may extend another."""
    ready_made = ready_made_mappings()
    seen: list[str] = []
    while "extends" in data:
        code = data["extends"]
        if code not in ready_made or code in seen:
            suggestion = did_you_mean(str(code), list(ready_made), "mappings")
            message = NO_READY_MADE_MAPPING(code=code)
            raise ProblemsFound([Problem(label, "extends", message, suggestion)])
        seen.append(code)
        base = parse_yaml(ready_made[code], f"wenmai/mappings/{code}.yml").data
        data = merge(base, {key: value for key, value in data.items() if key != "extends"})
    return data
