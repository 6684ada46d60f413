"""``wenmai erase``: carry out requests to erase people, and prove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wenmai.cli.options import Landing

if TYPE_CHECKING:
    from wenmai.erasure import ErasureResult
    from wenmai.erasure.search import Searched


def erase(
    *,
    landing: Landing = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only search for them; change nothing.")
    ] = False,
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
    from wenmai.words import count

    named = [one.file for one in searched if one.found]
    files, size = count(len(searched), "file"), sum(one.bytes_searched for one in searched)
    console = output()
    if not named:
        console.print(f"Nobody who asked to be erased was found in {files} ({size:,} bytes).")
        return
    console.print(f"People who asked to be erased are found in {len(named)} of {files}:")
    for name in named:
        console.print(f"  {name}", highlight=False)
    console.print("Run `wenmai erase`.")
    raise typer.Exit(1)


def _say_done(result: ErasureResult, console: object) -> None:
    from wenmai.words import count

    say = console.print  # type: ignore[attr-defined]
    say(
        f"{count(result.requests, 'request')}, {result.new_requests} of them new; "
        f"{count(result.lines, 'line')} left out."
    )
    say(
        f"Removed: {count(len(result.releases_removed), 'earlier release')}, "
        f"{count(len(result.files_removed), 'cache or log', 'caches and logs')}. The private file "
        f"was copied into a new one ({result.bytes_before:,} → {result.bytes_after:,} bytes)."
    )
    say(
        f"Searched {count(len(result.searched), 'file')} ({result.bytes_searched:,} bytes, "
        "compressed ones uncompressed): nobody found."
    )
    if result.sources:
        say("Your own files still name them, and are left as they are:")
        for name, lines in result.sources.items():
            say(f"  {name}: {count(lines, 'line')}", highlight=False)
    say(f"Report: {result.report}", highlight=False)
