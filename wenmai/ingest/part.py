"""The form in which a domain takes part in the ingest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from wenmai.ingest.raw_tables import RawTable
from wenmai.ingest.unread import UnreadFiles
from wenmai.studies.study import Study

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PartInput:
    """What a domain gets to read its files with.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Inside the transaction of the ingest, schema raw made anew: write with
        ``wenmai.ingest.write``.
    study : Study
        The validated study.
    load_id : str
        Written into every row.
    unread : UnreadFiles
        ``with given.unread.reading(...)``: a file that cannot be read stops no other.
    project_dir : Path
        Whose dbt_project.yml holds the variables.
    """

    connection: duckdb.DuckDBPyConnection
    study: Study
    load_id: str
    unread: UnreadFiles
    project_dir: Path


@dataclass(frozen=True)
class PartOutput:
    """What reading a domain's files came to.

    Parameters
    ----------
    files, lines, records, bytes_read : int
        How much was read.
    """

    files: int = 0
    lines: int = 0
    records: int = 0
    bytes_read: int = 0


@dataclass(frozen=True)
class IngestPart:
    """A domain's share of the ingest.

    Parameters
    ----------
    name : str
        The domain: ``text``, ``networks`` …
    tables : tuple of RawTable
        Its tables of schema raw; they are made for every warehouse, empty when no study uses them.
    rows : callable
        Study → rows of every configuration table, as ``{table: rows}``; none at all where the
        study says nothing about the domain, which is then passed over.
    read_files : callable, optional
        Reads the domain's own files of one study into its tables; not called without rows.
    previous : mapping of RawTable to str
        Tables that are filled from a mart of the release that users see now.
    views : callable, optional
        Connection → query of every table that is a view of files, asked when all studies are read.
    lost : callable, optional
        Connection → codes of the studies whose views read a file that is gone: they are read again.
    unit_names : str, optional
        A query on its tables for the texts that name units, as ``write_unit_names`` takes it.
    follows_from_files : bool
        Whether its rows follow from study.yml and the study's files alone; if not, a study with
        rows here is read at every refresh.
    """

    name: str
    tables: tuple[RawTable, ...]
    rows: Callable[[Study], Mapping[RawTable, Iterable[Row]]]
    read_files: Callable[[PartInput], PartOutput] | None = None
    previous: Mapping[RawTable, str] = field(default_factory=dict)
    views: Callable[[duckdb.DuckDBPyConnection], Mapping[RawTable, str]] | None = None
    lost: Callable[[duckdb.DuckDBPyConnection], set[str]] | None = None
    unit_names: str = ""
    follows_from_files: bool = True
