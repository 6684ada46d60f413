"""``wenmai erase``: carry out requests to erase people, and prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.cli.options import Landing
from wenmai.sentences import Sentence, here

if TYPE_CHECKING:
    from wenmai.erasure import ErasureResult
    from wenmai.erasure.search import Searched

NOBODY = Sentence("cli.erase_nobody", "files", "bytes")
SOMEBODY = Sentence("cli.erase_somebody", "n", "files")
RUN_ERASE = Sentence("cli.erase_run")
REQUESTED = Sentence("cli.erase_requested", "requests", "new", "lines")
REMOVED = Sentence("cli.erase_removed", "releases", "caches", "before", "after")
SEARCHED = Sentence("cli.erase_searched", "files", "bytes")
OWN_FILES = Sentence("cli.erase_own_files")
NAMED_IN = Sentence("cli.erase_named_in", "file", "lines")
REPORT = Sentence("cli.erase_report", "file")


def erase(
    *,
    landing: Landing = None,
    check: Annotated[bool, typer.Option("--check")] = False,
) -> None:
    """Erase everybody whom a file of role `erase` names, and search every byte for them.

    Refreshes without them, removes all earlier releases, copies the private file into a new one,
    removes caches and logs that name anybody, searches every file, and refreshes again so that
    `fct_erasures` says what was proven. May be stopped at any moment and run again. Your own files
    are never touched: those that still name people are listed.
    """
    from wenmai import pipeline
    from wenmai.cli.console import errors, output
    from wenmai.cli.options import settings_for
    from wenmai.cli.progress import watcher
    from wenmai.erasure import check_erased
    from wenmai.erasure import erase as carry_out

    settings = settings_for(landing)
    if check:
        _say_searched(check_erased(settings))
        return

    def refresh(*given: object, **said: object) -> pipeline.RefreshResult:
        with watcher(errors()) as watching:
            return pipeline.refresh(*given, **{**said, "observer": watching})  # type: ignore[arg-type]

    _say_done(carry_out(settings, refresh_with=refresh), output())


def _say_searched(searched: tuple[Searched, ...]) -> None:
    from wenmai.cli.console import output
    from wenmai.words import FILES

    named = [one.file for one in searched if one.found]
    files, size = FILES(len(searched)), f"{sum(one.bytes_searched for one in searched):,}"
    console = output()
    if not named:
        console.print(NOBODY(files=files, bytes=size))
        return
    console.print(SOMEBODY(n=len(named), files=files))
    for name in named:
        console.print(f"  {name}", highlight=False)
    console.print(RUN_ERASE())
    raise typer.Exit(1)


def _say_done(result: ErasureResult, console: object) -> None:
    from wenmai.words import CACHES, EARLIER_RELEASES, FILES, LINES, REQUESTS

    say = console.print  # type: ignore[attr-defined]
    requests, lines = REQUESTS(result.requests), LINES(result.lines)
    say(REQUESTED(requests=requests, new=result.new_requests, lines=lines))
    say(
        REMOVED(
            releases=EARLIER_RELEASES(len(result.releases_removed)),
            caches=CACHES(len(result.files_removed)),
            before=f"{result.bytes_before:,}",
            after=f"{result.bytes_after:,}",
        )
    )
    say(SEARCHED(files=FILES(len(result.searched)), bytes=f"{result.bytes_searched:,}"))
    if result.sources:
        say(OWN_FILES())
        for name, n in result.sources.items():
            say(f"  {here(NAMED_IN(file=name, lines=LINES(n)))}", highlight=False)
    say(REPORT(file=str(result.report)), highlight=False)
