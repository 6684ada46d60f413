"""``wenmai releases``: the releases on disk, and the way back to one."""

from typing import Annotated, Any

import typer

from wenmai.cli.options import AsJson
from wenmai.cli.spoken import SpokenCommand
from wenmai.sentences import Sentence, several

NO_RELEASE = Sentence("cli.no_release")
ROLLED_BACK = Sentence("cli.rolled_back", "release", "moment")
CURRENT = Sentence("cli.current")
COLUMNS = several("cli.column_of_releases", "release", "made", "tables", "rows")

app = typer.Typer(
    invoke_without_command=True,
    rich_markup_mode="markdown",
)


@app.callback()
def alone(context: typer.Context, *, json: AsJson = False) -> None:
    """List the releases on disk, or go back to one."""
    if context.invoked_subcommand is None:
        list_them(json=json)


@app.command("list", cls=SpokenCommand)
def list_them(*, json: AsJson = False) -> None:
    """List the releases on disk, the newest first."""
    from wenmai.cli.console import output
    from wenmai.cli.options import settings_for

    settings = settings_for()
    if json:
        from wenmai.cli import as_json

        as_json.write(as_json.releases(settings))
        return
    print_releases(settings, output())


@app.command("rollback", cls=SpokenCommand)
def rollback(
    release_id: Annotated[str, typer.Argument()],
) -> None:
    """Swap an older release back in, after checking its files.

    The next refresh publishes anew.
    """
    from wenmai.cli.console import output, when
    from wenmai.cli.options import settings_for
    from wenmai.publish import roll_back

    release = roll_back(settings_for(), release_id)
    moment = when(release.created_at)
    output().print(ROLLED_BACK(release=release.release_id, moment=moment))


def print_releases(settings: Any, console: Any) -> None:
    """Print the releases on disk and mark the one that people see."""
    from wenmai.cli.console import print_rows, when
    from wenmai.publish import current_release, list_releases

    releases = list_releases(settings)
    if not releases:
        console.print(NO_RELEASE())
        return
    current = current_release(settings)
    seen = current.release_id if current else None
    name, made, tables, rows = (name() for name in COLUMNS.values())
    print_rows(
        console,
        [name, made, tables, rows, ""],
        [
            (
                release.release_id,
                when(release.created_at),
                len(release.tables),
                sum(item.rows for item in release.tables),
                CURRENT() if release.release_id == seen else "",
            )
            for release in releases
        ],
        right=[tables, rows],
        keep=[name, made],
    )
