"""What a refresh tells whoever watches it."""

from collections.abc import Callable
from dataclasses import dataclass

from wenmai.build.report import NodeResult
from wenmai.ingest.report import FileIngested


@dataclass(frozen=True)
class StepStarted:
    """A step begins."""

    step: str


@dataclass(frozen=True)
class StepFinished:
    """A step ended; ``message`` says in a few words what it did, or why it failed."""

    step: str
    seconds: float
    message: str = ""
    failed: bool = False


@dataclass(frozen=True)
class NodeFinished:
    """One model, seed or test of the build ended. Sent from dbt's worker threads."""

    node: NodeResult


Event = StepStarted | StepFinished | NodeFinished | FileIngested
Observer = Callable[[Event], object]
