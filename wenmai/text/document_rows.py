"""The rows of raw.documents and raw.source_files that a document becomes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from wenmai.readers.result import file_info
from wenmai.sentences import Said, told
from wenmai.text.declares import FACTS
from wenmai.text.rules import count_han
from wenmai.text.script import in_simplified, name_if_traditional

Row = dict[str, Any]


class Issue(NamedTuple):
    """Why a document cannot be used: a reason of the quarantine, and what says more, or nothing."""

    code: str
    detail: Said | None = None


@dataclass(frozen=True)
class Place:
    """Where a document stands: entry, file, sheet and row."""

    mapping_code: str
    source_file: str
    sheet_name: str = ""
    row_number: int = 1

    @property
    def columns(self) -> Row:
        """The place as columns of a raw table."""
        return {
            "mapping_code": self.mapping_code,
            "source_file": self.source_file,
            "sheet_name": self.sheet_name,
            "_row_number": self.row_number,
        }


@dataclass(frozen=True)
class Content:
    """What a document holds, cleaned; ``characters_read`` counts before cleaning, as Excel does."""

    text: str = ""
    kind: str = ""
    characters_read: int = 0
    masked_identifiers: int = 0


def document_row(
    place: Place,
    facts: Mapping[str, str],
    content: Content,
    issue: Issue | None,
    *,
    keep_script: bool = False,
) -> Row:
    """Make a row of raw.documents; a document with an issue keeps no text.

    Parameters
    ----------
    place : Place
        Where it stands.
    facts : mapping
        Title, date, type, issuer, source and id as written.
    content : Content
        What it holds.
    issue : Issue or None
        Why it cannot be used.
    keep_script : bool
        Leave traditional characters of the text as written.

    Returns
    -------
    dict
    """
    read = in_simplified(content.text, keep=keep_script) if issue is None else None
    text = read.text if read else None
    return {
        **place.columns,
        "document_id": facts.get("id"),
        "file_kind": content.kind or None,
        **{f"{fact}_text": facts.get(fact) or None for fact in FACTS if fact != "id"},
        **{
            f"{fact}_simplified": name_if_traditional(facts.get(fact))
            for fact in ("type", "issuer")
        },
        "characters_read": content.characters_read,
        "masked_identifiers": content.masked_identifiers,
        "n_characters": None if text is None else len(text),
        "n_chinese_characters": None if text is None else count_han(text),
        "script": read.script if read else None,
        "traditional_share": read.traditional_share if read else None,
        "n_converted_characters": read.n_converted if read else None,
        "text_hash": None if text is None else hashlib.sha256(text.encode()).hexdigest(),
        "text": text,
        "reader_issue": None if issue is None else issue.code,
        "reader_detail": told([issue.detail]) if issue and issue.detail else None,
    }


def file_row(path: Path, place: Place) -> Row:
    """Describe a file of which no line was counted; what cannot be looked at has no size.

    Returns
    -------
    dict
        A row of raw.source_files.
    """
    info = file_info(path, place.source_file, place.mapping_code, place.sheet_name)
    return {**vars(info), "encoding": None}


def facts_of(cells: Mapping[str, str]) -> dict[str, str]:
    """Take what describes a document out of the cells of its record."""
    return {fact: cells[fact].strip() for fact in FACTS if fact in cells}
