"""Reference data shared by all studies: units, names, units of measure, indicator library."""

from wenmai.reference.library import Dimension, Indicator, IndicatorLibrary
from wenmai.reference.measures import MeasureUnit, MeasureUnits
from wenmai.reference.names import name_key
from wenmai.reference.registry import UnitRegistry
from wenmai.reference.units import AdministrativeUnit, Resolution, UnitName

__all__ = [
    "AdministrativeUnit",
    "Dimension",
    "Indicator",
    "IndicatorLibrary",
    "MeasureUnit",
    "MeasureUnits",
    "Resolution",
    "UnitName",
    "UnitRegistry",
    "name_key",
]
