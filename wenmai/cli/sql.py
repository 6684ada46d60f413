"""``wenmai sql``: look at the published tables with SQL."""

import sys
from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How the rows of a query are written."""

    table = "table"
    csv = "csv"
    json = "json"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="One or more statements; without it a prompt opens."),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Write all rows as CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write all rows as JSON.")] = False,
    limit: Annotated[
        int, typer.Option(min=1, metavar="ROWS", help="Show at most so many rows of a table.")
    ] = 50,
) -> None:
    """Query the serving file, read-only.

    Without a query a prompt opens (.help shows what it knows), or, in a pipe, the statements are
    read from standard input. A query sees the serving file and no other file.
    """
    from wenmai.cli.options import settings_for
    from wenmai.cli.shell import Shell

    if csv and json:
        raise typer.BadParameter("choose one of --csv and --json", param_hint="--csv / --json")
    written = Format.csv if csv else Format.json if json else Format.table
    with Shell(settings_for(), written, limit) as shell:
        if query is not None:
            shell.run(query)
        elif sys.stdin.isatty():
            shell.prompt()
        else:
            shell.run(sys.stdin.read())
