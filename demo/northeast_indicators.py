"""The indicators of the demo study northeast: range, shape and rounding of the raw values."""

from typing import NamedTuple

import numpy as np


class Indicator(NamedTuple):
    """How a latent position becomes a raw value.

    ``low`` and ``high`` are the smallest and the largest value of the panel in the canonical unit,
    ``shape`` bends the way between them (above 1: a few large cities far ahead), ``decimals`` is
    what the files print.
    """

    code: str
    dimension: str
    low: float
    high: float
    shape: float
    decimals: int
    is_positive: bool = True

    def raw(self, position: np.ndarray) -> np.ndarray:
        """Return raw values between ``low`` and ``high`` for a panel of positions, unrounded.

        Examples
        --------
        >>> Indicator("gdp", "economic_base", 10, 50, 2.0, 0).raw(np.array([0.0, 0.5, 1.0]))
        array([10., 20., 50.])
        """
        bent = position**self.shape
        bent = (bent - bent.min()) / (bent.max() - bent.min())
        return self.low + (self.high - self.low) * (bent if self.is_positive else 1.0 - bent)


P, R, T = "policy_support", "resource_transformation", "technology_empowerment"
C, M = "subject_collaboration", "market_realization"

INDICATORS = tuple(
    Indicator(*row)
    for row in (
        ("policy_documents", P, 2, 64, 1.0, 0),
        ("culture_special_funds", P, 400, 26000, 1.2, 0),
        ("culture_parks", P, 1, 75, 1.1, 0),
        ("culture_fiscal_share", P, 0.70, 3.60, 1.0, 2),
        ("heritage_items", R, 12, 310, 1.1, 0),
        ("industrial_heritage_sites", R, 1, 58, 1.0, 0),
        ("ice_snow_sites", R, 2, 96, 1.0, 0),
        ("cultural_venues", R, 18, 340, 1.1, 0),
        ("rd_intensity", T, 0.25, 3.90, 1.0, 2),
        ("culture_patents", T, 20, 3600, 1.2, 0),
        ("broadband_subscribers", T, 12, 520, 1.1, 1),
        ("digital_platform_activity", T, 40, 5200, 1.1, 0),
        ("university_enterprise_projects", C, 3, 190, 1.0, 0),
        ("art_design_majors", C, 1, 88, 1.1, 0),
        ("innovation_alliances", C, 1, 52, 1.0, 0),
        ("maker_spaces", C, 2, 120, 1.0, 0),
        ("culture_revenue", M, 1.5, 620, 1.2, 2),
        ("culture_tourism_consumption", M, 12, 1750, 1.2, 1),
        ("brand_exposure", M, 120, 15500, 1.1, 0),
        ("culture_spending_per_person", M, 1250, 4300, 1.0, 0),
        ("engel_coefficient", M, 24.0, 37.5, 1.0, 1, False),
    )
)
