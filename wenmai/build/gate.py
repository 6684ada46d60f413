"""The gate: what failed a test of severity ``error`` is not published."""

import re

from wenmai.build.report import BuildReport, NodeResult
from wenmai.errors import WenmaiError
from wenmai.words import count

SHOWN = 20  # a broken staging model can fail dozens of tests; the log has them all
REASON_LENGTH = 400  # enough for what differs in a unit test


def gate(report: BuildReport) -> list[str]:
    """Raise when the build must not be published; return the warnings as sentences.

    Parameters
    ----------
    report : BuildReport

    Returns
    -------
    list of str
        One sentence per test of severity ``warn`` that found something.

    Raises
    ------
    WenmaiError
        Naming every failed test and model, and where to look.

    Examples
    --------
    >>> from pathlib import Path
    >>> late = NodeResult("no_late_file", "test", "warn", 0.1, 2, severity="warn",
    ...                   description="No file is older than a year.")
    >>> gate(BuildReport((late,), 0.1, Path("compiled")))
    ['Test no_late_file (No file is older than a year.) found 2 rows.']
    """
    failures = report.failures
    if failures:
        lines = [f"  {sentence(node)}" for node in failures[:SHOWN]]
        if len(failures) > SHOWN:
            lines.append(f"  … and {len(failures) - SHOWN} more.")
        skipped = sum(node.status == "skipped" for node in report.nodes)
        tail = f"\n  {_skipped_words(skipped)}" if skipped else ""
        raise WenmaiError(
            f"Nothing was published: {count(len(failures), 'node')} of the build failed.\n"
            + "\n".join(lines)
            + tail,
            hint=f"\nThe queries behind this are in {report.queries}.",
        )
    return [sentence(node) for node in report.warnings]


def sentence(node: NodeResult) -> str:
    """Say in one sentence what a node's outcome means.

    Parameters
    ----------
    node : NodeResult

    Returns
    -------
    str

    Examples
    --------
    >>> sentence(NodeResult("weights_sum_to_one", "test", "fail", 0.1, 1, severity="error",
    ...                     file="tests/indicators/weights_sum_to_one.sql"))
    'Test weights_sum_to_one found 1 row (tests/indicators/weights_sum_to_one.sql).'
    """
    kind = {"test": "Test", "unit_test": "Unit test", "seed": "Seed"}.get(
        node.resource_type, "Model"
    )
    about = " ".join(node.description.split())
    named = f"{kind} {node.name} ({about})" if about else f"{kind} {node.name}"
    place = f" ({node.file})" if node.file and node.severity == "error" else ""
    if node.resource_type == "test" and node.status in {"fail", "warn"} and node.rows is not None:
        return f"{named} found {count(node.rows, 'row')}{place}."
    why = _reason(node.message)
    return f"{named} failed{place}: {why}" if why else f"{named} failed{place}."


def _skipped_words(skipped: int) -> str:
    if skipped == 1:
        return "1 node that depends on it was skipped."
    return f"{skipped} nodes that depend on these were skipped."


def _reason(message: str) -> str:
    """Return dbt's message without the line that only repeats the node's name."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if lines and re.match(r"[A-Z]\w+ Error in \w+", lines[0]):
        lines = lines[1:]
    return " ".join(" ".join(lines).split())[:REASON_LENGTH]
