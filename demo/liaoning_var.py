"""Digital income and the shares of services and design in Liaoning: a panel VAR that is known.

With y = (ln DT, ln WSB, ln WFB), DT the income of the digital culture industry, WSB the share of
design services and WFB the share of cultural services,

    y_t = c_i + PHI y_{t-1} + IMPACT u_t,    u_t uncorrelated with unit variance.

PHI and IMPACT were fitted by least squares to P2: the response of ln DT to itself (0.087, 0.072,
0.063 … 0.039), of ln WFB to ln DT (0.036 … 0.012) and Table 5. What cannot hold at once: with
these responses the forecast error of ln WFB after ten periods is 0.102; P2 prints 0.224, which
would need responses twice as large. Shares and responses are met, that standard error is not.

The shocks are chosen so that least squares within units, with one lag, finds PHI and IMPACT
exactly in the drawn panel: what a test recovers is then the method, not luck.
"""

import numpy as np

from demo.index_method import Array
from demo.liaoning_cities import CITIES, YEARS

VARIABLES = ("digital_culture_income", "design_service_share", "culture_service_share")
PHI = np.array([[0.644, 0.424, 0.293], [0.321, 0.720, -0.550], [0.220, -0.037, 0.312]])
IMPACT = np.array([[0.0872, 0.0, 0.0], [0.0127, 0.0526, 0.0], [0.0360, 0.0050, 0.0645]])
SEED = 2026204


def simulate(rounds: int = 200) -> Array:
    """Draw the panel.

    Returns
    -------
    Array
        Units × years × variables in logs; first and last year of every city as in
        :data:`CITIES`.
    """
    random = np.random.default_rng(SEED)
    steps = len(YEARS) - 1
    shocks = random.standard_normal((len(CITIES), steps, 3)) @ IMPACT.T
    for _ in range(rounds):
        shocks = _as_if_estimated(shocks, _path(shocks))
    return _path(shocks)


def estimate(panel: Array) -> tuple[Array, Array]:
    """Return PHI and the residuals' covariance by least squares within units.

    Degrees of freedom: units × (years - 1), less one mean per unit, less one per regressor.
    """
    now, before = _within(panel[:, 1:]), _within(panel[:, :-1])
    phi = np.asarray(np.linalg.lstsq(before, now, rcond=None)[0].T, dtype=np.float64)
    residuals = now - before @ phi.T
    freedom = now.shape[0] - panel.shape[0] - panel.shape[2]
    return phi, residuals.T @ residuals / freedom


def impulse_responses(periods: int) -> Array:
    """Return periods + 1 × response × impulse; period 0 is the impact."""
    responses = [IMPACT]
    for _ in range(periods):
        responses.append(PHI @ responses[-1])
    return np.array(responses)


def variance_shares(periods: int) -> Array:
    """Return periods + 1 × variable × shock: shares of the forecast error variance."""
    grown = np.cumsum(impulse_responses(periods) ** 2, axis=0)
    return grown / grown.sum(axis=2, keepdims=True)


def _path(shocks: Array) -> Array:
    """Run the equation from the first year to the last with constants that hit both ends."""
    first, last = _ends()
    steps = shocks.shape[1]
    powers = [np.linalg.matrix_power(PHI, k) for k in range(steps + 1)]
    noise = sum(shocks[:, t] @ powers[steps - 1 - t].T for t in range(steps))
    missing = last - first @ powers[steps].T - noise
    constants = np.linalg.solve(sum(powers[:steps]), missing.T).T
    panel = [first]
    for t in range(steps):
        panel.append(constants + panel[-1] @ PHI.T + shocks[:, t])
    return np.stack(panel, axis=1)


def _ends() -> tuple[Array, Array]:
    rows = [(city.digital, city.design_share, city.service_share) for city in CITIES]
    ends = np.log(np.array(rows))  # city × variable × (first, last)
    return ends[..., 0], ends[..., 1]


def _as_if_estimated(shocks: Array, panel: Array) -> Array:
    """Take from the shocks what the regressors explain, and give them the covariance of IMPACT."""
    before = _within(panel[:, :-1])
    centred = _within(shocks)
    free = centred - before @ np.linalg.lstsq(before, centred, rcond=None)[0]
    freedom = free.shape[0] - shocks.shape[0] - 3
    factor = np.linalg.cholesky(free.T @ free / freedom)
    return (free @ np.linalg.inv(factor).T @ IMPACT.T).reshape(shocks.shape)


def _within(panel: Array) -> Array:
    return (panel - panel.mean(axis=1, keepdims=True)).reshape(-1, panel.shape[2])
