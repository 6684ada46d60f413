"""Erasure as a flow: its refreshes are flows, what was searched is kept, a failure is a failure."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from prefect.schedules import Interval

import flows.erase
import flows.runner
import flows.schedule
from flows.schedule import serve
from wenmai.erasure.search import Searched
from wenmai.errors import WenmaiError
from wenmai.pipeline import RefreshRequest

REQUEST = RefreshRequest(force=True, trigger="erase")


def test_its_refreshes_are_flows_and_what_was_searched_is_kept(flow_settings, monkeypatch):
    asked = []

    def erase(settings, *, refresh_with):
        asked.append(refresh_with(settings, REQUEST, observer=None))
        return SimpleNamespace(
            searched=(Searched("build/wenmai.duckdb", 12, ()),),
            new_requests=1,
            releases_removed=("r1",),
            bytes_searched=12,
            report=Path("proof.json"),
        )

    monkeypatch.setattr(flows.erase, "erase", erase)
    monkeypatch.setattr(flows.erase, "run", lambda settings, request: (settings.home, request))
    assert flows.erase.erase_flow().new_requests == 1
    assert asked == [(flow_settings.home, REQUEST)]
    with get_client(sync_client=True) as client:
        key = ArtifactFilterKey(any_=[flows.erase.ARTIFACT])
        (kept,) = client.read_artifacts(artifact_filter=ArtifactFilter(key=key))
    assert "build/wenmai.duckdb" in str(kept.data)


def test_what_is_still_found_fails_the_run(flow_settings, monkeypatch):
    def erase(settings, *, refresh_with):
        raise WenmaiError("still found in 1 file")

    monkeypatch.setattr(flows.erase, "erase", erase)
    with pytest.raises(WenmaiError, match="still found"):
        flows.erase.erase_flow()


def test_it_is_served_beside_the_refresh_when_it_has_times(monkeypatch):
    served = []

    class Runner:
        def __init__(self, limit):
            assert limit == 1  # a refresh and an erasure never meet

        def add_deployment(self, deployment):
            served.append((deployment.flow_name, deployment.schedules[0].schedule.interval))

        async def start(self):
            """Nothing runs."""

    monkeypatch.setattr(flows.runner, "EndingRunner", Runner)
    # a thread of its own: other tests of this process may have left an event loop
    with ThreadPoolExecutor(1) as thread:
        times = (Interval(timedelta(days=1)), Interval(timedelta(days=30)))
        thread.submit(serve, times[0], erasure=times[1]).result()
    assert served == [("refresh", timedelta(days=1)), ("erase", timedelta(days=30))]
