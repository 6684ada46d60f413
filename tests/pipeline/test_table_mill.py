"""Models that Spark makes: whole or not there, nothing twice, and the rows that DuckDB makes."""

import json
import os
import shutil
import signal
import sys
import threading
import time
from contextlib import nullcontext
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from wenmai.build.project import Node, compiled_project
from wenmai.build.table_mill import TableMill, view_of, why_not, with_views
from wenmai.errors import WenmaiError
from wenmai.mill import Mill, cluster

EVENTS = Node(
    key="model.events", name="events", kind="model", relation=("memory", "main", "events")
)
SUMS = Node(
    key="model.sums",
    name="sums",
    kind="model",
    relation=("memory", "main", "sums"),
    parents=("model.events",),
    code="select person, count(*) as n, sum(fen) as fen from main.events group by person",
    tags=("mill",),
)
ON_SPARK = "select person, count(*) as n, sum(fen) as fen from main.events group by 1"
CONTENTS = {"model.events": "e" * 64}
needs_spark = pytest.mark.skipif(
    not all(map(find_spec, ("pyspark", "dbt.adapters.spark"))) or shutil.which("java") is None,
    reason="Spark (the extra `spark`) or Java is not here",
)


class ByHand(Mill):
    """A mill that does what Spark does with a query, by DuckDB in this process, and may die."""

    def session(self):
        if os.environ.get("DEAD"):
            raise WenmaiError(f"The mill {self.url} broke down.")
        return nullcontext(Session())


class Session:
    def __init__(self):
        self.con, self.conf, self.files = duckdb.connect(), self, []

    def set(self, key, value):
        assert key.startswith("spark.sql.")

    @property
    def read(self):
        return self

    def parquet(self, place):
        if isinstance(self.con, duckdb.DuckDBPyRelation):
            Path(place).mkdir()
            self.con.write_parquet(f"{place}/part-0.parquet")
            Path(place, "_SUCCESS").touch()
            return None
        self.files.append(place)
        return self

    def createOrReplaceTempView(self, name):  # noqa: N802
        self.con.execute(f"create view {name} as from '{self.files[-1]}'")

    def sql(self, code):
        self.con = self.con.sql(code)
        return self

    def observe(self, counted, _count):
        counted.get = {"n": len(self.con)}
        return self

    @property
    def write(self):
        return self


@pytest.fixture
def con():
    connection = duckdb.connect()
    connection.execute(
        "create table events as select range % 3 as person, range::integer as fen from range(12)"
    )
    return connection


@pytest.fixture
def mill(tmp_path, monkeypatch):
    spark = type(sys)("pyspark.sql")
    spark.Observation = type("Observation", (), {})
    spark.functions = type("functions", (), {"lit": str, "count": lambda _: Alias()})
    monkeypatch.setitem(sys.modules, "pyspark", type(sys)("pyspark"))
    monkeypatch.setitem(sys.modules, "pyspark.sql", spark)
    nodes = {node.key: node for node in (EVENTS, SUMS)}
    asked = lambda: {SUMS.key: ON_SPARK}  # noqa: E731
    return TableMill(ByHand("spark://by-hand:7077", tmp_path), nodes, asked, least_rows=12)


class Alias:
    def alias(self, name):
        return name


def test_a_large_model_with_the_tag_is_made_on_the_mill_with_the_types_of_its_own(con, mill):
    assert mill.takes(con, SUMS)
    assert not mill.takes(con, replace(SUMS, tags=()))
    assert not mill.takes(con, replace(SUMS, materialized="view"))
    assert not replace(mill, least_rows=13).takes(con, SUMS)
    query = mill.grind(con, SUMS, "a" * 64, CONTENTS)
    own = con.sql(SUMS.code)
    ground = con.sql(query)
    assert ground.types == own.types  # a sum of integers is HUGEINT here, and was a decimal there
    assert sorted(ground.fetchall()) == sorted(own.fetchall())
    mill.clear()
    assert not mill.folder.exists()


def test_what_is_done_is_taken_up_and_other_data_are_ground_anew(con, mill, monkeypatch):
    mill.grind(con, SUMS, "a" * 64, CONTENTS)
    monkeypatch.setenv("DEAD", "1")
    assert con.sql(mill.grind(con, SUMS, "a" * 64, CONTENTS)).fetchall()
    with pytest.raises(WenmaiError, match="broke down"):
        mill.grind(con, SUMS, "b" * 64, CONTENTS | {"model.events": "f" * 64})
    # what was handed over waits for the next run
    assert len(list(mill.folder.glob("events-*.parquet"))) == 2


def _said(place, **changed):
    file = place / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | changed))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda place: (place / "out/_SUCCESS").unlink(), "no _SUCCESS"),
        (lambda place: (place / "manifest.json").unlink(), "no manifest"),
        (lambda place: _said(place, made_from="b" * 64), "made from other data"),
        (lambda place: _said(place, rows=4), "3 of 4 rows"),
        (
            lambda place: duckdb.sql(f"copy (select 1 as x) to '{place}/out/part-0.parquet'"),
            "schema",
        ),
        (lambda place: None, ""),
    ],
)
def test_what_is_not_whole_or_older_than_the_data_is_not_used(con, mill, change, reason):
    mill.grind(con, SUMS, "a" * 64, CONTENTS)
    (place,) = mill.folder.glob("sums-*")
    change(place)
    assert why_not(con, place, "a" * 64, ["person", "n", "fen"]) == reason


class OnWorkers:
    """The demo's tables with the SQL of both engines, and a running cluster."""

    def __init__(self, settings, made, shared):
        self.made = made
        mill = Mill(made.url, shared, Path(made.properties))
        self.nodes = {n.key: n for n in compiled_project(settings) if n.kind != "test"}
        of_spark = {n.key: n for n in compiled_project(settings, target="spark")}
        self.spark_sql = {key: node.code for key, node in of_spark.items()}
        self.con = duckdb.connect(str(settings.build_file), read_only=True)
        self.models = [n for n in self.nodes.values() if n.kind == "model" and n.language == "sql"]
        self.tables = TableMill(mill, self.nodes, lambda: self.spark_sql, least_rows=0)
        self.contents = dict.fromkeys(self.nodes, "0" * 64)

    def code(self, node):
        return with_views(self.spark_sql[node.key], [self.nodes[key] for key in node.parents])


@pytest.fixture(scope="module")
def workers(demo_warehouse, tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers")
    made = cluster.start(folder / "mill", n_workers=2, memory="700m", seconds=600)
    try:
        found = OnWorkers(demo_warehouse.settings, made, folder / "shared")
        yield found
        found.con.close()
    finally:
        cluster.stop(folder / "mill")


@needs_spark
def test_spark_understands_every_model(workers):
    from pyspark.sql.pandas.types import from_arrow_schema

    failed = {}
    with workers.tables.mill.session() as spark:
        spark.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
        for node in workers.nodes.values():
            empty = workers.con.execute(f"select * from {node.table} limit 0").to_arrow_table()
            frame = spark.createDataFrame([], from_arrow_schema(empty.schema))
            frame.createOrReplaceTempView(view_of(node))
        for node in workers.models:
            try:
                spark.sql(workers.code(node))._jdf.queryExecution().executedPlan()
            except Exception as error:  # all of them in one run
                failed[node.name] = str(error)[:300]
    assert failed == {}
    assert len(workers.models) > 300


@needs_spark
def test_models_of_the_mill_are_equal_on_workers_of_which_one_is_killed(workers):
    asked = [node for node in workers.models if workers.tables.takes(workers.con, node)]
    assert len(asked) >= 5

    def kill():
        while not list(workers.tables.folder.glob("*/out/_temporary")):
            time.sleep(0.05)
        os.kill(workers.made.processes["worker_1"], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    for node in asked:
        query = workers.tables.grind(workers.con, node, "a" * 64, workers.contents)
        assert_equal(workers.con, f"({query})", node.table)
    thread.join()
    assert set(cluster.alive(workers.made)) == {"master", "worker_2"}


@needs_spark
def test_the_path_of_the_indicators_from_raw_copies_is_equal_on_spark(workers, tmp_path):
    wanted = {node.name: node for node in workers.models}["fct_index_contributions"]
    waiting, needed = [wanted.key], set()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += workers.nodes[key].parents
    done = {}
    with workers.tables.mill.session() as spark:
        spark.conf.set("spark.sql.timestampType", "TIMESTAMP_NTZ")
        spark.conf.set("spark.sql.shuffle.partitions", "2")
        for node in (node for key, node in workers.nodes.items() if key in needed):
            if node in workers.models:
                done[node.name] = f"{tmp_path}/{node.name}"
                spark.sql(workers.code(node)).write.parquet(done[node.name])
                made = spark.read.parquet(done[node.name])
            else:  # what the ingest lands, seeds, and what Python computes
                given = workers.tables.hand_over(workers.con, node, workers.contents)
                made = spark.read.parquet(str(given))
            made.createOrReplaceTempView(view_of(node))
    assert len(done) > 30
    found = f"(from read_parquet('{done[wanted.name]}/*.parquet'))"
    assert_equal(workers.con, found, wanted.table)


def assert_equal(con, found, expected):
    """Compare rows: texts and counts are the same, and numbers within 1e-12."""
    kinds = con.execute(f"describe {expected}").fetchall()
    numbers = [name for name, kind, *_ in kinds if kind == "DOUBLE"]
    keys = ", ".join(f'"{name}"' for name, *_ in kinds if name not in numbers)
    ranked = ", ".join([keys, *(f'"{name}"' for name in numbers)])
    numbered = "select *, row_number() over (order by {}) as place from {}"
    one, other = (f"({numbered.format(ranked, table)})" for table in (found, expected))
    gaps = " or ".join(
        f"abs(one.{name} - other.{name}) > 1e-12 * greatest(1, abs(other.{name}))"
        f" or (one.{name} is null) != (other.{name} is null)"
        for name in numbers
    )
    wrong = con.execute(
        f"select count(*) from {one} as one full join {other} as other using (place)"
        f" where ({', '.join(f'one.{k.strip()}' for k in keys.split(','))}) is distinct from"
        f" ({', '.join(f'other.{k.strip()}' for k in keys.split(','))}) or {gaps or 'false'}"
    ).fetchone()
    counts = [
        con.execute(f"select count(*) from {table}").fetchone() for table in (found, expected)
    ]
    assert (wrong, counts[0]) == ((0,), counts[1]), expected
