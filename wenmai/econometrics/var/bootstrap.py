"""Bootstrap replications of a VAR, all at once: no loop over replications, only over periods."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from wenmai.econometrics.var.design import Array, Design
from wenmai.econometrics.var.estimate import Fit
from wenmai.econometrics.var.estimators import Estimator, move_while_stable
from wenmai.mill.spread import spread

_NUMBERS_AT_A_TIME = 300_000  # 2 MB a batch stays near the processor: more is not faster


@dataclass(frozen=True)
class Replications:
    """Estimates of the resampled panels.

    Parameters
    ----------
    coefficients : array, replications × q × k
    covariance : array, replications × k × k
    n_failed : int
        Resampled panels whose regressors were collinear; they are left out.
    """

    coefficients: Array
    covariance: Array
    n_failed: int = 0


def replicate(
    values: Array, fit: Fit, estimator: Estimator, *, method: str, replications: int, seed: int
) -> Replications:
    """Estimate a VAR anew on resampled data.

    ``residual``: residual vectors drawn with replacement from all units and periods, scaled by
    sqrt(rows / degrees of freedom), run through the estimated equations from the observed first
    values. ``wild``: every residual vector stays in its place and is multiplied by a number drawn
    evenly between -sqrt(3) and sqrt(3), which respects variances that change. (Signs alone, as is
    usual, leave the residuals' covariance as it is, and intervals at impact become far too narrow;
    see Brüggemann, Jentsch and Trenkler 2016.) ``unit_block``: whole units drawn with replacement,
    which respects any dependence within a unit and needs many units.

    Parameters
    ----------
    values : array, units × periods × variables
    fit : Fit
        The equations that make the data: for a bias correction the corrected ones.
    estimator : Estimator
        Applied to every resampled panel.
    method : {"residual", "wild", "unit_block"}
    replications, seed : int
        The same seed gives the same draws, whatever the number of threads.

    Returns
    -------
    Replications
    """
    design = fit.design
    random = np.random.default_rng(seed)
    if method == "unit_block":
        units = len(values)
        counts = random.multinomial(units, np.full(units, 1 / units), replications)
        return _collect([_estimate(estimator.resample, values, counts.astype(float))])
    batches = _shocks(fit, design, method, replications, random)
    portions = ((values, fit, estimator, shocks) for shocks in batches)
    return _collect(list(spread(_estimate_made, portions)))


def simulate(values: Array, fit: Fit, shocks: Array) -> Array:
    """Run the equations from the observed first values with given shocks.

    Parameters
    ----------
    values : array, units × periods × variables
        What is observed; its first ``lags`` periods of a unit are kept.
    fit : Fit
    shocks : array, replications × units × rows × k

    Returns
    -------
    array, replications × units × periods × variables
    """
    design = fit.design
    lags, k = design.lags, design.n_variables
    constants = _constant_part(fit)
    panel = np.broadcast_to(values, (len(shocks), *values.shape)).copy()
    for row in range(design.rows.shape[1]):
        now = row + lags
        # newest lag first, as the coefficients stand
        history = panel[:, :, now - lags : now][:, :, ::-1].reshape(*panel.shape[:2], lags * k)
        made = history @ fit.coefficients[: lags * k] + constants[:, row] + shocks[:, :, row]
        used = design.rows[:, row]
        if used.all():
            panel[:, :, now] = made
        else:
            panel[:, used, now] = made[:, used]
    return panel


def bias_shift(
    values: Array,
    fit: Fit,
    estimator: Estimator,
    refit: Callable[[Array], Fit],
    *,
    replications: int,
    seed: int,
    rounds: int = 1,
) -> Array:
    """Return what has to be added to the coefficients so that their bootstrap mean is right.

    One round adds the bias that the bootstrap shows at the estimate (Kilian 1998). More rounds look
    for the coefficients under which the estimate is the mean of what the estimator finds (Everaert
    and Pozzi 2007): in short panels the bias changes much between the estimate and the truth. A
    stable estimate stays stable.

    Parameters
    ----------
    values : array, units × periods × variables
    fit : Fit
        Uncorrected.
    estimator : Estimator
    refit : callable
        Coefficients → Fit: constants and residuals that belong to them.
    replications, seed, rounds : int

    Returns
    -------
    array, q × k
    """
    shift = np.zeros_like(fit.coefficients)
    lags = fit.design.lags
    for _ in range(rounds):
        at = refit(fit.coefficients + shift)
        drawn = replicate(
            values, at, estimator, method="residual", replications=replications, seed=seed
        )
        missing = fit.coefficients - drawn.coefficients.mean(axis=0)
        shift = move_while_stable(fit.coefficients, shift + missing, lags) - fit.coefficients
        if np.abs(missing).max() < 1e-4:
            break
    return np.asarray(shift)


def _shocks(
    fit: Fit, design: Design, method: str, replications: int, random: np.random.Generator
) -> Iterator[Array]:
    """Yield batches of shocks, replications × units × rows × k."""
    units, rows = design.rows.shape
    width = design.n_regressors + 2 * design.n_variables
    batch = max(1, _NUMBERS_AT_A_TIME // (units * rows * width))
    scale = np.sqrt(design.n_rows / design.freedom)
    pool = fit.residuals[design.rows]
    pool = scale * (pool - pool.mean(axis=0))
    in_place = scale * fit.residuals
    for first in range(0, replications, batch):
        size = (min(batch, replications - first), units, rows)
        if method == "wild":
            yield random.uniform(-np.sqrt(3), np.sqrt(3), size)[..., None] * in_place
        else:
            yield pool[random.integers(0, len(pool), size=size)]


def _constant_part(fit: Fit) -> Array:
    """Return units × rows × k: constant, trend and exogenous variables of every equation."""
    rows = fit.design.rows.shape[1]
    terms = fit.constants.shape[1]
    times = np.arange(rows) + fit.design.lags + 1.0
    given = fit.design.outside @ fit.coefficients[fit.design.n_lagged :]
    return np.asarray(np.vander(times, terms, increasing=True) @ fit.constants + given)


def _estimate_made(values: Array, fit: Fit, estimator: Estimator, shocks: Array) -> Replications:
    """Estimate on the data that shocks make."""
    return _estimate(estimator.estimate, simulate(values, fit, shocks))


def _estimate(estimate: Callable[..., tuple[Array, Array]], *data: Array) -> Replications:
    """Estimate a batch; when one replication is collinear, one by one without it."""
    try:
        return Replications(*estimate(*data))
    except np.linalg.LinAlgError:
        pass
    found = []
    n_failed = 0
    *fixed, varied = data
    for one in varied:
        try:
            found.append(estimate(*fixed, one[None]))
        except np.linalg.LinAlgError:
            n_failed += 1
    if not found:
        raise np.linalg.LinAlgError("no resampled panel could be estimated")
    coefficients, covariances = zip(*found, strict=True)
    return Replications(np.concatenate(coefficients), np.concatenate(covariances), n_failed)


def _collect(batches: list[Replications]) -> Replications:
    kept = Replications(
        np.concatenate([batch.coefficients for batch in batches]),
        np.concatenate([batch.covariance for batch in batches]),
        sum(batch.n_failed for batch in batches),
    )
    # a panel of two or three different units can leave a covariance without full rank
    sound = np.isfinite(kept.coefficients).all(axis=(1, 2))
    sound &= np.linalg.eigvalsh(kept.covariance)[:, 0] > 0
    return Replications(
        kept.coefficients[sound], kept.covariance[sound], kept.n_failed + int((~sound).sum())
    )
