"""How a step of the refresh becomes a Prefect task."""

from collections.abc import Callable, Iterator
from typing import Any

from prefect import Task, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas import TaskRun
from prefect.states import State
from prefect.tasks import exponential_backoff

FIRST_PAUSE_SECONDS = 2


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__


def can_pass_later(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    """Tell whether a second try can help: only where the disk or the network failed.

    A file that does not parse, a failed test or a wrong key stays wrong however often it is
    tried; it is reported at once.

    Parameters
    ----------
    _task, _run
        Given by Prefect, not used.
    state : State
        The failed state, holding the error.

    Returns
    -------
    bool
    """
    error = state.result(raise_on_failure=False)
    return isinstance(error, BaseException) and any(
        isinstance(cause, OSError) for cause in causes(error)
    )


class TaskCall:
    """Calls each step of `wenmai.pipeline.refresh` as a task of the running flow.

    Nothing is cached: whether there is anything to do is decided once, by the plan.

    Attributes
    ----------
    logger : logging.Logger or None
        Logger of the task that runs now, so that lines written from dbt's threads belong to it.
    """

    def __init__(self) -> None:
        self.logger: Any = None

    def __call__(
        self, step: str, function: Callable[..., Any], *args: Any, retries: int = 0
    ) -> Any:
        """Run one step.

        Parameters
        ----------
        step : str
            Its name becomes the name of the task.
        function : callable
        retries : int
            Further tries, where `can_pass_later` sees a chance.

        Returns
        -------
        object
            What the function returned.
        """

        # The arguments stay outside the task's signature: Prefect would walk through them.
        @task(
            name=step,
            task_run_name=step,
            retries=retries,
            retry_delay_seconds=exponential_backoff(FIRST_PAUSE_SECONDS) if retries else None,
            retry_condition_fn=can_pass_later,
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        def run_step() -> Any:
            self.logger = get_run_logger()
            return function(*args)

        return run_step()
