"""The mill: texts and sums of events on one worker, on two and on two of which one dies.

(a) Texts of the demo's grammar are cut by joblib in one process, by Spark on one worker, on two,
and on two of which one is killed meanwhile; all find the same terms. (b) The model of people's
profiles sums events in the same ways, and beside DuckDB. Both say what was shuffled between
workers, as Spark's own log of events has it. Where Spark (the extra) or Java is not here, only (c).
(c) A hundred workers on skewed data, calculated: how long the fullest worker works beside an even
share, when rows are dealt by platform, by person, and by person after every task has added up its
own rows. One platform has half of all events, a few people have very many (Pareto, index 1.1), as
logs of shops have.
"""

import hashlib
import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pyarrow as pa

from demo.document_grammar import THEMES, compose, softmax
from demo.document_vocabulary import TITLES
from wenmai.build.project import compiled_project
from wenmai.build.table_mill import TableMill
from wenmai.mill import Mill, cluster
from wenmai.settings import Settings
from wenmai.text.batches import SegmenterSpec, segment
from wenmai.text.incremental import SEGMENTED, segmented_batch
from wenmai.text.mill_parts import grind

TEXTS, QUICK_TEXTS = 10_000, 40
EVENTS_HERE, QUICK_EVENTS = 5_000_000, 20_000
TWO_TARGET, ONE_TARGET, KILLED_TARGET, SKEW_TARGET = 1.6, 1.4, 1.5, 1.1
WORKERS, TASKS_PER_WORKER = 100, 8
EVENTS, PEOPLE, PLATFORMS, CATEGORIES = 10_000_000_000, 4_000_000, 50, 40
TYPE = next(iter(TITLES))
SPEC = SegmenterSpec({}, ())
MODEL = "int_consumers__profile_base"
_LOCATED = """
    select
        's' as study_code,
        'p' || cast(floor(200000 * pow(random(), 3)) as integer) as person_code,
        cast(floor(40 * random() * random()) as integer) as category_number,
        ['purchase', 'search', 'view', 'click'][1 + range % 4] as kind_code,
        timestamp '2024-01-01' + to_seconds(cast(30000000 * random() as integer)) as occurred_at
    from range({n})
"""
_BASES = """
    select 's' as study_code, timestamp '2025-01-01' as base_ends_at, 19900e0 as anchor_days,
        90e0 as half_life_days
"""


def main(quick: bool = False) -> None:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        print("texts and events: Spark or Java is not here")
    else:
        _texts(QUICK_TEXTS if quick else TEXTS)
        _events(QUICK_EVENTS if quick else EVENTS_HERE)
    _skew(PEOPLE // 100 if quick else PEOPLE)


def _texts(n: int) -> None:
    con = duckdb.connect()
    drawn = Random(5)
    rows = []
    for number in range(n):
        mixture = softmax([3 * drawn.random() for _ in THEMES])
        parts = [p for _ in range(4) for p in compose(drawn, TYPE, "沈阳市", mixture)[1]]
        text = "\n".join([str(number), *parts])
        rows.append((hashlib.sha256(text.encode()).hexdigest(), text, len(text)))
    table = pa.Table.from_pylist(
        [dict(zip(("content_hash", "text", "n_characters"), row, strict=True)) for row in rows]
    )
    con.register("texts", table)
    code = SPEC.make().segmentation_hash
    ordered = sorted((key, text) for key, text, _ in rows)
    started = time.perf_counter()
    here = pa.Table.from_batches([segmented_batch(p, code) for p in segment(ordered, SPEC)])
    seconds = time.perf_counter() - started
    print(f"texts, {sum(row[2] for row in rows) / 1e6:.0f} million characters")
    print(f"  joblib in one process: {seconds:.1f} s")

    def on_spark(mill: Mill) -> bool:
        given = {"segmentation_hash": code, "schema": SEGMENTED, "batched": segmented_batch}
        batches = list(grind(con, con.table("texts"), SPEC, mill, **given))
        return pa.Table.from_batches(batches, schema=SEGMENTED).equals(here)

    one = _three_ways(on_spark, "texts/*/in.parquet")
    _target("one worker against joblib", one / seconds, ONE_TARGET, is_least=False)


def _events(n: int) -> None:
    settings = Settings.from_env()
    nodes = {node.key: node for node in compiled_project(settings) if node.kind != "test"}
    model = next(node for node in nodes.values() if node.name == MODEL)
    of_spark = {node.key: node.code for node in compiled_project(settings, target="spark")}
    with tempfile.TemporaryDirectory() as folder:
        con = duckdb.connect(f"{folder}/{model.relation[0]}.duckdb")
        made = {
            "int_consumers__located": _LOCATED.format(n=n),
            "int_consumers__profile_bases": _BASES,
        }
        con.execute(f"set threads = 1; select setseed(.5); create schema {model.relation[1]}")
        for key in model.parents:
            con.execute(f"create table {nodes[key].table} as {made[nodes[key].name]}")
        con.execute("reset threads")
        started = time.perf_counter()
        con.execute(f"create table here as {model.code}")
        print(f"events, {n:,}")
        print(f"  DuckDB, all processors: {time.perf_counter() - started:.1f} s")
        contents = dict.fromkeys(nodes, "0" * 64)

        def on_spark(mill: Mill) -> bool:
            tables = TableMill(mill, nodes, lambda: of_spark)
            query = tables.grind(con, model, "a" * 64, contents)
            (gap,) = con.execute(
                "select max(abs(there.decayed_sum::double / here.decayed_sum - 1)"
                " + abs(there.events - here.events))"
                f" from ({query}) as there full join here using (person_code, category_number)"
                " where here.events is not null and there.events is not null"
            ).fetchall()[0]
            (alone,) = con.execute(
                f"select count(*) from ({query}) as there full join here"
                " using (person_code, category_number) where here.events is null"
                " or there.events is null"
            ).fetchall()[0]
            return bool(gap < 1e-12 and not alone)

        _three_ways(on_spark, "tables/*/out/_temporary")
        con.close()


def _three_ways(on_spark: Callable[[Mill], bool], is_under_way: str) -> float:
    """Print the seconds on one worker, on two and with one killed; return those on one."""
    seconds = {}
    for name, n_workers in (("one worker", 1), ("two workers", 2), ("one of two killed", 2)):
        with _mill(n_workers) as (made, mill):
            for _ in range(2):  # Java itself begins with the first of all
                started = time.perf_counter()
                with mill.session() as spark:
                    spark.range(1).count()
                begun = time.perf_counter() - started
            if name == "one of two killed":
                soon = seconds["two workers"] / 4
                threading.Thread(target=_kill, args=(made, mill, is_under_way, soon)).start()
            started = time.perf_counter()
            is_same = on_spark(mill)
            seconds[name] = time.perf_counter() - started
            said = f"{seconds[name]:.1f} s ({begun:.1f} s to begin)"
            shuffled = f"{_shuffled(mill) / 1e6:.1f} MB shuffled"
            print(f"  {name}: {said}, {shuffled}, the same: {is_same}")
    one, two, killed = seconds.values()
    _target("two workers faster than one", one / two, TWO_TARGET, is_least=True)
    _target("a killed worker", killed / two, KILLED_TARGET, is_least=False)
    return one


@contextmanager
def _mill(n_workers: int) -> Iterator[tuple[cluster.Cluster, Mill]]:
    with tempfile.TemporaryDirectory() as folder:
        made = cluster.start(Path(folder) / "mill", n_workers)
        mill = Mill(made.url, Path(folder) / "shared", Path(made.properties), least=0)
        log = Path(folder) / "shared" / "log"
        log.mkdir(parents=True)
        with Path(made.properties).open("a") as stream:
            stream.write(
                f"spark.eventLog.enabled true\nspark.eventLog.dir file://{log}\n"
                "spark.eventLog.compress false\nspark.eventLog.rolling.enabled false\n"
            )
        try:
            yield made, mill
        finally:
            cluster.stop(Path(folder) / "mill")


def _shuffled(mill: Mill) -> int:
    """Return the bytes that tasks wrote for other tasks to read."""
    total = 0
    for file in (mill.path / "log").iterdir():
        for line in file.read_text(encoding="utf-8").splitlines():
            said = json.loads(line).get("Task Metrics") or {}
            total += said.get("Shuffle Write Metrics", {}).get("Shuffle Bytes Written", 0)
    return total


def _kill(made: cluster.Cluster, mill: Mill, is_under_way: str, seconds: float) -> None:
    while not list(mill.path.glob(is_under_way)):
        time.sleep(0.05)
    time.sleep(seconds)
    os.kill(made.processes["worker_1"], signal.SIGKILL)


def _target(name: str, ratio: float, bound: float, *, is_least: bool) -> None:
    is_met = ratio >= bound if is_least else ratio <= bound
    said = f"{'at least' if is_least else 'at most'} {bound}"
    print(f"  target: {name}, {said}: {ratio:.2f}: {_said(is_met)}")


def _skew(n_people: int) -> None:
    rng = np.random.default_rng(11)
    share = rng.pareto(1.1, n_people) + 1
    events = share / share.sum() * EVENTS
    rest = rng.dirichlet(np.ones(PLATFORMS - 1)) / 2
    platforms = np.concatenate([[0.5], rest]) * EVENTS
    tasks = WORKERS * TASKS_PER_WORKER
    # a person is on one platform; what a task hands on is one row per person and category it saw
    place = rng.integers(0, tasks, n_people)
    seen = np.minimum(events / tasks, CATEGORIES)  # rows of a person in one task, at most
    handed = np.where(events < tasks, events, seen * tasks)
    for name, loads in (
        ("by platform", platforms),
        ("by person, every event", np.bincount(place, events, tasks)),
        ("by person, added up first", np.bincount(place, handed, tasks)),
    ):
        longest = _makespan(loads) / (loads.sum() / WORKERS)
        print(f"skew, {name}: {loads.sum() / 1e9:.2f} billion rows, fullest worker {longest:.2f}")
    print(f"  target: at most {SKEW_TARGET}: {longest:.2f}: {_said(longest <= SKEW_TARGET)}")
    gigabytes = handed.sum() * 40 / 1e9
    print(f"  shuffled at 40 bytes a row: {gigabytes:.0f} GB of {EVENTS * 40 / 1e9:.0f} GB")


def _makespan(loads: np.ndarray) -> float:
    """Return what the fullest worker does when the next task goes to whoever is free."""
    busy = np.zeros(WORKERS)
    for load in loads:
        busy[busy.argmin()] += load
    return float(busy.max())


def _said(is_met: bool) -> str:
    return "met" if is_met else "missed"
