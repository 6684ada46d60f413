"""Between which ends the scores of a design lie; checked before anything heavy is imported."""

from wenmai.indicators.composite.design import Design
from wenmai.indicators.methods import named


def ranges(design: Design) -> dict[str, tuple[float, float]]:
    """Return the ends between which the registry says that indicators and groups lie.

    Examples
    --------
    >>> from wenmai.indicators.composite.design import index_of_p1
    >>> ranges(index_of_p1(["gdp"], "pooled", None))
    {'gdp': (0.0, 1.0), 'index': (0.0, 1.0)}
    """
    found = {}
    for code, one in design.indicators.items():
        step = one.normalization
        found[code] = named("normalization", step.method).bounds(**step.options)
    for level in design.levels:
        bounds = named("aggregation", level.aggregation.method).bounds
        for group in level.groups:
            ends = [found[member] for member in group.members]
            lowest, highest = min(low for low, _ in ends), max(high for _, high in ends)
            found[group.code] = bounds(lowest, highest, **level.aggregation.options)
    return found
