"""What a real cluster makes by every door, with a worker killed: the same as this machine.

The doors: dbt through a Thrift server, models of a refresh, texts, and what joblib spreads. Spark
understands every model.
"""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from support.directory import directory
from support.spread_works import WORKS

from wenmai.build.project import compiled_project
from wenmai.build.table_mill import TableMill, view_of, with_views
from wenmai.errors import WenmaiError
from wenmai.mill import Mill, cluster
from wenmai.text.batches import SegmenterSpec, segment
from wenmai.text.incremental import SEGMENTED, segmented_batch
from wenmai.text.mill_parts import grind

NEEDED = ("pyspark", "dbt.adapters.spark", "joblibspark")
pytestmark = pytest.mark.skipif(
    not all(map(find_spec, NEEDED)) or shutil.which("java") is None,
    reason="Spark (the extra `spark`) or Java is not here",
)
MEMORY = "700m"
PASSWORD = "Kranich-7 am See"
BUILD = """
import sys
from wenmai.build import build_tables
from wenmai.settings import Settings
report = build_tables(Settings.from_env(), select=sys.argv[1:], is_tested=False)
made = {node.name for node in report.nodes if node.status == "success"}
wrong = [f"{node.name}: {node.message}" for node in report.nodes if node.is_failure]
sys.exit("; ".join(wrong + sorted({name[1:] for name in sys.argv[1:]} - made)) or 0)
"""
SPEC = SegmenterSpec({"冰雪旅游": None}, ("的",))
CODE = SPEC.make().segmentation_hash
WORDS = ("冰雪旅游", "文化产业", "数字经济", "的", "博物馆", "沈阳", "创新", "演艺市场")
_SITE = "<property><name>hive.server2.authentication{}</name><value>{}</value></property>"


class Workers:
    """The demo's tables with the SQL of both engines, and a running cluster."""

    def __init__(self, settings, folder, port):
        self.folder, self.settings = folder / "mill", settings
        self.folder.mkdir()
        site = _SITE.format("", "LDAP") + _SITE.format(".ldap.url", f"ldap://127.0.0.1:{port}")
        (self.folder / "hive-site.xml").write_text(f"<configuration>{site}</configuration>")
        self.made = cluster.start(self.folder, 2, MEMORY, seconds=600, has_thrift=True)
        self.mill = Mill(self.made.url, folder / "shared", Path(self.made.properties), least=0)
        self.nodes = {n.key: n for n in compiled_project(settings) if n.kind != "test"}
        of_spark = compiled_project(settings, target="spark")
        self.spark_sql = {node.key: node.code for node in of_spark}
        self.con = duckdb.connect(str(settings.build_file), read_only=True)
        self.models = [n for n in self.nodes.values() if n.kind == "model" and n.language == "sql"]
        self.tables = TableMill(self.mill, self.nodes, lambda: self.spark_sql)
        self.ground = [node for node in self.models if self.tables.takes(self.con, node)]
        self.contents = dict.fromkeys(self.nodes, "0" * 64)

    def code(self, node):
        return with_views(self.spark_sql[node.key], [self.nodes[key] for key in node.parents])

    @contextmanager
    def one_dies(self, is_under_way):
        """Kill a worker with its executor once something is under way; another comes for it."""

        ended = threading.Event()

        def kill():
            while not ended.wait(0.05):
                if is_under_way():
                    os.kill(self.made.processes["worker_1"], signal.SIGKILL)
                    return

        thread = threading.Thread(target=kill)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
        assert "worker_1" not in cluster.alive(self.made)
        self.made.processes["worker_1"] = cluster.start_worker(
            self.folder, self.made.url, 1, MEMORY
        )
        # or `stop` would know of the dead one alone
        (self.folder / "mill.json").write_text(json.dumps(asdict(self.made)))
        while cluster.told(self.made).get("aliveworkers") != 2:
            time.sleep(0.2)


@pytest.fixture(scope="module")
def workers(demo_warehouse, tmp_path_factory):
    folder = tmp_path_factory.mktemp("workers")
    with directory(PASSWORD) as port:
        try:
            found = Workers(demo_warehouse.settings, folder, port)
            yield found
            found.con.close()
        finally:
            cluster.stop(folder / "mill")


def test_a_mill_runs_once_and_only_its_owner_reads_its_secret(workers):
    assert Path(workers.made.properties).stat().st_mode & 0o077 == 0
    assert set(cluster.alive(workers.made)) == {"master", "worker_1", "worker_2", "thrift"}
    with pytest.raises(WenmaiError, match="runs here already"):
        cluster.start(workers.folder)


def test_dbt_makes_the_models_of_the_mill_through_a_thrift_server_with_a_password(
    workers, monkeypatch
):
    said = {"HOST": "127.0.0.1", "PORT": str(workers.made.thrift), "AUTH": "LDAP", "USER": "li"}
    for name, value in said.items():
        monkeypatch.setenv(f"WENMAI_SPARK_{name}", value)
    monkeypatch.setenv("DBT_ENV_SECRET_SPARK_PASSWORD", "another")
    is_well, reason = run_dbt(workers)
    assert not is_well
    assert "Error validating the login" in reason
    monkeypatch.setenv("DBT_ENV_SECRET_SPARK_PASSWORD", PASSWORD)
    given = {parent for node in workers.ground for parent in node.parents}
    with opened(workers) as cursor:
        for node in map(workers.nodes.get, given - {node.key for node in workers.ground}):
            _, schema, name = node.relation
            file = workers.tables.hand_over(workers.con, node, workers.contents)
            cursor.execute(f"create schema if not exists {schema}")
            cursor.execute(f"create table {schema}.{name} using parquet location '{file}'")
    apps = lambda: cluster.told(workers.made)["activeapps"]  # noqa: E731
    with workers.one_dies(lambda: any(app["cores"] == 2 for app in apps())):
        assert run_dbt(workers) == (True, "")
    for node in workers.ground:
        _, schema, name = node.relation
        files = workers.folder / "warehouse" / f"{schema}.db" / name
        assert_equal(workers.con, f"(from read_parquet('{files}/*.parquet'))", node.table)
    logs = [*workers.folder.rglob("*.log"), *(workers.folder / "dbt").rglob("*")]
    texts = [file.read_bytes() for file in logs if file.is_file()]
    assert len(texts) > 5
    assert not any(PASSWORD.encode() in text for text in texts)


def run_dbt(workers):
    """Run dbt as an operator does, and return whether it went well, and the reason."""
    from dbt.cli.main import dbtRunner

    project, before = str(workers.settings.project_dir), Path.cwd()
    try:
        done = dbtRunner().invoke(
            [
                *("--log-level", "none", "--no-use-colors-file", "run", "--target", "spark"),
                *("--select", "tag:mill", "--threads", "2", "--vars", "{}"),
                *("--project-dir", project, "--profiles-dir", project),
                *("--target-path", str(workers.folder / "dbt"), "--log-path"),
                str(workers.folder / "dbt" / "logs"),
            ]
        )
    finally:
        os.chdir(before)
    wrong = [str(one.message) for one in getattr(done.result, "results", None) or ()
             if one.status != "success"]  # fmt: skip
    return done.success, f"{done.exception or ''}{''.join(wrong)}"


@contextmanager
def opened(workers):
    from pyhive import hive

    said = {"username": "li", "auth": "LDAP", "password": PASSWORD}
    connection = hive.connect(host="127.0.0.1", port=workers.made.thrift, **said)
    try:
        yield connection.cursor()
    finally:
        connection.close()


def test_a_build_makes_with_a_mill_what_it_makes_without_also_when_a_worker_is_killed(
    workers, demo_warehouse, tmp_path
):
    own = demo_warehouse.copy_to(tmp_path / "own").settings
    texts = [node for node in workers.nodes.values() if node.name == "int_text__segmented_texts"]
    asked = [*workers.ground, *texts]
    with duckdb.connect(str(own.build_file)) as con:
        for node in asked:
            con.execute(f"drop table {node.table}")
    said = {"HOME": own.home, "MILL": workers.made.url, "MILL_PATH": workers.mill.path}
    said |= {"MILL_PROPERTIES": workers.made.properties, "MILL_LEAST": 1}
    environ = {**os.environ, **{f"WENMAI_{name}": str(value) for name, value in said.items()}}
    ended = lambda: cluster.told(workers.made)["completedapps"]  # noqa: E731
    before = len(ended())
    is_under_way = lambda: list(workers.tables.folder.glob("*/out/_temporary"))  # noqa: E731
    with workers.one_dies(is_under_way):
        names = [f"+{node.name}" for node in asked]
        done = subprocess.run(
            [sys.executable, "-c", BUILD, *names], env=environ, capture_output=True, check=False
        )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert len(ended()) - before == len(asked) == 8
    assert not workers.tables.folder.exists()
    workers.con.execute(f"attach '{own.build_file}' as own (read_only)")
    for node in asked:
        assert_equal(workers.con, ".".join(["own", *node.relation[1:]]), node.table)
    workers.con.execute("detach own")


def test_workers_cut_the_same_terms_also_when_one_of_them_is_killed(workers):
    con, drawn = duckdb.connect(), random.Random(1)
    texts = ["".join(drawn.choices(WORDS, k=300)) + "。" for _ in range(400)]
    rows = [(hashlib.sha256(text.encode()).hexdigest(), text) for text in texts]
    con.execute("create table texts (content_hash varchar, text varchar, n_characters bigint)")
    con.executemany("insert into texts values (?, ?, 1000)", rows)
    here = [segmented_batch(portion, CODE) for portion in segment(sorted(rows), SPEC)]
    given = {"segmentation_hash": CODE, "schema": SEGMENTED, "batched": segmented_batch}
    is_under_way = lambda: list(workers.mill.path.glob("texts/*/out/_SUCCESS"))  # noqa: E731
    with workers.one_dies(is_under_way):
        found = grind(
            *(con, con.table("texts"), SPEC, workers.mill), **given, characters_per_part=150_000
        )
        ground = pa.Table.from_batches(list(found), schema=SEGMENTED)
    assert ground.to_pylist() == pa.Table.from_batches(here).to_pylist()


def test_what_joblib_spreads_is_equal_on_workers_of_which_one_is_killed(workers, monkeypatch):
    here = {name: work(monkeypatch) for name, work in WORKS.items()}
    said = {"PARALLEL": "spark", "MILL": workers.made.url}
    said["MILL_PROPERTIES"] = workers.made.properties
    for name, value in said.items():
        monkeypatch.setenv(f"WENMAI_{name}", value)
    monkeypatch.setattr("wenmai.mill.spread.SECONDS_HERE", 0)
    apps = lambda: cluster.told(workers.made)["activeapps"]  # noqa: E731
    is_under_way = lambda: any(a["name"] == "wenmai" and a["cores"] == 2 for a in apps())  # noqa: E731
    with workers.one_dies(is_under_way):
        there = {name: work(monkeypatch) for name, work in WORKS.items()}
    assert there == here


def test_spark_understands_every_model(workers):
    from pyspark.sql.pandas.types import from_arrow_schema

    failed = {}
    with workers.mill.session() as spark:
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


def test_the_path_of_the_indicators_from_raw_copies_is_equal_on_spark(workers, tmp_path):
    wanted = {node.name: node for node in workers.models}["fct_index_contributions"]
    waiting, needed = [wanted.key], set()
    while waiting:
        key = waiting.pop()
        if key not in needed:
            needed.add(key)
            waiting += workers.nodes[key].parents
    done = {}
    with workers.mill.session() as spark:
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


def test_a_mill_that_was_stopped_does_not_answer(workers):
    assert cluster.stop(workers.folder) == ["master", "thrift", "worker_1", "worker_2"]
    with pytest.raises(WenmaiError, match="does not answer"), workers.mill.session():
        pass


def assert_equal(con, found, expected):
    """Compare rows: texts and counts are the same, and numbers within 1e-12."""
    kinds = con.execute(f"describe {expected}").fetchall()
    # HUGEINT holds sums of numbers that were rounded to multiples of 2^-52
    numbers = [name for name, kind, *_ in kinds if kind in {"DOUBLE", "HUGEINT"}]
    keys = ", ".join(f'"{name}"' for name, *_ in kinds if name not in numbers)
    ranked = ", ".join([keys, *(f'"{name}"' for name in numbers)])
    numbered = "select *, row_number() over (order by {}) as place from {}"
    one, other = (f"({numbered.format(ranked, table)})" for table in (found, expected))
    gaps = " or ".join(
        f"abs(one.{name}::double - other.{name}) > 1e-12 * greatest(1, abs(other.{name}::double))"
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
