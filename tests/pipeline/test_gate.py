"""What stops a build says why; what only warns is told and published."""

from pathlib import Path

import pytest

from wenmai.build import BuildReport, NodeResult, gate
from wenmai.errors import WenmaiError

QUERIES = Path("build/target/compiled")
GOOD = NodeResult("dim_units", "model", "success", 0.1, 36)
BROKEN = NodeResult(
    "fct_index",
    "model",
    "error",
    0.1,
    message="Runtime Error in model fct_index (models/fct_index.sql)\n  Binder Error: no column x",
    severity="error",
    file="models/fct_index.sql",
)
SKIPPED = NodeResult("fct_changes", "model", "skipped", 0.0)


def test_a_good_build_passes_without_a_word():
    assert gate(BuildReport((GOOD,), 1.0, QUERIES)) == []


def test_a_broken_model_is_named_with_its_file_and_reason():
    with pytest.raises(WenmaiError) as stopped:
        gate(BuildReport((GOOD, BROKEN, SKIPPED), 1.0, QUERIES))
    assert (
        "Model fct_index failed (models/fct_index.sql): Binder Error: no column x"
        in stopped.value.message
    )
    assert "1 node that depends on it was skipped." in stopped.value.message
    assert str(QUERIES) in stopped.value.hint


def test_every_failed_node_is_named_up_to_a_readable_number():
    failed = tuple(
        NodeResult(f"test_{number:02}", "test", "fail", 0.1, 1, severity="error")
        for number in range(25)
    )
    with pytest.raises(WenmaiError, match="25 nodes of the build failed") as stopped:
        gate(BuildReport(failed, 1.0, QUERIES))
    assert "Test test_19 found 1 row." in stopped.value.message
    assert "… and 5 more." in stopped.value.message
