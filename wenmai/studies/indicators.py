"""Merge a study's indicators with the library, and check what the merge says."""

from dataclasses import dataclass, field

from wenmai.errors import Problem
from wenmai.kit.often_said import KEEP_ONE, MEASURE_NOT_KNOWN
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath, YamlDocument
from wenmai.reference import Indicator as LibraryIndicator
from wenmai.sentences import Sentence, after_another
from wenmai.studies.config import Indicator, StudyConfig
from wenmai.studies.reference import Reference
from wenmai.studies.study import IndicatorDefinition
from wenmai.words import was_it

DIMENSION_TWICE = Sentence("studies.dimension_twice", "dimension")
DIMENSION_HAS_NAME = Sentence("studies.dimension_has_name", "dimension")
RENAME_YOUR_OWN = Sentence("studies.rename_your_own")
DIMENSION_NOT_KNOWN = Sentence("studies.dimension_not_known", "dimension")
INDICATOR_TWICE = Sentence("studies.indicator_twice", "first", "indicator")
NOT_IN_LIBRARY = Sentence("studies.not_in_library", "indicator")
DEFINE_IT_HERE = Sentence("studies.define_it_here", "missing")
BOUNDS_CROSSED = Sentence("studies.bounds_crossed", "high", "low")
MEND_BOUNDS = Sentence("studies.mend_bounds")
DIMENSION_NOT_IN_STUDY = Sentence("studies.dimension_not_in_study", "dimension")
ADD_DIMENSION = Sentence("studies.add_dimension", "dimension")
UNLIKE_LIBRARY = Sentence("studies.unlike_library", "indicator", "measure_unit", "text")
RENAME_YOUR_INDICATOR = Sentence("studies.rename_your_indicator")
MEASURE_IS_KNOWN = Sentence("studies.measure_is_known", "unit")
LEAVE_OUT_LINE = Sentence("studies.leave_out_line")

# What a new indicator must say, because no library says it.
NEEDED = ("name", "dimension", "direction", "unit")
# What stays outside the index can do without a place in it.
UNASSIGNED, UNDIRECTED = "unassigned", "positive"
BOUNDS = ("valid_min", "valid_max")


@dataclass
class _Merge:
    """One study's indicators on their way to definitions."""

    config: StudyConfig
    reference: Reference
    document: YamlDocument
    label: str
    problems: list[Problem] = field(default_factory=list)

    def complain(self, path: KeyPath, message: str, suggestion: str = "") -> None:
        self.problems.append(self.document.problem(self.label, path, message, suggestion))


def own_measures(
    config: StudyConfig, reference: Reference, document: YamlDocument, label: str
) -> tuple[Reference, list[Problem]]:
    """Return the reference data with a study's own units of measure, and those it has already."""
    known = reference.measures
    problems = [
        document.problem(label, ("measures", place), MEASURE_IS_KNOWN(unit=unit), LEAVE_OUT_LINE())
        for place, unit in enumerate(config.measures)
        if known.known(unit)
    ]
    return reference.with_measures(config.measures), problems


def resolve_indicators(
    config: StudyConfig, reference: Reference, document: YamlDocument, label: str
) -> tuple[tuple[IndicatorDefinition, ...], list[Problem]]:
    """Complete every indicator of a study from the library.

    Parameters
    ----------
    config : StudyConfig
        What study.yml says.
    reference : Reference
        The reference data.
    document : YamlDocument
        The text of study.yml, asked for lines.
    label : str
        How problems name the file.

    Returns
    -------
    tuple of definitions and problems
        Definitions in the order of study.yml; one with a problem is left out.
    """
    merge = _Merge(config, reference, document, label)
    known_dimensions = list(reference.library.dimensions)
    codes, own = config.dimension_codes or (), {one.code for one in config.own_dimensions}
    for position, dimension in enumerate(codes):
        if dimension in codes[:position]:
            message = DIMENSION_TWICE(dimension=dimension)
            merge.complain(("dimensions", position), message, KEEP_ONE())
        elif dimension in own and dimension in known_dimensions:
            message = DIMENSION_HAS_NAME(dimension=dimension)
            merge.complain(("dimensions", position), message, RENAME_YOUR_OWN())
        elif dimension not in own and dimension not in known_dimensions:
            suggestion = did_you_mean(dimension, known_dimensions, "dimensions")
            merge.complain(
                ("dimensions", position), DIMENSION_NOT_KNOWN(dimension=dimension), suggestion
            )
    definitions = []
    first_position: dict[str, int] = {}
    for position, indicator in enumerate(config.indicators):
        first = first_position.setdefault(indicator.code, position)
        if first != position:
            message = INDICATOR_TWICE(indicator=indicator.code, first=first)
            merge.complain(("indicators", position, "code"), message, KEEP_ONE())
            continue
        before = len(merge.problems)
        definition = _define(indicator, ("indicators", position), merge)
        if definition and len(merge.problems) == before:
            definitions.append(definition)
    return tuple(definitions), merge.problems


def _define(indicator: Indicator, path: KeyPath, merge: _Merge) -> IndicatorDefinition | None:
    """Merge one indicator, or complain."""
    known = merge.reference.library.get(indicator.code)
    if known is not None and _is_another(indicator, known, merge):
        known = None
    needed = NEEDED if indicator.in_index else ("name", "unit")
    missing = [key for key in needed if getattr(indicator, key) is None]
    if known is None and missing:
        close = merge.reference.library.suggest(indicator.code, limit=1)
        message = NOT_IN_LIBRARY(indicator=indicator.code)
        define = DEFINE_IT_HERE(missing=", ".join(missing))
        way_out = after_another([was_it(close[0]), define]) if close else define
        merge.complain((*path, "code"), message, way_out)
        return None
    dimension = indicator.dimension or (known.dimension_code if known else UNASSIGNED)
    _check_dimension(dimension, indicator, path, merge)
    unit = _measure_unit(indicator, known, path, merge)
    low, high = (_bound(bound, indicator, known, unit, merge) for bound in BOUNDS)
    if low is not None and high is not None and low >= high:
        message = BOUNDS_CROSSED(low=f"{low:g}", high=f"{high:g}")
        merge.complain((*path, "valid_min"), message, MEND_BOUNDS())
    name = indicator.name
    own_name = {one.code: one.name for one in merge.config.own_dimensions}.get(dimension)
    return IndicatorDefinition(
        code=indicator.code,
        name_zh=name.zh if name else known.name_zh if known else "",
        name_en=name.english if name else known.name_en if known else "",
        dimension_code=dimension,
        direction=indicator.direction or (known.direction if known else UNDIRECTED),
        measure_unit=unit,
        valid_min=low,
        valid_max=high,
        max_gap_years=indicator.max_gap_years,
        extend_edges=indicator.extend_edges,
        is_in_index=indicator.in_index,
        dimension_name_zh=own_name.zh if own_name else None,
        dimension_name_en=own_name.english if own_name else None,
        to_year=indicator.to_year,
        growth_of=indicator.growth_of,
    )


def _is_another(indicator: Indicator, known: LibraryIndicator, merge: _Merge) -> bool:
    """Whether a study defines the code wholly by itself, in a unit that the library's is not.

    The library grows: a study that needed nothing of it stays what it was.
    """
    said = [getattr(indicator, key) for key in NEEDED]
    unit, measures = indicator.unit or "", merge.reference.measures
    is_whole = None not in said and measures.known(unit)
    return is_whole and not measures.convertible(unit, known.measure_unit)


def _check_dimension(dimension: str, indicator: Indicator, path: KeyPath, merge: _Merge) -> None:
    listed, own = merge.config.dimension_codes, merge.config.own_dimensions
    known = [*merge.reference.library.dimensions, *(one.code for one in own)]
    here = (*path, "dimension") if indicator.dimension else (*path, "code")
    if dimension not in known:
        suggestion = did_you_mean(dimension, known, "dimensions")
        merge.complain(here, DIMENSION_NOT_KNOWN(dimension=dimension), suggestion)
    elif indicator.in_index and listed is not None and dimension not in listed:
        message = DIMENSION_NOT_IN_STUDY(dimension=dimension)
        merge.complain(here, message, ADD_DIMENSION(dimension=dimension))


def _measure_unit(
    indicator: Indicator, known: LibraryIndicator | None, path: KeyPath, merge: _Merge
) -> str:
    """Return the unit of measure as labels write it, or complain and return it as given."""
    measures = merge.reference.measures
    text = indicator.unit or (known.measure_unit if known else "")
    here = (*path, "unit") if indicator.unit else (*path, "code")
    if not measures.known(text):
        suggestion = did_you_mean(text, measures.symbols(), "units of measure")
        merge.complain(here, MEASURE_NOT_KNOWN(unit=text), suggestion)
        return text
    if known is not None and not measures.convertible(text, known.measure_unit):
        message = UNLIKE_LIBRARY(
            text=text, measure_unit=known.measure_unit, indicator=indicator.code
        )
        merge.complain(here, message, RENAME_YOUR_INDICATOR())
    return measures.get(text).canonical_unit


def _bound(
    bound: str,
    indicator: Indicator,
    known: LibraryIndicator | None,
    unit: str,
    merge: _Merge,
) -> float | None:
    """Take the study's bound, or the library's converted to the study's unit."""
    if bound in indicator.model_fields_set or known is None:
        own: float | None = getattr(indicator, bound)
        return own
    value: float | None = getattr(known, bound)
    measures = merge.reference.measures
    if value is None or not measures.convertible(known.measure_unit, unit):
        return value
    return measures.convert(value, known.measure_unit, unit)
