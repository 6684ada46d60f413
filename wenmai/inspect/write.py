"""Write a mapping as YAML that a person likes to edit: one line per column, comments beside it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml


class MappingText:
    """Collects the keys of a mapping in order.

    Examples
    --------
    >>> text = MappingText()
    >>> text.add("file", "tables/a.csv")
    >>> text.add_list("values", [({"column": "GDP", "unit": "%"}, "please check")])
    >>> print(text.text())
    file: tables/a.csv
    values:
      - {column: GDP, unit: '%'}  # please check
    <BLANKLINE>
    """

    def __init__(self) -> None:
        self._lines: list[str] = []

    def add(self, key: str, value: Any, comment: str = "") -> None:
        """Add a key on one line; a list of patterns goes on several."""
        if isinstance(value, list) and len(value) > 1:
            self.add_list(key, [(entry, "") for entry in value])
            return
        self._lines.append(f"{key}: {flow(value)}" + (f"  # {comment}" if comment else ""))

    def add_list(self, key: str, entries: Sequence[tuple[Any, str]]) -> None:
        """Add a list, one entry per line, each with its comment."""
        self._lines.append(f"{key}:")
        for entry, comment in entries:
            self._lines.append(f"  - {flow(entry)}" + (f"  # {comment}" if comment else ""))

    def add_comments(self, entries: Sequence[Any]) -> None:
        """Add entries that are left out, as comments to take in by hand."""
        self._lines += [f"  # - {flow(entry)}" for entry in entries]

    def add_names(self, key: str, names: Mapping[str, str | None]) -> None:
        """Add a map of names to codes, one per line; a name left out gets null."""
        self._lines.append(f"{key}:")
        self._lines += [f"  {_scalar(name)}: {flow(code)}" for name, code in names.items()]

    def text(self) -> str:
        """Return the YAML text."""
        return "\n".join(self._lines) + "\n"


def flow(value: Any) -> str:
    """Write a value on one line.

    Examples
    --------
    >>> flow({"name": "城市", "unit": "%", "rows": 2})
    "{name: 城市, unit: '%', rows: 2}"
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    written = yaml.safe_dump([value], allow_unicode=True, default_flow_style=True, width=10**6)
    return str(written).strip()[1:-1]
