"""Models that the mill makes: the project's own SQL on Spark, from tables to Parquet.

A model with the tag ``mill`` is one file for both engines: dbt compiles it for either. What it
reads is handed over as Parquet, and what comes of it is read where DuckDB would have computed it.
A folder is named by the model and by all that it is made from, so that what was ground from other
data is never taken for it, and what was finished before a breakdown is taken up.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wenmai.build.project import Node
from wenmai.errors import WenmaiError
from wenmai.mill.place import INCOMPLETE, RUN_AGAIN, Mill
from wenmai.sql_text import literal

TAG = "mill"
# With fewer rows than these before it, a model is made sooner on this machine.
LEAST_ROWS = 100_000_000
FOLDER = "tables"
# As DuckDB does: a moment without a zone, and clocks of UTC.
_CONFIGURATION = {"spark.sql.timestampType": "TIMESTAMP_NTZ", "spark.sql.session.timeZone": "UTC"}


@dataclass(frozen=True)
class TableMill:
    """What makes large models on Spark.

    Parameters
    ----------
    mill : Mill
    nodes : mapping
        Key → node of the warehouse.
    spark_sql : callable
        Gives key → SQL of Spark; asked when the first model is ground.
    """

    mill: Mill
    nodes: Mapping[str, Node]
    spark_sql: Callable[[], Mapping[str, str]]

    @property
    def folder(self) -> Path:
        """Return what is handed over, and what comes of it."""
        return self.mill.path / FOLDER

    def takes(self, connection: Any, node: Node) -> bool:
        """Tell whether a model is one for the mill, and large enough."""
        if TAG not in node.tags or node.materialized == "view":
            return False
        counts = [
            connection.execute(f"select count(*) from {self.nodes[key].table}").fetchone()[0]
            for key in node.parents
        ]
        return sum(counts) >= (LEAST_ROWS if self.mill.least is None else self.mill.least)

    def grind(
        self, connection: Any, node: Node, made_from: str, contents: Mapping[str, str]
    ) -> str:
        """Make a model on the mill unless it is there, and return the query that reads it.

        Parameters
        ----------
        connection : duckdb.DuckDBPyConnection
            With the tables that the model reads.
        node : Node
        made_from : str
            Hash of all that it depends on.
        contents : mapping
            Key of a parent → hash of its content.

        Returns
        -------
        str
            A select of the same columns and types as the model's own.

        Raises
        ------
        WenmaiError
            When the mill does not answer or breaks down, or what came of it is not whole.
        """
        described = connection.execute(f"describe {node.code}").fetchall()
        types = {name: kind for name, kind, *_ in described}
        place = self.folder / f"{node.name}-{made_from[:16]}"
        if why_not(connection, place, made_from, list(types)):
            self._grind(connection, node, place, made_from, contents)
        if reason := why_not(connection, place, made_from, list(types)):
            raise WenmaiError(INCOMPLETE(part=node.name, reason=reason), hint=RUN_AGAIN())
        columns = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in types.items())
        return f"select {columns} from read_parquet({literal(f'{place}/out/*.parquet')})"

    def _grind(
        self,
        connection: Any,
        node: Node,
        place: Path,
        made_from: str,
        contents: Mapping[str, str],
    ) -> None:
        from pyspark.sql import Observation, functions  # noqa: PLC0415 - the extra `spark`

        code = self.spark_sql()[node.key]
        given = {key: self.hand_over(connection, self.nodes[key], contents) for key in node.parents}
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        with self.mill.session() as spark:
            for key, value in _CONFIGURATION.items():
                spark.conf.set(key, value)
            for key, file in given.items():
                view = view_of(self.nodes[key])
                spark.read.parquet(str(file)).createOrReplaceTempView(view)
            code = with_views(code, [self.nodes[key] for key in node.parents])
            counted = Observation()
            found = spark.sql(code).observe(counted, functions.count(functions.lit(1)).alias("n"))
            found.write.parquet(f"{place}/out")
            said = {"made_from": made_from, "rows": counted.get["n"]}
        (place / "manifest.json").write_text(json.dumps(said), encoding="utf-8")

    def hand_over(self, connection: Any, node: Node, contents: Mapping[str, str]) -> Path:
        """Write a table for the mill, unless it lies there with this content; return the file."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = self.folder / f"{node.name}-{contents[node.key][:16]}.parquet"
        if not file.is_file():
            described = connection.execute(f"describe {node.table}").fetchall()
            columns = ", ".join(
                # Parquet has no integer of 128 bits: DuckDB would write a double
                f'"{name}"::decimal(38, 0) as "{name}"' if kind == "HUGEINT" else f'"{name}"'
                for name, kind, *_ in described
            )
            part = file.with_suffix(".part")
            connection.execute(
                f"copy (select {columns} from {node.table}) to {literal(str(part))}"
                " (format parquet, compression zstd)"
            )
            part.replace(file)
        return file

    def clear(self) -> None:
        """Leave nothing on the shared disk: every model that was asked for stands."""
        shutil.rmtree(self.folder, ignore_errors=True)


def view_of(node: Node) -> str:
    """Return what a table is called within a session of Spark, whose views have no schema."""
    _, schema, name = node.relation
    return f"{schema}__{name}"


def with_views(code: str, parents: Iterable[Node]) -> str:
    """Return SQL of Spark that reads views where it read tables.

    Examples
    --------
    >>> events = Node("model.events", "events", "model", relation=("", "marts", "events"))
    >>> with_views("select * from marts.events", [events])
    'select * from marts__events'
    """
    for node in parents:
        _, schema, name = node.relation
        code = re.sub(rf"(?<![.\w]){schema}[.]{name}\b", view_of(node), code)
    return code


def why_not(connection: Any, place: Path, made_from: str, columns: list[str]) -> str:
    """Return why what the mill made of a model cannot be used, or nothing.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
    place : Path
        Folder with ``out/`` and ``manifest.json``.
    made_from : str
        What it must be made from.
    columns : list of str
        Their names, in any order.

    Returns
    -------
    str
        ``no _SUCCESS``, ``no manifest``, ``made from other data``, ``schema``, ``11 of 12 rows``;
        else empty.
    """
    if not (place / "out" / "_SUCCESS").is_file():
        return "no _SUCCESS"
    if not (place / "manifest.json").is_file():
        return "no manifest"
    said = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    if said["made_from"] != made_from:
        return "made from other data"
    files = f"read_parquet({literal(f'{place}/out/*.parquet')})"
    described = connection.execute(f"describe select * from {files}").fetchall()
    if sorted(name for name, *_ in described) != sorted(columns):
        return "schema"
    (rows,) = connection.execute(f"select count(*) from {files}").fetchone()
    return "" if rows == said["rows"] else f"{rows} of {said['rows']} rows"
