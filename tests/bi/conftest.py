"""A real Superset on a copy of the demo warehouse. Heavy: it runs only where it is installed."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from support.warehouse import DemoWarehouse

PROJECT = Path(__file__).resolve().parents[2]
PYTHON = PROJECT / ".venv-bi" / "bin" / "python"
PASSWORD = "for-the-test-only"
PATIENCE_SECONDS = 600  # the first start makes Superset's own tables


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Superset:
    """A running Superset and the warehouse that it shows."""

    warehouse: DemoWarehouse
    address: str
    client: httpx.Client = field(repr=False)
    charts: dict[str, int] = field(default_factory=dict)

    def log_in(self) -> None:
        answer = self.client.post(
            "/api/v1/security/login",
            json={"username": "admin", "password": PASSWORD, "provider": "db"},
        )
        answer.raise_for_status()
        self.client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        listed = self.client.get("/api/v1/chart/", params={"q": "(page_size:100)"}).json()
        self.charts = {each["slice_name"]: each["id"] for each in listed["result"]}

    def ask(self, title: str, *, force: bool = False) -> dict:
        """Run a chart's query; return rows (`data`) and whether they were kept (`is_cached`)."""
        answer = self.client.get(
            f"/api/v1/chart/{self.charts[title]}/data/", params={"force": "true"} if force else {}
        )
        assert answer.status_code == 200, f"{title}: {answer.text[:500]}"
        result, *_ = answer.json()["result"]
        assert result["status"] == "success", f"{title}: {result['error']}"
        return result


@pytest.fixture(scope="session")
def superset_python() -> Path:
    """Return the Python of `.venv-bi`; WENMAI_TEST_BI=1 makes it, else its absence skips."""
    if os.environ.get("WENMAI_TEST_BI") == "1":
        subprocess.run(["make", ".venv-bi/.installed"], cwd=PROJECT, check=True)
    if not PYTHON.exists():
        pytest.skip("Superset is not installed (`make bi`, or WENMAI_TEST_BI=1 for this test)")
    return PYTHON


@pytest.fixture(scope="session")
def superset(
    superset_python: Path,
    demo_warehouse: DemoWarehouse,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Superset]:
    """Return Superset as `make bi` starts it, on a copy of the demo warehouse."""
    home = tmp_path_factory.mktemp("superset")
    warehouse = demo_warehouse.copy_to(home / "warehouse")
    port = free_port()
    environment = {
        **os.environ,
        "WENMAI_HOME": str(warehouse.settings.home),
        "WENMAI_BI_HOME": str(home / "own"),
        "WENMAI_BI_PASSWORD": PASSWORD,
        "WENMAI_BI_VIEWER_PASSWORD": "for-looking-only",
        "WENMAI_BI_PORT": str(port),
    }
    log = home / "server.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            [superset_python, PROJECT / "bi" / "superset" / "serve.py"],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, timeout=120) as client:
            wait_until_up(client, server, log)
            running = Superset(warehouse, address, client)
            running.log_in()
            yield running
    finally:
        server.terminate()
        server.wait(timeout=60)


def wait_until_up(client: httpx.Client, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            if client.get("/health").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(1)
    pytest.fail(f"Superset did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
