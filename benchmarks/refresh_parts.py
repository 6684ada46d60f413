"""Refresh in this process and print, as JSON, the seconds of its steps and of their parts.

``python -X importtime -m benchmarks.refresh_parts HOME LANDING [force]``; `benchmarks/refresh.py`
adds up what the interpreter says of imports, in this process and in those of the Python models.
"""

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from wenmai.pipeline import RefreshRequest, refresh
from wenmai.pipeline.events import StepStarted
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
# How statements of the step "build" begin or end, and the part that they belong to.
ENDS = (("from made", "taken from Python"),)
BEGINS = (
    ("create or replace", "SQL executed"),
    ("comment on", "contracts, comments, hashes"),
    ("describe", "contracts, comments, hashes"),
    ("select count(*), sum(hash", "contracts, comments, hashes"),
    ("select count(*) from (", "tests"),
    ("select * from", "handed to Python"),
    ("insert into wenmai_build", "keys and commits"),
    ("commit", "keys and commits"),
    ("checkpoint", "keys and commits"),
)


def part_of(statement: str) -> str:
    """Return which part of a build a statement belongs to.

    >>> part_of("commit"), part_of("set threads = 1")
    ('keys and commits', 'other statements')
    """
    ended = (part for end, part in ENDS if statement.endswith(end))
    begun = (part for begin, part in BEGINS if statement.startswith(begin))
    return next(ended, next(begun, "other statements"))


class Watch:
    """The seconds that statements take while the build runs."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self.is_building = False

    def observe(self, event: object) -> None:
        """Take note of what begins."""
        if isinstance(event, StepStarted):
            self.is_building = event.step == "build"


class Watched:
    """A connection whose statements are watched."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, watch: Watch) -> None:
        self.connection, self.watch = connection, watch
        # a statement may name a variable of who asks, which is a frame further up now
        connection.execute("set python_scan_all_frames = true")

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def execute(self, statement: str, *given: Any) -> duckdb.DuckDBPyConnection:
        """Execute a statement and add its seconds to its part."""
        started = time.perf_counter()
        try:
            return self.connection.execute(statement, *given)
        finally:
            if self.watch.is_building:
                self.watch.spent[part_of(statement)] += time.perf_counter() - started


def main(home: str, landing: str, force: str = "") -> None:
    """Refresh with a watch on every statement."""
    watch, connect = Watch(), duckdb.connect
    duckdb.connect = lambda *given, **said: Watched(connect(*given, **said), watch)
    settings = Settings(PROJECT_DIR, Path(home), (Path(landing),))
    done = refresh(settings, RefreshRequest(force=force == "force"), observer=watch.observe)
    nodes = done.build.nodes if done.build else ()
    if nodes:
        of_python = (node.seconds for node in nodes if node.file.endswith(".py"))
        watch.spent["Python side by side"] = sum(of_python)
    made = sum(node.status == "success" for node in nodes)
    print(json.dumps({"seconds": done.seconds, "made": made, "inside": watch.spent}))


if __name__ == "__main__":
    main(*sys.argv[1:])
