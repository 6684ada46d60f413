"""Parts of ``wenmai status``: the last refreshes and what became of every file."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from wenmai.cli.console import bullets, heading, near, seconds, table, when
from wenmai.cli.serving import has_table, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.pipeline import RefreshEntry
    from wenmai.settings import Settings

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
    if(ends_with(shown, '/*'), shown || ' (' || count(*) || ' files)', shown),
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
        console.print("There is no release yet. `wenmai refresh` makes the first.")
    else:
        console.print(f"Release [bold]{release.release_id}[/] of {when(release.created_at)}")
        console.print(f"Serving file: {near(settings.serving_file)}", soft_wrap=True)
    if not log:
        return
    console.print(heading("Last refreshes"))
    last = log[: -SHOWN - 1 : -1]
    console.print(
        table(
            ["began", "ended", "took", "by", "release"],
            [refresh_row(entry, is_held=is_held(settings.lock_holder)) for entry in last],
            right=["took"],
            keep=["began", "ended", "release"],
        )
    )
    console.print(
        bullets(
            (mark(entry), f"[dim]{entry.release_id}:[/] {escape(first_line(entry.message))}")
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
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return True


def refresh_row(entry: RefreshEntry, *, is_held: bool) -> tuple[str | None, ...]:
    """Return the line of one refresh; one that was killed could not write its end."""
    status = "killed" if entry.status == "running" and not is_held else entry.status
    took = (
        seconds((entry.finished_at - entry.started_at).total_seconds())
        if entry.finished_at
        else None
    )
    return (when(entry.started_at), status, took, entry.trigger, entry.release_id)


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
    found = rows(connection, FILES, [list(studies) if studies else None, MANY_FILES])
    columns = ["study", "file", "read", "= loaded", "+ same", "+ bad", "outside", "blank"]
    console.print(heading("Files, in records"))
    console.print(table(columns, found, right=columns[2:]))
    console.print(
        "same: collapsed duplicates; bad: in quarantine; outside: about other units, not read; "
        'blank: loaded as missing. Every file: wenmai sql "from fct_source_files"',
        style="dim",
    )
