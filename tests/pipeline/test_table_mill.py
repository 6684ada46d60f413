"""Models that Spark makes: whole or not there, nothing twice, and the rows that DuckDB makes."""

import json
import os
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from wenmai.build.project import Node
from wenmai.build.table_mill import TableMill, why_not
from wenmai.errors import WenmaiError
from wenmai.mill import Mill

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
    return TableMill(ByHand("spark://by-hand:7077", tmp_path, least=12), nodes, asked)


class Alias:
    def alias(self, name):
        return name


def test_a_large_model_with_the_tag_is_made_on_the_mill_with_the_types_of_its_own(con, mill):
    assert mill.takes(con, SUMS)
    assert not mill.takes(con, replace(SUMS, tags=()))
    assert not mill.takes(con, replace(SUMS, materialized="view"))
    assert not replace(mill, mill=replace(mill.mill, least=13)).takes(con, SUMS)
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
