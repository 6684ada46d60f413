"""dbt's unit tests: the SQL of each model on the smallest rows that show what it does."""

from pathlib import Path

import yaml

PROJECT_DIR = Path(__file__).resolve().parents[1]


def test_every_dbt_unit_test_passes(built_by_hand):
    defined = sum(
        len(yaml.safe_load(file.read_text(encoding="utf-8")).get("unit_tests") or [])
        for file in (PROJECT_DIR / "models").rglob("*.yml")
    )
    assert defined > 0
    assert not built_by_hand.failure
    found = built_by_hand.statuses("unit_test")
    assert len(found) == defined
    assert set(found.values()) == {"pass"}
