"""Run Python models in processes of their own, side by side with the SQL.

A model's inputs are handed over as Arrow files, and so is its result.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from wenmai.build.project import Node
from wenmai.sql_text import literal
from wenmai.workers import processors, workers


class PythonModels:
    """The Python models of one build that are under way.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the private file: inputs are read from it, results written to it.
    nodes : mapping of str to Node
        By key.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, nodes: Mapping[str, Node]) -> None:
        self.connection, self.nodes = connection, nodes
        self.running: dict[Future[tuple[Path, float]], Node] = {}
        self.folder = Path()

    def __enter__(self) -> "PythonModels":
        self.folder = Path(tempfile.mkdtemp(prefix="wenmai-models-"))
        return self

    def __exit__(self, *_: object) -> None:
        for future in self.running:
            future.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def has_room(self) -> bool:
        """Whether a processor is free for another model."""
        return len(self.running) < processors()

    def start(self, node: Node, *, has_last_result: bool, is_here: bool) -> None:
        """Hand a model's inputs over, with what it said last time, and let it run.

        ``is_here``: in this process, because starting another would take longer than the model.
        """
        folder = self.folder / node.name
        folder.mkdir()
        handed = [self.nodes[parent] for parent in node.parents if parent in self.nodes]
        if has_last_result:
            handed.append(node)
        self.hand_over(handed, folder)
        relations = [table.relation for table in handed]
        (limit,) = self.connection.sql("select current_setting('memory_limit')").fetchone() or ("",)
        task = (node.code, node.file, node.relation, relations, folder)
        run = partial(run_apart, *task, memory_limit=limit)
        self.running[_ended(run) if is_here else workers().submit(run)] = node

    def finished(self, *, wait_for_one: bool) -> Iterator[tuple[Node, Callable[[], float]]]:
        """Yield the models that have ended, each with what writes its table (or raises).

        What writes it returns the seconds that the model took.
        """
        if not self.running:
            return
        done, _ = wait(
            self.running, timeout=None if wait_for_one else 0, return_when=FIRST_COMPLETED
        )
        for future in done:
            node = self.running.pop(future)
            yield node, partial(self._take, node, future)

    def _take(self, node: Node, future: "Future[tuple[Path, float]]") -> float:
        import pyarrow as pa  # noqa: PLC0415

        file, seconds = future.result()
        with pa.memory_map(str(file)) as source:
            made = pa.ipc.open_file(source).read_all()  # noqa: F841 - DuckDB finds it by its name
            self.connection.execute(f"create or replace table {node.table} as select * from made")
        return seconds

    def hand_over(self, tables: Sequence[Node], folder: Path) -> None:
        """Write tables where :func:`run_apart` finds them."""
        import pyarrow as pa  # noqa: PLC0415

        for number, table in enumerate(tables):
            rows = self.connection.execute(f"select * from {table.table}")
            reader = rows.to_arrow_reader(100_000)
            with pa.ipc.new_file(str(folder / f"{number}.arrow"), reader.schema) as sink:
                for batch in reader:
                    sink.write_batch(batch)


def _ended(run: Callable[[], tuple[Path, float]]) -> "Future[tuple[Path, float]]":
    """Run now, and return the outcome as a worker's."""
    future: Future[tuple[Path, float]] = Future()
    try:
        future.set_result(run())
    except Exception as error:
        future.set_exception(error)
    return future


def run_apart(
    code: str,
    file: str,
    relation: tuple[str, ...],
    relations: list[tuple[str, ...]],
    folder: Path,
    *,
    memory_limit: str = "",
) -> tuple[Path, float]:
    """Run a Python model on tables of its own database, in this process.

    Parameters
    ----------
    code : str
        As dbt compiled it: the model, and what it sees as ``dbt``.
    file : str
        For tracebacks.
    relation : tuple of str
        Database, schema and name of the model's table.
    relations : list of tuple of str
        Tables that lie in ``folder`` as ``0.arrow``, ``1.arrow`` …
    folder : Path
    memory_limit : str
        Of DuckDB; what does not fit goes into ``folder``. Default: its own.

    Returns
    -------
    tuple of Path and float
        An Arrow file, and the seconds that the model took.
    """
    import pyarrow as pa  # noqa: PLC0415

    started = time.perf_counter()
    with duckdb.connect() as session:
        session.execute("set threads = 1")
        session.execute(f"set temp_directory = {literal(str(folder / 'spilt'))}")
        if memory_limit:
            session.execute(f"set memory_limit = {literal(memory_limit)}")
        session.execute(f"attach ':memory:' as \"{relation[0]}\"")
        session.execute(f'use "{relation[0]}"')
        for schema in {schema for _, schema, _ in [*relations, relation]}:
            session.execute(f'create schema if not exists "{schema}"')
        for number, (database, schema, name) in enumerate(relations):
            # a copy: a view of the file would be one of this connection, and of no cursor of it
            with pa.memory_map(str(folder / f"{number}.arrow")) as source:
                given = pa.ipc.open_file(source).read_all()  # noqa: F841 - found by its name
                session.execute(
                    f'create table "{database}"."{schema}"."{name}" as select * from given'
                )
        result = run_model(session, code, file)
        made = folder / "made.arrow"
        reader = session.execute("select * from result").to_arrow_reader(100_000)
        with pa.ipc.new_file(str(made), reader.schema) as sink:
            for batch in reader:
                sink.write_batch(batch)
        del result
    return made, time.perf_counter() - started


def run_model(session: duckdb.DuckDBPyConnection, code: str, file: str) -> Any:
    """Run the function ``model`` of compiled Python code.

    Parameters
    ----------
    session : duckdb.DuckDBPyConnection
        Holds the tables that it reads.
    code, file : str

    Returns
    -------
    DataFrame, Arrow table or DuckDBPyRelation
    """
    space: dict[str, Any] = {"__name__": "wenmai_python_model"}
    exec(compile(code, file, "exec"), space)  # the project's own model
    dbt = space["dbtObj"](lambda relation: session.sql(f"select * from {relation}"))
    return space["model"](dbt, session)
