"""Take the seasons out of monthly and quarterly series."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

SERIES = ["study_code", "unit_code", "indicator_code"]
SPAN = ["year", "first_month", "last_month"]
# With fewer years a season cannot be told from a trend.
LEAST_YEARS = 3


def seasonally_adjusted(values: Sequence[float], periods_per_year: int) -> list[float]:
    """Return a series without its seasons, by STL.

    Cleveland et al. (1990), robust, as of statsmodels; of logarithms where all values are above
    zero, since seasons grow with what they are seasons of, scaled so that the sum stays. The Spring
    Festival moves between January and February and is not followed.

    Parameters
    ----------
    values : sequence of float
        One after the other without a gap, at least three years.
    periods_per_year : int
        12 for months, 4 for quarters, 11 where January and February are one.

    Returns
    -------
    list of float
        Value less season, or value over season.

    Examples
    --------
    >>> values = [100 * factor for _ in range(4) for factor in (0.8, 1.0, 0.9, 1.3)]
    >>> [round(one) for one in seasonally_adjusted(values, 4)[:4]]
    [100, 100, 100, 100]
    """
    # a second to import, and most studies have no such series
    import numpy as np  # noqa: PLC0415
    from statsmodels.tsa.seasonal import STL  # noqa: PLC0415

    given = np.asarray(values, dtype=float)
    is_log = bool((given > 0).all())
    said = np.log(given) if is_log else given
    left = said - STL(said, period=periods_per_year, robust=True).fit().seasonal
    if is_log:
        left = np.exp(left)
        left *= given.sum() / left.sum()
    return [float(one) for one in left]


def adjust_series(periods: "pd.DataFrame") -> "pd.DataFrame":
    """Adjust every series that has at least three years without a gap; its longest such run.

    Where January and February stand together in one year, they are added up in all years of a
    flow. Growth on the year before has no season and is left out, as is what is cumulated but no
    flow.

    Parameters
    ----------
    periods : DataFrame
        ``study_code, unit_code, indicator_code, year, first_month, last_month, value, is_flow,
        growth_of_code``.

    Returns
    -------
    DataFrame
        ``study_code, unit_code, indicator_code, year, first_month, last_month`` and
        ``seasonally_adjusted_value``.
    """
    import pandas as pd  # noqa: PLC0415

    rows: list[tuple[object, ...]] = []
    levels = periods[periods["growth_of_code"].isna()]
    for names, series in levels.groupby(SERIES, sort=True):
        spans = [tuple(map(int, span)) for span in series[SPAN].itertuples(index=False)]
        known = _on_one_grid(
            dict(zip(spans, series["value"], strict=True)), is_flow=bool(series["is_flow"].all())
        )
        run, per_year = _longest_run(sorted(known))
        if per_year >= 2 and len(run) >= LEAST_YEARS * per_year:
            adjusted = seasonally_adjusted([known[span] for span in run], per_year)
            rows += [(*names, *span, one) for span, one in zip(run, adjusted, strict=True)]
    columns = [*SERIES, *SPAN, "seasonally_adjusted_value"]
    kinds = dict.fromkeys(SERIES, "string") | dict.fromkeys(SPAN, "int32")
    return pd.DataFrame(rows, columns=columns).astype({**kinds, columns[-1]: "float64"})


Span = tuple[int, ...]


def _on_one_grid(known: dict[Span, float], *, is_flow: bool) -> dict[Span, float]:
    """Keep the shortest periods; add January and February up where they stand together."""
    shortest = min(last - first for _, first, last in known)
    if is_flow and any(span[1:] == (1, 2) for span in known) and shortest == 0:
        together = {
            (year, 1, 2): known[year, 1, 1] + known[year, 2, 2]
            for year in {span[0] for span in known}
            if (year, 1, 1) in known and (year, 2, 2) in known
        }
        kept = {span: value for span, value in known.items() if span[2] > 2 or span[1:] == (1, 2)}
        return together | kept
    return {span: one for span, one in known.items() if span[2] - span[1] == shortest}


def _longest_run(spans: Sequence[Span]) -> tuple[list[Span], int]:
    """Return the longest run of periods without a gap, and how many there are in a year."""
    places = sorted({span[1:] for span in spans})
    at = {place: number for number, place in enumerate(places)}
    best: list[Span] = []
    run: list[Span] = []
    before = None
    for span in spans:
        number = span[0] * len(places) + at[span[1:]]
        run = [*run, span] if before is not None and number == before + 1 else [span]
        best = run if len(run) > len(best) else best
        before = number
    return best, len(places)
