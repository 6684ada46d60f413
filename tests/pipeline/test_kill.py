"""A refresh that is killed changes nothing that people see."""

import pytest

from benchmarks.kill_soak import soak
from wenmai.pipeline import read_log

# `python -m benchmarks.kill_soak` does twenty
KILLS, SEED = 4, 2018


@pytest.mark.slow
def test_a_killed_refresh_leaves_a_complete_release_and_the_next_succeeds(own_warehouse):
    soak(own_warehouse.settings, KILLS, SEED, recover_every=KILLS, tell=lambda _: None)
    statuses = {entry.status for entry in read_log(own_warehouse.settings)}
    assert statuses <= {"published", "killed"}
