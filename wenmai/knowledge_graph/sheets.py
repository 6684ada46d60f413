"""Sheets of graphs: suspicious triples with their reasons, and the most popular."""

from wenmai.kit.sheets import Sheet

SHEETS = (
    Sheet(
        "三元组质量",
        "fct_triple_quality",
        (
            "head_name",
            "relation_name_zh",
            "tail_name",
            "valid_from",
            "probability",
            "is_suspicious",
            "reason_zh",
        ),
    ),
    Sheet(
        "图谱评估",
        "fct_graph_evaluation",
        (
            "split_code",
            "method_code",
            "relation_code",
            "question",
            "mrr",
            "mrr_lower",
            "mrr_upper",
            "n_queries",
        ),
    ),
)
