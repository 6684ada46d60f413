"""Columns of what a VAR model says: one row per model, everything else as lists of structs."""

from wenmai.kit.nested import columns, nested_schema

_SAID = columns("""
    model_kind:str status:str reason_code:str reason_said:str
    notes_said:str lags:int32 max_estimable_lags:int32 n_observations:int32 n_rows:int32
    n_units:int32 first_year:int32 last_year:int32 n_years:int32 n_missing:int32 n_dropped:int32
    degrees_of_freedom:int32 largest_root:float replications:int32 n_failed_replications:int32
    bias_correction:str interval_kind:str
""")
PARTS = {
    "coefficients": columns("""
        equation_code:str term_code:str regressor_code:str lag:int32 coefficient:float
        uncorrected_coefficient:float standard_error:float t_statistic:float p_value:float
        lower:float upper:float
    """),
    "lag_selection": columns("""
        lags:int32 aic:float bic:float hq:float fpe:float is_best_aic:bool is_best_bic:bool
        is_best_hq:bool is_best_fpe:bool is_used:bool n_rows:int32
    """),
    "roots": columns("root_number:int32 real_part:float imaginary_part:float modulus:float"),
    "residual_tests": columns("""
        test_code:str equation_code:str statistic:float degrees_of_freedom:float p_value:float
    """),
    "causality": columns("""
        test_code:str causing_code:str caused_code:str statistic:float numerator_freedom:float
        denominator_freedom:float p_value:float
    """),
    "cointegration": columns("""
        rank:int32 eigenvalue:float trace_statistic:float trace_critical_10pct:float
        trace_critical_5pct:float trace_critical_1pct:float max_eigenvalue_statistic:float
        max_eigenvalue_critical_10pct:float max_eigenvalue_critical_5pct:float
        max_eigenvalue_critical_1pct:float
    """),
    "unit_roots": columns("""
        variable_code:str unit_code:str differences:int32 test_code:str statistic:float
        p_value:float lags:float n_observations:int32 is_stationary:bool
    """),
    "responses": columns("""
        response_kind:str impulse_code:str response_code:str period:int32 value:float lower:float
        upper:float standard_error:float
    """),
    "decomposition": columns("""
        variable_code:str shock_code:str period:int32 share:float lower:float upper:float
        forecast_se:float forecast_se_lower:float forecast_se_upper:float
    """),
    "scenarios": columns("""
        held_code:str variable_code:str period:int32 year:int32 shock_size:float value:float
        lower:float upper:float forecast:float path:float path_se:float
    """),
}
VAR_SCHEMA = nested_schema(["study_code", "model_code"], PARTS, _SAID)
