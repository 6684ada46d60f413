"""Check what study.yml says about uncertainty against the study's indicators."""

from wenmai.errors import Problem
from wenmai.indicators.sections import UncertaintySections
from wenmai.kit.problems import did_you_mean
from wenmai.studies.declaration import Declaration, Draft


def _check(draft: Draft) -> tuple[None, list[Problem]]:
    """Find measurement errors that are stated for no indicator of the study."""
    codes = draft.indicator_codes
    problems = []
    for code in DECLARATION.said_in(draft.config).uncertainty.measurement_noise:
        if code not in codes:
            way_out = did_you_mean(code, codes, "indicators")
            where = ("uncertainty", "measurement_noise", code)
            problems.append(draft.problem(where, f"The study has no indicator '{code}'.", way_out))
    return None, problems


DECLARATION = Declaration("indicators", UncertaintySections, _check)
