"""``wenmai refresh``: from the landing folders to a published release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.cli.options import Landing, Studies
from wenmai.sentences import Sentence

if TYPE_CHECKING:
    from wenmai.pipeline import RefreshRequest, RefreshResult
    from wenmai.settings import Settings

STUDY_SET_ASIDE = 3  # done, but not for every study
STOPPED = Sentence("cli.refresh_stopped")
LOOKING_FOR_PREFECT = Sentence("cli.looking_for_prefect")


def refresh(
    *,
    study: Studies = None,
    landing: Landing = None,
    full_refresh: Annotated[bool, typer.Option("--full-refresh")] = False,
    no_publish: Annotated[bool, typer.Option("--no-publish")] = False,
    force: Annotated[bool, typer.Option("--force")] = False,
    flow: Annotated[bool, typer.Option("--flow")] = False,
) -> None:
    """Build the warehouse from the studies and publish it.

    The serving file is swapped only when every test has passed; a refresh that fails or is stopped
    changes nothing that people see. A study with which something is wrong stays as it was in the
    last release, the others are refreshed, and the exit code is 3.
    """
    from wenmai.cli.console import errors, output
    from wenmai.cli.options import settings_for
    from wenmai.cli.summary import print_summary
    from wenmai.pipeline import RefreshRequest

    settings = settings_for(landing)
    request = RefreshRequest(
        studies=tuple(study) if study else None,
        full_refresh=full_refresh,
        publish=not no_publish,
        force=force,
        trigger="flow" if flow else "manual",
    )
    try:
        result = (run_as_flow if flow else run_plainly)(settings, request)
    except KeyboardInterrupt:
        errors().print(STOPPED())
        raise
    print_summary(settings, result, output())
    if result.set_aside:
        raise typer.Exit(STUDY_SET_ASIDE)


def run_plainly(settings: Settings, request: RefreshRequest) -> RefreshResult:
    """Run the steps in this process and show them."""
    from wenmai import pipeline
    from wenmai.cli.console import errors
    from wenmai.cli.progress import watcher

    with watcher(errors()) as watching:
        return pipeline.refresh(settings, request, observer=watching)


def run_as_flow(settings: Settings, request: RefreshRequest) -> RefreshResult:
    """Run the steps as a Prefect flow; its log lines show them."""
    from flows.server import api
    from wenmai.cli.console import errors

    errors().print(LOOKING_FOR_PREFECT())
    with api(settings):
        from flows.refresh import run

        return run(settings, request)
