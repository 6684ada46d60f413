"""README of a demo study: synthetic, how made, which faults."""

from collections.abc import Sequence
from pathlib import Path

from demo.faults import FaultLine
from demo.writing import write_text

WHERE = {
    "quarantine": "quarantine, `{}`",
    "collapsed": "collapsed into the first line",
    "imputation": "imputed, `{}`",
    "plausibility": "a finding in `quality.fct_plausibility`",
    "correction": "correction `{}`",
    "loaded": "loaded: it is understood",
    "network_finding": "a finding in `marts.fct_network_findings`, `{}`",
    "duplicate": "a duplicate in `marts.dim_documents`",
    "stub": "a stub in `marts.dim_documents`",
    "truncated": "truncated in `marts.dim_documents`",
}
PAPERS = (
    "P1: Wang, *Northeast revitalization strategy background below the path analysis of",
    "innovation industry driven development*, doi 10.65102/is2026791. P2: Zhang and Zhao, *The",
    "Path of Content Innovation and Industrial Upgrading of Liaoning Regional Cultural Industry",
    "under the Support of Digital Technology*, doi 10.65102/is2026204.",
)


def write_readme(path: Path, about: str, faults: Sequence[FaultLine]) -> None:
    """Write README.md: the text about the study, then one line per planted fault."""
    lines = [
        about.strip(),
        "",
        *PAPERS,
        "",
        "## Planted faults",
        "",
        "| file | line | year | what | where the warehouse shows it |",
        "|---|---|---|---|---|",
    ]
    seen = set()
    for fault in faults:
        place = f"{fault.source_file} {fault.sheet_name}".strip()
        if (place, fault.row_number, fault.fault_code) in seen:
            continue
        seen.add((place, fault.row_number, fault.fault_code))
        where = WHERE[fault.check].format(fault.expected)
        if fault.check == "imputation" and not fault.expected:
            where = "stays missing"
        lines.append(f"| {place} | {fault.row_number} | {fault.year} | {fault.fault} | {where} |")
    write_text(path, "\n".join(lines) + "\n")
