"""Merge a study's indicators with the library, and check what the merge says."""

from dataclasses import dataclass, field

from wenmai.errors import Problem
from wenmai.kit.problems import did_you_mean
from wenmai.kit.yaml_text import KeyPath, YamlDocument
from wenmai.reference import Indicator as LibraryIndicator
from wenmai.studies.config import Indicator, StudyConfig
from wenmai.studies.reference import Reference
from wenmai.studies.study import IndicatorDefinition

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
            message = f"The dimension '{dimension}' stands twice."
            merge.complain(("dimensions", position), message, "Keep one of them.")
        elif dimension in own and dimension in known_dimensions:
            message = f"The dimension '{dimension}' has a name already."
            merge.complain(("dimensions", position), message, "Choose another code for your own.")
        elif dimension not in own and dimension not in known_dimensions:
            suggestion = did_you_mean(dimension, known_dimensions, "dimensions")
            merge.complain(
                ("dimensions", position), f"The dimension '{dimension}' is not known.", suggestion
            )
    definitions = []
    first_position: dict[str, int] = {}
    for position, indicator in enumerate(config.indicators):
        first = first_position.setdefault(indicator.code, position)
        if first != position:
            message = (
                f"The indicator '{indicator.code}' stands twice, first at indicators[{first}]."
            )
            merge.complain(("indicators", position, "code"), message, "Keep one of them.")
            continue
        before = len(merge.problems)
        definition = _define(indicator, ("indicators", position), merge)
        if definition and len(merge.problems) == before:
            definitions.append(definition)
    return tuple(definitions), merge.problems


def _define(indicator: Indicator, path: KeyPath, merge: _Merge) -> IndicatorDefinition | None:
    """Merge one indicator, or complain."""
    known = merge.reference.library.get(indicator.code)
    needed = NEEDED if indicator.in_index else ("name", "unit")
    missing = [key for key in needed if getattr(indicator, key) is None]
    if known is None and missing:
        close = merge.reference.library.suggest(indicator.code, limit=1)
        suggestion = f"Did you mean '{close[0]}'? " if close else ""
        message = f"The indicator library does not know '{indicator.code}'."
        define = f"To define it here, add {', '.join(missing)}."
        merge.complain((*path, "code"), message, suggestion + define)
        return None
    dimension = indicator.dimension or (known.dimension_code if known else UNASSIGNED)
    _check_dimension(dimension, indicator, path, merge)
    unit = _measure_unit(indicator, known, path, merge)
    low, high = (_bound(bound, indicator, known, unit, merge) for bound in BOUNDS)
    if low is not None and high is not None and low >= high:
        message = f"valid_min {low:g} is not below valid_max {high:g}."
        merge.complain((*path, "valid_min"), message, "Mend one of the bounds.")
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
    )


def _check_dimension(dimension: str, indicator: Indicator, path: KeyPath, merge: _Merge) -> None:
    listed, own = merge.config.dimension_codes, merge.config.own_dimensions
    known = [*merge.reference.library.dimensions, *(one.code for one in own)]
    here = (*path, "dimension") if indicator.dimension else (*path, "code")
    if dimension not in known:
        suggestion = did_you_mean(dimension, known, "dimensions")
        merge.complain(here, f"The dimension '{dimension}' is not known.", suggestion)
    elif indicator.in_index and listed is not None and dimension not in listed:
        message = f"Its dimension '{dimension}' is not among the study's dimensions."
        merge.complain(here, message, f"Add {dimension} to dimensions.")


def _measure_unit(
    indicator: Indicator, known: LibraryIndicator | None, path: KeyPath, merge: _Merge
) -> str:
    """Return the unit of measure as labels write it, or complain and return it as given."""
    measures = merge.reference.measures
    text = indicator.unit or (known.measure_unit if known else "")
    here = (*path, "unit") if indicator.unit else (*path, "code")
    if not measures.known(text):
        suggestion = did_you_mean(text, measures.symbols(), "units of measure")
        merge.complain(here, f"The unit of measure '{text}' is not known.", suggestion)
        return text
    if known is not None and not measures.convertible(text, known.measure_unit):
        message = (
            f"'{text}' does not convert to {known.measure_unit}, "
            f"in which the library measures '{indicator.code}'."
        )
        merge.complain(here, message, "Give your indicator a code of its own.")
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
