"""Show a refresh while it runs: moving lines on a terminal, plain lines elsewhere."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column

from wenmai.cli.console import seconds
from wenmai.sentences import Sentence, here, several
from wenmai.words import FILES, NODES

if TYPE_CHECKING:
    from types import TracebackType

    from wenmai.ingest.report import FileIngested
    from wenmai.pipeline import Event, NodeFinished, StepFinished, StepStarted

# What a step does, in words for people who have not read the code.
DOING = several("cli.doing", "plan", "ingest", "build", "gate", "publish", "deliver", "notify")
DONE = Sentence("cli.done", "step", "seconds")
DONE_SO = Sentence("cli.done_so", "step", "seconds", "message")
SO_FAR = Sentence("cli.so_far", "amount", "name")
SO_FAR_FAILED = Sentence("cli.so_far_failed", "amount", "failed", "name")


def doing(step: str) -> str:
    """Return what a step does, in the language of who sits before the screen."""
    return here(DOING[step]()) if step in DOING else step


class Watcher(Protocol):
    """What `wenmai.pipeline.refresh` tells its events to, usable in a ``with`` block."""

    def __call__(self, event: Event) -> object:
        """Take one event."""

    def __enter__(self) -> Watcher:
        """Begin to show."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Leave the terminal as it was."""


def watcher(console: Console) -> Watcher:
    """Return what fits the console: a terminal can redraw, a log file cannot."""
    return MovingLines(console) if console.is_terminal else PlainLines(console)


class PlainLines:
    """One line when a step has ended; failed nodes at once.

    Parameters
    ----------
    console : rich.console.Console
        Standard error: standard output belongs to the result.
    """

    def __init__(self, console: Console) -> None:
        self.console = console
        self.lock = Lock()  # nodes arrive from dbt's threads
        self.step = ""
        self.nodes = self.failed = self.files = 0

    def __enter__(self) -> PlainLines:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None

    def __call__(self, event: Event) -> None:
        """Take one event."""
        with self.lock:
            # by name, so that showing progress imports nothing that the refresh itself has not
            handler = getattr(self, f"on_{type(event).__name__}", None)
            if handler is not None:
                handler(event)

    def on_StepStarted(self, event: StepStarted) -> None:  # noqa: N802 - named after the event
        """Remember which step runs."""
        self.step = event.step

    def on_FileIngested(self, event: FileIngested) -> None:  # noqa: N802
        """Count a file."""
        self.files += 1

    def on_NodeFinished(self, event: NodeFinished) -> None:  # noqa: N802
        """Count a node."""
        self.nodes += 1
        self.failed += event.node.is_failure

    def on_StepFinished(self, event: StepFinished) -> None:  # noqa: N802
        """Print the step with its time."""
        self.console.print(finished_line(event), markup=False, soft_wrap=True)


class MovingLines(PlainLines):
    """A line per step with a spinner, the time, and the file or node that was last done."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            # cut, not wrapped: a line that changes its height makes the screen jump
            TextColumn("{task.fields[detail]}", style="dim", table_column=one_line()),
            console=console,
            transient=True,
        )
        self.line: TaskID | None = None

    def __enter__(self) -> MovingLines:
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def on_StepStarted(self, event: StepStarted) -> None:  # noqa: N802
        """Add the line of the step."""
        super().on_StepStarted(event)
        self.line = self.progress.add_task(doing(event.step), detail="")

    def on_FileIngested(self, event: FileIngested) -> None:  # noqa: N802
        """Show the file."""
        super().on_FileIngested(event)
        name = f"{event.study_code}/{event.source_file}"
        self.show(SO_FAR(amount=FILES(self.files), name=name))

    def on_NodeFinished(self, event: NodeFinished) -> None:  # noqa: N802
        """Show the node."""
        super().on_NodeFinished(event)
        amount, name = NODES(self.nodes), event.node.name
        failed = SO_FAR_FAILED(amount=amount, failed=self.failed, name=name)
        self.show(failed if self.failed else SO_FAR(amount=amount, name=name))

    def on_StepFinished(self, event: StepFinished) -> None:  # noqa: N802
        """Replace the moving line by a lasting one."""
        if self.line is not None:
            self.progress.remove_task(self.line)
            self.line = None
        super().on_StepFinished(event)

    def show(self, detail: str) -> None:
        """Put a detail behind the running step."""
        if self.line is not None:
            self.progress.update(self.line, detail=here(detail))


def one_line() -> Column:
    """Return a column that never wraps."""
    return Column(no_wrap=True, overflow="ellipsis")


def finished_line(event: StepFinished) -> str:
    """Return the line about a step that ended.

    Examples
    --------
    >>> from wenmai.pipeline import StepFinished
    >>> finished_line(StepFinished("ingest", 1.24, "9 files"))
    '✓ read the files (1.2 s): 9 files'
    """
    step, took = doing(event.step), seconds(event.seconds)
    if event.failed:  # why is said once, at the end
        return f"✗ {here(DONE(step=step, seconds=took))}"
    if not event.message:
        return f"✓ {here(DONE(step=step, seconds=took))}"
    return f"✓ {here(DONE_SO(step=step, seconds=took, message=event.message))}"
