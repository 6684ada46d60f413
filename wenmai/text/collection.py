"""Collections: one file, one document per record."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from wenmai.kit.identifiers import mask_identifiers
from wenmai.readers.document_text import CHARACTERS, MAX_CHARACTERS, clean_text, utf16_length
from wenmai.readers.files import label_of
from wenmai.readers.json_lines import read_json_lines
from wenmai.readers.named_table import read_named_table
from wenmai.readers.parquet_records import read_parquet_records
from wenmai.sentences import Sentence
from wenmai.text.declares import StudyDocuments
from wenmai.text.document_rows import Content, Issue, Place, Row, document_row, facts_of, file_row
from wenmai.text.text_cache import MARK

NO_SUCH_FIELD = Sentence("readers.no_such_field", "field")
FIELD_EMPTY = Sentence("readers.field_empty")


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

    def parts(self) -> Iterator[tuple[tuple[Path, ...], Iterator[Row]]]:
        """Yield every file with the rows of raw.documents that its records become.

        Raises
        ------
        ProblemsFound
            By the rows, when the file cannot be read or has not the columns that study.yml names.
        """
        readers = {".jsonl": self._json_lines, ".ndjson": self._json_lines}
        readers[".parquet"] = self._parquet
        for path in self.source.files:
            name = label_of(path, self.study_folder).partition("/")[2]
            yield (path,), readers.get(path.suffix.lower(), self._table)(path, name)

    def _parquet(self, path: Path, name: str) -> Iterator[Row]:
        place, label = Place(self.source.entry.code, name), label_of(path, self.study_folder)
        number = 0
        records = read_parquet_records(path, self._columns, label, place.mapping_code)
        for number, cells in records:
            yield self._record(replace(place, row_number=number), cells, "parquet", None)
        lines = {"lines_read": number, "lines_data": number}
        self.files.append({**file_row(path, place), "encoding": "parquet", **lines})

    def _json_lines(self, path: Path, name: str) -> Iterator[Row]:
        code, columns = self.source.entry.code, self._columns
        label = label_of(path, self.study_folder)
        lines = read_json_lines(path, self.source.entry.encoding, label)
        for record in lines.records():
            cells, issue = record.fields or {}, None
            if record.fields is None:
                issue = Issue("record_not_understood", record.problem)
            elif columns["text"] not in cells:
                issue = Issue("text_missing", NO_SUCH_FIELD(field=columns["text"]))
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
        table = read_named_table(
            path,
            self._columns,
            study_folder=self.study_folder,
            code=entry.code,
            sheet=entry.sheet,
            encoding=entry.encoding,
        )
        kind = "xlsx" if table.info.sheet_name else "csv"
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
        text, masked = "" if is_too_large else clean_text(raw), 0
        if self.source.entry.mask_identifiers:
            text, counts = mask_identifiers(text, MARK)
            masked = sum(counts.values())
        if issue is None and is_too_large:
            issue = Issue("document_too_large", CHARACTERS(n=f"{len(raw):,}"))
        elif issue is None and not text:
            issue = Issue("text_missing", FIELD_EMPTY())
        facts = facts_of(cells)
        facts["id"] = facts.get("id") or f"{place.source_file}#{place.row_number}"
        content = Content(text, kind, utf16_length(raw), masked)
        keeps = self.source.entry.keeps_script
        return document_row(place, facts, content, issue, keep_script=keeps)

    @property
    def _columns(self) -> dict[str, str]:
        fields = self.source.entry.fields
        said = fields.model_dump() if fields is not None else {}
        return {key: column for key, column in said.items() if column}
