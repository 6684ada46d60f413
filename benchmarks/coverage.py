"""How often 95 % intervals hold the truth: simulated data, the warehouse's own estimators.

``python -m benchmarks.coverage`` takes about half an hour of processor time and prints more than
the table of docs/econometrics.md; ``--quick`` shows that it runs. A coverage stands with its
Monte-Carlo standard error over data sets: intervals of one data set hang together.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd
from scipy import stats
from threadpoolctl import threadpool_limits

from wenmai.econometrics.design import ModelSpec, build_design
from wenmai.econometrics.panel import estimate as estimate_regression
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.var.design import largest_root
from wenmai.econometrics.var.model import Settings, estimate
from wenmai.econometrics.var.responses import impulse_responses, variance_decomposition
from wenmai.econometrics.var.sample import Sample

LEVEL = 0.95
HORIZON = 10
IMPACT = np.array([[0.0872, 0.0, 0.0], [0.0127, 0.0526, 0.0], [0.0360, 0.0050, 0.0645]])
# The second is the demo's: shocks hardly die out, as in most yearbook series.
PROCESSES = {
    "0.54": np.array([[0.5, 0.2, 0.1], [0.1, 0.4, -0.2], [0.2, 0.0, 0.3]]),
    "0.99": np.array([[0.644, 0.424, 0.293], [0.321, 0.720, -0.550], [0.220, -0.037, 0.312]]),
}
GMM = {"estimator": "gmm", "transformation": "forward_orthogonal"}
SERIES_WAYS = {
    "as in other software": {"bias_correction": "none"},
    "delta method": {"bias_correction": "none", "band_method": "analytic"},
    "bias corrected": {"bias_correction": "bootstrap"},
    "bias corrected, wild": {"bias_correction": "bootstrap", "band_method": "wild"},
}
PANEL_WAYS = {
    "uncorrected, percentile": {"bias_correction": "none", "interval_kind": "percentile"},
    "uncorrected, basic": {"bias_correction": "none"},
    "uncorrected, units": {"bias_correction": "none", "band_method": "unit_block"},
    "bias corrected (default)": {},
    "bias corrected, units": {"band_method": "unit_block"},
    "jackknife, units": {
        "bias_correction": "half_panel_jackknife",
        "band_method": "unit_block",
    },
    # what few units need: not as R panelvar begins
    "GMM, units": GMM
    | {"is_collapsed": True, "is_centred": True, "is_joint": False, "band_method": "unit_block"},
}
LONG_SERIES = (20, 40, 100, 300)
PANELS = ((14, 10), (14, 20), (14, 40), (100, 10))
REGRESSIONS = ((14, 10), (14, 40), (300, 20))


@dataclass(frozen=True)
class Covered:
    """Shares of intervals that hold the truth in one data set, by group of intervals."""

    shares: dict[str, float]


def simulate(matrix: np.ndarray, units: int, years: int, seed: int) -> np.ndarray:
    """Return units × years × variables of a stationary VAR with unit effects."""
    random = np.random.default_rng([seed, units, years])
    constant = 0.1 * random.standard_normal((units, 3))
    # started at the mean, run in for long: the process forgets where it began
    level = np.linalg.solve(np.eye(3) - matrix, constant.T).T
    values = np.empty((years, units, 3))
    for year in range(-200, years):
        level = constant + level @ matrix.T + random.standard_normal((units, 3)) @ IMPACT.T
        if year >= 0:
            values[year] = level
    return values.swapaxes(0, 1)


def cover_var(
    seed: int, *, matrix: np.ndarray, units: int, years: int, settings: Settings
) -> Covered | None:
    """Estimate one simulated data set and look where the truth lies."""
    values = simulate(matrix, units, years, seed)
    sample = Sample(
        variables=("x", "y", "z"),
        units=tuple(f"u{unit}" for unit in range(units)),
        years=tuple(range(years)),
        values=values,
        observed=np.ones((units, years), dtype=bool),
    )
    try:
        with threadpool_limits(limits=1, user_api="blas"):
            bands = estimate(sample, replace(settings, seed=seed)).bands
    except NotEstimable:
        return None
    truth = impulse_responses(matrix[None], IMPACT @ IMPACT.T, HORIZON, "orthogonalized")
    shares, _ = variance_decomposition(truth)
    band, share = bands["orthogonalized"], bands["share"]
    hit = (band.lower <= truth) & (truth <= band.upper)
    share_hit = (share.lower <= shares) & (shares <= share.upper)
    return Covered(
        {
            "all periods": float(np.concatenate([hit[0][truth[0] != 0], hit[1:].ravel()]).mean()),
            "period 0": float(hit[0][truth[0] != 0].mean()),
            "period 1": float(hit[1].mean()),
            "period 5": float(hit[5].mean()),
            "period 10": float(hit[10].mean()),
            "shares": float(share_hit[1:].mean()),
            "width": float((band.upper - band.lower)[1:].mean()),
        }
    )


def cover_regression(
    seed: int, *, units: int, years: int, effects: str, covariance: str, is_persistent: bool
) -> Covered:
    """Estimate one simulated panel regression; with fixed effects x moves with the effects."""
    random = np.random.default_rng([seed, units, years])
    effect = random.standard_normal(units)
    moved = effect[:, None] * (0.7 if effects == "fixed" else 0.0)
    columns, truth = {}, np.array([0.8, -0.5])
    rho = 0.6 if is_persistent else 0.0
    for name in ("a", "b"):
        columns[name] = moved + persistent(random, units, years, rho)
    error = persistent(random, units, years, rho)
    columns["y"] = truth[0] * columns["a"] + truth[1] * columns["b"] + effect[:, None] + error
    index = pd.MultiIndex.from_product(
        [[f"{unit:06d}" for unit in range(units)], range(2001, 2001 + years)],
        names=["unit_code", "year"],
    )
    wide = pd.DataFrame({name: column.ravel() for name, column in columns.items()}, index=index)
    design = build_design(wide, ModelSpec("y", ("a", "b"), effects=effects))
    found = estimate_regression(design, effects, covariance)
    law = stats.norm() if found.statistic_name == "z" else stats.t(found.df_residual)
    width = law.ppf((1 + LEVEL) / 2) * found.standard_errors[1:]
    return Covered({"slopes": float((np.abs(found.slopes - truth) <= width).mean())})


def persistent(random: np.random.Generator, units: int, years: int, rho: float) -> np.ndarray:
    """Return units × years of a stationary first-order autoregression with unit variance."""
    values = np.empty((units, years))
    values[:, 0] = random.standard_normal(units)
    for year in range(1, years):
        shock = np.sqrt(1 - rho**2) * random.standard_normal(units)
        values[:, year] = rho * values[:, year - 1] + shock
    return values


def coverage(
    run: Callable[[int], Covered | None], seeds: Iterable[int], workers: int = 1
) -> dict[str, tuple[float, float]]:
    """Return mean and Monte-Carlo standard error of every group over data sets."""
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            found = list(pool.map(run, seeds, chunksize=8))
    else:
        found = [run(seed) for seed in seeds]
    sets = [one.shares for one in found if one is not None]
    return {
        name: (
            float(np.mean([one[name] for one in sets])),
            float(np.std([one[name] for one in sets], ddof=1) / np.sqrt(len(sets))),
        )
        for name in sets[0]
    }


def print_row(label: Sequence[object], found: dict[str, tuple[float, float]]) -> None:
    cells = [
        f"{mean:.3f}" if name == "width" else f"{100 * mean:.1f} ± {100 * error:.1f}"
        for name, (mean, error) in found.items()
    ]
    print("| " + " | ".join([*map(str, label), *cells]) + " |", flush=True)


def var_table(
    title: str,
    sizes: Iterable[tuple[int, int]],
    ways: dict[str, dict[str, object]],
    settings: Settings,
    *,
    seeds: range,
    workers: int,
) -> None:
    print(f"\n{title}, {len(seeds)} data sets, {settings.replications} replications")
    heads = [*("root", "units", "years", "intervals", "all periods", "period 0", "period 1")]
    heads += ["period 5", "period 10", "shares", "width"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for root, matrix in PROCESSES.items():
        for units, years in sizes:
            for way, changes in ways.items():
                run = partial(
                    cover_var,
                    matrix=matrix,
                    units=units,
                    years=years,
                    settings=replace(settings, **changes),  # type: ignore[arg-type]
                )
                print_row((root, units, years, way), coverage(run, seeds, workers))


def regression_table(sizes: Iterable[tuple[int, int]], *, seeds: range, workers: int) -> None:
    print(f"\nSlopes of panel regressions, {len(seeds)} data sets")
    print("| effects | covariance | errors | units | years | slopes |\n|" + "---|" * 6)
    for units, years in sizes:
        for effects in ("fixed", "random"):
            for is_persistent in (False, True):
                for covariance in ("classic", "cluster"):
                    run = partial(
                        cover_regression,
                        units=units,
                        years=years,
                        effects=effects,
                        covariance=covariance,
                        is_persistent=is_persistent,
                    )
                    errors = "persistent" if is_persistent else "independent"
                    label = (effects, covariance, errors, units, years)
                    print_row(label, coverage(run, seeds, workers))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    tables = ("regressions", "series", "panels")
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"of {', '.join(tables)}")
    parser.add_argument("--quick", action="store_true", help="few data sets: does it run at all?")
    parser.add_argument("--data-sets", type=int, default=400)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    settings = Settings(lags=1, horizon=HORIZON, replications=100 if options.quick else 399)
    seeds = range(6 if options.quick else options.data_sets)
    for name, matrix in PROCESSES.items():
        assert abs(largest_root(matrix[None]) - float(name)) < 0.006
    run = {"seeds": seeds, "workers": options.workers}
    first = slice(0, 1 if options.quick else None)
    wanted = options.tables or tables
    if "regressions" in wanted:
        regression_table(REGRESSIONS[first], **run)
    if "series" in wanted:
        series = [(1, years) for years in LONG_SERIES[first]]
        var_table("VAR of one series", series, SERIES_WAYS, settings, **run)
    if "panels" in wanted:
        var_table("Panel VAR", PANELS[first], PANEL_WAYS, settings, **run)


if __name__ == "__main__":
    main()
