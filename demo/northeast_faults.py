"""What is wrong in the files of the demo study northeast, and what the warehouse then lacks."""

from datetime import date

import numpy as np

from demo.faults import (
    CELL_KINDS,
    COLLAPSED,
    CORRECTION,
    IMPUTATION,
    LOADED,
    PLAUSIBILITY,
    QUARANTINE,
    Fault,
)
from demo.index_method import Array
from demo.northeast_cities import CITIES, FIRST_YEAR
from demo.northeast_indicators import INDICATORS

ENTERPRISES, CONSUMPTION, VENUES = "enterprises", "tourism_consumption", "venues"
SPENDING, TECHNOLOGY, POLICY = "spending", "technology", "policy"
COLUMNS = {
    ENTERPRISES: (
        "culture_revenue",
        "culture_patents",
        "university_enterprise_projects",
        "innovation_alliances",
    ),
    TECHNOLOGY: (
        "rd_intensity",
        "broadband_subscribers",
        "digital_platform_activity",
        "maker_spaces",
        "art_design_majors",
    ),
    POLICY: (
        "culture_special_funds",
        "policy_documents",
        "culture_parks",
        "culture_fiscal_share",
        "heritage_items",
        "industrial_heritage_sites",
    ),
}
# A typing error of a factor of ten, and wrong numbers for corrections.csv.
TENFOLD = ("231100", 2021, "digital_platform_activity")
MISPRINT = ("211200", 2021, "culture_parks", 88)
ALREADY_FIXED = ("210500", 2020, "heritage_items", 999)

FAULTS = (
    Fault(
        "extra_line", ENTERPRISES, "210100", 2022, COLUMNS[ENTERPRISES], QUARANTINE,
        "unit_unknown", "A city that does not exist.", "辽东市", loses=False,
    ),
    Fault(
        "name", ENTERPRISES, "230700", 2020, (), QUARANTINE, "unit_ambiguous",
        "Yichun is 伊春市 and 宜春市, and the file names no province.", "Yichun",
    ),
    Fault(
        "cell", ENTERPRISES, "220400", 2019, ("culture_patents",), QUARANTINE,
        "value_not_a_number", "A text where a number belongs.", "约130",
    ),
    Fault(
        "split_number", ENTERPRISES, "210400", 2020, ("culture_revenue",), QUARANTINE,
        "ragged_row", "A number with thousands separators, not quoted: the line is too long.",
    ),
    Fault(
        "extra_line", ENTERPRISES, "220300", 2021, ("culture_revenue",), QUARANTINE,
        "conflicting_duplicate", "Two lines for one city and year disagree on the revenue.",
        cells=(("culture_revenue", 1234500),),
    ),
    Fault(
        "extra_line", ENTERPRISES, "210700", 2022, COLUMNS[ENTERPRISES], COLLAPSED, "",
        "The same line twice.", loses=False,
    ),
    Fault(
        "cell", CONSUMPTION, "211100", 2021, ("culture_tourism_consumption",), IMPUTATION,
        "adjacent_mean", "One year is missing between two observed ones.", "",
    ),
    *(
        Fault(
            "cell", VENUES, "220600", year, ("cultural_venues",), IMPUTATION, "linear",
            "Three years are missing in a row.", "",
        )
        for year in (2019, 2020, 2021)
    ),
    Fault(
        "cell", VENUES, "230900", 2024, ("cultural_venues",), IMPUTATION, "",
        "The last year is missing: nothing to interpolate with.", "",
    ),
    Fault(
        "cell", SPENDING, "230500", 2022, ("culture_spending_per_person",), QUARANTINE,
        "formula_without_value", "A formula's text instead of its value.", "=D17*1.05",
    ),
    Fault(
        "cell", TECHNOLOGY, "220700", 2022, ("rd_intensity",), QUARANTINE, "above_valid_max",
        "A percentage of 1200.", 1200,
    ),
    Fault(
        "cell", TECHNOLOGY, "211300", 2019, ("maker_spaces",), QUARANTINE, "below_valid_min",
        "A negative count.", -14,
    ),
    Fault(
        "cell", TECHNOLOGY, "220500", 2023, ("broadband_subscribers",), QUARANTINE,
        "formula_without_value", "A formula whose value was never computed.", "=D2*1.02",
    ),
    Fault(
        "year", TECHNOLOGY, "231200", 2020, (), QUARANTINE, "date_in_year_column",
        "2020 in a cell formatted as a date.", date(1905, 7, 12),
    ),
    Fault(
        "year", TECHNOLOGY, "230600", 2022, (), LOADED, "",
        "The last day of the year instead of the year: understood.", date(2022, 12, 31),
        loses=False,
    ),
    Fault(
        "cell", TECHNOLOGY, *TENFOLD[:2], (TENFOLD[2],), PLAUSIBILITY, "",
        "A digit too many: ten times the true value.", "tenfold", loses=False,
    ),
    Fault(
        "measure_unit", POLICY, "222400", 2021, ("culture_special_funds",), QUARANTINE,
        "measure_unit_not_convertible", "Dollars where yuan are expected.", "万美元",
    ),
    Fault(
        "measure_unit", POLICY, "210900", 2019, ("culture_special_funds",), QUARANTINE,
        "measure_unit_unknown", "A unit of measure that does not exist.", "吊",
    ),
    Fault(
        "year", POLICY, "211000", 2021, (), QUARANTINE, "year_not_understood",
        "A letter O instead of the zero in the year.", "2O21",
    ),
    Fault(
        "cell", POLICY, "230400", 2020, ("heritage_items",), QUARANTINE, "value_not_finite",
        "An infinite number of heritage items.", "inf",
    ),
    Fault(
        "cell", POLICY, *MISPRINT[:2], (MISPRINT[2],), CORRECTION, "applied",
        "A misprint of the source, put right by corrections.csv.", MISPRINT[3], loses=False,
    ),
    Fault(
        "cell", POLICY, *ALREADY_FIXED[:2], (ALREADY_FIXED[2],), CORRECTION, "guard_failed",
        "corrections.csv expects a number that the source no longer prints.", "true", loses=False,
    ),
)  # fmt: skip

_UNITS = [city.code for city in CITIES]
_INDICATORS = [item.code for item in INDICATORS]


def observe(values: Array) -> Array:
    """Return what the warehouse has of the true values: lost cells NaN, the typing error in.

    Parameters
    ----------
    values : Array
        Units × years × indicators, true.

    Returns
    -------
    Array
        A changed copy.
    """
    seen = values.copy()
    for fault in FAULTS:
        if fault.loses:
            is_part = fault.kind in CELL_KINDS
            for indicator in fault.indicators if is_part else COLUMNS[fault.table]:
                seen[_cell(fault.unit, fault.year, indicator)] = np.nan
    seen[_cell(*TENFOLD)] *= 10
    return seen


def _cell(unit: str, year: int, indicator: str) -> tuple[int, int, int]:
    return _UNITS.index(unit), year - FIRST_YEAR, _INDICATORS.index(indicator)
