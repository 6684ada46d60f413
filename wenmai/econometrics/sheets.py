"""Sheets of models: status, coefficients, impulse responses."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "模型状态",
        "fct_model_status",
        {
            "model_code": "模型",
            "status": "状态",
            "reason_zh": "说明",
            "n_observations": "观测数",
            "n_units": "地区数",
            "n_years": "年份数",
            "n_missing": "缺值行数",
        },
    ),
    Sheet(
        "回归系数",
        "fct_regression_terms",
        {
            "model_code": "模型",
            "effect_type": "效应",
            "term_code": "变量代码",
            "term_name_zh": "变量",
            "coefficient": "系数",
            "standard_error": "标准误",
            "statistic_name": "统计量",
            "statistic": "统计量的值",
            "p_value": "p 值",
            "ci_low": "区间下限",
            "ci_high": "区间上限",
        },
    ),
    Sheet(
        "脉冲响应",
        "fct_impulse_responses",
        {
            "model_code": "模型",
            "response_kind": "种类",
            "impulse_code": "冲击",
            "response_code": "响应",
            "period": "期",
            "value": "响应值",
            "lower": "下限",
            "upper": "上限",
        },
    ),
)
