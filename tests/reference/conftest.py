"""The reference data as the package loads them, read once."""

import pytest

from wenmai.reference import IndicatorLibrary, MeasureUnits, UnitRegistry


@pytest.fixture(scope="session")
def seeds_dir(project_dir):
    return project_dir / "seeds"


@pytest.fixture(scope="session")
def registry(seeds_dir):
    return UnitRegistry.load(seeds_dir)


@pytest.fixture(scope="session")
def measures(seeds_dir):
    return MeasureUnits.load(seeds_dir)


@pytest.fixture(scope="session")
def library(seeds_dir):
    return IndicatorLibrary.load(seeds_dir)
