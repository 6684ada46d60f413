"""Studies whose rows in schema raw are still what their files say: they are not read again."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import duckdb

from wenmai.ingest.part import IngestPart
from wenmai.ingest.raw_tables import LOAD_ID, UNREAD_FILES, RawTable
from wenmai.ingest.write import make_tables
from wenmai.sql_text import literal
from wenmai.studies.study import Study

# What each study in schema raw was read from; written in the transaction that reads it.
KEYS = "wenmai_build.read_studies"


def unchanged_studies(
    connection: duckdb.DuckDBPyConnection,
    studies: Sequence[Study],
    keys: Mapping[str, str],
    parts: Sequence[IngestPart],
) -> set[str]:
    """Return the studies of which every row can stay.

    A study with a file that could not be read is read again, and so is one that a domain reads by
    more than its files (``IngestPart.follows_from_files``), or of which a landed file is gone.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the build file, as the last ingest left it.
    studies : sequence of Study
    keys : mapping
        Code → hash of everything that its rows depend on.
    parts : sequence of IngestPart

    Returns
    -------
    set of str
        Codes.
    """
    try:
        known = dict(
            connection.execute(
                f"select study_code, made_from from {KEYS} where study_code not in"
                f" (select study_code from {UNREAD_FILES.qualified_name})"
            ).fetchall()
        )
        lost = {code for part in parts if part.lost for code in part.lost(connection)}
    except duckdb.Error:  # nothing was read yet, or by an earlier version
        return set()
    of_more = [part for part in parts if not part.follows_from_files]
    return {
        study.code
        for study in studies
        if study.code in keys
        and known.get(study.code) == keys[study.code]
        and study.code not in lost
        and not any(part.rows(study) for part in of_more)
    }


def make_tables_keeping(
    connection: duckdb.DuckDBPyConnection,
    tables: Iterable[RawTable],
    filled_anew: Collection[RawTable],
    kept: Collection[str],
    load_id: str,
) -> None:
    """Make the tables of schema raw anew, with the rows of some studies and no others.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest.
    tables : iterable of RawTable
    filled_anew : collection of RawTable
        Those that are empty at first, whatever is kept.
    kept : collection of str
        Codes of studies.
    load_id : str
        Written into the rows that are kept, too.
    """
    codes = ", ".join(literal(code) for code in sorted(kept))
    for table in tables:
        *columns, _ = table.column_names
        if not kept or "study_code" not in columns or table in filled_anew:
            make_tables(connection, [table])
            continue
        name = table.qualified_name
        connection.execute(
            f"create or replace table {name} as select {', '.join(columns)},"
            f" {literal(load_id)} as {LOAD_ID} from {name} where study_code in ({codes})"
        )


def remember(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, str]) -> None:
    """Write down what the studies in schema raw were read from.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest.
    keys : mapping
        Code → hash.
    """
    connection.execute("create schema if not exists wenmai_build")
    connection.execute(f"create or replace table {KEYS} (study_code varchar, made_from varchar)")
    if keys:
        rows = ", ".join(f"({literal(code)}, {literal(key)})" for code, key in keys.items())
        connection.execute(f"insert into {KEYS} values {rows}")
