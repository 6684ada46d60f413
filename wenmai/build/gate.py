"""The gate: what failed a test of severity ``error`` is not published."""

import re

from wenmai.build.report import BuildReport, NodeResult
from wenmai.errors import WenmaiError
from wenmai.sentences import Said, Sentence, joined, several
from wenmai.words import NODES, ROWS

NOTHING_PUBLISHED = Sentence("refresh.gate.nothing_published", "nodes")
QUERIES = Sentence("refresh.gate.queries", "folder")
AND_MORE = Sentence("refresh.gate.and_more", "n")
SKIPPED = Sentence("refresh.gate.skipped", "n")
SKIPPED_ONE = Sentence("refresh.gate.skipped_one")
KINDS = several("refresh.gate.kind", "test", "unit_test", "seed", "model")
NAMED = Sentence("refresh.gate.named", "kind", "name")
NAMED_ABOUT = Sentence("refresh.gate.named_about", "kind", "name", "about")
ENDS = {
    "found": Sentence("refresh.gate.found", "node", "rows"),
    "failed": Sentence("refresh.gate.failed", "node"),
    "failed_why": Sentence("refresh.gate.failed_why", "node", "why"),
}
ENDS_IN_FILE = {
    "found": Sentence("refresh.gate.found_in", "node", "rows", "file"),
    "failed": Sentence("refresh.gate.failed_in", "node", "file"),
    "failed_why": Sentence("refresh.gate.failed_why_in", "node", "file", "why"),
}

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
        lines = [sentence(node) for node in failures[:SHOWN]]
        if len(failures) > SHOWN:
            lines.append(AND_MORE(n=len(failures) - SHOWN))
        skipped = sum(node.status == "skipped" for node in report.nodes)
        if skipped:
            lines.append(SKIPPED_ONE() if skipped == 1 else SKIPPED(n=skipped))
        indented = (joined(["  ", line], "") for line in lines)
        raise WenmaiError(
            joined([NOTHING_PUBLISHED(nodes=NODES(len(failures))), *indented]),
            hint=joined(["", QUERIES(folder=str(report.queries))]),
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
    kind = KINDS.get(node.resource_type, KINDS["model"])()
    about = " ".join(node.description.split())
    named = NAMED_ABOUT(kind=kind, name=node.name, about=about)
    named = named if about else NAMED(kind=kind, name=node.name)
    ends = ENDS_IN_FILE if node.file and node.severity == "error" else ENDS
    parts: dict[str, str] = {"node": named}
    if ends is ENDS_IN_FILE:
        parts["file"] = node.file
    if node.resource_type == "test" and node.status in {"fail", "warn"} and node.rows is not None:
        return ends["found"](**parts, rows=ROWS(node.rows))
    why = _reason(node.message)
    return ends["failed_why"](**parts, why=why) if why else ends["failed"](**parts)


def _reason(message: str) -> str:
    """Return dbt's message without the line that only repeats the node's name."""
    if isinstance(message, Said):
        return message
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if lines and re.match(r"[A-Z]\w+ Error in \w+", lines[0]):
        lines = lines[1:]
    return " ".join(" ".join(lines).split())[:REASON_LENGTH]
