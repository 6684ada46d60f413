"""Run the project's own models on small tables in memory, without a dbt run for each example.

dbt compiles the project once; the compiled SQL is then executed in the order of its dependencies.
A test gives the tables that it wants to vary, under the names of models, seeds or sources, and
asks for the models that it wants to see.
"""

import runpy
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from wenmai.build.project import Node, compiled_project
from wenmai.ingest.raw_tables import OWN_UNITS
from wenmai.settings import Settings

# The catalog that dbt names in compiled SQL: the stem of the build file.
CATALOG = "wenmai"


class CompiledModels:
    """The models of the project as dbt compiles them.

    Parameters
    ----------
    settings : Settings

    Examples
    --------
    >>> models = CompiledModels(Settings.from_env())
    >>> con = models.run({"stg_config__studies": studies, "int_indicators__clean_values": values},
    ...                  ["fct_innovation_index"])
    >>> con.sql("select * from marts.fct_innovation_index")
    """

    def __init__(self, settings: Settings) -> None:
        nodes = compiled_project(settings)
        self.project_dir = settings.project_dir
        self.nodes = {node.name: node for node in nodes if node.kind != "test"}
        self.tests = {node.name: node for node in nodes if node.kind == "test"}
        self.names = {node.key: node.name for node in nodes}

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
            if name == OWN_UNITS.name:
                return
            if node.kind == "source":
                raise KeyError(f"{asked_by} reads the source {name!r}: give it as an input")
            for parent in node.parents:
                visit(self.names[parent], name)
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
            con.execute(f'create schema if not exists "{self.nodes[name].relation[1]}"')
        if OWN_UNITS.name not in inputs:
            # places of China are known; a test that brings other units gives them
            con.execute("create schema if not exists raw")
            con.execute(OWN_UNITS.ddl.replace("or replace table", "table if not exists"))
        for name, rows in inputs.items():
            if isinstance(rows, str):
                con.execute(f"create view {self.nodes[name].table} as {rows}")
            else:
                con.register("_input", rows)
                con.execute(f"create table {self.nodes[name].table} as from _input")
                con.unregister("_input")
        for node in order:
            self.make(node, con)
        return con

    def found_by(self, test: str, con: duckdb.DuckDBPyConnection) -> int:
        """Return how many rows a test of the project finds at fault."""
        return len(con.sql(self.tests[test].code).fetchall())

    def make(self, node: Node, con: duckdb.DuckDBPyConnection) -> None:
        """Create one model or seed in a database that holds its parents."""
        if node.kind == "seed":
            file = self.project_dir / node.file
            con.read_csv(str(file), dtype=dict(node.column_types), header=True).to_table(node.table)
        elif node.language == "python":
            result = runpy.run_path(str(self.project_dir / node.file))["model"](
                _FakeDbt(self, con, node.table), con
            )
            con.register("_result", result)
            con.execute(f"create table {node.table} as from _result")
            con.unregister("_result")
        else:
            kind = "view" if node.materialized == "view" else "table"
            con.execute(f"create {kind} {node.table} as {node.code}")


class _FakeDbt:
    """What a Python model sees as ``dbt``: only what thin models use."""

    is_incremental = False  # every run starts from nothing

    def __init__(self, models: CompiledModels, con: duckdb.DuckDBPyConnection, this: str) -> None:
        self._models, self._con, self.this = models, con, this

    def config(self, **_: Any) -> None:
        """Accept the configuration; nothing depends on it here."""

    def source(self, _group: str, name: str) -> duckdb.DuckDBPyRelation:
        return self.ref(name)

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self._con.sql(f"select * from {self._models.nodes[name].table}")


def in_memory() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory under the name that compiled SQL uses."""
    con = duckdb.connect()
    con.execute(f"attach ':memory:' as {CATALOG}")
    con.execute(f"use {CATALOG}")
    return con
