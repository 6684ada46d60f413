"""The reference data that studies are checked against, read when first asked for."""

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from pathlib import Path

from wenmai.reference import IndicatorLibrary, MeasureUnits, UnitRegistry
from wenmai.reference.path_names import PathNames
from wenmai.reference.registers import register


class Reference:
    """Administrative units, units of measure, the indicator library, names of paths.

    Parameters
    ----------
    seeds_dir : Path
        The project's ``seeds`` folder.
    """

    def __init__(self, seeds_dir: Path) -> None:
        self.seeds_dir = seeds_dir
        self._registers: dict[str, UnitRegistry] = {}

    @cached_property
    def units(self) -> UnitRegistry:
        """The administrative units of China and their names."""
        return UnitRegistry.load(self.seeds_dir)

    def register(self, name: str | None) -> UnitRegistry:
        """Return a register by its name: ``china``, one of ``REGISTERS``, or None: an empty one."""
        if name == "china":
            return self.units
        if name is None:
            return UnitRegistry((), ())
        if name not in self._registers:
            self._registers[name] = register(self.seeds_dir, name)
        return self._registers[name]

    def with_units(self, registry: UnitRegistry) -> "Reference":
        """Return the same with another register in the place of China's."""
        changed = copy(self)
        changed.__dict__["units"] = registry
        return changed

    def with_measures(self, own: Sequence[str]) -> "Reference":
        """Return the same with a study's own units of measure."""
        if not own:
            return self
        joined = copy(self)
        joined.__dict__["measures"] = self.measures.joined(own)
        return joined

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
