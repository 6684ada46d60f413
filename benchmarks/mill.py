"""The mill: documents on one worker, on two and on two of which one dies, against this machine.

(a) Texts of the demo's grammar are cut by joblib in one process, by Spark on one worker, on two,
and on two of which one is killed meanwhile; all find the same terms. Where Spark (the extra) or
Java is not here, only (b). (b) A hundred workers on skewed data, calculated: how long the fullest
worker works beside an even share, when rows are dealt by platform, by person, and by person after
every task has added up its own rows. One platform has half of all events, a few people have very
many (Pareto, index 1.1), as logs of shops have.
"""

import hashlib
import os
import shutil
import signal
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pyarrow as pa

from demo.document_grammar import THEMES, compose, softmax
from demo.document_vocabulary import TITLES
from wenmai.mill import Mill, cluster
from wenmai.text.batches import SegmenterSpec, segment
from wenmai.text.incremental import SEGMENTED, segmented_batch
from wenmai.text.mill_parts import grind

TEXTS, QUICK_TEXTS = 10_000, 40
TWO_TARGET, ONE_TARGET, KILLED_TARGET, SKEW_TARGET = 1.6, 1.4, 1.5, 1.1
WORKERS, TASKS_PER_WORKER = 100, 8
EVENTS, PEOPLE, PLATFORMS, CATEGORIES = 10_000_000_000, 4_000_000, 50, 40
TYPE = next(iter(TITLES))
SPEC = SegmenterSpec({}, ())


def main(quick: bool = False) -> None:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        print("documents: Spark or Java is not here")
    else:
        _documents(QUICK_TEXTS if quick else TEXTS)
    _skew(PEOPLE // 100 if quick else PEOPLE)


def _documents(n: int) -> None:
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
    started = time.perf_counter()
    ordered = sorted((key, text) for key, text, _ in rows)
    here = pa.Table.from_batches([segmented_batch(p, code) for p in segment(ordered, SPEC)])
    seconds = {"joblib": time.perf_counter() - started}
    for name, workers, kills in (("one", 1, False), ("two", 2, False), ("killed", 2, True)):
        with tempfile.TemporaryDirectory() as folder:
            made = cluster.start(Path(folder) / "mill", workers)
            try:
                mill = Mill(made.url, Path(folder) / "shared", Path(made.properties))
                if kills:
                    threading.Thread(target=_kill, args=(made, mill, seconds["two"] / 2)).start()
                started = time.perf_counter()
                given = {"segmentation_hash": code, "schema": SEGMENTED, "batched": segmented_batch}
                batches = list(grind(con, con.table("texts"), SPEC, mill, **given))
                seconds[name] = time.perf_counter() - started
                is_same = pa.Table.from_batches(batches, schema=SEGMENTED).equals(here)
                print(f"documents, {name}: {seconds[name]:.1f} s, the same terms: {is_same}")
            finally:
                cluster.stop(Path(folder) / "mill")
    print(f"documents, joblib in one process: {seconds['joblib']:.1f} s")
    for name, ratio, target, is_least in (
        ("two workers faster than one", seconds["one"] / seconds["two"], TWO_TARGET, True),
        ("one worker against joblib", seconds["one"] / seconds["joblib"], ONE_TARGET, False),
        ("a killed worker", seconds["killed"] / seconds["two"], KILLED_TARGET, False),
    ):
        is_met = ratio >= target if is_least else ratio <= target
        bound = f"{'at least' if is_least else 'at most'} {target}"
        print(f"  target: {name}, {bound}: {ratio:.2f}: {'met' if is_met else 'missed'}")


def _kill(made: cluster.Cluster, mill: Mill, seconds: float) -> None:
    while not list(mill.path.glob("texts/*/in.parquet")):
        time.sleep(0.05)
    time.sleep(seconds)
    os.kill(made.processes["worker_1"], signal.SIGKILL)


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
