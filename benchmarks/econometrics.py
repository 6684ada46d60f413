"""Econometrics: bootstrap bands against loops over replications, and many regressions, in one run.

(a) 1,000 replications of a VAR's impulse responses, against a loop that resamples residuals, runs
the equations and estimates with statsmodels, and beside it statsmodels' own Monte-Carlo bands;
(b) 1,000 replications of a panel VAR's, residuals and units resampled, against a loop that
estimates one panel after the other with statsmodels, and beside it a tight one with numpy alone;
(c) 200 declared regressions on 300 units × 20 years through the function that the warehouse calls.
Limits of (a) and (b) must agree within Monte-Carlo error; resampled residuals come from the same
seed in the same order, so there the responses agree draw by draw to 1e-9.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from benchmarks.econometrics_plain import (
    loop_panel,
    loop_series,
    panel_estimate_by_statsmodels,
)
from wenmai.econometrics.regressions import estimate_regressions
from wenmai.econometrics.var.bands import Band, bootstrap_bands, quantities
from wenmai.econometrics.var.bootstrap import Replications, replicate
from wenmai.econometrics.var.design import Design
from wenmai.econometrics.var.estimate import Fit, fit_least_squares
from wenmai.econometrics.var.estimators import LeastSquares

Result = TypeVar("Result")
HORIZON = 10
SEED = 1
TARGET_RATIO = 10
TOLERANCE = 1e-9
# The share of the batch's draws beyond the loop's 2.5 % limit, in binomial standard errors: the
# largest of some hundred such numbers stays below five.
LARGEST = 5.0
TRUTH = np.array([[0.6, 0.1, 0.0], [0.2, 0.5, 0.1], [0.0, 0.2, 0.4]])
SERIES = (1, 120)  # units, periods
PANEL = (14, 10)
LARGE_PANEL = (300, 20)


def simulated(units: int, periods: int, seed: int = 1) -> np.ndarray:
    """Return units × periods × variables of a stable VAR with unit effects."""
    random = np.random.default_rng(seed)
    shocks = random.standard_normal((periods + 50, units, 3)) @ np.array(
        [[1.0, 0.3, 0.2], [0.0, 0.8, 0.1], [0.0, 0.0, 0.6]]
    )
    constant = random.standard_normal((units, 3))
    values = np.zeros((periods + 50, units, 3))
    for period in range(1, periods + 50):
        values[period] = constant + values[period - 1] @ TRUTH.T + shocks[period]
    return values[50:].swapaxes(0, 1)


def fitted(values: np.ndarray) -> Fit:
    return fit_least_squares(values, Design(np.ones(values.shape[:2], dtype=bool), 1, 3, "c"))


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def batch(values: np.ndarray, method: str, replications: int) -> tuple[Band, Replications]:
    fit = fitted(values)
    drawn = replicate(
        values, fit, LeastSquares(fit.design), method=method, replications=replications, seed=SEED
    )
    return bootstrap_bands(fit, drawn, horizon=HORIZON, level=0.95)["orthogonalized"], drawn


def standard_errors_apart(drawn: Replications, draws: np.ndarray) -> float:
    """Return how far the loop's limits are from the batch's, whatever the distribution."""
    ours = quantities(drawn.coefficients, drawn.covariance, 1, HORIZON)["orthogonalized"]
    error = np.sqrt(0.025 * 0.975 * (1 / len(ours) + 1 / len(draws)))
    lower, upper = np.quantile(draws, [0.025, 0.975], axis=0)
    moving = upper > lower
    shares = [(ours < lower).mean(axis=0)[moving], (ours > upper).mean(axis=0)[moving]]
    return float(max(np.abs(share - 0.025).max() for share in shares) / error)


def largest_gap(drawn: Replications, draws: np.ndarray) -> float:
    """Compare draw by draw: residuals are resampled in the same order from the same seed."""
    same = slice(0, min(len(draws), len(drawn.coefficients)))
    ours = quantities(drawn.coefficients[same], drawn.covariance[same], 1, HORIZON)
    return float(np.abs(ours["orthogonalized"] - draws[same]).max())


def compare(name: str, values: np.ndarray, method: str, replications: int, looped: int) -> None:
    """Time the batch and the loop, and compare their limits."""
    own_seconds, (_, drawn) = timed(lambda: batch(values, method, replications))
    is_panel = len(values) > 1

    def plain_loop() -> np.ndarray:
        if not is_panel:
            return loop_series(values[0], looped, HORIZON, seed=SEED)
        return loop_panel(
            values, method, looped, HORIZON, seed=SEED, estimator=panel_estimate_by_statsmodels
        )

    loop_seconds, draws = timed(plain_loop)
    ratio = loop_seconds / looped * replications / own_seconds
    apart = standard_errors_apart(drawn, draws)
    gap = largest_gap(drawn, draws) if method == "residual" else None
    print(f"{name}, {' x '.join(map(str, values.shape))} (units, periods, variables), {method}")
    print(f"  batch {replications:,} replications {own_seconds:8.3f} s")
    print(f"  loop  {looped:,} replications {loop_seconds:8.3f} s   {ratio:.0f} x slower")
    if is_panel:
        seconds, _ = timed(lambda: loop_panel(values, method, looped, HORIZON, seed=SEED))
        tight = seconds / looped * replications / own_seconds
        print(f"  the same with numpy alone {seconds:8.3f} s   {tight:.1f} x slower")
    verdict = "within" if apart < LARGEST else "NOT within"
    print(f"  limits differ by at most {apart:.1f} standard errors: {verdict} Monte-Carlo error")
    if gap is not None:
        print(f"  the same draws: responses differ by at most {gap:.0e}")
    if apart >= LARGEST or (gap is not None and gap > TOLERANCE):
        raise SystemExit("the batch and the loop do not say the same")
    print(f"  target {TARGET_RATIO} x: {'met' if ratio >= TARGET_RATIO else 'MISSED'}")


def monte_carlo_of_statsmodels(values: np.ndarray, replications: int) -> None:
    """Time what statsmodels offers itself: Monte-Carlo integration with normal errors."""
    from statsmodels.tsa.api import VAR

    result = VAR(values[0]).fit(1)
    random = np.random.default_rng(1)
    seconds, _ = timed(
        lambda: result.irf_errband_mc(orth=True, repl=replications, steps=HORIZON, rng=random)
    )
    print(f"  statsmodels' own irf_errband_mc, {replications:,} replications {seconds:8.3f} s")


def many_regressions(units: int, years: int, count: int) -> None:
    """Time declared regressions of all effects and covariances."""
    random = np.random.default_rng(5)
    names = [f"x{number}" for number in range(8)]
    index = pd.MultiIndex.from_product(
        [[f"{100000 + unit}" for unit in range(units)], range(2001, 2001 + years), names],
        names=["unit_code", "year", "variable_code"],
    )
    values = np.exp(random.standard_normal(len(index)))
    panel = pd.DataFrame({"observed_value": values, "imputed_value": values}, index=index)
    panel = panel.reset_index().assign(study_code="s")
    kinds = [
        *(("fixed", "classic"), ("fixed", "cluster"), ("fixed", "driscoll_kraay")),
        *(("random", "classic"), ("pooled", "cluster"), ("two_way", "cluster")),
    ]
    models, terms = [], []
    for number in range(count):
        effects, covariance = kinds[number % len(kinds)]
        code = f"m{number:03d}"
        models.append(
            {
                **{"study_code": "s", "model_code": code, "effects": effects},
                **{"covariance": covariance, "value_basis": "observed"},
                **{"first_year": 2001, "last_year": 2000 + years, "region_group_code": None},
                **{"spatial_model": None, "weights_code": None},
            }
        )
        chosen = random.permutation(names)[:5]
        terms += [
            {
                **{"study_code": "s", "model_code": code, "variable_code": name},
                **{"is_logged": True, "term_position": position},
            }
            for position, name in enumerate(chosen)
        ]
    nothing = pd.DataFrame(
        columns=[
            *("study_code", "region_group_code", "unit_code", "weights_code", "weights_kind"),
            *("longitude", "latitude", "earth_radius_km"),
            *("network_code", "year", "from_unit", "to_unit", "strength"),
        ]
    )
    seconds, found = timed(
        lambda: estimate_regressions(
            models=pd.DataFrame(models),
            terms=pd.DataFrame(terms),
            members=nothing,
            panel=panel,
            weights=nothing,
            places=nothing,
            links=nothing,
        )
    )
    estimated = found.column("status").to_pylist().count("estimated")
    print(f"{count} declared regressions on {units} x {years} rows, with all their tests")
    print(f"  {seconds:8.2f} s, {1000 * seconds / count:.0f} ms each, {estimated} estimated")


def main(quick: bool) -> None:
    replications, looped = (400, 120) if quick else (1000, 1000)
    with threadpool_limits(limits=1, user_api="blas"):
        for name, size, methods in (
            ("VAR", SERIES, ["residual"]),
            ("Panel VAR", PANEL, ["residual", "unit_block"]),
            ("Panel VAR", (40, 12) if quick else LARGE_PANEL, ["residual", "unit_block"]),
        ):
            values = simulated(*size)
            for method in methods:
                compare(name, values, method, replications, looped)
            if size == SERIES:
                monte_carlo_of_statsmodels(values, looped)
        many_regressions(*((30, 8, 12) if quick else (300, 20, 200)))
