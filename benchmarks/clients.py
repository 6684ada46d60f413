"""Let other programs read a release, and compare what they read with the marts, value for value.

``WENMAI_HOME=my_warehouse python -m benchmarks clients`` asks the current release of a warehouse.
What is not on this machine is named and left out: DuckDB's command line, Frictionless and
mlcroissant come from the package index (``uv pip install duckdb-cli pyodbc mlcroissant
'frictionless[parquet]'``), PostgreSQL's server and ODBC driver and LibreOffice from Debian
(``postgresql odbc-postgresql libreoffice-calc``).
"""

import csv
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import pandas as pd
import polars as pl

from tests.support.postgres import PASSWORD, server
from wenmai.deliver.postgres import deliver_to_postgres
from wenmai.networks.export import export_network
from wenmai.publish.release import Release, current_release
from wenmai.settings import Settings
from wenmai.sql_text import identifier

Rows = Iterable[Iterable[Any]]
BY_ITS_FAULT = {"byte-count", "type-error"}  # Frictionless' reader of Parquet (docs/connect.md)
# every sheet to a CSV of its own, in UTF-8, values and not what is shown of them
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def plain(cell: Any) -> str:
    """Return a value as every client may give it: 1, 1.0 and Decimal(1) are one number."""
    if pd.isna(cell):
        return "\\N"
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, float, Decimal)):
        return repr(float(cell)) if cell != int(cell) else str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S.%f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def counted(rows: Rows) -> Counter[tuple[str, ...]]:
    """Return how often each row stands there, whatever their order."""
    return Counter(tuple(plain(cell) for cell in row) for row in rows)


def differing(
    release: Release, marts: duckdb.DuckDBPyConnection, read: Callable[[Any], Rows]
) -> list[str]:
    """Return the tables of which a client reads other rows than the marts hold."""
    return [
        table.full_name
        for table in release.tables
        if counted(read(table)) != counted(marts.execute(f"from {table.relation}").fetchall())
    ]


def of_command_line(release: Release) -> Callable[[Any], Rows]:
    """Return a reader that asks DuckDB's own command line for JSON."""

    def read(table: Any) -> Rows:
        command = ["duckdb", "-readonly", "-json", "-c", f"from {table.relation}"]
        done = subprocess.run(
            [*command, release.serving_copy], check=True, capture_output=True, text=True
        )
        kinds = dict(table.columns)
        for row in json.loads(done.stdout or "[]"):
            yield [
                datetime.fromisoformat(cell) if cell and kinds[name] == "TIMESTAMP" else cell
                for name, cell in row.items()
            ]

    return read


def of_pandas(release: Release) -> Callable[[Any], Rows]:
    def read(table: Any) -> Rows:
        frame = pd.read_parquet(release.folder / table.file, dtype_backend="pyarrow")
        return frame.itertuples(index=False, name=None)

    return read


def of_polars(release: Release) -> Callable[[Any], Rows]:
    return lambda table: pl.read_parquet(release.folder / table.file).rows()


def of_psql(address: str) -> Callable[[Any], Rows]:
    """Return a reader that lets psql write CSV; types come from the release."""
    as_said: dict[str, Callable[[str], Any]] = {
        "BOOLEAN": lambda text: text == "t",
        "INTEGER": int,
        "BIGINT": int,
        "DOUBLE": float,
        "TIMESTAMP": datetime.fromisoformat,
    }

    def read(table: Any) -> Rows:
        said = "to stdout (format csv, null '\\N')"
        query = f"copy (select * from wenmai.{identifier(table.name)}) {said}"
        done = subprocess.run(["psql", address, "-c", query], check=True, capture_output=True)
        kinds = [kind for _, kind in table.columns]
        for row in csv.reader(io.StringIO(done.stdout.decode(), newline="")):
            yield [
                None if cell == "\\N" else as_said.get(kind, str)(cell)
                for cell, kind in zip(row, kinds, strict=True)
            ]

    return read


def of_odbc(port: int) -> Callable[[Any], Rows]:
    import pyodbc

    connection = pyodbc.connect(
        f"DRIVER={{PostgreSQL Unicode}};SERVER=127.0.0.1;PORT={port};DATABASE=postgres;UID=owner;"
        f"PWD={{{PASSWORD}}};BoolsAsChar=0;MaxLongVarcharSize=1000000;MaxVarcharSize=1000000"
    )
    return lambda table: connection.execute(f"select * from wenmai.{identifier(table.name)}")


def cells_in_libreoffice(workbook: Path, folder: Path) -> tuple[int, list[str]]:
    """Let LibreOffice open a workbook; return its cells, and those that it shows otherwise."""
    from python_calamine import CalamineWorkbook

    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", TO_CSV, "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True)
    book, cells, wrong = CalamineWorkbook.from_path(workbook), 0, []
    for name in book.sheet_names:
        with (folder / f"{workbook.stem}-{name}.csv").open(encoding="utf-8", newline="") as stream:
            shown = list(csv.reader(stream))
        for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False)):
            for place, cell in enumerate(row):
                cells += 1
                line = shown[number] if number < len(shown) else []
                there = line[place] if place < len(line) else ""
                if not same_cell(cell, there):
                    wrong.append(f"{name} {number + 1}/{place + 1}: {cell!r}, not {there!r}")
    return cells, wrong


def same_cell(cell: Any, shown: str) -> bool:
    """Tell whether LibreOffice's text is the cell: TRUE, a date, fifteen digits, twenty places."""
    if isinstance(cell, bool):
        return shown == str(cell).upper()
    if isinstance(cell, (int, float)):
        return bool(shown) and abs(float(shown) - cell) <= max(1e-14 * abs(cell), 1e-20)
    if isinstance(cell, (date, datetime)):
        return shown[:10].replace("/", "-") == f"{cell:%Y-%m-%d}"
    return shown == str(cell)


def networks_read(
    settings: Settings, marts: duckdb.DuckDBPyConnection, folder: Path
) -> Iterator[tuple[str, bool]]:
    """Yield every network in both formats, and whether networkx finds its links and strengths."""
    query = """
        select study_code, network_code, bool_or(networks.is_directed), max(year)
        from marts.dim_networks as networks
        join marts.fct_network_nodes using (study_code, network_code)
        group by all order by all"""
    links = """
        select start.node_name, target.node_name, strength from marts.fct_network_links as links
        join marts.fct_network_nodes as start on links.from_node = start.node_code
            and (links.study_code, links.network_code, links.year)
            = (start.study_code, start.network_code, start.year)
        join marts.fct_network_nodes as target on links.to_node = target.node_code
            and (links.study_code, links.network_code, links.year)
            = (target.study_code, target.network_code, target.year)
        where is_linked and links.study_code = ? and links.network_code = ? and links.year = ?"""
    for study, code, is_directed, year in marts.execute(query).fetchall():
        rows = marts.execute(links, [study, code, year]).fetchall()
        expected = counted((*ends(a, b, directed=is_directed), round(s, 9)) for a, b, s in rows)
        for ending, read in (("gexf", nx.read_gexf), ("net", nx.read_pajek)):
            file = folder / f"{study}_{code}.{ending}"
            export_network(settings, code, file, study=study, year=year)
            graph = read(file)
            names = nx.get_node_attributes(graph, "label") if ending == "gexf" else {}
            found = counted(
                (*ends(names.get(a, a), names.get(b, b), directed=is_directed), round(w, 9))
                for a, b, w in graph.edges(data="weight")
            )
            yield f"{study}/{code}.{ending}", found == expected


def ends(start: str, target: str, *, directed: bool) -> tuple[str, str]:
    return (start, target) if directed or start <= target else (target, start)


def failing_checks(release: Release) -> dict[str, int]:
    """Return the checks of Frictionless that fail, and how often."""
    done = subprocess.run(
        ["frictionless", "validate", "datapackage.json", "--json"],
        cwd=release.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    errors = [*report["errors"], *(e for task in report["tasks"] for e in task["errors"])]
    return dict(Counter(error["type"] for error in errors))


def is_here(program: str, package: str = "") -> bool:
    """Tell whether a program is on the path, and a package can be imported."""
    found = shutil.which(program) and (not package or importlib.util.find_spec(package))
    if not found:
        print(f"  {package or program} is not here: left out")
    return bool(found)


def tables_told(client: str, release: Release, wrong: list[str]) -> None:
    rows = sum(table.rows for table in release.tables)
    said = f"differ: {', '.join(wrong[:5])}" if wrong else "every value as in the marts"
    print(f"  {client}: {len(release.tables)} tables, {rows:,} rows, {said}")


def in_postgres(settings: Settings, release: Release, marts: duckdb.DuckDBPyConnection) -> None:
    """Deliver the release to a server of one's own, and ask two clients."""
    with server() as port:
        os.environ["PGPASSWORD"] = PASSWORD
        address = f"postgresql://owner@127.0.0.1:{port}/postgres"
        deliver_to_postgres(replace(settings, postgres=address), release)
        if is_here("psql"):
            tables_told("psql", release, differing(release, marts, of_psql(address)))
        if is_here("odbcinst", "pyodbc"):
            tables_told("psqlodbc", release, differing(release, marts, of_odbc(port)))


def main(*, quick: bool) -> None:
    """Ask each client; ``quick`` leaves PostgreSQL and LibreOffice out."""
    settings = Settings.from_env()
    release = current_release(settings)
    if release is None:
        sys.exit("no release here: WENMAI_HOME=my_warehouse python -m benchmarks clients")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with (
        duckdb.connect(str(release.serving_copy), read_only=True) as marts,
        tempfile.TemporaryDirectory() as folder,
    ):
        readers = {"pandas": of_pandas, "Polars": of_polars}
        if is_here("duckdb"):
            readers["DuckDB's command line"] = of_command_line
        for client, reader in readers.items():
            tables_told(client, release, differing(release, marts, reader(release)))
        read = list(networks_read(settings, marts, Path(folder)))
        print(
            f"  networkx: {len(read)} files, other links in {[n for n, same in read if not same]}"
        )
        if not quick and is_here("pg_ctlcluster"):
            in_postgres(settings, release, marts)
        if not quick and is_here("soffice"):
            for workbook in sorted((release.folder / "excel").glob("*.xlsx")):
                cells, wrong = cells_in_libreoffice(workbook, Path(folder))
                said = f"{cells:,} cells, {len(wrong)} differ {wrong[:3] or ''}"
                print(f"  LibreOffice: {workbook.name}, {said}")
    if is_here("frictionless"):
        failing = failing_checks(release)
        met = set(failing) <= BY_ITS_FAULT
        print(f"  Frictionless fails {failing}: {'by its reader alone' if met else 'MISSED'}")
    if is_here("mlcroissant"):
        command = ["mlcroissant", "validate", "--jsonld", str(release.folder / "croissant.json")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(f"  mlcroissant: {'valid' if done.returncode == 0 else done.stderr[-300:]}")
