"""Throw damaged files of every format at the ingest, and near-numbers at the reading of cells.

``python -m benchmarks fuzz`` damages 600 files (seeded) in the ways in which files are damaged,
reads them all in one ingest, and counts: every file has its place, the four kinds of lines sum to
the lines read, every data line gave its records, the files beside them lost nothing. Then it holds
a million texts against a grammar of numbers that shares no code with the macro. What a run of it
found stands in FOUND of `fuzz_files`, and is in every later run.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import jinja2

from benchmarks.fuzz_files import write_study
from benchmarks.number_grammar import read, texts
from wenmai.ingest import ingest
from wenmai.inspect.columns import number_of
from wenmai.settings import Settings
from wenmai.studies import load_studies

SEED = 2026
FILES, QUICK_FILES = 600, 90
NUMBERS, QUICK_NUMBERS = 1_000_000, 50_000
PORTION = 100_000
# table of schema raw → folder of the files that fill it line by line
ONE_RECORD_A_LINE = {
    "documents": "posts",
    "consumer_events": "events",
    "graph_statements": "triples",
}
PROJECT_DIR = Path(__file__).resolve().parents[1]


def fuzz_files(count: int, seed: int) -> dict[str, Any]:
    """Read a study of damaged files and count what holds.

    Returns
    -------
    dict
        ``files``, ``unread``, ``records``, ``seconds``, ``failures`` (a list of sentences, empty
        when everything holds).
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "landing" / "fuzz"
        names = write_study(folder, count, seed)
        settings = Settings(PROJECT_DIR, Path(home) / "home", (folder.parent,))
        started = time.perf_counter()
        ingest(settings, load_studies(settings), release_id="fuzz")
        seconds = time.perf_counter() - started
        with duckdb.connect(str(settings.build_file), read_only=True) as connection:
            return {
                "files": len(names),
                "unread": connection.execute("select count(*) from raw.unread_files").fetchone(),
                "seconds": seconds,
                "failures": list(_failures(connection, names, home)),
            }


def _failures(
    connection: duckdb.DuckDBPyConnection, names: dict[str, str], home: str
) -> Iterator[str]:
    """Say what does not hold."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        return connection.execute(query).fetchall()

    accounted = ask("select source_file, count(*) from raw.source_files group by 1")
    for name in sorted(set(names) - {name for name, _ in accounted}):
        yield f"{name} has no place"
    for name, times in accounted:
        if times != 1:
            yield f"{name} has {times} places"
    for (name,) in ask(
        "select source_file from raw.source_files where lines_read"
        " != lines_heading + lines_skipped + lines_filtered + lines_data"
    ):
        yield f"the lines of {name} do not add up"
    for name, lines, records in ask(
        "select source_file, lines_data, (select count(*) from raw.indicator_records as records"
        " where records.source_file = files.source_file) as n from raw.source_files as files"
        " where mapping_code = 'values' and n != 2 * lines_data"
    ):
        yield f"{name} has {records} records of {lines} lines"
    for table, folder in ONE_RECORD_A_LINE.items():
        for name, lines, records in ask(
            f"select source_file, lines_data, (select count(*) from raw.{table} as records"
            f" where records.source_file = files.source_file) as n from raw.source_files as files"
            f" where source_file like '{folder}/%' and n != lines_data"
        ):
            yield f"{name} has {records} records of {lines} lines"
    for (name,) in ask(
        "select source_file from raw.unread_files where source_file in"
        " (select source_file from raw.indicator_records"
        " union select source_file from raw.documents"
        " union select source_file from raw.network_links"
        " union select source_file from raw.consumer_events"
        " union select source_file from raw.graph_statements)"
    ):
        yield f"{name} is unread and has records"
    for name, said in ask(
        "select source_file, problem_text from raw.unread_files union all"
        " select source_file, reader_detail from raw.documents where reader_detail is not null"
    ):
        if home in said or "Traceback" in said or len(said) > 2000:
            yield f"{name}: {said[:200]}"
    sound = ask(
        "select"
        " (select count(*) from raw.indicator_records where source_file = 'tables/sound.csv'),"
        " (select count(text) from raw.documents where source_file like '%sound%'),"
        " (select count(*) from raw.network_links where source_file = 'links/sound.net'),"
        " (select count(*) from raw.consumer_events where source_file = 'events/sound.csv'),"
        " (select count(*) from raw.graph_statements where source_file = 'triples/sound.csv')"
    )
    if sound != [(8, 6, 3, 9, 9)]:
        yield f"the sound files gave {sound[0]}"


def number_sql() -> str:
    """Return the SQL of the macro parse_number for a column ``text``, as DuckDB gets it."""

    class Adapter:
        def dispatch(self, name: str) -> Any:
            return getattr(macros, f"default__{name}")

    folder = PROJECT_DIR / "macros"
    source = "".join(
        next(folder.rglob(f"{name}.sql")).read_text(encoding="utf-8")
        for name in ("text", "name_key", "parse_number")
    )
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], autoescape=False)
    environment.globals |= {"adapter": Adapter(), "return": lambda text: text}
    macros: Any = environment.from_string(source).module
    return str(macros.parse_number("text"))


def fuzz_numbers(count: int, seed: int) -> list[str]:
    """Return the texts that macro, grammar and `number_of` do not read alike."""
    wrong: list[str] = []
    source, sql = texts(count, seed), number_sql()
    with duckdb.connect() as connection:
        while portion := list(islice(source, PORTION)):
            import pyarrow as pa

            table = pa.table({"n": range(len(portion)), "text": portion})
            connection.register("portion", table)
            found = connection.execute(f"select {sql} from portion order by n").fetchall()
            for text, (value,) in zip(portion, found, strict=True):
                # NaN is no number to compare; -0.0 prints as itself
                if len({repr(value), repr(_plain(read(text))), repr(number_of(text))}) > 1:
                    wrong.append(text)
    return wrong


def _plain(value: float | None) -> float | None:
    return None if value is None else value + 0.0


def report(lines: Sequence[tuple[str, bool]]) -> None:
    for said, is_met in lines:
        print(f"target: {said}: {'met' if is_met else 'missed'}")


def main(quick: bool) -> None:
    """Run both and print what holds."""
    files = fuzz_files(QUICK_FILES if quick else FILES, SEED)
    for failure in files["failures"][:20]:
        print(f"  {failure}")
    print(
        f"{files['files']} damaged files read in {files['seconds']:.1f} s, "
        f"{files['unread'][0]} of them put aside"
    )
    started = time.perf_counter()
    count = QUICK_NUMBERS if quick else NUMBERS
    wrong = fuzz_numbers(count, SEED)
    print(f"{count:,} texts read as numbers in {time.perf_counter() - started:.1f} s")
    for text in wrong[:20]:
        print(f"  {text!r}")
    report(
        [
            ("every file has one place, and its rows are conserved", not files["failures"]),
            ("numbers of the macro equal to those of the grammar", not wrong),
        ]
    )
