"""Where one machine ends: events as Parquet by month, read in place, summed in little memory.

Every event is a person, an item, a moment and an amount in fen; few people and few items have
many, as in real logs. Sums per person and item are asked twice: with all memory, and under
``memory_limit`` 1 GB, where they spill to the disk. Both must agree to the last fen. Prints bytes
and processor seconds per million events, and what follows for ten billion.
"""

import os
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import duckdb

from wenmai.resources import bound
from wenmai.settings import Settings
from wenmai.sql_text import literal

EVENTS, QUICK_EVENTS, MONTHS = 40_000_000, 400_000, 12
LIMIT, QUICK_LIMIT = "1GB", "80MB"
_MADE = """
    select
        cast(floor({people} * pow(random(), 3)) as integer) as person,
        cast(floor({items} * random() * random()) as integer) as item,
        timestamp '2024-{month:02d}-01'
            + to_seconds(cast(2400000 * random() as integer)) as moment,
        cast(100 + 20000 * random() as integer) as fen
    from range({n})
"""
_SUMS = """
    select person, item, count(*) as n, sum(fen) as fen, max(moment) as last_at
    from read_parquet({files})
    group by person, item
"""
_CHECK = "select count(*), sum(n), sum(fen), sum(hash(person, item, n, fen, last_at)) from sums"


def main(quick: bool = False) -> None:
    n = QUICK_EVENTS if quick else EVENTS
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _write(place, n)
        n_bytes = sum(file.stat().st_size for file in place.glob("month=*/*.parquet"))
        print(f"events: {n:,}, {n_bytes / n:.1f} bytes each in Parquet by month")
        free = _sums(place, None)
        held = _sums(place, QUICK_LIMIT if quick else LIMIT)
        limit = QUICK_LIMIT if quick else LIMIT
        for name, (_, seconds, spilt) in (("all memory", free), (limit, held)):
            print(f"  {name}: {seconds / n * 1e6:.2f} s per million events, {spilt:.0f} MB spilt")
        print(f"  target: sums equal to those in all memory: {_said(free[0] == held[0])}")
        if not quick:
            print(f"  target: under {limit} something spills: {_said(held[2] > 0)}")
        hours = held[1] / n * 1e10 / 3600
        print(f"  ten billion events: {n_bytes / n * 1e10 / 1e9:.0f} GB, {hours:.1f} core hours")


def _write(place: Path, n: int) -> None:
    people, items = max(n // 20, 1_000), 200_000
    for month in range(1, MONTHS + 1):
        file = place / f"month={month:02d}" / "events.parquet"
        file.parent.mkdir()
        with duckdb.connect() as connection:
            connection.execute("set threads = 1")
            connection.execute(f"select setseed({month / 100})")
            made = _MADE.format(people=people, items=items, month=month, n=n // MONTHS)
            connection.execute(f"copy ({made}) to {literal(str(file))} (compression zstd)")


def _sums(place: Path, memory_limit: str | None) -> tuple[list[tuple[int, ...]], float, float]:
    """Return the check sums, the processor's seconds, and the most that lay on the disk, in MB."""
    spill = place / "spill"
    settings = replace(Settings.from_env(), memory_limit=memory_limit, temp_directory=spill)
    most, is_done = [0.0], threading.Event()

    def watch() -> None:
        while not is_done.wait(0.05):
            sizes = [entry.stat().st_size for entry in os.scandir(spill)] if spill.is_dir() else []
            most[0] = max(most[0], sum(sizes) / 1e6)

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.process_time()
    try:
        with duckdb.connect() as connection:
            bound(connection, settings)
            files = literal(f"{place}/month=*/*.parquet")
            connection.execute(f"create table sums as {_SUMS.format(files=files)}")
            seconds = time.process_time() - started
            found = connection.execute(_CHECK).fetchall()
    finally:
        is_done.set()
        watcher.join()
    return found, seconds, most[0]


def _said(is_met: bool) -> str:
    return "met" if is_met else "missed"
