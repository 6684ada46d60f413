"""``wenmai mill``: a Spark cluster of this machine, for trying what a larger one does."""

from typing import Annotated

import typer

from wenmai.cli.spoken import SpokenCommand
from wenmai.sentences import Sentence

STARTED = Sentence("mill.started", "url", "workers")
USE_IT = Sentence("mill.use_it")
THRIFT_TOO = Sentence("mill.thrift_too")
THRIFT_ANSWERS = Sentence("mill.thrift_answers", "port")
THRIFT_IS_SILENT = Sentence("mill.thrift_is_silent", "port")
NOT_RUNNING = Sentence("mill.not_running")
RUNNING = Sentence("mill.running", "url", "workers", "processes")
ANSWERS = Sentence("mill.answers", "url")
STOPPED = Sentence("mill.stopped", "processes")

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@app.command("start", cls=SpokenCommand)
def start(
    workers: Annotated[int, typer.Option("--workers", min=1, max=64)] = 2,
    memory: Annotated[str, typer.Option("--memory")] = "1g",
    thrift: Annotated[bool, typer.Option("--thrift")] = False,
) -> None:
    """Start Spark's master and workers on this machine, reachable from nowhere else."""
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for
    from wenmai.mill import cluster

    made = cluster.start(settings_for().mill_folder, workers, memory, has_thrift=thrift)
    console = output()
    console.print(STARTED(url=made.url, workers=str(workers)))
    console.print(USE_IT())
    for line in (f"WENMAI_MILL={made.url}", f"WENMAI_MILL_PROPERTIES={made.properties}"):
        console.print(f"  {line}", highlight=False, soft_wrap=True)
    if made.thrift:
        console.print(THRIFT_TOO())
        for line in (f"WENMAI_SPARK_HOST={cluster.HOST}", f"WENMAI_SPARK_PORT={made.thrift}"):
            console.print(f"  {line}", highlight=False, soft_wrap=True)


@app.command("status", cls=SpokenCommand)
def status() -> None:
    """Say whether the mill runs, and whether the one of the settings answers."""
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for
    from wenmai.mill import cluster, mill_of

    settings, console = settings_for(), output()
    own = cluster.read(settings.mill_folder)
    running = cluster.alive(own) if own is not None else {}
    if own is None or not running:
        console.print(NOT_RUNNING())
    else:
        workers = str(cluster.told(own).get("aliveworkers", 0))
        console.print(RUNNING(url=own.url, workers=workers, processes=", ".join(sorted(running))))
        if own.thrift:
            said = THRIFT_ANSWERS if cluster.is_open(own.thrift) else THRIFT_IS_SILENT
            console.print(said(port=str(own.thrift)))
    mill = mill_of(settings)
    if mill is not None:
        mill.knock()
        console.print(ANSWERS(url=mill.url))


@app.command("stop", cls=SpokenCommand)
def stop() -> None:
    """Stop what `wenmai mill start` started."""
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for
    from wenmai.mill import cluster

    stopped = cluster.stop(settings_for().mill_folder)
    output().print(STOPPED(processes=", ".join(stopped)) if stopped else NOT_RUNNING())
