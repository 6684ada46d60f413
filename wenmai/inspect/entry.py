"""An entry of study.yml in the making: its keys, what was found, and what is unsure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from wenmai.inspect import says
from wenmai.inspect.codes import pinyin_code
from wenmai.inspect.values import UNSTATED
from wenmai.inspect.write import flow
from wenmai.reference import UnitRegistry

_LONGEST_NAME = 12


@dataclass
class EntryDraft:
    """An entry of a section of study.yml.

    Parameters
    ----------
    section : {'documents', 'networks'}
        Where it goes.
    keys : dict
        What the entry says, in order.
    understood, doubts : list of str
        Sentences for the user.
    years : set of int
        Years that its files speak of.
    places : set of str
        Codes of the units that they name.

    Examples
    --------
    >>> print(EntryDraft("documents", {"code": "news", "files": "news/*.txt"}).yaml(), end="")
    documents:
      - code: news
        files: news/*.txt
    """

    section: Literal["documents", "networks"]
    keys: dict[str, Any]
    understood: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    def yaml(self, language: str = "en") -> str:
        """Return the section with this entry alone."""
        return section_yaml([self], language)


def section_yaml(entries: Sequence[EntryDraft], language: str = "en") -> str:
    """Write the entries of one section, one key a line; nothing when there are none."""
    lines = [f"{entries[0].section}:"] if entries else []
    please = says.QUESTION_MARK().text(language)
    for entry in entries:
        for position, (key, value) in enumerate(entry.keys.items()):
            comment = f"  # {please}" if value == UNSTATED else ""
            lines.append(f"  {'-' if position == 0 else ' '} {key}: {flow(value)}{comment}")
    return "".join(f"{line}\n" for line in lines)


def slug(text: str, otherwise: str) -> str:
    """Make a code of a name: small letters, digits and underscores, pinyin for Chinese.

    Examples
    --------
    >>> slug("Policy files 2020", "documents"), slug("政策", "documents"), slug("2020", "documents")
    ('policy_files_2020', 'zhengce', 'documents_2020')
    """
    return pinyin_code(text, otherwise)


def place_at_start(text: str, registry: UnitRegistry) -> tuple[str, ...]:
    """Return the units that the longest beginning of a text may name: 沈阳市文化局 names 沈阳市."""
    for length in range(min(_LONGEST_NAME, len(text)), 1, -1):
        candidates = registry.resolve(text[:length]).candidates
        if candidates:
            return candidates
    return ()


def one_place(texts: Iterable[str], registry: UnitRegistry) -> set[str]:
    """Return the units with which texts begin, as far as the name means one unit only."""
    found = (place_at_start(text, registry) for text in texts)
    return {codes[0] for codes in found if len(codes) == 1}
