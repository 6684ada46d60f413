"""Profiles of people from their events: the project's compiled models against Polars and pandas.

All read the same Parquet file in processes of their own and must agree to 1e-9. The sums of the
project do not depend on the order of rows; theirs do. The project writes its sums and reads the
profiles once; the others write what they find. Then the last hundredth of the events is added to
profiles of the others. Items bought together are the project's alone. `--quick` takes 20 thousand
events, `--events N` so many; else 10 million, then 100 million by the project alone. Above 10
million DuckDB may take 3 GB; pandas, which holds everything at once, is left out above 20 million.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import consumers_events
from benchmarks.index_sql import line, verdict
from benchmarks.measure import best_of_rounds, report, run
from tests.support.compiled_models import CompiledModels
from wenmai.build.execute import Execution
from wenmai.build.project import nodes_of
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
EVENTS = 10_000_000
LARGE_FACTOR = 10
MOST_FOR_PANDAS = 20_000_000
KNOWN_BEFORE = "2024-12-25"  # what was read by an earlier refresh: 99 % of two years
MEMORY_LIMIT = "3GB"  # of DuckDB; the process around it has some of its own
ITEMS = f"""
    select 'bench' as study_code, 'item' || lpad(i::varchar, 5, '0') as item_code,
        'category' || lpad((i % {consumers_events.N_CATEGORIES})::varchar, 2, '0') as category_code,
        (i % {consumers_events.N_CATEGORIES} + 1)::integer as category_number,
        null::varchar as creator_region, null::varchar as creator_size, 'month' as period_kind,
        12 as season_periods, {consumers_events.HALF_LIFE_DAYS}e0 as half_life_days
    from range({consumers_events.N_ITEMS}) as numbers (i)"""
GIVEN = {
    "int_consumers__events": f"""
        select 'bench' as study_code, 'events_1' as mapping_code, 'events.parquet' as source_file,
            1 as row_number, 'loaded' as outcome, *, timestamp '{consumers_events.LAST}' as last_at,
            0e0 as dwell_seconds, 1e0 as quantity, 1e0 as price_cny, null::double as instrument
        from read_parquet('EVENTS_FILE')""",
    "int_consumers__items": ITEMS,
    "stg_consumers__settings": f"""
        select 'bench' as study_code, {consumers_events.HALF_LIFE_DAYS}e0 as half_life_days,
            5 as k_required""",
    "int_consumers__segments": """
        select 'bench' as study_code, 'person' as row_kind, person_code,
            'segment_' || (1 + hash(person_code) % 4)::varchar as segment_code
        from (select distinct person_code from read_parquet('EVENTS_FILE'))""",
}
PROFILES, PAIRS = "int_consumers__affinities", "int_consumers__item_pairs"


def script(scratch: Path) -> dict[str, list[dict[str, Any]]]:
    """Return what the project makes of events, as it compiles it, and what it is given."""
    models = CompiledModels(Settings(project_dir=PROJECT_DIR, home=scratch, landing=()))
    wanted = {name: models.plan(GIVEN, [name]) for name in (PROFILES, PAIRS)}
    wanted["given"] = [models.nodes[name] for name in GIVEN]
    return {name: [asdict(node) for node in nodes] for name, nodes in wanted.items()}


class Warehouse:
    """A private file with nothing but events of people, and what is made of them.

    Parameters
    ----------
    folder : Path
        Where events.parquet and script.json are.
    memory_limit : str
    """

    def __init__(self, folder: Path, memory_limit: str) -> None:
        said = json.loads((folder / "script.json").read_text(encoding="utf-8"))
        self.nodes = {name: nodes_of(rows) for name, rows in said.items()}
        self.events_file = str(folder / "events.parquet")
        build_file = folder / "wenmai.duckdb"
        build_file.unlink(missing_ok=True)
        self.connection = duckdb.connect(str(build_file))
        if memory_limit:
            self.connection.execute(f"set memory_limit = '{memory_limit}'")

    def give(self, name: str, where: str = "true") -> Execution:
        """Show the events of a time, and whose they are where that is asked for."""
        execution = Execution(self.connection, PROJECT_DIR, lambda _: None)
        for node in self.nodes["given"]:
            needs_people = node.name == "int_consumers__segments"
            kind = "table" if needs_people else "view"
            sql = GIVEN[node.name].replace("EVENTS_FILE", self.events_file)
            self.connection.execute(f"create schema if not exists {node.relation[1]}")
            if name == PAIRS or not needs_people:
                self.connection.execute(
                    f"create or replace {kind} {'.'.join(node.relation)} as {sql}"
                    + (f" where {where}" if node.name == "int_consumers__events" else "")
                )
            execution.contents[node.key] = where
        return execution

    def make(self, name: str, execution: Execution) -> None:
        """Make what is wanted as a refresh does, and read it once."""
        nodes = self.nodes[name]
        execution.build(nodes)
        assert not any(result.is_failure for result in execution.results), execution.results
        self.connection.execute(
            f"select sum(hash(found)) from {'.'.join(nodes[-1].relation)} found"
        )


def ours(name: str, result: str, memory_limit: str, known: str = "") -> None:
    """Make profiles or pairs as a refresh does; called in its own process.

    ``known``: the day before which everything had been read by an earlier refresh.
    """
    warehouse = Warehouse(Path(result).parent, memory_limit)
    if known:
        warehouse.make(name, warehouse.give(name, f"occurred_at < timestamp '{known}'"))
    execution = warehouse.give(name)
    report(lambda: warehouse.make(name, execution))
    relation = ".".join(warehouse.nodes[name][-1].relation)
    warehouse.connection.sql(f"from {relation}").write_parquet(result)


def largest_difference(folder: str, other: str) -> float:
    """Return how far the profiles of two engines lie apart at most, relatively."""
    found = duckdb.sql(f"""
        select
            max(abs(ours.affinity - theirs.affinity) / ours.affinity),
            count(*) filter (where ours.events is distinct from theirs.events)
        from '{folder}/wenmai.parquet' as ours
        full join '{folder}/{other}.parquet' as theirs
            on
                ours.person_code = theirs.person_code
                and ours.category_code = theirs.category_code
    """).fetchone()
    assert found is not None and found[1] == 0, f"{other}: profiles missing on one side"
    return float(found[0])


def make(path: Path, events: int) -> None:
    """Write events in a process of its own, so that its memory is gone afterwards."""
    module = "benchmarks.consumers_events"
    subprocess.run([sys.executable, "-m", module, "make", str(path), str(events)], check=True)


def main(quick: bool = False, events: int | None = None) -> None:
    """Print times, memory and ratios of one run."""
    is_whole = events is None and not quick
    times = 3 if is_whole else 1
    events = events or (EVENTS // 500 if quick else EVENTS)
    others = [
        name for name in ("polars", "pandas") if name == "polars" or events <= MOST_FOR_PANDAS
    ]
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "script.json"
        statements.write_text(json.dumps(script(Path(folder) / "dbt")), encoding="utf-8")
        file = Path(folder) / "events.parquet"
        make(file, events)

        def own(name: str, memory_limit: str, *known: str) -> tuple[str, ...]:
            place = (f"{folder}/wenmai.parquet", memory_limit)
            return ("benchmarks.consumers", name, *place, *known)

        limit = "" if events <= EVENTS else MEMORY_LIMIT
        commands = {"wenmai": own(PROFILES, limit)}
        for name in others:
            place = (name, str(file), f"{folder}/{name}.parquet")
            commands[name] = ("benchmarks.consumers_events", *place)
        found = best_of_rounds(times, commands)
        print(f"Profiles of {events:,} events")
        for name, measured in found.items():
            line(name, measured, found["wenmai"])
        apart = max(largest_difference(folder, name) for name in others)
        mine, polars = found["wenmai"], found["polars"]
        verdict(f"equal to 1e-9 (at most {apart:.1e})", apart < 1e-9)
        verdict("at most 1.3 x Polars' time", mine.seconds <= 1.3 * polars.seconds)
        verdict("at most 0.7 x its memory", mine.peak_mb <= 0.7 * polars.peak_mb)
        if "pandas" in found:
            verdict("faster than pandas", mine.seconds < found["pandas"].seconds)
        added = best_of_rounds(times, {"added": own(PROFILES, limit, KNOWN_BEFORE)})["added"]
        line("last hundredth", added, mine)
        verdict("at most 0.1 of all", added.seconds <= 0.1 * mine.seconds)
        print(f"Items bought together among {events:,} events")
        together = run(*own(PAIRS, limit))
        line("wenmai", together, mine)
        verdict("under 4 GB", max(mine.peak_mb, together.peak_mb) < 4096)
        if not is_whole:
            return
        make(file, events * LARGE_FACTOR)
        print(f"{events * LARGE_FACTOR:,} events in at most {MEMORY_LIMIT}")
        large = {name: run(*own(name, MEMORY_LIMIT)) for name in (PROFILES, PAIRS)}
        line("profiles", large[PROFILES], mine)
        line("pairs", large[PAIRS], together)
        verdict("at most 12 times the time", large[PROFILES].seconds <= 12 * mine.seconds)
        verdict("under 4 GB", max(measured.peak_mb for measured in large.values()) < 4096)


if __name__ == "__main__":
    ours(*sys.argv[1:])
