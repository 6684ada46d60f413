"""A house with Prefect workers deploys to their pool and keeps its secrets in blocks."""

import json
import os
import subprocess
import sys
import threading
from contextvars import copy_context
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate

from flows.secrets import NOTIFY_URL, POSTGRES_PASSWORD, with_secrets
from wenmai.cli.new_home import make_home
from wenmai.settings import Settings


def save(name, value):
    """Save a block from a thread without a loop: a browser of other tests leaves one running."""
    block = Secret(value=value)
    settings = copy_context()  # they name the server
    thread = threading.Thread(target=lambda: settings.run(block.save, name, overwrite=True))
    thread.start()
    thread.join()


@pytest.fixture
def hook(prefect_api):
    """Return what arrives at an address that only a block knows."""
    arrived = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            arrived.append(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    save(NOTIFY_URL, f"http://127.0.0.1:{server.server_port}/token")
    yield arrived
    server.shutdown()
    with get_client(sync_client=True) as client:
        kept = client.read_block_document_by_name(NOTIFY_URL, "secret")
        client.delete_block_document(kept.id)


def test_a_pool_runs_what_a_new_warehouse_deploys_with_the_secrets_of_blocks(
    prefect_api, hook, tmp_path
):
    home = tmp_path / "我的 仓库"
    make_home(home)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENMAI")}

    def prefect(*words):
        command = [Path(sys.executable).with_name("prefect"), "--no-prompt", *words]
        done = subprocess.run(
            command,
            cwd=home,
            env=kept | {"PREFECT_API_URL": prefect_api},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="wenmai", type="process"))
    prefect("deploy", "--all")
    with get_client(sync_client=True) as client:
        deployed = {flow: client.read_deployment_by_name(f"{flow}/pool") for flow in FLOWS}
        for flow, (entrypoint, cron) in FLOWS.items():
            assert deployed[flow].entrypoint == entrypoint
            assert deployed[flow].work_pool_name == "wenmai"
            assert deployed[flow].job_variables["env"] == {"WENMAI_HOME": str(home)}
            (schedule,) = deployed[flow].schedules
            assert (schedule.schedule.cron, schedule.schedule.timezone) == (cron, "Asia/Shanghai")
        run = client.create_flow_run_from_deployment(deployed["refresh"].id)
    log = prefect("worker", "start", "--pool", "wenmai", "--run-once")
    with get_client(sync_client=True) as client:
        assert client.read_flow_run(run.id).state_name == "Failed", log
    (message,) = hook
    assert message["status"] == "failed"
    assert "no study in landing" in message["message"]


FLOWS = {
    "refresh": ("flows.refresh.refresh_flow", "0 6 * * *"),
    "erase": ("flows.erase.erase_flow", "0 3 1 * *"),
}


@pytest.mark.parametrize(
    ("address", "surroundings", "expected"),
    [
        ("postgresql://anna@db.example/house", {}, "密 码"),
        ("postgresql://anna@db.example/house", {"PGPASSWORD": "nearer"}, None),
        ("postgresql://anna:a/b#c@db.example/house", {}, None),
        (None, {}, None),
    ],
)
@pytest.mark.usefixtures("prefect_api")
def test_what_is_said_nearer_wins_over_a_block(
    tmp_path, monkeypatch, address, surroundings, expected
):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    save(POSTGRES_PASSWORD, "密 码")
    settings = Settings(tmp_path, tmp_path, (), postgres=address, notify_url="json://here")
    found = with_secrets(settings)
    assert found.postgres_password == expected
    assert found.notify_url == "json://here"
    assert "密 码" not in repr(found)
