"""dbt's unit tests: the SQL of each model on the smallest rows that show what it does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

PROJECT_DIR = Path(__file__).resolve().parents[1]


def test_every_dbt_unit_test_passes(own_warehouse, tmp_path):
    defined = sum(
        len(yaml.safe_load(file.read_text(encoding="utf-8")).get("unit_tests") or [])
        for file in (PROJECT_DIR / "models").rglob("*.yml")
    )
    assert defined > 0
    result = subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit"),
            *("--project-dir", PROJECT_DIR, "--profiles-dir", PROJECT_DIR),
            *("--target-path", tmp_path / "target", "--log-path", tmp_path / "logs"),
        ],
        env={**os.environ, "WENMAI_BUILD_FILE": str(own_warehouse.settings.build_file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    # hooks of the project are counted in dbt's own sum
    told = json.loads((tmp_path / "target" / "run_results.json").read_text(encoding="utf-8"))
    statuses = [
        one["status"] for one in told["results"] if one["unique_id"].startswith("unit_test.")
    ]
    assert statuses == ["pass"] * defined, result.stdout[-2000:]
