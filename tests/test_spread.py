"""What is spread over processes: the same numbers whoever works, in order, and nothing lost."""

import pickle
from itertools import count

import numpy as np
import pytest
from joblib.externals.loky.backend.reduction import dumps
from support.spread_works import WORKS

from wenmai.errors import WenmaiError
from wenmai.mill import spread as module
from wenmai.mill.spread import spread
from wenmai.settings import Settings


@pytest.mark.parametrize("name", WORKS)
def test_what_travels_to_another_process_gives_the_same_numbers(name, monkeypatch):
    here = WORKS[name](monkeypatch)
    travelled = []

    def elsewhere(settings, function, portions, most):
        for portion in portions:
            # nothing of this process goes with it
            given = pickle.loads(dumps((function, portion)))
            travelled.append(given)
            yield module._end(*given)

    monkeypatch.setattr(module, "SECONDS_HERE", 0)
    monkeypatch.setattr(module, "_in_processes", elsewhere)
    assert WORKS[name](monkeypatch) == here
    assert len(travelled) > 3


def test_processes_of_this_machine_work_in_order_and_read_only_what_they_need():
    # portions without an end: who read them all would not come back
    found = spread(pow, ((number, 2) for number in count()), most=2, seconds_here=0)
    assert [next(found) for _ in range(20)] == [number**2 for number in range(20)]
    found.close()


def fails_at(number):
    if number == 3:
        raise np.linalg.LinAlgError("singular")
    return number


@pytest.mark.parametrize("seconds_here", [0, 60])
def test_an_error_comes_back_as_it_was_raised(seconds_here):
    found = spread(fails_at, ((number,) for number in range(5)), most=1, seconds_here=seconds_here)
    assert [next(found), next(found), next(found)] == [0, 1, 2]
    with pytest.raises(np.linalg.LinAlgError, match="singular"):
        next(found)


def test_without_a_portion_nobody_is_asked():
    assert list(spread(pow, [], seconds_here=0)) == []


def test_the_backend_is_a_setting_and_spark_wants_a_mill(monkeypatch, tmp_path):
    said = {"WENMAI_HOME": str(tmp_path), "WENMAI_PARALLEL": "spark"}
    assert Settings.from_env(said).parallel == "spark"
    with pytest.raises(WenmaiError, match="parallel is 'threads'"):
        Settings.from_env({**said, "WENMAI_PARALLEL": "threads"})
    (tmp_path / "wenmai.toml").write_text('parallel = "spark"\n')
    assert Settings.from_env({"WENMAI_HOME": str(tmp_path)}).parallel == "spark"
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WenmaiError, match="parallel is spark, and no mill is named"):
        list(spread(pow, [(2, 3)], seconds_here=0))
