"""``wenmai status``: what the last refreshes did, and what a person should look at."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.cli.options import AsJson, Studies

if TYPE_CHECKING:
    from wenmai.settings import Settings


def status(
    *,
    releases: Annotated[bool, typer.Option("--releases")] = False,
    quarantine: Annotated[bool, typer.Option("--quarantine")] = False,
    plausibility: Annotated[bool, typer.Option("--plausibility")] = False,
    study: Studies = None,
    json: AsJson = False,
) -> None:
    """Show the last refreshes, what became of every file, the quarantine and odd values."""
    from wenmai.cli import findings, history
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for
    from wenmai.cli.releases import print_releases
    from wenmai.cli.serving import opened

    settings, console = settings_for(), output()
    if json:
        write_json(settings, study, releases=releases, quarantine=quarantine, odd=plausibility)
        return
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


def write_json(
    settings: Settings,
    study: Sequence[str] | None,
    *,
    releases: bool,
    quarantine: bool,
    odd: bool,
) -> None:
    """Write the same for other programs: whole tables, and codes instead of words.

    Parameters
    ----------
    settings : Settings
    study : sequence of str, optional
    releases, quarantine, odd : bool
        Only the releases, the quarantine, or the implausible values.
    """
    from wenmai.cli import as_json, findings, history, write_rows
    from wenmai.cli.serving import has_table, opened
    from wenmai.pipeline import read_log

    listed = as_json.releases(settings)
    if releases:
        as_json.write(listed)
        return
    if quarantine or odd:
        with opened(settings) as connection:
            findings.require_studies(connection, study)
            table = "fct_quarantine" if quarantine else "fct_plausibility"
            write_rows.write_json(as_json.ask(connection, table, study), sys.stdout)
        return
    held = history.is_held(settings.lock_holder)
    log = read_log(settings)[::-1]
    files, counts = [], {}
    if settings.serving_file.is_file():
        with opened(settings) as connection:
            findings.require_studies(connection, study)
            if has_table(connection, "quality", "fct_source_files"):
                files = as_json.records(as_json.ask(connection, "fct_source_files", study))
            counts = findings.counts(connection, study)
    as_json.write(
        {
            "release": next((one for one in listed if one["is_current"]), None),
            "refreshes": [
                as_json.refresh_record(one, history.status_of(one, is_held=held)) for one in log
            ],
            "files": files,
            "findings": counts,
        }
    )
