"""What a build did, node by node."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warn"]


@dataclass(frozen=True)
class NodeResult:
    """One model, seed or test of a build.

    Parameters
    ----------
    name : str
        The node's name, e.g. ``fct_innovation_index``.
    resource_type : str
        ``model``, ``seed``, ``test``, ``unit_test`` …
    status : str
        dbt's word: ``success``, ``pass``, ``warn``, ``fail``, ``error``, ``skipped``; or ``kept``:
        nothing that it depends on has changed.
    seconds : float
        Run time.
    rows : int or None
        Rows of the table built, or rows that a test returned; None for views.
    message : str
        Why it failed, may be empty.
    severity : {"error", "warn"} or None
        How serious the *outcome* is: ``error`` stops publication, ``warn`` is reported.
    description : str
        The node's description, where it has one.
    file : str
        Path of its source, relative to the project.

    Examples
    --------
    >>> NodeResult("dim_units", "model", "success", 0.04, 36).is_failure
    False
    """

    name: str
    resource_type: str
    status: str
    seconds: float
    rows: int | None = None
    message: str = ""
    severity: Severity | None = None
    description: str = ""
    file: str = ""

    @property
    def is_failure(self) -> bool:
        """Whether this outcome stops publication."""
        return self.severity == "error"


@dataclass(frozen=True)
class BuildReport:
    """All nodes of one build, in the order in which they ended.

    Parameters
    ----------
    nodes : tuple of NodeResult
    seconds : float
        Wall time of the whole build.
    queries : Path
        The folder of the compiled statements of what failed.

    Examples
    --------
    >>> failed = NodeResult("key_is_unique", "test", "fail", 0.1, 3, severity="error")
    >>> [node.name for node in BuildReport((failed,), 0.2, Path("failed")).failures]
    ['key_is_unique']
    """

    nodes: tuple[NodeResult, ...]
    seconds: float
    queries: Path

    @property
    def failures(self) -> list[NodeResult]:
        """Outcomes that stop publication."""
        return [node for node in self.nodes if node.severity == "error"]

    @property
    def warnings(self) -> list[NodeResult]:
        """Outcomes that a person should look at."""
        return [node for node in self.nodes if node.severity == "warn"]

    def count(self, *resource_types: str) -> int:
        """Return how many nodes of these types ran."""
        return sum(
            node.resource_type in resource_types and node.status != "skipped" for node in self.nodes
        )
