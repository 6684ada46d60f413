"""Parts of ``wenmai status``: the quarantine, implausible values and failed corrections."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from wenmai.cli.console import bullets, called, heading
from wenmai.cli.serving import has_table, rows
from wenmai.errors import WenmaiError
from wenmai.sentences import Sentence, here, several, speaking
from wenmai.words import CELLS, FINDINGS, RECORDS, was_it

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NO_STUDY = Sentence("cli.no_such_study", "study")
IT_HOLDS = Sentence("cli.it_holds", "studies")
AMOUNT_OF = Sentence("cli.amount_of", "what", "n")
ROW_OF = Sentence("cli.row_of", "place", "row")
CELLS_OF_ROW = Sentence("cli.cells_of_row", "place", "row", "cells")
CANDIDATES = Sentence("cli.candidates", "reason", "candidates")
ALL_OF_THEM = Sentence("cli.all_of_them", "command")
ALL_UNITS = Sentence("cli.all_units")
EMPTY_QUARANTINE = Sentence("cli.empty_quarantine")
NOTHING_IMPLAUSIBLE = Sentence("cli.nothing_implausible")
USED_AS_THEY_ARE = Sentence("cli.used_as_they_are")
TITLES = several("cli.counted", "quarantine", "plausibility", "corrections", "without_place")
EXAMPLES = 3  # of records that are in quarantine for one reason
SHOWN = 20  # findings of one check
CHOSEN = "(?1 is null or list_contains(?1, study_code))"
# A line of a file is one example, however many of its cells are concerned.
QUARANTINE = """
with lines as (
    select
        reason_code,
        way_out{language} as way_out,
        study_code || '/' || source_file
            || case when sheet_name <> '' then ' [' || sheet_name || ']' else '' end as place,
        row_number,
        reason{language} as reason,
        candidates,
        count(*) as n_records
    from quality.fct_quarantine
    where {chosen}
    group by all
)

select
    reason_code,
    sum(n_records) over (partition by reason_code) as n_of_reason,
    way_out,
    place,
    row_number,
    n_records,
    reason,
    candidates
from lines
qualify row_number() over (partition by reason_code order by place, row_number) <= {examples}
order by n_of_reason desc, reason_code, place, row_number
"""
PLAUSIBILITY = """
select
    findings.check_code,
    count(*) over (partition by findings.check_code) as n_of_check,
    findings.study_code,
    coalesce(units.unit_name_zh, nullif(findings.unit_code, '*')) as unit,
    findings.year,
    findings.indicator_code,
    findings.finding{language} as finding
from quality.fct_plausibility as findings
left join marts.dim_units as units
    on findings.unit_code = units.unit_code
where {chosen}
qualify row_number() over (
    partition by findings.check_code
    order by
        abs(findings.deviation) desc nulls last,
        findings.study_code,
        findings.indicator_code,
        findings.unit_code,
        findings.year
) <= {shown}
order by
    max(abs(findings.deviation)) over (partition by findings.check_code) desc nulls last,
    findings.check_code,
    abs(findings.deviation) desc nulls last,
    findings.study_code,
    findings.indicator_code,
    findings.unit_code,
    findings.year
"""
COUNTS = """
select {by}, count(*)
from {table}
where {chosen} and {condition}
group by all
order by count(*) desc, 1
"""
# Documents are in the corpus all the same: who issued them only gives them a place.
WITHOUT_PLACE = "issuer_status in ('unknown', 'ambiguous')"
LIST_WITHOUT_PLACE = (
    'wenmai sql "select title, issuer, issuer_status, issuer_candidates, source_file'
    f' from dim_documents where {WITHOUT_PLACE}"'
)
# heading, table, grouped by, only where, the command that shows more
COUNTED = (
    ("quarantine", "quality.fct_quarantine", "reason_code", "true", "wenmai status --quarantine"),
    (
        "plausibility",
        "quality.fct_plausibility",
        "check_code",
        "true",
        "wenmai status --plausibility",
    ),
    (
        "corrections",
        "quality.fct_corrections",
        "status",
        "status <> 'applied'",
        "wenmai sql \"from quality.fct_corrections where status <> 'applied'\"",
    ),
    ("without_place", "marts.dim_documents", "issuer_status", WITHOUT_PLACE, LIST_WITHOUT_PLACE),
)


def require_studies(connection: DuckDBPyConnection, studies: Sequence[str] | None) -> None:
    """Raise when a study is not part of the release, naming the nearest that is."""
    if not studies:
        return
    known = [code for (code,) in rows(connection, "select study_code from marts.dim_studies")]
    for code in studies:
        if code not in known:
            near = difflib.get_close_matches(code, known, n=1)
            holds = IT_HOLDS(studies=", ".join(known))
            way_out = was_it(near[0]) if near else holds
            raise WenmaiError(NO_STUDY(study=repr(code)), hint=way_out)


def counts(
    connection: DuckDBPyConnection, studies: Sequence[str] | None
) -> dict[str, dict[str, int]]:
    """Return how many findings there are of each kind, by what is found."""
    found = {}
    for title, name, by, condition, _ in COUNTED:
        if has_table(connection, *name.split(".")):
            query = COUNTS.format(by=by, table=name, chosen=CHOSEN, condition=condition)
            found[title] = dict(rows(connection, query, [chosen(studies)]))
    return found


def print_counts(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print how many findings there are of each kind, and the command that shows them."""
    commands = {title: command for title, *_, command in COUNTED}
    for title, found in counts(connection, studies).items():
        command, total = commands[title], sum(found.values())
        console.print(heading(AMOUNT_OF(what=TITLES[title](), n=f"{total:,}")))
        if total:
            kinds = ", ".join(f"{called(kind)} {amount:,}" for kind, amount in found.items())
            console.print(Padding(kinds, (0, 1), expand=False))
            console.print(f" [cyan]{command}[/]", soft_wrap=True)


def print_quarantine(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print the quarantine by reason: how many, what to do, and examples."""
    found = (
        rows(connection, in_language(QUARANTINE, examples=EXAMPLES), [chosen(studies)])
        if has_table(connection, "quality", "fct_quarantine")
        else []
    )
    if not found:
        console.print(EMPTY_QUARANTINE())
        return
    for (reason, amount, way_out), listed in groupby(found, key=lambda row: row[:3]):
        console.print(heading(AMOUNT_OF(what=called(reason), n=RECORDS(int(amount)))))
        lines = [("[green]→[/]", f"[green]{escape(way_out or '')}[/]")]
        for _, _, _, place, row, n, why, candidates in listed:
            line = ROW_OF(place=place, row=row)
            if n > 1:
                line = CELLS_OF_ROW(place=place, row=row, cells=CELLS(n))
            text = CANDIDATES(reason=why or "", candidates=candidates) if candidates else why
            lines.append(("·", f"[dim]{escape(here(line))}:[/] {escape(here(text or ''))}"))
        console.print(bullets(lines))
        if amount > EXAMPLES:
            query = f"from quality.fct_quarantine where reason_code = '{reason}'"
            said = ALL_OF_THEM(command=f'[cyan]wenmai sql "{query}"[/]')
            console.print(f" {here(said)}", soft_wrap=True)


def print_plausibility(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print the values that do not fit their own history or their peers, the oddest first."""
    found = (
        rows(
            connection,
            in_language(PLAUSIBILITY, "findings.", shown=SHOWN),
            [chosen(studies)],
        )
        if has_table(connection, "quality", "fct_plausibility")
        else []
    )
    if not found:
        console.print(NOTHING_IMPLAUSIBLE())
        return
    for (check, amount), listed in groupby(found, key=lambda row: row[:2]):
        console.print(heading(AMOUNT_OF(what=called(check), n=FINDINGS(amount))))
        everywhere = here(ALL_UNITS())
        lines = [
            (
                "·",
                f"[dim]{study}, {indicator}[/], {escape(unit or everywhere)} {year}: "
                f"{escape(finding)}",
            )
            for _, _, study, unit, year, indicator, finding in listed
        ]
        console.print(bullets(lines))
        if amount > SHOWN:
            query = f"from quality.fct_plausibility where check_code = '{check}'"
            said = ALL_OF_THEM(command=f'[cyan]wenmai sql "{query}"[/]')
            console.print(f" {here(said)}", soft_wrap=True)
    console.print()
    console.print(USED_AS_THEY_ARE(), style="dim")


def in_language(query: str, table: str = "", **amounts: int) -> str:
    """Return a query that asks for the sentences of the language that is spoken."""
    language = "_zh" if speaking() == "zh" else ""
    chosen_studies = CHOSEN.replace("study_code", f"{table}study_code")
    return query.format(language=language, chosen=chosen_studies, **amounts)


def chosen(studies: Sequence[str] | None) -> list[str] | None:
    """Return the parameter of the queries above: None means every study."""
    return list(studies) if studies else None
