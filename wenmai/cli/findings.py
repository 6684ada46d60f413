"""Parts of ``wenmai status``: the quarantine, implausible values and failed corrections."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from wenmai.cli.console import bullets, heading
from wenmai.cli.serving import has_table, rows
from wenmai.errors import WenmaiError
from wenmai.words import count

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXAMPLES = 3  # of records that are in quarantine for one reason
SHOWN = 20  # findings of one check
CHOSEN = "(?1 is null or list_contains(?1, study_code))"
# A line of a file is one example, however many of its cells are concerned.
QUARANTINE = f"""
with lines as (
    select
        reason_code,
        way_out,
        study_code || '/' || source_file
            || case when sheet_name <> '' then ' [' || sheet_name || ']' else '' end as place,
        row_number,
        reason,
        candidates,
        count(*) as n_records
    from quality.fct_quarantine
    where {CHOSEN}
    group by all
)

select
    reason_code,
    sum(n_records) over (partition by reason_code) as n_of_reason,
    way_out,
    place || ', row ' || row_number
        || case when n_records > 1 then ' (' || n_records || ' cells)' else '' end,
    reason,
    candidates
from lines
qualify row_number() over (partition by reason_code order by place, row_number) <= {EXAMPLES}
order by n_of_reason desc, reason_code, place, row_number
"""
PLAUSIBILITY = f"""
select
    findings.check_code,
    count(*) over (partition by findings.check_code) as n_of_check,
    findings.study_code,
    coalesce(units.unit_name_zh, nullif(findings.unit_code, '*'), 'all units') as unit,
    findings.year,
    findings.indicator_code,
    findings.finding
from quality.fct_plausibility as findings
left join marts.dim_units as units
    on findings.unit_code = units.unit_code
where {CHOSEN.replace("study_code", "findings.study_code")}
qualify row_number() over (
    partition by findings.check_code
    order by
        abs(findings.deviation) desc nulls last,
        findings.study_code,
        findings.indicator_code,
        findings.unit_code,
        findings.year
) <= {SHOWN}
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
from quality.{table}
where {chosen} and {condition}
group by all
order by count(*) desc, 1
"""
# heading, table, grouped by, only where, the command that shows more
COUNTED = (
    ("Quarantine", "fct_quarantine", "reason_code", "true", "wenmai status --quarantine"),
    ("Plausibility", "fct_plausibility", "check_code", "true", "wenmai status --plausibility"),
    (
        "Corrections that did not apply",
        "fct_corrections",
        "status",
        "status <> 'applied'",
        "wenmai sql \"from quality.fct_corrections where status <> 'applied'\"",
    ),
)


def require_studies(connection: DuckDBPyConnection, studies: Sequence[str] | None) -> None:
    """Raise when a study is not part of the release, naming the nearest that is."""
    if not studies:
        return
    known = [code for (code,) in rows(connection, "select study_code from marts.dim_studies")]
    for code in studies:
        if code not in known:
            near = difflib.get_close_matches(code, known, n=1)
            raise WenmaiError(
                f"The release holds no study {code!r}.",
                hint=f"Did you mean {near[0]}?" if near else f"It holds: {', '.join(known)}.",
            )


def print_counts(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print how many findings there are of each kind, and the command that shows them."""
    for title, name, by, condition, command in COUNTED:
        if not has_table(connection, "quality", name):
            continue
        query = COUNTS.format(by=by, table=name, chosen=CHOSEN, condition=condition)
        found = rows(connection, query, [chosen(studies)])
        total = sum(amount for _, amount in found)
        console.print(heading(f"{title}: {total:,}"))
        if total:
            kinds = ", ".join(f"{kind} {amount:,}" for kind, amount in found)
            console.print(Padding(kinds, (0, 1), expand=False))
            console.print(f" [cyan]{command}[/]", soft_wrap=True)


def print_quarantine(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print the quarantine by reason: how many, what to do, and examples."""
    found = (
        rows(connection, QUARANTINE, [chosen(studies)])
        if has_table(connection, "quality", "fct_quarantine")
        else []
    )
    if not found:
        console.print("The quarantine is empty: every record that was read is used.")
        return
    for (reason, amount, way_out), listed in groupby(found, key=lambda row: row[:3]):
        console.print(heading(f"{reason}: {count(int(amount), 'record')}"))
        lines = [("[green]→[/]", f"[green]{escape(way_out or '')}[/]")]
        for _, _, _, place, why, candidates in listed:
            meant = f" Candidates: {escape(candidates)}." if candidates else ""
            lines.append(("·", f"[dim]{escape(place)}:[/] {escape(why or '')}{meant}"))
        console.print(bullets(lines))
        if amount > EXAMPLES:
            query = f"from quality.fct_quarantine where reason_code = '{reason}'"
            console.print(f' all: [cyan]wenmai sql "{query}"[/]', soft_wrap=True)


def print_plausibility(
    connection: DuckDBPyConnection, studies: Sequence[str] | None, console: Console
) -> None:
    """Print the values that do not fit their own history or their peers, the oddest first."""
    found = (
        rows(connection, PLAUSIBILITY, [chosen(studies)])
        if has_table(connection, "quality", "fct_plausibility")
        else []
    )
    if not found:
        console.print("No value looks implausible.")
        return
    for (check, amount), listed in groupby(found, key=lambda row: row[:2]):
        console.print(heading(f"{check}: {count(amount, 'finding')}"))
        lines = [
            ("·", f"[dim]{study}, {indicator}[/], {escape(unit)} {year}: {escape(finding)}")
            for _, _, study, unit, year, indicator, finding in listed
        ]
        console.print(bullets(lines))
        if amount > SHOWN:
            query = f"from quality.fct_plausibility where check_code = '{check}'"
            console.print(f' all: [cyan]wenmai sql "{query}"[/]', soft_wrap=True)
    console.print()
    console.print(
        "These values are used as they are. To replace one, add a line to the study's "
        "corrections.csv.",
        style="dim",
    )


def chosen(studies: Sequence[str] | None) -> list[str] | None:
    """Return the parameter of the queries above: None means every study."""
    return list(studies) if studies else None
