"""The documents of one entry of study.yml as rows: every file and record once, nothing lost."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from wenmai.readers.files import label_of
from wenmai.readers.named_table import read_named_table
from wenmai.readers.unreadable import UnreadableDocumentError
from wenmai.sentences import Sentence, told
from wenmai.text.collection import Collection
from wenmai.text.declares import Metadata, StudyDocuments
from wenmai.text.document_rows import Content, Issue, Place, Row, document_row, facts_of, file_row
from wenmai.text.metadata import Matched, MetadataRow, match_metadata
from wenmai.text.text_cache import TextCache

PATTERN_IS = Sentence("readers.pattern_is", "pattern")

Aside = Callable[[Path], AbstractContextManager[None]]


def open_corpus(
    source: StudyDocuments, study_folder: Path, cache: TextCache, aside: Aside
) -> "Folder | Collection":
    """Return the reader of an entry: a folder of files, or collections.

    Parameters
    ----------
    source : StudyDocuments
        The entry and its files.
    study_folder : Path
        The folder of the study.
    cache : TextCache
        Remembers what files held.
    aside : callable
        Path → what a metadata table is read in, so that one that cannot be read stops nothing.

    Returns
    -------
    Folder or Collection
        ``parts()`` yields files with their rows of raw.documents; ``files`` and ``metadata`` are
        complete when the rows are read.
    """
    if source.entry.is_collection:
        return Collection(source, study_folder)
    return Folder(source, study_folder, cache, aside)


@dataclass
class Folder:
    """The documents of an entry with one file per document.

    Parameters
    ----------
    source : StudyDocuments
        The entry and its files.
    study_folder : Path
        The folder of the study.
    cache : TextCache
        Remembers what files held.
    aside : callable
        What the metadata table is read in.

    Attributes
    ----------
    files : list of dict
        Rows of raw.source_files.
    metadata : list of dict
        Rows of raw.document_metadata.
    """

    source: StudyDocuments
    study_folder: Path
    cache: TextCache
    aside: Aside
    files: list[Row] = field(default_factory=list)
    metadata: list[Row] = field(default_factory=list)

    def parts(self) -> Iterator[tuple[tuple[Path, ...], Iterator[Row]]]:
        """Read the metadata table; return each folder's files with their rows of raw.documents.

        What is wrong with a document stands in its row (``reader_issue``); without a metadata
        table that can be read, nothing describes the documents that it should describe.
        """
        matched, path = None, self.source.metadata_file
        if path is not None and self.source.entry.metadata is not None:
            matched = match_metadata([], self.source.files, [self.study_folder])
            with self.aside(path):
                matched = self._matched(path, self.source.entry.metadata)
        by_folder: dict[Path, list[Path]] = {}
        for path in self.source.files:
            by_folder.setdefault(path.parent, []).append(path)
        return ((tuple(paths), self._rows(paths, matched)) for paths in by_folder.values())

    def _rows(self, paths: Iterable[Path], matched: Matched | None) -> Iterator[Row]:
        return (self._document(path, matched) for path in paths)

    def _matched(self, path: Path, metadata: Metadata) -> Matched:
        """Read the metadata table, note its rows, and say which file each describes."""
        table = read_named_table(
            path,
            {key: heading for key, heading in metadata.columns.model_dump().items() if heading},
            study_folder=self.study_folder,
            code=self.source.entry.code,
            sheet=metadata.sheet,
            encoding=metadata.encoding,
        )
        rows = list(table.rows())
        self.files.append(asdict(table.info))
        usable = [
            MetadataRow(row.number, row.cells["file"], facts_of(row.cells))
            for row in rows
            if not row.is_ragged
        ]
        matched = match_metadata(usable, self.source.files, [self.study_folder, path.parent])
        for row in rows:
            code, detail = matched.issues.get(row.number, (None, None))
            if row.is_ragged:
                code = "ragged_row"
            info = table.info
            place = Place(self.source.entry.code, info.source_file, info.sheet_name, row.number)
            self.metadata.append(
                {
                    **place.columns,
                    "file_text": row.cells["file"],
                    "is_repeated": row.number in matched.repeated,
                    "reader_issue": code,
                    "reader_detail": told([detail]) if detail else None,
                }
            )
        return matched

    def _document(self, path: Path, matched: Matched | None) -> Row:
        """Read one file."""
        entry = self.source.entry
        facts, issue = self._described(path, matched)
        place = Place(entry.code, label_of(path, self.study_folder).partition("/")[2])
        file = file_row(path, place)
        content = Content()
        try:
            masks = entry.mask_identifiers
            read = self.cache.read(path, file["content_hash"], entry.encoding, masks=masks)
        except UnreadableDocumentError as error:
            # What cannot be read is the first thing to mend.
            issue = Issue(error.reason_code, error.detail)
        else:
            content = Content(read.text, read.kind, read.characters_read, read.masked_identifiers)
            lines = read.text.split("\n")
            n_blank = sum(not line.strip() for line in lines)
            file["encoding"] = read.encoding.removesuffix("-sig") or None
            file["lines_read"], file["lines_skipped"] = len(lines), n_blank
            file["lines_data"] = len(lines) - n_blank
        self.files.append(file)
        facts = {
            **facts,
            "id": facts.get("id") or place.source_file,
            "title": facts.get("title") or PurePosixPath(place.source_file).stem,
        }
        return document_row(place, facts, content, issue, keep_script=entry.keeps_script)

    def _described(
        self, path: Path, matched: Matched | None
    ) -> tuple[Mapping[str, str], Issue | None]:
        """Return what metadata and file name say about a file; the metadata come first."""
        pattern = self.source.entry.name_pattern
        facts: Mapping[str, str] = {}
        issue = None
        if matched is not None:
            row = matched.rows.get(path)
            facts = row.facts if row else {}
            if path in matched.conflicting:
                issue = Issue("metadata_conflicting")
            elif row is None:
                issue = Issue("document_without_metadata")
        if pattern is not None:
            found = re.search(pattern, path.stem)
            if found is not None:
                named = {key: text or "" for key, text in found.groupdict().items()}
                facts = {**named, **{key: text for key, text in facts.items() if text}}
            elif matched is None:
                issue = Issue("name_not_matched", PATTERN_IS(pattern=pattern))
        return facts, issue
