"""Run the project's own models on small tables in memory, without a dbt run for each example.

dbt compiles the project once; the compiled SQL is then executed in the order of its dependencies.
A test gives the tables that it wants to vary, under the names of models, seeds or sources, and
asks for the models that it wants to see.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

# The catalog that dbt names in compiled SQL: the stem of the build file.
CATALOG = "wenmai"


@dataclass(frozen=True)
class Node:
    """A model, seed or source of the compiled project."""

    name: str
    kind: str  # model, seed or source
    schema: str
    parents: tuple[str, ...]
    materialized: str = "table"
    language: str = "sql"
    code: str = ""
    path: Path | None = None
    column_types: Mapping[str, str] | None = None

    @property
    def relation(self) -> str:
        return f'"{CATALOG}"."{self.schema}"."{self.name}"'


class CompiledModels:
    """The models of the project as dbt compiles them.

    Parameters
    ----------
    nodes : iterable of Node

    Examples
    --------
    >>> models = CompiledModels.compile(project_dir, scratch_dir)
    >>> con = models.run({"stg_config__studies": studies, "int_indicators__clean_values": values},
    ...                  ["fct_innovation_index"])
    >>> con.sql("select * from marts.fct_innovation_index")
    """

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = {node.name: node for node in nodes}

    @classmethod
    def compile(
        cls, project_dir: Path, scratch: Path, variables: Mapping[str, Any] | None = None
    ) -> "CompiledModels":
        """Compile the project in a process of its own; ``scratch`` takes what dbt writes."""
        scratch.mkdir(parents=True, exist_ok=True)
        command = [
            *(sys.executable, "-c", "from dbt.cli.main import cli; cli()"),
            *("compile", "--quiet", "--project-dir", str(project_dir)),
            *("--profiles-dir", str(project_dir), "--vars", json.dumps(dict(variables or {}))),
            *("--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")),
        ]
        environment = {**os.environ, "WENMAI_BUILD_FILE": str(scratch / f"{CATALOG}.duckdb")}
        done = subprocess.run(
            command, env=environment, cwd=project_dir, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"dbt compile failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        manifest = json.loads((scratch / "target" / "manifest.json").read_text(encoding="utf-8"))
        return cls(_nodes(manifest, project_dir))

    def plan(self, given: Iterable[str], wanted: Iterable[str]) -> list[Node]:
        """Return what has to run, parents first; a given table cuts off everything above it."""
        given, order, seen = set(given), [], set()

        def visit(name: str, asked_by: str) -> None:
            if name in given or name in seen:
                return
            seen.add(name)
            node = self.nodes.get(name)
            if node is None:
                raise KeyError(f"the project has no model, seed or source {name!r}")
            if node.kind == "source":
                raise KeyError(f"{asked_by} reads the source {name!r}: give it as an input")
            for parent in node.parents:
                visit(parent, name)
            order.append(node)

        for name in wanted:
            visit(name, "the test")
        return order

    def run(
        self,
        inputs: Mapping[str, pd.DataFrame | pa.Table | str],
        wanted: Iterable[str],
        con: duckdb.DuckDBPyConnection | None = None,
    ) -> duckdb.DuckDBPyConnection:
        """Make the inputs, then every wanted model with what it needs, and return the connection.

        Parameters
        ----------
        inputs : mapping
            Name of a model, seed or source to its rows: a DataFrame, an Arrow table, or a SQL
            query whose result becomes a view.
        wanted : iterable of str
            Names of models.
        con : connection, optional
            A database attached as ``wenmai``; by default a new one in memory.
        """
        wanted = list(wanted)
        order = self.plan(inputs, wanted)
        con = con or in_memory()
        for name in [*inputs, *(node.name for node in order)]:
            con.execute(f'create schema if not exists "{self.nodes[name].schema}"')
        for name, rows in inputs.items():
            if isinstance(rows, str):
                con.execute(f"create view {self.nodes[name].relation} as {rows}")
            else:
                con.register("_input", rows)
                con.execute(f"create table {self.nodes[name].relation} as from _input")
                con.unregister("_input")
        for node in order:
            self.make(node, con)
        return con

    def make(self, node: Node, con: duckdb.DuckDBPyConnection) -> None:
        """Create one model or seed in a database that holds its parents."""
        if node.kind == "seed":
            con.read_csv(str(node.path), dtype=dict(node.column_types or {}), header=True).to_table(
                f'"{node.schema}"."{node.name}"'
            )
        elif node.language == "python":
            result = runpy.run_path(str(node.path))["model"](
                _FakeDbt(self, con, node.relation), con
            )
            con.register("_result", result)
            con.execute(f"create table {node.relation} as from _result")
            con.unregister("_result")
        else:
            kind = "view" if node.materialized == "view" else "table"
            con.execute(f"create {kind} {node.relation} as {node.code}")


class _FakeDbt:
    """What a Python model sees as ``dbt``: only what thin models use."""

    is_incremental = False  # every run starts from nothing

    def __init__(self, models: CompiledModels, con: duckdb.DuckDBPyConnection, this: str) -> None:
        self._models, self._con, self.this = models, con, this

    def config(self, **_: Any) -> None:
        """Accept the configuration; nothing depends on it here."""

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self._con.sql(f"select * from {self._models.nodes[name].relation}")


def in_memory() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory under the name that compiled SQL uses."""
    con = duckdb.connect()
    con.execute(f"attach ':memory:' as {CATALOG}")
    con.execute(f"use {CATALOG}")
    return con


def _nodes(manifest: Mapping[str, Any], project_dir: Path) -> Iterable[Node]:
    names = {
        key: entry["name"] for part in ("nodes", "sources") for key, entry in manifest[part].items()
    }
    for source in manifest["sources"].values():
        yield Node(source["name"], "source", source["schema"], ())
    for entry in manifest["nodes"].values():
        if entry["resource_type"] not in {"model", "seed"}:
            continue
        yield Node(
            name=entry["name"],
            kind=entry["resource_type"],
            schema=entry["schema"],
            parents=tuple(names[key] for key in entry.get("depends_on", {}).get("nodes", ())),
            materialized=entry["config"]["materialized"],
            language=entry.get("language", "sql"),
            code=entry.get("compiled_code") or "",
            path=project_dir / entry["original_file_path"],
            column_types=entry["config"].get("column_types"),
        )
