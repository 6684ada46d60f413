"""Refresh all counties of the register with many years and indicators, and say where time went.

``python -m benchmarks load`` refreshes 2,000 counties x 20 years x 50 indicators from one CSV with
a column for each indicator, from nothing; ``… load --panel 2900x30x200`` another panel.
Values are skewed like money and people, one cell in fifty is missing. ``WENMAI_MEMORY_LIMIT``
holds DuckDB as in any refresh; a small refresh goes before, so that no part of what is measured is
dbt's compiling, which a wheel brings. Prints the seconds of every
step and of the slowest models, the processor's, and the most memory of the family of processes.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import yaml

from wenmai.settings import Settings

SIZE, QUICK_SIZE = (2_000, 20, 50), (60, 3, 10)
TARGET_SECONDS, TARGET_MB = 60.0, 2_000.0
PROJECT_DIR = Path(__file__).resolve().parents[1]
LAST_YEAR = 2023
POLL_SECONDS = 0.25  # adding up the pages of a process takes milliseconds itself
NODES_SHOWN = 12
DIMENSIONS = ("policy_support", "resource_transformation", "technology_empowerment")
CODE = """
import json, os, resource, sys
from pathlib import Path
from wenmai.pipeline import refresh
from wenmai.settings import Settings
home, landing, project = map(Path, sys.argv[1:])
limit = os.environ.get("WENMAI_MEMORY_LIMIT")
done = refresh(Settings(project, home, (landing,), memory_limit=limit))
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({
    "steps": done.seconds,
    "nodes": {node.name: node.seconds for node in done.build.nodes},
    "cpu": sum(one.ru_utime + one.ru_stime for one in used),
    "cells": done.ingest.records,
}))
"""


def counties(count: int) -> list[tuple[str, str]]:
    """Return code and name of the first counties of the register whose name is theirs alone."""
    import csv

    with (PROJECT_DIR / "seeds/reference/administrative_units.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        rows = [row for row in csv.DictReader(stream) if row["unit_level"] == "county"]
    valid = [row for row in rows if not row["valid_to_year"]]
    return [(row["unit_code"], row["unit_name_zh"]) for row in valid][:count]


def write_study(folder: Path, n_units: int, n_years: int, n_indicators: int) -> None:
    """Write a study of one table: a line for each county and year."""
    generator = np.random.default_rng(20261130)
    units = counties(n_units)
    codes = [f"measure_{position:03}" for position in range(n_indicators)]
    (folder / "sources").mkdir(parents=True)
    with (folder / "panel.csv").open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(["代码", "名称", "年份", *codes]) + "\n")
        for code, name in units:
            values = generator.lognormal(3, 1, (n_years, n_indicators)).round(3)
            missing = generator.random(values.shape) < 0.02
            for back, (row, gone) in enumerate(zip(values, missing, strict=True)):
                cells = ("" if no else str(cell) for cell, no in zip(row, gone, strict=True))
                year = LAST_YEAR - n_years + 1 + back
                stream.write(",".join([code, name, str(year), *cells]) + "\n")
    study = {
        "code": "counties",
        "name": {"zh": "全国各县", "en": "All counties"},
        "description": "Made numbers for all counties.",
        "is_synthetic": True,
        "years": {"first": LAST_YEAR - n_years + 1, "last": LAST_YEAR},
        "units": {"level": "county", "include": [code for code, _ in units]},
        "indicators": [
            {
                "code": code,
                "name": {"zh": f"指标{position}", "en": f"Measure {position}"},
                "dimension": DIMENSIONS[position % len(DIMENSIONS)],
                "direction": "negative" if position % 7 == 3 else "positive",
                "unit": "万元",
            }
            for position, code in enumerate(codes)
        ],
    }
    mapping = {
        "file": "panel.csv",
        "unit": {"name": "名称", "code": "代码"},
        "year": {"column": "年份"},
        "values": [{"column": code, "indicator": code, "unit": "万元"} for code in codes],
    }
    for name, content in (("study.yml", study), ("sources/panel.yml", mapping)):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def family_mb(parent: int) -> float:
    """Return the memory that a process and its children hold, shared pages counted once."""
    total, waiting = 0.0, [parent]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        try:
            for line in (process / "smaps_rollup").read_text(encoding="ascii").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) / 1024
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
        except (OSError, ValueError):  # it ended meanwhile
            continue
    return total


def refreshed(home: Path, landing: Path, code: str = CODE) -> dict[str, float | dict[str, float]]:
    """Refresh (or what the code does) in a process of its own and return what it cost."""
    command = [sys.executable, "-c", code, str(home), str(landing), str(PROJECT_DIR)]
    started, most = time.perf_counter(), [0.0]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )

    def watch() -> None:
        while process.poll() is None:
            most[0] = max(most[0], family_mb(process.pid))
            time.sleep(POLL_SECONDS)

    watcher = threading.Thread(target=watch)
    watcher.start()
    said, failed = process.communicate()
    watcher.join()
    if process.returncode:
        raise RuntimeError(failed[-3000:])
    cost = json.loads(said.splitlines()[-1])
    return {**cost, "wall": time.perf_counter() - started, "mb": most[0]}


def main(quick: bool = False, panel: str = "") -> None:
    """Refresh the panel and print what it cost."""
    n_units, n_years, n_indicators = (
        map(int, panel.split("x")) if panel else QUICK_SIZE if quick else SIZE
    )
    with tempfile.TemporaryDirectory() as place:
        write_study(Path(place) / "landing/counties", n_units, n_years, n_indicators)
        mb = (Path(place) / "landing/counties/panel.csv").stat().st_size / 1e6
        print(f"{n_units} counties x {n_years} years x {n_indicators} indicators, {mb:.0f} MB")
        if not quick:
            write_study(Path(place) / "small/counties", *QUICK_SIZE)
            refreshed(Path(place) / "before", Path(place) / "small")
        cost = refreshed(Path(place) / "home", Path(place) / "landing")
        settings = Settings(PROJECT_DIR, Path(place) / "home", ())
        pages = [file.stat().st_size for file in settings.serving_dir.rglob("*.html")]
        print(f"  largest page {max(pages, default=0) / 1e6:.1f} MB")
    print("  " + ", ".join(f"{step} {seconds:.1f} s" for step, seconds in cost["steps"].items()))
    slowest = sorted(cost["nodes"].items(), key=lambda node: -node[1])[:NODES_SHOWN]
    for name, seconds in slowest:
        print(f"    {name} {seconds:.2f} s")
    print(f"  {cost['cells']:,} cells, {cost['cpu']:.0f} s of processor")
    for said, found, aim, unit in (
        ("time", cost["wall"], TARGET_SECONDS, "s"),
        ("memory", cost["mb"], TARGET_MB, "MB"),
    ):
        verdict = "met" if found <= aim else "missed"
        print(f"  target: {said} {found:,.0f} {unit}, at most {aim:,.0f}: {verdict}")
