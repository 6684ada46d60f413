"""What an estimated VAR says, as records for tables."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy import stats

from wenmai.econometrics.var.bands import Band
from wenmai.econometrics.var.design import Array
from wenmai.econometrics.var.diagnostics import (
    Test,
    cointegration,
    granger,
    instantaneous,
    normality,
    panel_portmanteau,
    roots,
    series_residual_tests,
)
from wenmai.econometrics.var.estimate import constant_errors, with_coefficients
from wenmai.econometrics.var.lag_order import CRITERIA, best_order
from wenmai.econometrics.var.model import Estimated, Settings
from wenmai.econometrics.var.responses import KINDS
from wenmai.econometrics.var.sample import Sample
from wenmai.econometrics.var.scenarios import conditional_errors, forecast
from wenmai.econometrics.var.unit_roots import adf, kpss, panel_tests

Record = dict[str, Any]
ALL = "all"


def coefficient_records(sample: Sample, found: Estimated, level: float) -> Iterator[Record]:
    """Yield the coefficients: lags, exogenous variables and, of one series, constant, trend."""
    fit = found.fit
    quantile = float(stats.t.ppf((1 + level) / 2, fit.inference_freedom))

    def record(equation: str, regressor: str, lag: int, numbers: tuple[float, ...]) -> Record:
        value, plain, error = numbers
        t = value / error if error > 0 else float("nan")
        return {
            "equation_code": equation,
            "term_code": f"L{lag}.{regressor}" if lag else regressor,
            "regressor_code": regressor,
            "lag": lag,
            "coefficient": value,
            "uncorrected_coefficient": plain,
            "standard_error": error,
            "t_statistic": t,
            "p_value": float(2 * stats.t.sf(abs(t), fit.inference_freedom)),
            "lower": value - quantile * error,
            "upper": value + quantile * error,
        }

    names = [
        *((name, lag) for lag in range(1, fit.design.lags + 1) for name in sample.variables),
        *((sample.exogenous[place].code, delay) for place, delay in sample.terms),
    ]
    if len(sample.units) == 1:
        plain = with_coefficients(sample.values, fit.design, found.uncorrected)
        errors = constant_errors(sample.values, fit)
    for place, equation in enumerate(sample.variables):
        for row, (name, lag) in enumerate(names):
            numbers = tuple(
                float(part[row, place])
                for part in (fit.coefficients, found.uncorrected, fit.standard_errors)
            )
            yield record(equation, name, lag, numbers)
        if len(sample.units) == 1:
            parts = (fit.constants[0], plain.constants[0], errors)
            for term, name in enumerate(("constant", "trend")[: len(errors)]):
                yield record(equation, name, 0, tuple(float(part[term, place]) for part in parts))


def lag_records(found: Estimated) -> Iterator[Record]:
    """Yield the criteria of every number of lags that was compared."""
    best = {name: best_order(found.orders, name) for name in CRITERIA if found.orders}
    for order in found.orders:
        yield {
            "lags": order.lags,
            **{name: getattr(order, name) for name in CRITERIA},
            **{f"is_best_{name}": order is best[name] for name in CRITERIA},
            "is_used": order.lags == found.fit.design.lags,
            "n_rows": order.n_rows,
        }


def root_records(found: Estimated) -> Iterator[Record]:
    """Yield the roots of the companion matrix, largest first."""
    for number, root in enumerate(roots(found.fit.matrices), start=1):
        yield {
            "root_number": number,
            "real_part": float(root.real),
            "imaginary_part": float(root.imag),
            "modulus": float(abs(root)),
        }


def residual_records(sample: Sample, found: Estimated, settings: Settings) -> Iterator[Record]:
    """Yield the tests of the residuals."""
    fit = found.fit

    def record(name: str, equation: int, test: Test) -> Record:
        return {
            "test_code": name,
            "equation_code": ALL if equation < 0 else sample.variables[equation],
            "statistic": test.statistic,
            "degrees_of_freedom": test.freedom,
            "p_value": test.p_value,
        }

    if len(sample.units) == 1:
        outside = sample.outside
        seen = np.flatnonzero(sample.observed[0])
        seen = seen[int(np.argmax(fit.design.rows[0, seen[0] :])) :]  # delays may cost more rows
        given = None if outside is None else np.nan_to_num(outside[0, seen])
        tested = series_residual_tests(
            sample.values[0, seen], fit.design.lags, settings.trend, given
        )
        for name, equation, series_test in tested:
            yield record(name, equation, series_test)
        return
    yield record("normality", -1, normality(fit.residuals[fit.design.rows]))
    horizon = min(3, fit.design.rows.shape[1] - 1)
    if horizon and settings.estimator == "ols":
        correlation = panel_portmanteau(sample.values, fit, horizon, seed=settings.seed)
        yield record("portmanteau_bootstrap", -1, correlation)
    if found.checks is not None:
        freedom = found.checks.freedom
        hansen = found.checks.hansen
        for place, statistic in enumerate(hansen):
            p_value = float(stats.chi2.sf(statistic, freedom)) if freedom else float("nan")
            equation = place if len(hansen) == len(sample.variables) else -1
            yield record("hansen_j", equation, Test(float(statistic), p_value, freedom))
        for order, of_order in enumerate(found.checks.serial, start=1):
            for equation, z in enumerate(of_order):
                test = Test(float(z), float(2 * stats.norm.sf(abs(z))))
                yield record(f"arellano_bond_m{order}", equation, test)


def causality_records(sample: Sample, found: Estimated) -> Iterator[Record]:
    """Yield Granger tests of every pair, of every variable against all others and back."""
    names = sample.variables
    everyone = range(len(names))
    for cause in everyone:
        others = [place for place in everyone if place != cause]
        targets = [([place], names[place]) for place in others]
        if len(others) > 1:
            targets.append((others, ALL))
        pairs = [([cause], names[cause], *target) for target in targets]
        if len(others) > 1:
            pairs.append((others, ALL, [cause], names[cause]))
        for causing, cause_name, caused, name in pairs:
            tests = [("granger", granger(found.fit, caused, causing))]
            # within the year it has no direction: the other way round it is the same test
            if len(sample.units) == 1 and cause_name != ALL:
                tests.append(("instantaneous", instantaneous(found.fit, caused, causing)))
            for code, test in tests:
                yield {
                    "test_code": code,
                    "causing_code": cause_name,
                    "caused_code": name,
                    "statistic": test.statistic,
                    "numerator_freedom": test.freedom,
                    "denominator_freedom": test.second_freedom,
                    "p_value": test.p_value,
                }


def cointegration_records(sample: Sample, found: Estimated, trend: str) -> Iterator[Record]:
    """Yield Johansen's tests; a panel has none, nor has a model with exogenous variables."""
    if len(sample.units) > 1 or sample.exogenous:
        return
    parts = ("critical_10pct", "critical_5pct", "critical_1pct")
    for test in cointegration(sample.series(0), found.fit.design.lags, trend):
        yield {
            "rank": test.rank,
            "eigenvalue": test.eigenvalue,
            "trace_statistic": test.trace,
            **{
                f"trace_{part}": limit
                for part, limit in zip(parts, test.trace_critical, strict=True)
            },
            "max_eigenvalue_statistic": test.max_eigenvalue,
            **{
                f"max_eigenvalue_{part}": limit
                for part, limit in zip(parts, test.max_eigenvalue_critical, strict=True)
            },
        }


def unit_root_records(sample: Sample, trend: str, lags: int) -> Iterator[Record]:
    """Yield ADF and KPSS of every unit's series and first differences, IPS and Fisher of all."""
    for place, variable in enumerate(sample.variables):
        for differences in (0, 1):
            series = [
                np.diff(sample.series(unit)[:, place], n=differences)
                for unit in range(len(sample.units))
            ]
            # a trend in levels is a constant in differences
            terms = {"ct": "c"}.get(trend, trend) if differences else trend
            tests = [
                (unit, test)
                for unit, one in zip(sample.units, series, strict=True)
                for test in (adf(one, terms), kpss(one, terms))
                if test is not None
            ]
            tests += [(ALL, test) for test in panel_tests(series, terms, lags - 1)]
            for unit, test in tests:
                yield {
                    "variable_code": variable,
                    "unit_code": unit,
                    "differences": differences,
                    "test_code": test.test,
                    "statistic": test.statistic,
                    "p_value": test.p_value,
                    "lags": float(test.lags),
                    "n_observations": test.n_observations,
                    "is_stationary": test.is_stationary,
                }


def response_records(sample: Sample, bands: dict[str, Band]) -> Iterator[Record]:
    """Yield impulse responses of every kind."""
    for kind in KINDS:
        band = bands[kind]
        for period, response, impulse in np.ndindex(*band.value.shape):
            yield {
                "response_kind": kind,
                "impulse_code": sample.variables[impulse],
                "response_code": sample.variables[response],
                "period": period,
                **_limits(band, (period, response, impulse)),
                "standard_error": float(band.standard_error[period, response, impulse]),
            }


def decomposition_records(sample: Sample, bands: dict[str, Band]) -> Iterator[Record]:
    """Yield shares of the forecast error variance, and the forecast's standard error."""
    share, forecast = bands["share"], bands["forecast_se"]
    for period, variable, shock in np.ndindex(*share.value.shape):
        at = _limits(forecast, (period, variable))
        limits = _limits(share, (period, variable, shock))
        yield {
            "variable_code": sample.variables[variable],
            "shock_code": sample.variables[shock],
            "period": period,
            "share": limits["value"],
            "lower": limits["lower"],
            "upper": limits["upper"],
            "forecast_se": at["value"],
            "forecast_se_lower": at["lower"],
            "forecast_se_upper": at["upper"],
        }


def scenario_records(
    sample: Sample, found: Estimated, held_by: Mapping[str, float]
) -> Iterator[Record]:
    """Yield paths of all variables while each in turn is held above its own forecast.

    The size is what the study says, else a standard deviation of the residual; where there is one
        series, and the forecast stands beside the path. A panel has one for each unit, and only the
    deviation is the same for all. An exogenous variable is held above what is assumed of it, by
    default by its standard deviation within units; otherwise it stays there.
    """
    fit, band = found.fit, _with_exogenous(sample, found.bands["held"])
    names = (*sample.variables, *(variable.code for variable in sample.exogenous))
    said = np.array([held_by[name] for name in names], dtype=float)
    usual = np.concatenate([np.sqrt(np.diag(fit.covariance)), sample.exogenous_spread])
    sizes = np.where(np.isnan(said), usual, said)
    k, horizon = len(sample.variables), len(band.value) - 1
    errors = np.zeros(band.value.shape)
    errors[:, :k, :k] = conditional_errors(fit.matrices, fit.covariance, horizon)
    errors[:, :k, k:] = found.bands["forecast_se"].value[..., None]
    levels = np.full((horizon + 1, len(sizes)), np.nan)
    if len(sample.units) == 1:
        given, regressors, _ = sample.ahead(horizon)
        levels = np.hstack([forecast(fit, sample.series(0), horizon, regressors), given])
    for period, variable, held in np.ndindex(*band.value.shape):
        at = {
            name: float(sizes[held]) * number
            for name, number in _limits(band, (period, variable, held)).items()
        }
        yield {
            "held_code": names[held],
            "variable_code": names[variable],
            "period": period,
            "year": sample.span[1] + 1 + period,
            "shock_size": float(sizes[held]),
            **at,
            "forecast": float(levels[period, variable]),
            "path": float(levels[period, variable]) + at["value"],
            "path_se": float(errors[period, variable, held]),
        }


def _with_exogenous(sample: Sample, band: Band) -> Band:
    """Return deviations of exogenous variables as well: one of itself, none of the others."""
    k, m = len(sample.variables), len(sample.exogenous)
    if not m:
        return band
    own = np.broadcast_to(np.eye(k + m)[k:], (len(band.value), m, k + m))
    value, lower, upper = (
        np.concatenate([part, own], axis=1) for part in (band.value, band.lower, band.upper)
    )
    still = np.concatenate([band.standard_error, np.zeros_like(own)], axis=1)
    return Band(value, lower, upper, still)


def _limits(band: Band, place: tuple[int, ...]) -> Record:
    def number(values: Array) -> float:
        return float(values[place])

    return {"value": number(band.value), "lower": number(band.lower), "upper": number(band.upper)}
