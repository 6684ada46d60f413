"""Parts of ``wenmai status``: the quarantine, implausible values and failed corrections."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from wenmai.cli.console import bullets, count, heading, table
from wenmai.cli.serving import has_table, rows
from wenmai.errors import WenmaiError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXAMPLES = 3
SHOWN = 40
CHOSEN = "(?1 is null or list_contains(?1, study_code))"
QUARANTINE = f"""
select
    reason_code,
    count(*) over (partition by reason_code) as n_records,
    way_out,
    study_code || '/' || source_file
        || case when sheet_name <> '' then ' [' || sheet_name || ']' else '' end
        || ', row ' || row_number as place,
    reason,
    candidates
from quality.fct_quarantine
where {CHOSEN}
qualify row_number() over (
    partition by reason_code order by study_code, source_file, sheet_name, row_number
) <= {EXAMPLES}
order by n_records desc, reason_code, study_code, source_file, sheet_name, row_number
"""
PLAUSIBILITY = f"""
select
    findings.study_code,
    coalesce(units.unit_name_zh, findings.unit_code),
    findings.year::varchar,
    findings.indicator_code,
    findings.raw_value,
    findings.expected_value,
    findings.finding
from quality.fct_plausibility as findings
left join marts.dim_units as units
    on findings.unit_code = units.unit_code
where {CHOSEN.replace("study_code", "findings.study_code")}
order by abs(findings.deviation) desc nulls last, all
limit {SHOWN}
"""
COUNTS = """
select {by}, count(*)
from quality.{table}
where {chosen} and {condition}
group by all
order by count(*) desc, 1
"""
# heading, table, grouped by, only where, the option that shows more
COUNTED = (
    ("Quarantine", "fct_quarantine", "reason_code", "true", "--quarantine"),
    ("Implausible values", "fct_plausibility", "check_code", "true", "--plausibility"),
    ("Corrections that did not apply", "fct_corrections", "status", "status <> 'applied'", None),
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
    for title, name, by, condition, option in COUNTED:
        if not has_table(connection, "quality", name):
            continue
        query = COUNTS.format(by=by, table=name, chosen=CHOSEN, condition=condition)
        found = rows(connection, query, [chosen(studies)])
        total = sum(amount for _, amount in found)
        kinds = ", ".join(f"{kind} {amount:,}" for kind, amount in found)
        more = f"; [cyan]wenmai status {option}[/] shows them" if option and total else ""
        console.print(heading(f"{title}: {total:,}"))
        if total:
            console.print(Padding(f"{kinds}{more}", (0, 1)))


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
        console.print(heading(f"{reason}: {count(amount, 'record')}"))
        lines = [("[green]→[/]", f"[green]{escape(way_out or '')}[/]")]
        for _, _, _, place, why, candidates in listed:
            meant = f" Candidates: {escape(candidates)}." if candidates else ""
            lines.append(("·", f"[dim]{escape(place)}[/]: {escape(why or '')}{meant}"))
        console.print(bullets(lines))
        if amount > EXAMPLES:
            query = f"from quality.fct_quarantine where reason_code = '{reason}'"
            console.print(f' all of them: [cyan]wenmai sql "{query}"[/]', soft_wrap=True)


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
    columns = ["study", "unit", "year", "indicator", "value", "expected", "finding"]
    console.print(table(columns, found, right=["value", "expected"], keep=["unit", "year"]))
    if len(found) == SHOWN:
        console.print(
            f' The {SHOWN} oddest; all: [cyan]wenmai sql "from quality.fct_plausibility"[/]',
            soft_wrap=True,
        )
    console.print(
        " They are used as they are. To replace one, add a line to the study's corrections.csv.",
        style="dim",
    )


def chosen(studies: Sequence[str] | None) -> list[str] | None:
    """Return the parameter of the queries above: None means every study."""
    return list(studies) if studies else None
