"""Bootstrap of impulse responses as one writes it down: one replication after the other."""

from collections.abc import Callable

import numpy as np
from statsmodels.api import OLS
from statsmodels.tsa.api import VAR


def loop_series(series: np.ndarray, replications: int, horizon: int, seed: int) -> np.ndarray:
    """Return replications × periods × response × impulse of a VAR with one lag."""
    random = np.random.default_rng(seed)
    result = VAR(series).fit(1)
    constant, matrix = result.params[0], result.params[1:]
    residuals = (result.resid - result.resid.mean(axis=0)) * np.sqrt(result.nobs / result.df_resid)
    found = []
    for _ in range(replications):
        shocks = residuals[random.integers(0, len(residuals), len(residuals))]
        made = [series[0]]
        for shock in shocks:
            made.append(constant + made[-1] @ matrix + shock)
        found.append(VAR(np.array(made)).fit(1).orth_ma_rep(horizon))
    return np.array(found)


def panel_estimate(panel: np.ndarray) -> np.ndarray:
    """Return lagged variables × equations of a panel VAR with one lag and unit effects."""
    now, before = _within(panel[:, 1:]), _within(panel[:, :-1])
    return np.linalg.lstsq(before, now, rcond=None)[0]


def panel_estimate_by_statsmodels(panel: np.ndarray) -> np.ndarray:
    """Return the same, equation by equation."""
    now, before = _within(panel[:, 1:]), _within(panel[:, :-1])
    return np.column_stack([OLS(now[:, j], before).fit().params for j in range(now.shape[1])])


def loop_panel(
    panel: np.ndarray,
    method: str,
    replications: int,
    horizon: int,
    *,
    seed: int,
    estimator: Callable[[np.ndarray], np.ndarray] = panel_estimate,
) -> np.ndarray:
    """Return replications × periods × response × impulse of a panel VAR with one lag."""
    random = np.random.default_rng(seed)
    units, years, k = panel.shape
    matrix = panel_estimate(panel)
    freedom = units * (years - 1) - units - k
    left = panel[:, 1:] - panel[:, :-1] @ matrix
    constants = left.mean(axis=1)
    residuals = (left - constants[:, None]).reshape(-1, k) * np.sqrt(units * (years - 1) / freedom)
    found = []
    for _ in range(replications):
        if method == "unit_block":
            made = panel[random.integers(0, units, units)]
        else:
            shocks = residuals[random.integers(0, len(residuals), (units, years - 1))]
            made = np.empty_like(panel)
            made[:, 0] = panel[:, 0]
            for year in range(1, years):
                made[:, year] = constants + made[:, year - 1] @ matrix + shocks[:, year - 1]
        estimate = estimator(made)
        rest = _within(made[:, 1:]) - _within(made[:, :-1]) @ estimate
        response = np.linalg.cholesky(rest.T @ rest / freedom)
        responses = [response]
        for _ in range(horizon):
            response = estimate.T @ response
            responses.append(response)
        found.append(responses)
    return np.array(found)


def _within(panel: np.ndarray) -> np.ndarray:
    return (panel - panel.mean(axis=1, keepdims=True)).reshape(-1, panel.shape[2])
