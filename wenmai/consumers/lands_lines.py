"""How lines of a file about people are read: held in memory, with identifiers in texts masked."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenmai.consumers.declares import StudyConsumerFile
from wenmai.consumers.raw_tables import column_of
from wenmai.kit.identifiers import mask_identifiers
from wenmai.readers.apart import Limits
from wenmai.readers.parquet_records import check_columns
from wenmai.sql_text import identifier, literal

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_PORTION = 50_000
_ROUNDED = r"\d(\.\d+)?[eE]\+?\d+"  # how a spreadsheet writes a long number
# Lines about people are held in memory, and nothing comes before the last one is written.
LIMITS = Limits(memory_bytes=1 << 62, silent_seconds=600.0)


@contextmanager
def held_in_memory() -> Iterator["duckdb.DuckDBPyConnection"]:
    """Open a database that writes nothing; what it raises about a file is the file's fault.

    Raises
    ------
    MemoryError
        When it is full.
    ValueError
        For whatever else DuckDB does not understand.
    """
    import duckdb  # noqa: PLC0415

    try:
        with duckdb.connect() as memory:
            memory.execute("set temp_directory = ''")
            yield memory
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error


class LineReader:
    """Makes a file the relation ``lines`` of a database in memory.

    Parameters
    ----------
    memory : duckdb.DuckDBPyConnection
        Without a file or a folder for what does not fit.
    one : StudyConsumerFile
    folder : Path
        The study folder.
    """

    def __init__(
        self, memory: "duckdb.DuckDBPyConnection", one: StudyConsumerFile, folder: Path
    ) -> None:
        self.memory, self.one, self.folder = memory, one, folder

    def view(self, path: Path) -> dict[str, Any]:
        """Make the view ``lines`` of a file: row_number and the fields as text."""
        if path.suffix.lower() == ".parquet":
            return self._view_parquet(path)
        from wenmai.readers.files import label_of  # noqa: PLC0415

        entry, folder = self.one.entry, self.folder
        if path.suffix.lower() in {".jsonl", ".ndjson"}:
            return self._view_json(path, label_of(path, folder))
        from wenmai.readers.named_table import read_named_table  # noqa: PLC0415

        table = read_named_table(
            path,
            entry.fields,
            study_folder=folder,
            code=self.one.code,
            sheet=entry.sheet,
            encoding=entry.encoding,
        )
        rows = ((row.number, *row.cells.values()) for row in table.rows())
        self._hold(rows)
        return {key: value for key, value in vars(table.info).items() if key != "modified_at"}

    def _view_json(self, path: Path, label: str) -> dict[str, Any]:
        from wenmai.readers.json_lines import read_json_lines  # noqa: PLC0415

        lines = read_json_lines(path, self.one.entry.encoding, label)
        named = list(self.one.entry.fields.values())

        def rows() -> Iterable[tuple[Any, ...]]:
            for record in lines.records():
                fields = record.fields or {}
                yield (record.number, *(fields.get(name, "") for name in named))

        self._hold(rows())
        return self._info(path, lines.encoding, lines.lines_read, lines.lines_blank)

    def _view_parquet(self, path: Path) -> dict[str, Any]:
        source = f"read_parquet({literal(str(path))}, file_row_number = true)"
        found = {
            str(row[0])
            for row in self.memory.execute(f"describe select * from {source}").fetchall()
        }
        label = f"{self.folder.name}/{path.name}"
        check_columns(found, self.one.entry.fields.values(), label, self.one.code)
        columns = ", ".join(
            _whole(
                column_of(self.one.entry.role, field), f"coalesce({identifier(name)}::varchar, '')"
            )
            for field, name in self.one.entry.fields.items()
        )
        self.memory.execute(
            f"create view lines as select file_row_number + 1 as row_number, {columns}"
            f" from {source}"
        )
        count = self.memory.execute("select count(*) from lines").fetchall()[0][0]
        self._mask()
        return self._info(path, "parquet", count, 0)

    def _hold(self, rows: Iterable[Any]) -> None:
        """Hold lines that Python reads in memory, by portions."""
        columns = [column_of(self.one.entry.role, field) for field in self.one.entry.fields]
        text = ", ".join(f"{column} varchar" for column in columns)
        self.memory.execute(f"create table lines (row_number bigint, {text})")
        portion: list[Any] = []
        kept = ", ".join(_whole(column, column) for column in columns)

        def insert() -> None:
            self.memory.register("portion", as_arrow(["row_number", *columns], portion))
            self.memory.execute(f"insert into lines select row_number, {kept} from portion")
            portion.clear()

        for row in rows:
            portion.append(row)
            if len(portion) == _PORTION:
                insert()
        if portion:
            insert()
        self._mask()

    def _mask(self) -> None:
        """Mask identifiers inside texts, and count them."""
        for field, column in (("text", column_of(self.one.entry.role, "text")), ("title", "title")):
            if field not in self.one.entry.fields:
                continue
            texts = self.memory.execute(f"select distinct {column} from lines").fetchall()
            masked = [(text, *mask_identifiers(text)) for (text,) in texts]
            rows = [(text, new, str(sum(counts.values()))) for text, new, counts in masked]
            self.memory.register("masks", as_arrow(["old", "new", "found"], rows))
            extra = ", masks.found as masked_text" if column == "review_text" else ""
            self.memory.execute(
                f"create table masked as select lines.* replace (masks.new as {column}){extra}"
                f" from lines left join masks on lines.{column} = masks.old"
            )
            is_view = self.memory.execute("select 1 from duckdb_views() where view_name = 'lines'")
            self.memory.execute(f"drop {'view' if is_view.fetchall() else 'table'} lines")
            self.memory.execute("alter table masked rename to lines")
            self.memory.unregister("masks")

    def _info(self, path: Path, encoding: str, lines: int, blank: int) -> dict[str, Any]:
        from wenmai.readers.files import content_hash, label_of  # noqa: PLC0415

        return {
            "mapping_code": self.one.code,
            "source_file": label_of(path, self.folder).partition("/")[2],
            "sheet_name": "",
            "source_bytes": path.stat().st_size,
            "content_hash": content_hash(path),
            "encoding": encoding.removesuffix("-sig"),
            "lines_read": lines,
            "lines_heading": 0,
            "lines_skipped": blank,
            "lines_filtered": 0,
            "lines_data": lines - blank,
        }


def _whole(column: str, written: str) -> str:
    """Return the SQL of a column; a person whose number a spreadsheet rounded is nobody.

    It keeps 15 digits and shows 1.2E+17: two people born on one day would be one.
    """
    if column != "person_code":
        return f"{written} as {column}"
    is_rounded = f"regexp_full_match(trim({written}), {literal(_ROUNDED)})"
    return f"case when {is_rounded} then '' else {written} end as {column}"


def as_arrow(names: list[str], rows: list[Any]) -> "pa.Table":
    """Return rows of text (a column row_number: of numbers) as an Arrow table."""
    import pyarrow as pa  # noqa: PLC0415

    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [[] for _ in names]
    kinds = [pa.int64() if name == "row_number" else pa.string() for name in names]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.table(arrays, names=names)
