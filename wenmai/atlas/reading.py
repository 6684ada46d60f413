"""What an option of the atlas leaves to the reader, decided once for a file."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wenmai.atlas.blocks import Block, Page

Row = dict[str, Any]


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: left is not None and compare(left, right)


# what filters of ECharts say
_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    **{">": _ordered(operator.gt), ">=": _ordered(operator.ge)},
    **{"<": _ordered(operator.lt), "<=": _ordered(operator.le)},
}


class Reading:
    """A page as one reader sees it: in one language, with everything chosen.

    Parameters
    ----------
    page : Page
    language : {'zh', 'en'}
    chosen : mapping
        Code of a chooser → value; the first choice of a chooser that is not named.
    """

    def __init__(self, page: Page, language: str, chosen: Mapping[str, Any]) -> None:
        self.language = language
        self.maps = page.maps
        self._chosen: dict[str, Any] = {}
        for chooser in (one for block in page.blocks for one in block.choosers):
            if not chooser.choices:
                continue
            value = chosen.get(chooser.code, chooser.choices[0][0])
            self._chosen.setdefault(chooser.code, value)

    def resolve(self, value: Any) -> Any:
        """Return an option with texts in the language and choices made.

        Examples
        --------
        >>> from wenmai.atlas.blocks import both
        >>> page = Page("p", both("", ""), both("", ""), [])
        >>> Reading(page, "en", {}).resolve({"name": both("得分", "Score"), "max": 1})
        {'name': 'Score', 'max': 1}
        """
        if isinstance(value, Mapping):
            if set(value) == {"zh", "en"}:
                return value[self.language]
            if set(value) == {"chosen"}:
                return self._chosen.get(value["chosen"])
            return {key: self.resolve(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.resolve(part) for part in value]
        return value

    def datasets(self, block: Block) -> list[list[Row]]:
        """Return the rows of every dataset of a block's option: all of them, then each filter."""
        rows = block.answer.records()
        found = []
        for dataset in self.resolve((block.option or {}).get("dataset", [{"id": "all"}])):
            kept = rows
            transforms = dataset.get("transform", [])
            for transform in transforms if isinstance(transforms, Sequence) else [transforms]:
                kept = _transformed(kept, transform)
            found.append(kept)
        return found

    def rows(self, block: Block) -> list[Row]:
        """Return the rows that a block's table shows."""
        wanted = {name: self.resolve(value) for name, value in block.where.items()}
        return [
            row
            for row in block.answer.records()
            if all(row[name] == value for name, value in wanted.items())
        ]


def _transformed(rows: list[Row], transform: Mapping[str, Any]) -> list[Row]:
    config = transform["config"]
    if transform["type"] == "sort":
        column = config["dimension"]
        known = [row for row in rows if row[column] is not None]
        rest = [row for row in rows if row[column] is None]
        ordered = sorted(known, key=lambda row: row[column], reverse=config["order"] == "desc")
        return ordered + rest
    if config is True:
        return rows
    tests = [
        (test["dimension"], holds, test[sign])
        for test in config.get("and", [config])
        for sign, holds in _TESTS.items()
        if sign in test
    ]
    return [row for row in rows if all(holds(row[name], value) for name, holds, value in tests)]
