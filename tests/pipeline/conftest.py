"""Two refreshes under the eyes of four readers, made once for several tests."""

from pathlib import Path

import pytest
from support.shared import made_once
from support.warehouse import DemoWarehouse, WatchedRefreshes

from benchmarks.readers import REQUESTS, watch

READERS = 4


@pytest.fixture(scope="session")
def watched_refreshes(small_warehouse, tmp_path_factory) -> WatchedRefreshes:
    """Refresh a copy of the small warehouse while four processes query it."""

    def make(folder: Path) -> WatchedRefreshes:
        warehouse: DemoWarehouse = small_warehouse.copy_to(folder / "warehouse")
        results, told = watch(warehouse.settings, REQUESTS, READERS, folder / "stop")
        return WatchedRefreshes(warehouse.result, results, told)

    return made_once(tmp_path_factory, "watched_refreshes", make)
