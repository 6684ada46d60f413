"""Estimate one declared VAR: choose lags, estimate, correct bias, draw bands."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.linalg

from wenmai.econometrics import sentences as say
from wenmai.econometrics.refusal import NotEstimable
from wenmai.econometrics.var.bands import Band, analytic_bands, bootstrap_bands
from wenmai.econometrics.var.bootstrap import bias_shift, replicate
from wenmai.econometrics.var.design import Array, Design, largest_root
from wenmai.econometrics.var.estimate import Fit, fit_least_squares, with_coefficients
from wenmai.econometrics.var.estimators import (
    Estimator,
    HalfPanelJackknife,
    LeastSquares,
    Shifted,
)
from wenmai.econometrics.var.gmm import Checks, Gmm
from wenmai.econometrics.var.lag_order import (
    LagOrder,
    best_order,
    largest_order,
    select_lags,
)
from wenmai.econometrics.var.sample import Sample
from wenmai.sentences import Said, first_few

_MOST_FAILED = 0.05  # the replications that fail are not like those that do not
_BIAS_ROUNDS = {True: 1, False: 5}  # a single series after Kilian; a short panel needs the search


@dataclass(frozen=True)
class Settings:
    """What study.yml says about a VAR; see ``wenmai.econometrics.sections.var_models``."""

    lags: int | None = None
    lag_criterion: str | None = None
    max_lags: int = 4
    trend: str = "c"
    transformation: str = "within"
    estimator: str = "ols"
    instrument_lags: int | None = None
    gmm_steps: int = 1
    is_collapsed: bool = False
    is_centred: bool = False
    is_joint: bool = True
    bias_correction: str | None = None
    horizon: int = 10
    band_method: str = "residual"
    interval_kind: str | None = None
    band_level: float = 0.95
    replications: int = 1000
    seed: int = 1


@dataclass(frozen=True)
class Estimated:
    """An estimated VAR with its intervals.

    Parameters
    ----------
    fit : Fit
        After bias correction.
    settings : Settings
        With everything that the study leaves open.
    uncorrected : array, q × k
        Coefficients before it.
    orders : list of LagOrder
    max_estimable_lags : int
    bands : dict
        As ``wenmai.econometrics.var.bands.quantities``.
    checks : Checks or None
        Of instruments and lags, for GMM.
    n_failed : int
        Replications that could not be estimated.
    notes : tuple of Said
    """

    fit: Fit
    settings: Settings
    uncorrected: Array
    orders: list[LagOrder]
    max_estimable_lags: int
    bands: dict[str, Band]
    checks: Checks | None = None
    n_failed: int = 0
    notes: tuple[Said, ...] = ()


def estimate(sample: Sample, settings: Settings) -> Estimated:
    """Estimate a VAR or panel VAR with its impulse responses.

    Parameters
    ----------
    sample : Sample
    settings : Settings

    Returns
    -------
    Estimated

    Raises
    ------
    NotEstimable
        Too few observations for the lags, collinear variables, more instruments than units.
    """
    lags, orders, largest, notes = _choose_lags(sample, settings)
    design = Design(
        sample.observed, lags, len(sample.variables), settings.trend, exogenous=sample.outside
    )
    settings = _settled(sample, settings)
    try:
        fit, estimator, uncorrected, checks, added = _fit(sample, design, settings)
        _check_covariance(sample, fit)
        bands, n_failed = _bands(sample, fit, estimator, settings)
        added = [*added, *_warnings(fit, n_failed, settings)]
    except np.linalg.LinAlgError:
        raise _collinear(sample, design) from None
    if len(sample.units) == 1:
        added = [*added, *sample.ahead(settings.horizon)[-1]]
    return Estimated(
        fit, settings, uncorrected, orders, largest, bands, checks, n_failed, (*notes, *added)
    )


def _settled(sample: Sample, settings: Settings) -> Settings:
    """Choose what the study leaves open: bias correction and interval.

    A panel's least squares are corrected, a single series' are as in other software; measured
    coverage is in docs/econometrics.md.
    """
    is_panel = len(sample.units) > 1
    correction = settings.bias_correction
    if correction is None:
        correction = "bootstrap" if is_panel and settings.estimator == "ols" else "none"
    interval = settings.interval_kind
    if interval is None:
        interval = "basic" if is_panel and correction != "bootstrap" else "percentile"
    return replace(settings, bias_correction=correction, interval_kind=interval)


def _choose_lags(sample: Sample, settings: Settings) -> tuple[int, list[LagOrder], int, list[Said]]:
    """Return the lags, the criteria, the most lags that can be estimated, and notes."""
    k = len(sample.variables)
    outside = sample.outside
    largest = largest_order(sample.observed, k, settings.trend, outside)
    wanted = settings.lags or 1
    if wanted > largest:
        carried: dict[str, int | Said] = {
            "n_observations": sample.n_observations,
            "units": say.units(len(sample.units)),
            "lags": say.lags(wanted),
            "n_variables": k,
        }
        said = say.NO_LAG_AT_ALL(**carried)
        if largest:
            said = say.TOO_MANY_LAGS(**carried, most=largest)
        raise NotEstimable("too_few_observations", said)
    most = min(max(settings.max_lags, wanted), largest)
    orders = select_lags(sample.values, sample.observed, most, settings.trend, outside)
    notes: list[Said] = []
    if settings.lag_criterion is None:
        return wanted, orders, largest, notes
    if most < settings.max_lags:
        notes.append(say.LAGS_COMPARED(most=most))
    if not orders:
        shortest = Design(sample.observed, 1, k, settings.trend, exogenous=outside)
        raise _collinear(sample, shortest)
    return best_order(orders, settings.lag_criterion).lags, orders, largest, notes


def _fit(
    sample: Sample, design: Design, settings: Settings
) -> tuple[Fit, Estimator, Array, Checks | None, list[Said]]:
    """Return fit, estimator for resampled panels, uncorrected coefficients, checks, notes."""
    values = sample.values
    if settings.estimator == "gmm":
        gmm, notes = _gmm(sample, design, settings)
        fit, checks = gmm.fit(values)
        if gmm.n_weighed > len(sample.units) or gmm.n_instruments == design.n_regressors:
            checks = replace(checks, hansen=np.full_like(checks.hansen, np.nan))
        return fit, gmm, fit.coefficients, checks, notes
    least = fit_least_squares(values, design)
    if settings.bias_correction == "half_panel_jackknife":
        jackknife = HalfPanelJackknife(design)
        fit = with_coefficients(values, design, jackknife.estimate(values)[0])
        return fit, jackknife, least.coefficients, None, []
    plain = LeastSquares(design)
    if settings.bias_correction == "none":
        return least, plain, least.coefficients, None, []
    shift = bias_shift(
        values,
        least,
        plain,
        lambda moved: with_coefficients(values, design, moved),
        replications=settings.replications,
        seed=settings.seed + 1,
        rounds=_BIAS_ROUNDS[len(values) == 1],
    )
    fit = with_coefficients(values, design, least.coefficients + shift)
    return fit, Shifted(plain, shift), least.coefficients, None, []


def _gmm(sample: Sample, design: Design, settings: Settings) -> tuple[Gmm, list[Said]]:
    instrument_lags = settings.instrument_lags or design.lags + 1
    gmm = Gmm(
        design,
        settings.transformation,
        instrument_lags,
        settings.gmm_steps,
        settings.is_collapsed,
        settings.is_centred,
        settings.is_joint,
    )
    count, units = gmm.n_instruments, len(sample.units)
    if instrument_lags < design.lags:
        raise NotEstimable(
            "too_few_instruments",
            say.INSTRUMENT_LAGS(instrument_lags=instrument_lags, lags=design.lags),
        )
    weighed = gmm.n_weighed
    if settings.gmm_steps == 2 and weighed > units:
        raise NotEstimable("too_few_units", say.GMM_UNITS(n_moments=weighed, n_units=units))
    notes = []
    if count > units:
        notes.append(say.MANY_INSTRUMENTS(n_instruments=count, n_units=units))
    if weighed > units:
        notes.append(say.NO_HANSEN(n_moments=weighed, n_units=units))
    return gmm, notes


def _bands(
    sample: Sample, fit: Fit, estimator: Estimator, settings: Settings
) -> tuple[dict[str, Band], int]:
    if settings.band_method == "analytic":
        return analytic_bands(fit, settings.horizon, settings.band_level, sample.terms), 0
    drawn = replicate(
        sample.values,
        fit,
        estimator,
        method=settings.band_method,
        replications=settings.replications,
        seed=settings.seed,
    )
    bands = bootstrap_bands(
        fit,
        drawn,
        horizon=settings.horizon,
        level=settings.band_level,
        interval=settings.interval_kind or "percentile",
        terms=sample.terms,
    )
    if drawn.n_failed > _MOST_FAILED * settings.replications:
        bands = {name: band.without_limits for name, band in bands.items()}
    return bands, drawn.n_failed


def _warnings(fit: Fit, n_failed: int, settings: Settings) -> list[Said]:
    """Return what a reader of the results has to know, as sentences."""
    found = []
    design = fit.design
    parameters = design.n_rows - design.freedom
    if design.freedom < parameters:
        found.append(
            say.LITTLE_FREEDOM(
                n_rows=design.n_rows, freedom=design.freedom, n_parameters=parameters
            )
        )
    root = float(largest_root(fit.matrices))
    if root >= 1:
        found.append(say.NOT_STABLE(root=f"{root:.3f}"))
    if n_failed:
        cut = n_failed > _MOST_FAILED * settings.replications
        said = say.TOO_MANY_FAILED if cut else say.REPLICATIONS_FAILED
        found.append(said(n=n_failed, of=settings.replications))
    return found


def _check_covariance(sample: Sample, fit: Fit) -> None:
    """Refuse residuals of which one is a combination of the others: no Cholesky factor then."""
    spread = np.sqrt(np.diag(fit.covariance))
    if not (spread > 0).all() or not np.isfinite(spread).all():
        raise np.linalg.LinAlgError("no residual variance")
    values, vectors = np.linalg.eigh(fit.covariance / np.outer(spread, spread))
    if values[0] < 1e-10:
        names = [
            code
            for code, weight in zip(sample.variables, vectors[:, 0], strict=True)
            if abs(weight) > 0.1
        ]
        said = say.RESIDUALS_DETERMINED(variables=_listed(names))
        raise NotEstimable("collinear_regressors", said)


def _collinear(sample: Sample, design: Design) -> NotEstimable:
    """Name the regressors that are combinations of others."""
    stacked = design.stack(sample.values)[..., : design.n_regressors]
    flat = stacked.reshape(-1, design.n_regressors)
    size = np.sqrt((flat**2).sum(axis=0))
    scaled = flat / np.where(size > 0, size, 1.0)
    _, triangle, order = scipy.linalg.qr(scaled, mode="economic", pivoting=True)
    small = np.abs(np.diag(triangle)) < 1e-8 * max(abs(triangle[0, 0]), 1e-300)
    owners = list(sample.variables) * design.lags
    owners += [sample.exogenous[place].code for place, _ in sample.terms]
    found = {owners[int(place)] for place in order[: len(small)][small]}
    names = [name for name in dict.fromkeys(owners) if name in found] or list(sample.variables)
    said = say.LAGS_DETERMINED(variables=_listed(names))
    return NotEstimable("collinear_regressors", said)


def _listed(names: list[str]) -> Said:
    return first_few([f"'{name}'" for name in names], shown=len(names))
