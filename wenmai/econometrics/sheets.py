"""Sheets of models: status, coefficients, impulse responses."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "模型状态",
        "fct_model_status",
        (
            "model_code",
            "status",
            "reason_zh",
            "n_observations",
            "n_units",
            "n_years",
            "n_missing",
        ),
    ),
    Sheet(
        "回归系数",
        "fct_regression_terms",
        (
            "model_code",
            "effect_type",
            "term_code",
            "term_name_zh",
            "coefficient",
            "standard_error",
            "statistic_name",
            "statistic",
            "p_value",
            "ci_low",
            "ci_high",
        ),
    ),
    Sheet(
        "脉冲响应",
        "fct_impulse_responses",
        (
            "model_code",
            "response_kind",
            "impulse_code",
            "response_code",
            "period",
            "value",
            "lower",
            "upper",
        ),
    ),
)
