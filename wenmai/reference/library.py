"""The indicator library: what a study may use by its code."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from wenmai.reference.tables import number, read_seed

INDICATOR_COLUMNS = (
    "indicator_code",
    "name_zh",
    "name_en",
    "dimension_code",
    "direction",
    "measure_unit",
    "valid_min",
    "valid_max",
    "description",
    "aliases",
)
DIMENSION_COLUMNS = (
    "dimension_code",
    "name_zh",
    "name_en",
    "position",
    "description_zh",
    "description",
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension that indicators belong to."""

    dimension_code: str
    name_zh: str
    name_en: str
    position: int
    description_zh: str
    description: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with the unit, direction and range in which it is kept.

    ``aliases`` are other names of exactly the same quantity.
    """

    indicator_code: str
    name_zh: str
    name_en: str
    dimension_code: str
    direction: str
    measure_unit: str
    valid_min: float | None
    valid_max: float | None
    description: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the two official ones first."""
        return (self.name_zh, self.name_en, *self.aliases)


class IndicatorLibrary:
    """Indicators by code, and the dimensions they belong to.

    Parameters
    ----------
    indicators : iterable of Indicator
    dimensions : iterable of Dimension

    Examples
    --------
    >>> library = IndicatorLibrary.load(Path("seeds"))  # doctest: +SKIP
    >>> library.get("gdp").measure_unit  # doctest: +SKIP
    '亿元'
    """

    def __init__(self, indicators: Iterable[Indicator], dimensions: Iterable[Dimension]) -> None:
        self.indicators = {indicator.indicator_code: indicator for indicator in indicators}
        self.dimensions = {dimension.dimension_code: dimension for dimension in dimensions}

    @classmethod
    def load(cls, seeds_dir: Path) -> "IndicatorLibrary":
        """Read the seeds of indicators and dimensions.

        Parameters
        ----------
        seeds_dir : Path
            The project's ``seeds`` folder.

        Returns
        -------
        IndicatorLibrary

        Raises
        ------
        WenmaiError
            When a seed is missing or lacks a column.
        """
        return cls(
            (
                Indicator(
                    indicator_code=row["indicator_code"],
                    name_zh=row["name_zh"],
                    name_en=row["name_en"],
                    dimension_code=row["dimension_code"],
                    direction=row["direction"],
                    measure_unit=row["measure_unit"],
                    valid_min=number(row["valid_min"]),
                    valid_max=number(row["valid_max"]),
                    description=row["description"],
                    aliases=tuple(filter(None, row["aliases"].split("|"))),
                )
                for row in read_seed(seeds_dir, "indicator_library", INDICATOR_COLUMNS)
            ),
            (
                Dimension(
                    dimension_code=row["dimension_code"],
                    name_zh=row["name_zh"],
                    name_en=row["name_en"],
                    position=int(row["position"]),
                    description_zh=row["description_zh"],
                    description=row["description"],
                )
                for row in read_seed(seeds_dir, "dimensions", DIMENSION_COLUMNS)
            ),
        )

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __contains__(self, indicator_code: object) -> bool:
        return indicator_code in self.indicators

    def get(self, indicator_code: str) -> Indicator | None:
        """Return the indicator of a code, or None when the library has none."""
        return self.indicators.get(indicator_code)

    def suggest(self, indicator_code: str, limit: int = 3) -> list[str]:
        """List the library's codes that look like a code, the likeliest first.

        Examples
        --------
        >>> gdp = Indicator("gdp", "地区生产总值", "GRP", "e", "positive", "亿元", 0, None, "")
        >>> IndicatorLibrary([gdp], []).suggest("gpd")
        ['gdp']
        """
        return difflib.get_close_matches(indicator_code, self.indicators, n=limit, cutoff=0.5)
