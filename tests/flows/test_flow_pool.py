"""A house with Prefect workers of its own deploys the refresh to their pool."""

import os
import subprocess
import sys
from pathlib import Path

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import WorkPoolCreate


def test_the_refresh_is_deployed_to_a_pool(prefect_api, project_dir):
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="wenmai", type="process"))
    program = Path(sys.executable).with_name("prefect")
    command = [program, "--no-prompt", "deploy", "--prefect-file", "flows/prefect.yaml", "--all"]
    surroundings = os.environ | {"PREFECT_API_URL": prefect_api, "WENMAI_HOME": "/srv/wenmai"}
    done = subprocess.run(
        command, cwd=project_dir, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("refresh/pool")
    assert deployment.work_pool_name == "wenmai"
    assert deployment.entrypoint == "flows.refresh.refresh_flow"
    assert deployment.parameters == {"trigger": "schedule"}
    assert deployment.job_variables["env"]["WENMAI_HOME"] == "/srv/wenmai"
    (schedule,) = deployment.schedules
    assert (schedule.schedule.cron, schedule.schedule.timezone) == ("0 6 * * *", "Asia/Shanghai")
