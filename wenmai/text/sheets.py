"""The sheet of emerging terms."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "新兴词",
        "fct_emerging_terms",
        {
            "document_type": "文献类型",
            "term": "词",
            "is_emerging": "是否新兴",
            "recent_share": "近期份额",
            "baseline_share": "此前份额",
            "q_value": "q 值",
        },
    ),
)
