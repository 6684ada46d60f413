"""The section ``documents`` of study.yml: which texts belong to the study, and what says what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from wenmai.errors import Problem
from wenmai.kit.often_said import (
    CODE_TWICE,
    COPY_INTO_STUDY_FOLDER,
    NO_SUCH_FILE,
    NOT_A_REGULAR_EXPRESSION,
    OUTSIDE_STUDY_FOLDER,
    RENAME_ONE,
)
from wenmai.kit.origin import OfOrigin
from wenmai.kit.problems import did_you_mean, nearest
from wenmai.kit.section import Code, Section, Text, UnitName
from wenmai.readers.files import (
    NOT_A_PATTERN,
    NOT_A_PATTERN_OF_NAMES,
    WRITE_STARS,
    is_plain_file,
)
from wenmai.reference import name_key
from wenmai.sentences import Sentence, after_another
from wenmai.studies.declaration import Declaration, Draft
from wenmai.text.settings_section import TextSettings
from wenmai.words import was_it

PATTERN_WITHOUT_GROUP = Sentence("text.pattern_without_group")
GROUP_NOT_KNOWN = Sentence("text.group_not_known", "name")
WORD_TWICE = Sentence("text.word_twice", "word")
FIELDS_SAY_ALL = Sentence("text.fields_say_all")
SHEET_WITHOUT_TABLE = Sentence("text.sheet_without_table")
FACT_MISSING = Sentence("text.fact_missing", "fact")
NO_FILE_MATCHES = Sentence("text.no_file_matches", "pattern")
PUT_FILES_THERE = Sentence("text.put_files_there")
LINK_LEADS_OUT = Sentence("text.link_leads_out", "name")
FILE_TAKEN = Sentence("text.file_taken", "name", "owner")
PART_PATTERNS = Sentence("text.part_patterns")

DocumentType = Literal[
    "policy",
    "industry_report",
    "news",
    "annual_report",
    "park_material",
    "platform_text",
    "review",
]
# What a document is described by; the named groups of a pattern of file names are called so too.
FACTS = ("title", "date", "type", "issuer", "source", "id")


def _one_as_list(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class DocumentFields(Section):
    """Headings of a metadata table, or fields of a collection, by what they hold."""

    title: Text | None = None
    date: Text | None = None
    type: Text | None = None
    issuer: Text | None = None
    source: Text | None = None
    id: Text | None = None


class MetadataColumns(DocumentFields):
    """Headings of a metadata table; ``file`` names each document's file."""

    file: Text


class CollectionFields(DocumentFields):
    """Fields of a collection; ``text`` holds the documents themselves."""

    text: Text


class Metadata(Section):
    """A table (CSV or workbook) with one line per file."""

    file: Text
    columns: MetadataColumns
    sheet: Text | None = None
    encoding: Text = "auto"


class Documents(OfOrigin):
    """Documents of one kind of origin: a folder of files, or a collection.

    A folder has one file per document (.txt, .md, .html, .docx, .pdf); title, date, type, issuer
    and source come from ``metadata``, else from the named groups of ``name_pattern``, else from
    the defaults. A collection (.jsonl, .xlsx, .csv, .parquet) has one document per record, and
    ``fields`` says which field holds what. ``types`` translates the files' own words for the type;
    ``min_characters`` is the least number of Chinese characters below which a document is a stub.
    ``mask_identifiers``: phone numbers, ID cards, bank cards and e-mail addresses in texts become
    ＊＊＊ before anything is written; ``false`` leaves them. ``script``: ``auto`` analyses texts
    in traditional characters as simplified ones, ``keep`` as
    they are written.

    Examples
    --------
    >>> reports = Documents(code="reports", files="reports.jsonl", type="policy", issuer="全国",
    ...                     fields={"text": "content", "date": "year"})
    >>> reports.files, reports.is_collection
    (('reports.jsonl',), True)
    """

    code: Code
    files: Annotated[tuple[Text, ...], BeforeValidator(_one_as_list), Field(min_length=1)]
    metadata: Metadata | None = None
    name_pattern: Text | None = None
    fields: CollectionFields | None = None
    sheet: Text | None = None
    type: DocumentType | None = None
    types: dict[str, DocumentType] = Field(default_factory=dict)
    issuer: UnitName | None = None
    date: UnitName | None = None
    source: Text | None = None
    encoding: Text = "auto"
    script: Literal["auto", "keep"] = "auto"
    mask_identifiers: Annotated[bool, Field(strict=True)] = True
    min_characters: Annotated[int, Field(strict=True, ge=1)] | None = None

    @property
    def is_collection(self) -> bool:
        """Whether one file holds many documents."""
        return self.fields is not None

    @property
    def keeps_script(self) -> bool:
        """Whether texts in traditional characters stay as written."""
        return self.script == "keep"

    @property
    def pattern_groups(self) -> tuple[str, ...]:
        """The facts that the names of the files give."""
        return tuple(re.compile(self.name_pattern).groupindex) if self.name_pattern else ()

    @field_validator("name_pattern")
    @classmethod
    def _is_pattern(cls, pattern: str | None) -> str | None:
        if pattern is None:
            return None
        try:
            groups = re.compile(pattern).groupindex
        except re.error as error:
            raise ValueError(NOT_A_REGULAR_EXPRESSION(pattern=pattern, error=error)) from error
        if not groups:
            raise ValueError(PATTERN_WITHOUT_GROUP())
        for name in groups:
            if name not in FACTS:
                way_out = did_you_mean(name, FACTS, "names")
                raise ValueError(after_another([GROUP_NOT_KNOWN(name=name), way_out]))
        return pattern

    @field_validator("types")
    @classmethod
    def _words_differ(cls, types: dict[str, DocumentType]) -> dict[str, DocumentType]:
        keys = [name_key(word) for word in types]
        for word in types:
            if keys.count(name_key(word)) > 1:
                raise ValueError(WORD_TWICE(word=word))
        return types

    @model_validator(mode="after")
    def _is_described(self) -> "Documents":
        if self.fields is not None and (self.metadata or self.name_pattern):
            raise ValueError(FIELDS_SAY_ALL())
        if self.sheet is not None and self.fields is None:
            raise ValueError(SHEET_WITHOUT_TABLE())
        for fact in ("type", "date"):
            if getattr(self, fact) is None and not self.gives(fact):
                raise ValueError(FACT_MISSING(fact=fact))
        return self

    def gives(self, fact: str) -> bool:
        """Tell whether a column, a field or a group of the name pattern gives a fact."""
        tables = (self.fields, self.metadata.columns if self.metadata else None)
        return fact in self.pattern_groups or any(getattr(t, fact, None) for t in tables)


class TextSections(Section):
    """What study.yml may say about documents."""

    settings: ClassVar[frozenset[str]] = frozenset({"text"})
    documents: tuple[Documents, ...] = ()
    text: TextSettings = TextSettings()


@dataclass(frozen=True)
class StudyDocuments:
    """An entry of ``documents`` and the files that it names.

    Parameters
    ----------
    entry : Documents
        What study.yml says.
    files : tuple of Path
        Files of documents, sorted.
    metadata_file : Path or None
        The table that describes them.
    """

    entry: Documents
    files: tuple[Path, ...]
    metadata_file: Path | None = None

    @property
    def all_files(self) -> tuple[Path, ...]:
        """Documents and metadata."""
        return (*self.files, *([self.metadata_file] if self.metadata_file else []))


def _check(draft: Draft) -> tuple[tuple[StudyDocuments, ...], list[Problem]]:
    """Find the files of every entry and say what is wrong with the section.

    A file, or a sheet of a workbook, belongs to one entry only; a pattern that finds nothing is a
    problem.
    """
    folder, entries = draft.folder, DECLARATION.said_in(draft.config).documents
    found: list[StudyDocuments] = []
    problems: list[Problem] = []

    def complain(path: tuple[str | int, ...], message: str, way_out: str) -> None:
        problems.append(draft.problem(path, message, way_out))

    owner: dict[tuple[Path, str], str] = {}
    codes: set[str] = set()
    for position, entry in enumerate(entries):
        at: tuple[str | int, ...] = ("documents", position)
        if entry.code in codes:
            complain((*at, "code"), CODE_TWICE(code=entry.code), RENAME_ONE())
        codes.add(entry.code)
        metadata_file = None
        if entry.metadata is not None:
            metadata_file = folder / entry.metadata.file
            if not metadata_file.is_file():
                there = _names(folder)
                message = NO_SUCH_FILE(name=entry.metadata.file)
                way_out = did_you_mean(entry.metadata.file, there, "files", limit=8)
                complain((*at, "metadata", "file"), message, way_out)
                metadata_file = None
            elif not metadata_file.resolve().is_relative_to(folder.resolve()):
                message = OUTSIDE_STUDY_FOLDER(name=entry.metadata.file)
                complain((*at, "metadata", "file"), message, COPY_INTO_STUDY_FOLDER())
                metadata_file = None
        files: dict[Path, None] = {}
        for pattern in entry.files:
            try:
                matches = [path for path in _matches(folder, pattern) if path != metadata_file]
            except NOT_A_PATTERN:
                message = NOT_A_PATTERN_OF_NAMES(pattern=pattern)
                complain((*at, "files"), message, WRITE_STARS())
                continue
            if not matches:
                close = nearest(pattern, _names(folder))
                message, mend = NO_FILE_MATCHES(pattern=pattern), PUT_FILES_THERE()
                way_out = after_another([was_it(close), mend]) if close else mend
                complain((*at, "files"), message, way_out)
            files.update(dict.fromkeys(matches))
        for path in files:
            name = path.relative_to(folder).as_posix()
            if not path.resolve().is_relative_to(folder.resolve()):
                message = LINK_LEADS_OUT(name=name)
                complain((*at, "files"), message, COPY_INTO_STUDY_FOLDER())
            elif owner.setdefault((path, str(entry.sheet or "")), entry.code) != entry.code:
                message = FILE_TAKEN(name=name, owner=owner[path, str(entry.sheet or "")])
                complain((*at, "files"), message, PART_PATTERNS())
        found.append(StudyDocuments(entry, tuple(sorted(files)), metadata_file))
    return tuple(found), problems


def _matches(folder: Path, pattern: str) -> Iterator[Path]:
    literal = folder / pattern
    if literal.is_file():
        # A name with brackets is a name first and a pattern second.
        yield literal
        return
    yield from (path for path in folder.glob(pattern) if is_plain_file(path))


def _names(folder: Path) -> list[str]:
    paths = (path for path in sorted(folder.rglob("*")) if is_plain_file(path))
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix != ".yml"]


DECLARATION = Declaration(
    "text",
    TextSections,
    _check,
    files=lambda found: [file for entry in found for file in entry.all_files],
)
