"""The refresh as a Prefect flow: each step of `wenmai.pipeline` is a task."""

from pathlib import Path
from typing import Any

from prefect import Flow, flow, get_run_logger
from prefect.client.schemas.objects import FlowRun
from prefect.states import State

from flows.build import keep_nodes, node_level, node_line
from flows.ingest import keep_files
from flows.publish import keep_release, tell_of_crash
from flows.quiet import hush
from flows.secrets import with_secrets
from flows.steps import TaskCall
from wenmai import pipeline
from wenmai.build import NodeResult
from wenmai.ingest.report import FileIngested
from wenmai.pipeline import Event, NodeFinished, RefreshRequest, RefreshResult, StepFinished
from wenmai.settings import Settings


class Recorder:
    """Writes the events of a refresh into Prefect's log and collects them for the artifacts.

    Parameters
    ----------
    call : TaskCall
        Knows the logger of the task that runs now.
    flow_logger : logging.Logger
        For what happens between tasks.
    """

    def __init__(self, call: TaskCall, flow_logger: Any) -> None:
        self.call = call
        self.flow_logger = flow_logger
        self.nodes: list[NodeResult] = []
        self.files: list[FileIngested] = []

    def __call__(self, event: Event) -> None:
        """Take one event; nodes arrive from dbt's threads."""
        logger = self.call.logger or self.flow_logger
        match event:
            case NodeFinished(node):
                self.nodes.append(node)
                logger.log(node_level(node), node_line(node))
            case FileIngested():
                self.files.append(event)
                logger.info("%s/%s: %s records", event.study_code, event.source_file, event.records)
            case StepFinished(step, seconds, message, failed) if not failed:
                self.flow_logger.info("%s: %s (%.1f s)", step, message or "done", seconds)

    def keep(self) -> None:
        """Store what was collected, whether the refresh went well or not."""
        keep_files(self.files)
        keep_nodes(self.nodes)


def refresh_settings(landing: list[str] | None) -> Settings:
    """Return the settings of the environment and of blocks, with other landing folders if given."""
    settings = with_secrets(Settings.from_env())
    return settings.with_landing(*(Path(folder) for folder in landing)) if landing else settings


def on_crashed(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Tell of a run that was killed: it could not tell of itself.

    A run that *fails* has already written its log and sent its notification.
    """
    settings = refresh_settings(flow_run.parameters.get("landing"))
    tell_of_crash(settings, flow_run.name, state.message or "The process ended without a word.")


@flow(
    name="refresh",
    description="Landing folders become a published release: plan, ingest, build, gate, publish.",
    persist_result=False,
    on_crashed=[on_crashed],
)
def refresh_flow(
    *,
    studies: list[str] | None = None,
    landing: list[str] | None = None,
    full_refresh: bool = False,
    publish: bool = True,
    force: bool = False,
    trigger: str = "flow",
) -> RefreshResult:
    """Refresh the warehouse; every step is a task, every dbt node a log line and a table row.

    Parameters
    ----------
    studies : list of str, optional
        Codes of the only studies to take.
    landing : list of str, optional
        Folders to read instead of those of the environment.
    full_refresh, publish, force : bool
        As in `wenmai.pipeline.RefreshRequest`.
    trigger : str
        Who asked for it; stands in ``quality.fct_refreshes``.

    Returns
    -------
    RefreshResult

    Raises
    ------
    WenmaiError
        As `wenmai.pipeline.refresh`.
    """
    hush()
    call = TaskCall()
    recorder = Recorder(call, get_run_logger())
    request = RefreshRequest(
        studies=tuple(studies) if studies else None,
        full_refresh=full_refresh,
        publish=publish,
        force=force,
        trigger=trigger,
    )
    try:
        result = pipeline.refresh(refresh_settings(landing), request, call=call, observer=recorder)
    finally:
        recorder.keep()
    for sentence in result.set_aside.values():
        recorder.flow_logger.warning(sentence)
    if result.status == "published" and result.release is not None:
        keep_release(result.release)
    if result.status == "unchanged":
        recorder.flow_logger.info("Nothing has changed since release %s.", result.release_id)
    return result


def run(settings: Settings, request: RefreshRequest) -> RefreshResult:
    """Run the flow with the settings and the request of the command line.

    Parameters
    ----------
    settings : Settings
        Its landing folders are taken; its home comes from the environment.
    request : RefreshRequest

    Returns
    -------
    RefreshResult
    """
    return refresh_flow(
        studies=list(request.studies) if request.studies else None,
        landing=[str(folder) for folder in settings.landing],
        full_refresh=request.full_refresh,
        publish=request.publish,
        force=request.force,
        trigger=request.trigger,
    )
