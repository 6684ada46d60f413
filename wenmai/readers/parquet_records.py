"""Records of a Parquet file, as text."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from wenmai.errors import Problem, ProblemsFound
from wenmai.readers.apart import read_apart
from wenmai.sentences import Sentence
from wenmai.sql_text import identifier, literal

NO_COLUMN = Sentence("domains.no_column", "column")
COLUMNS_THERE = Sentence("domains.columns_there", "names")

_AT_ONCE = 64  # a record may be a book


def read_parquet_records(
    path: Path, columns: Mapping[str, str], label: str, key: str
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a file in the process for files of strangers, some records at a time.

    Parameters
    ----------
    path : Path
    columns : mapping
        Key → column of the file.
    label, key : str
        How a problem names the file, and the entry of study.yml.

    Yields
    ------
    (int, dict)
        Row of the file, from 1, and key → text; empty where nothing stands.

    Raises
    ------
    ProblemsFound
        When the file cannot be read, or a column is not there.
    """
    for portion in read_apart(_portions, path, dict(columns), label, key, path=path, label=label):
        for number, *texts in portion:
            yield number, dict(zip(columns, texts, strict=True))


def _portions(path: Path, columns: dict[str, str], label: str, key: str) -> Iterator[Any]:
    import duckdb  # noqa: PLC0415

    try:
        with duckdb.connect() as memory:
            source = f"read_parquet({literal(str(path))}, file_row_number = true)"
            described = memory.execute(f"describe select * from {source}").fetchall()
            check_columns({name for name, *_ in described}, columns.values(), label, key)
            texts = (f"coalesce({identifier(name)}::varchar, '')" for name in columns.values())
            found = memory.execute(f"select file_row_number + 1, {', '.join(texts)} from {source}")
            while portion := found.fetchmany(_AT_ONCE):
                yield portion
    except duckdb.Error as error:
        raise ValueError(str(error).splitlines()[0]) from error


def check_columns(found: set[str], wanted: Collection[str], label: str, key: str) -> None:
    """Raise ProblemsFound when a wanted column is not among those of a Parquet file."""
    missing = [name for name in wanted if name not in found]
    if missing:
        there = COLUMNS_THERE(names=", ".join(sorted(found - {"file_row_number"})))
        message = NO_COLUMN(column=missing[0])
        raise ProblemsFound([Problem(label, f"study.yml {key}", message, there)])
