"""The reference data that studies are checked against, read when first asked for."""

from functools import cached_property
from pathlib import Path

from wenmai.reference import IndicatorLibrary, MeasureUnits, UnitRegistry
from wenmai.reference.path_names import PathNames


class Reference:
    """Administrative units, units of measure, the indicator library, names of paths.

    Parameters
    ----------
    seeds_dir : Path
        The project's ``seeds`` folder.
    """

    def __init__(self, seeds_dir: Path) -> None:
        self.seeds_dir = seeds_dir

    @cached_property
    def units(self) -> UnitRegistry:
        """The administrative units and their names."""
        return UnitRegistry.load(self.seeds_dir)

    @cached_property
    def measures(self) -> MeasureUnits:
        """The units of measure."""
        return MeasureUnits.load(self.seeds_dir)

    @cached_property
    def library(self) -> IndicatorLibrary:
        """The indicators that a study may use by code, and the dimensions."""
        return IndicatorLibrary.load(self.seeds_dir)

    @cached_property
    def path_names(self) -> PathNames:
        """Path types, driving dimensions and features."""
        return PathNames.load(self.seeds_dir)
