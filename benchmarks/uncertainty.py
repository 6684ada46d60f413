"""Draws of the choices of method: the engine against a pandas loop over draws, in one run.

Both impute, winsorise, normalise, weigh, aggregate and rank the same panel under the same draws and
must agree to 1e-9. The engine alone is then timed with all that a refresh asks of it, on a study of
the demo's size and on a large one in a process of its own.
"""

import sys
import time

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks import measure
from benchmarks.uncertainty_pandas import Choice, impute, one_draw
from wenmai.indicators.uncertainty import (
    Choices,
    Design,
    Engine,
    Panel,
    hashed_uniforms,
    measure_uncertainty,
)
from wenmai.indicators.uncertainty.draws import ranks_by_year

CHOICES = Choices(
    imputation=("interpolate", "nearest", "none"),
    winsorizing=((0.01, 0.99), (0.0, 1.0), (0.05, 0.95)),
    normalization=("minmax", "zscore", "rank"),
    weighting=("entropy", "critic", "equal", "pca"),
    aggregation=("arithmetic", "geometric"),
    leave_one_out=True,
    weight_concentration=200.0,
)
DEMO = (36, 7, 20)  # units, years, indicators
LARGE = (300, 20, 20)
BASE_DRAWS = 8192
TOLERANCE = 1e-9
TARGET_RATIO = 100


def observed_panel(units: int, years: int, indicators: int, seed: int = 7) -> pd.DataFrame:
    """Return a panel with a missing cell in a thirtieth of the places, never two in a row."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product([range(units), range(years)], names=["unit", "year"])
    level = np.repeat(rng.normal(size=units), years)
    values = np.exp(0.6 * level[:, None] + 0.4 * rng.normal(size=(len(index), indicators)))
    frame = pd.DataFrame(values, index=index, columns=[f"i{i:02d}" for i in range(indicators)])
    is_missing = rng.random(values.shape) < 1 / 30
    is_missing[1:] &= ~is_missing[:-1]
    return frame.mask(is_missing)


def engine_for(observed: pd.DataFrame, choices: Choices) -> Engine:
    return Engine(
        Panel(
            filled={method: impute(observed, method).to_numpy() for method in choices.imputation},
            units=observed.index.get_level_values("unit").to_numpy(),
            years=observed.index.get_level_values("year").to_numpy(),
            is_negative=negative(observed).to_numpy(),
            codes=tuple(observed.columns),
        ),
        choices,
    )


def negative(observed: pd.DataFrame) -> pd.Series:
    """Every fifth indicator is better when it is small."""
    return pd.Series(np.arange(observed.shape[1]) % 5 == 4, index=observed.columns)


def choices_of_draws(sample: np.ndarray, codes: list[str]) -> list[Choice]:
    """Spell out what each draw chose, for the pandas loop."""
    picked = CHOICES.pick(sample, len(codes))
    seeds = np.ascontiguousarray(sample[:, CHOICES.active.index("weight_noise")])
    noise = hashed_uniforms(seeds, len(codes))
    return [
        Choice(
            CHOICES.imputation[picked["imputation"][i]],
            CHOICES.winsorizing[picked["winsorizing"][i]],
            CHOICES.normalization[picked["normalization"][i]],
            CHOICES.weighting[picked["weighting"][i]],
            CHOICES.aggregation[picked["aggregation"][i]],
            [None, *codes][picked["leave_one_out"][i]],
            noise[i : i + 1],
            float(CHOICES.weight_concentration or 0),
        )
        for i in range(len(sample))
    ]


def compare(quick: bool) -> None:
    """Time both on the demo's size and compare their results draw by draw."""
    observed = observed_panel(*DEMO)
    sample = Design.scrambled(BASE_DRAWS, len(CHOICES.active), seed=1).first
    looped = 40 if quick else 200
    with threadpool_limits(limits=1, user_api="blas"):
        started = time.perf_counter()
        engine = engine_for(observed, CHOICES)
        scores = engine.scores(sample)
        ranks = ranks_by_year(scores, engine.panel.years)
        ours = len(sample) / (time.perf_counter() - started)
        draws = choices_of_draws(sample[:looped], list(observed.columns))
        started = time.perf_counter()
        loop = [one_draw(observed, negative(observed), draw) for draw in draws]
        theirs = looped / (time.perf_counter() - started)
    difference = max(
        np.nanmax(np.abs(scores[i] - score.to_numpy())) for i, (score, _) in enumerate(loop)
    )
    same_gaps = all(
        np.array_equal(np.isnan(scores[i]), score.isna()) for i, (score, _) in enumerate(loop)
    )
    moved = max(np.nanmax(np.abs(ranks[i] - rank.to_numpy())) for i, (_, rank) in enumerate(loop))
    print(
        f"Draws of the choices of method, {' x '.join(map(str, DEMO))} (units, years, indicators)"
    )
    print(f"  engine       {ours:10,.0f} draws a second")
    print(f"  pandas loop  {theirs:10,.0f} draws a second   {ours / theirs:.0f} x slower")
    is_equal = bool(difference <= TOLERANCE and same_gaps and moved == 0)
    verdict(f"equal to {TOLERANCE:g} (largest difference {difference:.1e})", is_equal)
    verdict(f"{TARGET_RATIO} times faster than the loop", ours / theirs >= TARGET_RATIO)


def verdict(text: str, is_met: bool) -> None:
    print(f"  target: {text}: {'met' if is_met else 'missed'}")


def run_all(units: int, years: int, indicators: int, base_draws: int) -> None:
    """Do all that a refresh does for one study: draws, intervals, shares, robustness."""
    measure_uncertainty(
        engine_for(observed_panel(units, years, indicators), CHOICES), base_draws, seed=1
    )


def main(quick: bool = False) -> None:
    """Print speed, ratio, and the cost of whole runs."""
    compare(quick)
    base_draws = 512 if quick else BASE_DRAWS
    evaluated = base_draws * (len(CHOICES.active) + 2)
    for size in (DEMO,) if quick else (DEMO, LARGE):
        cost = measure.run("benchmarks.uncertainty", *map(str, size), str(base_draws))
        print(
            f"  a study of {' x '.join(map(str, size))}, {2 * base_draws:,} draws and "
            f"{evaluated - 2 * base_draws:,} for the shares: {cost.seconds:.1f} s, "
            f"{cost.peak_mb:.0f} MB"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        numbers = [int(argument) for argument in sys.argv[1:]]
        measure.report(lambda: run_all(*numbers))
    else:
        main()
