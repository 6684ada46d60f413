"""What the index would be with other values of one unit and year, or with other weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from wenmai.indicators.composite.compute import Cells, Computed, compute
from wenmai.indicators.composite.design import Design, Step


@dataclass(frozen=True)
class Outcome:
    """A group's score and rank of the unit in the year, before and after.

    Parameters
    ----------
    level_code, group_code : str
    score, score_before : float
        NaN where too little is known.
    rank, rank_before : int or None
        Among the units of the year, 1 being best.
    """

    level_code: str
    group_code: str
    score_before: float
    score: float
    rank_before: int | None
    rank: int | None


def what_if(
    design: Design,
    cells: Cells,
    row: tuple[str, int],
    values: Mapping[str, float],
    weights: Mapping[str, float],
) -> list[Outcome]:
    """Compute the whole index twice, as it is and as it would be.

    Ranges, limits and weights are computed anew: another value may move them, and everybody.

    Parameters
    ----------
    design : Design
    cells : Cells
    row : tuple of str and int
        Unit and year whose values change.
    values : mapping of str to float
        Indicator to its other value.
    weights : mapping of str to float
        Member to its other weight in its group; the others share the rest in proportion.

    Returns
    -------
    list of Outcome
        One per group, from the lowest level up; the last one is the index.

    Raises
    ------
    KeyError
        For a row, an indicator or a member that is not there.

    Examples
    --------
    >>> from wenmai.indicators.composite.design import index_of_p1
    >>> x = {"a": np.array([1.0, 2.0, 3.0])}
    >>> units, years = np.array(["u", "v", "w"]), np.array([2020, 2020, 2020])
    >>> cells = Cells(x, x, {"a": False}, units, units, years)
    >>> found = what_if(index_of_p1(["a"], "pooled", None), cells, ("u", 2020), {"a": 2.5}, {})
    >>> found[-1].score_before, found[-1].score, found[-1].rank_before, found[-1].rank
    (0.0, 0.5, 3, 2)
    """
    unit, year = row
    places = np.flatnonzero((cells.units == unit) & (cells.periods == year))
    if not len(places):
        raise KeyError(f"{unit} {year}")
    before = compute(design, cells)
    for code in values:
        if code not in cells.observed:
            raise KeyError(code)
    observed, imputed = dict(cells.observed), dict(cells.imputed)
    for code, value in values.items():
        for table in (observed, imputed):
            table[code] = table[code].copy()
            table[code][places[0]] = value
    changed = _reweighted(design, before, weights)
    after = compute(changed, replace(cells, observed=observed, imputed=imputed))
    here, place = cells.periods == year, int(places[0])
    found = []
    for code, one in after.scored.items():
        old, new = before.scored[code].score, one.score
        ranks = (_rank(old, place, here), _rank(new, place, here))
        found.append(Outcome(one.level.code, code, float(old[place]), float(new[place]), *ranks))
    return found


def _reweighted(design: Design, before: Computed, weights: Mapping[str, float]) -> Design:
    """Return the design with some members' weights stated, and their groups' others scaled."""
    members = {code for level in design.levels for group in level.groups for code in group.members}
    for code in weights:
        if code not in members:
            raise KeyError(code)
    levels = []
    for level in design.levels:
        stated: dict[str, float] = {}
        for group in level.groups:
            found = before.scored[group.code].weights
            own = dict(zip(group.members, np.mean(list(found.values()), axis=0), strict=True))
            other = {code: weights[code] for code in group.members if code in weights}
            kept = sum(weight for code, weight in own.items() if code not in other)
            left = max(1 - sum(other.values()), 0.0)
            stated |= {
                code: other.get(code, weight * left / kept if kept else 0.0)
                for code, weight in own.items()
            }
        touched = any(code in weights for group in level.groups for code in group.members)
        step = Step("given", {"weights": stated}) if touched else level.weighting
        levels.append(replace(level, weighting=step))
    return replace(design, levels=tuple(levels))


def _rank(scores: npt.NDArray[np.float64], place: int, here: npt.NDArray[np.bool_]) -> int | None:
    if np.isnan(scores[place]):
        return None
    return 1 + int((scores[here] > scores[place]).sum())
