"""The refresh as a flow: the steps of the pipeline as tasks, what Prefect keeps, what is retried.

The steps themselves are stubs here; their order and their calls are the pipeline's own.
"""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
)

from flows import refresh as refresh_module
from flows.refresh import refresh_flow
from wenmai.build import BuildReport, NodeResult
from wenmai.errors import WenmaiError
from wenmai.ingest.report import FileIngested, IngestReport
from wenmai.pipeline import NodeFinished, Plan, RefreshRequest, sequence, steps
from wenmai.publish import Release

NODES = (
    NodeResult("dim_units", "model", "success", 0.04, 36),
    NodeResult("a_unit_stands_once", "test", "pass", 0.01, 0),
)


def building(*nodes):
    """Return a build step that reports these nodes."""

    def build(settings, *, observer):
        for node in nodes:
            observer(NodeFinished(node))
        return BuildReport(nodes, 0.1, Path("compiled"))

    return build


@dataclass
class Tries:
    """How often each step was tried."""

    ingest: int = 0
    build: int = 0
    publish: int = 0


@pytest.fixture
def stubbed(flow_settings, monkeypatch, tmp_path):
    """Replace what the steps do; return how often each was tried and how each may fail."""
    tries, failures = Tries(), {}

    def maybe_fail(step):
        setattr(tries, step, getattr(tries, step) + 1)
        waiting = failures.get(step, [])
        if waiting:
            raise waiting.pop(0)

    def ingest(settings, plan, *, observer):
        maybe_fail("ingest")
        observer(FileIngested("northeast", "gdp", "tables/gdp.csv", "", 40, 36, 0.02))
        return IngestReport("r1", 1, 1, 40, 36)

    def build(settings, *, observer):
        maybe_fail("build")
        return building(*NODES)(settings, observer=observer)

    def publish(settings, plan):
        maybe_fail("publish")
        return Release(plan.release_id, datetime.now(UTC), tmp_path, ())

    def plan(settings, studies, *, release_id, trigger):
        return Plan((), "f", is_unchanged=False, release_id=release_id, trigger=trigger)

    monkeypatch.setattr(sequence, "plan", plan)
    monkeypatch.setattr(steps, "run_ingest", ingest)
    monkeypatch.setattr(steps, "run_build", build)
    monkeypatch.setattr(steps, "run_publish", publish)
    monkeypatch.setattr(steps, "missing_studies", lambda *_: [])
    monkeypatch.setattr(sequence, "summarise", lambda file: ((), (), (), ""))
    monkeypatch.setattr("flows.steps.FIRST_PAUSE_SECONDS", 0.01)
    return tries, failures


def run_flow(**parameters):
    """Run the flow and return its final state."""
    return refresh_flow(**parameters, return_state=True)


def task_runs(state):
    """Return the task runs of a flow run: name → (state, tries)."""
    run_id = state.state_details.flow_run_id
    wanted = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
    with get_client(sync_client=True) as client:
        found = client.read_task_runs(flow_run_filter=wanted)
    return {run.name: (run.state_name, run.run_count) for run in found}


def artifacts(state):
    """Return the artifacts of a flow run by key."""
    run_id = state.state_details.flow_run_id
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(
            artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
        )
    return {artifact.key: artifact.data for artifact in found}


def test_every_step_is_a_task_and_its_result_is_kept(stubbed):
    state = run_flow(trigger="test")
    assert state.is_completed(), state.message
    kept = artifacts(state)
    assert set(kept) == {"source-files", "dbt-nodes", "release"}
    node, test = json.loads(kept["dbt-nodes"])
    assert (node["node"], node["rows"], node["seconds"]) == ("dim_units", 36, 0.04)
    assert test["status"] == "pass"
    runs = wait_for(lambda: task_runs(state), lambda found: len(found) == 5)
    assert {name: name_state for name, (name_state, _) in runs.items()} == dict.fromkeys(
        ("plan", "ingest", "build", "gate", "publish"), "Completed"
    )


def wait_for(read, is_enough, seconds=10.0):
    """Read until it is enough: the server records task runs a moment later."""
    end = time.monotonic() + seconds
    while not is_enough(found := read()) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def test_a_disk_that_fails_once_is_tried_again(stubbed):
    tries, failures = stubbed
    failures["ingest"] = [OSError("Stale file handle")]
    assert run_flow().is_completed()
    assert (tries.ingest, tries.build) == (2, 1)


@pytest.mark.parametrize("step", ["ingest", "build"])
def test_what_would_only_fail_again_is_tried_once(stubbed, step):
    tries, failures = stubbed
    failures[step] = [WenmaiError("The file does not parse.")]
    state = run_flow()
    assert state.is_failed()
    assert "The file does not parse." in state.message
    assert getattr(tries, step) == 1
    assert tries.publish == 0


def test_the_build_is_never_tried_again_even_after_a_disk_error(stubbed):
    tries, failures = stubbed
    failures["build"] = [OSError("No space left on device")]
    assert run_flow().is_failed()
    assert tries.build == 1


def test_an_error_for_users_has_no_traceback_in_the_log(stubbed, caplog):
    _, failures = stubbed
    failures["ingest"] = [WenmaiError("The file does not parse.")]
    run_flow()
    assert not any(record.exc_info for record in caplog.records)


def test_failed_nodes_are_kept_and_stand_first(stubbed, monkeypatch):
    failed = NodeResult("key_is_unique", "test", "fail", 0.1, 3, severity="error")
    monkeypatch.setattr(steps, "run_build", building(*NODES, failed))
    state = run_flow()
    assert state.is_failed()
    assert "key_is_unique" in state.message
    kept = [row["node"] for row in json.loads(artifacts(state)["dbt-nodes"])]
    assert kept == ["key_is_unique", "dim_units", "a_unit_stands_once"]


def test_a_crash_is_told_by_the_hook(stubbed, monkeypatch):
    told = []
    monkeypatch.setattr("flows.publish.notify", lambda settings, message: told.append(message))

    class Run:
        name, parameters = "brave-fox", {}

    class State:
        message = "Process exited with status code -9."

    refresh_module.on_crashed(None, Run(), State())
    assert told == [
        {"status": "crashed", "run": "brave-fox", "message": "Process exited with status code -9."}
    ]


def test_the_flow_takes_the_same_request_as_the_command_line(stubbed, monkeypatch, flow_settings):
    asked = []
    monkeypatch.setattr(
        refresh_module.pipeline, "refresh", lambda settings, request, **_: asked.append(request)
    )
    request = RefreshRequest(("northeast",), True, False, True, "manual")
    with pytest.raises(AttributeError):  # the stub returns nothing
        refresh_module.run(flow_settings, request)
    assert asked == [request]
