"""The sheet of emerging terms."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "新兴词",
        "fct_emerging_terms",
        (
            "document_type",
            "term",
            "is_emerging",
            "recent_share",
            "baseline_share",
            "q_value",
        ),
    ),
)
