"""Units of measure: which spellings are known and which convert into each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import WenmaiError
from wenmai.reference.names import name_key
from wenmai.reference.tables import read_seed
from wenmai.sentences import Sentence

UNIT_NOT_KNOWN = Sentence("warehouse.unit_not_known", "unit")
USE_A_SPELLING = Sentence("warehouse.use_a_spelling")
DOES_NOT_CONVERT = Sentence("warehouse.does_not_convert", "unit", "other")
MEASURES = Sentence("warehouse.measures", "unit", "quantity", "other", "quantity_2")

COLUMNS = ("measure_unit", "measure_unit_key", "canonical_unit", "quantity", "factor", "name_en")


@dataclass(frozen=True, slots=True)
class MeasureUnit:
    """One spelling of a unit of measure: 万元 is a money_cny of 10,000."""

    measure_unit: str
    canonical_unit: str
    quantity: str
    factor: float
    name_en: str


class MeasureUnits:
    """All spellings of units of measure.

    Parameters
    ----------
    units : iterable of MeasureUnit

    Examples
    --------
    >>> yuan = MeasureUnit("元", "元", "money_cny", 1, "yuan")
    >>> units = MeasureUnits([yuan, MeasureUnit("万元", "万元", "money_cny", 1e4, "10,000 yuan")])
    >>> units.convert(25000, "元", "万元")
    2.5
    """

    def __init__(self, units: Iterable[MeasureUnit]) -> None:
        self._by_key = {name_key(unit.measure_unit): unit for unit in units}

    @classmethod
    def load(cls, seeds_dir: Path) -> "MeasureUnits":
        """Read the seed of units of measure.

        Parameters
        ----------
        seeds_dir : Path
            The project's ``seeds`` folder.

        Returns
        -------
        MeasureUnits

        Raises
        ------
        WenmaiError
            When the seed is missing or lacks a column.
        """
        return cls(
            MeasureUnit(
                measure_unit=row["measure_unit"],
                canonical_unit=row["canonical_unit"],
                quantity=row["quantity"],
                factor=float(row["factor"]),
                name_en=row["name_en"],
            )
            for row in read_seed(seeds_dir, "measure_units", COLUMNS)
        )

    def joined(self, own: Iterable[str]) -> "MeasureUnits":
        """Return these units and a study's own, each of which measures something of its own.

        Examples
        --------
        >>> MeasureUnits([]).joined(["Score 1-5"]).convertible("score 1-5", "Score 1-5")
        True
        """
        made = (MeasureUnit(unit, unit, f"own {name_key(unit)}", 1, unit) for unit in own)
        return MeasureUnits((*self._by_key.values(), *made))

    def known(self, symbol: str) -> bool:
        """Say whether a spelling is known.

        Examples
        --------
        >>> MeasureUnits([MeasureUnit("元", "元", "money_cny", 1, "yuan")]).known(" 元 ")
        True
        """
        return name_key(symbol) in self._by_key

    def get(self, symbol: str) -> MeasureUnit:
        """Return the unit of a spelling.

        Parameters
        ----------
        symbol : str
            As written: ``万元``, ``10,000 yuan``, ``％``.

        Returns
        -------
        MeasureUnit

        Raises
        ------
        WenmaiError
            When the spelling is not known.
        """
        unit = self._by_key.get(name_key(symbol))
        if unit is None:
            raise WenmaiError(
                UNIT_NOT_KNOWN(unit=repr(symbol)),
                hint=USE_A_SPELLING(),
            )
        return unit

    def convertible(self, source: str, target: str) -> bool:
        """Say whether values in one unit can be written in another.

        Persons do not convert into counts of things, nor yuan into US dollars.

        Examples
        --------
        >>> people = MeasureUnit("人", "人", "people", 1, "person")
        >>> units = MeasureUnits([people, MeasureUnit("个", "个", "count", 1, "item")])
        >>> units.convertible("人", "个")
        False
        """
        if not (self.known(source) and self.known(target)):
            return False
        return self.get(source).quantity == self.get(target).quantity

    def convert(self, value: float, source: str, target: str) -> float:
        """Write a value in another unit: value × factor of source ÷ factor of target.

        Parameters
        ----------
        value : float
        source, target : str
            Spellings of units of one quantity.

        Returns
        -------
        float

        Raises
        ------
        WenmaiError
            When a unit is not known or the two do not measure the same.
        """
        old, new = self.get(source), self.get(target)
        if old.quantity != new.quantity:
            raise WenmaiError(
                DOES_NOT_CONVERT(unit=source, other=target),
                hint=MEASURES(
                    unit=source, quantity=old.quantity, other=target, quantity_2=new.quantity
                ),
            )
        if old.factor == new.factor:
            return value
        return value * old.factor / new.factor

    def symbols(self) -> list[str]:
        """List all spellings, sorted."""
        return sorted(unit.measure_unit for unit in self._by_key.values())
