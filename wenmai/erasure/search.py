"""Search every file for bytes: databases and compressed files in a form in which bytes show."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from wenmai.erasure.needles import Needle
from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence
from wenmai.sql_text import literal

NOT_OPENED_FOR_SEARCH = Sentence("warehouse.not_opened_for_search", "file", "reason")
REMOVE_THEN_ERASE = Sentence("warehouse.remove_then_erase")

if TYPE_CHECKING:
    import duckdb

_BLOCK = 16 * 2**20
_OVERLAP = 4096  # longer than any needle
_TABLES = {".duckdb", ".parquet"}


@dataclass(frozen=True)
class Searched:
    """What a search of one file came to.

    Parameters
    ----------
    file : str
        Below the home of the warehouse.
    bytes_searched : int
        As stored, and again uncompressed where it is compressed.
    found : tuple of Needle
    """

    file: str
    bytes_searched: int
    found: tuple[Needle, ...]


def search_files(
    home: Path, files: Sequence[Path], needles: Sequence[Needle], work: Path
) -> Iterator[Searched]:
    """Search files as they are stored, and what they hold uncompressed.

    Parameters
    ----------
    home : Path
        Against which files are named.
    files : sequence of Path
    needles : sequence of Needle
    work : Path
        An empty folder for uncompressed copies, one at a time.

    Yields
    ------
    Searched

    Raises
    ------
    WenmaiError
        For a database, Parquet file or archive that cannot be opened: what it holds is not known.
    """
    import duckdb  # noqa: PLC0415

    cells = [needle for needle in needles if needle.how == "cell"]
    bare = [needle for needle in needles if needle.how != "cell"]
    for file in files:
        size, found = 0, set[Needle]()
        try:
            if cells and file.suffix in _TABLES:
                found |= search_rows(file, cells)
            for stream in _streams(file, work):
                with stream as opened:
                    size += _search(opened, bare, found)
        except (duckdb.Error, zipfile.BadZipFile, EOFError) as error:
            raise WenmaiError(
                NOT_OPENED_FOR_SEARCH(
                    file=file.relative_to(home), reason=str(error).splitlines()[0]
                ),
                hint=REMOVE_THEN_ERASE(),
            ) from error
        yield Searched(file.relative_to(home).as_posix(), size, tuple(found))


def _search(stream: IO[bytes], needles: Sequence[Needle], found: set[Needle]) -> int:
    size, tail = 0, b""
    while block := stream.read(_BLOCK):
        size += len(block)
        seen = tail + block
        found.update(needle for needle in needles if needle not in found and needle.is_in(seen))
        tail = seen[-_OVERLAP:]
    return size


def _streams(file: Path, work: Path) -> Iterator[IO[bytes]]:
    """Open a file, then what it holds."""
    yield file.open("rb")
    if file.suffix in _TABLES:
        with _uncompressed(file, work) as copy:
            if copy is not None:
                yield copy.open("rb")
    elif zipfile.is_zipfile(file):  # a workbook is one
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield archive.open(name)


def search_rows(file: Path, cells: Sequence[Needle]) -> set[Needle]:
    """Return the cells that stand in a database's tables or a Parquet file, in rows of their study.

    A cell is the text itself, alone, as an element of a list or struct, or behind the kind by which
    codes begin (``person:…``, ``person:…#2``).
    """
    import duckdb  # noqa: PLC0415

    with duckdb.connect() as memory:
        memory.execute("create table wanted (study_code varchar, number integer, text varchar)")
        memory.executemany(
            "insert into wanted values (?, ?, ?)",
            [(one.study_code, number, one.data.decode()) for number, one in enumerate(cells)],
        )
        # as JSON writes it, without its quotation marks
        memory.execute("update wanted set text = to_json(text)[2:-2]")
        found: set[Needle] = set()
        for relation in _relations(memory, file):
            rows = memory.execute(
                "select distinct number from wanted inner join"
                f" (select study_code, to_json(one)::varchar as said from {relation} as one)"
                " using (study_code)"
                """ where contains(said, '"' || text || '"')"""
                """ or contains(said, ':' || text || '"') or contains(said, ':' || text || '#')"""
            ).fetchall()
            found |= {cells[number] for (number,) in rows}
    return found


def _relations(memory: "duckdb.DuckDBPyConnection", file: Path) -> list[str]:
    """Return what can be selected from and says whose study a row is."""
    if file.suffix == ".parquet":
        relation = f"read_parquet({literal(str(file))})"
        described = memory.execute(f"describe select * from {relation}").fetchall()
        return [relation] if "study_code" in {name for name, *_ in described} else []
    memory.execute(f"attach {literal(str(file))} as searched (read_only)")
    rows = memory.execute(
        "select schema_name, table_name from duckdb_columns()"
        " inner join duckdb_tables() using (database_name, schema_name, table_name)"
        " where database_name = 'searched' and column_name = 'study_code' order by all"
    ).fetchall()
    return [f'searched."{schema}"."{table}"' for schema, table in rows]


@contextmanager
def _uncompressed(file: Path, work: Path) -> Iterator[Path | None]:
    """Copy a database or a Parquet file so that every text stands in it byte by byte."""
    import duckdb  # noqa: PLC0415

    copy = work / f"uncompressed{file.suffix}"
    with duckdb.connect() as memory:
        memory.execute(f"set temp_directory = {literal(str(work / 'tmp'))}")
        if file.suffix == ".parquet":
            memory.execute(
                f"copy (select * from read_parquet({literal(str(file))}))"
                f" to {literal(str(copy))} (format parquet, compression uncompressed)"
            )
        else:
            copy_database(memory, file, copy, is_plain=True)
    try:
        yield copy
    finally:
        copy.unlink()


def copy_database(
    connection: "duckdb.DuckDBPyConnection", file: Path, target: Path, *, is_plain: bool = False
) -> None:
    """Copy a database into a new file: only what stands in it, no bytes of what was deleted.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of a database in memory.
    file, target : Path
        Views name their database by the stem of its file: both need the same for views to live.
    is_plain : bool
        Whether nothing is compressed in the copy.
    """
    if is_plain:
        connection.execute("set force_compression = 'uncompressed'")
    connection.execute(f"attach {literal(str(file))} as source (read_only)")
    connection.execute(f"attach {literal(str(target))} as target")
    connection.execute("copy from database source to target")
    connection.execute("detach target")  # writes everything into the file
    connection.execute("detach source")
