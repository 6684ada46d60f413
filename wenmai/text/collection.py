"""Collections: one file, one document per record."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from wenmai.errors import ProblemsFound
from wenmai.readers.document_text import MAX_CHARACTERS, clean_text, utf16_length
from wenmai.readers.encodings import UndecidedEncodingError
from wenmai.readers.files import label_of
from wenmai.readers.json_lines import open_json_lines
from wenmai.readers.named_table import open_named_table
from wenmai.studies.sections.documents import StudyDocuments
from wenmai.text.document_rows import Content, Issue, Place, Row, document_row, facts_of, file_row

_JSON_ENDINGS = {".jsonl", ".ndjson"}


@dataclass
class Collection:
    """The documents of an entry whose files hold many documents each.

    Parameters
    ----------
    source : StudyDocuments
        The entry and its files.
    study_folder : Path
        The folder of the study.

    Attributes
    ----------
    files : list of dict
        Rows of raw.source_files; complete once ``documents()`` is read.
    metadata : list of dict
        Always empty: the records describe themselves.
    """

    source: StudyDocuments
    study_folder: Path
    files: list[Row] = field(default_factory=list)
    metadata: list[Row] = field(default_factory=list)

    def documents(self) -> Iterator[Row]:
        """Yield a row of raw.documents for every record, and one for a file that cannot be read.

        Raises
        ------
        ProblemsFound
            When a table has not the columns that study.yml names.
        """
        for path in self.source.files:
            name = path.relative_to(self.study_folder).as_posix()
            is_json = path.suffix.lower() in _JSON_ENDINGS
            try:
                yield from self._json_lines(path, name) if is_json else self._table(path, name)
            except ProblemsFound as error:
                if any(problem.key.startswith("study.yml") for problem in error.problems):
                    raise  # not the file is wrong but what study.yml says about it
                undecided = isinstance(error, UndecidedEncodingError)
                issue = "document_not_decoded" if undecided else "document_damaged"
                detail = str(error.problems[0]).partition(": ")[2]
                yield self._unreadable(path, name, detail, issue)
            except OSError as error:
                yield self._unreadable(path, name, f"{error.strerror}.")

    def _unreadable(
        self, path: Path, name: str, detail: str, issue: str = "document_damaged"
    ) -> Row:
        place = Place(self.source.entry.code, name)
        self.files.append(file_row(path, place))
        return document_row(place, {"id": name}, Content(), Issue(issue, detail))

    def _json_lines(self, path: Path, name: str) -> Iterator[Row]:
        code, columns = self.source.entry.code, self._columns
        label = label_of(path, self.study_folder)
        lines = open_json_lines(path, self.source.entry.encoding, label)
        for record in lines.records():
            cells, issue = record.fields or {}, None
            if record.fields is None:
                issue = Issue("record_not_understood", record.problem)
            elif columns["text"] not in cells:
                issue = Issue("text_missing", f"The record has no field '{columns['text']}'.")
            found = {key: cells.get(column, "") for key, column in columns.items()}
            place = Place(code, name, "", record.number)
            yield self._record(place, found, "jsonl", issue)
        self.files.append(
            {
                **file_row(path, Place(code, name)),
                "encoding": lines.encoding.removesuffix("-sig"),
                "lines_read": lines.lines_read,
                "lines_skipped": lines.lines_blank,
                "lines_data": lines.lines_read - lines.lines_blank,
            }
        )

    def _table(self, path: Path, name: str) -> Iterator[Row]:
        entry = self.source.entry
        table = open_named_table(
            path,
            self._columns,
            study_folder=self.study_folder,
            code=entry.code,
            sheet=entry.sheet,
            encoding=entry.encoding,
        )
        kind = "xlsx" if table.sheet.name else "csv"
        for row in table.rows():
            place = Place(entry.code, name, table.info.sheet_name, row.number)
            issue = Issue("ragged_row") if row.is_ragged else None
            yield self._record(place, row.cells, kind, issue)
        self.files.append(asdict(table.info))

    def _record(
        self, place: Place, cells: Mapping[str, str], kind: str, issue: Issue | None
    ) -> Row:
        raw = cells["text"]
        is_too_large = len(raw) > MAX_CHARACTERS
        text = "" if is_too_large else clean_text(raw)
        if issue is None and is_too_large:
            issue = Issue("document_too_large", f"It has {len(raw):,} characters.")
        elif issue is None and not text:
            issue = Issue("text_missing", "The field is empty.")
        facts = facts_of(cells)
        facts["id"] = facts.get("id") or f"{place.source_file}#{place.row_number}"
        content = Content(text, kind, utf16_length(raw))
        keeps = self.source.entry.keeps_script
        return document_row(place, facts, content, issue, keep_script=keeps)

    @property
    def _columns(self) -> dict[str, str]:
        fields = self.source.entry.fields
        said = fields.model_dump() if fields is not None else {}
        return {key: column for key, column in said.items() if column}
