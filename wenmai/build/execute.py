"""Run what dbt compiled on one connection: what has changed, parents before children.

Why not dbt itself: rendering, logging, relation look-ups and commits of some 350 nodes cost ten
times what their SQL costs. The graph, the SQL and the contracts are dbt's; here they are only
executed, and ``dbt build`` by hand makes the same tables.

A node is made anew when its code or the content of a parent differs from last time. The keys stand
in the private file, written in the same transaction as the table they speak of.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

from wenmai.build.changed_studies import code_hash
from wenmai.build.project import Node
from wenmai.build.python_model import PythonModels
from wenmai.build.report import NodeResult
from wenmai.build.table_mill import TableMill
from wenmai.build.versions import versions
from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence, joined
from wenmai.sql_text import literal

CONTRACT_BROKEN = Sentence("flows.contract_broken", "table", "columns")
OTHER_TYPE = Sentence("flows.other_type", "column", "found", "kind")

# A row for each time that a node was made; the last one counts. No primary key: looking after its
# index would cost more than most models.
KEYS = "wenmai_build.nodes"
KEY_COLUMNS = "node varchar, made_from varchar, content varchar, n_rows bigint, seconds double"
COMMIT_SECONDS = 0.5  # each commit waits for the disk: small models share one
LOAD_COLUMN = "_load_id"  # another one at each refresh, and no content


class Execution:
    """One build on one connection.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the private file.
    project_dir : Path
        Where seeds are.
    on_node : callable
        Called with a NodeResult as each node ends.
    mill : TableMill, optional
        Makes the large ones of the models that it can make.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        project_dir: Path,
        on_node: Callable[[NodeResult], None],
        mill: TableMill | None = None,
    ) -> None:
        self.mill = mill
        self.connection, self.project_dir, self.on_node = connection, project_dir, on_node
        self.results: list[NodeResult] = []
        self.contents: dict[str, str] = {}  # of every node that stands; a failed one has none
        connection.execute("create schema if not exists wenmai_build")
        try:
            connection.execute(
                f"create or replace table {KEYS} as"
                f" select node, made_from, content, n_rows, seconds from {KEYS}"
                " qualify row_number() over (partition by node order by rowid desc) = 1"
            )
        except duckdb.Error:  # not there, or of an earlier version
            connection.execute(f"create or replace table {KEYS} ({KEY_COLUMNS})")
        found = connection.execute(f"from {KEYS}").fetchall()
        self.known = {node: said for node, *said in found}
        listed = connection.execute(
            "select database_name, schema_name, table_name, 'table' from duckdb_tables() union all"
            " select database_name, schema_name, view_name, 'view' from duckdb_views()"
        ).fetchall()
        self.standing = {tuple(relation): kind for *relation, kind in listed}
        self.made_from: dict[str, str] = {}  # of every node that was begun
        self.passed: dict[str, str] = {}  # tests that found nothing, and what they were made from
        self.filled: set[str] = set()  # what holds rows of a study
        self.unsaved: list[tuple[Node, Callable[[], float | None]]] = []  # since the last commit
        self.begun = 0.0  # when the first of them was made

    def build(self, nodes: Iterable[Node]) -> None:
        """Make what has changed; Python models run in other processes meanwhile."""
        made = {node.key: node for node in nodes if node.kind != "test"}
        for schema in sorted({node.relation[1] for node in made.values()}):
            self.connection.execute(f'create schema if not exists "{schema}"')
        order = TopologicalSorter(
            {node.key: made.keys() & set(node.parents) for node in made.values()}
        )
        order.prepare()
        ahead = self._seconds_ahead(list(made.values()))
        ready: dict[str, Node] = {}
        with PythonModels(self.connection, made) as python:
            while order.is_active():
                ready |= {key: made[key] for key in order.get_ready()}
                has_room = python.has_room
                may = [n for n in ready.values() if n.language != "python" or has_room]
                # first what most waits for, so that long models run while others are made here
                node = max(may, key=lambda node: (ahead[node.key], node.key), default=None)
                if node is not None:
                    del ready[node.key]
                    if self._begin(node, python):
                        order.done(node.key)
                else:
                    self._commit()  # nothing to do but wait
                for ran, take in python.finished(wait_for_one=node is None):
                    self._end(ran, take)
                    order.done(ran.key)
            self._commit()

    def _seconds_ahead(self, nodes: Sequence[Node]) -> dict[str, float]:
        """Return how long the chain from each node to the end took last time (or may take)."""
        ahead: dict[str, float] = {}
        for node in reversed(nodes):  # children before parents
            *_, last = self.known.get(node.key, [None])
            usual = last or (3.0 if node.language == "python" else 0.02)
            ahead[node.key] = ahead.get(node.key, 0.0) + usual
            for parent in node.parents:
                ahead[parent] = max(ahead.get(parent, 0.0), ahead[node.key])
        return ahead

    def test(self, nodes: Iterable[Node]) -> None:
        """Ask the data tests: each is a query that returns the rows which break it.

        What stands further up comes first, and what lies below a failed test is not asked: its
        answers would only repeat the failure. Nor is a question asked again that found nothing,
        while it and the content of all that it reads are the same.
        """
        nodes = list(nodes)
        places = {node.key: place for place, node in enumerate(nodes)}
        doubtful: set[str] = set()  # what failed a test
        below: set[str] = set()  # and what is made from it
        tests = [node for node in nodes if node.kind == "test"]
        tests.sort(key=lambda test: max((places.get(key, 0) for key in test.parents), default=0))
        for test in tests:
            if not below.isdisjoint(test.parents):
                self._tell(test, "skipped", time.perf_counter())
            elif self._ask(test) in {"fail", "error"}:
                doubtful.update(test.parents)
                for node in nodes:  # parents before children
                    if not (doubtful | below).isdisjoint(node.parents):
                        below.add(node.key)
        if self.passed:
            said = ", ".join(
                f"({literal(key)}, {literal(made_from)}, '', 0, 0)"
                for key, made_from in self.passed.items()
            )
            self.connection.execute(f"insert into {KEYS} values {said}")

    def _ask(self, node: Node) -> str:
        """Ask one data test and tell its outcome."""
        started = time.perf_counter()
        if any(parent not in self.contents for parent in node.parents):
            self._tell(node, "skipped", started)
            return "skipped"
        made_from = self._made_from(node)
        if self.known.get(node.key, [""])[0] == made_from:
            self._tell(node, "pass", started, rows=0)
            return "pass"
        try:
            rows = self.connection.execute(f"select count(*) from ({node.code}\n)").fetchone()
        except duckdb.Error as error:
            self._tell(node, "error", started, message=str(error), severity="error")
            return "error"
        (found,) = rows or (0,)
        if not found:
            self.passed[node.key] = made_from
            self._tell(node, "pass", started, rows=0)
            return "pass"
        status = "warn" if node.severity == "warn" else "fail"
        severity = "warn" if status == "warn" else "error"
        self._tell(node, status, started, rows=found, severity=severity)
        return status

    def _begin(self, node: Node, python: PythonModels) -> bool:
        """Make a node, or send it on its way; say whether it has ended."""
        started = time.perf_counter()
        if node.kind == "source":
            self._stands(node, *self._content(node))
            return True
        if any(parent not in self.contents for parent in node.parents):
            self._tell(node, "skipped", started)
            return True
        made_from = self.made_from[node.key] = self._made_from(node)
        if self.known.get(node.key, [""])[0] == made_from and node.relation in self.standing:
            _, content, rows, _ = self.known[node.key]
            self._stands(node, content, rows)
            self._tell(node, "kept", started, rows=rows)
            return True
        if node.language == "python":
            python.start(
                node,
                has_last_result=node.relation in self.standing,
                # without a row of any study it says at once that there is nothing to say
                is_here=self.filled.isdisjoint(node.parents),
            )
            return False
        self._end(node, partial(self._make, node))
        return True

    def _stands(self, node: Node, content: str, rows: int | None) -> None:
        self.contents[node.key] = content
        is_of_a_study = node.kind == "source" or not self.filled.isdisjoint(node.parents)
        if is_of_a_study and rows != 0:
            self.filled.add(node.key)

    def _end(self, node: Node, make: Callable[[], float | None]) -> None:
        """Write a node's table and its key, and tell.

        ``make`` writes the table; it may return the seconds that were spent elsewhere before.
        """
        started = time.perf_counter()
        try:
            seconds, content, rows = self._save(node, make)
        except Exception as error:  # whatever a model does wrong, the others go on
            self.connection.execute("rollback")
            *lost, _ = self.unsaved
            self.unsaved.clear()
            for entry in lost:  # they were well, and shared its transaction
                self._save(*entry)
            self._tell(node, "error", started, message=_said(error), severity="error")
        else:
            self._stands(node, content, rows)
            self._tell(node, "success", time.perf_counter() - seconds, rows=rows)

    def _save(self, node: Node, make: Callable[[], float | None]) -> tuple[float, str, int | None]:
        """Write a table and its key in one transaction; return seconds, content and rows."""
        started = time.perf_counter()
        if not self.unsaved:
            self.connection.execute("begin transaction")
            self.begun = started
        self.unsaved.append((node, make))
        started -= make() or 0.0
        self._check_contract(node)
        self._comment(node)
        content, rows = self._content(node)
        seconds = time.perf_counter() - started
        said = ", ".join(map(literal, (node.key, self.made_from[node.key], content)))
        # no parameters: the first one would make DuckDB import pandas
        self.connection.execute(
            f"insert into {KEYS} values ({said}, {'null' if rows is None else rows}, {seconds:.4f})"
        )
        if time.perf_counter() - self.begun > COMMIT_SECONDS:
            self._commit()
        return seconds, content, rows

    def _commit(self) -> None:
        if self.unsaved:
            self.connection.execute("commit")
            self.unsaved.clear()

    def _make(self, node: Node) -> None:
        if node.kind == "seed":
            file = self.project_dir / node.file
            types = dict(node.column_types)
            self.connection.execute(f"drop table if exists {node.table}")
            self.connection.read_csv(str(file), dtype=types, header=True).to_table(node.table)
            return
        kind = _kind(node)
        if self.standing.get(node.relation, kind) != kind:
            self.connection.execute(f"drop {self.standing[node.relation]} {node.table}")
        code = node.code
        if self.mill is not None and self.mill.takes(self.connection, node):
            made_from = self.made_from[node.key]
            code = self.mill.grind(self.connection, node, made_from, self.contents)
        if node.contract:
            columns = ", ".join(f'"{name}"' for name in node.contract)
            code = f"select {columns} from ({code}\n)"
        self.connection.execute(f"create or replace {kind} {node.table} as {code}")

    def _check_contract(self, node: Node) -> None:
        """Compare the columns with the contract of the YAML."""
        if not node.contract:
            return
        found = dict(self._columns(node))
        wanted = {name: _TYPES.get(kind, kind.upper()) for name, kind in node.contract.items()}
        wrong = [
            OTHER_TYPE(column=name, found=found.get(name, "–"), kind=kind)
            for name, kind in wanted.items()
            if found.get(name) != kind
        ]
        if wrong:
            raise WenmaiError(CONTRACT_BROKEN(table=node.name, columns=joined(wrong, "; ")))

    def _comment(self, node: Node) -> None:
        said = [
            (f'column {node.table}."{name}"' if name else f"{_kind(node)} {node.table}", text)
            for name, text in node.comments.items()
        ]
        self.connection.execute(
            "; ".join(f"comment on {place} is {literal(text)}" for place, text in said)
        )

    def _columns(self, node: Node) -> list[tuple[str, str]]:
        found = self.connection.execute(f"describe {node.table}").fetchall()
        return [(name, kind) for name, kind, *_ in found]

    def _content(self, node: Node) -> tuple[str, int | None]:
        """Return a hash of columns and rows, in any order; of a view, of what it is made from."""
        if node.kind == "model" and _kind(node) == "view":
            return self.made_from[node.key], None
        columns = self._columns(node)
        hashed = [
            f'"{name}"' for name, _ in columns if name != LOAD_COLUMN or node.kind != "source"
        ]
        found = self.connection.execute(
            f"select count(*), sum(hash({', '.join(hashed)}))::varchar from {node.table}"
        ).fetchone()
        rows, total = found or (0, None)
        return _sha256([columns, rows, total]), rows

    def _made_from(self, node: Node) -> str:
        """Return a hash of everything that a node depends on."""
        said: list[Any] = [node.code, node.materialized, dict(node.contract), dict(node.comments)]
        said.append([self.contents[parent] for parent in node.follows or node.parents])
        if node.kind == "seed":
            text = (self.project_dir / node.file).read_bytes()
            said += [hashlib.sha256(text).hexdigest(), dict(node.column_types)]
        if node.language == "python":
            said += [code_hash(), sorted(versions().items())]
        return _sha256(said)

    def _tell(self, node: Node, status: str, started: float, **said: Any) -> None:
        result = NodeResult(
            name=node.name,
            resource_type=node.kind,
            status=status,
            seconds=time.perf_counter() - started,
            description=node.description,
            file=node.file,
            **said,
        )
        self.results.append(result)
        self.on_node(result)


_TYPES: Mapping[str, str] = {"string": "VARCHAR"}


def _kind(node: Node) -> str:
    return "view" if node.materialized == "view" else "table"


def _sha256(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _said(error: Exception) -> str:
    if isinstance(error, WenmaiError):
        return error.message
    name = type(error).__name__
    return str(error) if isinstance(error, duckdb.Error | ValueError) else f"{name}: {error}"
