"""Kill whatever writes, at random moments, and look whether people ever see half a release.

``python -m benchmarks chaos`` kills refreshes of the demo (anywhere, while they publish, from
nothing), roll-backs and exports, four of each, and refreshes again after every second kill;
``--quick`` kills one of each and refreshes once at the end. It fails loudly when the serving file
does not open, mixes releases, an export is half there, or the next refresh does not succeed.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from wenmai.pipeline import read_log
from wenmai.publish import list_releases
from wenmai.publish.rollback import verify
from wenmai.settings import Settings

WENMAI = [sys.executable, "-c", "from wenmai.cli import main; main()"]
# What is killed, and whether the moment is drawn from its whole length or from its publication.
AIMS = ("anything", "publishing", "roll-back", "export", "from nothing")
EXPORTED = "fct_indicator_values"
SHORT_SECONDS = {"roll-back": 3.0, "export": 3.0}  # they do little more than start
POLL_SECONDS = 0.002
LONGEST_SECONDS = 300.0
MOST_ATTEMPTS = 3  # for each kill that must meet a running refresh


@dataclass(frozen=True)
class Kill:
    """One killed refresh."""

    number: int
    aimed_at: str
    after_seconds: float
    was_running: bool
    release_id: str | None


def command(settings: Settings, aim: str = "anything") -> list[str]:
    """Return the words after ``wenmai`` of what is to be killed."""
    match aim:
        case "roll-back":
            return ["releases", "rollback", list_releases(settings)[-1].release_id]
        case "export":
            return ["export", EXPORTED, str(settings.home / "exported.csv")]
        case "from nothing":
            return ["refresh", "--full-refresh"]
        case _:
            return ["refresh", "--force"]


def start(settings: Settings, aim: str = "anything") -> "subprocess.Popen[bytes]":
    """Start a command in a process of its own."""
    landing = os.pathsep.join(str(folder) for folder in settings.landing)
    environ = {**os.environ, "WENMAI_HOME": str(settings.home), "WENMAI_LANDING": landing}
    words = [*WENMAI, *command(settings, aim)]
    return subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finish(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a refresh that must succeed."""
    _, said = process.communicate(timeout=LONGEST_SECONDS)
    if process.returncode:
        raise AssertionError(f"The refresh failed: {said.decode(errors='replace')}")


def is_publishing(settings: Settings) -> bool:
    """Tell whether a release is being made right now."""
    folder = settings.releases_dir
    return folder.is_dir() and any(path.name.startswith(".") for path in folder.iterdir())


def serving_release(settings: Settings) -> str | None:
    """Open the serving file as a reader does; it must be one complete release."""
    if not settings.serving_file.exists():
        return None
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        promised = connection.execute(
            "select schema_name, table_name, row_count, release_id from quality.published_tables"
        ).fetchall()
        (release_id,) = {row[3] for row in promised}
        for schema, table, rows, _ in promised:
            found, others = connection.execute(
                f"select count(*), count(*) filter (where _release_id != ?) from {schema}.{table}",
                [release_id],
            ).fetchone() or (-1, -1)
            if (found, others) != (rows, 0):
                raise AssertionError(f"{schema}.{table} is not complete in {release_id}.")
    kept = {release.release_id: release for release in list_releases(settings)}
    verify(kept[release_id])
    return str(release_id)


def soak(
    settings: Settings,
    kills: int,
    seed: int,
    *,
    recover_every: int = 1,
    seconds: Mapping[str, float] | None = None,
    tell: Callable[[Kill], object] = print,
) -> list[Kill]:
    """Kill refreshes and check after each what people see.

    Parameters
    ----------
    settings : Settings
        Of a warehouse that may be empty: then the first refresh is made here.
    kills : int
    seed : int
        Of the random moments.
    recover_every : int
        After how many kills a refresh must succeed; the last kill is always followed by one.
    seconds : mapping, optional
        Aim → how long that takes; default: measured on two refreshes first.
    tell : callable
        Gets every kill.

    Returns
    -------
    list of Kill

    Raises
    ------
    AssertionError
        When people saw anything but one complete release, or a refresh did not succeed.
    """
    moments = random.Random(seed)
    lasting = SHORT_SECONDS | dict(seconds or _measure(settings))
    done: list[Kill] = []
    for attempt in range(1, MOST_ATTEMPTS * kills + 1):
        kill = _kill_one(settings, attempt, moments, lasting)
        if not kill.was_running:  # the moment came too late: only a running refresh counts
            continue
        done.append(kill)
        tell(kill)
        if len(done) % recover_every == 0 or len(done) == kills:
            finish(start(settings))
            check_recovered(settings)
        if len(done) == kills:
            return done
    raise AssertionError(f"Only {len(done)} of {kills} kills met a running refresh.")


def _kill_one(
    settings: Settings, attempt: int, moments: random.Random, lasting: Mapping[str, float]
) -> Kill:
    """Start a refresh, kill it, and look at the serving file before and after."""
    before = serving_release(settings)
    aim = AIMS[(attempt - 1) % len(AIMS)]
    process, started = start(settings, aim), time.monotonic()
    if aim == "publishing":
        while not is_publishing(settings) and process.poll() is None:
            time.sleep(POLL_SECONDS)
    time.sleep(moments.uniform(0, lasting[aim]))
    was_running = process.poll() is None
    process.kill()
    process.communicate()
    after = serving_release(settings)
    check_export(settings.home / "exported.csv", settings)
    if before is not None and after is None:
        raise AssertionError("The serving file is gone.")
    return Kill(
        attempt,
        aim,
        round(time.monotonic() - started, 2),
        was_running,
        after,
    )


def check_export(file: Path, settings: Settings) -> None:
    """Look that an exported file is there as a whole or not at all."""
    if not file.exists():
        return
    with duckdb.connect(str(settings.serving_file), read_only=True) as connection:
        query = f"select count(*) from marts.{EXPORTED}"
        (rows,) = connection.execute(query).fetchone() or (0,)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        written = sum(1 for _ in csv.reader(stream)) - 1
    if written != rows:
        raise AssertionError(f"{file.name} has {written} rows of {rows}.")
    file.unlink()


def check_recovered(settings: Settings) -> None:
    """After a successful refresh nothing of the killed ones is left."""
    serving_release(settings)
    if is_publishing(settings):
        raise AssertionError(f"Leftovers in {settings.releases_dir}.")
    unended = [entry.release_id for entry in read_log(settings) if entry.status == "running"]
    if unended:
        raise AssertionError(f"The log does not know how {unended} ended.")


def _measure(settings: Settings) -> dict[str, float]:
    """Measure how long refreshes take, from nothing and again, and a publication."""
    started = time.monotonic()
    finish(start(settings))
    longest = time.monotonic() - started
    process, started = start(settings), time.monotonic()
    begun = ended = 0.0
    while process.poll() is None:
        if is_publishing(settings):
            ended = time.monotonic()
            begun = begun or ended
        time.sleep(POLL_SECONDS)
    finish(process)
    again = time.monotonic() - started
    return {"anything": again, "publishing": (ended - begun) * 1.2, "from nothing": longest}


def main(*, quick: bool) -> None:
    """Kill each kind once, or four times."""
    project_dir = Path(__file__).resolve().parents[1]
    times = 1 if quick else 4
    kills_wanted = times * len(AIMS)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(project_dir, Path(home), (project_dir / "demo",))
        kills = soak(settings, kills_wanted, seed=20, recover_every=kills_wanted if quick else 2)
        statuses = [entry.status for entry in read_log(settings)]
    seen = len({kill.release_id for kill in kills})
    print(
        f"{len(kills)} running commands killed in {time.monotonic() - started:.0f} s; "
        f"people always saw one complete release ({seen} different ones). Log: "
        + ", ".join(f"{statuses.count(name)} {name}" for name in sorted(set(statuses)))
    )
