"""Check what study.yml says about the index and how far it is in doubt."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from wenmai.errors import Problem
from wenmai.indicators.composite.design import Design
from wenmai.indicators.declares_design import design_of
from wenmai.indicators.declares_steps import Checked
from wenmai.indicators.sections import IndexSections
from wenmai.kit.often_said import NO_SUCH_INDICATOR
from wenmai.kit.problems import did_you_mean
from wenmai.sentences import Said, Sentence
from wenmai.studies.declaration import Declaration, Draft, Held
from wenmai.studies.study import Study

CAP_TOO_SMALL = Sentence("indicators.cap_too_small", "cap", "count")
BEYOND_GOALPOSTS = Sentence(
    *("indicators.beyond_goalposts", "study", "indicator", "least", "most", "lower", "upper")
)
RAISE_CAP = Sentence("indicators.raise_cap", "cap")


@dataclass(frozen=True)
class Found:
    """What the sections come to.

    Parameters
    ----------
    design : Design, optional
        None for the index of P1.
    files : tuple of Path
        Judgements and weights.
    """

    design: Design | None
    files: tuple[Path, ...] = ()


def _check(draft: Draft) -> tuple[Found, list[Problem]]:
    """Make the design, and find a cap that cannot hold and errors of no indicator."""
    said = DECLARATION.said_in(draft.config)
    codes = draft.indicator_codes
    problems = []
    count = len({one.code for one in said.indicators if one.in_index})
    cap = said.index.weight_cap
    if cap is not None and count and cap * count < 1:
        message = CAP_TOO_SMALL(count=count, cap=f"{cap:g}")
        way_out = RAISE_CAP(cap=f"{_cap(count):g}")
        problems.append(draft.problem(("index", "weight_cap"), message, way_out))
    for code in said.uncertainty.measurement_noise:
        if code not in codes:
            nearest = did_you_mean(code, codes, "indicators")
            where = ("uncertainty", "measurement_noise", code)
            problems.append(draft.problem(where, NO_SUCH_INDICATOR(code=code), nearest))
    checked = Checked(draft)
    design = design_of(said, checked)
    # a common step is asked once for each indicator or level that takes it
    problems += dict.fromkeys(checked.problems)
    return Found(design, tuple(checked.files)), problems


def _cap(count: int) -> float:
    """Return the smallest cap of four decimals that lets count weights sum to 1.

    >>> _cap(3), _cap(49)
    (0.3334, 0.0205)
    """
    return -(-10_000 // count) / 10_000


def _files(found: Found) -> Iterable[Path]:
    return found.files


def _notes(study: Study, found: Found, held: Held) -> Iterable[Said]:
    """Say which goalposts lie inside the data: what is beyond them counts as if it stood there."""
    designed = found.design.indicators if found.design else {}
    for one in study.indicators:
        done = designed.get(one.code)
        if done is None or done.normalization.method != "goalposts":
            continue
        if done.per or (done.treatment and done.treatment.method != "none"):
            continue  # the goalposts are those of another quantity than the files hold
        lower, upper = (done.normalization.options[end] for end in ("lower", "upper"))
        keys = ((one.code, ""), (one.code, one.measure_unit))
        spans = [held.spans[key] for key in keys if key in held.spans]
        least = min((span[0] for span in spans), default=lower)
        most = max((span[1] for span in spans), default=upper)
        if least < lower or most > upper:
            yield BEYOND_GOALPOSTS(
                study=study.code,
                indicator=one.code,
                least=f"{least:,.15g}",
                most=f"{most:,.15g}",
                lower=f"{lower:,.15g}",
                upper=f"{upper:,.15g}",
            )


DECLARATION = Declaration("indicators", IndexSections, _check, files=_files, notes=_notes)
