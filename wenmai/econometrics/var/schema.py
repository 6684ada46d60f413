"""Columns of what a VAR model says: one row per model, everything else as lists of structs."""

import pyarrow as pa

_TEXT, _NUMBER, _COUNT, _FLAG = pa.string(), pa.float64(), pa.int32(), pa.bool_()

COEFFICIENTS = pa.struct(
    [
        ("equation_code", _TEXT),
        ("term_code", _TEXT),
        ("regressor_code", _TEXT),
        ("lag", _COUNT),
        ("coefficient", _NUMBER),
        ("uncorrected_coefficient", _NUMBER),
        ("standard_error", _NUMBER),
        ("t_statistic", _NUMBER),
        ("p_value", _NUMBER),
        ("lower", _NUMBER),
        ("upper", _NUMBER),
    ]
)
LAG_SELECTION = pa.struct(
    [
        ("lags", _COUNT),
        *((name, _NUMBER) for name in ("aic", "bic", "hq", "fpe")),
        *((f"is_best_{name}", _FLAG) for name in ("aic", "bic", "hq", "fpe")),
        ("is_used", _FLAG),
        ("n_rows", _COUNT),
    ]
)
ROOTS = pa.struct(
    [
        ("root_number", _COUNT),
        ("real_part", _NUMBER),
        ("imaginary_part", _NUMBER),
        ("modulus", _NUMBER),
    ]
)
RESIDUAL_TESTS = pa.struct(
    [
        ("test_code", _TEXT),
        ("equation_code", _TEXT),
        ("statistic", _NUMBER),
        ("degrees_of_freedom", _NUMBER),
        ("p_value", _NUMBER),
    ]
)
CAUSALITY = pa.struct(
    [
        ("test_code", _TEXT),
        ("causing_code", _TEXT),
        ("caused_code", _TEXT),
        ("statistic", _NUMBER),
        ("numerator_freedom", _NUMBER),
        ("denominator_freedom", _NUMBER),
        ("p_value", _NUMBER),
    ]
)
COINTEGRATION = pa.struct(
    [
        ("rank", _COUNT),
        ("eigenvalue", _NUMBER),
        *(
            (f"{test}_{part}", _NUMBER)
            for test in ("trace", "max_eigenvalue")
            for part in ("statistic", "critical_10pct", "critical_5pct", "critical_1pct")
        ),
    ]
)
UNIT_ROOTS = pa.struct(
    [
        ("variable_code", _TEXT),
        ("unit_code", _TEXT),
        ("differences", _COUNT),
        ("test_code", _TEXT),
        ("statistic", _NUMBER),
        ("p_value", _NUMBER),
        ("lags", _NUMBER),
        ("n_observations", _COUNT),
        ("is_stationary", _FLAG),
    ]
)
RESPONSES = pa.struct(
    [
        ("response_kind", _TEXT),
        ("impulse_code", _TEXT),
        ("response_code", _TEXT),
        ("period", _COUNT),
        ("value", _NUMBER),
        ("lower", _NUMBER),
        ("upper", _NUMBER),
        ("standard_error", _NUMBER),
    ]
)
DECOMPOSITION = pa.struct(
    [
        ("variable_code", _TEXT),
        ("shock_code", _TEXT),
        ("period", _COUNT),
        ("share", _NUMBER),
        ("lower", _NUMBER),
        ("upper", _NUMBER),
        ("forecast_se", _NUMBER),
        ("forecast_se_lower", _NUMBER),
        ("forecast_se_upper", _NUMBER),
    ]
)
STATUS = (
    ("study_code", _TEXT),
    ("model_code", _TEXT),
    ("model_kind", _TEXT),
    ("status", _TEXT),
    ("reason_code", _TEXT),
    ("reason_said", _TEXT),
    ("notes_said", _TEXT),
    ("lags", _COUNT),
    ("max_estimable_lags", _COUNT),
    ("n_observations", _COUNT),
    ("n_rows", _COUNT),
    ("n_units", _COUNT),
    ("first_year", _COUNT),
    ("last_year", _COUNT),
    ("n_years", _COUNT),
    ("n_missing", _COUNT),
    ("n_dropped", _COUNT),
    ("degrees_of_freedom", _COUNT),
    ("largest_root", _NUMBER),
    ("replications", _COUNT),
    ("n_failed_replications", _COUNT),
    ("bias_correction", _TEXT),
    ("interval_kind", _TEXT),
)
PARTS = {
    "coefficients": COEFFICIENTS,
    "lag_selection": LAG_SELECTION,
    "roots": ROOTS,
    "residual_tests": RESIDUAL_TESTS,
    "causality": CAUSALITY,
    "cointegration": COINTEGRATION,
    "unit_roots": UNIT_ROOTS,
    "responses": RESPONSES,
    "decomposition": DECOMPOSITION,
}
VAR_SCHEMA = pa.schema([*STATUS, *((name, pa.list_(part)) for name, part in PARTS.items())])
