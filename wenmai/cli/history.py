"""Parts of ``wenmai status``: the last refreshes and what became of every file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from wenmai.cli.console import bullets, called, heading, near, print_rows, seconds, when
from wenmai.cli.releases import NO_RELEASE
from wenmai.cli.serving import has_table, rows
from wenmai.sentences import Sentence, here, several
from wenmai.words import FILES as N_FILES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.pipeline import RefreshEntry
    from wenmai.settings import Settings

RELEASE = Sentence("cli.release", "release", "moment")
SERVING_FILE = Sentence("cli.serving_file", "file")
LAST_REFRESHES = Sentence("cli.last_refreshes")
FILES_IN_RECORDS = Sentence("cli.files_in_records")
HOW_TO_READ_FILES = Sentence("cli.how_to_read_files")
OF_REFRESHES = several("cli.column", "began", "ended", "took", "by", "release")
OF_FILES = several(
    "cli.column", "study", "file", "read", "loaded", "same", "bad", "outside", "blank"
)
SHOWN = 5
# rows_read = rows_loaded + rows_collapsed + rows_quarantined, tested for every file
# A folder with many files in order (documents) is one line; a file with trouble keeps its own.
FILES = """
with files as (
    select
        *,
        regexp_extract(source_file, '^.*/') as folder,
        source_file || if(sheet_name <> '', ' [' || sheet_name || ']', '') as label,
        rows_quarantined > 0 as has_trouble,
        row_number() over (order by study_code, source_file) as line
    from quality.fct_source_files
    where ?1 is null or list_contains(?1, study_code)
),

named as (
    select
        *,
        if(
            not has_trouble
            and count(*) over (partition by study_code, folder, has_trouble) >= ?2,
            folder || '*',
            label
        ) as shown
    from files
)

select
    study_code,
    shown,
    count(*),
    sum(rows_read)::bigint,
    sum(rows_loaded)::bigint,
    sum(rows_collapsed)::bigint,
    sum(rows_quarantined)::bigint,
    sum(rows_out_of_scope)::bigint,
    sum(rows_blank)::bigint
from named
group by study_code, shown, if(ends_with(shown, '/*'), 0, line)
order by study_code, shown
"""
MANY_FILES = 10


def print_refreshes(settings: Settings, console: Console) -> None:
    """Print the last refreshes, failed ones included, and which release people see."""
    from wenmai.pipeline import read_log
    from wenmai.publish import current_release

    log = read_log(settings)
    release = current_release(settings)
    if release is None:
        console.print(NO_RELEASE())
    else:
        marked = f"[bold]{release.release_id}[/]"
        console.print(RELEASE(release=marked, moment=when(release.created_at)))
        console.print(SERVING_FILE(file=near(settings.serving_file)), soft_wrap=True)
    if not log:
        return
    console.print(heading(LAST_REFRESHES()))
    last = log[: -SHOWN - 1 : -1]
    began, ended, took, by, of_release = (name() for name in OF_REFRESHES.values())
    held = is_held(settings.lock_holder)
    print_rows(
        console,
        [began, ended, took, by, of_release],
        [refresh_row(entry, is_held=held) for entry in last],
        right=[took],
        keep=[began, ended, of_release],
    )
    console.print(
        bullets(
            (mark(entry), f"[dim]{entry.release_id}:[/] {escape(first_line(here(entry.said)))}")
            for entry in last
            if entry.message
        )
    )


def is_held(note: Path) -> bool:
    """Tell whether the process that holds the lock, by its note, is alive."""
    try:
        pid = int(json.loads(note.read_text(encoding="utf-8"))["pid"])
        if os.name != "nt":  # there it would end the process
            os.kill(pid, 0)
    except PermissionError:  # somebody else's process
        return True
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return False
    return True


def status_of(entry: RefreshEntry, *, is_held: bool) -> str:
    """Return how a refresh ended; one that was killed could not write its end."""
    return "killed" if entry.status == "running" and not is_held else entry.status


def refresh_row(entry: RefreshEntry, *, is_held: bool) -> tuple[str | None, ...]:
    """Return the line of one refresh."""
    took = (
        seconds((entry.finished_at - entry.started_at).total_seconds())
        if entry.finished_at
        else None
    )
    return (
        when(entry.started_at),
        called(status_of(entry, is_held=is_held)),
        took,
        called(entry.trigger),
        entry.release_id,
    )


def mark(entry: RefreshEntry) -> str:
    """Return the sign before a message: a published release can have something to look at."""
    return "[yellow]![/]" if entry.status in {"published", "unpublished"} else "[red]✗[/]"


def first_line(text: str) -> str:
    r"""Return the first line of a message; the rest stands in the log.

    Examples
    --------
    >>> first_line("2 problems found:\n  a\n  b")
    '2 problems found:'
    """
    return text.strip().partition("\n")[0]


def print_files(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print for every file how many records were read and where each of them ended."""
    if not has_table(connection, "quality", "fct_source_files"):
        return
    found = [
        (study, f"{file} ({here(N_FILES(n))})" if file.endswith("/*") else file, *amounts)
        for study, file, n, *amounts in rows(
            connection, FILES, [list(studies) if studies else None, MANY_FILES]
        )
    ]
    columns = [name() for name in OF_FILES.values()]
    console.print(heading(FILES_IN_RECORDS()))
    print_rows(console, columns, found, right=columns[2:])
    console.print(HOW_TO_READ_FILES(), style="dim")
