"""What ``wenmai refresh`` prints at the end: what was made, and where to look next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.columns import Columns
from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding

from wenmai.cli.console import bullets, heading, near, seconds, table, when
from wenmai.cli.serving import connect, has_table, rows
from wenmai.words import count

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.pipeline import RefreshResult
    from wenmai.settings import Settings

# What a person should look at after a refresh: its table, its noun, and what shows it.
TO_LOOK_AT = (
    (
        "fct_quarantine",
        *("record is in quarantine", "records are in quarantine"),
        "wenmai status --quarantine",
    ),
    (
        "fct_plausibility",
        *("finding about odd or missing values", "findings about odd or missing values"),
        "wenmai status --plausibility",
    ),
    (
        "fct_changes",
        *(
            "score or rank has moved since the last release",
            "scores or ranks have moved since the last release",
        ),
        'wenmai sql "from fct_changes order by abs(score_change) desc"',
    ),
)


def print_summary(settings: Settings, result: RefreshResult, console: Console) -> None:
    """Print what a refresh made.

    Parameters
    ----------
    settings : Settings
    result : RefreshResult
    console : rich.console.Console
    """
    if result.status == "unchanged":
        console.print(unchanged(result), soft_wrap=True, markup=False)
        console.print(bullets(("[yellow]![/]", escape(line)) for line in result.set_aside.values()))
        return
    is_published = result.status == "published"
    file = settings.serving_file if is_published else settings.build_file
    took = seconds((result.finished_at - result.started_at).total_seconds())
    done = "published" if is_published else "built and tested, not published"
    console.print()
    console.print(f"[bold]Release {result.release_id}[/] {done} in {took}.")
    print_studies(result, console)
    print_tables(result, console)
    connection = connect(file)
    try:
        print_index(result, console)
        print_attention(connection, result, console, not_read(settings))
    finally:
        connection.close()
    print_way_on(file, result, console)


def unchanged(result: RefreshResult) -> str:
    """Return the one sentence about a refresh that had nothing to do."""
    made = f" of {when(result.release.created_at)}" if result.release else ""
    return (
        f"Nothing has changed since release {result.release_id}{made}; "
        "nothing was done (--force refreshes all the same)."
    )


def print_studies(result: RefreshResult, console: Console) -> None:
    """Print one line per study."""
    console.print(heading("Studies"))
    console.print(
        table(
            ["study", "name", "units", "years", "indicators", ""],
            [
                (
                    study.study_code,
                    both(study.name_zh, study.name_en),
                    study.units,
                    f"{study.first_year}–{study.last_year}",
                    study.indicators,
                    "synthetic" if study.is_synthetic else "",
                )
                for study in result.studies
            ],
            right=["units", "indicators"],
            keep=["study", "years", ""],
        )
    )


def print_tables(result: RefreshResult, console: Console) -> None:
    """Print how much there is, and the command that lists it: the list is longer than a screen."""
    amount = count(sum(item.rows for item in result.tables), "row")
    made = f"{count(len(result.tables), 'table')} with {amount}"
    console.print(f"\n[bold]{made}[/]: [cyan]wenmai sql .tables[/]")


def print_index(result: RefreshResult, console: Console) -> None:
    """Print the first ranks of every study."""
    if not result.index_top:
        return
    console.print(heading("Top of the index"))
    blocks = []
    for (study, year), listed in groupby(
        result.index_top, key=lambda row: (row.study_code, row.year)
    ):
        found = [
            (
                row.rank,
                row.unit_name,
                row.unit_name_en,
                f"{row.score:.3f}",
                span(row.score_low, row.score_high, ".3f"),
                span(row.rank_low, row.rank_high, "d"),
            )
            for row in listed
        ]
        blocks.append(
            Group(
                Padding(f"[dim]{study}, {year}[/]", (0, 1)),
                table(
                    ["rank", "unit", "", "score", "90 %", "rank 90 %"],
                    found,
                    right=["rank", "score", "90 %", "rank 90 %"],
                    keep=["unit"],
                ),
            )
        )
    console.print(Columns(blocks, padding=(0, 3)))


def span(low: float | None, high: float | None, form: str) -> str:
    """Return an interval as people write it; nothing where there is none.

    Examples
    --------
    >>> span(0.1234, 0.5, ".2f"), span(3, 3, "d"), span(None, None, "d")
    ('0.12–0.50', '3', '')
    """
    if low is None or high is None:
        return ""
    first, last = format(low, form), format(high, form)
    return first if first == last else f"{first}–{last}"


def print_attention(
    connection: DuckDBPyConnection,
    result: RefreshResult,
    console: Console,
    notes: Sequence[str] = (),
) -> None:
    """Print what a person should look at, with the command that shows it."""
    lines = [*(escape(warning) for warning in result.warnings), *notes]
    for name, one, many, command in TO_LOOK_AT:
        amount = rows_of(connection, name)
        if amount:
            lines.append(f"{count(amount, one, many)}: [cyan]{command}[/]")
    if lines:
        console.print(heading("To look at"), bullets(("[yellow]![/]", line) for line in lines))


def not_read(settings: Settings) -> list[str]:
    """Return a line, in rich's markup, per landing folder with files but without a study.yml.

    The demo's folder of truths is no study of anyone.
    """
    from wenmai.studies import folders_passed_over

    landing = [folder for folder in settings.landing if folder != settings.project_dir / "demo"]
    return [
        f"{escape(near(folder))} holds no study.yml and is not read: "
        f"[cyan]wenmai inspect {escape(near(folder))}[/] drafts one"
        for folder in folders_passed_over(landing)
    ]


def rows_of(connection: DuckDBPyConnection, name: str) -> int:
    """Return how many rows a quality table has; none when it is not there."""
    if not has_table(connection, "quality", name):
        return 0
    amount: int = rows(connection, f"select count(*) from quality.{name}")[0][0]
    return amount


def print_way_on(file: Path, result: RefreshResult, console: Console) -> None:
    """Print where the result lies and a query to begin with."""
    is_published = result.status == "published"
    console.print(heading("Where it is"))
    name = "Serving file" if is_published else "Private file"
    # what a person copies stands on one line, however long
    console.print(f" {name}: {escape(near(file))}", soft_wrap=True)
    if is_published:
        atlas = file.parent / "atlas" / "index.html"
        if atlas.is_file():
            console.print(f" Atlas, in a browser: {escape(near(atlas))}", soft_wrap=True)
            console.print(
                f" Excel, one per study: {escape(near(file.parent / 'excel'))}", soft_wrap=True
            )
        query = " ".join(result.sql.split())
        console.print(f' Try: [cyan]wenmai sql "{escape(query)}"[/]', soft_wrap=True)


def both(chinese: str, english: str) -> str:
    r"""Return a name in both languages, one below the other, once when they are the same.

    Examples
    --------
    >>> both("辽宁省", "Liaoning"), both("Liaoning", "Liaoning")
    ('辽宁省\nLiaoning', 'Liaoning')
    """
    return chinese if chinese == english else f"{chinese}\n{english}"
