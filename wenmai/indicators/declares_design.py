"""Make the design of an index from what study.yml says, and say what is wrong with it."""

from collections.abc import Sequence
from math import inf

import numpy as np

from wenmai.indicators.composite.design import INDEX, Design, Group, Level, Step, Treated
from wenmai.indicators.composite.ranges import ranges
from wenmai.indicators.declares_steps import Checked, step_of
from wenmai.indicators.methods import named
from wenmai.indicators.sections import Choice, IndexIndicator, IndexSections
from wenmai.indicators.sections import Level as LevelSection
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath
from wenmai.sentences import Sentence, list_of

OF_ENTROPY_INDEX = Sentence("design.of_entropy_index", "key")
WRITE_ENTROPY = Sentence("design.write_entropy")
NO_INDICATOR = Sentence("design.no_indicator")
ADD_ONE = Sentence("design.add_one")
NO_DIVISOR = Sentence("design.no_divisor", "code")
ADD_OUTSIDE_INDEX = Sentence("design.add_outside_index")
LEVEL_TWICE = Sentence("design.level_twice", "level")
CODE_TAKEN = Sentence("design.code_taken", "code")
CHOOSE_ANOTHER_CODE = Sentence("design.choose_another_code")
LEVEL_WITHOUT_GROUPS = Sentence("design.level_without_groups", "level")
SAY_GROUPS = Sentence("design.say_groups")
NO_MEMBER_BELOW = Sentence("design.no_member_below", "code")
IN_GROUP_ALREADY = Sentence("design.in_group_already", "code", "group")
ONE_GROUP_ONLY = Sentence("design.one_group_only")
IN_NO_GROUP = Sentence("design.in_no_group", "members", "level")
PUT_INTO_GROUP = Sentence("design.put_into_group")
MEAN_IS_ZERO = Sentence("design.mean_is_zero", "mean", "codes")
MEAN_IS_ZERO_FOR_SEVERAL = Sentence("design.mean_is_zero.several", "mean", "codes")
NO_MEAN_OF_NEGATIVE = Sentence("design.no_mean_of_negative", "mean", "codes")
WRITE_RANGE_FROM_ONE = Sentence("design.write_range_from_one")
NO_SHARE_OF_NEGATIVE = Sentence("design.no_share_of_negative", "codes")
WRITE_MINMAX = Sentence("design.write_minmax")

# What a design leaves open is as in the index of P1.
DEFAULTS = {"normalization": "minmax", "weighting": "entropy", "aggregation": "arithmetic"}
# Zero erases the whole score under these.
_ERASED = {"geometric", "harmonic"}
_INDEX_NAME = ("综合指数", "Composite index")


def design_of(said: IndexSections, checked: Checked) -> Design | None:
    """Return the design of a study's index; None when it is that of P1, or after complaining.

    Parameters
    ----------
    said : IndexSections
    checked : Checked
        Collects problems and files.
    """
    indicators = [one for one in said.indicators if one.in_index]
    if not said.index.is_designed and not any(one.is_designed for one in said.indicators):
        return None
    for code in ("entropy_scope", "weight_cap"):
        if getattr(said.index, code) is not None:
            message = OF_ENTROPY_INDEX(key=code)
            way_out = WRITE_ENTROPY()
            checked.complain(("index", code), message, way_out)
    if not indicators:
        checked.complain(("index",), NO_INDICATOR(), ADD_ONE())
        return None
    treated = {one.code: _treated(one, place, said, checked) for place, one in _placed(said)}
    levels = _levels(said, [one.code for one in indicators], checked)
    if checked.problems or levels is None:
        return None
    found = {code: one for code, one in treated.items() if one is not None}
    design = Design(found, levels)
    _check_zeros(said, design, checked)
    _check_names(said, design, checked)
    _check_entropy(design, checked)
    return None if checked.problems else design


def _placed(said: IndexSections) -> list[tuple[int, IndexIndicator]]:
    return [(place, one) for place, one in enumerate(said.indicators) if one.in_index]


def _treated(
    one: IndexIndicator, place: int, said: IndexSections, checked: Checked
) -> Treated | None:
    """Return what is done to an indicator: its own methods, else those of the index."""
    steps: dict[str, Step | None] = {}
    for family in ("normalization", "treatment", "imputation"):
        own, common = getattr(one, family), getattr(said.index, family)
        path: KeyPath = ("indicators", place, family) if own else ("index", family)
        choice = own or common
        if choice is None and family in DEFAULTS:
            choice = Choice(method=DEFAULTS[family])
        steps[family] = step_of(family, choice, path, checked) if choice else None
    if one.per is not None:
        codes = [other.code for other in said.indicators if other.code != one.code]
        if one.per not in codes:
            message = NO_DIVISOR(code=one.per)
            way_out = did_you_mean(one.per, codes, "indicators") or ADD_OUTSIDE_INDEX()
            checked.complain(("indicators", place, "per"), message, way_out)
    normalization = steps.pop("normalization")
    if normalization is None:
        return None
    return Treated(normalization, **steps, per=one.per, scale=one.scale)


def _levels(
    said: IndexSections, indicators: Sequence[str], checked: Checked
) -> tuple[Level, ...] | None:
    """Return the levels from the indicators up, the index as the last one."""
    below, taken = list(indicators), set(indicators) | {INDEX}
    found: list[Level] = []
    for place, section in enumerate(said.index.levels):
        path: KeyPath = ("index", "levels", place)
        if section.code in {level.code for level in found} | {INDEX}:
            checked.complain((*path, "code"), LEVEL_TWICE(level=section.code), "")
        groups = _groups(section, path, said, below, checked, is_first=place == 0)
        for number, group in enumerate(groups):
            if group.code in taken:
                message = CODE_TAKEN(code=group.code)
                checked.complain((*path, "groups", number, "code"), message, CHOOSE_ANOTHER_CODE())
            taken.add(group.code)
        own = (section.weighting, section.aggregation)
        weighting, aggregation = _steps(own, path, said, groups, checked)
        below = [group.code for group in groups]
        if weighting is not None and aggregation is not None:
            name = section.name
            found.append(Level(section.code, name.zh, name.english, groups, weighting, aggregation))
    name_zh, name_en = (
        (said.index.name.zh, said.index.name.english) if said.index.name else _INDEX_NAME
    )
    top = (Group(INDEX, name_zh, name_en, tuple(below)),)
    weighting, aggregation = _steps((None, None), ("index",), said, top, checked)
    if weighting is None or aggregation is None or len(found) < len(said.index.levels):
        return None
    return (*found, Level(INDEX, name_zh, name_en, top, weighting, aggregation))


def _steps(
    own: tuple[Choice | None, Choice | None],
    path: KeyPath,
    said: IndexSections,
    groups: Sequence[Group],
    checked: Checked,
) -> tuple[Step | None, Step | None]:
    """Return how a level weighs and aggregates: its own methods, else those of the index."""
    found = []
    for family, stated in zip(("weighting", "aggregation"), own, strict=True):
        choice = stated or getattr(said.index, family) or Choice(method=DEFAULTS[family])
        at = (*path, family) if stated else ("index", family)
        members = [group.members for group in groups] if family == "weighting" else ()
        found.append(step_of(family, choice, at, checked, members))
    return found[0], found[1]


def _groups(
    section: LevelSection,
    path: KeyPath,
    said: IndexSections,
    below: Sequence[str],
    checked: Checked,
    *,
    is_first: bool,
) -> tuple[Group, ...]:
    """Return the groups of a level; every member of the level below is in one of them."""
    if not section.groups:
        if is_first:
            return _by_dimension(said, checked)
        message = LEVEL_WITHOUT_GROUPS(level=section.code)
        checked.complain(path, message, SAY_GROUPS())
        return ()
    owner: dict[str, str] = {}
    for number, group in enumerate(section.groups):
        at = (*path, "groups", number, "members")
        for code in group.members:
            if code not in below:
                message = NO_MEMBER_BELOW(code=code)
                checked.complain(at, message, did_you_mean(code, below, "members"))
            elif code in owner:
                message = IN_GROUP_ALREADY(code=code, group=owner[code])
                checked.complain(at, message, ONE_GROUP_ONLY())
            owner.setdefault(code, group.code)
    left = [code for code in below if code not in owner]
    if left:
        message = IN_NO_GROUP(members=", ".join(left), level=section.code)
        checked.complain((*path, "groups"), message, PUT_INTO_GROUP())
    return tuple(
        Group(one.code, one.name.zh, one.name.english, one.members) for one in section.groups
    )


def _by_dimension(said: IndexSections, checked: Checked) -> tuple[Group, ...]:
    """Return the dimensions of the indicators as groups, in the order of the indicators."""
    library = checked.draft.reference.library
    members: dict[str, list[str]] = {}
    for _, one in _placed(said):
        known = library.get(one.code)
        dimension = one.dimension or (known.dimension_code if known else "")
        members.setdefault(dimension, []).append(one.code)
    names = {one.dimension_code: (one.name_zh, one.name_en) for one in library.dimensions.values()}
    own = checked.draft.config.own_dimensions
    names |= {one.code: (one.name.zh, one.name.english) for one in own}
    return tuple(
        Group(code, *names.get(code, (code, code)), tuple(codes)) for code, codes in members.items()
    )


def _check_zeros(said: IndexSections, design: Design, checked: Checked) -> None:
    """Refuse a geometric or harmonic mean of what is 0 or negative wherever it is at its worst."""
    worst = {code: _worst(one.normalization) for code, one in design.indicators.items()}
    for place, level in enumerate(design.levels):
        members = [code for group in level.groups for code in group.members]
        mean, at = level.aggregation.method, _stated(said, place, "aggregation")
        zeros = [code for code in members if worst[code] == 0]
        below = [code for code in members if worst[code] < 0]
        if mean in _ERASED and zeros:
            says = MEAN_IS_ZERO if len(zeros) == 1 else MEAN_IS_ZERO_FOR_SEVERAL
            message = says(mean=mean, codes=", ".join(zeros))
            checked.complain(at, message, WRITE_RANGE_FROM_ONE())
        if mean in _ERASED and below:
            message = NO_MEAN_OF_NEGATIVE(mean=mean, codes=list_of(below))
            checked.complain(at, message, WRITE_RANGE_FROM_ONE())
        for group in level.groups:
            highest = max(worst[code] for code in group.members)
            # members are seldom all at their worst at once, but those around 0 are negative often
            is_sure = mean == "arithmetic" and (len(group.members) == 1 or highest < 0)
            worst[group.code] = highest if is_sure else inf


def _worst(step: Step) -> float:
    """Return the least value that a normalisation gives to any data; inf where the data decide."""
    method = named("normalization", step.method)
    if method.needed:
        return inf
    probe = np.arange(1.0, 5.0)
    return float(method.compute(probe, False, **step.options).min())


def _stated(said: IndexSections, place: int, family: str) -> KeyPath:
    """Return where study.yml says how a level weighs or aggregates."""
    levels = said.index.levels
    is_own = place < len(levels) and getattr(levels[place], family) is not None
    return ("index", "levels", place, family) if is_own else ("index", family)


def _check_names(said: IndexSections, design: Design, checked: Checked) -> None:
    """Refuse weights and judgements of what no group has: a misspelt name would be passed over."""
    groups = [group for level in design.levels for group in level.groups]
    known = [code for group in groups for code in group.members]
    for place, level in enumerate(design.levels):
        for step in (level.weighting, *level.weighting.of):
            pairs = step.options.get("pairs", ())
            for code in (
                *step.options.get("weights", ()),
                *(one for row in pairs for one in row[:2]),
            ):
                if code not in known:
                    way_out = did_you_mean(code, known, "members")
                    at = _stated(said, place, "weighting")
                    checked.complain(at, NO_MEMBER_BELOW(code=code), way_out)


def _check_entropy(design: Design, checked: Checked) -> None:
    """Refuse entropy weights of what the registry lets go below any number: shares have none."""
    ends = ranges(design)
    for level in design.levels:
        steps = {step.method for step in (level.weighting, *level.weighting.of)}
        members = [code for group in level.groups for code in group.members]
        below = [code for code in members if ends[code][0] == -inf]
        if "entropy" in steps and below:
            message = NO_SHARE_OF_NEGATIVE(codes=list_of(below))
            checked.complain(("index", "weighting"), message, WRITE_MINMAX())
