"""Fixtures shared by all test suites, and how long each part of them took."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from support.compiled_models import CompiledModels
from support.real import lay_out_examples
from support.shared import made_once
from support.warehouse import BuiltByHand, DemoWarehouse, build_by_hand, lay_out_indices
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from benchmarks.refresh import FEW_DOUBTS, write_a_small_study
from wenmai.pipeline import refresh
from wenmai.reference import UnitRegistry
from wenmai.settings import Settings

PROJECT_DIR = Path(__file__).resolve().parents[1]
SERVED = "tests/flows/"
# what a command prints is compared in English, wherever the tests run
os.environ["WENMAI_LANG"] = "en"
# thousands of units and their names, which no test changes: read once in each process
UnitRegistry.load = staticmethod(cache(UnitRegistry.load))  # type: ignore[method-assign]


def pytest_xdist_auto_num_workers() -> int:
    """Run half as many again as there are processors: tests wait for servers and for each other."""
    return (os.cpu_count() or 1) * 3 // 2


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Give each process whole files, and the tests that share a Prefect server all to one."""
    return OneServer(config, log)


class OneServer(LoadFileScheduling):
    """Files are the units of work, and all of ``tests/flows`` is one of them.

    Each process would start a server of its own and lay out its database.
    """

    def _split_scope(self, nodeid: str) -> str:
        return SERVED if nodeid.startswith(SERVED) else super()._split_scope(nodeid)


# Made once for all processes, the dearest first.
SHARED = (
    "built_by_hand",
    "demo_warehouse",
    "real_warehouse",
    "index_warehouse",
    "small_warehouse",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with one file for each shared warehouse, then those that need none of them.

    Otherwise every process waits at the beginning while one makes the first.
    """
    needs: dict[Path, set[str]] = {}
    for item in items:
        uses = set(SHARED).intersection(getattr(item, "fixturenames", ()))
        needs.setdefault(item.path, set()).update(uses)
    makers = [next((path for path in needs if name in needs[path]), None) for name in SHARED]
    place = {path: number for number, path in enumerate(dict.fromkeys(makers))}
    items.sort(key=lambda item: place.get(item.path, len(SHARED) + bool(needs[item.path])))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long each folder of tests took, with its fixtures, summed over all processes."""
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds["/".join(report.nodeid.split("::")[0].split("/")[:2])] += report.duration
    if sum(seconds.values()) > 60:
        terminalreporter.section("seconds by part")
        for part, taken in seconds.most_common():
            terminalreporter.write_line(f"{taken:7.1f}  {part}")


@pytest.fixture(scope="session")
def project_dir() -> Path:
    """Return the folder that holds dbt_project.yml."""
    return PROJECT_DIR


@pytest.fixture(scope="session")
def real_data_dir() -> Path:
    """Return the folder of real files, or skip the test when it is absent."""
    folder = Path(os.environ.get("WENMAI_REAL_DATA", PROJECT_DIR.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the real files are not here (set WENMAI_REAL_DATA)")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings of a warehouse of its own below tmp_path, with an empty landing folder."""
    landing = tmp_path / "landing"
    landing.mkdir()
    return Settings(project_dir=PROJECT_DIR, home=tmp_path / "home", landing=(landing,))


@pytest.fixture(scope="session")
def compiled_models(tmp_path_factory: pytest.TempPathFactory) -> CompiledModels:
    """Return the project's models, compiled once, to run on small tables in memory."""
    home = tmp_path_factory.mktemp("compiled")
    return CompiledModels(Settings(project_dir=PROJECT_DIR, home=home, landing=()))


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> DemoWarehouse:
    """Return a warehouse refreshed once from the demo studies; do not change it."""

    def make(home: Path) -> DemoWarehouse:
        settings = Settings(project_dir=PROJECT_DIR, home=home, landing=(PROJECT_DIR / "demo",))
        return DemoWarehouse(settings, refresh(settings))

    return made_once(tmp_path_factory, "demo_warehouse", make)


@pytest.fixture(scope="session")
def index_warehouse(tmp_path_factory: pytest.TempPathFactory) -> DemoWarehouse:
    """Return a warehouse of the demo's indices alone, with few draws."""

    def make(folder: Path) -> DemoWarehouse:
        landing = lay_out_indices(PROJECT_DIR / "demo", folder / "landing", draws=512)
        settings = Settings(project_dir=PROJECT_DIR, home=folder / "home", landing=(landing,))
        return DemoWarehouse(settings, refresh(settings))

    return made_once(tmp_path_factory, "index_warehouse", make)


@pytest.fixture(scope="session")
def small_warehouse(tmp_path_factory: pytest.TempPathFactory) -> DemoWarehouse:
    """Return a warehouse of one study of one indicator: enough where a refresh is a refresh."""

    def make(folder: Path) -> DemoWarehouse:
        write_a_small_study(folder / "landing", FEW_DOUBTS)
        settings = Settings(PROJECT_DIR, home=folder / "home", landing=(folder / "landing",))
        return DemoWarehouse(settings, refresh(settings))

    return made_once(tmp_path_factory, "small_warehouse", make)


@pytest.fixture(scope="session")
def built_by_hand(
    index_warehouse: DemoWarehouse, tmp_path_factory: pytest.TempPathFactory
) -> BuiltByHand:
    """Return what `dbt build` made of the warehouse of indices."""

    def make(folder: Path) -> BuiltByHand:
        return build_by_hand(index_warehouse, folder)

    return made_once(tmp_path_factory, "built_by_hand", make)


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory, real_data_dir: Path) -> DemoWarehouse:
    """Return a warehouse of the example studies with the real files beside them."""

    def make(home: Path) -> DemoWarehouse:
        (home / "landing").mkdir()
        settings = Settings(project_dir=PROJECT_DIR, home=home, landing=(home / "landing",))
        lay_out_examples(settings, real_data_dir)
        return DemoWarehouse(settings, refresh(settings))

    return made_once(tmp_path_factory, "real_warehouse", make)


@pytest.fixture
def own_index_warehouse(index_warehouse: DemoWarehouse, tmp_path: Path) -> DemoWarehouse:
    """Return a copy of the warehouse of indices that the test may change."""
    return index_warehouse.copy_to(tmp_path / "warehouse")


@pytest.fixture
def own_small_warehouse(small_warehouse: DemoWarehouse, tmp_path: Path) -> DemoWarehouse:
    """Return a copy of the small warehouse that the test may change."""
    return small_warehouse.copy_to(tmp_path / "warehouse")


@pytest.fixture
def own_warehouse(demo_warehouse: DemoWarehouse, tmp_path: Path) -> DemoWarehouse:
    """Return a copy of the demo warehouse that the test may change."""
    return demo_warehouse.copy_to(tmp_path / "warehouse")
