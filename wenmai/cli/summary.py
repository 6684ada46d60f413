"""What ``wenmai refresh`` prints at the end: what was made, and where to look next."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rich.columns import Columns
from rich.console import Console, Group
from rich.markup import escape
from rich.padding import Padding

from wenmai.cli.console import bullets, heading, near, seconds, table, when
from wenmai.cli.findings import LIST_WITHOUT_PLACE, WITHOUT_PLACE
from wenmai.cli.serving import connect, has_table, rows
from wenmai.kit.steps import named, stretch
from wenmai.sentences import Sentence, here, several, speaking
from wenmai.words import ROWS, TABLES, Noun

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from wenmai.pipeline import RefreshResult
    from wenmai.settings import Settings

# What a person should look at after a refresh: its table, only where, its noun, what shows it.
HAS_MOVED = "change_kind in ('score_changed', 'rank_changed')"
TO_LOOK_AT = (
    ("quality.fct_quarantine", "true", Noun("record_in_quarantine"), "wenmai status --quarantine"),
    ("quality.fct_plausibility", "true", Noun("odd_value"), "wenmai status --plausibility"),
    ("marts.dim_documents", WITHOUT_PLACE, Noun("document_without_place"), LIST_WITHOUT_PLACE),
    (
        "quality.fct_changes",
        HAS_MOVED,
        Noun("score_moved"),
        'wenmai sql "from fct_changes order by abs(score_change) desc"',
    ),
    (
        "quality.fct_changes",
        f"not {HAS_MOVED}",
        Noun("score_new_or_gone"),
        f'wenmai sql "from fct_changes where not {HAS_MOVED}"',
    ),
)
PUBLISHED = Sentence("cli.published", "release", "seconds")
NOT_PUBLISHED = Sentence("cli.not_published", "release", "seconds")
UNCHANGED = Sentence("cli.unchanged", "release")
UNCHANGED_SINCE = Sentence("cli.unchanged_since", "release", "moment")
TABLES_WITH_ROWS = Sentence("cli.tables_with_rows", "tables", "rows")
LOOK = Sentence("cli.look", "what", "command")
NO_STUDY_YML = Sentence("cli.no_study_yml", "folder", "command")
HEADINGS = several(
    "cli.heading", "studies", "findings", "top_of_the_index", "to_look_at", "where_it_is"
)
OF_STUDIES = several("cli.column_of_studies", "study", "name", "units", "years", "indicators")
OF_RANKS = several("cli.column_of_ranks", "rank", "unit", "score", "score_90", "rank_90")
SYNTHETIC = Sentence("cli.synthetic")
SERVING = Sentence("cli.serving", "file")
PRIVATE = Sentence("cli.private", "file")
ATLAS = Sentence("cli.atlas", "file")
EXCEL = Sentence("cli.excel", "folder")
TRY = Sentence("cli.try", "command")


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
    done = PUBLISHED if is_published else NOT_PUBLISHED
    console.print()
    console.print(done(release=f"[bold]{result.release_id}[/]", seconds=took))
    print_studies(result, console)
    print_tables(result, console)
    if is_published:
        print_findings(settings.findings_file, console)
    connection = connect(file)
    try:
        print_index(result, console)
        print_attention(connection, result, console, not_read(settings))
    finally:
        connection.close()
    print_way_on(file, result, console)


def unchanged(result: RefreshResult) -> str:
    """Return the one sentence about a refresh that had nothing to do."""
    if result.release is None:
        return UNCHANGED(release=result.release_id)
    moment = when(result.release.created_at)
    return UNCHANGED_SINCE(release=result.release_id, moment=moment)


def print_studies(result: RefreshResult, console: Console) -> None:
    """Print one line per study."""
    console.print(heading(HEADINGS["studies"]()))
    study_code, name, units, years, indicators = (name() for name in OF_STUDIES.values())
    console.print(
        table(
            [study_code, name, units, years, indicators, ""],
            [
                (
                    study.study_code,
                    both(study.name_zh, study.name_en),
                    study.units,
                    stretch(study.first_year, study.last_year),
                    study.indicators,
                    SYNTHETIC() if study.is_synthetic else "",
                )
                for study in result.studies
            ],
            right=[units, indicators],
            keep=[study_code, years, ""],
        )
    )


def print_tables(result: RefreshResult, console: Console) -> None:
    """Print how much there is, and the command that lists it: the list is longer than a screen."""
    amount = ROWS(sum(item.rows for item in result.tables))
    made = here(TABLES_WITH_ROWS(tables=TABLES(len(result.tables)), rows=amount))
    console.print()
    console.print(LOOK(what=f"[bold]{made}[/]", command="[cyan]wenmai sql .tables[/]"))


def print_findings(file: Path, console: Console) -> None:
    """Print what the atlas says first of each study; nothing without an atlas."""
    told = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    to = speaking()
    lines = [
        (study if place == 0 else "", said["question"][to], said["finding"][to])
        for study, found in told.items()
        for place, said in enumerate(found)
    ]
    if lines:
        console.print(heading(HEADINGS["findings"]()), table(["", "", ""], lines))


def print_index(result: RefreshResult, console: Console) -> None:
    """Print the first ranks of every study."""
    if not result.index_top:
        return
    console.print(heading(HEADINGS["top_of_the_index"]()))
    blocks = []
    rank, unit, score, score_90, rank_90 = (name() for name in OF_RANKS.values())
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
                Padding(f"[dim]{study}, {named(year)}[/]", (0, 1)),
                table(
                    [rank, unit, "", score, score_90, rank_90],
                    found,
                    right=[rank, score, score_90, rank_90],
                    keep=[unit],
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
    lines = [*(escape(here(warning)) for warning in result.warnings), *notes]
    for name, condition, noun, command in TO_LOOK_AT:
        amount = rows_of(connection, name, condition)
        if amount:
            lines.append(LOOK(what=noun(amount), command=f"[cyan]{command}[/]"))
    if lines:
        console.print(
            heading(HEADINGS["to_look_at"]()), bullets(("[yellow]![/]", line) for line in lines)
        )


def not_read(settings: Settings) -> list[str]:
    """Return a line, in rich's markup, per landing folder with files but without a study.yml.

    The demo's folder of truths is no study of anyone.
    """
    from wenmai.studies import folders_passed_over

    landing = [folder for folder in settings.landing if folder != settings.project_dir / "demo"]
    return [
        NO_STUDY_YML(
            folder=escape(near(folder)),
            command=f"[cyan]wenmai inspect {escape(near(folder))}[/]",
        )
        for folder in folders_passed_over(landing)
    ]


def rows_of(connection: DuckDBPyConnection, name: str, condition: str) -> int:
    """Return how many rows of a table are so; none when it is not there."""
    if not has_table(connection, *name.split(".")):
        return 0
    amount: int = rows(connection, f"select count(*) from {name} where {condition}")[0][0]
    return amount


def print_way_on(file: Path, result: RefreshResult, console: Console) -> None:
    """Print where the result lies and a query to begin with."""
    is_published = result.status == "published"
    console.print(heading(HEADINGS["where_it_is"]()))
    lines = [(SERVING if is_published else PRIVATE)(file=escape(near(file)))]
    if is_published:
        atlas = file.parent / "atlas" / "index.html"
        if atlas.is_file():
            lines.append(ATLAS(file=escape(near(atlas))))
            lines.append(EXCEL(folder=escape(near(file.parent / "excel"))))
        query = " ".join(result.sql.split())
        lines.append(TRY(command=f'[cyan]wenmai sql "{escape(query)}"[/]'))
    for line in lines:  # what a person copies stands on one line, however long
        console.print(f" {here(line)}", soft_wrap=True)


def both(chinese: str, english: str) -> str:
    r"""Return a name in both languages, one below the other, once when they are the same.

    Examples
    --------
    >>> both("辽宁省", "Liaoning"), both("Liaoning", "Liaoning")
    ('辽宁省\nLiaoning', 'Liaoning')
    """
    return chinese if chinese == english else f"{chinese}\n{english}"
