"""The tables that estimated models become: one row per model, its parts as lists of structs."""

from dataclasses import asdict
from typing import Any

from wenmai.econometrics.design import Design, ModelSpec
from wenmai.econometrics.goodness import goodness, variance_inflation
from wenmai.econometrics.panel import CONSTANT, PanelEstimate, estimate
from wenmai.econometrics.panel_tests import TestResult, panel_tests
from wenmai.econometrics.spatial_panel import SpatialEstimate
from wenmai.econometrics.transforms import Array
from wenmai.kit.nested import columns, nested_schema
from wenmai.sentences import told

CONFIDENCE = 0.95

_SAID = columns("""
    status:str reason_code:str reason_said:str n_observations:int
    n_missing:int n_units:int n_years:int first_year:int32 last_year:int32
""")
_FIT = columns("""
    r_squared:float adjusted_r_squared:float
    r_squared_within:float r_squared_between:float r_squared_overall:float
    r_squared_within_rss:float r_squared_between_rss:float r_squared_overall_rss:float
    pseudo_r_squared:float rss:float tss:float sigma_u:float sigma_e:float rho:float theta:float
    corr_effects:float wald_chi_squared:float wald_p_value:float f_statistic:float f_df_1:float
    f_df_2:float f_p_value:float log_likelihood:float
""")
_PARTS = {
    "terms": columns("""
        term_code:str effect_type:str term_position:int32 coefficient:float standard_error:float
        statistic_name:str statistic:float df_residual:float p_value:float ci_low:float
        ci_high:float vif:float
    """),
    "fit": _FIT,
    "tests": columns("""
        test_code:str statistic_name:str statistic:float df_1:float df_2:float p_value:float
        note_said:str
    """),
    "fitted": columns("""
        unit_code:str year:int32 actual_value:float regressor_value:float linear_prediction:float
        effect:float fitted_value:float residual:float
    """),
}
SCHEMA = nested_schema(["study_code", "model_code"], _PARTS, _SAID)

Row = dict[str, Any]


def panel_row(design: Design, spec: ModelSpec) -> Row:
    """Estimate a panel model and return its part of the table.

    Parameters
    ----------
    design : Design
    spec : ModelSpec
        Without a spatial part.

    Returns
    -------
    dict
        terms, fit, tests, fitted and the size of the sample.
    """
    found = estimate(design, spec.effects, spec.covariance)
    measured = goodness(design, spec.effects, found)
    inflation = dict(zip(design.names, variance_inflation(design, spec.effects), strict=True))
    terms = [
        term((name, "coefficient", place), (value, error), found, inflation.get(name))
        for place, (name, value, error) in enumerate(
            zip(found.names, found.coefficients, found.standard_errors, strict=True)
        )
    ]
    fit = dict.fromkeys(_FIT)
    said = asdict(measured)
    for kind in ("within", "between", "overall"):
        said[f"r_squared_{kind}"] = said.pop(kind)
        said[f"r_squared_{kind}_rss"] = said.pop(f"{kind}_rss")
    said |= {"rss": found.rss, "tss": found.tss, "sigma_u": found.sigma_u}
    said |= {"sigma_e": found.sigma_e, "theta": found.theta}
    if found.sigma_u is not None and found.sigma_e is not None:
        said["rho"] = found.sigma_u**2 / (found.sigma_u**2 + found.sigma_e**2)
    fit.update(said)
    return {
        **size(design),
        "terms": terms,
        "fit": [fit],
        "tests": test_rows(panel_tests(design, spec.effects, found)),
        "fitted": fitted_rows(design, found.linear_prediction, found.effects),
    }


def spatial_row(design: Design, found: SpatialEstimate, tests: list[TestResult]) -> Row:
    """Return an estimated spatial model's part of the table.

    Parameters
    ----------
    design : Design
        Balanced, as it was estimated.
    found : SpatialEstimate
    tests : list of TestResult

    Returns
    -------
    dict
    """
    errors = found.covariance.diagonal() ** 0.5
    terms = [
        term((name, "coefficient", place), (value, error), found)
        for place, (name, value, error) in enumerate(
            zip(found.names, found.coefficients, errors, strict=True),
            start=found.names[0] != CONSTANT,
        )
    ]
    place_of = {name: place for place, name in enumerate(design.names, start=1)}
    terms += [
        term((name, kind, place_of[name]), (value, error), found)
        for kind, name, value, error in found.impacts
    ]
    fit: Row = dict.fromkeys(_FIT)
    fit |= {
        "pseudo_r_squared": found.pseudo_r_squared,
        "sigma_e": found.sigma_e,
        "log_likelihood": found.log_likelihood,
    }
    return {
        **size(design),
        "terms": terms,
        "fit": [fit],
        "tests": test_rows(tests),
        "fitted": fitted_rows(design, found.linear_prediction, found.effects),
    }


def term(
    named: tuple[str, str, int],
    estimated: tuple[float, float],
    found: PanelEstimate | SpatialEstimate,
    inflation: float | None = None,
) -> Row:
    """Return one coefficient or effect with its statistic, p-value and interval.

    Parameters
    ----------
    named : tuple of str, str and int
        Term, effect type, and place in the model.
    estimated : tuple of float
        Estimate and standard error.
    found : PanelEstimate or SpatialEstimate
        Says which law the statistic has.
    inflation : float, optional
        Variance inflation factor.
    """
    from scipy import stats  # noqa: PLC0415

    is_t = isinstance(found, PanelEstimate) and found.statistic_name == "t"
    df = found.df_residual if isinstance(found, PanelEstimate) else None
    law = stats.t(df) if is_t else stats.norm()
    name, kind, place = named
    value, error = estimated
    statistic = float(value / error)
    half = float(law.ppf(0.5 + CONFIDENCE / 2) * error)
    return {
        "term_code": name,
        "effect_type": kind,
        "term_position": place,
        "coefficient": float(value),
        "standard_error": float(error),
        "statistic_name": "t" if is_t else "z",
        "statistic": statistic,
        "df_residual": df if is_t else None,
        "p_value": float(2 * law.sf(abs(statistic))),
        "ci_low": float(value) - half,
        "ci_high": float(value) + half,
        "vif": None if inflation is None else float(inflation),
    }


def size(design: Design) -> Row:
    """Return how many rows, units and years a model uses."""
    return {
        "n_observations": len(design.y),
        "n_missing": design.n_missing,
        "n_units": design.n_units,
        "n_years": design.n_years,
        "first_year": min(design.year_labels),
        "last_year": max(design.year_labels),
    }


def test_rows(tests: list[TestResult]) -> list[Row]:
    """Return tests as rows."""
    return [
        {name: value for name, value in vars(test).items() if name != "note"}
        | {"note_said": told([test.note] if test.note else [])}
        for test in tests
    ]


test_rows.__test__ = False  # type: ignore[attr-defined]  # not a test of pytest


def fitted_rows(design: Design, linear: Array, effects: Array) -> list[Row]:
    """Return the scatter of a model; the regressor's value where there is only one."""
    single = design.x[:, 0].tolist() if design.x.shape[1] == 1 else [None] * len(design.y)
    fitted = linear + effects
    return [
        {
            "unit_code": design.unit_codes[unit],
            "year": design.year_labels[year],
            "actual_value": float(design.y[row]),
            "regressor_value": single[row],
            "linear_prediction": float(linear[row]),
            "effect": float(effects[row]),
            "fitted_value": float(fitted[row]),
            "residual": float(design.y[row] - fitted[row]),
        }
        for row, (unit, year) in enumerate(zip(design.units, design.years, strict=True))
    ]
