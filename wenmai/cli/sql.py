"""``wenmai sql``: look at the published tables with SQL."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from wenmai.sentences import Sentence

ONE_OF_BOTH = Sentence("cli.choose_csv_or_json")


class Format(StrEnum):
    """How the rows of a query are written."""

    table = "table"
    csv = "csv"
    json = "json"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv")] = False,
    json: Annotated[bool, typer.Option("--json")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="ROWS")] = 50,
) -> None:
    """Query the serving file, read-only.

    Without a query a prompt opens (.help shows what it knows), or, in a pipe, the statements are
    read from standard input. A query sees the serving file and no other file.
    """
    from wenmai.cli.options import settings_for
    from wenmai.cli.shell import Shell

    if csv and json:
        raise typer.BadParameter(ONE_OF_BOTH(), param_hint="--csv / --json")
    written = Format.csv if csv else Format.json if json else Format.table
    with Shell(settings_for(), written, limit) as shell:
        if query is not None:
            shell.run(query)
        elif sys.stdin.isatty():
            shell.prompt()
        else:
            shell.run(sys.stdin.read())
