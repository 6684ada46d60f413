"""Put the commands together and turn every error into a sentence."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from wenmai.cli import mill, releases
from wenmai.cli.check import check
from wenmai.cli.completion import COMPLETING, completion
from wenmai.cli.deliver import deliver
from wenmai.cli.erase import erase
from wenmai.cli.export import export
from wenmai.cli.init import init
from wenmai.cli.inspect_file import inspect
from wenmai.cli.list_known import list_known
from wenmai.cli.network import network
from wenmai.cli.refresh import refresh
from wenmai.cli.report import report
from wenmai.cli.schedule import schedule
from wenmai.cli.spoken import (
    SpokenCommand,
    SpokenGroup,
    UsageError,
    WrongUsage,
    prepared,
    speak_panels,
    wrong_usage,
)
from wenmai.cli.sql import sql
from wenmai.cli.status import status
from wenmai.cli.what_if import what_if
from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence, here, speaking

ERROR = Sentence("cli.error")
UNFORESEEN = Sentence("cli.unforeseen", "kind", "error")
DEBUG = Sentence("cli.debug")

app = typer.Typer(
    name="wenmai",
    cls=SpokenGroup,
    no_args_is_help=True,
    # typer's own options write into shell start-up files; `wenmai completion` only prints
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(cls=SpokenCommand)(init)
app.command(cls=SpokenCommand)(refresh)
app.command(cls=SpokenCommand)(check)
app.command(cls=SpokenCommand)(inspect)
app.command("list", cls=SpokenCommand)(list_known)
app.command(cls=SpokenCommand)(status)
app.command(cls=SpokenCommand)(sql)
app.command(cls=SpokenCommand)(export)
app.command(cls=SpokenCommand)(deliver)
app.command(cls=SpokenCommand)(report)
app.command(cls=SpokenCommand)(network)
app.command("what-if", cls=SpokenCommand)(what_if)
app.command(cls=SpokenCommand)(erase)
app.add_typer(releases.app, name="releases", cls=SpokenGroup)
app.add_typer(mill.app, name="mill", cls=SpokenGroup)
app.command(cls=SpokenCommand)(schedule)
app.command(cls=SpokenCommand)(completion)


def show_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from wenmai import __version__

        typer.echo(f"wenmai {__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Open analytics warehouse for regional cultural and creative industries."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Exit codes: 0 done, 1 an error (its sentence stands on standard error), 2 wrong usage, 3 a
    refresh that could not take every study, 130 stopped with Ctrl-C. ``--debug`` may stand
    anywhere before a ``--``.

    Parameters
    ----------
    arguments : sequence of str, optional
        Defaults to ``sys.argv[1:]``.

    Raises
    ------
    SystemExit
        Always; with ``--debug`` an error is raised as it is.

    Examples
    --------
    >>> main(["--version"])  # doctest: +SKIP
    wenmai 0.1.0
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    end = given.index("--") if "--" in given else len(given)
    debug = "--debug" in given[:end] or os.environ.get("WENMAI_DEBUG") == "1"
    kept = [word for word in given[:end] if word != "--debug"] + given[end:]
    if COMPLETING in os.environ:  # a shell asks, not a person
        from typer.completion import completion_init

        completion_init()
    try:
        if not kept or set(kept) & {"-h", "--help"}:
            speak_panels()
        with _imports_not_from_here():
            left = prepared(app).main(args=kept, prog_name="wenmai", standalone_mode=False)
        sys.exit(left if isinstance(left, int) else 0)
    except UsageError as error:
        if type(error).__name__ != "NoArgsIsHelpError":  # then help has been shown
            wrong = wrong_usage(error)
            print_error(wrong.message, wrong.hint)
        sys.exit(2)
    except WrongUsage as error:
        print_error(error.message, error.hint)
        sys.exit(2)
    except typer.Abort:  # the input of a prompt has ended
        sys.exit(1)
    except WenmaiError as error:
        if debug:
            raise
        print_error(error.message, error.hint)
    except Exception as error:
        if debug:
            raise
        said = _obstacle(error) or WenmaiError(
            UNFORESEEN(kind=type(error).__name__, error=str(error)), hint=DEBUG()
        )
        print_error(said.message, said.hint)
    sys.exit(1)


def _obstacle(error: Exception) -> WenmaiError | None:
    """Return the sentence about disk or memory that stands in the way of any command."""
    from wenmai.cli.options import settings_for
    from wenmai.obstacles import obstacle

    with suppress(WenmaiError):
        return obstacle(error, settings_for())
    return None


@contextmanager
def _imports_not_from_here() -> Iterator[None]:
    """Let our processes import nothing from the current folder, which may be a stranger's."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            os.environ.pop("PYTHONSAFEPATH", None)
        else:
            os.environ["PYTHONSAFEPATH"] = before


def print_error(message: str, hint: str | None) -> None:
    """Write one error to standard error; the hint gets a line of its own when it is long."""
    from wenmai.cli.console import errors

    console = errors()
    console.print(f"[bold red]{here(ERROR())}[/]", end=" " if speaking() == "en" else "")
    console.print(message, markup=False, highlight=False, soft_wrap=True)
    if hint:
        console.print(here(hint).strip("\n"), markup=False, highlight=False, soft_wrap=True)
