"""What is wrong in the files of the demo study liaoning.

The columns of P2's regressions and VAR stay clean, so that their truth can be recovered.
"""

from demo.faults import (
    COLLAPSED,
    CORRECTION,
    IMPUTATION,
    PLAUSIBILITY,
    QUARANTINE,
    Fault,
)

PATENTS, TOURISM, RESEARCH, ECONOMY = "patents", "tourism", "research", "economy"
OUTPUT = ("primary_output", "secondary_output", "tertiary_output")
MISPRINT = ("210500", 2022, "tourism_income", 33.3)
ALREADY_FIXED = ("210700", 2021, "patents_granted", 99)

FAULTS = (
    Fault(
        "cell", PATENTS, "211100", 2019, ("patents_granted",), PLAUSIBILITY, "",
        "A digit too many: ten times the true value.", "tenfold", loses=False,
    ),
    Fault(
        "cell", PATENTS, "210900", 2018, ("patents_granted",), QUARANTINE, "below_valid_min",
        "A negative count.", "-5",
    ),
    Fault(
        "cell", PATENTS, *ALREADY_FIXED[:2], (ALREADY_FIXED[2],), CORRECTION, "guard_failed",
        "corrections.csv expects a number that the source no longer prints.", "true", loses=False,
    ),
    Fault(
        "cell", TOURISM, "210600", 2020, ("tourism_income",), QUARANTINE, "value_not_a_number",
        "A text where a number belongs.", "未公布",
    ),
    *(
        Fault(
            "cell", TOURISM, "211200", year, ("tourism_income",), IMPUTATION, "",
            "Four years are missing in a row: more than may be interpolated.", "",
        )
        for year in (2017, 2018, 2019, 2020)
    ),
    Fault(
        "cell", TOURISM, *MISPRINT[:2], (MISPRINT[2],), CORRECTION, "applied",
        "A misprint of the source, put right by corrections.csv.", str(MISPRINT[3]), loses=False,
    ),
    Fault(
        "extra_line", RESEARCH, "210400", 2021,
        ("rd_expenditure", "museums", "culture_spending_per_person", "patent_enforcement_cases"),
        QUARANTINE, "unit_unknown", "A zone that is no administrative unit.", "沈抚改革示范区",
        loses=False,
    ),
    Fault(
        "extra_line", RESEARCH, "210800", 2018,
        ("rd_expenditure", "museums", "culture_spending_per_person", "patent_enforcement_cases"),
        COLLAPSED, "", "The same line twice.", loses=False,
    ),
    Fault(
        "extra_line", ECONOMY, "211400", 2016, ("secondary_output",), QUARANTINE,
        "conflicting_duplicate", "Two lines for one city and year disagree on secondary output.",
        cells=(("secondary_output", "123.45"),),
    ),
)  # fmt: skip
