"""``wenmai status``: what the last refreshes did, and what a person should look at."""

from __future__ import annotations

from typing import Annotated

import typer

from wenmai.cli.options import Studies


def status(
    *,
    releases: Annotated[bool, typer.Option("--releases")] = False,
    quarantine: Annotated[bool, typer.Option("--quarantine")] = False,
    plausibility: Annotated[bool, typer.Option("--plausibility")] = False,
    study: Studies = None,
) -> None:
    """Show the last refreshes, what became of every file, the quarantine and odd values."""
    from wenmai.cli import findings, history
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for
    from wenmai.cli.releases import print_releases
    from wenmai.cli.serving import opened

    settings, console = settings_for(), output()
    if releases:
        print_releases(settings, console)
        return
    if not (quarantine or plausibility):
        history.print_refreshes(settings, console)
        if not settings.serving_file.is_file():
            return
    with opened(settings) as connection:
        findings.require_studies(connection, study)
        if quarantine:
            findings.print_quarantine(connection, study, console)
        if plausibility:
            findings.print_plausibility(connection, study, console)
        if not (quarantine or plausibility):
            history.print_files(connection, study, console)
            findings.print_counts(connection, study, console)
