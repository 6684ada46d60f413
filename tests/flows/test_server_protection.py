"""Only who holds the secret of the local Prefect server can make it do anything."""

import gc
import json
import urllib.error
import urllib.request
import warnings
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from support.awaited import awaited

from flows.server import api, note_of, running_server, send_what_waits

PAGE = "http://evil.example"
PULL = [{"prefect.deployments.steps.run_shell_script": {"script": "id"}}]


@pytest.fixture
def deployment(prefect_api):
    """Return the number of a deployment that a stranger would like to change."""
    with get_client(sync_client=True) as client:
        flow = client.create_flow_from_name("guarded")
        return client.create_deployment(flow_id=flow, name="guarded")


def ask(method, url, body=None, **headers):
    """Send a request as a stranger does; return the status and the headers of the answer."""
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Origin": PAGE, **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


@pytest.mark.parametrize("key", [{}, {"Authorization": "Basic d2VubWFpOg=="}])
def test_a_stranger_can_neither_change_nor_run_a_deployment(prefect_api, deployment, key):
    here = f"{prefect_api}/deployments"
    tried = [
        ("PATCH", f"{here}/{deployment}", {"pull_steps": PULL}),
        ("POST", f"{here}/{deployment}/create_flow_run", {"state": {"type": "SCHEDULED"}}),
        ("POST", f"{here}/filter", {}),
        ("POST", f"{prefect_api}/flow_runs/filter", {}),
        ("GET", f"{here}/{deployment}", None),
    ]
    for method, url, body in tried:
        status, headers = ask(method, url, body, **key)
        assert status == 401, (method, url)
        assert headers.get("access-control-allow-origin") is None
    with get_client(sync_client=True) as client:
        assert not client.read_deployment(deployment).pull_steps
        assert not [run for run in client.read_flow_runs() if run.deployment_id == deployment]


def test_a_page_of_another_origin_is_not_allowed_to_ask(prefect_api):
    status, headers = ask(
        "OPTIONS", f"{prefect_api}/flows/filter", **{"Access-Control-Request-Method": "POST"}
    )
    assert status == 400
    assert headers.get("access-control-allow-origin") is None
    _, headers = ask("GET", f"{prefect_api}/health")
    assert headers.get("access-control-allow-origin") is None


def test_the_secret_stands_in_a_file_of_its_owner_and_nowhere_else(prefect_api, prefect_settings):
    server, note = running_server(prefect_settings), note_of(prefect_settings)
    assert server.api_url == prefect_api
    assert note.stat().st_mode & 0o777 == 0o600
    assert len(server.secret) > 40
    assert server.secret not in repr(server)
    assert server.secret not in (note.parent / "server.log").read_text()
    command = Path(f"/proc/{server.pid}/cmdline")
    if command.exists():
        assert server.secret not in command.read_text()


def test_another_process_of_the_same_home_finds_server_and_secret(
    prefect_api, prefect_settings, deployment, monkeypatch
):
    monkeypatch.delenv("PREFECT_API_URL")
    monkeypatch.delenv("PREFECT_API_AUTH_STRING")
    with api(prefect_settings) as url, get_client(sync_client=True) as client:
        assert url == prefect_api
        assert client.read_deployment(deployment).name == "guarded"


def test_what_waits_is_sent_where_an_event_loop_runs_too():
    """Prefect hands back a coroutine there; it was never waited for, and nothing was sent."""

    async def end():
        send_what_waits()

    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        awaited(end())
        gc.collect()
    assert not [warning for warning in said if "never awaited" in str(warning.message)]
