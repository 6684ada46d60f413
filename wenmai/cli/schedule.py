"""``wenmai schedule``: refresh at set times, until stopped."""

import os
from contextlib import suppress
from typing import Annotated

import typer

from wenmai.cli.options import Landing, Studies
from wenmai.sentences import Sentence

STARTING = Sentence("cli.schedule_starting")
NEXT = Sentence("cli.schedule_next", "cron", "zone", "moment")
NEXT_ERASURE = Sentence("cli.schedule_next_erasure", "cron", "moment")
SECRET = Sentence("cli.schedule_secret", "file")
SHOWN_ON = Sentence("cli.schedule_shown_on", "address")
STOPPED = Sentence("cli.stopped")


def schedule(
    cron: Annotated[str, typer.Option()] = "0 6 * * *",
    timezone: Annotated[str | None, typer.Option()] = None,
    erase: Annotated[str | None, typer.Option()] = None,
    study: Studies = None,
    landing: Landing = None,
) -> None:
    """Refresh at set times with Prefect, until stopped with Ctrl-C.

    With PREFECT_API_URL set, the deployment is served to that server; otherwise a local one is
    started for it, on this machine only, and its pages show every run to who knows its secret.
    """
    # Sets how Prefect behaves, so it stands before everything that imports Prefect.
    from flows.schedule import ctrl_c_only_here, local_timezone, next_times
    from flows.server import api, note_of
    from wenmai.cli.console import near, output
    from wenmai.cli.options import settings_for

    console = output()
    settings = settings_for(landing)
    zone = timezone or local_timezone()
    due = next(next_times(cron, zone))
    due_erasure = next(next_times(erase, zone)) if erase else None
    # Prefect takes settings, and code by them, from .env and prefect.toml of the current folder.
    settings.home.mkdir(parents=True, exist_ok=True)
    os.chdir(settings.home)
    # Each run is a process of its own and reads its settings from the environment.
    os.environ["WENMAI_HOME"] = str(settings.home)
    os.environ["WENMAI_LANDING"] = os.pathsep.join(str(folder) for folder in settings.landing)
    is_local = not os.environ.get("PREFECT_API_URL")
    if is_local:
        console.print(STARTING())
    # Ctrl-C is how this command is meant to end: no error, whenever it comes.
    with suppress(KeyboardInterrupt), ctrl_c_only_here(), api(settings, has_ui=True) as url:
        from prefect.schedules import Cron

        from flows.schedule import serve

        moment = f"{due:%Y-%m-%d %H:%M}"
        console.print(NEXT(cron=f"[bold]{cron}[/]", zone=zone, moment=moment))
        if due_erasure is not None:
            moment = f"{due_erasure:%Y-%m-%d %H:%M}"
            console.print(NEXT_ERASURE(cron=f"[bold]{erase}[/]", moment=moment))
        if is_local:
            console.print(SECRET(file=near(note_of(settings))))
        console.print(SHOWN_ON(address=url.removesuffix("/api")))
        serve(
            Cron(cron, timezone=zone),
            parameters={"studies": study or None, "trigger": "schedule"},
            erasure=Cron(erase, timezone=zone) if erase else None,
        )
    console.print(STOPPED())
