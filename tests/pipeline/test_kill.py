"""A refresh that is killed changes nothing that people see."""

import pytest

from benchmarks.chaos import soak
from wenmai.pipeline import read_log

# one anywhere, one while it publishes; `python -m benchmarks chaos` does 20 of five kinds
KILLS, SEED = 2, 2018
START_SECONDS = 2.0  # what the command line imports before the refresh begins


@pytest.mark.slow
def test_a_killed_refresh_leaves_a_complete_release_and_the_next_succeeds(own_small_warehouse):
    settings, taken = own_small_warehouse.settings, own_small_warehouse.result.seconds
    # no longer than it certainly runs: a moment that comes when it has ended is drawn again
    publishing = taken["publish"]
    seconds = {"anything": START_SECONDS + publishing, "publishing": publishing}
    kills = soak(settings, KILLS, SEED, recover_every=KILLS, seconds=seconds, tell=lambda _: None)
    assert len(kills) == KILLS
    statuses = [entry.status for entry in read_log(settings)]
    assert set(statuses) <= {"published", "killed"}
    assert statuses[0] == statuses[-1] == "published"
